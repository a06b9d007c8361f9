"""Which mailbox an address leads to, however it is written."""

DOTS_DO_NOT_COUNT = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def mailbox(address: str) -> str:
    """Return what is equal for the addresses of one mailbox: an+le@… and an@…, a.n@gmail.com.

    Only to count by: a letter goes to the address as it was typed.
    """
    local, _at, domain = address.strip().casefold().rpartition("@")
    domain = domain.rstrip(".")
    local = local.strip('"').partition("+")[0] or local
    if domain in DOTS_DO_NOT_COUNT:
        local, domain = local.replace(".", ""), DOTS_DO_NOT_COUNT[domain]
    return f"{local}@{domain}"
