"""A long paper in the admin: one click, how far it is, the file; for who asked and nobody else."""

import io
from typing import Any

import pypdf
import pytest
from django.contrib.auth.models import Group, Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.documents import print_jobs
from events.documents.bundles import BUNDLES
from events.models import Event, PrintJob, PrintPart
from events.models.printing import KEPT
from registrations.models import Invitation
from tests.factories import PlanFactory, issued_paper, make_invitation, make_seating
from tests.pages import form_data, visible_text
from tests.people import signed_in

INVITED = 5
JOBS = reverse("admin:events_print_jobs")
BOOK = reverse("admin:events_register_book")


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    for bundle in BUNDLES.values():
        monkeypatch.setattr(bundle, "part", 2)


@pytest.fixture
def event(db: None) -> Event:
    ceremony = PlanFactory(event__slug="le-thu").event
    make_seating(ceremony)
    for number in range(INVITED):
        make_invitation(ceremony, organisation=f"Sở {number}")
    return ceremony


@pytest.fixture
def secretary(db: None) -> Client:
    return signed_in("secretariat")


def click(client: Client, event: Event) -> str:
    """Print all invitations as the page of papers does; return where that leads."""
    address = reverse("admin:events_paper_print", args=["invitations", event.pk, 0])
    return str(client.get(address)["Location"])


def text_of(response: Any) -> str:
    return visible_text(response.content.decode())


def test_long_paper_is_asked_for_watched_and_fetched(secretary: Client, event: Event) -> None:
    page = click(secretary, event)

    shown = secretary.get(page)
    assert "0 / 5 bản" in text_of(shown)
    assert "Đang chờ đến lượt." in text_of(shown)
    assert shown["Refresh"] == "2"
    assert "no-store" in shown["Cache-Control"]
    assert secretary.get(f"{page}file/").status_code == 404
    print_jobs.work_off(most=1)
    assert "2 / 5 bản" in text_of(secretary.get(page))
    assert 'value="2"' in secretary.get(page).content.decode()
    print_jobs.work_off(most=2)
    assert "Đang ghép các phần thành một tệp." in text_of(secretary.get(page))
    print_jobs.work_off()

    ready = secretary.get(page)
    assert "5 trang, " in text_of(ready)
    assert "Refresh" not in ready
    file = secretary.get(f"{page}file/")
    content = file.getvalue()
    assert file["Content-Type"] == "application/pdf"
    assert file["Content-Disposition"] == 'attachment; filename="giay-moi-le-thu.pdf"'
    assert "no-store" in file["Cache-Control"]
    assert int(file["Content-Length"]) == len(content)
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    assert [f"kính mời: Sở {n}." in text for n, text in enumerate(pages)] == [True] * INVITED


def test_second_click_shows_the_first_job(secretary: Client, event: Event) -> None:
    assert click(secretary, event) == click(secretary, event)
    assert PrintJob.objects.count() == 1


def test_chosen_invitations_and_tickets_are_printed_beside_too(event: Event) -> None:
    client = signed_in("organizer")
    rows = Invitation.objects.order_by("pk")
    chosen = {"action": "paper_chosen", "_selected_action": [row.pk for row in rows[:3]]}
    response = client.post(reverse("admin:registrations_invitation_changelist"), chosen)
    job = PrintJob.objects.get()
    assert response["Location"] == reverse("admin:events_print_job", args=[job.pk])
    assert job.keys == [row.pk for row in rows[:3]]

    chosen["_selected_action"] = [row.pk for row in rows[:2]]
    response = client.post(reverse("admin:registrations_invitation_changelist"), chosen)
    assert response["Content-Type"] == "application/pdf"
    assert PrintJob.objects.count() == 1


def test_register_of_many_papers_is_printed_beside(event: Event) -> None:
    client = signed_in("organizer")
    document = issued_paper(event)
    for _n in range(2):
        document = issued_paper(event, replaces=document)

    page = client.post(BOOK, {"first": "01/01/2025", "last": "31/12/2025"})["Location"]
    print_jobs.work_off()

    reader = pypdf.PdfReader(io.BytesIO(client.get(f"{page}file/").getvalue()))
    texts = [page.extract_text() for page in reader.pages]
    assert [text.split()[-1] for text in texts[1:]] == ["2", "3"]  # the cover, then two parts
    assert ["01/KH-BTC" in texts[1], "03/KH-BTC" in texts[2]] == [True, True]


# whose it is


def test_nobody_else_sees_it(secretary: Client, event: Event) -> None:
    page = click(secretary, event)
    print_jobs.work_off()
    other = signed_in("organizer")

    for address in (page, f"{page}file/"):
        assert other.get(address).status_code == 404
        assert other.post(address).status_code in (404, 405)
        assert Client().get(address)["Location"].startswith(reverse("admin:login"))
    assert page not in other.get(JOBS).content.decode()
    assert PrintPart.objects.exists()


