"""Pictures of the programme and of the preparation."""

import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page


def fill() -> Any:
    """Give the tasks to offices, let them report, change the draft; return an office."""
    from django.utils import timezone

    from agenda.models import AgendaItem
    from agenda.services import tasks, versions
    from events.models import Event, Unit

    event = Event.objects.get()
    event.starts_at = datetime.datetime(2040, 2, 13, 1, tzinfo=datetime.UTC)  # 08:00 there
    event.save()
    today = timezone.localdate()
    office = Unit.objects.get(event=event, name="Sở Khoa học và Công nghệ")
    office.contact_name, office.contact_email = "Trần Thị Mẫu", "khcn@thu.example"
    office.save()
    television = Unit.objects.create(event=event, name="Đài Thử nghiệm", short_name="Đài TN")
    days = (-9, -3, 2, 12, 20)
    states = (("done", 100), ("under_way", 60), ("under_way", 30), ("planned", 0), ("blocked", 40))
    rows = zip(event.preparation_tasks.all(), days, states, strict=True)
    for number, (task, days_ahead, (state, percent)) in enumerate(rows):
        task.lead_unit = television if number in (2, 3) else office
        task.due_on = today + datetime.timedelta(days=days_ahead)
        task.save()
        if state != "planned":
            tasks.report(
                task,
                by="Trần Thị Mẫu",
                status=state,
                percent=percent,
                words="Đã họp với các đơn vị, đang hoàn thiện dự thảo." if percent < 100 else "",
                blocked_reason="Chưa thống nhất mức tài trợ." if state == "blocked" else "",
                accepted_by="Phạm Việt Đức" if state == "done" else "",
            )
    for item, minutes in zip(event.agenda_items.all(), (10, 10, 7, 12, 5, 15, 10, 5), strict=True):
        item.minutes = minutes
        item.save()
    versions.publish(event, by="Ban Tổ chức", note="Có thời lượng")
    items = list(event.agenda_items.order_by("position"))
    items[4].minutes, items[1].performer = 8, "Trưởng Ban Tổ chức Cuộc thi"
    moved = [*items[:3], items[4], items[3], *items[5:]]
    for position, item in enumerate(moved, 1):
        AgendaItem.objects.filter(pk=item.pk).update(
            position=100 + position, minutes=item.minutes, performer=item.performer
        )
    for position, item in enumerate(moved, 1):
        AgendaItem.objects.filter(pk=item.pk).update(position=position)
    return office


def report() -> bytes:
    """Return the report on the preparation."""
    from events.documents import KINDS
    from events.models import Event

    return KINDS["progress-report"].draft(Event.objects.get()).pdf()


def unit_page(browser: Browser, base: str, token: str, target: Path) -> None:
    """Take the page on which an office reports, on a telephone."""
    page = browser.new_page(viewport={"width": 360, "height": 760}, device_scale_factor=2)
    page.goto(f"{base}nhiem-vu/{token}/", wait_until="networkidle")
    page.locator("form").first.scroll_into_view_if_needed()
    page.evaluate("document.querySelectorAll('main h2, main h3')[1].scrollIntoView()")
    page.screenshot(path=target / "unit-phone.png")


def organizers(page: Page, base: str, key: int, target: Path) -> None:
    """Take the board of a ceremony's tasks and the page that publishes its programme."""
    page.goto(f"{base}quan-tri/agenda/preparation/{key}/change/", wait_until="networkidle")
    page.screenshot(path=target / "admin-preparation.png")
    page.goto(f"{base}quan-tri/agenda/programmeversion/{key}/publish/", wait_until="networkidle")
    page.screenshot(path=target / "admin-publishing.png")
