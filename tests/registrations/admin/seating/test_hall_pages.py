"""The plan of the hall in the admin, by the requests that a browser sends."""

import io
import itertools
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.mail import sending
from events.models import Delegation, Event, Letter
from registrations.documents.seating_chart import hall_of, seats_out_of_order
from registrations.models import HallRow, Registration, Seat
from registrations.services import hall, transitions, verification
from tests.factories import (
    DelegationFactory,
    EventFactory,
    make_hall,
    make_registration,
    make_seating,
)
from tests.mail_server import mail_server
from tests.pages import form_data, visible_text
from tests.people import signed_in, worker

pytestmark = pytest.mark.django_db

HALL = reverse("admin:registrations_seat_hall")
ARRANGE = reverse("admin:registrations_seat_arrange")
TELL = reverse("admin:registrations_seat_notify")
LIST = reverse("admin:registrations_seat_changelist")


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    """Four seats; a hall of two rows; nobody has come yet."""
    event = make_seating(public_seats=3, reserve_seats=1).event
    make_hall(event, A=2, B=3)
    return event


@pytest.fixture
def people(event: Event) -> list[Registration]:
    """Two delegates on A1 and A2."""
    people = [make_registration(event, name=name) for name in ("Lê Thị Hòa", "Trần Văn Đức")]
    hall.arrange(event)
    return people


def text_of(response: Any) -> str:
    return visible_text(response.content.decode())


def place(one: Registration) -> str:
    return Seat.objects.get(registration=one).chair_name


def seat(one: Registration) -> str:
    return f"seat-{one.seat_id}"


# the picture


def test_plan_shows_rows_chairs_and_who_sits_there(
    organizer: Client, event: Event, people: list[Registration]
) -> None:
    late = make_registration(event, name="Vũ Thị Muộn", organisation="Sở Thử nghiệm")
    Seat.objects.filter(registration=late).update(row=None, chair=None)

    text = text_of(organizer.get(HALL))

    assert "Đã xếp 2 đại biểu vào 5 ghế. Còn 1 đại biểu chưa có ghế." in text
    assert (
        "Hàng A A Lê Thị Hòa, Sở Thử nghiệm 1 L.T. Hòa Lê Thị Hòa, Sở Thử nghiệm Trần Văn" in text
    )
    assert "Hàng B B 1 trống trống" in text
    assert "Chưa có ghế Vũ Thị Muộn, Sở Thử nghiệm" in text


def test_delegations_are_told_by_number_and_rank(organizer: Client, event: Event) -> None:
    delegation = DelegationFactory(event=event, protocol_rank=20, text="Lãnh đạo tỉnh;")
    make_registration(event, name="Lê Thị Hòa", delegation_id=delegation.pk)
    hall.arrange(event)

    text = text_of(organizer.get(HALL))

    assert "1 1 L.T. Hòa" in text
    assert "Thành phần tham dự 1 Lãnh đạo tỉnh thứ tự lễ tân 20, 1 đại biểu" in text


@pytest.mark.parametrize("role", ["secretariat", "reception"])
def test_who_may_only_see_delegates_sees_the_plan_and_moves_nobody(
    role: str, event: Event, people: list[Registration]
) -> None:
    client = signed_in(role)
    response = client.get(HALL)
    assert "Lê Thị Hòa" in text_of(response)
    assert "checkbox" not in response.content.decode()
    chosen = {"chosen": [seat(one) for one in people]}
    assert client.post(HALL, chosen).status_code == 403
    assert client.get(ARRANGE).status_code == 403
    assert client.post(ARRANGE, {"who": "all"}).status_code == 403
    assert [place(one) for one in people] == ["Hàng A, ghế 1", "Hàng A, ghế 2"]


def test_strangers_see_nothing(client: Client, event: Event) -> None:
    assert client.get(HALL).status_code == 302


def test_plan_costs_the_same_for_3_and_for_150_seats(organizer: Client) -> None:
    def cost(public: int) -> int:
        event = make_seating(public_seats=public, reserve_seats=0).event
        make_hall(event, A=100, B=100)
        for _n in range(public):
            delegation = DelegationFactory(event=event)
            make_registration(event, delegation_id=delegation.pk, email="thu@example.vn")
        hall.arrange(event)
        with CaptureQueriesContext(connection) as queries:
            organizer.get(HALL, {"event": event.slug})
        return len(queries)

    organizer.get(HALL)
    assert cost(3) == cost(150) <= 12


