"""Long lists are imported beside the request; what was left out is told and can be taken along."""

import datetime
import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Event, Letter
from registrations.importing import read_list
from registrations.models import ImportDraft, Invitation, Registration
from registrations.models.imports import KEPT, SILENCE
from registrations.services import import_jobs, imports
from registrations.services.import_jobs import carry_out, confirm
from tests.factories import make_registration, make_seating
from tests.files import chosen
from tests.pages import form_data, visible_text
from tests.people import administrator, administrator_client, signed_in
from tests.spreadsheets import separated, workbook

UPLOAD = "admin:registrations_import"
PART, AT_ONCE = 10, 20  # a tenth of what they are: lists need not be long to be long
LONG = AT_ONCE + PART + 5


@pytest.fixture(autouse=True)
def _short_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "PART", PART)
    monkeypatch.setattr(import_jobs, "PART", PART)
    monkeypatch.setattr(import_jobs, "AT_ONCE", AT_ONCE)


@pytest.fixture
def organizer(db: None) -> Client:
    return signed_in("organizer")


@pytest.fixture
def event(db: None) -> Event:
    return make_seating().event


def people(count: int, email: bool = False) -> bytes:
    lines = [
        [f"Lê Thử {n}", "Sở", "0912345678", f"thu{n}@so.example" if email else ""]
        for n in range(count)
    ]
    return separated([["Họ tên", "Đơn vị", "SĐT", "Email"], *lines])


def upload(client: Client, content: bytes, **values: Any) -> str:
    data = form_data(client.get(reverse(UPLOAD)), "import_form")
    data |= {"file": chosen("ds.xlsx", content, "application/octet-stream"), **values}
    return str(client.post(reverse(UPLOAD), data)["Location"])


def text_of(response: Any) -> str:
    return visible_text(response.content.decode())


def test_long_list_waits_for_the_worker_and_tells_how_far_it_is(
    organizer: Client, event: Event
) -> None:
    page = upload(organizer, people(LONG))

    assert organizer.post(page)["Location"] == page
    assert not Registration.objects.exists()
    progress = organizer.get(page)
    assert f"0 / {LONG} dòng" in text_of(progress)
    assert progress["Refresh"] == "2"

    draft = ImportDraft.objects.get()
    parts = iter([False, False, True])
    carry_out(draft.pk, lambda: next(parts))
    assert f"{2 * PART} / {LONG} dòng" in text_of(organizer.get(page))
    assert f'value="{2 * PART}"' in organizer.get(page).content.decode()
    assert import_jobs.carry_out_waiting() == 1

    result = organizer.get(page)
    assert f"Đã nhập {LONG} dòng" in text_of(result)
    assert "Refresh" not in result
    assert Registration.objects.count() == LONG
    assert ImportDraft.objects.get().content["rows"] == []


def test_one_click_counts_once(organizer: Client, event: Event) -> None:
    page = upload(organizer, people(LONG))
    draft = ImportDraft.objects.get()

    assert confirm(draft)
    assert not confirm(draft)
    organizer.post(page)
    import_jobs.carry_out_waiting()
    organizer.post(page)
    organizer.post(page, {"now": "1"})

    assert Registration.objects.count() == LONG


