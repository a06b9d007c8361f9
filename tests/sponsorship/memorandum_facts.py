"""What a memorandum must say on paper, told from its rows."""

import datetime
import re

from events.models import Plan
from events.vietnamese import amounts, dates, signers
from sponsorship.models import Contribution, Memorandum, Party
from tests.papers import Expected

HINT = "(Ký, ghi rõ họ tên, đóng dấu)"
HINTS = (HINT, "(Ký, đóng dấu)")  # the latter above a name that is printed already
BLANK_DAY = "ngày tháng năm"
COPIES = {1: "01 (một) bản", 2: "02 (hai) bản", 4: "04 (bốn) bản", 10: "10 (mười) bản"}
COPIES[20] = "20 (hai mươi) bản"


def of_memorandum(memorandum: Memorandum, issued_on: datetime.date | None = None) -> Expected:
    """Return the facts of a memorandum that has both of its sides, as drafted or issued on a day.

    Roles beside those of every paper: party (its name), detail (a line about it), money (a
    paragraph with an amount), blank (a paragraph with room to write, which may end a line).
    """
    plan = Plan.objects.filter(event=memorandum.event).first()
    a, b = memorandum.parties.all()
    issuer = plan.issuer.splitlines() if plan else [a.name.upper()]
    day = _day(issued_on or memorandum.signing_day)
    body: list[tuple[str, str]] = [
        ("paragraph", f"Hôm nay, {day}, tại {memorandum.place}, chúng tôi gồm:")
    ]
    for party in (a, b):
        role = f" ({party.role})" if party.role else ""
        body.append(("party", f"BÊN {party.side}: {party.name.upper()}{role}"))
        body += [("detail", line) for line in _details(party)]
    body.append(("paragraph", memorandum.lead_in))
    for number, article in enumerate(memorandum.articles.all(), 1):
        body.append(("heading", f"Điều {number}. {article.title}"))
        for line in article.text.splitlines():
            if line == "{đóng góp}":
                body += [("money", text) for text in given(memorandum)]
            else:
                blank = "{ngày kết thúc}" in line and memorandum.ends_on is None
                body.append(("blank" if blank else "paragraph", _filled(line, memorandum)))
    if not body[-1][1].endswith("./."):
        body[-1] = (body[-1][0], body[-1][1].rstrip(".") + "./.")
    return Expected(
        issuer=[*issuer, b.name.upper()],
        kind=memorandum.title,
        subject=memorandum.subject,
        bases=[basis.text for basis in memorandum.bases.all()],
        body=body,
        authority=[text for party in (a, b) for text in _above(party)],
        signer=[party.representative for party in (a, b) if party.representative],
        number_line=f"Số: /{memorandum.symbol}",
        date_line=f"{plan.place if plan else memorandum.place}, {day}",
    )


def given(memorandum: Memorandum) -> list[str]:
    """Return the paragraphs about what the sponsor gives."""
    rows = list(memorandum.contributions.all())
    if not rows:
        return ["- Tài trợ bằng tiền: đồng (Bằng chữ: )."]
    found = []
    for row in rows:
        parts = list(row.instalments.all())
        if [part.due_on for part in parts] == [None]:
            parts = []  # all of it at once
        end = ", gồm:" if parts else "."
        found.append(f"- {row.name}: {_kind(row)}{_money(row.amount)}{end}")
        for number, part in enumerate(parts, 1):
            due = f", chậm nhất {dates.official(part.due_on)}" if part.due_on else ""
            end = "." if number == len(parts) else ";"
            found.append(f"+ Đợt {number}: {amounts.figures(part.amount)}{due}{end}")
    if len(rows) > 1:
        found.append(f"Tổng giá trị tài trợ: {_money(sum(row.amount for row in rows))}.")
    return found


def _kind(row: Contribution) -> str:
    if row.kind == Contribution.Kind.MONEY:
        return ""
    quantity = f"{row.quantity:02,}".replace(",", ".") if row.quantity else ""
    return f"{quantity} {row.unit}, trị giá ".lstrip()


def _money(amount: int | None) -> str:
    if amount is None:
        return "đồng (Bằng chữ: )"
    return f"{amounts.figures(amount)} (Bằng chữ: {amounts.in_words(amount)})"


def _day(day: datetime.date | None) -> str:
    return dates.official(day) if day else BLANK_DAY


def _details(party: Party) -> list[str]:
    lines = [f"Địa chỉ: {party.address}"]
    lines += [f"Điện thoại: {party.phone}"] if party.phone else []
    lines += [f"Mã số thuế: {party.tax_code}"] if party.tax_code else []
    if party.side == "A" or party.account_number:
        lines.append(f"Tài khoản số: {party.account_number} tại {party.bank}")
    lines.append(f"Đại diện: {party.honorific or 'Ông/Bà'} {party.representative}")
    lines.append(f"Chức vụ: {party.position}")
    lines += [f"Theo giấy ủy quyền: {party.authority}"] if party.authority else []
    return [line.strip() for line in lines]


def _above(party: Party) -> list[str]:
    lines = signers.lines_above(party.name, party.position, authorised=bool(party.authority))
    return [f"ĐẠI DIỆN BÊN {party.side}", *lines, HINTS[bool(party.representative)]]


def _filled(line: str, memorandum: Memorandum) -> str:
    values = {
        "{ngày kết thúc}": _day(memorandum.ends_on),
        "{số bản}": COPIES[memorandum.copies],
        "{số bản mỗi bên}": COPIES[memorandum.copies // 2],
    }
    return re.sub(r"\{.*?\}", lambda match: values[match[0]], line)
