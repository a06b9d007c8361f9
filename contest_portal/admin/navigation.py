"""The side bar and the rows of tabs: nine entries and three, each with the pages of one subject.

A page belongs to the tab that names its address, else to the one that names its model. An entry
is shown to who may see any of its tabs, and leads to the first of these.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.admin.one_of_ceremony import WHOLE
from events.permissions import has_right, has_right_somewhere, way_to_ceremony

Words = str | Promise


@dataclass(frozen=True)
class Tab:
    """A page of a row: `models` as `app.model`, `pages` as names of addresses in the admin.

    It leads to the first of its pages, else to the list of its first model, and is shown to who
    has the right, by default that to see this model.
    """

    title: Words
    models: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    right: str = ""
    has_one_row: bool = False  # its list opens the row of the ceremony at hand

    def address(self) -> str:
        """Return where it leads."""
        if self.pages:
            return reverse(f"admin:{self.pages[0]}")
        return reverse(f"admin:{self.models[0].replace('.', '_')}_changelist")

    def may_see(self, request: HttpRequest) -> bool:
        """Return whether the user may open it."""
        app, _dot, model = (self.models or ("",))[0].partition(".")
        right = self.right or f"{app}.view_{model}"
        if self.models and not way_to_ceremony(apps.get_model(self.models[0])):
            return has_right(request.user, right)
        return has_right_somewhere(request.user, right)


@dataclass(frozen=True)
class Entry:
    """An entry of the side bar, with its tabs; without any it is the overview."""

    title: Words
    icon: str
    tabs: tuple[Tab, ...] = field(default=())


WORK = (
    Entry(_("Overview"), "dashboard"),
    Entry(
        pgettext_lazy("side bar", "Preparation"),
        "task_alt",
        (
            Tab(_("Tasks"), ("agenda.preparation", "agenda.preparationtask"), has_one_row=True),
            Tab(_("Units"), ("events.unit",)),
            Tab(_("Committee"), ("events.committee",), has_one_row=True),
        ),
    ),
    Entry(
        _("Programme"),
        "list_alt",
        (
            Tab(_("Programme and script"), ("agenda.programme",), has_one_row=True),
            Tab(_("Versions"), ("agenda.programmeversion",), right="agenda.view_programme"),
        ),
    ),
    Entry(
        _("Delegates"),
        "groups",
        (
            Tab(_("List"), ("registrations.registration",)),
            Tab(
                _("Waiting list"),
                pages=("registrations_waiting",),
                right="registrations.view_registration",
            ),
            Tab(
                _("Personal data"),
                ("registrations.datarequest", "registrations.consent", "registrations.erasure"),
            ),
        ),
    ),
    Entry(
        _("Invitations"),
        "mail",
        (
            Tab(_("List"), ("registrations.invitation",)),
            Tab(
                _("To be called"),
                pages=("registrations_invitation_follow_up",),
                right="registrations.view_invitation",
            ),
        ),
    ),
    Entry(
        _("Hall"),
        "chair_alt",
        (
            Tab(_("Number of seats"), ("registrations.seating",), has_one_row=True),
            Tab(
                _("Plan of the hall"),
                pages=("registrations_seat_hall", "registrations_seat_arrange"),
                right="registrations.view_seat",
            ),
            Tab(_("Places in the hall"), ("registrations.seat",)),
        ),
    ),
    Entry(
        _("Papers"),
        "description",
        (
            Tab(_("Plan"), ("events.plan",), has_one_row=True),
            Tab(
                _("Print and issue"),
                pages=(
                    "events_papers",
                    "events_paper_print",
                    "events_paper_issue",
                    "events_print_jobs",
                    "events_print_job",
                ),
                right="events.view_plan",
            ),
            Tab(_("Approval"), ("events.submission",)),
            Tab(_("Register of papers"), ("events.officialdocument", "events.correction")),
        ),
    ),
    Entry(
        _("Sponsorship"),
        "volunteer_activism",
        (
            Tab(_("Sponsors"), ("sponsorship.sponsor",)),
            Tab(_("Memoranda"), ("sponsorship.memorandum",)),
            Tab(_("Contributions"), ("sponsorship.instalment", "sponsorship.contribution")),
            Tab(_("Signing on stage"), ("contest_portal.signingitem",)),
        ),
    ),
    Entry(
        _("Contents of the site"),
        "language",
        (
            Tab(_("Ceremony"), ("events.event",), has_one_row=True),
            Tab(_("Contest"), ("events.contest",), has_one_row=True),
            Tab(_("Rules"), ("events.rules",)),
            Tab(_("Milestones"), ("events.milestone",)),
            Tab(_("News"), ("events.newspost",)),
            Tab(_("Questions"), ("events.question",)),
            Tab(_("Videos"), ("events.video",)),
            Tab(_("Documents"), ("events.download",)),
            Tab(_("Pictures"), ("events.picture",)),
            Tab(_("Appearance"), ("events.appearance",)),
        ),
    ),
)
KEEPING = (
    Entry(_("Letters"), "outgoing_mail", (Tab(_("Letters"), ("events.letter",)),)),
    Entry(
        _("Accounts"),
        "person",
        (
            Tab(_("Users"), ("auth.user",)),
            Tab(_("Roles"), ("auth.group",)),
        ),
    ),
    Entry(
        _("Settings"),
        "settings",
        (
            Tab(_("Daily operations"), ("contest_portal.operationrun",)),
            Tab(_("Record"), ("events.auditentry",)),
        ),
    ),
)


def side_bar(request: HttpRequest) -> list[dict[str, Any]]:
    """Return what the theme shows: entries that the user may open, at most one of them current."""
    current = _place(request)[0]
    groups = [[_shown(entry, request, entry is current) for entry in half] for half in HALVES]
    return [
        {"items": [item for item in items if item], "separator": number > 0}
        for number, items in enumerate(groups)
        if any(items)
    ]


def tabs(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the row of the current page; none where it would have one tab only."""
    entry, current = _place(request)
    if entry is None:
        return []
    items = [
        {"title": tab.title, "link": tab.address(), "active": tab is current}
        for tab in entry.tabs
        if tab.may_see(request)
    ]
    if len(items) < 2:
        return []
    others = _others(request, current)
    if others:
        items.append(
            {"title": _("The whole list"), "link": others, "active": False, "is_others": True}
        )
    return [{"items": items, "others": others}]


