"""What a page of the public can look like besides its usual state: one function for each."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone, translation
from playwright.sync_api import Page, Route

from contest_portal.public import error_pages
from events.models import Event
from registrations.models import Seating
from registrations.services import invitations, transitions
from registrations.services.delegate_keys import delegate_key
from tests.factories import (
    DownloadFactory,
    EventFactory,
    NewsPostFactory,
    QuestionFactory,
    UnitFactory,
    VideoFactory,
    full_rules,
    make_invitation,
    make_registration,
    make_seating,
    named,
)
from tests.files import pdf
from tests.whole_portal import World


def nothing(page: Page) -> None:
    """Leave the page as it comes."""


@dataclass(frozen=True)
class Shown:
    """Where a state is seen, what is done there first, and the status that the browser notes."""

    path: str
    act: Callable[[Page], None] = nothing
    status: int = 200


State = Callable[[World], AbstractContextManager[Shown]]
STATES: dict[str, State] = {}


def state(name: str) -> Callable[[Callable[[World], Iterator[Shown]]], State]:
    """Enter a function into `STATES`; what it changes of pages of others it puts back."""

    def enter(function: Callable[[World], Iterator[Shown]]) -> State:
        STATES[name] = contextmanager(function)
        return STATES[name]

    return enter


@contextmanager
def changed(row: Model, **values: Any) -> Iterator[None]:
    """Write other values past all rules, and the old ones in the end."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    before = rows.values(*values).get()
    rows.update(**values)
    yield
    rows.update(**before)


def send(page: Page) -> None:
    """Send the main form of the page as it stands."""
    with page.expect_navigation():
        page.locator("main form [type=submit].btn").last.click()


def at(event: Event, when: datetime.datetime, **values: Any) -> AbstractContextManager[None]:
    """Let the ceremony begin at another hour."""
    day = timezone.localdate(when)
    return changed(event, starts_at=when, window_start=day, window_end=day, **values)


# The ceremony


@state("home, before the day is fixed")
def no_hour(world: World) -> Iterator[Shown]:
    with changed(world.event, starts_at=None):
        yield Shown("/")


@state("home, on the day")
def on_the_day(world: World) -> Iterator[Shown]:
    with at(world.event, timezone.now() - datetime.timedelta(minutes=1)):
        yield Shown("/")


@state("home, afterwards")
def afterwards(world: World) -> Iterator[Shown]:
    with at(world.event, timezone.now() - datetime.timedelta(days=3)):
        yield Shown("/")


EMPTY = (
    "home", "agenda:programme", "rules:shown", "news:posts", "questions:questions",
    "videos:videos", "downloads:downloads", "contact:contact", "milestones:milestones",
    "sponsorship:sponsors", "registrations:register", "search",
)  # fmt: skip


def enter_bare(name: str) -> None:
    """Enter a page without a ceremony, and with one of which nothing else is known yet."""

    @state(f"{name}, of an empty portal")
    def empty(world: World) -> Iterator[Shown]:
        with changed(world.event, published=False):
            yield Shown(reverse(name))

    @state(f"{name}, of a bare ceremony")
    def bare(world: World) -> Iterator[Shown]:
        day = datetime.date(2029, 5, 1)
        event = EventFactory(window_start=day, window_end=day)
        yield Shown(reverse(name))
        event.delete()


for _name in EMPTY:
    enter_bare(_name)


# Registration


def enter_seats(name: str, **values: Any) -> None:
    """Enter the page of registration under other rules."""

    @state(f"registration, {name}")
    def seats(world: World) -> Iterator[Shown]:
        with changed(world.event.seating, **values):
            yield Shown("/dang-ky/")


LONG_AGO, FAR_OFF = (timezone.now() + datetime.timedelta(days) for days in (-9, 9))
enter_seats("by invitation only", policy=Seating.Policy.INVITED)
enter_seats("with approval", policy=Seating.Policy.APPROVAL)
enter_seats("before it opens", opens_at=FAR_OFF)
enter_seats("closed", closes_at=LONG_AGO)


@state("registration, the ceremony has begun")
def begun(world: World) -> Iterator[Shown]:
    with at(world.event, timezone.now() - datetime.timedelta(minutes=1)):
        yield Shown("/dang-ky/")


