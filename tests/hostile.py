"""What people who mean no good type into forms, and what programs send by mistake."""

from hypothesis import strategies as st

FRAGMENTS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE registrations_registration; --",
    "' OR '1'='1",
    "{{ settings.SECRET_KEY }}{% load x %}",
    "%(name)s %s %d {0} {name}",
    "\x00",
    "\x1b[31m",
    "\u202eđảo ngược",
    "\u2066\u2069\u200f\u200e",
    "\u200b\ufeff",
    "\r\nBcc: ai-do@example.com\r\n\r\nThư khác",
    "\nX-Header: 1",
    "\u2028\u2029\x85",
    '=HYPERLINK("http://x")',
    "../../../../etc/passwd",
    "\ud800",  # half of a sign
    "Nguye\u0302\u0303n Thi\u0323 Ho\u0300a",  # NFD
    "Nguyễn Thị Hòa",
    "a" * 10_000,
    "ễ" * 10_000,
    "Z\u0351\u036b\u0343\u036a" * 200,
    "０９１２３４５６７８",
    "👩‍👩‍👧‍👦",
    "csrf-token-of-this-visitor",
    "id-of-this-form",
)

texts = st.lists(
    st.sampled_from(FRAGMENTS) | st.text(st.characters(exclude_categories=()), max_size=20),
    max_size=4,
).map("".join)


def encoded(data: dict[str, str]) -> str:
    """Return a form as the bytes of it travel; also what is no proper Unicode."""
    return "&".join(
        f"{name}={''.join(f'%{byte:02x}' for byte in value.encode('utf-8', 'surrogatepass'))}"
        for name, value in data.items()
    )


FORM = "application/x-www-form-urlencoded"
