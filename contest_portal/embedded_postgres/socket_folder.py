"""The folder of the socket: short enough for the kernel and closed to other accounts."""

import hashlib
import os
import pwd
import re
from contextlib import suppress
from pathlib import Path

from contest_portal.embedded_postgres.errors import EmbeddedPostgresError

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100  # bytes; the kernel's own limit is 107


def choose(base: Path, home: Path) -> Path:
    folder = home / "run"
    name = os.fsencode(folder / SOCKET_NAME)
    if len(name) <= SOCKET_PATH_LIMIT and not re.search(rb"[,\"'\\]", name):
        return folder
    # Fixed, not from the environment: every process must come to the same place.
    digest = hashlib.sha256(os.fsencode(base)).hexdigest()[:16]
    return Path("/tmp") / f"contest-portal-{digest}"  # noqa: S108


def make(folder: Path, account: pwd.struct_passwd | None) -> None:
    owner = account.pw_uid if account else os.geteuid()
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if account:
            os.chown(folder, account.pw_uid, account.pw_gid)
    found = folder.lstat()
    if not folder.is_dir() or folder.is_symlink() or found.st_uid != owner:
        raise EmbeddedPostgresError(f"Thư mục {folder} thuộc về tài khoản khác; vui lòng xóa nó đi")
    if found.st_mode & 0o077:
        folder.chmod(0o700)
