"""The page of a unit."""

from collections.abc import Iterator

from playwright.sync_api import Page

from agenda.models import PreparationTask
from tests.browser.public.states.states import Shown, send, state
from tests.whole_portal import World


@state("tasks of a unit, a report refused")
def report_refused(world: World) -> Iterator[Shown]:
    task = PreparationTask.objects.filter(event=world.event, lead_unit__isnull=False)[0]

    def act(page: Page) -> None:
        page.locator("[name=words]").last.fill("Đã in xong giấy mời. " * 500)
        send(page)

    yield Shown(task.lead_unit.get_absolute_url(), act)
