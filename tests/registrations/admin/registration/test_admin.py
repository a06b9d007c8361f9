"""The admin of seats and delegates, by the requests that a browser sends."""

import datetime
import io
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.mail import sending
from events.models import Event, Letter
from registrations.admin.search import DelegationFilter
from registrations.errors import ChangedMeanwhile
from registrations.importing import read_list
from registrations.models import Registration, Seat, Seating
from registrations.services import hall, invitations, reminders, transitions
from registrations.services.delegate_keys import delegate_key
from registrations.services.identity import Delegate
from tests.factories import (
    DelegationFactory,
    EventFactory,
    make_delegate,
    make_hall,
    make_invitation,
    make_registration,
    make_seating,
    named,
)
from tests.letters import where
from tests.mail_server import mail_server
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

LIST = "admin:registrations_registration_changelist"
ADD = "admin:registrations_registration_add"


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def seating() -> Seating:
    return make_seating(public_seats=2, reserve_seats=1)


@pytest.fixture
def event(seating: Seating) -> Event:
    return seating.event


def url(row: Any) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def opened(client: Client, row: Any) -> dict[str, Any]:
    data = form_data(client.get(url(row)), f"{row._meta.model_name}_form")
    return {**data, "_save": "Lưu"}


def step(name: str) -> str:
    return reverse("admin:registrations_registration_transition", args=[name])


def text_of(response: Any) -> str:
    return visible_text(response.content.decode())


def status(registration: Registration) -> str:
    return Registration.objects.get(pk=registration.pk).status


# Seats


def test_too_few_seats_is_told_beside_the_field(organizer: Client, seating: Seating) -> None:
    for _n in range(2):
        make_registration(seating.event)
    data = {**opened(organizer, seating), "public_seats": "1", "reserve_seats": "7"}

    response = organizer.post(url(seating), data)

    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert list(errors) == ["public_seats"]
    assert errors["public_seats"] == [
        "Không thể giảm số chỗ (mở đăng ký) xuống 1 vì đang có 2 chỗ có người giữ (số 1-2). "
        "Vui lòng nhập từ 2 trở lên, hoặc hủy bớt đăng ký trước."
    ]
    again = form_data(response, "seating_form")
    assert (again["public_seats"], again["reserve_seats"]) == ("1", "7")
    seating.refresh_from_db()
    assert (seating.public_seats, seating.reserve_seats) == (2, 1)
    assert Seat.objects.count() == 3


def test_too_few_reserve_seats_is_told_beside_its_field(
    organizer: Client, seating: Seating
) -> None:
    for _n in range(3):
        last = make_registration(seating.event)
    transitions.give_reserve_seat(last, reason="Khách mời")
    data = {**opened(organizer, seating), "reserve_seats": "0"}

    response = organizer.post(url(seating), data)

    assert list(response.context["adminform"].form.errors) == ["reserve_seats"]


def test_more_seats_seat_who_waits_and_say_so(organizer: Client, seating: Seating) -> None:
    waiting = [make_registration(seating.event) for _n in range(4)][2:]
    data = {**opened(organizer, seating), "public_seats": "3"}

    response = organizer.post(url(seating), data, follow=True)

    assert [status(registration) for registration in waiting] == ["confirmed", "waiting"]
    told = "1 đại biểu trong danh sách chờ đã được xếp chỗ: " + waiting[0].name
    assert told in text_of(response)


def test_old_page_of_seats_keeps_the_number_that_another_set(
    organizer: Client, seating: Seating
) -> None:
    old_page = opened(organizer, seating)
    organizer.post(url(seating), {**opened(organizer, seating), "public_seats": "9"})

    organizer.post(url(seating), {**old_page, "policy": "approval"})

    seating.refresh_from_db()
    assert (seating.public_seats, seating.policy) == (9, "approval")
    assert Seat.objects.public().count() == 9


def test_period_upside_down_is_refused_before_any_seat_moves(
    organizer: Client, seating: Seating
) -> None:
    data = {**opened(organizer, seating), "public_seats": "5"}
    data |= {"opens_at_0": "12/02/2030", "opens_at_1": "08:00"}
    data |= {"closes_at_0": "11/02/2030", "closes_at_1": "08:00"}

    response = organizer.post(url(seating), data)

    assert "Thời điểm đóng đăng ký phải sau thời điểm mở." in text_of(response)
    assert Seat.objects.public().count() == 2


