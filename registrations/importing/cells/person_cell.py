"""The name of a person as it stands in a cell, with all that offices write beside it."""

import re

from django.utils.translation import gettext as _

from events.vietnamese.persons import find_persons, proper_case, split_honorific
from events.vietnamese.text import clean

LINES = re.compile(r"[\n\r;]")
LETTER = re.compile(r"[^\W\d_]")
NUMBER = re.compile(r"\d|.*\d{7}")
UNKNOWN = re.compile(r"\(?(?:chưa (?:có|rõ|xác định|cử)|bổ sung sau|báo sau|[.…_\s-]+)\)?", re.I)
# what an office answers in the place of a name
REPLY = re.compile(
    r"\(?(?:(?:xin )?vắng(?: mặt)?|bận(?: công tác| họp| việc)?"
    r"|(?:không|chưa|đã)(?: (?:cử|đăng ký|dự|tham dự|tham gia|người|đại biểu|danh sách|gửi|có))*"
    r"|(?:có |gửi )?(?:văn bản|danh sách|đăng ký|gửi|cử|cập nhật) sau"
    r"|đang (?:cập nhật|xin ý kiến)|(?:sẽ )?(?:bổ sung|báo)(?: sau)?)\)?",
    re.I,
)


def name(text: str) -> tuple[str, str, list[str]]:
    """Return honorific, name and warnings; "" for what only keeps the place of a name.

    Raises `ValueError`.
    """
    parts = [part for part in map(clean, LINES.split(text)) if part]
    if (len(parts) > 1 and all(" " in part for part in parts)) or len(find_persons(text)) > 1:
        raise ValueError(_("One cell holds several people: give each of them a line."))
    typed = clean(text)
    if not typed or UNKNOWN.fullmatch(typed):
        return "", "", []
    if REPLY.fullmatch(typed):
        return "", "", [_("“%(text)s” is an answer, not a name.") % {"text": typed[:80]}]
    code, full = split_honorific(typed)
    if not LETTER.search(full) or "@" in full or NUMBER.match(full):
        raise ValueError(_("“%(text)s” is not the name of a person.") % {"text": typed[:80]})
    proper = proper_case(full)
    if proper == full:
        return code, full, []
    message = _("The name was “%(old)s”; it becomes “%(new)s”. Please check it.")
    return code, proper, [message % {"old": full, "new": proper}]
