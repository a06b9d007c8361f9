"""The name of a person as it stands in a cell, with all that offices write beside it."""

import re

from django.utils.translation import gettext as _

from events.vietnamese.persons import (
    doubtful_honorific,
    find_persons,
    proper_case,
    split_honorific,
)
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


def name(text: str, chosen: str = "") -> tuple[str, str, list[str]]:
    """Return honorific, name and warnings; "" for what only keeps the place of a name.

    `chosen` is the honorific or the sex by another column. Raises `ValueError`.
    """
    parts = [part for part in map(clean, LINES.split(text)) if part]
    if (len(parts) > 1 and all(" " in part for part in parts)) or len(find_persons(text)) > 1:
        raise ValueError(_("One cell holds several people: give each of them a line."))
    typed = clean(text)
    if not typed or UNKNOWN.fullmatch(typed):
        return "", "", []
    if REPLY.fullmatch(typed):
        return "", "", [_("“%(text)s” is an answer, not a name.") % {"text": typed[:80]}]
    code, full = split_honorific(typed, chosen)
    if not LETTER.search(full) or "@" in full or NUMBER.match(full):
        raise ValueError(_("“%(text)s” is not the name of a person.") % {"text": typed[:80]})
    warnings = []
    if (proper := proper_case(full)) != full:
        message = _("The name was “%(old)s”; it becomes “%(new)s”. Please check it.")
        warnings.append(message % {"old": full, "new": proper})
    if doubt := doubtful_honorific(proper, chosen):
        warnings.append(kept_honorific(proper, doubt))
    if {chosen, code} == {"mr", "ms"}:
        message = _("The form of address before “%(name)s” is another one than in its column.")
        warnings.append(message % {"name": proper})
    return code, proper, warnings


def kept_honorific(full: str, word: str) -> str:
    """Say that a word stays in a name which may be meant as its honorific."""
    return _(
        "The name is kept as “%(name)s”: if “%(word)s” is the form of address and not the family "
        "name, remove it from the name."
    ) % {"name": full, "word": word}
