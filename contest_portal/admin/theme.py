"""How the admin looks, and the order of work in its side bar."""

import re
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


def _may_print(request: HttpRequest) -> bool:
    from events.permissions import may_print  # settings are read before the apps are loaded

    return may_print(request.user)


def _may_see_waiting(request: HttpRequest) -> bool:
    return request.user.has_perm("registrations.view_registration")


def _on_waiting(request: HttpRequest) -> bool:
    return request.path.endswith("/registration/waiting/")


def _on_delegates(request: HttpRequest) -> bool:
    return "/registrations/registration/" in request.path and not _on_waiting(request)


def _file(path: str) -> Any:
    return lambda request: static(path)


PAPERS = re.compile(r"/officialdocument/(papers|print|issue)/")


def _on_papers(request: HttpRequest) -> bool:
    return PAPERS.search(request.path) is not None


def _on_register(request: HttpRequest) -> bool:
    return "/officialdocument/" in request.path and not _on_papers(request)


def _entry(title: str | Promise, icon: str, model: str, **more: Any) -> dict[str, Any]:
    app, name = model.split(".")

    def allowed(request: HttpRequest) -> bool:
        return request.user.has_perm(f"{app}.view_{name}")

    return {
        "title": title,
        "icon": icon,
        "link": reverse_lazy(f"admin:{app}_{name}_changelist"),
        "permission": allowed,
        **more,
    }


UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("Organizing committee"),
    "SITE_HEADER": _("Organizing committee"),
    "SITE_SUBHEADER": _("Portal of the contest"),
    "SITE_SYMBOL": "workspace_premium",
    "SITE_URL": "/",
    "SHOW_HISTORY": True,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "THEME": "light",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": _file("img/favicon.svg")},
    ],
    "STYLES": [
        *(_file(f"be-vietnam-pro/{weight}.css") for weight in (400, 500, 600, 700)),
        _file("admin/portal.css"),
    ],
    "SCRIPTS": [_file("admin/portal.js")],
    "DASHBOARD_CALLBACK": "contest_portal.admin.overview.page.show",
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": [
            {
                "items": [
                    {
                        "title": _("Overview"),
                        "icon": "dashboard",
                        "link": reverse_lazy("admin:index"),
                    }
                ]
            },
            {
                "title": _("Organization"),
                "items": [
                    _entry(_("Contest"), "emoji_events", "events.contest"),
                    _entry(_("Ceremony"), "celebration", "events.event"),
                    _entry(_("Plan"), "description", "events.plan"),
                    _entry(_("Programme and script"), "list_alt", "agenda.programme"),
                    _entry(_("Preparation"), "task_alt", "agenda.preparation"),
                    _entry(_("Units"), "corporate_fare", "events.unit"),
                    _entry(_("Committee"), "diversity_3", "events.committee"),
                ],
            },
            {
                "title": _("Papers"),
                "items": [
                    {
                        "title": _("Print and issue"),
                        "icon": "print",
                        "link": reverse_lazy("admin:events_papers"),
                        "permission": _may_print,
                        "active": _on_papers,
                    },
                    _entry(
                        _("Register of papers"),
                        "menu_book",
                        "events.officialdocument",
                        active=_on_register,
                    ),
                ],
            },
            {
                "title": _("Sponsorship"),
                "items": [
                    _entry(_("Sponsors"), "volunteer_activism", "sponsorship.sponsor"),
                    _entry(_("Memoranda"), "handshake", "sponsorship.memorandum"),
                    _entry(_("Contributions"), "payments", "sponsorship.instalment"),
                    _entry(_("Signing on stage"), "draw", "contest_portal.signingitem"),
                ],
            },
            {
                "title": _("Delegates and seats"),
                "items": [
                    _entry(_("Number of seats"), "chair_alt", "registrations.seating"),
                    _entry(_("Places in the hall"), "grid_view", "registrations.seat"),
                    _entry(_("Invitations"), "mail", "registrations.invitation"),
                    _entry(
                        _("Delegates"),
                        "groups",
                        "registrations.registration",
                        active=_on_delegates,
                    ),
                    {
                        "title": _("Waiting list"),
                        "icon": "hourglass_top",
                        "link": reverse_lazy("admin:registrations_waiting"),
                        "permission": _may_see_waiting,
                        "active": _on_waiting,
                    },
                    _entry(_("Personal data"), "shield_person", "registrations.datarequest"),
                    _entry(_("Letters"), "mail", "events.letter"),
                ],
            },
            {
                "title": _("Access"),
                "items": [
                    _entry(_("Users"), "person", "auth.user"),
                    _entry(_("Roles"), "badge", "auth.group"),
                ],
            },
        ],
    },
}