def test_seats_of_a_new_ceremony_are_made(organizer: Client) -> None:
    event = EventFactory()
    add = reverse("admin:registrations_seating_add")
    data = form_data(organizer.get(add), "seating_form")

    data |= {"event": event.pk, "policy": "open"}
    assert organizer.post(add, data).status_code == 302

    assert Seat.objects.filter(event=event).count() == 130
    assert event.seating.policy == "open"


def test_page_of_seats_counts_taken_free_and_waiting(organizer: Client, seating: Seating) -> None:
    for _n in range(3):
        make_registration(seating.event)

    text = text_of(organizer.get(url(seating)))

    assert "Chỗ mở đăng ký đã có người 2, còn 0" in text
    assert "Chỗ dự phòng đã có người 0, còn 1" in text
    assert "Trong danh sách chờ 1" in text


def test_seats_are_never_removed_alone(organizer: Client, seating: Seating) -> None:
    delete = reverse("admin:registrations_seating_delete", args=[seating.pk])
    assert organizer.post(delete, {"post": "yes"}).status_code == 403

    assert Seating.objects.filter(pk=seating.pk).exists()


def test_ceremony_without_delegates_is_removed_with_its_seats(
    organizer: Client, seating: Seating
) -> None:
    delete = reverse("admin:events_event_delete", args=[seating.event_id])

    assert organizer.post(delete, {"post": "yes"}).status_code == 302

    assert not Seat.objects.exists()


def test_ceremony_with_delegates_is_kept(organizer: Client, event: Event) -> None:
    make_registration(event)
    delete = reverse("admin:events_event_delete", args=[event.pk])

    response = organizer.post(delete, {"post": "yes"})

    assert "vì còn các mục liên quan" in text_of(response)
    assert Event.objects.filter(pk=event.pk).exists()


def test_place_of_a_seat_is_written_and_nothing_else(organizer: Client, seating: Seating) -> None:
    make_hall(seating.event, A=3)
    seat = Seat.objects.get(number=2)
    moved = {"row_name": "a", "chair": "2", "number": "99", "kind": "reserve"}
    data = {**opened(organizer, seat), **moved}

    organizer.post(url(seat), data)

    seat.refresh_from_db()
    assert (seat.chair_name, seat.number, seat.kind) == ("Hàng A, ghế 2", 2, "public")


# Finding


@pytest.mark.parametrize(
    "typed",
    [
        "nguyen thi hoa",
        "Hòa Nguyễn",
        "HOÀ",
        "khoa hoc cong nghe",
        "hoa so khoa",
        "0912 345 678",
        "+84 912345678",
        "345678",
    ],
)
def test_delegate_is_found_by_any_part(organizer: Client, event: Event, typed: str) -> None:
    wanted = {"name": "Nguyễn Thị Hòa", "organisation": "Sở Khoa học và Công nghệ"}
    make_registration(event, **wanted, phone="+84912345678")
    make_registration(event, name="Trần Văn Đức", organisation="Đại học Thái Nguyên")

    text = text_of(organizer.get(reverse(LIST), {"q": typed}))

    assert "Nguyễn Thị Hòa" in text
    assert "Trần Văn Đức" not in text


@pytest.mark.parametrize("typed", ["le thi thu", "0912 345 678", "Lê Thị Thử sở"])
def test_delegate_is_found_by_who_was_replaced(organizer: Client, event: Event, typed: str) -> None:
    before = make_registration(
        event, name="Lê Thị Thử", phone="+84912345678", organisation="Sở Y tế"
    )
    make_registration(event, name="Trần Văn Đức", organisation="Đại học Thái Nguyên")
    comes = Delegate(name="Hoàng Văn Thay", organisation="Sở Y tế")
    invitations.substitute(before, delegate=comes, channel=Registration.Channel.OFFICE)

    text = text_of(organizer.get(reverse(LIST), {"q": typed}))

    assert "Hoàng Văn Thay dự thay Lê Thị Thử" in text
    assert "Trần Văn Đức" not in text


@pytest.mark.parametrize("dash", ["-", ""])
def test_delegate_is_found_by_the_code(organizer: Client, event: Event, dash: str) -> None:
    registration = make_registration(event, name="Nguyễn Thị Hòa")
    make_registration(event, name="Trần Văn Đức")

    text = text_of(
        organizer.get(reverse(LIST), {"q": registration.code.lower().replace("-", dash)})
    )

    assert "Nguyễn Thị Hòa" in text
    assert "Trần Văn Đức" not in text


