"""The settings of the server: durable, without a port, silent about persons."""

from contest_portal.embedded_postgres.credentials import ROLE
from contest_portal.embedded_postgres.files import write
from contest_portal.embedded_postgres.paths import Paths

# DETAIL lines and failing statements hold names and phone numbers: none of them is logged.
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "max_wal_size": "256MB",
    "io_method": "sync",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
    "log_line_prefix": "%m [%p] ",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def write_config(paths: Paths) -> None:
    write(paths.hba, f"local all {ROLE} scram-sha-256\n")
    settings = SETTINGS | {
        "hba_file": str(paths.hba),
        "unix_socket_directories": f'"{paths.socket_folder}"',
    }
    lines = [f"{name} = '{_escape(value)}'\n" for name, value in settings.items()]
    write(paths.config, "".join(lines))


def config_option(paths: Paths) -> list[str]:
    return ["-c", f"config_file={paths.config}"]


def _escape(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "''")
