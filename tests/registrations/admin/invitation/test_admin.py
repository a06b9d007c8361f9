"""The admin of invitations, by the requests that a browser sends."""

import html
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from events.mail import sending
from events.models import Letter
from registrations.models import CallLog, Invitation
from registrations.services import invitations, transitions
from tests.factories import DelegationFactory, make_delegate, make_invitation, make_seating, named
from tests.letters import where
from tests.mail_server import mail_server
from tests.pages import form_data, visible_text
from tests.people import signed_in, worker

pytestmark = pytest.mark.django_db

LIST = "admin:registrations_invitation_changelist"
ADD = "admin:registrations_invitation_add"
FOLLOW_UP = "admin:registrations_invitation_follow_up"


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Any:
    return make_seating(public_seats=40, policy="invited").event


def url(invitation: Invitation) -> str:
    return reverse("admin:registrations_invitation_change", args=[invitation.pk])


def opened(client: Client, invitation: Invitation) -> dict[str, Any]:
    return {**form_data(client.get(url(invitation)), "invitation_form"), "_save": "Lưu"}


def text_of(response: Any) -> str:
    return visible_text(response.content.decode())


def found(client: Client, **query: str) -> list[Invitation]:
    return list(client.get(reverse(LIST), query).context["cl"].result_list)


# finding


@pytest.mark.parametrize(
    "typed",
    ["so y te", "Hòa le", "tran thi lan", "SỞ Y TẾ hoa", "0912 345 678", "345678", "code"],
)
def test_an_invitation_is_found_by_any_part(organizer: Client, event: Any, typed: str) -> None:
    wanted = make_invitation(
        event,
        organisation="Sở Y tế",
        name="Lê Thị Hòa",
        contact_name="Trần Thị Lan",
        contact_phone="+84912345678",
    )
    make_invitation(event, organisation="Đại học Thái Nguyên")
    typed = wanted.code.lower() if typed == "code" else typed
    assert found(organizer, q=typed) == [wanted]


def test_list_is_filtered_by_the_answer(organizer: Client, event: Any) -> None:
    today = timezone.localdate()
    waiting = make_invitation(event, organisation="A", deadline=today)
    late = make_invitation(event, organisation="B", deadline=today - timedelta(days=1))
    accepted = make_invitation(event, organisation="C")
    named(accepted)
    declined = invitations.decline(make_invitation(event, organisation="D"))

    assert found(organizer, answer="open") == [waiting, late]
    assert found(organizer, answer="late") == [late]
    assert found(organizer, answer="accepted") == [accepted]
    assert found(organizer, answer="declined") == [declined]
    assert len(found(organizer, answer="nonsense")) == 4


@pytest.mark.parametrize("name", [LIST, FOLLOW_UP])
def test_pages_cost_the_same_for_one_and_for_many(organizer: Client, event: Any, name: str) -> None:
    delegation = DelegationFactory(event=event)

    def fill() -> None:
        invitation = make_invitation(event, delegation=delegation)
        CallLog.objects.create(invitation=invitation, said="Chưa nghe máy")
        named(make_invitation(event, delegation=delegation))

    fill()
    organizer.get(reverse(name))
    with CaptureQueriesContext(connection) as one:
        organizer.get(reverse(name))
    for _n in range(10):
        fill()
    with CaptureQueriesContext(connection) as many:
        organizer.get(reverse(name))

    assert len(many) == len(one) <= 13


def test_list_tells_how_many_are_named(organizer: Client, event: Any) -> None:
    invitation = make_invitation(event, quota=7)
    named(invitation)
    transitions.cancel(named(invitation))
    assert "1/7" in text_of(organizer.get(reverse(LIST)))


# writing


