"""The pages on which organizers look at bursts of registrations, and undo them."""

import re
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Letter
from registrations.models import Registration
from registrations.services import sources, transitions
from tests.factories import make_registration, make_seating
from tests.letters import where
from tests.pages import visible_text
from tests.people import signed_in
from tests.registrations.crowd import check_everything
from tests.registrations.services.test_sources import come, keys, states

pytestmark = pytest.mark.django_db

LIST, INDEX = reverse("admin:registrations_sources"), reverse("admin:index")
BURST = "1 nhóm đăng ký dồn dập từ cùng một mạng"
REASON = "Đăng ký dồn dập từ cùng một mạng."


def page_of(one: Registration) -> str:
    return reverse("admin:registrations_source", args=[one.pk])


def text_of(response: Any) -> str:
    assert response.status_code == 200
    return visible_text(response.content.decode())


def messages(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def take_back(organizer: Client, burst: list[Registration], *chosen: int, **changes: str) -> Any:
    form = {"step": "take-back", "reason": REASON, "silently": "on", **changes}
    data = {"chosen": list(chosen or keys(burst)), **form}
    return organizer.post(page_of(burst[0]), data, follow=True)


@pytest.fixture
def event():
    return make_seating(public_seats=12, reserve_seats=0).event


@pytest.fixture
def burst(event) -> list[Registration]:
    return come(event, "203.0.113.7", *range(12), email="an@thu.example")


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


def test_the_groups_are_told_with_names_and_times_and_no_address(organizer, event, burst):
    page = organizer.get(LIST)
    text = text_of(page)
    assert "12 Xem cả nhóm và thu hồi 12 bất thường 16:00:00 07/01/2030 16:11:00 07/01/2030" in text
    assert f"{burst[0].name}, Sở Thử nghiệm" in text
    assert f"{burst[4].name}, Sở Thử nghiệm và 7 " in text
    assert "203.0.113" not in page.content.decode()
    assert Registration.objects.get(pk=burst[0].pk).source not in page.content.decode()
    assert burst[-1].name not in text
    assert burst[-1].name in text_of(organizer.get(page_of(burst[3])))


def test_the_way_there_leads_from_the_delegates_and_from_the_overview(organizer, event, burst):
    delegates = organizer.get(reverse("admin:registrations_registration_changelist"))
    assert "Đăng ký dồn dập" in text_of(delegates)
    assert BURST in text_of(organizer.get(INDEX))
    transitions.cancel(burst[0])  # eleven of twelve seats are still a burst
    assert BURST in text_of(organizer.get(INDEX))
    sources.let_be(burst[1], keys(burst[1:9]))
    assert BURST not in text_of(organizer.get(INDEX))
    assert f'href="{LIST}"' not in organizer.get(INDEX).content.decode()


def test_nothing_to_see(organizer):
    nobody = "Không có mạng nào gửi từ ba lượt đăng ký trở lên trong một giờ."
    assert nobody in text_of(organizer.get(LIST))
    make_seating()
    assert nobody in text_of(organizer.get(LIST))


def test_a_group_is_taken_back_with_one_click(organizer, event, burst):
    waiting = [make_registration(event, email="hai@thu.example") for _n in range(2)]
    page = organizer.get(page_of(burst[0])).content.decode()
    ticked = re.findall(r'name="chosen" value="(\d+)"[^>]* checked', page)
    assert [int(key) for key in ticked] == keys(burst)
    assert f">{REASON}</textarea>" in page.replace("\n", "")
    Letter.objects.all().delete()
    answer = take_back(organizer, burst)
    assert answer.redirect_chain == [(LIST, 302)]
    names = "; ".join(row.name for row in waiting)
    *said, written = messages(answer)
    assert "Đã soạn 2 thư:" in written
    assert said == [
        "Đã hủy 12 đăng ký.",
        f"2 đại biểu trong danh sách chờ đã được xếp chỗ: {names}.",
    ]
    assert states([*burst, *waiting]) == ["cancelled"] * 12 + ["confirmed"] * 2
    assert [address for address, _state in where()] == ["hai@thu.example"] * 2
    history = LogEntry.objects.filter(object_id__in=[str(key) for key in keys(burst)])
    assert set(history.values_list("change_message", flat=True)) == {
        "Hủy đăng ký cùng nhóm từ một mạng"
    }
    assert history.count() == 12
    check_everything()


def test_whose_tick_is_taken_away_stays(organizer, event, burst):
    take_back(organizer, burst, *keys(burst[1:]))
    assert states(burst) == ["confirmed"] + ["cancelled"] * 11
    assert LogEntry.objects.count() == 11


def test_sent_twice_it_is_told_and_nothing_is_written(organizer, event, burst):
    take_back(organizer, burst)
    again = take_back(organizer, burst)
    assert messages(again) == [
        "Không có đăng ký nào được hủy: chưa chọn ai, hoặc tất cả đã được hủy trước đó."
    ]
    assert LogEntry.objects.count() == 12
    assert messages(organizer.get(page_of(burst[0]), follow=True)) == ["Nhóm này đã được xử lý."]


def test_strangers_to_the_group_are_not_taken_along(organizer, event, burst):
    other = make_registration(event)
    take_back(organizer, burst, other.pk, burst[0].pk)
    assert states([other, burst[0]]) == ["confirmed", "cancelled"]  # promoted, in its turn


def test_a_reason_is_needed_and_the_ticks_stay(organizer, event, burst):
    answer = take_back(organizer, burst, burst[2].pk, reason=" ")
    page = answer.content.decode()
    assert re.findall(r'name="chosen" value="(\d+)"[^>]* checked', page) == [str(burst[2].pk)]
    assert states(burst) == ["confirmed"] * 12


def test_letters_go_out_where_the_organizer_wants_it(organizer, event, burst):
    Letter.objects.all().delete()
    form = {"step": "take-back", "reason": REASON, "chosen": keys(burst[:2])}
    organizer.post(page_of(burst[0]), form)
    assert Letter.objects.filter(key__contains="cancel").count() == 2


def test_who_is_known_is_let_be(organizer, event, burst):
    form = {"step": "let-be", "chosen": keys(burst)}
    answer = organizer.post(page_of(burst[0]), form, follow=True)
    assert messages(answer) == [
        "Đã giữ nguyên 12 đăng ký; trang này không hiển thị các đăng ký đó nữa."
    ]
    assert states(burst) == ["confirmed"] * 12
    assert "Không có mạng nào gửi từ ba lượt" in text_of(answer)
    assert LogEntry.objects.filter(change_message__startswith="Đã xem xét").count() == 12


def test_who_may_not_cancel_sees_nothing_of_it(event, burst):
    browser = signed_in("reception")
    assert browser.get(LIST).status_code == 403
    assert browser.get(page_of(burst[0])).status_code == 403
    assert take_back(browser, burst).status_code == 403
    assert states(burst) == ["confirmed"] * 12
    assert BURST not in text_of(browser.get(INDEX))


@pytest.mark.parametrize("key", [0, 10**18])
def test_a_registration_that_there_is_not(organizer, key):
    assert organizer.get(reverse("admin:registrations_source", args=[key])).status_code == 404


def test_the_pages_cost_the_same_for_one_group_and_for_many(organizer):
    event = make_seating(public_seats=400).event
    first = come(event, "a", 0, 1, 2)

    def cost() -> list[int]:
        counted = []
        for page in (LIST, page_of(first[0]), INDEX):
            with CaptureQueriesContext(connection) as queries:
                organizer.get(page)
            counted.append(len(queries))
        return counted

    cost()
    one = cost()
    come(event, "a", *(3 + n / 10 for n in range(200)))
    assert cost() == one
    for network in range(32):
        come(event, f"b{network}", 0, 1, 2)
    assert cost() == one
