"""The admin's pages of units and of the committee."""

import datetime
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agenda import mail
from agenda.models import PreparationTask, TaskUpdate
from agenda.services import tasks as task_service
from events import units
from events.models import CommitteeMember, Event, Letter, Unit, UnitCall
from events.vietnamese.names import fold
from tests.factories import EventFactory, PlanFactory, PreparationTaskFactory, UnitFactory
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

LIST = "admin:events_unit_changelist"


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    return EventFactory()


def seen(response: Any) -> str:
    return visible_text(response.content.decode())


def change(row: Any) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def committee_of(event: Event) -> str:
    return reverse("admin:events_committee_change", args=[event.pk])


def test_a_unit_is_made_with_its_contact_and_the_number_as_people_type_it(
    organizer: Client, event: Event
) -> None:
    add = reverse("admin:events_unit_add")
    typed = {
        "event": str(event.pk),
        "name": "Sở  Khoa học và Công nghệ",
        "short_name": "Sở KH&CN",
        "contact_name": "Lê Thị Hòa",
        "contact_position": "Chánh Văn phòng",
        "contact_phone": "(0208) 3855.123",
        "contact_email": "vp@example.vn",
        "_save": "Lưu",
    }
    refused = organizer.post(add, {**typed, "contact_phone": "0123 456"})
    assert "Số điện thoại" in seen(refused)
    assert "Chánh Văn phòng" in refused.content.decode()  # nothing typed is lost

    assert organizer.post(add, typed).status_code == 302

    unit = Unit.objects.get()
    assert (unit.name, unit.contact_phone) == ("Sở Khoa học và Công nghệ", "+842083855123")
    page = organizer.get(change(unit))
    assert form_data(page, "unit_form")["contact_phone"] == "0208 3855 123"
    assert f"http://testserver/nhiem-vu/{unit.token}/" in page.content.decode()
    twice = organizer.post(add, typed)
    assert "Buổi lễ này đã có đơn vị này" in seen(twice)


def test_the_list_tells_contacts_and_counts(organizer: Client, event: Event) -> None:
    unit = UnitFactory(
        event=event, name="Sở Tài chính", contact_name="Lê Thị Hòa", contact_phone="+84912345678"
    )
    for due in (datetime.date(2020, 1, 1), datetime.date(2040, 1, 1), None):
        PreparationTaskFactory(event=event, lead_unit=unit, due_on=due)
    late_but_done = {"status": "done", "percent": 100, "due_on": datetime.date(2020, 1, 1)}
    PreparationTaskFactory(event=event, lead_unit=unit, **late_but_done)
    UnitFactory(event=event, name="Báo Thái Nguyên")

    page = organizer.get(reverse(LIST), {"q": "hoa tai"})
    cells = seen(page)
    assert "Sở Tài chính" in cells
    assert "Báo Thái Nguyên" not in cells
    assert "0912 345 678" in cells
    row = next(iter(page.context["cl"].result_list))
    assert (row.led_count, row.late_count) == (4, 1)


def test_the_secretariat_reads_units_and_sees_no_link(event: Event) -> None:
    unit, client = UnitFactory(event=event), signed_in("secretariat")
    assert str(unit) in seen(client.get(reverse(LIST)))
    page = client.get(change(unit))
    assert page.status_code == 200
    assert unit.token not in page.content.decode()
    assert client.post(change(unit), {"name": "Khác"}).status_code == 403
    for address in (
        reverse("admin:events_unit_renew", args=[unit.pk]),
        f"{reverse('admin:events_unit_merge')}?ids={unit.pk},{unit.pk}",
    ):
        assert client.get(address).status_code == 403
        assert client.post(address).status_code == 403


