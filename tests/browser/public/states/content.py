"""What the contest tells, papers, what is searched, drafts."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.public.states.states import Shown, enter_path, send, state, unfold
from tests.factories import (
    DownloadFactory,
    NewsPostFactory,
    QuestionFactory,
    UnitFactory,
    VideoFactory,
    full_rules,
)
from tests.files import pdf
from tests.whole_portal import World


@state("verification, unknown")
def unknown_paper(world: World) -> Iterator[Shown]:
    yield Shown("/xac-minh/AAAA-AAAA-AAAA/", status=404)


@state("verification, recalled")
def recalled_paper(world: World) -> Iterator[Shown]:
    yield Shown(f"/xac-minh/{world.arguments['a recalled paper'][0]}/")


@state("verification, another file")
def other_file(world: World) -> Iterator[Shown]:
    code = world.arguments["events:verify.code"][0]

    def act(page: Page) -> None:
        file: Any = {"name": "k.pdf", "mimeType": "application/pdf", "buffer": pdf(pages=2)}
        page.locator("input[type=file]").set_input_files(file)
        send(page)

    yield Shown(f"/xac-minh/{code}/", act)


@state("verification, no file chosen")
def no_file(world: World) -> Iterator[Shown]:
    yield Shown("/xac-minh/", send)


enter_path("search, with hits", "/tim-kiem/?q=thu")
enter_path("search, without", "/tim-kiem/?q=zzzz")
enter_path("questions, with hits", "/hoi-dap/tim/?q=ho+so")
enter_path("questions, without", "/hoi-dap/tim/?q=zzzz")
enter_path("news, no such page", "/tin-tuc/trang/99/", status=404)


@state("questions, all open")
def open_questions(world: World) -> Iterator[Shown]:
    yield Shown("/hoi-dap/", unfold)


@state("video, with its words open")
def open_transcript(world: World) -> Iterator[Shown]:
    yield Shown("/video/co-tep/", unfold)


@state("video, at another site")
def video_elsewhere(world: World) -> Iterator[Shown]:
    video = world.event.contest.video_set.exclude(address="")[0]
    yield Shown(reverse("videos:video", args=[video.slug]))


@state("rules, in force")
def rules_in_force(world: World) -> Iterator[Shown]:
    newest = world.event.contest.rules_set.newest_first()[0]
    yield Shown(reverse("rules:version", args=[newest.slug]))


def enter_draft(name: str, make: Callable[..., Any]) -> None:
    @state(f"draft, {name}")
    def draft(world: World) -> Iterator[Shown]:
        made = make(contest=world.event.contest)
        yield Shown(reverse("preview:draft", args=[made.token]), unfold)
        made.delete()


enter_draft("news", NewsPostFactory)
enter_draft("rules", full_rules)
enter_draft("question", QuestionFactory)
enter_draft("video", VideoFactory)
enter_draft("document", DownloadFactory)


@state("unit, without tasks")
def unit_idle(world: World) -> Iterator[Shown]:
    yield Shown(UnitFactory(event=world.event).get_absolute_url())
