#!/usr/bin/env python3
"""Django's command line, with the embedded PostgreSQL running while a command needs it."""

import os
import signal
import sys
from contextlib import nullcontext
from importlib.util import find_spec
from pathlib import Path
from types import FrameType

WITHOUT_DATABASE = {
    "--help", "--version", "-h", "collectstatic", "compilemessages", "diffsettings", "findstatic",
    "help", "makemessages", "startapp", "version",
}  # fmt: skip


def use_own_python() -> None:
    """Start again with the Python of this folder when the one in use has no Django."""
    folder = Path(__file__).resolve().parent / ".venv"
    python = folder / "bin" / "python"
    if find_spec("django") is None and python.exists() and Path(sys.prefix) != folder:
        os.execv(python, [str(python), *sys.argv])  # noqa: S606


def leave_on_signal(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def main() -> None:
    use_own_python()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "contest_portal.settings")
    try:
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Chưa cài Django; hãy chạy script/bootstrap trước")
    from contest_portal import embedded_postgres, logs
    from contest_portal.operations.backup import swap
    from events.audit.actors import Actor, acting

    logs.tell_discreetly()
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    needed = command not in WITHOUT_DATABASE
    alone = not needed or bool(os.environ.get("DATABASE_URL"))
    signal.signal(signal.SIGTERM, leave_on_signal)
    try:
        with (
            nullcontext() if alone else embedded_postgres.joined(),
            acting(Actor("command", command)),
        ):
            if needed:
                swap.settle()
            execute_from_command_line(sys.argv)
    except (embedded_postgres.EmbeddedPostgresError, swap.SwapError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
