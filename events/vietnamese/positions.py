"""How high a position stands in its body, told by the words in which it is written.

Only for an order among people of one delegation: what is not known stands behind the leaders and
before those who certainly lead nobody.
"""

import re

from events.vietnamese.names import fold

HEAD, DEPUTY, OFFICER_IN_CHARGE, DEPUTY_IN_CHARGE, UNKNOWN, STAFF = range(6)

# folded: without accents, small letters
_BODY = (
    r"bi thu|chu tich|chu nhiem|giam doc|truong ban|cuc truong|chi cuc truong|vu truong"
    r"|bo truong|hieu truong|vien truong|chanh an|chanh van phong|tong bien tap"
    r"|tu lenh|chi huy truong|chanh thanh tra|truong doan"
    r"|truong dai dien|tong thu ky"
)
_PART = r"truong (?:phong|khoa|bo mon|bo phan|nhom|doi|tram|trung tam)|doi truong|to truong|truong"
_STAFF = (
    r"chuyen vien|can bo|cong chuc|vien chuc|nhan vien|can su|phong vien|bien tap vien|lai xe"
    r"|van thu|ke toan vien|giang vien|giao vien|hoc sinh|sinh vien|thanh vien"
)
_AS_HEAD = re.compile(rf"(?:q|quyen|tong)?\.?\s*(?:{_BODY})\b")
_AS_DEPUTY = re.compile(rf"pho\s+(?:tong\s+)?(?:{_BODY}|van phong|ban)\b|thu truong\b")
_IN_CHARGE = re.compile(rf"(?:q|quyen)?\.?\s*(?:{_PART})\b")
_DEPUTY_IN_CHARGE = re.compile(rf"pho\s+(?:{_PART}|phong|khoa)\b")
_AS_STAFF = re.compile(rf"(?:{_STAFF})\b")


def seniority(position: str) -> int:
    """Return how high a position stands: 0 for the head of a body, 5 for who leads nobody.

    The first office that is written counts, unless a later one is higher: “Tỉnh ủy viên, Giám đốc
    Sở” is a head.
    """
    parts = [part.strip() for part in re.split(r"[,;\-–/]|\bkiem\b", fold(position))]
    return min((_seniority(part) for part in parts if part), default=UNKNOWN)


def _seniority(part: str) -> int:
    for rank, pattern in (
        (DEPUTY, _AS_DEPUTY),
        (HEAD, _AS_HEAD),
        (DEPUTY_IN_CHARGE, _DEPUTY_IN_CHARGE),
        (OFFICER_IN_CHARGE, _IN_CHARGE),
        (STAFF, _AS_STAFF),
    ):
        if pattern.match(part):
            return rank
    return UNKNOWN


# What stands by itself before the name of a body, without a comma: Giám đốc Sở Nội vụ
_ALONE = re.compile(
    rf"(?:(?:pho|quyen|q\.?|nguyen|tong)\s+)*(?:{_BODY}|{_STAFF}|van phong|ban)"
    r"(?:\s+hoi dong (?:quan tri|thanh vien|truong))?(?:\s+thuong truc)?"
)


def with_body(position: str, body: str) -> str:
    """Return a position and its body as they are written together.

    “Giám đốc” and “Sở Nội vụ” give “Giám đốc Sở Nội vụ”; “Chánh Văn phòng” and “Văn phòng UBND
    tỉnh” give “Chánh Văn phòng UBND tỉnh”. An office of a part keeps its comma: “Trưởng phòng Tổ
    chức cán bộ, Sở Nội vụ”. What already names the body is left as it is.
    """
    if not position or not body or fold(body) in fold(position):
        return position or body
    last = re.split(r"[,;]|\s[-–]\s", position)[-1].strip()
    if _ALONE.fullmatch(fold(last)) is None:
        return f"{position}, {body}"
    words = position.split()
    for count in (2, 1):
        if " ".join(words[-count:]).casefold() == " ".join(body.split()[:count]).casefold():
            return " ".join([*words[:-count], body])
    return f"{position} {body}"
