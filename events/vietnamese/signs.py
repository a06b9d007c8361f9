"""Single signs, told in words that a reader knows who has never heard of Unicode."""

import unicodedata

# how the names of signs begin in Unicode, and what people call them
KINDS = {
    "CJK": "chữ Hán",
    "KANGXI": "chữ Hán",
    "HANGUL": "chữ Hàn Quốc",
    "HIRAGANA": "chữ Nhật",
    "KATAKANA": "chữ Nhật",
    "THAI": "chữ Thái Lan",
    "TAI": "chữ Thái",
    "LAO": "chữ Lào",
    "KHMER": "chữ Khmer",
    "CHAM": "chữ Chăm",
    "ARABIC": "chữ Ả Rập",
    "DEVANAGARI": "chữ Ấn Độ",
    "MATHEMATICAL": "chữ kiểu",
    "CIRCLED": "chữ, số trong vòng tròn",
    "PARENTHESIZED": "chữ, số trong ngoặc",
    "ROMAN": "số La Mã",
    "FULLWIDTH": "chữ rộng",
    "SUPERSCRIPT": "chỉ số trên",
    "SUBSCRIPT": "chỉ số dưới",
    "CHECK": "dấu kiểm",
    "HEAVY CHECK": "dấu kiểm",
    "BALLOT": "ô đánh dấu",
    "BLACK STAR": "ngôi sao",
    "WHITE STAR": "ngôi sao",
    "REPLACEMENT": "ký tự hỏng",
}
CATEGORIES = {
    "L": "chữ nước ngoài",
    "M": "dấu",
    "N": "số kiểu khác",
    "P": "dấu câu lạ",
    "Sm": "ký hiệu toán",
    "Sc": "ký hiệu tiền",
    "Co": "ký hiệu của phông chữ khác",
    "Cn": "ký tự chưa có tên",
    "Cc": "ký tự điều khiển",
}
PICTURES = range(0x1F000, 0x1FB00)


def kind_of(sign: str) -> str:
    """Return what one sign is: `chữ Hán`, `biểu tượng`, `ký hiệu của phông chữ khác`."""
    if ord(sign) in PICTURES:
        return "biểu tượng"
    name = unicodedata.name(sign, "") + " "
    found = next((text for start, text in KINDS.items() if name.startswith(f"{start} ")), "")
    category = unicodedata.category(sign)
    return found or CATEGORIES.get(category) or CATEGORIES.get(category[0]) or "ký hiệu"


def described(sign: str) -> str:
    """Return a sign, what it is, and its code point: `“王” (chữ Hán, U+738B)`."""
    words = f"{kind_of(sign)}, U+{ord(sign):04X}"
    return f"“{sign}” ({words})" if sign.isprintable() else words