def test_the_link_is_renewed_after_a_question(organizer: Client, event: Event) -> None:
    unit = UnitFactory(event=event)
    former, address = unit.token, reverse("admin:events_unit_renew", args=[unit.pk])
    assert "không còn mở được" in seen(organizer.get(address))
    unit.refresh_from_db()
    assert unit.token == former

    organizer.post(address)

    unit.refresh_from_db()
    assert unit.token != former
    assert Client().get(f"/nhiem-vu/{former}/").status_code == 404
    assert Client().get(f"/nhiem-vu/{unit.token}/").status_code == 200
    assert "Đã cấp đường dẫn mới" in seen(
        organizer.get(reverse("admin:events_unit_history", args=[unit.pk]))
    )


def test_two_spellings_become_one_unit_with_all_that_pointed_to_either(
    organizer: Client, event: Event
) -> None:
    stays: Any = UnitFactory(event=event, name="Sở Khoa học và Công nghệ")
    gone = UnitFactory(event=event, name="Sở KH&CN", contact_name="Lê Thị Hòa")
    other: Any = UnitFactory(event=event, name="Báo Thái Nguyên")
    led = PreparationTaskFactory(event=event, lead_unit=gone)
    helped = PreparationTaskFactory(event=event, lead_unit=other)
    helped.coordinating_units.set([gone, stays])
    duty = PlanFactory(event=event).duties.create(
        position=1, addressed_as="Đề nghị Sở KH&CN", text="làm.", unit=gone
    )
    task_service.report(led, by="Sở KH&CN", unit=gone, status="under_way", percent=25)
    UnitCall.objects.create(unit=gone, caller="An", said="Đã gọi")

    listed = reverse(LIST)
    one = {"action": "merge_chosen", ACTION_CHECKBOX_NAME: [gone.pk], "index": "0"}
    assert "đúng hai đơn vị" in seen(organizer.post(listed, one, follow=True))
    two = {**one, ACTION_CHECKBOX_NAME: [gone.pk, stays.pk]}
    assert "không thể hoàn tác" in seen(organizer.post(listed, two, follow=True)).lower()
    address = f"{reverse('admin:events_unit_merge')}?ids={stays.pk},{gone.pk}"
    assert "chọn đơn vị được giữ lại" in seen(organizer.post(address, {}))
    assert Unit.objects.count() == 3

    organizer.post(address, {"stays": str(stays.pk)})

    assert set(Unit.objects.all()) == {stays, other}
    led.refresh_from_db()
    duty.refresh_from_db()
    stays.refresh_from_db()
    assert (led.lead_unit, duty.unit, duty.addressed_as) == (stays, stays, "Đề nghị Sở KH&CN")
    assert list(helped.coordinating_units.all()) == [stays]
    report = TaskUpdate.objects.get()
    assert (report.unit, report.by) == (stays, "Sở KH&CN")
    assert stays.calls.count() == 1
    assert stays.contact_name == "Lê Thị Hòa"


def test_units_of_two_ceremonies_are_not_merged(organizer: Client, event: Event) -> None:
    units = UnitFactory(event=event), UnitFactory()
    address = f"{reverse('admin:events_unit_merge')}?ids={units[0].pk},{units[1].pk}"
    page = organizer.post(address, {"stays": str(units[0].pk)}, follow=True)
    assert "cùng một buổi lễ" in seen(page)
    assert Unit.objects.count() == 2


def test_a_unit_that_leads_a_task_is_not_removed_and_one_without_goes_with_its_letters(
    organizer: Client, event: Event
) -> None:
    unit = UnitFactory(event=event, contact_email="vp@example.vn")
    task = PreparationTaskFactory(event=event, lead_unit=unit)
    delete = reverse("admin:events_unit_delete", args=[unit.pk])
    organizer.post(delete, {"post": "yes"})
    assert Unit.objects.exists()
    Letter.objects.create(
        kind="unit.tasks_due", about=unit.pk, key=f"unit-{unit.pk}-tasks_due-x", event=event,
        message_id="<1@x>", subject="s", search="s", created_at="2030-01-01T00:00Z",
        due_at="2030-01-01T00:00Z",
    )  # fmt: skip
    task.delete()
    organizer.post(delete, {"post": "yes"})
    assert not Unit.objects.exists()
    assert not Letter.objects.exists()


