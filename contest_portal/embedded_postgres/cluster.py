"""The data: made complete or not at all, and refused when another version wrote them."""

import os
import pwd
import shutil

from contest_portal.embedded_postgres.config import config_option
from contest_portal.embedded_postgres.credentials import DATABASE, ROLE, password
from contest_portal.embedded_postgres.errors import EmbeddedPostgresError
from contest_portal.embedded_postgres.files import sync_folder
from contest_portal.embedded_postgres.log import Log
from contest_portal.embedded_postgres.paths import Paths
from contest_portal.embedded_postgres.programs import binary, major_version, run


def create(paths: Paths, account: pwd.struct_passwd | None, prefix: list[str], log: Log) -> None:
    fresh = paths.home / "data.new"  # named `data` only once it is complete
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(mode=0o700)
    if account:
        os.chown(fresh, account.pw_uid, account.pw_gid)
    failure = "Không tạo được cơ sở dữ liệu PostgreSQL"
    initdb = [
        *("--pgdata", str(fresh), "--username", "postgres", "--auth", "reject"),
        *("--encoding", "UTF8", "--locale", "C", "--locale-provider", "builtin"),
        *("--builtin-locale", "C.UTF-8", "--data-checksums", "--no-instructions"),
    ]
    run([*prefix, binary("initdb"), *initdb], log, failure)
    statements = (
        f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{password(paths)}'\n"
        f"CREATE DATABASE {DATABASE} OWNER {ROLE}\n"
    )
    single = ["--single", "-D", str(fresh), *config_option(paths), "-c", "exit_on_error=on"]
    run([*prefix, binary("postgres"), *single, "postgres"], log, failure, statements)
    fresh.rename(paths.data)
    sync_folder(paths.home)


def check_version(paths: Paths) -> None:
    if not paths.data.exists():
        return
    ours = major_version()
    try:
        theirs = (paths.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        theirs = "?"
    if theirs != ours:
        raise EmbeddedPostgresError(
            f"Dữ liệu trong {paths.data} thuộc PostgreSQL phiên bản {theirs}, còn chương trình "
            f"là phiên bản {ours}; vui lòng xuất dữ liệu bằng phiên bản cũ rồi nạp lại"
        )
