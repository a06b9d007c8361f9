"""The roof: wires what the rooms below may not know of each other."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class ContestPortalConfig(AppConfig):
    name = "contest_portal"
    verbose_name = _("Portal of the contest")

    def ready(self) -> None:
        from contest_portal import checks, papers  # noqa: F401  (each registers what it holds)


class PortalAdminConfig(admin_apps.AdminConfig):
    """Django's admin with the doors of this portal."""

    default = False
    default_site = "contest_portal.admin_site.PortalAdminSite"
