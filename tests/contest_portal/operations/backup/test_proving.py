"""A backup counts as good when all of it came back, and nothing of the attempt remains."""

from contextlib import closing
from urllib.parse import urlsplit

import psycopg2
import pytest

from tests.contest_portal.operations.clones import rows
from tests.contest_portal.operations.conftest import House, remade

pytestmark = pytest.mark.django_db

NEWEST_PROOF = """
    SELECT succeeded, message, backup_at FROM contest_portal_operationrun
    WHERE name = 'prove_backup' ORDER BY id DESC LIMIT 1
"""


def scratch_databases(house: House, server_url: str) -> list[str]:
    with closing(psycopg2.connect(server_url)) as server, server.cursor() as cursor:
        name = urlsplit(house.clone.url).path[1:]
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{name}\\_%"])
        return [found for (found,) in cursor.fetchall()]


def newest_proof(house: House) -> tuple:
    with closing(psycopg2.connect(house.clone.url)) as portal, portal.cursor() as cursor:
        cursor.execute(NEWEST_PROOF)
        return cursor.fetchone()


def test_a_good_backup_is_proven_beside_the_portal(house: House, server_url):
    before = rows(house.clone.url)
    done = house.clone.manage("prove_backup")
    assert (done.returncode, done.stderr) == (0, "")
    said = done.stdout.strip()
    assert said.startswith("Dùng được: bản sao lưu của ")
    assert said.endswith(" dòng, 2 tệp.")
    succeeded, message, backup_at = newest_proof(house)
    assert (succeeded, message) == (True, said)
    assert f"portal-{backup_at.astimezone():%Y%m%d}"[:7] == house.backup.name[:7]
    after = rows(house.clone.url)
    assert {name for name in before if before[name] != after[name]} == {
        "contest_portal_operationrun"
    }
    assert scratch_databases(house, server_url) == []


def test_what_does_not_come_back_whole_is_not_proven(house: House, server_url, tmp_path):
    media = {"logo.png": "0" * 64, "thư mục/ảnh số 1.jpg": "0" * 64}
    path = remade(house, tmp_path / "x.tar", manifest={"media": media})
    done = house.clone.manage("prove_backup", str(path))
    assert (done.returncode, done.stdout, done.stderr) == (
        1,
        "",
        "CommandError: Các tệp đã tải lên không khớp với bản sao lưu.\n",
    )
    assert scratch_databases(house, server_url) == []