def test_members_are_written_in_their_order_and_the_plan_takes_its_signer_from_them(
    organizer: Client, event: Event
) -> None:
    plan = PlanFactory(event=event, signer_name="", authority="TM. BAN TỔ CHỨC")
    first = CommitteeMember.objects.create(event=event, position=1, name="Nguyễn Văn Thử")
    data = form_data(organizer.get(committee_of(event)), "committee_form")
    data |= {
        "members-TOTAL_FORMS": "2",
        "members-1-id": "",
        "members-1-event": str(event.pk),
        "members-1-name": "Phạm Việt Đức",
        "members-1-body": "committee",
        "members-1-role": "Phó Trưởng Ban Thường trực",
        "members-1-office": "Giám đốc Sở KH&CN",
        "members-1-phone": "0912.345.678",
        "members-1-email": "pvd@example.vn",
        "_save": "Lưu",
    }
    assert organizer.post(committee_of(event), data).status_code == 302
    member = CommitteeMember.objects.get(name="Phạm Việt Đức")
    assert (first.position, member.position, member.phone) == (1, 2, "+84912345678")

    opened = form_data(organizer.get(change(plan)), "plan_form")
    organizer.post(change(plan), {**opened, "_save": "Lưu"})
    plan.refresh_from_db()
    assert (plan.authority, plan.signer_name) == ("TM. BAN TỔ CHỨC", "")

    saved = organizer.post(change(plan), {**opened, "signer": str(member.pk), "_save": "Lưu"})
    assert saved.status_code == 302
    plan.refresh_from_db()
    assert plan.authority == "TM. BAN TỔ CHỨC\nKT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN THƯỜNG TRỰC"
    assert (plan.signer_office, plan.signer_name) == ("GIÁM ĐỐC SỞ KH&CN", "Phạm Việt Đức")
    again = form_data(organizer.get(change(plan)), "plan_form")
    assert not again.get("signer")


def test_a_duty_points_to_units_of_its_own_ceremony(organizer: Client, event: Event) -> None:
    plan = PlanFactory(event=event)
    plan.duties.create(position=1, addressed_as="Sở A", text="làm.")
    own, foreign = UnitFactory(event=event), UnitFactory()
    data = {**form_data(organizer.get(change(plan)), "plan_form"), "_save": "Lưu"}
    assert organizer.post(change(plan), {**data, "duties-0-unit": foreign.pk}).status_code == 200
    assert organizer.post(change(plan), {**data, "duties-0-unit": own.pk}).status_code == 302
    assert plan.duties.get().unit == own
    assert PreparationTask.objects.count() == 0


def test_a_renamed_unit_is_still_known_by_its_former_name(organizer: Client, event: Event) -> None:
    unit: Any = UnitFactory(event=event, name="Sở KH&CN")
    data = {**form_data(organizer.get(change(unit)), "unit_form"), "_save": "Lưu"}
    data |= {"name": "Sở Khoa học và Công nghệ", "spellings": "So KHCN"}
    assert organizer.post(change(unit), data).status_code == 302
    unit.refresh_from_db()
    assert unit.spellings.splitlines() == ["So KHCN", "Sở KH&CN"]
    back = {**form_data(organizer.get(change(unit)), "unit_form"), "_save": "Lưu"}
    assert organizer.post(change(unit), {**back, "name": "Sở KH&CN"}).status_code == 302
    unit.refresh_from_db()
    assert unit.spellings.splitlines() == ["So KHCN", "Sở Khoa học và Công nghệ"]
    assert units.known(event)[fold("SỞ KHOA HỌC VÀ CÔNG NGHỆ")] == unit
    found = organizer.get(reverse(LIST), {"q": "so khoa hoc"})
    assert "Sở KH&CN" in seen(found)