def test_without_rows_or_without_a_ceremony_the_page_says_what_to_do(organizer: Client) -> None:
    assert "Chưa có buổi lễ nào." in text_of(organizer.get(HALL))
    assert organizer.get(HALL, {"event": "khong-co"}).status_code == 404
    EventFactory()
    make_seating()
    assert "Sơ đồ hội trường chưa có hàng ghế nào." in text_of(organizer.get(HALL))
    response = organizer.post(ARRANGE, {"who": "all"}, follow=True)
    assert "Vui lòng nhập các hàng ghế tại mục “Số chỗ ngồi” trước." in text_of(response)


# exchanging


def test_two_delegates_change_places(organizer: Client, people: list[Registration]) -> None:
    response = organizer.post(HALL, {"chosen": [seat(one) for one in people]}, follow=True)
    assert "Lê Thị Hòa: Hàng A, ghế 2; Trần Văn Đức: Hàng A, ghế 1." in text_of(response)
    assert [place(one) for one in people] == ["Hàng A, ghế 2", "Hàng A, ghế 1"]


def test_a_delegate_moves_to_a_bare_chair(
    organizer: Client, event: Event, people: list[Registration]
) -> None:
    row = HallRow.objects.get(seating__event=event, name="B")
    response = organizer.post(HALL, {"chosen": [f"chair-{row.pk}-3", seat(people[0])]}, follow=True)
    assert "Lê Thị Hòa: Hàng B, ghế 3." in text_of(response)
    assert [place(one) for one in people] == ["Hàng B, ghế 3", "Hàng A, ghế 2"]


def test_a_chair_that_was_taken_meanwhile_stays_with_its_new_delegate(
    organizer: Client, event: Event, people: list[Registration]
) -> None:
    row = HallRow.objects.get(seating__event=event, name="B")
    hall.move(Seat.objects.get(registration=people[1]), "B", 3)

    response = organizer.post(HALL, {"chosen": [f"chair-{row.pk}-3", seat(people[0])]})

    assert "Ghế này vừa được xếp cho người khác. Vui lòng xem lại sơ đồ." in text_of(response)
    assert [place(one) for one in people] == ["Hàng A, ghế 1", "Hàng B, ghế 3"]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_another_number_than_two_is_told_and_the_choice_stays(
    organizer: Client, event: Event, people: list[Registration], count: int
) -> None:
    third = make_registration(event)
    chosen = [seat(one) for one in [*people, third][:count]]

    response = organizer.post(HALL, {"chosen": [*chosen, "seat-x", "\0"]})

    told = "Vui lòng chọn đúng hai ô: hai đại biểu, hoặc một đại biểu và một ghế trống."
    assert told in text_of(response)
    if chosen:
        assert form_data(response, "hall_form")["chosen"] == chosen
    assert [place(one) for one in people] == ["Hàng A, ghế 1", "Hàng A, ghế 2"]


def test_two_free_chairs_are_nothing_to_exchange(
    organizer: Client, event: Event, people: list[Registration]
) -> None:
    free = [f"seat-{one.pk}" for one in Seat.objects.free()]
    response = organizer.post(HALL, {"chosen": free})
    assert "Cả hai ghế đều trống: vui lòng chọn ít nhất một đại biểu." in text_of(response)


def test_a_seat_of_another_ceremony_is_not_moved(
    organizer: Client, event: Event, people: list[Registration]
) -> None:
    other = make_registration(make_seating().event)
    response = organizer.post(
        f"{HALL}?event={event.slug}", {"chosen": [seat(people[0]), seat(other)]}
    )
    assert "Chỗ này không còn nữa. Vui lòng xem lại sơ đồ hội trường." in text_of(response)


def test_delegates_page_leads_to_the_plan_with_the_delegate_chosen(
    organizer: Client, people: list[Registration]
) -> None:
    page = reverse("admin:registrations_registration_change", args=[people[0].pk])
    response = organizer.get(page)
    assert "1 – Hàng A, ghế 1" in text_of(response)
    action = reverse("admin:registrations_registration_move_one", args=[people[0].pk])
    assert action in response.content.decode()

    plan = organizer.get(action, follow=True)

    assert form_data(plan, "hall_form")["chosen"] == [seat(people[0])]


# arranging


def test_arranging_is_explained_and_done(organizer: Client, event: Event) -> None:
    one = make_registration(event)
    page = organizer.get(ARRANGE)
    assert "Ghế được xếp từ sân khấu trở xuống" in text_of(page)
    data = form_data(page, "arrange_form")
    assert data["who"] == ["rest"]

    response = organizer.post(ARRANGE, data, follow=True)

    assert "Đã xếp ghế cho 1 đại biểu." in text_of(response)
    assert place(one) == "Hàng A, ghế 1"


