"""The editor of the programme, by the requests that a browser sends."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from agenda.models import AgendaItem
from agenda.services import versions
from contest_portal.models import Signing
from events.models import CommitteeMember, Event
from tests.agenda.admin.programme.conftest import (
    hours,
    key_of,
    page_of,
    said,
    save,
    sent,
    step,
    text,
    titles,
    trouble,
)
from tests.factories import (
    AgendaItemFactory,
    EventFactory,
    UnitFactory,
    complete_memorandum,
    published,
)
from tests.pages import form_data, visible_text
from tests.people import administrator_client, signed_in

pytestmark = pytest.mark.django_db


def test_the_page_shows_hours_totals_gaps_and_overlaps(organizer: Client, event: Event) -> None:
    event.agenda_items.filter(position=2).update(fixed_start="08:15", minutes=30)
    event.agenda_items.filter(position=3).update(fixed_start="08:35")

    answer = organizer.get(page_of(event))

    assert hours(answer) == ["08:00 – 08:10", "08:15 – 08:45", "08:35 – 08:45"]
    page = visible_text(text(answer))
    assert "3 mục. Tổng thời lượng: 50 phút. Còn 190 phút trong nửa ngày." in page
    assert "Kết thúc lúc 08:45." in page
    assert "trống 5 phút trước mục này" in page
    assert "chồng 10 phút với mục trước" in page


def test_hours_follow_what_is_typed_and_nothing_is_written(organizer: Client, event: Event) -> None:
    key = key_of(event, "Khai mạc")
    typed = {"item": key, "shown-minutes": "10", "minutes": "25", "shown-fixed_start": ""}

    answer = sent(organizer, event, "hours", {**typed, "fixed_start": "8 giờ 5"})

    assert hours(answer) == ["08:05 – 08:30", "08:30 – 08:40", "08:40 – 08:50"]
    assert list(event.agenda_items.values_list("minutes", flat=True)) == [10, 10, 10]
    half = sent(organizer, event, "hours", {**typed, "minutes": "x", "fixed_start": "8 gi"})
    assert hours(half)[0] == "08:00 – 08:10"


def test_a_field_is_saved_at_once(organizer: Client, event: Event) -> None:
    key = key_of(event, "Khai mạc")

    answer = save(organizer, event, key, minutes=("10", "15 phút"), fixed_start=("", "8h00"))

    assert said(answer).startswith("Đã lưu ")
    item = AgendaItem.objects.get(pk=key)
    assert (item.minutes, f"{item.fixed_start:%H:%M}", item.title) == (15, "08:00", "Khai mạc")
    assert hours(answer) == ["08:00 – 08:15", "08:15 – 08:25", "08:25 – 08:35"]
    assert f'id="shown-{key}-fixed_start" name="shown-fixed_start" value="08:00"' in text(answer)


@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("title", " ", "Vui lòng điền nội dung này."),
        (
            "title",
            "Chữ 王 lạ",
            "Giấy tờ không in được “王” (chữ Hán, U+738B): vui lòng thay bằng chữ khác hoặc bỏ đi.",
        ),
        ("minutes", "mười", "Số phút nhập chưa đúng. Vui lòng ghi một số nguyên, ví dụ 15."),
        ("minutes", "0", "Giá trị phải lớn hơn hoặc bằng 1."),
        (
            "fixed_start",
            "25h",
            "Giờ nhập chưa đúng. Vui lòng ghi như 08:00 hoặc 8 giờ 30, từ 00:00 đến 23:59.",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_the_rest_is_saved(
    organizer: Client, event: Event, name: str, typed: str, told: str
) -> None:
    key = key_of(event, "Khai mạc")
    before = {"title": "Khai mạc", "minutes": "10", "fixed_start": ""}[name]
    fields = {"performer": ("Ban Tổ chức", "Chủ tịch UBND tỉnh"), name: (before, typed)}

    answer = save(organizer, event, key, **fields)

    assert said(answer).startswith("Chưa lưu. ")
    assert trouble(answer, key, name) == told
    assert f'id="shown-{key}-{name}"' not in text(answer)  # the page goes on showing what is typed
    item = AgendaItem.objects.get(pk=key)
    assert (item.title, item.minutes, item.fixed_start) == ("Khai mạc", 10, None)
    assert item.performer == "Chủ tịch UBND tỉnh"


def test_all_that_happens_during_an_item_is_in_its_drawer(organizer: Client, event: Event) -> None:
    key = key_of(event, "Khai mạc")
    member = CommitteeMember.objects.create(event=event, position=1, name="Nguyễn Văn Thử")
    unit = UnitFactory.create(event=event, name="Trung tâm Thử nghiệm")
    address = reverse("admin:agenda_programme_drawer", args=[event.pk, key])
    drawer = text(organizer.get(address, headers={"HX-Request": "true"}))
    for name in ("only_script", "members", "units", "mc_text", "sound", "screen", "logistics"):
        assert f'name="shown-{name}"' in drawer
    assert "<html" not in drawer
    assert "<html" in text(organizer.get(address))

    done = save(
        organizer,
        event,
        key,
        only_script=("", "on"),
        members=("", str(member.pk)),
        units=("", str(unit.pk)),
        mc_text=("", "Kính thưa\r\nquý vị"),
    )

    item = AgendaItem.objects.get(pk=key)
    assert (item.only_script, item.mc_text) == (True, "Kính thưa\nquý vị")
    assert (item.members.get(), item.units.get()) == (member, unit)
    assert "Nguyễn Văn Thử" in visible_text(text(done))
    assert "Nội bộ" in visible_text(text(done))


def test_items_are_inserted_in_the_middle_moved_copied_and_removed(
    organizer: Client, event: Event
) -> None:
    opening = key_of(event, "Khai mạc")

    step(organizer, event, "insert", behind=opening)
    assert titles(event)[1] == (2, "Nội dung mới")
    assert "“Nội dung mới” nay ở vị trí 1/4." in said(
        step(organizer, event, "up", key_of(event, "Nội dung mới"))
    )
    assert "đã ở vị trí 1/4" in said(step(organizer, event, "up", key_of(event, "Nội dung mới")))
    step(organizer, event, "move", key_of(event, "Nội dung mới"), behind=key_of(event, "Bế mạc"))
    step(organizer, event, "down", opening)
    step(organizer, event, "remove", key_of(event, "Nội dung mới"))
    step(organizer, event, "duplicate", opening)

    names = ["Công bố thể lệ", "Khai mạc", "Khai mạc", "Bế mạc"]
    assert titles(event) == list(enumerate(names, start=1))


def test_each_step_is_taken_back_one_after_the_other(organizer: Client, event: Event) -> None:
    member = CommitteeMember.objects.create(event=event, position=1, name="Nguyễn Văn Thử")
    middle = event.agenda_items.get(title="Công bố thể lệ")
    middle.members.add(member)
    start = titles(event)
    state = {one.pk: one.title for one in event.agenda_items.all()}
    save(organizer, event, middle.pk, title=("Công bố thể lệ", "Thể lệ"))
    step(organizer, event, "up", middle.pk)
    step(organizer, event, "duplicate", middle.pk)
    step(organizer, event, "remove", middle.pk)
    step(organizer, event, "insert", behind=0)

    told = [said(step(organizer, event, "undo")) for _n in range(6)]

    assert titles(event) == start
    assert {one.pk: one.title for one in event.agenda_items.all()} == state
    assert AgendaItem.objects.get(pk=middle.pk).members.get() == member
    assert told[1].endswith("Đã hoàn tác: xóa “Thể lệ”.")
    assert told[5].endswith("Không có thao tác nào để hoàn tác.")


Change = Callable[[Event, int], object]


def _retitle(event: Event, key: int) -> object:
    return event.agenda_items.filter(pk=key).update(title="Của người khác")


def _remove(event: Event, key: int) -> object:
    return event.agenda_items.filter(pk=key).delete()


@pytest.mark.parametrize("change", [_retitle, _remove])
@pytest.mark.parametrize("mine", ["edit", "insert"])
def test_what_somebody_else_did_later_is_never_undone(
    organizer: Client, event: Event, change: Change, mine: str
) -> None:
    if mine == "edit":
        key = key_of(event, "Khai mạc")
        save(organizer, event, key, title=("Khai mạc", "Chào cờ"))
    else:
        step(organizer, event, "insert", behind=0)
        key = key_of(event, "Nội dung mới")
    change(event, key)
    after = titles(event)

    told = said(step(organizer, event, "undo"))

    assert told.startswith("Chưa lưu. ")
    assert told.endswith("thao tác của Ông/Bà không được hoàn tác.")
    assert titles(event) == after


def test_undo_belongs_to_its_user_and_its_ceremony(organizer: Client, event: Event) -> None:
    step(organizer, event, "remove", key_of(event, "Khai mạc"))

    assert "Không có thao tác" in said(step(administrator_client(), event, "undo"))
    assert "Không có thao tác" in said(step(organizer, EventFactory(), "undo"))
    assert len(titles(event)) == 2


def test_an_item_with_signings_is_not_removed(organizer: Client, event: Event) -> None:
    item = event.agenda_items.get(title="Khai mạc")
    Signing.objects.create(item=item, memorandum=complete_memorandum(event), position=1)

    told = said(step(organizer, event, "remove", item.pk))

    assert "“Khai mạc” còn gắn với: " in told
    assert len(titles(event)) == 3


def test_the_second_organizer_is_told_who_changed_what_and_decides(
    organizer: Client, event: Event
) -> None:
    other = administrator_client()
    key = key_of(event, "Khai mạc")
    save(other, event, key, title=("Khai mạc", "Chào cờ"), minutes=("10", "20"))
    fields = {"title": ("Khai mạc", "Văn nghệ"), "minutes": ("10", "10")}

    answer = save(organizer, event, key, **fields, performer=("Ban Tổ chức", "Ca sĩ"))

    told = trouble(answer, key, "title")
    assert told.startswith("Trần Thị Thử đã sửa ô này lúc ")
    assert "nội dung hiện nay là: “Chào cờ”" in told
    item = AgendaItem.objects.get(pk=key)
    assert (item.title, item.minutes, item.performer) == ("Chào cờ", 20, "Ca sĩ")

    kept = {"item": key, "shown-title": "Khai mạc", "title": "Văn nghệ"}
    taken = sent(organizer, event, "item", {**kept, "theirs": "title"})
    assert trouble(taken, key, "title") == ""
    assert 'value="Chào cờ" data-typed="Văn nghệ"' in text(taken)
    AgendaItem.objects.filter(pk=key).update(title="Quốc ca")
    again = sent(organizer, event, "item", {**kept, "mine-title": "Chào cờ"})
    assert "“Quốc ca”" in trouble(again, key, "title")
    sent(organizer, event, "item", {**kept, "mine-title": "Quốc ca"})
    assert AgendaItem.objects.get(pk=key).title == "Văn nghệ"


def test_two_who_choose_performers_are_not_in_each_others_way(
    organizer: Client, event: Event
) -> None:
    key = key_of(event, "Khai mạc")
    a, b, c = (UnitFactory.create(event=event, name=name).pk for name in ("Sở A", "Sở B", "Sở C"))
    AgendaItem.objects.get(pk=key).units.set([a, b])

    save(administrator_client(), event, key, units=(f"{a},{b}", str(b)))
    answer = sent(
        organizer, event, "item", {"item": key, "shown-units": f"{a},{b}", "units": [a, b, c]}
    )

    assert set(AgendaItem.objects.get(pk=key).units.values_list("pk", flat=True)) == {b, c}
    assert f'id="choices-{key}-units"' in text(answer)  # the page is told who was taken out


def test_what_was_typed_into_a_removed_item_stays(organizer: Client, event: Event) -> None:
    key = key_of(event, "Khai mạc")
    step(administrator_client(), event, "remove", key)

    told = said(save(organizer, event, key, title=("Khai mạc", "Chào cờ")))

    assert told.startswith("Chưa lưu. Trần Thị Thử đã xóa nội dung này lúc ")


def test_the_history_tells_each_step(organizer: Client, event: Event) -> None:
    key = key_of(event, "Khai mạc")
    save(organizer, event, key, title=("Khai mạc", "Chào cờ"), minutes=("10", "20"))
    step(organizer, event, "down", key)
    step(organizer, event, "remove", key)

    told = [one.get_change_message() for one in LogEntry.objects.order_by("pk")]

    assert told == [
        "Đã sửa nội dung và số phút của nội dung chương trình “Chào cờ”.",
        "Đã sửa thứ tự của nội dung chương trình “Chào cờ”.",
        "Đã xóa nội dung chương trình “Chào cờ”.",
    ]


PAGES = ["item", "hours", "step"]


@pytest.mark.parametrize("role", ["secretariat", "reception"])
def test_who_may_not_edit_changes_nothing(event: Event, role: str) -> None:
    client = signed_in(role)
    key = key_of(event, "Khai mạc")
    may_read = 200 if role == "secretariat" else 403

    answer = client.get(page_of(event))

    assert answer.status_code == may_read
    drawer = reverse("admin:agenda_programme_drawer", args=[event.pk, key])
    assert client.get(drawer).status_code == may_read
    assert client.post(page_of(event), {}).status_code == 403
    for page in PAGES:
        data = {"do": "remove", "item": key, "shown-title": "Khai mạc", "title": "Thêm trộm"}
        assert sent(client, event, page, data).status_code == 403
    assert titles(event)[0] == (1, "Khai mạc")
    if may_read == 200:
        assert "hx-post" not in text(answer)
        assert "<textarea" not in text(answer)


def test_items_of_another_ceremony_are_out_of_reach(organizer: Client, event: Event) -> None:
    other = AgendaItemFactory(event=EventFactory(), title="Của lễ khác")

    save(organizer, event, other.pk, title=("Của lễ khác", "Thêm trộm"))
    told = said(step(organizer, event, "remove", other.pk))

    assert AgendaItem.objects.get(pk=other.pk).title == "Của lễ khác"
    assert told == "Chưa lưu. Người khác vừa xóa nội dung này."
    drawer = reverse("admin:agenda_programme_drawer", args=[event.pk, other.pk])
    assert organizer.get(drawer).status_code == 404


def test_without_a_token_nothing_is_written(event: Event) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in("organizer").cookies

    assert step(client, event, "remove", key_of(event, "Khai mạc")).status_code == 403
    assert len(titles(event)) == 3


def test_statements_are_as_many_for_three_items_as_for_three_hundred(
    organizer: Client, django_assert_max_num_queries, django_assert_num_queries
) -> None:
    counted = []
    for size in (1, 3, 300):
        event = EventFactory()
        unit = UnitFactory.create(event=event)
        for position in range(1, size + 1):
            item = AgendaItemFactory(event=event, position=position, minutes=1)
            item.units.add(unit)
        organizer.get(page_of(event))
        with django_assert_max_num_queries(20) as page:
            organizer.get(page_of(event))
        with django_assert_max_num_queries(30) as saved:
            save(organizer, event, item.pk, minutes=("1", "2"))
        with django_assert_max_num_queries(30) as moved:
            step(organizer, event, "move", item.pk, behind=0)
        counted.append([len(page), len(saved), len(moved)])

    assert counted[1] == counted[2], counted
    assert counted[0][:2] == counted[1][:2]


def test_undo_of_a_removal_finds_the_item_back_already(organizer: Client, event: Event) -> None:
    version = published(event)
    step(organizer, event, "remove", key_of(event, "Khai mạc"))
    versions.take_back(version)
    before = titles(event)

    told = said(step(organizer, event, "undo"))

    assert told.startswith("Chưa lưu. “Khai mạc”")
    assert titles(event) == before


def test_who_took_a_version_back_is_named_where_it_changed_what_another_types(
    organizer: Client, event: Event
) -> None:
    other = administrator_client()
    key = key_of(event, "Khai mạc")
    version = published(event)
    save(organizer, event, key, title=("Khai mạc", "Chào cờ"))
    step(organizer, event, "insert", behind=0)
    gone = key_of(event, "Nội dung mới")
    back = reverse("admin:agenda_programmeversion_take_back", args=[version.pk])
    other.post(back, form_data(other.get(back), "take_back_form"))

    answer = save(organizer, event, key, title=("Chào cờ", "Văn nghệ"))

    assert trouble(answer, key, "title").startswith("Trần Thị Thử đã sửa ô này lúc ")
    told = said(save(organizer, event, gone, title=("Nội dung mới", "Văn nghệ")))
    assert told.startswith("Chưa lưu. Trần Thị Thử đã xóa nội dung này lúc ")
