"""The disk of a running portal fills up while people register, and then has room again."""

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.kills import count
from tests.faults.portal import FaultyPortal
from tests.faults.report import Report
from tests.faults.visitors import visitors

SIZE = "900m"


@contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Let the folder lie on a disk of its own in memory; False where we may not."""
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=755", "none", str(folder)]
    allowed = shutil.which("mount") and subprocess.run(command, capture_output=True).returncode == 0
    try:
        yield bool(allowed)
    finally:
        if allowed:
            subprocess.run(["umount", "--lazy", str(folder)], check=True)


def run(report: Report, portal: FaultyPortal) -> None:
    """Fill the disk for twenty seconds."""
    filler = portal.folder / "var" / "filler"
    with visitors(portal) as crowd:
        time.sleep(3)
        before = len(crowd.told)
        _fill(filler)
        time.sleep(20)
        _status, health, _seconds = portal.get("/healthz")
        report.tell("the disk full for 20 s", f"/healthz says {health!r}")
        report.promise(
            "disk: almost full" in health, "/healthz does not tell that the disk is full"
        )
        filler.unlink()
        back = portal.wait_until_well()
        report.tell("serves again after there is room", f"{back:.1f} s")
        report.promise(back < 30, "the portal does not come back after a full disk")
        time.sleep(3)
    report.promise(len(crowd.told) > before, "nobody can register after a full disk")
    count(report, portal, crowd.told)


def _fill(path: Path) -> None:
    with open(path, "wb") as file:
        try:
            while True:
                file.write(bytes(1 << 16))
                file.flush()
        except OSError:
            return
