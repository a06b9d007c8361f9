"""Compile every message catalog that changed (.po to .mo); no gettext of the system is needed."""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"


def main() -> None:
    for source in sorted(LOCALE.rglob("LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime > source.stat().st_mtime:
            continue
        try:
            content = polib.pofile(str(source)).to_binary()
        except (OSError, ValueError) as error:
            sys.exit(f"Bản dịch hỏng: {error}")
        fresh = target.with_suffix(".mo.new")
        fresh.write_bytes(content)
        fresh.replace(target)


if __name__ == "__main__":
    main()