def test_list_bears_the_name_of_its_menu_and_filters_by_words(
    organizer: Client, event: Event
) -> None:
    make_registration(event)
    make_registration(event, delegation_id=DelegationFactory(event=event).pk)
    page = organizer.get(reverse(LIST))
    text = text_of(page)
    assert "Thêm đại biểu" in text
    assert "không thuộc thành phần nào" in text
    changes = page.context["cl"]
    (by_delegation,) = (f for f in changes.filter_specs if isinstance(f, DelegationFilter))
    shown = [choice["display"] for choice in by_delegation.choices(changes)]
    assert str(shown[-1]) == "không thuộc thành phần nào"


def test_list_is_in_the_order_of_given_names(organizer: Client, event: Event) -> None:
    for name in ("Nguyễn Văn Đạt", "Trần Thị An", "Lê Văn Dũng", "Bùi Văn Ánh"):
        make_registration(event, name=name)

    text = text_of(organizer.get(reverse(LIST)))

    places = [text.index(name) for name in ("Thị An", "Văn Ánh", "Văn Dũng", "Văn Đạt")]
    assert places == sorted(places)


def test_list_is_filtered_by_state(organizer: Client, event: Event) -> None:
    for _n in range(2):
        make_registration(event)
    waiting = make_registration(event)

    response = organizer.get(reverse(LIST), {"status__exact": "waiting"})

    assert [row.pk for row in response.context["cl"].result_list] == [waiting.pk]


def test_list_costs_the_same_for_one_and_for_many(organizer: Client) -> None:
    event = make_seating(public_seats=40).event
    delegation = DelegationFactory(event=event)
    make_registration(event, delegation_id=delegation.pk)
    organizer.get(reverse(LIST))
    with CaptureQueriesContext(connection) as one:
        organizer.get(reverse(LIST))
    for _n in range(30):
        make_registration(event, delegation_id=delegation.pk)
    with CaptureQueriesContext(connection) as many:
        organizer.get(reverse(LIST))

    assert len(many) == len(one)
    assert len(many) <= 12


# Writing


def test_organizer_registers_when_the_public_cannot(organizer: Client) -> None:
    event = make_seating(policy=Seating.Policy.INVITED).event
    data = form_data(organizer.get(reverse(ADD)), "registration_form")
    assert data["event"] == str(event.pk)
    data |= {"name": "Lê Văn Thử", "organisation": "Sở Thử"}
    data |= {"phone": "0912 345 678", "position": "Phó Giám đốc"}

    response = organizer.post(reverse(ADD), data)

    assert response.status_code == 302
    registration = Registration.objects.get()
    assert (registration.channel, registration.status) == ("office", "confirmed")
    assert (registration.phone, registration.position) == ("+84912345678", "Phó Giám đốc")
    assert registration.seat is not None


def test_wrong_telephone_is_told_and_nothing_typed_is_lost(organizer: Client, event: Event) -> None:
    data = form_data(organizer.get(reverse(ADD)), "registration_form")
    data |= {"event": event.pk, "name": "Lê Văn Thử", "organisation": "Sở Thử", "phone": "091234"}

    response = organizer.post(reverse(ADD), data)

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["phone"]
    assert form_data(response, "registration_form")["name"] == "Lê Văn Thử"
    assert not Registration.objects.exists()


def test_same_person_twice_is_told_above_the_form(organizer: Client, event: Event) -> None:
    made = make_registration(event, name="Lê Văn Thử", organisation="Sở Thử")
    data = form_data(organizer.get(reverse(ADD)), "registration_form")
    data |= {"event": event.pk, "name": "LE VAN THU", "organisation": "so thu"}

    response = organizer.post(reverse(ADD), data)

    assert response.status_code == 200
    told = f"Người này đã đăng ký: Lê Văn Thử, Sở Thử ({made.code}, đã xác nhận)."
    told += (
        " Nếu là người khác trùng họ tên, đề nghị ghi thêm một chữ cái sau họ tên để phân biệt, "
    )
    assert f"{told}ví dụ: LE VAN THU B." in text_of(response)
    assert f'href="{url(made)}"' in response.content.decode()
    assert Registration.objects.count() == 1


def test_delegation_of_another_ceremony_is_refused(organizer: Client, event: Event) -> None:
    foreign = DelegationFactory()
    data = form_data(organizer.get(reverse(ADD)), "registration_form")
    data |= {
        "event": event.pk,
        "name": "Lê Văn Thử",
        "organisation": "Sở",
        "delegation": foreign.pk,
    }

    response = organizer.post(reverse(ADD), data)

    assert "Thành phần này thuộc buổi lễ khác." in text_of(response)


