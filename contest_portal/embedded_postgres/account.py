"""The account that PostgreSQL runs as, and how root becomes it."""

import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

from contest_portal.embedded_postgres.errors import EmbeddedPostgresError
from contest_portal.embedded_postgres.paths import Paths
from contest_portal.embedded_postgres.programs import binary


def choose(data: Path) -> pwd.struct_passwd | None:
    """Return whom to run as: PostgreSQL refuses root. None means as we are."""
    if os.geteuid() != 0:
        if data.exists() and data.stat().st_uid != os.geteuid():
            raise EmbeddedPostgresError(f"Dữ liệu trong {data} thuộc về tài khoản khác")
        return None
    with suppress(FileNotFoundError, KeyError):
        owner = data.stat().st_uid
        return pwd.getpwuid(owner) if owner else None
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise EmbeddedPostgresError(
        "PostgreSQL không chạy bằng quyền root và máy không có tài khoản postgres hay nobody"
    )


def prefix(account: pwd.struct_passwd | None, paths: Paths) -> list[str]:
    """Return the command that becomes the account, with no more rights than it needs.

    Where the account cannot walk to the data or the programs (a private home), the server
    alone gets the right to read past folders; no folder is opened to anybody.
    """
    if account is None:
        return []
    if not shutil.which("setpriv"):
        raise EmbeddedPostgresError("Thiếu lệnh setpriv; vui lòng cài gói util-linux")
    become = ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}"]
    become += ["--clear-groups", "--no-new-privs"]
    wanted = [str(paths.config), str(paths.socket_folder)]
    wanted += [str(paths.data)] if paths.data.exists() else []
    check = 'for path; do test -r "$path" || exit 1; done; exec "$0" --show --pgdata=/none'
    for right in ("", "dac_read_search", "dac_override"):
        rights = [f"--{kind}-caps=-all,+{right}" for kind in ("inh", "ambient") if right]
        # PostgreSQL asks access(2), which looks at rights only with this bit set.
        rights += ["--securebits=+no_setuid_fixup"] if right else []
        probe = [*become, *rights, "sh", "-c", check, binary("initdb"), *wanted]
        if subprocess.run(probe, cwd="/", capture_output=True).returncode == 0:
            return [*become, *rights]
    raise EmbeddedPostgresError(
        f"Tài khoản {account.pw_name} không đọc được {paths.home} hoặc {binary('')}"
    )
