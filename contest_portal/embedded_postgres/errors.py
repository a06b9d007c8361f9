"""What may go wrong, in one line for the person who started the program."""

import errno
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class EmbeddedPostgresError(Exception):
    """One line in Vietnamese for the person who started the program."""


@contextmanager
def one_line_errors(base: Path) -> Iterator[None]:
    """Turn the errors of files and programs into our one line."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            text = f"Không ghi được vào {error.filename or base}"
        elif error.errno in (errno.ENOSPC, errno.EDQUOT):
            text = f"Ổ đĩa chứa {base} đã đầy"
        else:
            text = f"Không khởi động được PostgreSQL ({error})"
        raise EmbeddedPostgresError(text) from error
    except subprocess.CalledProcessError as error:
        text = "Không chạy được PostgreSQL đi kèm; vui lòng xóa thư mục .venv rồi chạy lại"
        raise EmbeddedPostgresError(text) from error
