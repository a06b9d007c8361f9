"""Reading what amounts say in words, to check what was written."""

DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
VALUES = {word: value for value, word in enumerate(DIGITS)} | {"mốt": 1, "tư": 4, "lăm": 5}


def amount_of(words: str) -> int:
    """Return whole đồng from their words, with or without "chẵn"."""
    total = group = digit = 0
    for word in words.casefold().removesuffix(" chẵn").removesuffix(" đồng").split():
        if word in VALUES:
            digit = VALUES[word]
        elif word == "mười":
            group += 10
        elif word in ("mươi", "trăm"):
            group, digit = group + digit * (10 if word == "mươi" else 100), 0
        elif word in ("nghìn", "triệu"):
            total += (group + digit) * (10**3 if word == "nghìn" else 10**6)
            group = digit = 0
        elif word == "tỷ":
            total, group, digit = (total + group + digit) * 10**9, 0, 0
        elif word != "linh":
            raise ValueError(word)
    return total + group + digit
