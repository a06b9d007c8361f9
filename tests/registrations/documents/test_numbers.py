"""Invitations with numbers: one for a batch with its annex, or one each."""

import datetime

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from events.documents import KINDS
from events.documents.errors import AlreadyIssued
from events.models import Event, OfficialDocument
from registrations.documents.invitations import all_invitations
from registrations.models import Invitation
from tests.factories import (
    EventFactory,
    PlanFactory,
    issued_paper,
    make_invitation,
    make_seating,
    named,
)
from tests.pages import visible_text
from tests.papers import Reading
from tests.people import signed_in

pytestmark = pytest.mark.django_db

DAY = datetime.date(2025, 1, 20)
LIST = reverse("admin:registrations_invitation_changelist")


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2025, 1, 25, 5, tzinfo=datetime.UTC), tick=True):
        yield


@pytest.fixture
def event() -> Event:
    starts_at = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)
    event = make_seating(EventFactory(starts_at=starts_at), public_seats=5).event
    PlanFactory(event=event)
    return event


def issue(event: Event, key: int = 0, **kwargs) -> OfficialDocument:
    return issued_paper(event, "invitations", DAY, key=key, **kwargs)


def texts(pdf: bytes) -> list[str]:
    return [block.text for block in Reading(pdf).blocks]


def printed(event: Event) -> list[str]:
    """Return the number line of each invitation of the file with all."""
    return [text for text in texts(all_invitations(event).pdf()) if text.startswith("Số:")]


def test_one_number_for_a_batch_with_all_in_its_annex(event):
    make_invitation(
        event, organisation="Sở Một", name="Lê Văn Mời", honorific="mr", position="Giám đốc",
        quota=2, deadline=datetime.date(2030, 2, 5),
    )  # fmt: skip
    make_invitation(event, organisation="Sở Hai", quota=1)

    document = issue(event)

    reading = Reading(bytes(document.file.content))
    found = [block.text for block in reading.blocks]
    assert "Số: 01/GM-BTC" in found
    start = found.index("Phụ lục")
    assert found[start : start + 3] == [
        "Phụ lục",
        "DANH SÁCH CƠ QUAN, ĐƠN VỊ, ĐẠI BIỂU ĐƯỢC MỜI",
        "(Kèm theo Giấy mời số 01/GM-BTC ngày 20 tháng 01 năm 2025 của Ban Tổ chức Cuộc thi)",
    ]
    assert found[start + 3 :] == [
        "TT", "Cơ quan, đơn vị, đại biểu", "Số đại biểu", "Hạn xác nhận",
        "1", "Sở Hai", "01", "",
        "2", "Sở Một, Ông Lê Văn Mời, Giám đốc", "02", "05/02/2030",
        "Tổng số: 2 giấy mời./.",
    ]  # fmt: skip
    annex_page = reading.block("Phụ lục").lines[0].page
    assert annex_page == 2
    assert not [g for g in reading.untagged if g.page == annex_page and g.top < 19]
    assert document.recipients == "Các cơ quan, đơn vị, đại biểu theo danh sách kèm theo"
    for secret in Invitation.objects.values_list("code", flat=True):
        assert secret not in " ".join(found)


def test_number_of_the_batch_stands_on_each_copy_until_the_hour_moves(event):
    make_invitation(event)
    make_invitation(event)
    issue(event)

    assert printed(event) == ["Số: 01/GM-BTC"] * 2
    make_invitation(event)  # is in no annex
    assert sorted(printed(event)) == ["Số: /GM-BTC", "Số: 01/GM-BTC", "Số: 01/GM-BTC"]
    Event.objects.filter(pk=event.pk).update(venue="Hội trường khác")
    assert printed(event) == ["Số: /GM-BTC"] * 3


def test_each_has_its_own_number_and_its_copy_says_what_was_issued(event):
    first, second = make_invitation(event), make_invitation(event)
    documents = [issue(event, first.pk), issue(event, second.pk)]

    assert [d.number_and_symbol for d in documents] == ["01/GM-BTC", "02/GM-BTC"]
    assert [d.recipients for d in documents] == [first.organisation, second.organisation]
    assert sorted(printed(event)) == ["Số: 01/GM-BTC", "Số: 02/GM-BTC"]
    with pytest.raises(AlreadyIssued, match="01/GM-BTC"):
        issue(event, first.pk)
    Invitation.objects.filter(pk=first.pk).update(organisation="Sở Khác")
    assert sorted(printed(event)) == ["Số: /GM-BTC", "Số: 02/GM-BTC"]  # no number on other words
    again = issue(event, first.pk, replaces=documents[0])
    assert sorted(printed(event)) == ["Số: 02/GM-BTC", "Số: 03/GM-BTC"]
    assert (
        "(Thay thế Giấy mời số 01/GM-BTC ngày 20 tháng 01 năm 2025 của Ban Tổ chức Cuộc thi)"
        in (texts(bytes(again.file.content)))
    )


