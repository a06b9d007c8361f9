"""Sponsors and their logos."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Max, Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from events.admin.base import PortalAdmin
from events.admin.exporting import ListExport
from events.exports.files import Columns
from events.models import Event
from sponsorship import logos
from sponsorship.forms import SponsorForm
from sponsorship.models import Logo, Sponsor


@admin.register(Sponsor)
class SponsorAdmin(ListExport, PortalAdmin):
    """A sponsor."""

    instead_of_deleting = _(
        "A sponsor with a memorandum stays. Without the tick at “shown to the public” the public "
        "page does not name it."
    )

    export_columns: ClassVar[Columns] = [
        (_("Place"), "position"),
        (_("Name"), "name"),
        (_("Tier"), "get_tier_display"),
        (_("On the public site"), lambda row: _("yes") if row.public else _("no")),
        (_("Website"), "website"),
        (_("Introduction"), "introduction"),
        (_("Ceremony"), "event__title"),
    ]

    form = SponsorForm
    list_display = ["logo_shown", "name", "tier", "public", "event"]
    list_display_links = ["name"]
    list_filter = ["event", "tier", "public"]
    list_select_related = ["event"]
    search_fields = ["name"]
    readonly_fields = ["logo_shown"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Sponsor]:
        """Return the sponsors in order, with the digest of their logo."""
        web = Logo.objects.filter(size=Logo.Size.WEB).only("sha256", "sponsor_id")
        rows = super().get_queryset(request)
        return rows.prefetch_related(Prefetch("logos", web, to_attr="web_logos"))

    @admin.display(description=_("logo"))
    def logo_shown(self, sponsor: Sponsor) -> SafeString | str:
        """Return the logo as the site shows it."""
        found = getattr(sponsor, "web_logos", None)
        if not found:
            return "–"
        url = reverse("sponsorship:logo", args=[found[0].sha256])
        return format_html('<img class="portal-logo" src="{}" alt="">', url)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the present logo, and a way to remove it, only where there is one."""
        has_logo = bool(obj and getattr(obj, "web_logos", None))
        logo = ["logo_shown", "logo", "remove_logo"] if has_logo else ["logo"]
        if not self.has_change_permission(request, obj):
            logo = ["logo_shown"]
        return [
            (None, {"fields": ["event", "name", ("tier", "position"), "public"]}),
            (_("For the public site"), {"fields": ["introduction", "website", *logo]}),
        ]

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        """Begin with the ceremony at hand, behind the sponsors that are there."""
        event = self.at_hand(request, "add")
        last = Sponsor.objects.filter(event=event).aggregate(last=Max("position"))["last"] or 0
        given = super().get_changeform_initial_data(request)
        return {"event": event, "position": last + 1, **given}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Take an address typed without its scheme for a secure one."""
        if db_field.name == "website":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the sponsor, then its logo."""
        self._number(obj)
        super().save_model(request, obj, form, change)
        if form.cleaned_data.get("logo"):
            logos.save_logo(obj, form.cleaned_data["logo"])
        elif form.cleaned_data.get("remove_logo"):
            logos.remove_logo(obj)

    def _number(self, sponsor: Sponsor) -> None:
        """Number the sponsors of the ceremony anew: at a place that was taken the others move."""
        Event.objects.select_for_update(no_key=True).get(pk=sponsor.event_id)
        others = Sponsor.objects.filter(event=sponsor.event_id).exclude(pk=sponsor.pk)
        rows = [sponsor, *others.order_by("position", "pk")]
        for place, row in enumerate(sorted(rows, key=lambda one: one.position), start=1):
            if row is sponsor:
                row.position = place
            elif row.position != place:
                others.filter(pk=row.pk).update(position=place)
