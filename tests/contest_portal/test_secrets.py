"""Who is shown a secret link or a code, by whatever address of the portal."""

import io
import zipfile
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from pypdf import PdfReader

from events.mail.veil import veiled
from tests import whole_portal
from tests.contest_portal.admin.test_access import person
from tests.factories import make_registration, make_seating
from tests.people import signed_in
from tests.whole_portal import World

pytestmark = pytest.mark.django_db

WORK = ("secretariat", "organizer", "administrator")
DOOR = ("reception", *WORK)
ALL = ("stranger", "staff", *DOOR)
LINK, CODE = "delegate's link", "delegate's code"
OFFICE_LINK, OFFICE_CODE = "invitation's link", "invitation's code"

# Why, to whom, which secrets, and where. Whatever stands in the address itself is not looked for.
MAY_SEE: list[tuple[str, tuple[str, ...], list[str], list[str]]] = [
    (
        "whoever has a delegate's link is that delegate",
        ALL,
        [CODE],
        [
            f"registrations:{page}"
            for page in ("registration", "cancel", "own_data", "download", "ticket", "calendar")
        ],
    ),
    (
        "whoever has an office's link is that office, which tells its delegates their codes",
        ALL,
        [CODE],
        [
            f"invitations:{page}"
            for page in ("invitation", "cancel", "correct", "substitute", "ticket", "letter")
        ],
    ),
    (
        "the office hands their links to those of its delegates who have no e-mail",
        ALL,
        [LINK],
        ["invitations:invitation", "invitations:letter"],
    ),
    (
        "the paper invitation bears the code for those who have no e-mail",
        ALL,
        [OFFICE_CODE],
        ["invitations:invitation"],
    ),
    ("the code is a way to the link", ALL, [OFFICE_LINK], ["invitations:by_code"]),
    (
        "the code of a delegate opens nothing; who receives people finds them by it",
        DOOR,
        [CODE],
        [
            "registrations_registration_changelist",
            "registrations_registration_change",
            "registrations_registration_ticket_one",
            "registrations_registration_changelist tickets_chosen",
        ],
    ),
    (
        "the law's requests are told apart by the delegate's code",
        WORK,
        [CODE],
        [
            "registrations_consent_changelist",
            "registrations_consent_change",
            "registrations_datarequest_changelist",
            "registrations_datarequest_change",
        ],
    ),
    ("exports tell delegates apart by their codes", WORK, [CODE], ["registration export"]),
    (
        "those who deal with the law's requests take them along",
        ("organizer", "administrator"),
        [CODE],
        ["datarequest export", "consent export"],
    ),
    (
        "who may write to a delegate reads the letter out to those who have no e-mail",
        WORK,
        [CODE, LINK],
        [
            "registrations_registration_change",
            "registrations_registration_letter",
            "registrations_registration_notice_one",
        ],
    ),
    (
        "who invites calls the offices, reads them their codes and answers for them",
        WORK,
        [OFFICE_CODE, OFFICE_LINK],
        ["registrations_invitation_change", "registrations_invitation_follow_up"],
    ),
    (
        "who may change a unit gives its contact the link, also when somebody is called",
        ("organizer", "administrator"),
        ["unit's link"],
        ["events_unit_change", "registrations_invitation_follow_up", "events_paper_print"],
    ),
    (
        "who may read a draft is led to the page that shows it, and may hand its link on",
        WORK,
        ["draft's link"],
        [
            f"events_{name}_preview_one"
            for name in ("download", "newspost", "question", "rules", "video")
        ],
    ),
    (
        "the list of invitations is searched by the code that a caller reads out",
        WORK,
        [OFFICE_CODE],
        ["registrations_invitation_changelist", "invitation export"],
    ),
    (
        "the invitation on paper is answered with its code and its QR",
        WORK,
        [OFFICE_CODE],
        [
            "events_paper_print",
            "events_print_file",
            "registrations_invitation_changelist paper_chosen",
        ],
    ),
]
EXPECTED = {
    (secret, address, role)
    for _why, roles, kinds, addresses in MAY_SEE
    for secret in kinds
    for address in addresses
    for role in roles
}
SENT = {one for one in EXPECTED if " " in one[1]}  # by actions and exports
SEEN = EXPECTED - SENT  # by who opens an address: test_every_address