def test_an_invitation_is_entered(organizer: Client, event: Any) -> None:
    data = form_data(organizer.get(reverse(ADD)), "invitation_form")
    assert data["event"] == str(event.pk)
    data |= {"organisation": "Sở Y tế", "name": "Lê Thị Hòa", "quota": "4"}
    data |= {"deadline": "10/02/2030", "contact_phone": "0912 345 678"}

    assert organizer.post(reverse(ADD), data).status_code == 302

    made = Invitation.objects.get()
    assert (made.organisation, made.quota, made.contact_phone) == ("Sở Y tế", 4, "+84912345678")
    assert (made.organisation_search, made.name_search) == ("so y te", "le thi hoa")
    assert f"{made.deadline:%d/%m/%Y}" == "10/02/2030"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organisation": ""}, "organisation"),
        ({"quota": "0"}, "quota"),
        ({"quota": "99999"}, "quota"),
        ({"contact_phone": "091"}, "contact_phone"),
        ({"contact_email": "nobody"}, "contact_email"),
        ({"deadline": "31/02/2030"}, "deadline"),
    ],
)
def test_wrong_input_is_told_beside_its_field(
    organizer: Client, event: Any, changes: dict[str, str], field: str
) -> None:
    data = form_data(organizer.get(reverse(ADD)), "invitation_form")
    response = organizer.post(reverse(ADD), {**data, "organisation": "Sở Y tế", **changes})
    assert list(response.context["adminform"].form.errors) == [field]
    assert not Invitation.objects.exists()


def test_a_delegation_of_another_ceremony_is_refused(organizer: Client, event: Any) -> None:
    foreign = DelegationFactory(event__published=False)
    data = form_data(organizer.get(reverse(ADD)), "invitation_form")
    data |= {"organisation": "Sở Y tế", "delegation": foreign.pk}
    response = organizer.post(reverse(ADD), data)
    assert list(response.context["adminform"].form.errors) == ["delegation"]


def test_places_below_the_named_are_told_beside_the_field(organizer: Client, event: Any) -> None:
    invitation = make_invitation(event)
    for _n in range(2):
        named(invitation)
    response = organizer.post(url(invitation), {**opened(organizer, invitation), "quota": "1"})
    assert list(response.context["adminform"].form.errors) == ["quota"]


def test_an_old_page_changes_only_what_was_touched(organizer: Client, event: Any) -> None:
    invitation = make_invitation(event)
    old_page = opened(organizer, invitation)
    invitations.change(invitation, quota=9)
    invitations.decline(invitation)

    assert organizer.post(url(invitation), {**old_page, "note": "Gọi lại"}).status_code == 302

    invitation.refresh_from_db()
    assert (invitation.quota, invitation.note) == (9, "Gọi lại")
    assert invitation.declined_at is not None


def test_page_shows_link_qr_and_delegates(organizer: Client, event: Any) -> None:
    invitation = make_invitation(event)
    made = named(invitation)
    response = organizer.get(url(invitation))
    page = response.content.decode()
    assert f"http://testserver/moi/{invitation.token}/" in page
    assert 'src="data:image/svg+xml' in page
    assert invitation.code in page
    assert made.name in text_of(response)
    assert "('accepted'" not in html.unescape(page)


# calls


def calls(**row: str) -> dict[str, str]:
    return {f"calls-0-{name}": value for name, value in row.items()}


def test_a_call_is_noted_with_who_called(organizer: Client, event: Any) -> None:
    invitation = make_invitation(event)
    data = {**opened(organizer, invitation), **calls(said="Sẽ trả lời ngày mai")}
    assert organizer.post(url(invitation), data).status_code == 302
    call = CallLog.objects.get()
    assert (call.invitation, call.caller) == (invitation, "nguoi-organizer")
    assert call.said == "Sẽ trả lời ngày mai"


def test_without_a_call_none_is_noted(organizer: Client, event: Any) -> None:
    invitation = make_invitation(event)
    data = {**opened(organizer, invitation), "note": "Khách quý"}
    assert organizer.post(url(invitation), data).status_code == 302
    assert not CallLog.objects.exists()


