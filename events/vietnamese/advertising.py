"""What no name has and letters must not carry: addresses, telephones, sums, what is advertised.

A letter goes to whatever mailbox a stranger has typed. So nothing typed may lead anywhere: mail
programs make links of what looks like an address, and people call what looks like a number. Each
function returns what it found, "" where there is nothing.
"""

import functools
import re
import unicodedata
from itertools import pairwise

from publicsuffixlist import PublicSuffixList

# ways to write a dot or an at that a program shall not see
DOTS = re.compile("[․‧•∙⋅·。｡٠۔]")
SPELLED_DOT = re.compile(r"\s*[\[({<]\s*(?:\.|dot|chấm)\s*[\])}>]\s*|\s+(?:dot|chấm)\s+", re.I)
SPELLED_AT = re.compile(
    r"\s*[\[({<]\s*(?:at|a còng)\s*[\])}>]\s*|\s+a còng\s+|\s+at\s+(?=(?:gmail|yahoo|outlook)\b)",
    re.I,
)
# letters of other alphabets that look like Latin ones
LOOK_ALIKES = str.maketrans("авекмнорстухіјѕԁԛԝαεικνορτυχ", "abekmhopctyxijsdqwaeiknoptux")

GREEK_OR_CYRILLIC = re.compile("[\u0370-\u052f]")

# without any of these there is no address
SIGNS_OF_ADDRESS = re.compile("[.:]|dot|chấm|htt|hxx|xn--", re.I)
SCHEME = re.compile(
    r"\bh\W?(?:t\W?t|x\W?x)\W?p\W?s?\W?[:;/]|\bh(?:tt|xx)ps?\b|:\s*/\s*/|\bwww\d?\s*\.|\bxn--"
    r"|\b(?:ftps?|javascript|mailto|sms|tel)\s*:",
    re.I,
)
IP = re.compile(
    r"(?<![\d.])\d{1,3}(?:\s?\.\s?\d{1,3}){3}(?![\d.])|(?:\b[0-9a-f]{1,4}:){3}|::", re.I
)
LABEL = r"[^\W_](?:[\w-]*[^\W_])?"
DOTTED = re.compile(rf"{LABEL}(?:\.{LABEL})+(?P<path>[/:?#]\S)?")
SPACED = re.compile(
    rf"(?P<left>{LABEL})(?:(?P<before>\s+)\.\s*|\.\s+)(?P<top>[a-z]{{2,}})(?![\w-])", re.I
)
# read as the end of an address also where a space stands before: evil. com
PLAIN_TOPS = {
    "com",
    "net",
    "org",
    "info",
    "biz",
    "xyz",
    "shop",
    "site",
    "store",
    "club",
    "vip",
    "win",
    "click",
}
TEST_TOPS = {"example", "invalid", "test", "localhost", "local", "onion", "internal"}
# before the dot of an abbreviation or a title: TP.TN, TS.La; so is every single letter
SHORT_WORDS = {
    "bs",
    "bscki",
    "bsckii",
    "cki",
    "ckii",
    "cn",
    "ct",
    "ds",
    "gs",
    "ks",
    "ls",
    "nsnd",
    "nsưt",
    "ngưt",
    "pgs",
    "ths",
    "ts",
    "tskh",
    "tp",
    "tt",
    "tx",
    "ubnd",
}
SYLLABLES = {
    "cam",
    "cat",
    "kim",
    "loan",
    "man",
    "moi",
    "ngo",
    "ong",
    "song",
    "vin",
}  # are ends of addresses, too
COMPANY = re.compile(r"\bco\.\s?(?:,\s?)?ltd\b", re.I)
HOME = "vn"  # brands are called so, and who owns a name under it is known: Tiki.vn

BY_ITSELF = r"(?<![\d.,/-]){}(?![\d/-])"
DAY = re.compile(BY_ITSELF.format(r"\d{1,2}\s?([./-])\s?\d{1,2}\s?\1\s?(?:19|20)\d\d"))
YEAR = r"(?:19[3-9]\d|20\d\d)"  # 1900 begins telephone numbers
YEARS = re.compile(BY_ITSELF.format(rf"{YEAR}\s*[-–—/]\s*{YEAR}"))
NUMBER = re.compile(r"[+(]{0,2}\d(?:[\s.()–—-]{0,3}\d){6,}")
NATIONAL = re.compile(r"(?<!\d)(?:0|\+?\s?84)(?:[\s.,()/|_–—-]{0,3}\d){8,10}(?!\d)")
DIGIT_WORDS = "không|một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín"
SPOKEN = re.compile(rf"(?:\b(?:{DIGIT_WORDS})\b[\s.,-]*){{7,}}", re.I)

