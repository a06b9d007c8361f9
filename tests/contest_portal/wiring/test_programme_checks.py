"""What contradicts itself is told before a programme or a plan goes out."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone

from agenda.documents.checks import of_items
from agenda.models import Contents
from contest_portal.models import Signing
from events.documents import KINDS, checks, obstacles
from events.models import Event
from sponsorship import services as sponsorship
from sponsorship.models import Memorandum
from tests.factories import (
    AgendaItemFactory,
    PlanFactory,
    PreparationTaskFactory,
    complete_memorandum,
    make_invitation,
    make_seating,
    published,
    signed_memorandum,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2030, 2, 12)
NOON = datetime.datetime(2030, 2, 12, 5, tzinfo=datetime.UTC)


@pytest.fixture
def event() -> Event:
    """A ceremony in which nothing contradicts anything."""
    plan = PlanFactory(
        event__starts_at=datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC),
        preparation_heading="2.3. Công tác chuẩn bị (xong trong tháng 01/2030):",
    )
    event = make_seating(plan.event).event
    beginning: Any = event.starts_at
    event.seating.closes_at = beginning - datetime.timedelta(hours=1)
    event.seating.save()
    AgendaItemFactory(event=event, position=1, title="Khai mạc", minutes=10)
    AgendaItemFactory(event=event, position=2, title="Bế mạc", minutes=10)
    PreparationTaskFactory(event=event, position=1, due_on=datetime.date(2030, 1, 31))
    return event


def item(event: Event, **values: object) -> None:
    event.agenda_items.filter(position=2).update(**values)


def heading(event: Event, text: str) -> None:
    event.plan.preparation_heading = f"2.3. Công tác chuẩn bị ({text}):"
    event.plan.save()


def due(event: Event, day: datetime.date) -> None:
    event.preparation_tasks.update(due_on=day)


def seating(event: Event, **values: object) -> None:
    for name, value in values.items():
        setattr(event.seating, name, value)
    event.seating.save()


def on_stage(event: Event, memorandum: Memorandum) -> None:
    Signing.objects.create(
        item=event.agenda_items.get(position=2), memorandum=memorandum, position=1
    )


def cancelled(event: Event) -> Memorandum:
    return sponsorship.change_status(complete_memorandum(event), "cancelled", reason="Rút")


def found(event: Event) -> list[tuple[str, str]]:
    """Return sentences and pages of all that is told of programme and plan."""
    every = [*of_items(event, Contents.drafted(event).items)]
    every += [*checks.found("programme", event), *checks.found("plan", event)]
    assert not any(obstacle.stops for obstacle in every)
    return [(obstacle.message, obstacle.url) for obstacle in every]


CASES: list[tuple[Callable[[Event], object], str, str]] = [
    (lambda e: item(e, performer=""), "Chưa ghi người thực hiện: nội dung 2.", "agenda_programme"),
    (lambda e: item(e, fixed_start=datetime.time(8, 5)),
     "Nội dung 2 “Bế mạc”: chồng 5 phút với mục trước.", "agenda_programme"),
    (lambda e: e.agenda_items.update(only_script=True, fixed_start=datetime.time(8, 5)),
     "Nội dung nội bộ “Bế mạc”: chồng 10 phút", "agenda_programme"),
    (lambda e: e.agenda_items.update(only_script=Q(position=1), performer=""),
     "Chưa ghi người thực hiện: nội dung 1.", "agenda_programme"),
    (lambda e: item(e, title="Nội dung mới"), "Nội dung 2 “Nội dung mới”: chưa ghi nội dung.",
     "agenda_programme"),
    (lambda e: e.agenda_items.filter(position=1).update(minutes=None), "Một số nội dung chưa có",
     "agenda_programme"),
    (lambda e: heading(e, "xong trong tháng 01/2025"), "có việc đến hạn ngoài thời gian này "
     "(1: 31/01/2030)", "events_plan"),
    (lambda e: heading(e, "xong trong tháng 02 năm 2030"), "nhưng buổi lễ diễn ra ngày 12/02/2030",
     "events_plan"),
    (lambda e: due(e, DAY + datetime.timedelta(days=1)), "Có việc đến hạn sau ngày diễn ra",
     "agenda_preparation"),
    (lambda e: seating(e, closes_at=NOON), "Thời điểm đóng đăng ký (12/02/2030)",
     "registrations_seating"),
    (lambda e: seating(e, closes_at=None, opens_at=NOON), "Thời điểm mở đăng ký",
     "registrations_seating"),
    (lambda e: seating(e, promotion_until=NOON), "Thời điểm thôi chuyển người",
     "registrations_seating"),
    (lambda e: make_invitation(e, deadline=DAY + datetime.timedelta(days=2)),
     "Có 1 giấy mời còn hạn xác nhận sau", "registrations_invitation"),
    (lambda e: item(e, title="Ký kết biên bản ghi nhớ"),
     "Nội dung 2 “Ký kết biên bản ghi nhớ” là phần ký kết nhưng chưa chọn",
     "contest_portal_signingitem"),
    (lambda e: on_stage(e, complete_memorandum(e)), "còn là dự thảo", "contest_portal_signingitem"),
    (lambda e: on_stage(e, cancelled(e)), "đã bị hủy", "contest_portal_signingitem"),
    (lambda e: on_stage(e, signed_memorandum(e)), "đã được ký rồi", "contest_portal_signingitem"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "message", "page"), CASES, ids=[case[1] for case in CASES])
def test_each_contradiction_is_told_with_the_page_that_mends_it(
    event: Event, spoil: Callable[[Event], object], message: str, page: str
) -> None:
    assert found(event) == []
    spoil(event)
    told = found(Event.objects.get(pk=event.pk))
    app, _at, name = page.rpartition("_")
    assert [url for text, url in told if message in text and f"/{app}/{name}/" in url], told


def test_a_memorandum_that_can_be_signed_is_no_obstacle(event: Event) -> None:
    memorandum = sponsorship.change_status(complete_memorandum(event), Memorandum.Status.AGREED)
    on_stage(event, memorandum)
    assert found(event) == []


def test_the_same_is_told_before_programme_and_plan_are_issued(event: Event) -> None:
    published(event)
    heading(event, "xong trong tháng 01/2025")
    seating(event, closes_at=NOON)
    today = timezone.localdate()
    told = {
        kind: " ".join(one.message for one in obstacles.of(KINDS[kind].draft(event), today))
        for kind in ("programme", "plan")
    }
    assert "Thời điểm đóng đăng ký" in told["programme"]
    assert "xong" not in told["programme"]
    assert "Thời điểm đóng đăng ký" in told["plan"]
    assert "“tháng 01/2025”" in told["plan"]


def test_nothing_is_checked_while_a_paper_is_only_printed(
    event: Event, django_assert_num_queries
) -> None:
    published(event)
    with django_assert_num_queries(3):
        KINDS["programme"].draft(event).html()


def test_the_checks_take_the_same_number_of_statements(
    event: Event, django_assert_num_queries
) -> None:
    for _n in range(5):
        on_stage_at = AgendaItemFactory(event=event, title="Ký kết biên bản", minutes=5)
        Signing.objects.create(item=on_stage_at, memorandum=complete_memorandum(event), position=1)
    with django_assert_num_queries(6):
        checks.found("programme", event)
