"""Who may open which page about papers."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from events.documents import signatures
from tests import signing
from tests.events.admin.papers.pages import (
    GOOD,
    LIST,
    PAPERS,
    issue_page,
    page_of,
    print_page,
    register,
    text,
)
from tests.factories import AgendaItemFactory, MemorandumFactory, PlanFactory, issued_paper
from tests.people import signed_in, worker

pytestmark = pytest.mark.django_db


def every_page(person: signing.Person) -> dict[str, str]:
    """Return the addresses of papers and register, each with an example."""
    event = PlanFactory().event
    AgendaItemFactory(event=event)
    memorandum = MemorandumFactory(event=event)
    document = issued_paper(event)
    copy = signing.signed(bytes(document.file.content), person)
    signed = signatures.add_signed_file(document, signing.upload(copy), None)
    return {
        "papers": PAPERS,
        "print": print_page(event),
        "print_run_sheet": print_page(event, "run-sheet"),
        "print_memorandum": print_page(event, "memorandum", memorandum.pk),
        "issue": issue_page(event, "programme"),
        "issue_memorandum": issue_page(event, "memorandum", memorandum.pk),
        "list": LIST,
        "document": page_of(document),
        "history": page_of(document, "history"),
        "download": page_of(document, "download"),
        "replace": page_of(document, "replace"),
        "print_book": reverse("admin:events_officialdocument_print_book"),
        "book": reverse("admin:events_register_book"),
        "add_signed": reverse("admin:events_signed_add", args=[document.pk]),
        "signed": reverse("admin:events_signed_file", args=[signed.pk]),
    }


@pytest.mark.parametrize("role", ["organizer", "secretariat"])
def test_who_keeps_the_register_opens_every_page(person, role):
    client = signed_in(role)

    for name, page in every_page(person).items():
        status = client.get(page).status_code
        assert status == (302 if name in ("replace", "print_book", "add_signed") else 200), name


def test_reception_and_strangers_open_none(person):
    pages = every_page(person)
    reception, stranger = signed_in("reception"), Client()
    before = register()

    for name, page in pages.items():
        for method in ("get", "post"):
            assert getattr(reception, method)(page, GOOD).status_code == 403, name
            answer = getattr(stranger, method)(page, GOOD)
            if method == "post":  # what was typed is kept in the page of signing in
                assert answer.status_code == 403, name
                assert answer.templates[0].name == "admin/login.html", name
            else:
                assert answer.status_code == 302, name
                assert answer["Location"].startswith("/quan-tri/login/?next="), name

    assert register() == before


def rights(*names: str) -> Client:
    """Return the browser of a person of the staff who has these rights and no others."""
    user = User.objects.create_user("nguoi-it-quyen", is_staff=True)
    for name in names:
        app, code = name.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=code)
        )
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_right_to_issue_is_not_the_right_to_see_a_memorandum(event):
    memorandum = MemorandumFactory(event=event)
    client = rights("events.add_officialdocument", "events.view_plan")

    assert client.get(issue_page(event)).status_code == 200
    assert client.get(issue_page(event, "memorandum", memorandum.pk)).status_code == 403
    assert client.get(print_page(event, "memorandum", memorandum.pk)).status_code == 403
    page = text(client.get(PAPERS))
    assert "Kế hoạch" in page
    assert memorandum.sponsor.name not in page


def test_reader_of_the_register_neither_issues_nor_adds(event):
    document = issued_paper(event)
    client = rights("events.view_officialdocument", "events.view_plan")

    page = text(client.get(page_of(document)))

    assert "Lưu bản ký số" not in page
    assert client.get(page_of(document, "download")).status_code == 200
    assert client.post(issue_page(event), GOOD).status_code == 403
    add = reverse("admin:events_signed_add", args=[document.pk])
    assert client.post(add, {"signed": SimpleUploadedFile("a.pdf", b"%PDF")}).status_code == 403
    assert client.get(page_of(document, "replace")).status_code == 403


def test_person_who_left_the_staff_sees_nothing(event):
    document = issued_paper(event)
    user = worker("organizer")
    user.groups.clear()  # a role opens the admin
    user.is_staff = False
    user.save()
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    for page in (PAPERS, page_of(document, "download"), issue_page(event)):
        assert client.get(page).status_code == 302