def test_a_wrong_call_takes_back_the_rest_of_the_page(organizer: Client, event: Any) -> None:
    invitation = make_invitation(event)
    data = {**opened(organizer, invitation), "note": "Khách quý", **calls(caller="Lan")}
    response = organizer.post(url(invitation), data)
    assert response.status_code == 200
    assert "Khách quý" in response.content.decode()
    invitation.refresh_from_db()
    assert invitation.note == ""


# sending


def act(client: Client, action: str, *chosen: Invitation) -> str:
    data = {"action": action, "_selected_action": [row.pk for row in chosen]}
    return text_of(client.post(reverse(LIST), data, follow=True))


def test_chosen_invitations_are_sent_by_e_mail(organizer: Client, event: Any) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    one = make_invitation(event, contact_email="mot@example.vn")
    other = make_invitation(event, contact_email="hai@example.vn")
    nobody = make_invitation(event, organisation="Sở Không Thư")
    late = make_invitation(
        event, organisation="Sở Quá Hạn", contact_email="ba@example.vn", deadline=yesterday
    )
    untouched = make_invitation(event, contact_email="bon@example.vn")

    page = act(organizer, "send_chosen", one, other, nobody, late)

    assert "Đã soạn 2 thư: 0 đã gửi, 2 đang chờ gửi, 0 bị từ chối." in page
    assert "Chưa có địa chỉ thư điện tử, vui lòng gửi bằng cách khác: Sở Không Thư." in page
    assert "Không gửi vì đã hết hạn xác nhận: Sở Quá Hạn." in page
    assert sorted(where()) == [("hai@example.vn", "waiting"), ("mot@example.vn", "waiting")]
    assert set(found(organizer, sent="waiting")) == {one, other}
    assert found(organizer, sent="yes") == []
    assert set(found(organizer, sent="no")) == {nobody, late, untouched}
    with mail_server():
        sending.send_due()
    assert set(found(organizer, sent="yes")) == {one, other}
    assert len(found(organizer, sent="nonsense")) == 5


def test_to_send_once_more_is_an_action_of_its_own(organizer: Client, event: Any) -> None:
    first = make_invitation(event, organisation="Sở Đã Gửi", contact_email="mot@example.vn")
    act(organizer, "send_chosen", first)
    assert "đang chờ gửi nên không gửi lại: Sở Đã Gửi." in act(organizer, "send_chosen", first)
    with mail_server():
        sending.send_due()
    second = make_invitation(event, contact_email="hai@example.vn")
    Letter.objects.all().delete()

    page = act(organizer, "send_chosen", first, second)

    assert "Đã soạn 1 thư: 0 đã gửi, 1 đang chờ gửi, 0 bị từ chối." in page
    assert "Đã gửi hoặc đang chờ gửi nên không gửi lại: Sở Đã Gửi." in page
    assert where() == [("hai@example.vn", "waiting")]
    Letter.objects.all().delete()
    assert "Đã soạn 2 thư: 0 đã gửi, 2 đang chờ gửi, 0 bị từ chối." in act(
        organizer, "send_again_chosen", first, second
    )
    assert Letter.objects.count() == 2


def test_of_many_offices_the_message_names_the_first(organizer: Client, event: Any) -> None:
    now = timezone.now()
    rows = [make_invitation(event, organisation=f"Sở {n:02d}", sent_at=now) for n in range(12)]
    page = act(organizer, "send_chosen", *rows)
    assert "không gửi lại: Sở 00; Sở 01;" in page
    assert "Sở 09; và 2 trường hợp khác." in page


def test_invitations_on_paper_are_noted_as_sent(organizer: Client, event: Any) -> None:
    one, other = make_invitation(event), make_invitation(event, sent_at=timezone.now())
    before = other.sent_at
    assert "Đã ghi nhận 1 giấy mời là đã gửi." in act(organizer, "sent_chosen", one, other)
    other.refresh_from_db()
    assert other.sent_at == before
    assert found(organizer, sent="no") == []
    assert not Letter.objects.exists()


