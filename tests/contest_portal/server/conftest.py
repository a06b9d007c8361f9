"""One running web server for the tests of a module."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import pytest
from django.conf import settings
from django.db import connection

from contest_portal import embedded_postgres
from tests import scratch_portal


@dataclass
class WebServer:
    """The master's process, its port, and the file of all that was said."""

    process: psutil.Process
    port: int
    output: Path


@pytest.fixture(scope="module")
def web_server(
    django_db_setup: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WebServer]:
    address = os.environ.get("DATABASE_URL") or embedded_postgres.database_url()
    test_database = urlsplit(address)._replace(path=f"/{connection.settings_dict['NAME']}")
    port = scratch_portal.free_port()
    output = tmp_path_factory.mktemp("web-server") / "output"
    impatient = "tests.contest_portal.server.impatient_settings"
    with pytest.MonkeyPatch.context() as patch, output.open("w") as said:
        patch.setenv("DATABASE_URL", urlunsplit(test_database))
        patch.setenv("SECRET_KEY", settings.SECRET_KEY)
        with scratch_portal.gunicorn(port, impatient, said) as process:
            yield WebServer(process, port, output)