def test_worker_that_died_is_followed_without_a_double_letter(
    organizer: Client, event: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(organizer, people(LONG, email=True))
    draft = ImportDraft.objects.get()
    confirm(draft)

    class Killed(BaseException):
        pass

    write = import_jobs.Writer.write
    calls: list[int] = []

    def dies(self: Any, rows: Any) -> None:
        write(self, rows[: len(rows) // 2] if calls else rows)
        calls.append(1)
        if len(calls) == 2:
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(import_jobs.Writer, "write", dies)
        with pytest.raises(Killed), transaction.atomic():
            carry_out(draft.pk)
    # the outer transaction of this test took the first part back, too: nothing is half done
    draft.refresh_from_db()
    assert Registration.objects.count() == draft.done

    import_jobs.carry_out_waiting()

    assert Registration.objects.count() == LONG
    assert Letter.objects.count() == LONG
    assert len(set(Letter.objects.values_list("key", flat=True))) == LONG


def test_two_at_once_share_the_work(organizer: Client, event: Event) -> None:
    upload(organizer, people(LONG))
    draft = ImportDraft.objects.get()
    confirm(draft)
    draft.refresh_from_db()
    one, other = import_jobs._Run(draft), import_jobs._Run(draft)

    turns = [one.part, other.part] * LONG
    assert [turn() for turn in turns[:5]] == [True, True, True, False, False]

    assert Registration.objects.count() == LONG
    assert ImportDraft.objects.get().imported == LONG


def test_page_says_honestly_that_nobody_is_at_work(organizer: Client, event: Event) -> None:
    page = upload(organizer, people(LONG))
    organizer.post(page)
    assert "now_form" not in organizer.get(page).content.decode()
    ImportDraft.objects.update(confirmed_at=timezone.now() - SILENCE * 2)

    assert "now_form" in organizer.get(page).content.decode()
    organizer.post(page, form_data(organizer.get(page), "now_form"))

    assert Registration.objects.count() == LONG


def test_list_behind_another_is_not_called_forgotten(organizer: Client, event: Event) -> None:
    page = upload(organizer, people(LONG))
    organizer.post(page)
    ImportDraft.objects.update(confirmed_at=timezone.now() - SILENCE * 2)
    ImportDraft.objects.create(
        event=event, user=administrator(), kind="delegates", content={}, worked_at=timezone.now()
    )

    assert "now_form" not in organizer.get(page).content.decode()


def test_ceremony_without_seats_gives_the_list_back(organizer: Client, event: Event) -> None:
    page = upload(organizer, people(LONG))
    event.seating.delete()
    organizer.post(page)

    import_jobs.carry_out_waiting()

    shown = organizer.get(page)
    assert "chưa được thiết lập" in text_of(shown) or ImportDraft.objects.get().failure in text_of(
        shown
    )
    assert form_data(shown, "confirm_form")


def test_left_out_lines_are_told_and_come_back_as_a_list(organizer: Client, event: Event) -> None:
    lines = [
        ["TT", "Họ và tên", "Đơn vị", "SĐT", "Ghi chú"],
        [1, "Lê An", "Sở Y tế", "0912345678", ""],
        [2, "Lê Bình", "Sở Y tế", "12", "+84 =1+1"],
        [3, "", "Sở Y tế", "", ""],
        [4, "Lê Có Rồi", "Sở Y tế", "", ""],
    ]
    make_registration(event, name="Lê Có Rồi", organisation="Sở Y tế")
    page = upload(organizer, workbook(lines))
    organizer.post(page)

    shown = organizer.get(page)
    text = text_of(shown)
    assert "Đã nhập 1 dòng" in text
    assert "Lê Bình" in text
    assert "Lê An" not in text
    assert [(row.row, row.outcome) for row in shown.context["page"]] == [
        (3, "error"),
        (4, "error"),
        (5, "skipped"),
    ]
    for kind in range(3):
        rest = organizer.get(f"{page}rest/{kind}/")
        assert "attachment" in rest["Content-Disposition"]
        again = read_list(io.BytesIO(rest.content), "delegates")
        assert [row.value["name"] for row in again.rows] == ["Lê Bình", ""]
        assert again.rows[0].value["note"] == "+84 =1+1"
    assert organizer.get(f"{page}rest/9/").status_code == 404


def test_result_is_for_its_user_and_for_an_hour(organizer: Client, event: Event) -> None:
    page = upload(organizer, people(3))
    organizer.post(page)
    other = signed_in("secretariat")

    assert other.get(page)["Location"] == reverse(UPLOAD)
    assert other.get(f"{page}rest/0/").status_code == 404
    long_ago = timezone.now() - KEPT - datetime.timedelta(seconds=1)
    ImportDraft.objects.update(created_at=long_ago)
    assert organizer.get(page).status_code == 200  # the hour counts from the click
    ImportDraft.objects.update(confirmed_at=long_ago)
    assert organizer.get(page)["Location"] == reverse(UPLOAD)
    call_command("do_long_work", stdout=io.StringIO())
    assert not ImportDraft.objects.exists()


@pytest.mark.parametrize("silently", [False, True])
def test_letters_are_sent_unless_silently(organizer: Client, event: Event, silently: bool) -> None:
    page = upload(organizer, people(3, email=True))
    data = form_data(organizer.get(page), "confirm_form")

    organizer.post(page, {**data, **({"silently": "on"} if silently else {})})

    assert Registration.objects.count() == 3
    assert Letter.objects.count() == (0 if silently else 3)


def test_deadline_of_all_holds_where_a_row_has_none(organizer: Client, event: Event) -> None:
    lines = [
        ["Đơn vị", "Số lượng", "Hạn trả lời", "Đầu mối liên hệ", "Điện thoại đầu mối"],
        ["Sở Nội vụ", 2, datetime.date(2030, 1, 15), "Lê An", "0912345678"],
        ["Sở Y tế", 1, "", "", ""],
    ]
    page = upload(organizer, workbook(lines), kind="invitations")
    shown = text_of(organizer.get(page))
    assert "15/01/2030" in shown
    assert "0912 345 678" in shown

    wrong = organizer.post(page, {"deadline": "mai"})
    assert list(wrong.context["form"].errors) == ["deadline"]
    organizer.post(page, {"deadline": "20/01/2030"})

    found = Invitation.objects.order_by("pk").values_list(
        "organisation", "quota", "deadline", "contact_name", "contact_phone"
    )
    assert list(found) == [
        ("Sở Nội vụ", 2, datetime.date(2030, 1, 15), "Lê An", "+84912345678"),
        ("Sở Y tế", 1, datetime.date(2030, 1, 20), "", ""),
    ]


def test_invitations_imported_twice_are_invited_once(organizer: Client, event: Event) -> None:
    content = workbook([["Đơn vị", "Họ tên"], ["Sở Nội vụ", "Lê An"]])
    pages = [upload(organizer, content, kind="invitations") for _n in range(2)]

    for page in pages:
        organizer.post(page)

    assert Invitation.objects.count() == 1


def test_row_that_the_database_refuses_keeps_nobody_out(event: Event) -> None:
    listing = read_list(io.BytesIO(people(3)), "delegates")
    listing.rows[1].value["phone"] = "+0"
    draft = ImportDraft.objects.create(
        event=event, user=administrator(), kind="delegates", content=listing.as_dict()
    )
    confirm(draft)

    carry_out(draft.pk)

    assert Registration.objects.count() == 2
    assert ImportDraft.objects.get().imported == 2


def test_import_is_stopped_and_gone_on_with(organizer: Client, event: Event) -> None:
    page = upload(organizer, people(LONG))
    organizer.post(page)
    draft = ImportDraft.objects.get()
    parts = iter([False, True])
    carry_out(draft.pk, lambda: next(parts))

    organizer.post(page, form_data(organizer.get(page), "stop_form"))
    assert import_jobs.carry_out_waiting() == 0
    assert Registration.objects.count() == PART
    stopped = text_of(organizer.get(page))
    assert f"Nhập {LONG - PART} dòng" in stopped
    assert "chưa nhập" in text_of(organizer.get(reverse(UPLOAD)))

    organizer.post(page)
    import_jobs.carry_out_waiting()
    import_jobs.stop(draft.pk)  # too late: nothing happens
    assert f"Đã nhập {LONG} dòng" in text_of(organizer.get(page))
    assert Registration.objects.count() == LONG


def test_own_lists_are_found_again(organizer: Client, event: Event) -> None:
    page = upload(organizer, people(LONG))
    link = f'href="{page}"'
    assert link in organizer.get(reverse(UPLOAD)).content.decode()
    organizer.post(page)

    assert "ds.xlsx · đại biểu · đang nhập" in text_of(organizer.get(reverse(UPLOAD)))
    assert link not in administrator_client().get(reverse(UPLOAD)).content.decode()


def test_preview_tells_whom_there_is_no_seat_for(organizer: Client) -> None:
    make_seating(public_seats=2)
    enough, more = (upload(organizer, people(count)) for count in (2, 3))

    assert "chỉ còn" not in text_of(organizer.get(enough))
    assert "chỉ còn 2 chỗ" in text_of(organizer.get(more))