def test_who_declined_by_mistake_is_asked_again(organizer: Client, event: Any) -> None:
    mistaken = make_invitation(event, organisation="Sở Nghe Nhầm")
    note(organizer, mistaken, "Nghe nhầm", declined="on")
    silent = make_invitation(event, organisation="Sở Im Lặng")
    assert found(organizer, answer="declined") == [mistaken]

    page = act(organizer, "reopen_chosen", mistaken, silent)

    assert "1 giấy mời trở lại danh sách chờ xác nhận." in page
    assert "Sở Im Lặng: Đơn vị này chưa báo không tham dự." in page
    assert set(Invitation.objects.unanswered()) == {mistaken, silent}
    mistaken.refresh_from_db()
    assert (mistaken.replied_at, mistaken.declined_at, mistaken.decline_reason) == (None, None, "")
    assert mistaken.calls.get().said == "Nghe nhầm"


@pytest.mark.parametrize("action", ["send_chosen", "send_again_chosen", "sent_chosen"])
def test_reception_sends_nothing(event: Any, action: str) -> None:
    one = make_invitation(event, contact_email="mot@example.vn")
    viewer = worker("reception")
    viewer.user_permissions.add(Permission.objects.get(codename="view_invitation"))
    client = Client()
    client.force_login(viewer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse(LIST)).status_code == 200
    act(client, action, one)
    one.refresh_from_db()
    assert one.sent_at is None
    assert not Letter.objects.exists()


@pytest.mark.parametrize("way", ["page", "list"])
def test_a_removed_invitation_leaves_no_letter(organizer: Client, event: Any, way: str) -> None:
    one = make_invitation(event, contact_email="mot@example.vn")
    act(organizer, "send_chosen", one)
    assert Letter.objects.count() == 1
    if way == "page":
        delete = reverse("admin:registrations_invitation_delete", args=[one.pk])
        organizer.post(delete, {"post": "yes"})
    else:
        data = {"action": "delete_selected", "_selected_action": [one.pk], "post": "yes"}
        organizer.post(reverse(LIST), data)
    assert not Invitation.objects.exists()
    assert not Letter.objects.exists()


# the follow-up list


def test_follow_up_list_is_of_those_who_have_not_answered(organizer: Client, event: Any) -> None:
    today = timezone.localdate()
    silent = make_invitation(
        event, organisation="Sở Im lặng", contact_phone="+84912345678", deadline=today
    )
    CallLog.objects.create(invitation=silent, said="Máy bận", caller="Lan")
    accepted = make_invitation(event, organisation="Sở Nhận lời")
    named(accepted)
    invitations.decline(make_invitation(event, organisation="Sở Từ chối"))

    page = text_of(organizer.get(reverse(FOLLOW_UP)))

    for words in ("Sở Im lặng", "0912 345 678", "Máy bận", silent.code, f"{today:%d/%m/%Y}"):
        assert words in page
    assert event.title in page
    assert event.when() in page
    assert f"http://testserver/moi/{silent.token}/" in page
    assert "Sở Nhận lời" not in page
    assert "Sở Từ chối" not in page


def test_after_the_deadline_the_follow_up_list_leads_to_a_later_one(
    organizer: Client, event: Any
) -> None:
    today = timezone.localdate()
    make_invitation(event, organisation="Sở Còn hạn", deadline=today)
    assert "gia hạn" not in text_of(organizer.get(reverse(FOLLOW_UP)))
    late = make_invitation(event, organisation="Sở Hết hạn", deadline=today)
    invitations.change(late, deadline=today - timedelta(days=1))

    page = text_of(organizer.get(reverse(FOLLOW_UP)))

    assert page.count("Xác nhận thay đơn vị") == 1
    assert page.count("Đã hết hạn xác nhận: vui lòng gia hạn") == 1


def test_the_follow_up_list_tells_whether_the_invitation_has_gone_out(
    organizer: Client, event: Any
) -> None:
    one = make_invitation(event)
    assert "chưa gửi" in text_of(organizer.get(reverse(FOLLOW_UP)))
    invitations.note_sent([one])
    page = text_of(organizer.get(reverse(FOLLOW_UP)))
    assert f"đã gửi {timezone.localdate():%d/%m/%Y}" in page
    assert "chưa gửi" not in page