@pytest.fixture
def world(settings: Any) -> World:
    settings.SITE_URL = "https://cuoc-thi.example"  # letters and papers print links
    return whole_portal.build()


def browser(role: str) -> Client:
    """Return the browser of somebody with a role, with or without an account."""
    client = Client()
    if user := person(role):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        whole_portal.hand_over(user)
    return client


@cache
def text_of(paper: bytes) -> str:
    """Return what stands on a paper, which is the same for whoever opens it."""
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


def shown(response: Any) -> str:
    """Return all that an answer says: headers, cookies, text, and what files hold."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    words = [str(response.headers), str(response.cookies), content.decode(errors="replace")]
    if content.startswith(b"%PDF"):
        words.append(text_of(content))
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            words += [file.read(name).decode(errors="replace") for name in file.namelist()]
    return "\n".join(words)


def secrets_in(response: Any, found: dict[str, set[str]], path: str) -> Iterator[str]:
    text = shown(response)
    for secret, values in found.items():
        if any(value in text for value in values if value not in path):
            yield secret


def actions_of(client: Client, world: World) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Return what may be sent from the lists: every action with the row, and every export."""
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=client.session["_auth_user_id"])
    for model, model_admin in admin.site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        listed = reverse(f"admin:{name}_changelist")
        rows = [str(row.pk) for row in model._default_manager.all()[:20]]
        for action in model_admin.get_actions(request):
            data = {"action": action, ACTION_CHECKBOX_NAME: rows, "index": "0"}
            yield f"{name}_changelist {action}", listed, data
        if hasattr(model_admin, "get_export_formats"):
            columns = model_admin.get_export_resource_classes(request)[0]().get_export_fields()
            data = {
                "format": "0",
                "resource": "",
                **{column.column_name: "on" for column in columns},
            }
            yield f"{model._meta.model_name} export", f"{listed}export/", data


@pytest.mark.parametrize("role", ["staff", *DOOR])
def test_each_action_and_export_shows_secrets_to_nobody_but_those_of_the_table(
    world: World, role: str
) -> None:
    found = whole_portal.secrets(world)
    client = browser(role)
    seen = set()

    for name, path, data in actions_of(client, world):
        with transaction.atomic():
            response = client.post(path, data)
            seen |= {(secret, name, role) for secret in secrets_in(response, found, path)}
            transaction.set_rollback(True)
        assert response.status_code < 500, name

    assert seen == {one for one in SENT if one[2] == role}


@pytest.mark.parametrize("role", ALL)
def test_view_on_site_is_nowhere(role: str) -> None:
    made = make_registration(make_seating().event)
    client = browser(role)
    kind = whole_portal.kind_of(made)

    for address in (f"r/{kind}/{made.pk}/", "r/", "r/x/", f"r/{kind}/999/"):
        answer = client.get(f"/quan-tri/{address}")
        assert (answer.status_code, answer.get("Location")) == (404, None), address


def test_no_page_of_the_admin_offers_to_view_on_site() -> None:
    made = make_registration(make_seating().event)
    page = signed_in("organizer").get(
        reverse("admin:registrations_registration_change", args=[made.pk])
    )
    assert page.context["absolute_url"] is None
    assert "/quan-tri/r/" not in page.content.decode()


def test_letters_in_the_outbox_keep_their_secrets() -> None:
    text = (
        "Mã giấy mời: K7MP-2QXA\nhttps://a.example/moi/K7MP2QXA/\nLễ ngày 15/10/2025, 2025-2026\n"
        "https://a.example/dang-ky/abcdefghijklmnop_-rstuvwxyz/huy/"
    )
    assert veiled(text) == (
        "Mã giấy mời: ••••\nhttps://a.example/moi/••••/\nLễ ngày 15/10/2025, 2025-2026\n"
        "https://a.example/dang-ky/••••/huy/"
    )
