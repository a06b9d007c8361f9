"""Run the faults that are named, or all of them, one after the other, each on a fresh portal."""

import sys
from collections.abc import Callable

from tests.faults import connections, database, kills
from tests.faults.portal import FaultyPortal, portal_of_its_own
from tests.faults.report import Report

FAULTS: dict[str, Callable[[Report, FaultyPortal], None]] = {
    "kills": kills.run,
    "connections": connections.run,
    "database": database.run,
}
LIMITS = {
    f"REGISTRATIONS_PER_{who}": "100000" for who in ("ADDRESS", "PHONE", "EMAIL")
}  # one machine stands for a whole province


def main() -> int:
    """Return 0 when nothing was lost."""
    names = sys.argv[1:] or list(FAULTS)
    if unknown := set(names) - set(FAULTS):
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(FAULTS)}")
        return 2
    report = Report()
    for name in names:
        print(name, flush=True)
        with portal_of_its_own(**LIMITS) as portal:
            FAULTS[name](report, portal)
    return report.end()


if __name__ == "__main__":
    sys.exit(main())
