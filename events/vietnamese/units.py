"""Offices in the words of plans and lists: “Đề nghị Văn phòng UBND tỉnh”, “Sở A, Sở B”."""

import re

# what a plan says before the office that it addresses
REQUEST = re.compile(
    r"(?:trân trọng )?(?:đề nghị|giao|yêu cầu|phân công|kính mời|mời)\s+", re.IGNORECASE
)

# An office begins with one of these words; after a comma anything else belongs to the name before:
# “Sở Văn hóa, Thể thao và Du lịch” is one office.
HEADS = (
    "ban", "báo", "bảo hiểm", "bệnh viện", "bộ", "chi cục", "chi nhánh", "công an", "công ty",
    "cục",
    "đài", "đại học", "đảng", "đoàn", "hiệp hội", "hội", "hợp tác xã", "học viện", "huyện",
    "kho bạc", "liên đoàn", "liên hiệp", "mặt trận", "ngân hàng", "nhà xuất bản", "phòng", "quỹ",
    "sở", "tập đoàn", "thanh tra", "thành đoàn", "thành phố", "thị xã", "tỉnh", "tổ", "tòa",
    "tổng công ty", "trung tâm", "trường", "ủy ban", "ubnd", "hđnd", "ubmttq", "vụ", "viện",
    "văn phòng", "xã", "phường",
)  # fmt: skip
HEAD = r"(?:" + "|".join(HEADS) + r")"
SEMICOLON, COMMA = re.compile(r"\s*[;\n]\s*"), re.compile(r",\s+")
OFFICE = re.compile(rf"(?:và\s+)?(?:các\s+{HEAD}\b|{HEAD}\s+(?P<own>\w+))", re.IGNORECASE)
# “các sở, ban, ngành”: what follows “các” in small letters is of the same many
SEVERAL = re.compile(r"\bcác\b", re.IGNORECASE)


def split_units(text: str) -> list[str]:
    """Return the offices that a text names, each once, in their order.

    >>> split_units("Sở Văn hóa, Thể thao và Du lịch, Sở Tài chính; Báo Thái Nguyên.")
    ['Sở Văn hóa, Thể thao và Du lịch', 'Sở Tài chính', 'Báo Thái Nguyên']
    >>> split_units("Các sở, ban, ngành, UBND các huyện, thành phố")
    ['Các sở, ban, ngành', 'UBND các huyện, thành phố']
    """
    found: list[str] = []
    for part in SEMICOLON.split(_unwrapped(text)):
        group = ""
        for piece in COMMA.split(part):
            if group and _begins_an_office(piece, group):
                found.append(group)
                group = piece
            else:
                group = f"{group}, {piece}" if group else piece
        found.append(group)
    names = (re.sub(r"^và\s+", "", name.strip()).strip(" .,;:-") for name in found)
    return list(dict.fromkeys(name for name in names if name))


def _unwrapped(text: str) -> str:
    """Put what goes on in the next line of a cell back: “Sở Khoa học⏎và Công nghệ”."""
    made = ""
    for line in map(str.strip, text.split("\n")):
        goes_on = made.endswith((",", " và")) or (line[:1].islower() and not OFFICE.match(line))
        made += (" " if goes_on and made else "\n") + line
    return made


def _begins_an_office(piece: str, before: str) -> bool:
    """Return whether a piece behind a comma is an office, and not more of the name before it.

    One word is no office (“UBND các huyện, thành phố”); nor are small letters after “các”, as in
    “các phòng, ban chuyên môn”.
    """
    found = OFFICE.match(piece)
    if found is None:
        return False
    own = found["own"]
    return not own or not SEVERAL.search(before) or piece[:1].isupper() or own[:1].isupper()


def addressed(text: str) -> str:
    """Return the office that a duty addresses, without the request: “Đề nghị Văn phòng …”.

    >>> addressed("Đề nghị Văn phòng UBND tỉnh")
    'Văn phòng UBND tỉnh'
    """
    name = REQUEST.sub("", text.strip(), count=1) if REQUEST.match(text.strip()) else text.strip()
    return name.strip(" .,;:-") or text