def test_who_found_no_chair_is_told(organizer: Client) -> None:
    event = make_seating(public_seats=3).event
    make_hall(event, A=1)
    for _n in range(3):
        make_registration(event)
    text = text_of(organizer.post(ARRANGE, {"who": "all"}, follow=True))
    assert "2 đại biểu chưa có ghế vì hội trường không đủ ghế." in text


def test_nothing_chosen_arranges_nobody(organizer: Client, event: Event) -> None:
    one = make_registration(event)
    assert organizer.post(ARRANGE, {}).status_code == 200
    assert place(one) == ""


# who was told another place


def shown(client: Client, page: Any, told: str) -> list[str]:
    """Return whom the list of delegates behind this link of the page names."""
    link = page.context[f"{told}_url"]
    assert f'href="{link.replace("&", "&amp;")}"' in page.content.decode()
    return [one.name for one in client.get(link).context["cl"].result_list]


def test_who_was_told_another_place_is_shown_and_told_with_one_press(
    organizer: Client, event: Event
) -> None:
    make_registration(event, name="Lê Thị Thư", email="thu@example.vn")
    make_registration(event, name="Lê Thị Gọi")
    other = make_seating().event
    make_hall(other, A=2)
    make_registration(other, email="khac@example.vn")
    with mail_server():
        sending.send_due()
    hall.arrange(other)
    assert "thư ghi chỗ khác" not in text_of(organizer.get(f"{HALL}?event={event.slug}"))
    hall.arrange(event)

    page = organizer.get(f"{HALL}?event={event.slug}")
    text = text_of(page)
    assert "1 đại biểu đã được gửi thư ghi chỗ khác với sơ đồ (hoặc chưa ghi chỗ)." in text
    assert "1 đại biểu sẽ dự nhưng chưa có thư điện tử" in text
    assert shown(organizer, page, "moved") == ["Lê Thị Thư"]
    assert shown(organizer, page, "unreached") == ["Lê Thị Gọi"]

    data = form_data(page, "notify_form")
    assert data.pop("csrfmiddlewaretoken")
    for told in (
        "Đã soạn 1 thư: 0 đã gửi, 1 đang chờ gửi, 0 bị từ chối.",
        "Không có đại biểu nào cần gửi thư",
    ):
        response = organizer.post(page.context["notify_url"], data)
        assert response.status_code == 302
        assert response.headers["Location"] == f"{HALL}?event={event.slug}"
        after = text_of(organizer.get(response.headers["Location"]))
        assert told in after
        assert "thư ghi chỗ khác" not in after
    assert Letter.objects.filter(key__contains="-new_chair-").count() == 1


def test_who_may_send_letters_may_tell_and_others_only_see(
    event: Event, people: list[Registration]
) -> None:
    make_registration(event, email="thu@example.vn")
    with mail_server():
        sending.send_due()
    hall.move(Seat.objects.get(number=3), "B", 3)
    reception = signed_in("reception")
    page = reception.get(HALL)
    assert "1 đại biểu đã được gửi thư ghi chỗ khác với sơ đồ" in text_of(page)
    assert "notify_form" not in page.content.decode()
    assert reception.post(TELL).status_code == 403
    assert not Letter.objects.filter(key__contains="-new_chair-").exists()
    secretariat = signed_in("secretariat")
    assert "notify_form" in secretariat.get(HALL).content.decode()
    assert secretariat.get(TELL).status_code == 405
    assert secretariat.post(f"{TELL}?event=khong-co").status_code == 404
    assert secretariat.post(TELL).status_code == 302
    assert Letter.objects.filter(key__contains="-new_chair-").count() == 1


def test_strangers_and_forged_forms_tell_nobody(event: Event) -> None:
    make_registration(event, email="thu@example.vn")
    hall.arrange(event)
    assert Client().post(TELL).status_code == 302
    forging = Client(enforce_csrf_checks=True)
    forging.force_login(worker("organizer"), backend="django.contrib.auth.backends.ModelBackend")
    assert forging.post(TELL).status_code == 403
    assert not Letter.objects.filter(key__contains="-new_chair-").exists()


# the list of seats


def edited(client: Client, **changes: str) -> Any:
    """Send the list of seats with these cells changed, as `{"0-chair": "1"}` names them."""
    data = form_data(client.get(LIST), "changelist-form")
    data |= {f"form-{cell}": value for cell, value in changes.items()}
    return client.post(LIST, {**data, "_save": "Lưu"}, follow=True)


