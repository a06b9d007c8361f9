"""What one registration takes: SQL statements for form, submit, confirmation, and entries of the
record."""

import contextlib
from collections.abc import Coroutine

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import AuditEntry
from tests.benchmark import client


class InProcess(client.Browser):
    """A client that calls the portal in this process, where statements can be counted."""

    def __init__(self) -> None:
        super().__init__(0)
        self.django = Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)

    async def request(self, path: str, form: dict[str, str] | None = None) -> client.Answer:
        """Do the request at once: nothing else runs in this loop."""
        response = self.django.get(path) if form is None else self.django.post(path, form)
        headers = {name.lower(): value for name, value in response.headers.items()}
        return client.Answer(response.status_code, headers, response.content)


def of_a_registration() -> tuple[int, int]:
    """Return the number of statements, BEGIN and COMMIT left out, caches warm; and of entries."""
    for number in range(2):
        before = AuditEntry.objects.count()
        with CaptureQueriesContext(connection) as captured:
            _finish(client.register(InProcess(), 90_000 + number))
            queries = list(captured.captured_queries)
        entries = AuditEntry.objects.count() - before
    return sum(not q["sql"].startswith(("BEGIN", "COMMIT")) for q in queries), entries


def _finish(work: Coroutine[None, None, None]) -> None:
    """Run work that never waits, without a loop: Django shall not think it is in one."""
    with contextlib.suppress(StopIteration):
        work.send(None)
        raise RuntimeError("the work waited")