HALVES = (WORK, KEEPING)


def _shown(entry: Entry, request: HttpRequest, is_current: bool) -> dict[str, Any] | None:
    if entry.tabs:
        link = next((tab.address() for tab in entry.tabs if tab.may_see(request)), "")
    else:
        link = reverse("admin:index")
    if not link:
        return None
    return {"title": entry.title, "icon": entry.icon, "link": link, "active": is_current}


def _others(request: HttpRequest, tab: Tab | None) -> str:
    """Return the address of the list that the current page was opened from without being shown."""
    match = request.resolver_match
    if tab is None or not tab.has_one_row or not match or "changelist" in (match.url_name or ""):
        return ""
    return f"{tab.address()}?{WHOLE}"


def _place(request: HttpRequest) -> tuple[Entry | None, Tab | None]:
    """Return to which entry and tab a page belongs; nowhere for one that has no place."""
    match = request.resolver_match
    name = (match.url_name if match else "") or ""
    if name == "index":
        return WORK[0], None
    model = ".".join(request.path.removeprefix(reverse("admin:index")).split("/")[:2])
    found = _first(lambda tab: name in tab.pages) or _first(lambda tab: model in tab.models)
    return found or (None, None)


def _first(fits: Callable[[Tab], bool]) -> tuple[Entry, Tab] | None:
    return next(((e, t) for half in HALVES for e in half for t in e.tabs if fits(t)), None)