SUM = re.compile(
    r"\d\s*(?:vnđ|vnd|usd|eur|[$€£¥₫]|đô(?: la)?\b(?! thị))|[$€£¥₫]\s*\d"
    r"|\d\s*(?:triệu|tỷ|tỉ|nghìn|ngàn)\b(?! (?:cây|sơn|phong|voi|văn|thị|đức|hữu|minh|ngọc|quang))"
    r"|\d{3}[\d.,]*\s*(?:đ|đồng)\b(?! (?:chí|bào))|\b\d{3,}k\b",
    re.I,
)
ADVERTISED = re.compile(
    r"\b(?:trúng (?:thưởng|giải)|khuyến m[ãạ]i|giảm giá|nhận (?:thưởng|quà|ngay)|kiếm tiền"
    r"|(?:nhấp|bấm|kích|ấn|click|truy cập|nhắn tin|inbox|liên hệ|gọi) (?:vào|ngay|chuột|link"
    r"|đường dẫn|liên kết|website|trang|tại|tới|số|here|để|qua)|đăng nhập|mật khẩu|mã otp|thẻ cào"
    r"|vay (?:tiền|nhanh|nóng|online)|cá (?:cược|độ)|nhà cái|soi cầu|tài xỉu|nổ hũ|việc nhẹ"
    r"|quý khách|chúng tôi|vui lòng|chúc mừng (?:bạn|anh|chị|ông|bà|quý)|bạn đã (?:được|trúng)"
    # without accents, where no name reads so
    r"|trung thuong (?:tai|lon|ngay|xe|iphone)|khuyen mai|quy khach|mat khau|dang nhap|kiem tien"
    r"|ca cuoc|nha cai|chuc mung ban|congratulations|you (?:have )?won|click here|free gift"
    r"|bitcoin|viagra|jackpot)\b",
    re.I,
)
IN_ONE_WORD = re.compile("trungthuong|khuyenmai|nhanqua|nhanthuong|vaytien|cacuoc|nhacai|casino")
REACHED_BY = re.compile(
    r"@|\b(?:zalo|viber|telegram|whatsapp|facebook|tiktok|youtube|website|hotline|gmail|e-?mail)\b",
    re.I,
)


def web_address(text: str, *, brands: bool = False) -> str:
    """Return what reads as an address on the web; with `brands` one bare name under .vn is none."""
    # as typed, and as it looks; the ends of some addresses are Cyrillic themselves
    for plain in dict.fromkeys((_dotted(text), _plain(text))):
        if not SIGNS_OF_ADDRESS.search(plain):
            continue
        if found := SCHEME.search(plain) or IP.search(plain):
            return _word_around(plain, found)
        dotted = COMPANY.sub(" ", SPELLED_DOT.sub(".", plain))
        runs = [run for run in DOTTED.finditer(dotted) if _is_domain(run)]
        if runs and not (brands and len(runs) == 1 and _is_brand(runs[0])):
            return runs[0][0]
        if near := next(filter(_is_spaced_domain, SPACED.finditer(dotted)), None):
            return near[0]
    return ""


def email_address(text: str) -> str:
    """Return an e-mail address, or what is left of one around its sign."""
    found = re.search(r"\S*[^\W_]\s?@\s?[^\W_]\S*", SPELLED_AT.sub("@", _plain(text)))
    return found[0].strip() if found else ""


def telephone(text: str) -> str:
    """Return a number that can be called; days and spans of years are none."""
    plain = YEARS.sub(" ", DAY.sub(" ", unicodedata.normalize("NFKC", text)))
    found = NUMBER.search(plain) or NATIONAL.search(plain) or SPOKEN.search(plain)
    return found[0].strip() if found else ""


def amount(text: str) -> str:
    """Return a sum of money."""
    found = SUM.search(unicodedata.normalize("NFKC", text))
    return found[0].strip() if found else ""


def advertised(text: str) -> str:
    """Return words that ask or promise something; no body and no position is called so."""
    found = ADVERTISED.search(_plain(text))
    return found[0] if found else ""


def reached_by(text: str) -> str:
    """Return the name of a way to reach somebody; bodies may be called so, people are not."""
    found = REACHED_BY.search(_plain(text))
    return found[0] if found else ""


def unlinked(text: str) -> str:
    """Return a text that looks the same, and of which no program makes a link: Tiki.vn."""
    return re.sub(r"(?<=\w)\.(?=[^\W\d_]{2})", ".\u2060", text)


def _word_around(text: str, found: re.Match[str]) -> str:
    """Return what was found with the rest of its word, to be removed whole."""
    start = text.rfind(" ", 0, found.start() + 1) + 1
    return text[start : found.end()].strip() + text[found.end() :].partition(" ")[0]


def _dotted(text: str) -> str:
    return DOTS.sub(".", unicodedata.normalize("NFKC", text))


def _plain(text: str) -> str:
    """Return a text as it looks: wide, round and foreign letters are the plain ones."""
    plain = _dotted(text)
    return plain.translate(LOOK_ALIKES) if GREEK_OR_CYRILLIC.search(plain) else plain


@functools.cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList(accept_unknown=False, only_icann=True)


def _is_top(label: str) -> bool:
    label = label.casefold()
    return label in TEST_TOPS or _suffixes().is_public(label)


def _is_domain(run: re.Match[str]) -> bool:
    """Return whether a part of it ends as addresses do: `evil.com.An`, but not `TS.An`, `TP.TN`."""
    labels = run[0].removesuffix(run["path"] or "").split(".")
    return any(
        _is_top(top) and (run["path"] or not _is_abbreviation(left, top))
        for left, top in pairwise(labels)
    )


def _is_abbreviation(left: str, top: str) -> bool:
    """Return whether the dot ends an abbreviation, and a new word begins with a capital."""
    is_short = len(left) == 1 or left.casefold() in SHORT_WORDS
    return is_short and top[0].isupper() and (len(top) == 2 or top.casefold() in SYLLABLES)


def _is_spaced_domain(near: re.Match[str]) -> bool:
    top = near["top"].casefold()
    if near["before"]:
        return _is_top(top) and not _is_abbreviation(near["left"], near["top"])
    return top in PLAIN_TOPS | TEST_TOPS


def _is_brand(run: re.Match[str]) -> bool:
    labels = run[0].casefold().split(".")
    is_bare = not run["path"] and labels[-1] == HOME and len(labels) < 4
    return is_bare and run[0].isascii() and not IN_ONE_WORD.search(run[0].casefold())
