"""Fifty kills, of whoever serves and of the database, while people register."""

import random
import signal
import time
from collections import Counter, defaultdict

import psutil

from tests.faults.portal import FaultyPortal
from tests.faults.report import Report
from tests.faults.visitors import visitors

KILLS = 50
REVIVED = 10.0  # seconds after which a killed database serves again


def run(report: Report, portal: FaultyPortal) -> None:
    """Kill at random, but everything at least once."""
    chance = random.Random(7)
    kinds = ["database"] * 8 + ["session"] * 10 + ["all"] * 4
    kinds += ["server"] * (KILLS - len(kinds))
    chance.shuffle(kinds)
    took: defaultdict[str, list[float]] = defaultdict(list)
    with visitors(portal) as crowd:
        for kind in kinds:
            time.sleep(chance.uniform(0.3, 1.5))
            kill(portal, kind, chance)
            took[kind].append(portal.wait_until_well())
            print(f"  {NAMES[kind]}: {took[kind][-1]:.1f} s", flush=True)
    for kind, seconds in sorted(took.items()):
        report.tell(
            f"{len(seconds)} kills: {NAMES[kind]}",
            f"serves again after {max(seconds):.1f} s at most",
        )
    report.promise(max(took["database"]) <= REVIVED, f"the database was away: {took['database']}")
    report.promise(max(map(max, took.values())) < 60, "the portal stayed away")
    count(report, portal, crowd.told)
    report.tell("people who pressed again meanwhile", str(crowd.again))


NAMES = {
    "database": "the postmaster",
    "session": "a process of the database",
    "server": "a process of the server",
    "all": "all of the server at once, started again by hand",
}


def kill(portal: FaultyPortal, kind: str, chance: random.Random) -> None:
    """Kill one process of the kind without a word."""
    if kind == "database":
        portal.postmaster().kill()
    elif kind == "session":
        chance.choice(portal.postmaster().children() or portal.database()).kill()
    elif kind == "server":
        chance.choice(portal.servers()[1:]).kill()
    else:
        assert portal.process
        portal.process.send_signal(signal.SIGKILL)
        portal.process.wait()
        psutil.wait_procs([], 0)
        time.sleep(0.5)
        portal.start()


def count(report: Report, portal: FaultyPortal, told: dict[int, str]) -> None:
    """Compare what people were told with what the database holds."""
    rows = portal.rows("SELECT name, token FROM registrations_registration")
    held = {token for _name, token in rows}
    doubled = [name for name, times in Counter(name for name, _t in rows).items() if times > 1]
    lost = [number for number, token in told.items() if token not in held]
    report.tell(
        "registrations confirmed, lost, doubled", f"{len(told)}, {len(lost)}, {len(doubled)}"
    )
    report.promise(not lost, f"{len(lost)} confirmed registrations")
    report.promise(not doubled, f"{len(doubled)} people stand twice")
    sweep = portal.manage("check_invariants")
    report.promise(sweep.returncode == 0, f"check_invariants: {sweep.stdout}{sweep.stderr}")