def test_two_rows_of_the_list_exchange_chairs_in_one_save(
    organizer: Client, people: list[Registration]
) -> None:
    edited(organizer, **{"0-row_name": "a", "0-chair": "2", "1-chair": "1"})
    assert [place(one) for one in people] == ["Hàng A, ghế 2", "Hàng A, ghế 1"]


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        ({"0-chair": "2"}, "Hàng A, ghế 2 đã xếp cho chỗ số 2. Để đổi chỗ hai bên"),
        ({"0-row_name": "Z"}, "Hội trường không có hàng “Z”. Các hàng hiện có: A, B."),
        ({"0-chair": "9"}, "Hàng A có các ghế từ 1 đến 2: không có ghế 9."),
        ({"0-chair": ""}, "Vui lòng nhập cả hàng và ghế, hoặc để trống cả hai."),
        ({"0-chair": "x"}, "Vui lòng nhập một số nguyên."),
    ],
)
def test_what_cannot_be_is_told_beside_the_row_and_nothing_moves(
    organizer: Client, people: list[Registration], cells: dict[str, str], text: str
) -> None:
    if "Z" in text:
        cells = {"1-row_name": "B", "1-chair": "3", **cells}
    response = edited(organizer, **cells)
    assert text in text_of(response)
    assert [place(one) for one in people] == ["Hàng A, ghế 1", "Hàng A, ghế 2"]


def test_old_list_takes_nobody_back_to_a_former_chair(
    organizer: Client, event: Event, people: list[Registration]
) -> None:
    old = form_data(organizer.get(LIST), "changelist-form")
    hall.swap(*Seat.objects.filter(registration__in=people))

    organizer.post(LIST, {**old, "form-2-row_name": "B", "form-2-chair": "3", "_save": "Lưu"})

    assert [place(one) for one in people] == ["Hàng A, ghế 2", "Hàng A, ghế 1"]
    assert Seat.objects.get(number=3).chair_name == "Hàng B, ghế 3"


def test_list_is_searched_without_accents(organizer: Client, people: list[Registration]) -> None:
    response = organizer.get(LIST, {"q": "Đức tran"})
    assert [row.pk for row in response.context["cl"].result_list] == [people[1].seat_id]


def test_export_tells_row_and_chair(organizer: Client, people: list[Registration]) -> None:
    response = organizer.post(
        reverse("admin:registrations_seat_export"), {"format": "0", "resource": "0"}
    )
    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == ("STT", "Chỗ số", "Loại", "Hàng", "Ghế", "Họ và tên", "Đơn vị công tác")
    assert rows[1][3:6] == ("A", 1, "Lê Thị Hòa")


# the rows of the hall


def seating_url(event: Event) -> str:
    return reverse("admin:registrations_seating_change", args=[event.seating.pk])


def opened(client: Client, event: Event) -> dict[str, Any]:
    return {**form_data(client.get(seating_url(event)), "seating_form"), "_save": "Lưu"}


def rows_of(event: Event) -> list[tuple[int, str, int]]:
    return list(
        HallRow.objects.filter(seating__event=event).values_list("position", "name", "chairs")
    )


def test_rows_are_added_renamed_and_moved(
    organizer: Client, event: Event, people: list[Registration]
) -> None:
    data = opened(organizer, event)
    data |= {"rows-0-name": "VIP", "rows-0-position": "2", "rows-1-position": "1"}
    data |= {"rows-TOTAL_FORMS": "3", "rows-2-name": "C", "rows-2-chairs": "9"}
    data |= {"rows-2-id": "", "rows-2-seating": str(event.seating.pk), "rows-2-position": ""}

    assert organizer.post(seating_url(event), data).status_code == 302

    assert rows_of(event) == [(1, "B", 3), (2, "VIP", 2), (3, "C", 9)]
    assert [place(one) for one in people] == ["Hàng VIP, ghế 1", "Hàng VIP, ghế 2"]


@pytest.mark.parametrize("change", [{"rows-0-chairs": "1"}, {"rows-0-DELETE": "on"}])
def test_a_chair_with_a_delegate_does_not_go(
    organizer: Client, event: Event, people: list[Registration], change: dict[str, str]
) -> None:
    data = {**opened(organizer, event), **change, "public_seats": "9"}

    response = organizer.post(seating_url(event), data)

    assert "Chưa thể sửa các hàng ghế như vậy" in text_of(response)
    assert rows_of(event) == [(1, "A", 2), (2, "B", 3)]
    assert Seat.objects.count() == 4  # the number of seats was taken back, too


