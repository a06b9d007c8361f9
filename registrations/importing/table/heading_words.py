"""The words by which the headings of lists are known, without accents and signs."""

import re
from functools import cache

# words that may follow a heading, and say no more than it does
FILLERS = (
    "address|ban|ca nhan|can bo|cap bac|chinh|chinh quyen|chuc danh|chuc vu|co quan|cong chuc|"
    "cong tac|cong vu|cu|cua|d c|dai bieu|dang|dang ky|day du|db|dc|di du|dia phuong|dien tu|doan|"
    "doan the|doanh nghiep|don vi|dong chi|du|duoc cu|duoc moi|du le|giay moi|hien nay|hien tai|"
    "hoac|hoc ham|hoc vi|khach|khach moi|kinh moi|lam viec|lanh dao|le|lien he|lien lac|moi|neu co|"
    "ngui|nguoi|nguoi dai dien|nha rieng|nhan|nhan giay moi|nhan vien|noi|number|quan ham|rieng|"
    "so|tham du|tham gia|thanh vien|thuong|to chuc|truc thuoc|va|vien chuc|viet hoa|zalo"
)
TITLES = r"hoc ham|hoc vi|cap bac|quan ham"
POSITION = r"chuc vu|chuc danh|chuc trach|vi tri cong tac|vi tri viec lam"
ORGANISATION = r"don vi|co quan|to chuc|doanh nghiep|cong ty|noi cong tac|noi lam viec"
CONTACT = (
    r"(?:can bo |chuyen vien )?(?:lam |la )?dau moi(?: (?:lien he|lien lac|phu trach))?|"
    r"nguoi (?:lien he|lien lac|phu trach|dau moi)|can bo (?:lien he|lien lac|phu trach)|contact"
)
DAY = r"(?:ngay |thoi )?han(?: (?:cuoi|chot))?|truoc ngay"
REPLY = (
    r"tra loi|phuc dap|phan hoi|xac nhan|hoi dap|hoi bao|hoi am|dang ky(?: dai bieu)?|gui danh sach"
)
PHONE = r"(?:so )?(?:d(?:ien)? ?thoai|sdt|dt|dtdd|di dong)(?: ?(?:di dong|dd|co dinh|ban))?"
EMAIL = r"(?:dia chi |d c )?(?:e ?mail|mail|gmail|thu dien tu|hom thu|hop thu)(?: dien tu)?"
HONORIFIC = r"ong ?ba|dong chi"
BELOW_PHONE = re.compile(
    r"(?:so )?(?:co quan|cq|di dong|dd|nha(?: rieng)?|nr|rieng|co dinh|(?:may )?ban|zalo)"
)
MOBILE = re.compile(r"(?:^| )(?:di dong|dd)(?: |$)")
# what a column means where the needed field has no other, and what otherwise
LAST_RESORT = {"area": "", "invited": "delegation", "receiver": "", "addressee": "name"}
STATE_HEADINGS = ("ma dang ky", "trang thai")  # of a list that the portal itself has made
OF_CONTACT = re.compile(rf"(?:^| )(?:{CONTACT})")
# what only a list of invitations has; their rules come last
INVITATION_FIELDS = (
    *("deadline", "contact_name", "contact_phone", "contact_email"),
    *("addressee", "receiver"),
)
HEADINGS = (
    ("number", r"s ?t ?t|tt|so tt|so thu tu|thu tu|no"),
    (
        "both",
        rf"(?:{POSITION}) (?:va )?(?:{ORGANISATION})|(?:{ORGANISATION}) (?:va )?(?:{POSITION})",
    ),
    ("surname", r"ho|ho (?:va )?(?:ten |chu )?(?:dem|lot)"),
    ("phone", rf"(?:{PHONE}) (?:va |hoac )?(?:{EMAIL})|(?:{EMAIL}) (?:va |hoac )?(?:{PHONE})"),
    ("email", EMAIL),
    ("phone", PHONE),
    ("phone", r"(?:so )?(?:dtdd|dd|di dong|phone|mobile|tel|zalo|lien he|lien lac)|so may"),
    ("places", r"so (?:luong|cho|ghe|nguoi|dai bieu|db|khach|suat|giay moi)(?: ngoi)?|sl"),
    ("honorific", rf"{HONORIFIC}|danh xung|xung ho|gioi tinh|nam nu|gioi"),
    ("mr", r"ong|nam"),
    ("ms", r"ba|nu"),
    ("name", rf"(?:(?:{TITLES}) (?:va )?)*ho (?:va )?ten|ho ten dem va ten"),
    ("name", r"ho (?:va )?(?:chu )?(?:dem|lot) (?:va )?ten"),
    ("name", r"ten (?:dai bieu|nguoi|khach|ca nhan)|full ?name|name|dai bieu|khach moi"),
    ("name", r"thanh vien (?:doan|tham du|tham gia)"),
    ("name", r"kinh (?:moi|gui) ong ba|kinh moi"),
    ("addressee", r"kinh gui"),
    ("receiver", r"noi nhan"),
    ("name", r"nguoi (?:nhan|duoc moi|tham du|du|dai dien)|ong ba ho (?:va )?ten"),
    ("position", rf"(?:(?:{TITLES}) (?:va )?)*(?:{POSITION})|position|(?:job )?title"),
    ("organisation", rf"(?:ten )?(?:{ORGANISATION}|truong)(?: phong ban| bo phan)?|noi gui"),
    ("organisation", r"organi[sz]ation|company|institution|agency"),
    ("area", r"(?:ten )?(?:dia phuong|so ban nganh|phong don vi|khoa phong)"),
    ("invited", r"(?:ten )?thanh phan (?:duoc |kinh )?moi"),
    ("delegation", r"(?:ten )?(?:thanh phan|khoi|nhom|doi tuong)|loai (?:dai bieu|khach)"),
    ("note", r"ghi chu|luu y|note|y kien"),
    ("given", r"ten"),
    ("deadline", rf"(?:{DAY}) (?:{REPLY})(?: truoc(?: ngay)?)?|(?:{REPLY}) truoc(?: ngay)?"),
    ("deadline", r"deadline|han cuoi|han chot"),
    ("contact_phone", rf"(?:{PHONE}) (?:cua )?(?:{CONTACT})"),
    ("contact_email", rf"(?:{EMAIL}) (?:cua )?(?:{CONTACT})"),
    ("contact_name", rf"(?:ho (?:va )?ten |ten )?(?:{CONTACT})(?: person)?"),
)


@cache
def rules() -> list[tuple[str, re.Pattern[str]]]:
    """Return the field that a heading means, if it matches; the first that does counts.

    Only who reads a list pays for them: they take as long as a tenth of the portal's start.
    """
    return [(name, re.compile(f"(?:{words})(?: (?:{FILLERS}))*")) for name, words in HEADINGS]


@cache
def any_heading() -> re.Pattern[str]:
    """Return what matches the headings of all fields."""
    return re.compile("|".join(rule.pattern for _name, rule in rules()))