def test_correction_on_an_old_page_does_not_undo_a_state(organizer: Client, event: Event) -> None:
    registration = make_registration(event, name="Nguyen Van Thu")
    old_page = opened(organizer, registration)
    transitions.cancel(registration, reason="Xin rút")
    transitions.correct(
        registration,
        delegate=Delegate(name="Nguyen Van Thu", organisation="Đơn vị mới"),
    )

    data = {**old_page, "name": "Nguyễn Văn Thử", "status": "confirmed", "seat": "1"}
    assert organizer.post(url(registration), data).status_code == 302

    registration.refresh_from_db()
    assert (registration.status, registration.seat) == ("cancelled", None)
    assert (registration.name, registration.organisation) == ("Nguyễn Văn Thử", "Đơn vị mới")


# Steps


def test_list_action_asks_then_approves(organizer: Client, seating: Seating) -> None:
    Seating.objects.update(policy=Seating.Policy.APPROVAL)
    pending = [make_registration(seating.event) for _n in range(3)]
    ids = [str(registration.pk) for registration in pending]
    data = {"action": "approve_chosen", "_selected_action": ids}

    page = organizer.post(reverse(LIST), data)
    assert [status(registration) for registration in pending] == ["pending"] * 3
    assert pending[2].name in text_of(page)
    response = organizer.post(step("approve"), {"ids": ids}, follow=True)

    states = sorted(status(registration) for registration in pending)
    assert states == ["confirmed", "confirmed", "waiting"]
    text = text_of(response)
    assert "2 đăng ký chuyển sang trạng thái “đã xác nhận”." in text
    assert "1 đăng ký chuyển sang trạng thái “trong danh sách chờ”." in text


def test_what_organizers_note_of_a_delegate_is_written_and_mended(
    organizer: Client, event: Event
) -> None:
    typed = {**form_data(organizer.get(reverse(ADD)), "registration_form"), "_save": "Lưu"}
    person = {"event": str(event.pk), "name": "Lê Thị Thử", "organisation": "Sở Thử nghiệm"}
    organizer.post(reverse(ADD), {**typed, **person, "note": "Cần xe lăn"})
    made = Registration.objects.get()
    assert made.note == "Cần xe lăn"
    old_page = opened(organizer, made)

    organizer.post(url(made), {**opened(organizer, made), "note": "Cần xe lăn\r\nĐi cùng tài xế"})
    organizer.post(url(made), {**old_page, "position": "Chánh Văn phòng"})

    made.refresh_from_db()
    assert (made.note, made.position) == ("Cần xe lăn\nĐi cùng tài xế", "Chánh Văn phòng")
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("name", ["decline", "cancel", "reserve"])
def test_step_without_reason_is_not_taken(organizer: Client, seating: Seating, name: str) -> None:
    Seating.objects.update(policy=Seating.Policy.APPROVAL)
    registration = make_registration(seating.event)

    response = organizer.post(step(name), {"ids": registration.pk, "reason": "  "})

    assert "Vui lòng điền nội dung này." in text_of(response)
    assert status(registration) == "pending"


def test_reserve_seat_is_given_with_its_reason(organizer: Client, event: Event) -> None:
    waiting = [make_registration(event) for _n in range(4)][2:]
    data = {"ids": [row.pk for row in waiting], "reason": "Khách của Chủ tịch"}

    response = organizer.post(step("reserve"), data, follow=True)

    assert [status(row) for row in waiting] == ["confirmed", "waiting"]
    assert Registration.objects.get(pk=waiting[0].pk).reason == "Khách của Chủ tịch"
    assert (
        f"{waiting[1].name}: Đã hết chỗ dự phòng. Có thể tăng số chỗ ở mục “Số chỗ ngồi”."
        in text_of(response)
    )


def test_cancelling_gives_the_seat_to_who_waits(organizer: Client, event: Event) -> None:
    first, _second, waiting = [make_registration(event) for _n in range(3)]

    organizer.post(step("cancel"), {"ids": first.pk, "reason": "Bận công tác"})

    assert (status(first), status(waiting)) == ("cancelled", "confirmed")


def test_step_that_came_too_late_is_told(organizer: Client, event: Event) -> None:
    registration = make_registration(event)

    response = organizer.post(step("approve"), {"ids": registration.pk}, follow=True)

    assert "Chỉ duyệt được đăng ký đang chờ duyệt." in text_of(response)


