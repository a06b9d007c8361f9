"""Backups and restores that are killed in the middle."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.faults.kills import count
from tests.faults.portal import FaultyPortal
from tests.faults.report import Report
from tests.faults.visitors import visitors

KILLS = 6
PASSPHRASE = {"BACKUP_PASSPHRASE": "một câu đủ dài để thử"}


def run(report: Report, portal: FaultyPortal) -> None:
    """Kill each of them at moments spread over the time that a whole one takes."""
    chance = random.Random(11)
    file = portal.folder / "whole.backup"
    with visitors(portal, clients=4) as crowd:
        time.sleep(10)
        whole = _whole(portal, "back_up", "-o", str(file))
        report.tell("back_up while people register", f"{whole:.1f} s, {file.stat().st_size} bytes")
        half = 0
        for number in range(KILLS):
            other = portal.folder / f"cut-{number}.backup"
            _cut(portal, chance.uniform(0.2, whole), "back_up", "-o", str(other))
            if (
                other.exists()
                and portal.manage("prove_backup", str(other), **PASSPHRASE).returncode
            ):
                half += 1
        report.tell(f"{KILLS} backups killed", f"{half} half files pass for whole ones")
        report.promise(not half, "a half backup stands under its name")
    count(report, portal, crowd.told)
    proven = portal.manage("prove_backup", str(file), **PASSPHRASE)
    report.promise(proven.returncode == 0, f"prove_backup: {proven.stdout}{proven.stderr}")
    _whole(portal, "back_up", "-o", str(file))
    portal.stop()
    _restores(report, portal, file, crowd.told, chance)


def _restores(
    report: Report, portal: FaultyPortal, file: Path, told: dict[int, str], chance: random.Random
) -> None:
    whole = _whole(portal, "restore", str(file), "--replace")
    report.tell("restore", f"{whole:.1f} s")
    for _n in range(KILLS):
        _cut(portal, chance.uniform(0.2, whole), "restore", str(file), "--replace")
        portal.start()
        _count_whole(report, portal, told)
        portal.stop()
    report.tell(f"{KILLS} restores killed", "each time the portal starts with everything")
    _whole(portal, "restore", str(file), "--replace")
    portal.start()
    count(report, portal, told)


def _count_whole(report: Report, portal: FaultyPortal, told: dict[int, str]) -> None:
    held = {token for (token,) in portal.rows("SELECT token FROM registrations_registration")}
    lost = [token for token in told.values() if token not in held]
    report.promise(not lost, f"{len(lost)} registrations after a restore that was killed")
    sweep = portal.manage("check_invariants")
    report.promise(sweep.returncode == 0, f"check_invariants: {sweep.stdout}{sweep.stderr}")


def _whole(portal: FaultyPortal, *words: str) -> float:
    """Return the seconds that the command takes."""
    started = time.monotonic()
    done = portal.manage(*words, **PASSPHRASE)
    if done.returncode:
        raise SystemExit(f"{words}: {done.stdout}{done.stderr}")
    return time.monotonic() - started


def _cut(portal: FaultyPortal, seconds: float, *words: str) -> None:
    """Kill the command and all that it has started after some seconds."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=portal.folder,
        env=portal.environment | PASSPHRASE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.wait()
