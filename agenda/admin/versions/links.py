"""The ways from the page of the programme to its versions."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from unfold.decorators import action
from unfold.enums import ActionVariant

from events.admin.base import as_key


class VersionLinks:
    """Gives the page of a programme the ways to publishing and to the versions."""

    @action(
        description=gettext_lazy("Publish the programme"),
        icon="campaign",
        variant=ActionVariant.PRIMARY,
        permissions=["publish"],
    )
    def publish_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that shows the difference and publishes."""
        return redirect("admin:agenda_programmeversion_publish", as_key(object_id))

    @action(
        description=gettext_lazy("Published versions"), icon="history", permissions=["see_versions"]
    )
    def versions_list(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the list of versions."""
        address = reverse("admin:agenda_programmeversion_changelist")
        return redirect(f"{address}?event__id__exact={as_key(object_id)}")

    def has_publish_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who edits the programme publishes it."""
        return request.user.has_perm("agenda.change_programme")

    def has_see_versions_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who sees the programme sees its versions."""
        return request.user.has_perm("agenda.view_programme")