def test_page_offers_the_steps_that_are_possible(organizer: Client, event: Event) -> None:
    confirmed, _other, waiting = [make_registration(event) for _n in range(3)]

    assert "Xếp chỗ dự phòng" in text_of(organizer.get(url(waiting)))
    text = text_of(organizer.get(url(confirmed)))
    assert "Hủy đăng ký" in text
    assert "Xếp chỗ dự phòng" not in text


def test_looking_at_a_step_takes_nothing(organizer: Client, event: Event) -> None:
    registration = make_registration(event)

    response = organizer.get(step("cancel"), {"ids": registration.pk})

    assert registration.name in text_of(response)
    assert status(registration) == "confirmed"


def test_registration_is_never_wiped_out(organizer: Client, event: Event) -> None:
    registration = make_registration(event)
    delete = reverse("admin:registrations_registration_delete", args=[registration.pk])

    assert organizer.post(delete, {"post": "yes"}).status_code == 403
    data = {"action": "delete_selected", "_selected_action": registration.pk, "post": "yes"}
    organizer.post(reverse(LIST), data)

    assert status(registration) == "confirmed"


# Taking the list along


def exported(client: Client, kind: int) -> bytes:
    address = reverse("admin:registrations_registration_export")
    response = client.post(address, {"format": str(kind), "resource": "0"})
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"], text_of(response)
    return response.content


def test_workbook_has_words_and_whole_telephones(organizer: Client, event: Event) -> None:
    make_registration(
        event,
        name="=HYPERLINK(1)",
        organisation="+Sở Thử",
        honorific="ms",
        phone="+84912345678",
    )

    sheet = openpyxl.load_workbook(io.BytesIO(exported(organizer, 0))).active

    head, row = [[cell.value for cell in cells] for cells in sheet.iter_rows()]
    assert head[:6] == ["STT", "Mã đăng ký", "Trạng thái", "Chỗ số", "Danh xưng", "Họ và tên"]
    person = dict(zip(head, row, strict=True))
    assert person["Họ và tên"] == "'=HYPERLINK(1)"
    assert person["Đơn vị công tác"] == "'+Sở Thử"
    assert (person["Danh xưng"], person["Trạng thái"]) == ("Bà", "đã xác nhận")
    assert (person["Số điện thoại"], person["Chỗ số"]) == ("0912 345 678", 1)
    assert [cell.data_type for cell in sheet[2]].count("f") == 0


def test_csv_opens_in_excel_with_its_accents(organizer: Client, event: Event) -> None:
    make_registration(event, name="Đặng Thị Ánh", phone="+84912345678")

    content = exported(organizer, 1)

    assert content.startswith(b"\xef\xbb\xbf")
    head, row = content.decode("utf-8-sig").splitlines()
    assert head.startswith("STT,Mã đăng ký,Trạng thái,Chỗ số,")
    assert ",Đặng Thị Ánh," in row
    assert ",0912 345 678," in row


def test_document_is_a_list_that_can_be_read_again(organizer: Client, event: Event) -> None:
    make_registration(event, name="Đặng Thị Ánh", organisation="=Sở Thử", phone="+84912345678")

    content = exported(organizer, 2)

    (row,) = read_list(io.BytesIO(content), "delegates").rows
    assert (row.value["name"], row.value["organisation"]) == ("Đặng Thị Ánh", "=Sở Thử")
    assert row.value["phone"] == "+84912345678"


def test_seats_are_taken_along_with_who_sits_there(organizer: Client, event: Event) -> None:
    make_registration(event, name="Đặng Thị Ánh", organisation="=Sở Thử")
    address = reverse("admin:registrations_seat_export") + "?kind__exact=public"
    with CaptureQueriesContext(connection) as one:
        content = organizer.post(address, {"format": "1", "resource": "0"}).content.decode()
    make_registration(event)
    with CaptureQueriesContext(connection) as two:
        organizer.post(address, {"format": "1", "resource": "0"})

    lines = content.splitlines()
    assert len(lines) == 3
    assert "Đặng Thị Ánh" in lines[1]
    assert "'=Sở Thử" in lines[1]
    assert len(one) == len(two)


