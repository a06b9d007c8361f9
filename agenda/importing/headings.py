"""What the headings of a table of tasks mean, as offices write them."""

import re

from events.vietnamese.names import fold

# each with the words that stand in a heading, without accents; the first that fits counts
RULES = [
    ("number", r"s?tt|so tt|so thu tu|no"),
    ("days_late", r"so ngay qua han"),
    ("others", r".*\bphoi hop\b.*"),
    ("lead", r".*\b(?:chu tri|phu trach|dau moi|chiu trach nhiem)\b.*"),
    ("lead", r"(?:don vi|co quan|phong|bo phan|ca nhan|to chuc|nguoi)(?: thuc hien)?"),
    ("due", r"(?:thoi han|thoi gian|han|ngay)(?: phai| can)?(?: (?:hoan thanh|thuc hien|xong))?"),
    ("done_on", r"(?:da )?hoan thanh ngay"),
    ("accepted_by", r"(?:nguoi |don vi )?(?:xac nhan hoan thanh|xac nhan|nghiem thu)"),
    ("deliverable", r"(?:san pham|ket qua)\b.*"),
    ("percent", r"(?:ty le|muc do|tien do)\b.*"),
    ("blocked_reason", r".*\bvuong mac"),
    ("state", r"(?:trang thai|tinh trang)(?: thuc hien)?"),
    ("note", r"ghi chu"),
    ("content", r"(?:noi dung|ten|nhiem vu|cong viec|dau viec)(?: (?:nhiem vu|cong viec))*"),
    ("content", r"(?:noi dung|nhiem vu|cong viec) thuc hien"),
]
COMPILED = [(name, re.compile(rule)) for name, rule in RULES]
LONGEST = 60  # letters of a heading


def field_of(text: str) -> str | None:
    """Return what a heading means, None for an unknown one.

    >>> field_of("Cơ quan chủ trì"), field_of("Thời gian hoàn thành"), field_of("Số điện thoại")
    ('lead', 'due', None)
    """
    plain = " ".join(re.findall(r"[a-z0-9]+", fold(text[: 2 * LONGEST])))
    if not plain or len(plain) > LONGEST:
        return None
    return next((name for name, rule in COMPILED if rule.fullmatch(plain)), None)
