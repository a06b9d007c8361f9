"""The list of versions; what was published is only looked at."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from agenda.admin.versions.looking_back import LookingBack
from agenda.admin.versions.publishing import PublishPage
from agenda.models import ProgrammeVersion
from events.admin.base import OnlyLookedAt, PortalAdmin


@admin.register(ProgrammeVersion)
class VersionAdmin(LookingBack, PublishPage, OnlyLookedAt, PortalAdmin):
    """The versions of a programme: a part of it, with its rights."""

    rights: ClassVar[dict[str, str]] = dict.fromkeys(["view", "change"], "agenda.view_programme")
    list_display = ["named", "published_at", "published_by", "note", "event"]
    list_display_links = ["named"]
    list_filter = ["event"]
    list_select_related = ["event"]
    ordering = ["event", "-number"]
    actions = None

    @admin.display(description=_("version"), ordering="number")
    def named(self, version: ProgrammeVersion) -> str:
        """Return the number in words."""
        return str(_("Version %(number)s") % {"number": version.number})

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgrammeVersion]:
        """Return the versions without what they say."""
        return super().get_queryset(request).defer("items")

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of publishing and taking back."""
        wrap = self.admin_site.admin_view
        return [
            path(
                "<int:event_id>/publish/",
                wrap(self.publish_view),
                name="agenda_programmeversion_publish",
            ),
            path(
                "<int:pk>/take-back/",
                wrap(self.take_back_view),
                name="agenda_programmeversion_take_back",
            ),
            *super().get_urls(),
        ]