@pytest.mark.parametrize("kind", [0, 1, 2])
def test_export_keeps_to_the_filter(organizer: Client, event: Event, kind: int) -> None:
    for name in ("Lê An", "Lê Bình"):
        make_registration(event, name=name)
    address = reverse("admin:registrations_registration_export") + "?q=binh"
    response = organizer.post(address, {"format": str(kind), "resource": "0"})

    rows = read_list(io.BytesIO(response.content), "delegates").rows
    assert [row.value["name"] for row in rows] == ["Lê Bình"]


def test_export_costs_the_same_for_one_and_for_many(organizer: Client) -> None:
    event = make_seating(public_seats=40).event
    make_registration(event)
    exported(organizer, 1)
    with CaptureQueriesContext(connection) as one:
        exported(organizer, 1)
    for _n in range(20):
        make_registration(event)
    with CaptureQueriesContext(connection) as many:
        exported(organizer, 1)

    assert len(many) == len(one)


# Roles


def test_secretariat_works_on_delegates_but_not_on_seats(seating: Seating) -> None:
    secretary = signed_in("secretariat")
    registration = make_registration(seating.event)
    data = {**opened(secretary, registration), "position": "Trưởng phòng"}

    assert secretary.post(url(registration), data).status_code == 302
    assert secretary.post(url(seating), {"public_seats": "1"}).status_code == 403

    registration.refresh_from_db()
    assert registration.position == "Trưởng phòng"
    seating.refresh_from_db()
    assert seating.public_seats == 2


def test_reception_sees_delegates_and_changes_nothing(seating: Seating) -> None:
    reception = signed_in("reception")
    registration = make_registration(seating.event, name="Lê Thị Xem")

    assert "Lê Thị Xem" in text_of(reception.get(reverse(LIST)))
    assert reception.get(url(registration)).status_code == 200
    assert reception.post(url(registration), {"name": "Khác"}).status_code == 403
    assert reception.post(reverse(ADD), {"name": "Thêm trộm"}).status_code == 403
    data = {"ids": registration.pk, "reason": "trộm"}
    assert reception.post(step("cancel"), data).status_code == 403
    assert reception.get(reverse("admin:registrations_registration_export")).status_code == 403
    assert reception.get(url(seating)).status_code == 403
    act = {"action": "cancel_chosen", "_selected_action": registration.pk}
    reception.post(reverse(LIST), act)

    registration.refresh_from_db()
    assert (registration.name, registration.status) == ("Lê Thị Xem", "confirmed")
    assert Registration.objects.count() == 1


def test_reception_reads_what_it_needs_to_receive_people_and_no_more(seating: Seating) -> None:
    one = make_registration(
        seating.event, name="Lê Thị Xem", phone="+84912345004", email="xem@thu.example"
    )
    transitions.correct(one, delegate=make_delegate(name="Lê Thị Xem"), note="Ngồi xe lăn")
    transitions.correct(
        one,
        delegate=make_delegate(name="Lê Thị Xem", phone="+84912345004", email="xem@thu.example"),
    )
    one.refresh_from_db()
    invitations.substitute(one, delegate=make_delegate(name="Trần Thị Thay"), channel="office")
    transitions.cancel(one, reason="Gia đình có việc")
    reception = signed_in("reception")
    seen = [text_of(reception.get(page)) for page in (url(one), reverse(LIST))]
    seen.append(text_of(reception.get(reverse(LIST), {"q": "le thi xem"})))
    for page in seen:
        assert "Trần Thị Thay" in page
        for hidden in ("xem@thu.example", "Ngồi xe lăn", "Gia đình có việc", "+84"):
            assert hidden not in page
    organizer = text_of(signed_in("organizer").get(url(one)))
    assert "Ngồi xe lăn" in organizer
    assert "Gia đình có việc" in organizer


def test_visitor_is_asked_to_log_in(client: Client, event: Event) -> None:
    registration = make_registration(event)

    for address in (reverse(LIST), url(registration), step("cancel")):
        response = client.post(address, {"ids": registration.pk, "reason": "trộm"})
        assert response.status_code == 403
        assert 'type="password"' in response.content.decode()  # what was typed waits behind it
    assert status(registration) == "confirmed"


def add_late(client: Client, event: Event, **more: str) -> Any:
    data = {
        "event": event.pk,
        "name": "Lê Thị Đến Muộn",
        "organisation": "Sở Thử nghiệm",
        "reserve_reason": "Lãnh đạo đến mà chưa đăng ký",
        **more,
    }
    return client.post(reverse(ADD), data, follow=True)


