"""The pages that publish the programme, show its versions and take one back."""

import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agenda.models import ProgrammeVersion
from contest_portal.models import Signing
from events.models import CommitteeMember, Event, Letter
from tests.factories import (
    AgendaItemFactory,
    EventFactory,
    UnitFactory,
    make_registration,
    make_seating,
    published,
    signed_memorandum,
)
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    starts_at = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)
    event = make_seating(EventFactory(starts_at=starts_at)).event
    for position, title in enumerate(["Khai mạc", "Phát biểu", "Bế mạc"], start=1):
        AgendaItemFactory(event=event, position=position, title=title, minutes=10)
    return event


def publishing(event: Event) -> str:
    return reverse("admin:agenda_programmeversion_publish", args=[event.pk])


def page_of(version: ProgrammeVersion) -> str:
    return reverse("admin:agenda_programmeversion_change", args=[version.pk])


def words(response: Any) -> str:
    return visible_text(response.content.decode())


def sent(client: Client, event: Event, **typed: Any) -> dict[str, Any]:
    """Return what the page of publishing sends, with what was typed."""
    return {**form_data(client.get(publishing(event)), "publish_form"), **typed}


def test_the_difference_is_shown_and_published(organizer: Client, event: Event) -> None:
    published(event)
    first, second, _third = event.agenda_items.order_by("position")
    first.minutes = 15
    first.save()
    second.delete()
    AgendaItemFactory(event=event, position=4, title="Ký kết", performer="Sở Thử")

    page = words(organizer.get(publishing(event)))
    for told in (
        "Bản nháp khác bản số 1",
        "Sửa 1. Khai mạc Số phút: từ “10” thành “15”",
        "Bỏ 2. Phát biểu",
        "Đổi giờ 2. Bế mạc Giờ: từ “08:20” thành “08:15” (sớm 5 phút)",
        "Thêm 3. Ký kết Mới, ở vị trí 3",
        "Công bố bản số 2",
    ):
        assert told in page, told
    answer = organizer.post(publishing(event), sent(organizer, event, note="Rút gọn"))

    version = ProgrammeVersion.objects.get(number=2)
    assert answer["Location"] == page_of(version)
    assert (version.note, version.published_by) == ("Rút gọn", "nguoi-organizer")
    public = words(Client().get("/chuong-trinh/"))
    assert "(bản số 2)" in public
    assert "Phát biểu" not in public


def test_the_second_of_two_sees_the_new_difference_and_loses_nothing(
    organizer: Client, event: Event
) -> None:
    published(event)
    event.agenda_items.filter(position=1).update(title="Chào cờ")
    mine = sent(organizer, event, note="Ghi chú của tôi")
    assert "tell_delegates" not in mine
    mine["tell_delegates"] = "on"
    other = sent(organizer, event)
    assert organizer.post(publishing(event), other).status_code == 302
    event.agenda_items.filter(position=2).update(title="Tham luận")

    answer = organizer.post(publishing(event), mine)

    assert answer.status_code == 409
    page = words(answer)
    assert "Bản số 2 vừa được nguoi-organizer công bố" in page
    assert "Tham luận" in page
    assert "Chào cờ" not in page  # of what the other one has published nothing is left
    again = form_data(answer, "publish_form")
    assert again["note"] == "Ghi chú của tôi"
    assert again["tell_delegates"] == ["on"]
    assert organizer.post(publishing(event), again).status_code == 302
    assert ProgrammeVersion.objects.count() == 3


@pytest.mark.parametrize("seen", [{"seen": "x"}, {"seen": ""}, {"seen_draft": ""}])
def test_who_has_seen_nothing_publishes_nothing(
    organizer: Client, event: Event, seen: dict[str, str]
) -> None:
    assert organizer.post(publishing(event), {**sent(organizer, event), **seen}).status_code == 409
    assert not ProgrammeVersion.objects.exists()


def test_what_contradicts_is_said_with_the_way_to_mend_it(organizer: Client, event: Event) -> None:
    event.agenda_items.filter(position=2).update(performer="")
    beginning: Any = event.starts_at
    event.seating.closes_at = beginning + datetime.timedelta(days=1)
    event.seating.save()
    page = organizer.get(publishing(event))
    assert "Chưa ghi người thực hiện: nội dung 2." in words(page)
    assert "Thời điểm đóng đăng ký (13/02/2030) sau khi buổi lễ bắt đầu" in words(page)
    for address in (
        reverse("admin:agenda_programme_change", args=[event.pk]),
        reverse("admin:registrations_seating_change", args=[event.seating.pk]),
    ):
        assert f'href="{address}">Sửa' in page.content.decode()


def test_an_empty_programme_is_not_published(organizer: Client) -> None:
    page = organizer.get(publishing(EventFactory()))
    assert "publish_form" not in page.content.decode()
    assert "Chưa công bố được chương trình" in words(page)


