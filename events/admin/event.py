"""The ceremony and whom it invites."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.base import as_key
from events.admin.fresh_forms import FreshForm
from events.admin.one_of_ceremony import OneOfCeremony
from events.admin.ordered import OrderedRowsAdmin, OrderedTabularInline
from events.admin.sending import AsksOnSaving, Later
from events.documents import publishing
from events.models import Delegation, Event, Letter
from events.permissions import has_right

# what the worker writes once hour or place of a ceremony are another; filled by the apps
ON_CHANGE: list[Callable[[Event], Iterable[Letter]]] = []


class EventForm(FreshForm):
    """A ceremony: shown to the public only when nothing speaks against it."""

    notice = ""

    def _post_clean(self) -> None:
        super()._post_clean()
        event = self.instance
        if self.errors or not event.published:
            return
        try:
            found = [obstacle.message for obstacle in publishing.of_ceremony(event)]
        except ObjectDoesNotExist:  # without a contest, which is told already
            return
        becomes_so = not event.pk or {"published", "contact"} & {*self.changed_data}
        if found and becomes_so:
            self.add_error("published", found)
        elif found:  # public already, as the first start has loaded it: other things can be mended
            self.notice = gettext("The public sees this ceremony. %(what)s") % {
                "what": " ".join(found)
            }


class DelegationInline(OrderedTabularInline):
    """The invited bodies, in the order of the plan."""

    model = Delegation
    fields = ["text", "allotment", "protocol_rank", "by_invitation", "position"]


@admin.register(Event)
class EventAdmin(AsksOnSaving, OneOfCeremony, OrderedRowsAdmin):
    """A ceremony."""

    instead_of_deleting = _(
        "A ceremony with these stays as a record. Without the tick at “shown to the public” nobody "
        "outside sees it any more; what was entered by mistake is taken out on its own page first."
    )

    of_ceremony = "pk"

    form = EventForm
    is_printed = True
    list_display = ["title", "when", "venue", "published"]
    list_select_related = ["contest"]
    search_fields = ["title", "venue"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [DelegationInline]
    fieldsets = [
        (None, {"fields": ["title", "contest", ("slug", "published"), "summary"]}),
        (
            _("Time and venue"),
            {
                "fields": [
                    ("window_start", "window_end"),
                    ("duration", "session"),
                    "starts_at",
                    "venue",
                    "venue_address",
                    "map_link",
                ],
                "description": _(
                    "Who was told another hour, day or venue is written to ten minutes after a "
                    "change is saved; a slip that is mended at once goes into no letter."
                ),
            },
        ),
        (_("Delegates and contact"), {"fields": [("expected_min", "expected_max"), "contact"]}),
    ]

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Take an address typed without its scheme for a secure one."""
        if db_field.name == "map_link":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def letters_later(self, object_id: str | None) -> Later:
        """Return what tells of the letters about another hour or place."""
        found = Event.objects.filter(pk=as_key(object_id or ""))
        before = found.values_list("revision", flat=True).first()

        def later() -> Iterable[Letter]:
            event = found.first()
            if event is None or event.revision == before or event.has_begun():
                return
            for letters in ON_CHANGE:
                yield from letters(event)

        return later

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may open another ceremony: a right in the whole portal."""
        return has_right(request.user, self.right_to("add"))

    @admin.display(description=_("when"), ordering="window_start")
    def when(self, event: Event) -> str:
        """Return the time as the plan prints it."""
        return event.when()
