"""The roof: wires what the rooms below may not know of each other."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class ContestPortalConfig(AppConfig):
    name = "contest_portal"
    verbose_name = _("Portal of the contest")

    def ready(self) -> None:
        # each registers what it holds; `admin` itself stays empty, since settings and the site
        # are read from it before there are models
        from contest_portal import checks  # noqa: F401
        from contest_portal.admin import operations, sign_ins, signings, users  # noqa: F401
        from contest_portal.operations import mail  # noqa: F401
        from contest_portal.wiring import papers, programme_checks, programme_letters  # noqa: F401


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the doors of this portal."""

    default = False
    default_site = "contest_portal.admin.site.PortalAdminSite"
