"""The ceremony and whom it invites."""

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
from events.admin.sending import AsksOnSaving
from events.admin.short_name import ShortNameOfTitle
from events.documents import publishing
from events.models import Delegation, Event
from events.permissions import has_right


class Follower:
    """What an app does where a ceremony is saved on its page."""

    def hold(self, event: Event) -> None:
        """Take the locks that `follow` needs, before any row is locked or written."""

    def follow(self, request: HttpRequest, event: Event, *, moved: bool) -> None:
        """Do, in the transaction that has saved the ceremony, what follows; tell it.

        `moved`: hour or place are another, and somebody may still come.
        """


FOLLOWERS: list[Follower] = []  # filled by the apps


class EventForm(ShortNameOfTitle, FreshForm):
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

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Return the ceremony; where it is about to be written, what follows is locked first."""
        event = Event.objects.filter(pk=as_key(object_id)).first()
        if event and request.method == "POST":
            for one in FOLLOWERS:
                one.hold(event)
        return super().get_object(request, object_id, from_field)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[Any], change: bool
    ) -> None:
        """Save the rows, then let the apps do what follows."""
        super().save_related(request, form, formsets, change)
        event = Event.objects.get(pk=form.instance.pk)  # what triggers have counted along
        moved = change and event.revision != form.instance.revision and not event.has_begun()
        for one in FOLLOWERS:
            one.follow(request, event, moved=moved)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the user may open another ceremony: a right in the whole portal."""
        return has_right(request.user, self.right_to("add"))

    @admin.display(description=_("when"), ordering="window_start")
    def when(self, event: Event) -> str:
        """Return the time as the plan prints it."""
        return event.when()