def test_who_is_told_is_named_with_addresses(organizer: Client, event: Event) -> None:
    make_registration(event, name="Lê Thị Hòa", email="hoa@example.vn")
    make_registration(event, name="Trần Văn Đức")
    item = event.agenda_items.get(position=1)
    item.members.add(
        CommitteeMember.objects.create(
            event=event, name="Phạm Việt Đức", email="duc@example.vn", position=1
        )
    )
    item.units.add(UnitFactory(event=event, name="Sở Thử", contact_email=""))
    page = words(organizer.get(publishing(event)))
    assert "Lê Thị Hòa (hoa@example.vn)" in page
    assert "Phạm Việt Đức (duc@example.vn)" in page
    assert "không có địa chỉ thư điện tử, cần báo qua điện thoại. Trần Văn Đức." in page
    assert "cần báo qua điện thoại. Sở Thử." in page

    answer = organizer.post(
        publishing(event), sent(organizer, event, tell_delegates="on"), follow=True
    )
    assert "2 thư" in words(answer)
    told = Letter.objects.filter(kind__endswith=".programme").values_list("kind", flat=True)
    assert sorted(told) == ["member.programme", "registration.programme"]


def test_after_the_beginning_nobody_is_told(organizer: Client, event: Event) -> None:
    make_registration(event, email="hoa@example.vn")
    Event.objects.update(starts_at=datetime.datetime(2020, 2, 12, 1, tzinfo=datetime.UTC))
    typed = sent(organizer, event, tell_delegates="on", tell_performers="on")
    assert organizer.post(publishing(event), typed).status_code == 302
    assert not Letter.objects.filter(kind__endswith=".programme").exists()


def test_versions_are_listed_compared_and_never_edited(organizer: Client, event: Event) -> None:
    first = published(event)
    event.agenda_items.filter(position=3).update(title="Kết thúc")
    second = published(event)
    event.agenda_items.filter(position=3).update(title="Chia tay")
    listed = words(organizer.get(reverse("admin:agenda_programmeversion_changelist")))
    assert "Bản số 1" in listed
    assert "Bản số 2" in listed

    page = page_of(first)
    assert "Bế mạc" in words(organizer.get(page))
    assert "từ “Bế mạc” thành “Kết thúc”" in words(organizer.get(f"{page}?with=2"))
    assert "từ “Bế mạc” thành “Kết thúc”" in words(organizer.get(f"{page_of(second)}?with=1"))
    assert "từ “Bế mạc” thành “Chia tay”" in words(organizer.get(f"{page}?with=draft"))
    assert organizer.get(f"{page}?with=9").status_code == 404
    for address in (
        reverse("admin:agenda_programmeversion_add"),
        reverse("admin:agenda_programmeversion_delete", args=[first.pk]),
    ):
        assert organizer.post(address, {"post": "yes"}).status_code == 403
    assert list(ProgrammeVersion.objects.values_list("number", flat=True)) == [2, 1]


def test_taking_back_tells_what_goes_and_keeps_the_rest(organizer: Client, event: Event) -> None:
    first = published(event)
    kept, gone = event.agenda_items.get(position=1), AgendaItemFactory(event=event, position=4)
    Signing.objects.create(item=gone, memorandum=signed_memorandum(event), position=1)
    kept.title = "Chào cờ"
    kept.save()
    address = reverse("admin:agenda_programmeversion_take_back", args=[first.pk])
    page = organizer.get(address)
    assert "Cùng với các nội dung bị bỏ, các dữ liệu sau cũng bị xóa: 1 lượt ký kết" in words(page)
    assert "từ “Chào cờ” thành “Khai mạc”" in words(page)
    typed = form_data(page, "take_back_form")

    event.agenda_items.filter(position=2).update(title="Tham luận")
    assert organizer.post(address, typed).status_code == 409
    typed = form_data(organizer.get(address), "take_back_form")
    assert organizer.post(address, typed)["Location"] == publishing(event)

    titles = event.agenda_items.order_by("position").values_list("title", flat=True)
    assert list(titles) == ["Khai mạc", "Phát biểu", "Bế mạc"]
    assert not Signing.objects.exists()
    assert event.agenda_items.filter(pk=kept.pk).exists()


@pytest.mark.parametrize(("role", "sees"), [("secretariat", 200), ("reception", 403)])
def test_only_who_edits_the_programme_publishes_it(event: Event, role: str, sees: int) -> None:
    version = published(event)
    client = signed_in(role)
    back = reverse("admin:agenda_programmeversion_take_back", args=[version.pk])
    assert client.get(page_of(version)).status_code == sees
    assert [client.post(address).status_code for address in (publishing(event), back)] == [403, 403]
    assert client.get(publishing(event)).status_code == 403


def test_the_page_of_the_programme_says_what_is_published(organizer: Client, event: Event) -> None:
    address = reverse("admin:agenda_programme_change", args=[event.pk])
    assert "Chương trình chưa được công bố" in words(organizer.get(address))
    published(event)
    assert "bởi Nguyễn Thị Thử. Bản nháp không có gì khác." in words(organizer.get(address))
    event.agenda_items.filter(position=3).update(title="Kết thúc")
    page = organizer.get(address)
    assert "Bản nháp khác ở 1 mục; bên ngoài chưa thấy." in words(page)
    assert publishing(event) in page.content.decode()


@pytest.mark.parametrize("count", [2, 20])
def test_publishing_takes_the_same_number_of_statements(
    organizer: Client, count: int, django_assert_max_num_queries: Any
) -> None:
    event = make_seating(public_seats=50).event
    for position in range(1, count + 1):
        item = AgendaItemFactory(event=event, position=position)
        item.units.add(UnitFactory(event=event, contact_email=f"{position}@example.vn"))
        make_registration(event, email=f"{position}@example.vn")
    with django_assert_max_num_queries(30):
        organizer.get(publishing(event))