def test_once_the_ceremony_has_begun_no_later_deadline_is_advised(
    organizer: Client, event: Any
) -> None:
    now = timezone.localtime()
    event.window_start = event.window_end = now.date()
    event.starts_at = now - timedelta(minutes=1)
    event.save()
    make_invitation(event, deadline=now.date())
    page = text_of(organizer.get(reverse(FOLLOW_UP)))
    assert "Buổi lễ đã bắt đầu: ghi tên người đến dự ở mục “Đại biểu”" in page
    assert "gia hạn" not in page


def test_a_long_follow_up_list_is_paged(organizer: Client, event: Any) -> None:
    for number in range(51):
        make_invitation(event, organisation=f"Đơn vị {number:02d}")
    assert "Đơn vị 50" not in text_of(organizer.get(reverse(FOLLOW_UP)))
    assert "Đơn vị 50" in text_of(organizer.get(reverse(FOLLOW_UP), {"page": "2"}))
    assert organizer.get(reverse(FOLLOW_UP), {"page": "x"}).status_code == 200


def note(client: Client, invitation: Any, said: str, **more: str) -> Any:
    data = {"invitation": invitation.pk, "said": said, **more}
    return client.post(reverse(FOLLOW_UP), data, follow=True)


def test_a_call_is_noted_on_the_follow_up_list(organizer: Client, event: Any) -> None:
    silent = make_invitation(event, organisation="Sở Im lặng")
    page = text_of(note(organizer, silent, "Sẽ trả lời\x00 trong  ngày\r\nGọi lại sau 14 giờ"))
    assert "Đã ghi cuộc gọi tới Sở Im lặng." in page
    call = silent.calls.get()
    assert (call.said, call.caller) == (
        "Sẽ trả lời trong ngày\nGọi lại sau 14 giờ",
        "nguoi-organizer",
    )
    assert "nguoi-organizer: Sẽ trả lời trong ngày" in page


def test_an_empty_call_is_refused(organizer: Client, event: Any) -> None:
    silent = make_invitation(event)
    assert "Vui lòng ghi nội dung cuộc gọi." in text_of(note(organizer, silent, "  "))
    assert not CallLog.objects.exists()


def test_a_call_that_comes_after_the_answer_is_noted_all_the_same(
    organizer: Client, event: Any
) -> None:
    silent, busy = make_invitation(event), make_invitation(event)
    named(silent)
    named(busy)
    page = text_of(note(organizer, silent, "Máy bận"))
    assert "Đã ghi cuộc gọi" in page
    assert "Đơn vị này vừa xác nhận." in page
    assert silent.calls.get().said == "Máy bận"
    page = text_of(note(organizer, busy, "Không cử ai", declined="on"))
    assert "Đơn vị đã cử đại biểu." in page
    assert busy.calls.get().said == "Không cử ai"


def test_a_call_about_a_removed_invitation_is_told_back(organizer: Client, event: Any) -> None:
    stale = make_invitation(event)
    invitations.remove(Invitation.objects.get(pk=stale.pk))
    page = text_of(note(organizer, stale, "Hẹn gọi lại"))
    assert "Giấy mời này vừa bị xóa, cuộc gọi chưa được ghi: “Hẹn gọi lại”." in page
    assert "vừa xác nhận" not in page


def test_who_declines_on_the_telephone_is_off_the_list_also_after_the_deadline(
    organizer: Client, event: Any
) -> None:
    late = make_invitation(event, organisation="Sở Bận", deadline=timezone.localdate())
    invitations.change(late, deadline=timezone.localdate() - timedelta(days=2))
    page = text_of(note(organizer, late, "Trùng lịch", declined="on"))

    assert "Đã ghi cuộc gọi tới Sở Bận." in page
    assert found(organizer, answer="declined") == [late]
    assert Invitation.objects.unanswered().count() == 0
    late.refresh_from_db()
    assert (late.decline_reason, late.calls.get().said) == ("", "Trùng lịch")


