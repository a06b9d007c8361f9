"""With --forever what is due is done by itself, and to end it takes away half a backup."""

import signal
import time
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from tests.contest_portal.operations.clones import Clone

FOREVER = """
from django.core.management import call_command
from contest_portal.management.commands import run_operations
run_operations.AT_FIRST = 0
call_command("run_operations", forever=True)
"""
RUNS = "SELECT name, succeeded FROM contest_portal_operationrun ORDER BY id"


def runs(portal: Clone) -> list[tuple]:
    with closing(psycopg2.connect(portal.url)) as database, database.cursor() as cursor:
        cursor.execute(RUNS)
        return cursor.fetchall()


@pytest.mark.django_db
def test_it_does_what_is_due_until_it_is_ended(portal: Clone, tmp_path: Path):
    portal.settings["BACKUP_DIR"] = str(tmp_path)
    done = [("erase_personal_data", True), ("sweep", True), ("back_up", None)]
    with closing(psycopg2.connect(portal.url)) as holder:
        # pg_dump waits for the lock: the backup is begun, not finished
        holder.cursor().execute("LOCK TABLE sponsorship_basis")
        process = portal.start("shell", "--no-imports", "-c", FOREVER)
        end = time.monotonic() + 120
        while not list(tmp_path.iterdir()) and time.monotonic() < end:
            time.sleep(0.05)
        assert len(list(tmp_path.iterdir())) == 1
        process.send_signal(signal.SIGTERM)
        assert process.communicate() == ("", "")
    assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []
    assert runs(portal) == done
