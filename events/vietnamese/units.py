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
BETWEEN = re.compile(r"\s*[;\n]\s*|,\s+(?=(?:và\s+)?(?:" + "|".join(HEADS) + r")\b)", re.IGNORECASE)


def split_units(text: str) -> list[str]:
    """Return the offices that a text names, each once, in their order.

    >>> split_units("Sở Văn hóa, Thể thao và Du lịch, Sở Tài chính; Báo Thái Nguyên.")
    ['Sở Văn hóa, Thể thao và Du lịch', 'Sở Tài chính', 'Báo Thái Nguyên']
    """
    found = (re.sub(r"^và\s+", "", part).strip(" .,;:-") for part in BETWEEN.split(text))
    return list(dict.fromkeys(part for part in found if part))


def addressed(text: str) -> str:
    """Return the office that a duty addresses, without the request: “Đề nghị Văn phòng …”.

    >>> addressed("Đề nghị Văn phòng UBND tỉnh")
    'Văn phòng UBND tỉnh'
    """
    name = REQUEST.sub("", text.strip(), count=1) if REQUEST.match(text.strip()) else text.strip()
    return name.strip(" .,;:-") or text
