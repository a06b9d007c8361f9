"""Log lines that tell what went wrong and never about whom."""

import logging
import re

# an address under which links and codes open what is of one person or one office
OPENING = re.compile(r"/(?:dang-ky|moi)/[^\s'\"]*")
SECRET = re.compile(r"(?<=/)(?:[\w-]{12,}|[A-Za-z0-9]{4}-?[A-Za-z0-9]{4})(?![\w-]|\.\w)")
# PostgreSQL quotes values in DETAIL and CONTEXT; a value may have lines of its own
NEXT_STORY = r"\n+(?:The above exception|During handling|Traceback)"
QUOTED_VALUES = re.compile(
    rf"^(DETAIL|CONTEXT|LINE \d+):.*?(?={NEXT_STORY}|\Z)", re.MULTILINE | re.DOTALL
)


class DiscreetFormatter(logging.Formatter):
    """Takes secret links and quoted values out of messages and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it may be kept."""
        return discreet(super().format(record))


def discreet(text: str) -> str:
    """Return a text as it may be kept."""
    text = OPENING.sub(lambda path: SECRET.sub("…", path[0]), text)
    return QUOTED_VALUES.sub(r"\1: …", text)