def test_a_call_alone_declines_nothing(event: Any) -> None:
    caller = worker("reception")
    rights = ("view_invitation", "view_calllog", "add_calllog")
    caller.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(caller, backend="django.contrib.auth.backends.ModelBackend")
    silent = make_invitation(event)

    note(client, silent, "Máy bận", declined="on")

    assert silent.calls.count() == 1
    assert Invitation.objects.unanswered().get() == silent


def test_reception_notes_no_calls(event: Any) -> None:
    assert note(signed_in("reception"), make_invitation(event), "Máy bận").status_code == 403


# who may


def test_roles(event: Any) -> None:
    invitation = make_invitation(event)
    pages = [reverse(LIST), reverse(ADD), reverse(FOLLOW_UP), url(invitation)]
    for role, status in (("organizer", 200), ("secretariat", 200), ("reception", 403)):
        client = signed_in(role)
        assert [client.get(page).status_code for page in pages] == [status] * 4, role
    assert [Client().get(page).status_code for page in pages] == [302] * 4


def test_an_invitation_with_delegates_is_not_removed(organizer: Client, event: Any) -> None:
    invitation, empty = make_invitation(event), make_invitation(event)
    named(invitation)
    for row in (invitation, empty):
        delete = reverse("admin:registrations_invitation_delete", args=[row.pk])
        organizer.post(delete, {"post": "yes"})
    assert list(Invitation.objects.all()) == [invitation]
    secretary = signed_in("secretariat")
    delete = reverse("admin:registrations_invitation_delete", args=[invitation.pk])
    assert secretary.post(delete, {"post": "yes"}).status_code == 403


def test_page_of_a_delegate_names_the_invitation(organizer: Client, event: Any) -> None:
    made = named(make_invitation(event, organisation="Sở Mời khách"))
    page = organizer.get(reverse("admin:registrations_registration_change", args=[made.pk]))
    assert "Sở Mời khách" in text_of(page)


def test_page_of_a_delegate_tells_who_was_replaced(organizer: Client, event: Any) -> None:
    made = named(make_invitation(event), name="Người được thay")
    invitations.substitute(made, delegate=make_delegate(name="Người đến thay"))
    address = reverse("admin:registrations_registration_change", args=[made.pk])

    assert "Người được thay" in text_of(organizer.get(address))
    data = form_data(organizer.get(address), "registration_form")
    assert organizer.post(address, {**data, "position": "Phó Giám đốc"}).status_code == 302

    made.refresh_from_db()
    assert (made.name, made.position) == ("Người đến thay", "Phó Giám đốc")
    assert made.substitutions.get().name == "Người được thay"


@pytest.mark.parametrize(
    ("typed", "told", "kept"),
    [
        ("Ông Nguyễn Văn An", "Vui lòng ghi danh xưng vào ô “Danh xưng”", "Trần Thị Lan"),
        ("Ông Cao Thông", "giữ nguyên là “Ông Cao Thông”. Nếu “Ông” là danh xưng", "Ông Cao Thông"),
    ],
)
def test_honorific_of_the_addressee_has_a_field_of_its_own(
    organizer: Client, event: Any, typed: str, told: str, kept: str
) -> None:
    invitation = make_invitation(event, name="Trần Thị Lan")
    data = {**opened(organizer, invitation), "name": typed, "honorific": "mr"}

    page = text_of(organizer.post(url(invitation), data, follow=True))

    invitation.refresh_from_db()
    assert (told in page, invitation.name) == (True, kept)


def test_the_list_says_in_words_how_far_each_invitation_is(organizer: Client, event: Any) -> None:
    make_invitation(event, organisation="Sở Chưa Gửi")
    page = text_of(organizer.get(reverse(LIST)))
    assert "chưa gửi" in page.lower()
    for heading in ("Đã cử / số chỗ", "Việc gửi", "Xác nhận tham dự"):
        assert page.lower().count(heading.lower()) >= 1
    assert page.count("Đã cử / số chỗ") == 1
