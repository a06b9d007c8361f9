"""What may go wrong, each in one sentence."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext as _

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class OperationError(Exception):
    """`str()` of it is a sentence in Vietnamese for an organizer or who keeps the server."""


@contextmanager
def in_one_sentence(path: Path) -> Iterator[None]:
    """Turn the errors of files into our one sentence."""
    try:
        yield
    except OSError as error:
        values = {"path": error.filename or path, "reason": error.strerror or error}
        if error.errno in FULL:
            text = _("The disk of %(path)s is full.") % {"path": path}
        elif isinstance(error, FileNotFoundError):
            text = _("There is no %(path)s.") % values
        elif error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            text = _("%(path)s cannot be read or written: not allowed.") % values
        else:
            text = _("%(path)s cannot be read or written (%(reason)s).") % values
        raise OperationError(text) from error