@state("registration, the ceremony is over")
def over(world: World) -> Iterator[Shown]:
    with at(world.event, timezone.now() - datetime.timedelta(days=3)):
        yield Shown("/dang-ky/")


@state("registration, sent empty")
def refused(world: World) -> Iterator[Shown]:
    yield Shown("/dang-ky/", send)


@contextmanager
def full_hall() -> Iterator[Event]:
    """An earlier ceremony whose only seat is taken."""
    day = datetime.date(2029, 5, 1)
    seating = make_seating(
        EventFactory(window_start=day, window_end=day), public_seats=1, reserve_seats=0
    )
    make_registration(seating.event)
    yield seating.event
    Event.objects.filter(pk=seating.event_id).update(published=False)


@state("registration, full")
def full(world: World) -> Iterator[Shown]:
    with full_hall():
        yield Shown("/dang-ky/")


@state("own page, waiting")
def waiting(world: World) -> Iterator[Shown]:
    with full_hall() as event:
        yield Shown(make_registration(event).get_absolute_url())


@state("own page, to be approved")
def pending(world: World) -> Iterator[Shown]:
    with changed(world.event.seating, policy=Seating.Policy.APPROVAL):
        yield Shown(make_registration(world.event).get_absolute_url())


@state("own page, refused")
def declined(world: World) -> Iterator[Shown]:
    with changed(world.event.seating, policy=Seating.Policy.APPROVAL):
        made = make_registration(world.event)
        transitions.decline(made, reason="Hội trường đã kín chỗ.")
        yield Shown(made.get_absolute_url())


@state("own page, cancelled")
def cancelled(world: World) -> Iterator[Shown]:
    made = make_registration(world.event)
    transitions.cancel(made)
    yield Shown(made.get_absolute_url())


@state("own page, afterwards")
def own_afterwards(world: World) -> Iterator[Shown]:
    made = make_registration(world.event)
    with at(world.event, timezone.now() - datetime.timedelta(days=3)):
        yield Shown(made.get_absolute_url())


@state("personal data, a request refused")
def data_refused(world: World) -> Iterator[Shown]:
    own = world.arguments["registrations:own_data.token"][0]
    yield Shown(reverse("registrations:own_data", args=[own]), send)


@state("lost link, refused")
def find_refused(world: World) -> Iterator[Shown]:
    yield Shown(reverse("registrations:find"), send)


@state("lost link, asked")
def find_asked(world: World) -> Iterator[Shown]:
    def ask(page: Page) -> None:
        page.locator("[name=email]").fill("khong-ai@example.vn")
        send(page)

    yield Shown(reverse("registrations:find"), ask)


@state("lost link, of nobody")
def lost(world: World) -> Iterator[Shown]:
    yield Shown(f"/dang-ky/{'x' * 32}/", status=404)


# Invitations


def enter_invitation(name: str, arrange: Callable[[Any], None], **values: Any) -> None:
    """Enter the page of an invitation to which something has happened."""

    @state(f"invitation, {name}")
    def invitation(world: World) -> Iterator[Shown]:
        made = make_invitation(world.event, name="Lê Văn Mời", **values)
        arrange(made)
        yield Shown(made.get_absolute_url())


YESTERDAY = timezone.localdate() - datetime.timedelta(1)


def past(invitation: Any) -> None:
    type(invitation).objects.filter(pk=invitation.pk).update(deadline=YESTERDAY)


def answered(invitation: Any) -> None:
    named(invitation)


def answered_and_past(invitation: Any) -> None:
    named(invitation)
    past(invitation)


enter_invitation("open", lambda invitation: None)
enter_invitation("answered", answered)
enter_invitation("full", answered, quota=1)
enter_invitation("past", past)
enter_invitation("answered and past", answered_and_past)
enter_invitation("declined", lambda made: invitations.decline(made, reason="Bận họp.") and None)


@state("invitation, waiting for seats")
def invitation_waits(world: World) -> Iterator[Shown]:
    with full_hall() as event:
        made = make_invitation(event)
        named(made)
        yield Shown(made.get_absolute_url())


@state("invitation, the ceremony has begun")
def invitation_closed(world: World) -> Iterator[Shown]:
    made = make_invitation(world.event)
    with at(world.event, timezone.now() - datetime.timedelta(minutes=1)):
        yield Shown(made.get_absolute_url())


