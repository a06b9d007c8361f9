"""Log lines that tell what went wrong and never about whom.

Whatever writes (Django, the web server, a worker, a command on a terminal) writes through
`discreet`. It hides more than it must where it cannot tell: a log is read to mend something.
"""

import logging
import re
import sys
import threading
import traceback
from types import TracebackType
from urllib.parse import unquote

LONGEST = 200  # characters of what is told of a request that nobody can mean
FORMAT = "{asctime} {levelname} {name}: {message}"

# Addresses under which a link or a code opens what is of one person, office or paper. What stands
# behind them is hidden, cut off or not, but for the words that say what was asked for.
OPENING = re.compile(
    r"((?:dang-ky|xac-minh|xem-truoc|nhiem-vu|san-khau|(?<![\w-])moi)[/\\])([^\s'\"<>?#]*)",
    re.IGNORECASE,
)
SEGMENT = re.compile(r"[^/\\:,;()\[\]{}]+")
SUBPAGES = {
    *("danh-sach", "du-lieu", "huy", "phieu", "sua", "thay", "thong-bao", "tim-lai", "tu-choi"),
    *("du-lieu.json", "lich-buoi-le.ics", "phieu-tham-du.pdf", "qr.svg"),
}
HIDDEN = (
    (re.compile(r"(?<=[\w/.%-])\?[^\s'\"<>]+"), "?…"),  # what was searched for, or filled in
    (re.compile(r"(?<=://)[^/\s@]{1,200}@"), "…@"),  # the password of an address
    (re.compile(r"[^\s'\"<>(),:;=/\\@]{1,64}@[\w-]+(?:\.[\w-]+)+"), "…"),  # e-mail
    # a telephone number, written in any way
    (re.compile(r"(?<![\w.,:-])(?:\+84[ .-]?|84|0)\d(?:[ .-]?\d){7,9}(?![\w:])"), "…"),
    # a token, and the code of an invitation or of a paper, wherever they stand
    (re.compile(r"(?<![\w-])(?=[\w-]*[a-z])(?=[\w-]*[A-Z])(?=[\w-]*\d)[\w-]{22,}"), "…"),
    (re.compile(r"(?<![\w-])(?=[\d-]*[A-Z])[A-Z0-9]{4}(?:-[A-Z0-9]{4}){1,3}(?![\w-])"), "…"),
    # values in the messages of Django and PostgreSQL
    (re.compile(r"(?<=Invalid HTTP_HOST header: )'[^'\n]*'"), "…"),
    (re.compile(r"“[^“”\n]*”"), "“…”"),
    (re.compile(r"(?<= but got )'[^'\n]*'"), "…"),
    (re.compile(r"(?<=for type )([\w ]{1,40}): \"[^\"\n]*\""), r"\1: …"),
)
WORD = re.compile(r"[^\s'\"<>]+")
# PostgreSQL quotes values in DETAIL and CONTEXT; a value may have lines of its own
NEXT_STORY = r"\n+(?:The above exception|During handling|Traceback)"
QUOTED_VALUES = re.compile(
    rf"^(DETAIL|CONTEXT|LINE \d+):.*?(?={NEXT_STORY}|\Z)", re.MULTILINE | re.DOTALL
)


class DiscreetFormatter(logging.Formatter):
    """Takes secret links and what is about persons out of messages and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it may be kept."""
        return discreet(super().format(record))


class StrangersInOneLine(logging.Filter):
    """Tells briefly of requests that nobody can mean, which come all day to every site: with
    traces, and names of hosts as long as a page, they would fill the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Cut what Django tells of them; let everything pass."""
        if record.name.startswith("django.security."):
            record.msg, record.args = discreet(record.getMessage())[:LONGEST], ()
            record.exc_info = record.exc_text = None
        return True


def discreet(text: str) -> str:
    """Return a text as it may be kept."""
    text = WORD.sub(lambda word: _plain(word[0]), text)
    return QUOTED_VALUES.sub(r"\1: …", _hidden(text))


def tell_discreetly() -> None:
    """Let what nobody catches be printed as it may be kept, in every thread of this process."""

    def tell(
        kind: type[BaseException], error: BaseException | None, where: TracebackType | None
    ) -> None:
        sys.stderr.write(discreet("".join(traceback.format_exception(kind, error, where))))

    sys.excepthook = tell
    threading.excepthook = lambda told: (
        None
        if told.exc_type is SystemExit
        else tell(told.exc_type, told.exc_value, told.exc_traceback)
    )


def _plain(word: str) -> str:
    """Return a percent-encoded word in plain letters where these would have to be hidden."""
    plain = word
    for _n in range(3):
        if "%" not in plain:
            break
        plain = unquote(plain)
    return word if plain == word or _hidden(plain) == plain else plain


def _hidden(text: str) -> str:
    text = OPENING.sub(lambda path: path[1] + SEGMENT.sub(_step, path[2]), text)
    for pattern, instead in HIDDEN:
        text = pattern.sub(instead, text)
    return text


def _step(segment: re.Match[str]) -> str:
    return segment[0] if segment[0].lower() in SUBPAGES else "…"
