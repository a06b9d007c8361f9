"""Run the faults that are named, or all of them, one after the other, each on a fresh portal."""

import sys
from collections.abc import Callable
from contextlib import ExitStack

from tests.faults import backups, connections, database, disk, kills, mail
from tests.faults.portal import FaultyPortal, portal_of_its_own
from tests.faults.report import Report

FAULTS: dict[str, Callable[[Report, FaultyPortal], None]] = {
    "connections": connections.run,
    "database": database.run,
    "kills": kills.run,
    "backups": backups.run,
}
OTHERS = ("mail", "disk")
# one machine stands for a whole province
LIMITS = {
    name: "100000"
    for name in (
        "REGISTRATIONS_PER_ADDRESS_AT_ONCE",
        "REGISTRATIONS_PER_ADDRESS",
        "REGISTRATIONS_PER_ADDRESS_A_DAY",
        "REGISTRATIONS_PER_PHONE",
        "REGISTRATIONS_PER_EMAIL",
    )
}


def main() -> int:
    """Return 0 when nothing was lost."""
    known = (*FAULTS, *OTHERS)
    names = sys.argv[1:] or known
    if unknown := set(names) - set(known):
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(known)}")
        return 2
    report = Report()
    for name in names:
        print(name, flush=True)
        with ExitStack() as held:
            _run(name, report, held)
    return report.end()


def _run(name: str, report: Report, held: ExitStack) -> None:
    if name == "mail":
        environment, server = mail.environment(held)
        portal = held.enter_context(portal_of_its_own(**LIMITS, **environment))
        mail.run(report, portal, server)
    elif name == "disk":
        _on_a_small_disk(report, held)
    else:
        FAULTS[name](report, held.enter_context(portal_of_its_own(**LIMITS)))


def _on_a_small_disk(report: Report, held: ExitStack) -> None:
    portal = held.enter_context(portal_of_its_own(disk.small_disk, **LIMITS))
    if portal.has_small_disk:
        disk.run(report, portal)
    else:
        report.tell("the disk full", "not tried: no right to mount a small one")


if __name__ == "__main__":
    sys.exit(main())