def test_what_a_merged_unit_leads_it_does_not_coordinate(organizer: Client, event: Event) -> None:
    gone, stays = UnitFactory(event=event, name="Sở KH&CN"), UnitFactory(event=event, name="Sở A")
    led, helped = PreparationTaskFactory.create_batch(2, event=event, lead_unit=gone)
    led.coordinating_units.add(stays)
    helped.lead_unit = stays
    helped.save()
    helped.coordinating_units.add(gone)
    units.merge(gone, into=stays)
    for task in (led, helped):
        task.refresh_from_db()
        assert (task.lead_unit, list(task.coordinating_units.all())) == (stays, [])
    stays.refresh_from_db()
    assert stays.spellings == "Sở KH&CN"


def test_a_duty_finds_the_unit_that_it_names_or_makes_it(organizer: Client, event: Event) -> None:
    plan = PlanFactory(event=event)
    own, foreign = UnitFactory(event=event, name="Văn phòng UBND tỉnh"), UnitFactory()
    data = {**form_data(organizer.get(change(plan)), "plan_form"), "_save": "Lưu"}

    def row(number: int, named: str, **more: Any) -> dict[str, Any]:
        said = {"id": "", "plan": plan.pk, "addressed_as": named, "text": "làm.", "unit": "",
                "position": ""}  # fmt: skip
        return {f"duties-{number}-{key}": value for key, value in (said | more).items()}

    data |= row(0, "Đề nghị văn phòng UBND tỉnh") | row(1, "Sở Nội vụ") | row(2, "Sở Y tế")
    data["duties-TOTAL_FORMS"] = "3"
    taken = organizer.post(change(plan), data | {"duties-2-unit": foreign.pk})
    assert taken.status_code == 200
    assert organizer.post(change(plan), data | {"duties-2-unit": own.pk}).status_code == 302

    first, second, third = plan.duties.all()
    assert (first.unit, str(second.unit), third.unit) == (own, "Sở Nội vụ", own)
    assert first.addressed_as == "Đề nghị văn phòng UBND tỉnh"
    opened = {**form_data(organizer.get(change(plan)), "plan_form"), "_save": "Lưu"}
    organizer.post(change(plan), opened | {"duties-1-unit": ""})
    second.refresh_from_db()
    assert second.unit is None  # taken away on purpose
    organizer.post(change(plan), opened | {"duties-0-addressed_as": "Sở Tài chính"})
    first.refresh_from_db()
    assert str(first.unit) == "Sở Tài chính"
    assert Unit.objects.filter(event=event).count() == 3


def test_a_spelling_of_another_unit_is_refused(organizer: Client, event: Event) -> None:
    UnitFactory(event=event, name="Sở Tài chính", spellings="Sở TC")
    UnitFactory(name="Sở Nội vụ")  # of another ceremony
    unit = UnitFactory(event=event, name="Sở Tài nguyên")
    data = form_data(organizer.get(change(unit)), "unit_form") | {"_save": "Lưu"}
    for line in ("SỞ TÀI CHÍNH", "sở tc"):
        page = seen(organizer.post(change(unit), data | {"spellings": line}))
        assert f"“{line}” đã chỉ đơn vị “Sở Tài chính”" in page
    assert organizer.post(change(unit), data | {"spellings": "Sở Nội vụ"}).status_code == 302


@pytest.mark.parametrize(("today", "state"), [(True, "waiting"), (False, "overtaken")])
def test_a_refused_letter_goes_to_the_new_address_or_stands_aside(
    organizer: Client, event: Event, today: bool, state: str
) -> None:
    unit = UnitFactory(event=event, contact_email="sai@example.vn")
    day = timezone.localdate()
    PreparationTaskFactory(event=event, lead_unit=unit, due_on=day)
    mail.units.tasks_due(unit, day if today else day - datetime.timedelta(days=1))
    Letter.objects.update(status=Letter.State.FAILED)
    data = form_data(organizer.get(change(unit)), "unit_form") | {"_save": "Lưu"}

    organizer.post(change(unit), data | {"contact_name": "Lê Thị Hòa"})
    assert Letter.objects.get().status == "failed"
    organizer.post(change(unit), data | {"contact_email": "dung@example.vn"})

    assert Letter.objects.get().status == state