@pytest.mark.parametrize(
    ("before", "kind", "reason"),
    [(1, "public", ""), (2, "reserve", "Lãnh đạo đến mà chưa đăng ký")],
)
def test_late_guest_gets_a_reserve_seat_only_where_no_public_one_is_free(
    organizer: Client, event: Event, before: int, kind: str, reason: str
) -> None:
    for _n in range(before):
        make_registration(event)
    add_late(organizer, event)
    late = Registration.objects.get(name="Lê Thị Đến Muộn")
    assert (late.seat.kind, late.reason) == (kind, reason)


def test_late_guest_without_a_seat_left_is_told_and_nothing_is_lost(
    organizer: Client, event: Event
) -> None:
    for _n in range(2):
        make_registration(event)
    add_late(organizer, event, name="Trần Văn Đến Trước")
    answer = add_late(organizer, event)
    assert "Đã hết chỗ dự phòng. Có thể tăng số chỗ ở mục “Số chỗ ngồi”." in text_of(answer)
    assert "Lê Thị Đến Muộn" in answer.content.decode()
    assert not Registration.objects.filter(name="Lê Thị Đến Muộn").exists()


# Somebody else comes


def substitution(registration: Registration) -> str:
    return reverse("admin:registrations_registration_substitute", args=[registration.pk])


def test_an_organizer_sends_somebody_else_after_the_deadline(organizer: Client, event: Event):
    invitation = make_invitation(event, quota=1)
    former = named(invitation, name="Lê Văn Cũ", email="cu@example.vn")
    invitations.change(invitation, deadline=datetime.date(2020, 1, 1))
    page = organizer.get(substitution(former))
    assert "Cử đại biểu dự thay" in text_of(organizer.get(url(former)))
    data = form_data(page, "substitution_form")
    data |= {"name": "Trần Thị Mới", "email": "moi@example.vn", "phone": "0912 345 678"}

    without = organizer.post(substitution(former), data)
    assert list(without.context["form"].errors) == ["consent"]
    assert without.context["form"]["name"].value() == "Trần Thị Mới"
    assert organizer.post(substitution(former), {**data, "consent": "on"}).status_code == 302

    new = Registration.objects.get()
    assert (new.name, new.phone, new.organisation) == (
        "Trần Thị Mới",
        "+84912345678",
        former.organisation,
    )
    assert (new.seat_id, new.code) == (former.seat_id, former.code)
    assert new.token != former.token
    assert [row.name for row in new.substitutions.all()] == ["Lê Văn Cũ"]
    consent = new.consents.last()
    assert (consent.purpose, consent.given, consent.channel) == ("attend", True, "office")
    assert [address for address, state in where() if state == "waiting"] == [
        "cu@example.vn",
        "moi@example.vn",
    ]


def test_two_organizers_send_somebody_else_and_the_second_is_told(
    organizer: Client, event: Event
) -> None:
    one = make_registration(event)
    data = form_data(organizer.get(substitution(one)), "substitution_form")
    for name in ("Trần Thị Đầu", "Trần Thị Sau"):
        data |= {"name": name, "consent": "on", "silently": "on"}
        response = organizer.post(substitution(one), data, follow=True)

    assert str(ChangedMeanwhile()) in text_of(response)
    assert Registration.objects.get().name == "Trần Thị Đầu"
    assert Letter.objects.count() == 0


def test_nobody_comes_in_the_place_of_who_cancelled(organizer: Client, event: Event) -> None:
    one = transitions.cancel(make_registration(event))
    data = {
        "name": "Trần Thị Mới",
        "organisation": "Sở",
        "consent": "on",
        "shown": delegate_key(one),
    }

    assert organizer.post(substitution(one), data).status_code == 302
    assert Registration.objects.get().name == one.name
    assert signed_in("reception").get(substitution(one)).status_code == 403


# An address that was wrong


def test_a_corrected_address_is_written_to(organizer: Client, event: Event) -> None:
    one = make_registration(event, email="sai@example.vn")
    data = opened(organizer, one)

    organizer.post(url(one), {**data, "position": "Giám đốc"})
    assert Letter.objects.count() == 1
    organizer.post(url(one), {**data, "email": "dung@example.vn"})

    assert where()[-1:] == [("dung@example.vn", "waiting")]
    assert Letter.objects.count() == 2


def test_what_became_of_a_new_delegate_is_told(organizer: Client, event: Event) -> None:
    for number, told in enumerate(["đã xác nhận", "đã xác nhận", "trong danh sách chờ"]):
        data = form_data(organizer.get(reverse(ADD)), "registration_form")
        name = f"Lê Văn {'ABC'[number]}"
        data |= {"name": name, "organisation": "Sở Y tế"}
        response = organizer.post(reverse(ADD), data, follow=True)
        assert f"{name}: {told}." in text_of(response)