def test_print_of_what_was_changed_after_its_issue_says_so(event):
    invitation = make_invitation(event)
    issue(event, invitation.pk)
    Invitation.objects.filter(pk=invitation.pk).update(organisation="Sở Khác")
    client = signed_in("organizer")

    paper = client.get(
        reverse("admin:events_paper_print", args=["invitations", event.pk, invitation.pk])
    )

    assert "Số: /GM-BTC" in texts(paper.content)
    page = visible_text(client.get(LIST).content.decode())
    assert "Văn bản đã được cấp số 01/GM-BTC nhưng nội dung nay đã khác" in page


def test_delegates_stand_in_the_annex_of_what_is_issued(event):
    invitation = make_invitation(event)
    guest = named(invitation, position="Trưởng phòng")

    found = texts(bytes(issue(event, invitation.pk).file.content))

    start = found.index("Phụ lục")
    assert "Danh sách đại biểu đã đăng ký tại Phụ lục kèm theo." in found[:start]
    assert "DANH SÁCH ĐẠI BIỂU" in found[start:]
    assert f"{guest.name}, Trưởng phòng" in found[start:]
    named(invitation)
    assert printed(event) == ["Số: 01/GM-BTC"]  # who comes is no word of the letter


# in the admin


def choose(client: Client, *rows: Invitation, **data: str) -> str:
    keys = [str(row.pk) for row in rows]
    response = client.post(
        LIST, {"action": "issue_chosen", "_selected_action": keys, **data}, follow=True
    )
    assert response.status_code == 200
    return visible_text(response.content.decode())


def test_chosen_ones_get_numbers_after_a_question_and_those_that_have_one_are_told(event):
    client = signed_in("organizer")
    rows = [make_invitation(event) for _n in range(3)]
    issue(event, rows[0].pk)

    page = choose(client, *rows)
    assert "3 giấy mời sẽ được cấp số riêng" in page
    assert OfficialDocument.objects.count() == 1
    page = choose(client, *rows, confirmed="yes", day="25/01/2025")

    assert "Đã cấp số, phát hành 2 giấy mời: từ số 02/GM-BTC đến số 03/GM-BTC." in page
    assert f"{rows[0].organisation}: giấy mời đã có số 01/GM-BTC." in page
    assert OfficialDocument.objects.count() == 3
    for number in ("01/GM-BTC", "02/GM-BTC", "03/GM-BTC"):
        assert number in page
    detail = client.get(reverse("admin:registrations_invitation_change", args=[rows[1].pk]))
    own = OfficialDocument.objects.get(key=rows[1].pk)
    assert own.number_and_symbol in visible_text(detail.content.decode())


def test_what_time_does_not_allow_goes_on_with_the_next_press(event, monkeypatch):
    from registrations.admin.invitation import issuing

    monkeypatch.setattr(issuing, "SECONDS", 0)
    client = signed_in("organizer")
    rows = [make_invitation(event) for _n in range(2)]

    page = choose(client, *rows, confirmed="yes", day="25/01/2025")

    assert "2 giấy mời sẽ được cấp số riêng" in page
    assert not OfficialDocument.objects.exists()


def test_who_may_not_issue_gives_no_numbers(event):
    from django.contrib.auth.models import Permission, User

    user = User.objects.create_user("chi-xem", is_staff=True)
    for code in ("view_invitation", "change_invitation"):
        user.user_permissions.add(Permission.objects.get(codename=code))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    invitation = make_invitation(event)

    choose(client, invitation, confirmed="yes", day="25/01/2025")

    assert not OfficialDocument.objects.exists()
    page = reverse("admin:events_paper_issue", args=["invitations", event.pk, invitation.pk])
    assert client.get(page).status_code == 403


def test_issued_invitation_is_only_for_those_who_may_see_invitations(event):
    from django.contrib.auth.models import Permission, User

    document = issue(event, make_invitation(event).pk)
    user = User.objects.create_user("so-van-ban", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_officialdocument"))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    page = reverse("admin:events_officialdocument_download", args=[document.pk])

    assert client.get(page).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_invitation"))
    assert client.get(page).content == bytes(document.file.content)


def test_kind_prints_one_paper_for_all_only_where_somebody_is_invited(event):
    with pytest.raises(Invitation.DoesNotExist):
        KINDS["invitations"].draft(event)
