"""How the admin looks; what stands in its side bar is told by `navigation`."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

# on every page; what only some pages need they link themselves
SHEETS = ("theme", "fields", "portal", "head", "form", "rows")


def _file(path: str) -> Any:
    return lambda request: static(path)


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
        *(_file(f"admin/{name}.css") for name in SHEETS),
    ],
    "SCRIPTS": [_file(f"admin/{name}.js") for name in ("portal", "form", "unreached")],
    "ACCOUNT": {
        "navigation": [
            {"title": _("Security of the account"), "link": reverse_lazy("admin:security")},
            {"title": _("Change password"), "link": reverse_lazy("admin:password_change")},
        ]
    },
    "DASHBOARD_CALLBACK": "contest_portal.admin.overview.page.show",
    "SIDEBAR": {
        "show_search": True,
        "command_search": True,
        "show_all_applications": False,
        "navigation": "contest_portal.admin.navigation.side_bar",
    },
    "TABS": "contest_portal.admin.navigation.tabs",
}
