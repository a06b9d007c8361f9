"""Every address of the portal, asked once by each role, and all that is to be known of its answers:
who may open and send it, which secrets it shows, whether the record tells what it did.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from events.models import AuditEntry
from tests import whole_portal
from tests.contest_portal.admin import test_access as access
from tests.contest_portal.audit.test_pages import NAMES_NOBODY, is_file
from tests.contest_portal.audit.written import tables_written
from tests.contest_portal.test_secrets import SEEN, secrets_in
from tests.whole_portal import Address

pytestmark = pytest.mark.django_db

SIGNS_OUT = "logout"  # ends the session that the other pages are asked with
# to whom they do not belong they are not there
OF_ITS_OWNER = (
    "events_print_file",
    "events_print_job",
    "registrations_import_preview",
    "registrations_import_rest",
)


@dataclass(frozen=True)
class Answer:
    """What an address answered to somebody; what it did was taken back."""

    address: Address
    method: str
    status: int
    sign: str
    secrets: frozenset[str]  # looked for where it was opened
    gives: bool  # a file
    written: frozenset[str]  # names of tables
    told: int  # entries of the record

    @property
    def is_silent(self) -> bool:
        """Whether it wrote or handed out people's data, and the record does not tell it."""
        hands_out = self.gives and self.address.name not in NAMES_NOBODY
        return bool(self.written or hands_out) and not self.told


def ask(client: Client, address: Address, method: str, secrets: dict[str, set[str]]) -> Answer:
    """Open or send an address; take back what that did."""
    with transaction.atomic():
        before = AuditEntry.objects.count()
        with tables_written() as written:
            answer: HttpResponse = getattr(client, method)(address.path)
            seen = frozenset(secrets_in(answer, secrets, address.path))  # reads files to their end
        told = AuditEntry.objects.count() - before
        transaction.set_rollback(True)
    return Answer(
        address, method, answer.status_code, access.sign_of(answer), seen, is_file(answer),
        frozenset(written), told,
    )  # fmt: skip


def send(client: Client, addresses: list[Address], each: bool) -> Iterator[Answer]:
    """Send addresses; unless `each`, no other one of a name of which one has let in."""
    let_in: set[str] = set()
    for one in addresses:
        if each or one.name not in let_in:
            answer = ask(client, one, "post", {})
            if answer.sign == access.LET_IN:
                let_in.add(one.name)
            yield answer


def signs_of(answers: list[Answer]) -> dict[str, str]:
    """Return for each name of an address how it answers to being opened and to being sent."""
    found: dict[str, list[set[str]]] = defaultdict(lambda: [set(), set()])
    for one in answers:
        found[one.address.name][one.method == "post"].add(one.sign)
    return {name: "".join(map(access.together, signs)) for name, signs in found.items()}


@pytest.mark.parametrize("role", access.PEOPLE)
def test_every_address_answers_to_a_role_as_the_tables_say(
    role: str, settings: Any, subtests: pytest.Subtests
) -> None:
    settings.SITE_URL = "https://cuoc-thi.example"  # letters and papers print links
    world = whole_portal.build()
    secrets = whole_portal.secrets(world)
    addresses = whole_portal.addresses(world)
    root = reverse("admin:index")
    of_the_admin = [one for one in addresses if one.path.startswith(root) and one.name != SIGNS_OUT]
    user = access.person(role)
    client = Client()
    if user:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    of_others = [
        ask(client, one, method, secrets)
        for one in of_the_admin
        if one.name in OF_ITS_OWNER
        for method in ("get", "post")
    ]
    if user:
        whole_portal.hand_over(user)
    opened = [ask(client, one, "get", secrets) for one in addresses]
    sent = list(send(client, of_the_admin, each=role == "administrator"))

    with subtests.test("access"):
        own = [one for one in (*opened, *sent) if one.address in of_the_admin]
        own = [one for one in own if one.address.name not in OF_ITS_OWNER]
        lines = [name for name in access.table() if not access.is_action(name)]
        wrong = access.differences(role, signs_of([*own, *of_others]), lines)
        assert not wrong, "\n".join(wrong)
    with subtests.test("secrets"):
        shown = {(secret, one.address.name, role) for one in opened for secret in one.secrets}
        assert shown == {one for one in SEEN if one[2] == role}
        assert len(addresses) > 250
    with subtests.test("errors"):
        failed = [one for one in (*opened, *sent) if one.status >= 500]
        assert [(one.method, one.address.path) for one in failed] == []
    with subtests.test("record"):
        silent = [one for one in (*opened, *sent) if one.address in of_the_admin and one.is_silent]
        assert [(one.method, one.address.name, sorted(one.written)) for one in silent] == []