def test_right_that_was_lost_is_asked_for_again(secretary: Client, event: Event) -> None:
    page = click(secretary, event)
    print_jobs.work_off()
    user = User.objects.get(print_jobs__isnull=False)
    other = Group.objects.create(name="vai trò khác")
    other.permissions.add(Permission.objects.get(codename="view_plan"))
    user.groups.set([other])

    assert secretary.get(page).status_code == 403
    assert secretary.get(f"{page}file/").status_code == 403
    assert secretary.post(page, {"again": "1"}).status_code == 403

    user.user_permissions.add(Permission.objects.get(codename="view_invitation"))
    assert secretary.get(f"{page}file/").status_code == 200


def test_file_is_there_for_a_day(secretary: Client, event: Event) -> None:
    page = click(secretary, event)
    print_jobs.work_off()
    PrintJob.objects.update(asked_at=timezone.now() - KEPT)

    assert secretary.get(page).status_code == 404
    assert secretary.get(f"{page}file/").status_code == 404
    assert page not in secretary.get(JOBS).content.decode()


@pytest.mark.parametrize("number", ["0", "9999999999999999999"])
def test_job_that_is_none_is_not_found(secretary: Client, number: str) -> None:
    assert secretary.get(f"{JOBS}{number}/").status_code == 404


# what can be done


def test_printing_is_stopped_and_begun_anew(secretary: Client, event: Event) -> None:
    page = click(secretary, event)
    print_jobs.work_off(most=1)

    secretary.post(page, form_data(secretary.get(page), "stop_form"))

    stopped = secretary.get(page)
    assert "Việc in đã dừng hoặc tệp đã được xóa; không giữ lại gì." in text_of(stopped)
    assert not PrintPart.objects.exists()
    assert print_jobs.work_off() == 0
    again = secretary.post(page, form_data(stopped, "again_form"))["Location"]
    assert again != page
    print_jobs.work_off()
    assert secretary.get(f"{again}file/").status_code == 200


def test_file_is_deleted_by_its_user(secretary: Client, event: Event) -> None:
    page = click(secretary, event)
    print_jobs.work_off()

    secretary.post(page, form_data(secretary.get(page), "forget_form"))

    assert not PrintPart.objects.exists()
    assert "Việc in đã dừng hoặc tệp đã được xóa; không giữ lại gì." in text_of(secretary.get(page))
    assert secretary.get(f"{page}file/").status_code == 404


def test_stop_that_comes_too_late_leaves_the_file(secretary: Client, event: Event) -> None:
    page = click(secretary, event)
    late = form_data(secretary.get(page), "stop_form")
    print_jobs.work_off()

    secretary.post(page, late)

    assert secretary.get(f"{page}file/").status_code == 200


def test_page_says_honestly_that_nobody_prints(secretary: Client, event: Event) -> None:
    page = click(secretary, event)
    assert "không trả lời" not in text_of(secretary.get(page))
    PrintJob.objects.update(asked_at=timezone.now() - print_jobs.SILENCE)

    shown = secretary.get(page)

    assert "Chương trình in tệp dài chạy kèm cổng thông tin không trả lời." in text_of(shown)
    assert shown["Refresh"] == "15"


def test_reason_of_a_failure_is_told(secretary: Client, event: Event) -> None:
    page = click(secretary, event)
    Invitation.objects.all().delete()
    print_jobs.work_off()

    failed = secretary.get(page)

    assert "Nội dung cần in không còn nữa." in text_of(failed)
    assert "again_form" in failed.content.decode()


def test_own_long_papers_are_found_again(secretary: Client, event: Event) -> None:
    page = click(secretary, event)

    for address in (JOBS, reverse("admin:events_papers")):
        shown = secretary.get(address)
        assert f'href="{page}"' in shown.content.decode()
        assert "· đang chờ in" in text_of(shown)


@pytest.mark.parametrize("state", ["under way", "done"])
def test_pages_take_the_same_number_of_statements(
    secretary: Client, event: Event, state: str
) -> None:
    taken = []
    for more in (0, 40):
        for _n in range(more):
            make_invitation(event)
        page = click(secretary, event)
        print_jobs.work_off(most=1 if state == "under way" else None)
        with CaptureQueriesContext(connection) as captured:
            assert secretary.get(page).status_code == 200
        with CaptureQueriesContext(connection) as listed:
            assert secretary.get(JOBS).status_code == 200
        taken.append((len(captured), len(listed)))
        BUNDLES["invitations"].part = 10

    assert taken[0] == taken[1] == (5, 5)
