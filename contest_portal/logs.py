"""Log lines that tell what went wrong and never about whom."""

import logging
import re

# a secret link opens a delegate's own page; PostgreSQL quotes values in DETAIL and CONTEXT
SECRET = re.compile(r"(/(?:dang-ky|moi)/)[\w-]{12,}")
QUOTED_VALUES = re.compile(r"^(DETAIL|CONTEXT|LINE \d+):.*(?:\n +\^)?", re.MULTILINE)


class DiscreetFormatter(logging.Formatter):
    """Takes secret links and quoted values out of messages and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line as it may be kept."""
        text = SECRET.sub(r"\1…", super().format(record))
        return QUOTED_VALUES.sub(r"\1: …", text)