def test_two_rows_never_have_one_name(organizer: Client, event: Event) -> None:
    response = organizer.post(seating_url(event), {**opened(organizer, event), "rows-1-name": "a"})
    assert "Có hai hàng ghế trùng tên. Vui lòng đổi tên một hàng." in text_of(response)
    assert rows_of(event) == [(1, "A", 2), (2, "B", 3)]


def test_two_rows_exchange_their_names(
    organizer: Client, event: Event, people: list[Registration]
) -> None:
    data = {**opened(organizer, event), "rows-0-name": "B", "rows-1-name": "A"}
    assert organizer.post(seating_url(event), data).status_code == 302
    assert rows_of(event) == [(1, "B", 2), (2, "A", 3)]
    assert [place(one) for one in people] == ["Hàng B, ghế 1", "Hàng B, ghế 2"]


def test_the_secretariat_sees_the_rows_and_changes_none(event: Event) -> None:
    client = signed_in("secretariat")
    response = client.get(seating_url(event))
    assert "Sơ đồ hội trường" in text_of(response)
    assert "rows-0-name" not in response.content.decode()
    client.post(seating_url(event), {"rows-0-name": "X"})
    assert rows_of(event) == [(1, "A", 2), (2, "B", 3)]


@pytest.mark.parametrize("role", ["organizer", "secretariat", "reception"])
def test_ways_to_the_plan(role: str, event: Event, people: list[Registration]) -> None:
    client = signed_in(role)
    lists = {"organizer": [LIST], "secretariat": [LIST], "reception": []}[role]
    lists += [reverse("admin:registrations_registration_changelist")]
    for address in lists:
        assert "Sơ đồ hội trường" in text_of(client.get(address))
    if role != "reception":
        way = reverse("admin:registrations_seating_hall_one", args=[event.seating.pk])
        assert client.get(way).headers["Location"] == f"{HALL}?event={event.slug}"


# out of the order of protocol


def test_who_sits_before_somebody_of_higher_rank_is_pointed_out(
    organizer: Client, event: Event
) -> None:
    """A leader cancels, and who waited for a seat comes to sit in the front row."""
    first = DelegationFactory(event=event, protocol_rank=1)
    second = DelegationFactory(event=event, protocol_rank=2)
    leaders = [make_registration(event, delegation_id=first.pk) for _n in range(2)]
    third = make_registration(event, delegation_id=second.pk, name="Lê Văn Ba")
    late = make_registration(event, name="Vũ Thị Muộn")
    verification.mark([one.pk for one in (*leaders, third)], verified=True)
    hall.arrange(event)
    assert hall_of(event).out_of_order == frozenset()
    assert "khác thứ tự lễ tân" not in text_of(organizer.get(HALL))

    transitions.cancel(leaders[1])

    late.refresh_from_db()
    assert place(late) == "Hàng A, ghế 2"
    assert hall_of(event).out_of_order == {late.seat_id}
    response = organizer.get(HALL)
    assert "1 đại biểu ngồi khác thứ tự lễ tân (khung đậm trên sơ đồ)." in text_of(response)
    assert response.content.decode().count("hall-astray") == 1
    hall.arrange(event, anew=True)
    assert hall_of(event).out_of_order == frozenset()


@pytest.mark.parametrize(
    ("rows", "astray"),
    [
        ([[], []], 0),
        ([[1, 2, 3], [3, 3], [4]], 0),
        ([[3, 1, 2], [3, None]], 0),  # within a row there is no order
        ([[1, None, 1], [2, 2], [3]], 1),
        ([[2, 2], [3, 3], [1]], 1),  # one leader at the back, not all who sit before
        ([[None, None], [1]], 1),
        ([[3], [2], [1]], 2),
    ],
)
def test_as_few_as_possible_are_out_of_order(rows: list[list[int | None]], astray: int) -> None:
    people = [
        [
            Registration(
                verified=True,
                delegation=None if rank is None else Delegation(protocol_rank=7, position=rank),
            )
            for rank in row
        ]
        for row in rows
    ]
    seats: list[list[Seat]] = []
    key = 0
    for row in people:
        seats.append([])
        for one in row:
            key += 1
            seats[-1].append(Seat(pk=key))
            seats[-1][-1].registration = one
    found = seats_out_of_order(seats)
    assert len(found) == astray
    left = [
        [s.registration.delegation.position if s.registration.delegation else 999 for s in row]
        for row in ([s for s in row if s.pk not in found] for row in seats)
    ]
    for before, behind in itertools.combinations([row for row in left if row], 2):
        assert max(before) <= min(behind)