@state("invitation, the ceremony is over")
def invitation_over(world: World) -> Iterator[Shown]:
    made = make_invitation(world.event)
    with at(world.event, timezone.now() - datetime.timedelta(days=3)):
        yield Shown(made.get_absolute_url())


@state("invitation, withdrawn")
def invitation_gone(world: World) -> Iterator[Shown]:
    made = make_invitation(world.event)
    address = made.get_absolute_url()
    invitations.remove(made)
    yield Shown(address, status=404)


@state("invitation, a row refused")
def row_refused(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        page.locator("[name=add]").click()
        page.locator("[name$=-name]").first.fill("Ông")
        send(page)

    yield Shown(make_invitation(world.event).get_absolute_url(), act)


@state("invitation, saved")
def rows_saved(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        page.locator("[name$=-honorific]").select_option(index=1)
        page.locator("[name$=-name]").fill("Trần Thị Mẫu")
        page.locator("[name$=-position]").fill("Phó Giám đốc")
        page.locator("[name$=-phone]").fill("0912 345 678")
        page.locator("[name=consent]").check()
        send(page)

    yield Shown(make_invitation(world.event).get_absolute_url(), act)


@state("invitation, a list refused")
def list_refused(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        page.locator("[name=lines]").fill("Nguyễn Văn Một\nsai sai sai 12")
        send(page)

    made = make_invitation(world.event, quota=5)
    yield Shown(reverse("invitations:list", args=[made.token]), act)


@state("invitation, a step refused")
def step_refused(world: World) -> Iterator[Shown]:
    made = make_invitation(world.event)
    named(made)
    key = delegate_key(made.registrations.get())
    yield Shown(reverse("invitations:substitute", args=[made.token, key]), send)


@state("invitation, changed meanwhile")
def changed_meanwhile(world: World) -> Iterator[Shown]:
    made = make_invitation(world.event)
    yield Shown(reverse("invitations:cancel", args=[made.token, "0" * 64]), status=409)


@state("invitation, an unknown code")
def code_unknown(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        page.locator("[name=code]").fill("AAAA-AAAA")
        send(page)

    yield Shown(reverse("invitations:enter"), act)


# Papers


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


# What is searched


def enter_path(name: str, path: str, **more: Any) -> None:
    """Enter what an address alone shows."""

    @state(name)
    def there(world: World) -> Iterator[Shown]:
        yield Shown(path, **more)


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


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")


# Drafts


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


# Units


@state("unit, without tasks")
def unit_idle(world: World) -> Iterator[Shown]:
    yield Shown(UnitFactory(event=world.event).get_absolute_url())


# Errors


enter_path("404", "/khong-co/", status=404)


@state("403, a form that is too old")
def too_old(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        page.context.clear_cookies()
        send(page)

    yield Shown("/dang-ky/", act, status=403)


@state("400, a form that is too long")
def too_long(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        fields = "<input type='hidden' name='more'>" * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)
        form = page.locator("main form")
        form.evaluate("(form, html) => form.insertAdjacentHTML('beforeend', html)", fields)
        send(page)

    yield Shown("/dang-ky/", act, status=400)


def enter_error(name: str, answer: Callable[[Any], HttpResponse | str]) -> None:
    """Enter an answer that nothing on the site leads to; the browser gets the very page."""

    @state(name)
    def error(world: World) -> Iterator[Shown]:
        status = int(name[:3])

        def act(page: Page) -> None:
            language = "en" if "/en/" in page.url else "vi"
            request = RequestFactory().get("/en/x/" if language == "en" else "/x/")
            request.user = AnonymousUser()
            with translation.override(language):
                made = answer(request)
            body = made if isinstance(made, str) else made.content

            def give(route: Route) -> None:
                route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

            page.route("**/loi", give)
            page.goto(f"{page.url}loi")
            page.unroute("**/loi")

        yield Shown("/tiep-can/", act, status=status)


NOW = timezone.now()
enter_error("403, not allowed", lambda request: error_pages.permission_denied(request, Exception()))
enter_error("400, not understood", lambda request: error_pages.bad_request(request, Exception()))
enter_error("500", error_pages.server_error)
enter_error("503", lambda request: render_to_string("503.html", {"moment": NOW}))
enter_error("429", lambda request: render_to_string("429.html", {"message": "…"}, request))