def test_delegates_whom_no_letter_reaches_are_found(organizer: Client, event: Event) -> None:
    make_registration(event, name="Lê Thị Thư", email="thu@example.vn")
    make_registration(event, name="Lê Thị Gọi")

    assert "Lê Thị Thư" not in text_of(organizer.get(reverse(LIST), {"address": "no"}))
    assert "Lê Thị Gọi" in text_of(organizer.get(reverse(LIST), {"address": "no"}))
    assert "Lê Thị Gọi" not in text_of(organizer.get(reverse(LIST), {"address": "yes"}))


def test_delegates_whose_place_changed_after_the_letter_are_found(
    organizer: Client, event: Event
) -> None:
    make_hall(event, A=2)
    make_registration(event, name="Lê Thị Thư", email="thu@example.vn")
    make_registration(event, name="Lê Thị Gọi")
    with mail_server():
        sending.send_due()

    def found(told: str) -> list[str]:
        page = organizer.get(reverse(LIST), {"notified": told, "status__exact": "confirmed"})
        return [one.name for one in page.context["cl"].result_list]

    assert "chỗ đã đổi sau khi gửi thư" in text_of(organizer.get(reverse(LIST)))
    assert found("other") == []
    hall.arrange(event)
    assert found("other") == ["Lê Thị Thư"]
    assert found("never") == ["Lê Thị Gọi"]
    assert sorted(found("khac")) == ["Lê Thị Gọi", "Lê Thị Thư"]
    reminders.notify_new_chairs(event)
    assert found("other") == []


def test_it_is_said_who_reads_the_reason(organizer: Client, event: Event) -> None:
    one = make_registration(event)
    read = {
        name: organizer.get(step(name), {"ids": one.pk}).context["form"].fields["reason"].help_text
        for name in ("decline", "reserve", "cancel")
    }
    assert "Đại biểu đọc được" in str(read["decline"])
    assert str(read["reserve"]) == str(read["cancel"]) == "Chỉ Ban Tổ chức đọc được."


def test_reception_finds_no_way_to_what_it_may_not_see(event: Event) -> None:
    one = named(make_invitation(event, organisation="Sở Nội vụ"), name="Lê Thị Được Mời")
    reception = signed_in("reception")

    page = reception.get(url(one))
    assert "Sở Nội vụ" in text_of(page)
    assert url(one.invitation) not in page.content.decode()
    assert reception.get(reverse("admin:registrations_seat_export")).status_code == 403


@pytest.mark.parametrize("column", ["token", "email", "note", "reason", "submission", "seat__row"])
def test_no_address_of_a_list_lets_guess_what_is_hidden(event: Event, column: str) -> None:
    make_registration(event, email="rieng@thu.example")
    for role in ("reception", "organizer"):
        client = signed_in(role)
        for asked in (f"{column}__startswith", column, f"event__registrations__{column}"):
            assert client.get(reverse(LIST), {asked: "r"}).status_code == 400, asked
        for asked in ("status__exact", "event__id__exact", "delegation__id__exact"):
            values = {"status__exact": "confirmed"}
            typed = {asked: values.get(asked, str(event.pk))}
            assert client.get(reverse(LIST), typed).status_code == 200, asked


def test_the_form_of_address_is_not_written_into_the_name(organizer: Client, event: Event) -> None:
    registration = make_registration(event, name="Lê Thị Tay")
    data = {**opened(organizer, registration), "name": "Bà Lê Thị Tay"}

    page = text_of(organizer.post(url(registration), data))

    assert "Đề nghị ghi danh xưng vào ô “Danh xưng”; ô này chỉ ghi họ và tên." in page
    registration.refresh_from_db()
    assert registration.name == "Lê Thị Tay"


def test_a_family_that_is_an_honorific_too_is_kept_and_told(
    organizer: Client, event: Event
) -> None:
    registration = make_registration(event, name="Cao Thông", honorific="mr")
    data = {**opened(organizer, registration), "name": "Ông Cao Thông"}

    page = text_of(organizer.post(url(registration), data, follow=True))

    registration.refresh_from_db()
    assert registration.name == "Ông Cao Thông"
    assert "Họ tên được giữ nguyên là “Ông Cao Thông”" in page
