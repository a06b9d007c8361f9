"""Units: whom to call, their secret link, and two spellings of one office made one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from events.admin.base import PortalAdmin, as_key
from events.admin.fresh_forms import FreshForm
from events.admin.sending import AsksOnSaving
from events.models import Unit
from events.permissions import own
from events.units import known, merge, readdress, remove, renew_link
from events.vietnamese import phones
from events.vietnamese.names import fold
from events.web.form_fields import PhoneField, TypedField

SEARCHED = ("name", "short_name", "contact_phone", "spellings", "contact_name", "contact_email")


@dataclass(frozen=True)
class Column:
    """What an upper app tells of each unit in the list: `annotate` reads it for all at once."""

    name: str
    title: Any
    annotate: Callable[[QuerySet[Unit]], QuerySet[Unit]]
    show: Callable[[Any], str]


COLUMNS: list[Column] = []


def link_of(request: HttpRequest, unit: Unit) -> str:
    """Return the whole secret address, of the page in Vietnamese."""
    with override("vi"):
        return request.build_absolute_uri(unit.get_absolute_url())


class UnitForm(FreshForm):
    """An office and whom to call there; the number is typed as people type it."""

    contact_phone = PhoneField(label=_("Telephone of the contact"))

    class Meta:
        model = Unit
        fields = [
            "event",
            "name",
            "short_name",
            "spellings",
            "contact_name",
            "contact_position",
            "contact_phone",
            "contact_email",
        ]
        field_classes: ClassVar[dict[str, Any]] = dict.fromkeys(
            ["name", "short_name", "contact_name", "contact_position"], TypedField
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["contact_phone"] = phones.display(self.instance.contact_phone)

    def clean(self) -> dict[str, Any]:
        """Refuse a spelling that is another unit's: it would mean that one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        event = self.instance.event if self.instance.pk else cleaned.get("event")
        if event and "spellings" in self.changed_data:
            others = known(event, but=self.instance.pk or 0)
            for line in cleaned.get("spellings", "").splitlines():
                if (other := others.get(fold(line))) is not None:
                    text = gettext(
                        "“%(line)s” already means the unit “%(unit)s”. Take it out here; where "
                        "both are one, merge the two units."
                    )
                    self.add_error("spellings", text % {"line": line, "unit": other})
        return cleaned

    def save(self, commit: bool = True) -> Any:
        """Save the unit; lists and plan files still find it by the name that it had."""
        if self.instance.pk and "name" in self.changed_data:
            self.instance.also_called(self.initial["name"])
        return super().save(commit)


@admin.register(Unit)
class UnitAdmin(AsksOnSaving, PortalAdmin):
    """An office that carries something out."""

    instead_of_deleting = _(
        "Please give its tasks to another unit, or merge two spellings of one unit: choose both in "
        "the list and take the action that merges them."
    )

    form = UnitForm
    is_printed = True
    list_display = ["name", "short_name", "contact_shown", "phone_shown", "contact_email"]
    list_filter = ["event"]
    list_per_page = 50
    search_fields = ["name"]
    search_help_text = _("Name, contact, telephone or e-mail; accents are not needed.")
    actions = ["merge_chosen"]
    actions_list = ["whom_to_call"]
    actions_detail = ["sheet_with_link", "renew_one"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        """Return the units, with what upper apps tell of them."""
        rows = super().get_queryset(request)
        for column in COLUMNS:
            rows = column.annotate(rows)
        return rows

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Return the columns, with those of upper apps."""
        return [*self.list_display, *map(_shown, COLUMNS)]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fields; the secret link only for who may change the unit."""
        contact = [("contact_name", "contact_position"), ("contact_phone", "contact_email")]
        parts: list[Any] = [
            (None, {"fields": ["event", "name", "short_name", "spellings"]}),
            (
                _("Contact person"),
                {
                    "fields": contact,
                    "description": _(
                        "With an e-mail address the unit is reminded of its tasks by letter; "
                        "without one it stands among those to call."
                    ),
                },
            ),
        ]
        if obj and self.has_change_permission(request, obj):
            parts.append((_("Reports without an account"), {"fields": ["link_shown"]}))
        return parts

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A unit never moves to another ceremony: tasks point to it."""
        return ["event", "link_shown"] if obj else ["link_shown"]

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Unit | None:
        """Return the unit, with its whole address for the page to show."""
        found: Any = super().get_object(request, *args, **kwargs)
        if found is not None:
            found.link = link_of(request, found)
        return found

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Unit], search_term: str
    ) -> tuple[QuerySet[Unit], bool]:
        """Find by every word, accents or not; a ceremony has some tens of units."""
        words = fold(search_term).split()
        if not words:
            return queryset, False
        rows = Unit.objects.values_list("pk", *SEARCHED)
        texts = {pk: fold(" ".join([*cells, phones.display(cells[2])])) for pk, *cells in rows}
        found = [pk for pk, text in texts.items() if all(word in text for word in words)]
        return queryset.filter(pk__in=found), False

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:
        """Save the unit; a letter that was refused goes to the new address."""
        super().save_model(request, obj, form, change)
        if change and "contact_email" in form.changed_data:
            readdress(obj)

    def delete_model(self, request: HttpRequest, obj: Unit) -> None:
        """Remove the unit with its letters."""
        remove(obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Unit]) -> None:
        """Remove the units with their letters."""
        for unit in queryset:
            remove(unit)

    # What is shown

    @display(description=_("contact person"), ordering="contact_name")
    def contact_shown(self, unit: Unit) -> str:
        """Return whom to call, with the position."""
        return ", ".join(filter(None, [unit.contact_name, unit.contact_position]))

    @display(description=_("telephone"), ordering="contact_phone")
    def phone_shown(self, unit: Unit) -> str:
        """Return the number as people read it."""
        return phones.display(unit.contact_phone)

    @display(description=_("secret link of the unit"))
    def link_shown(self, unit: Any) -> SafeString:
        """Return the address, ready to be copied."""
        return format_html(
            '<input class="w-full border rounded-default p-3" value="{}" aria-label="{}" readonly '
            'data-select-all><span class="portal-note">{}</span>',
            unit.link,
            gettext("Secret link of the unit"),
            _(
                "Whoever has it sees the tasks of this unit and reports on them. Please give it to "
                "the contact person only."
            ),
        )

    # What is done

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of the pages that ask."""
        wrap = self.admin_site.admin_view
        return [
            path("merge/", wrap(self.merge_view), name="events_unit_merge"),
            path("<int:pk>/renew/", wrap(self.renew_view), name="events_unit_renew"),
            *super().get_urls(),
        ]

    def has_call_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may see the page, which is that of the invitations."""
        return self.may(request, "registrations.view_invitation")

    @action(description=_("Units to call about their tasks"), permissions=["call"])
    def whom_to_call(self, request: HttpRequest) -> HttpResponse:
        """Go to the list of all who are to be called."""
        return redirect("admin:registrations_invitation_follow_up")

    def has_sheet_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may hand out the link, and it is known how it begins."""
        return bool(settings.SITE_URL) and self.has_change_permission(request, object_id)

    @action(
        description=_("Work sheet with the link (PDF)"),
        icon="picture_as_pdf",
        variant=ActionVariant.PRIMARY,
        permissions=["sheet"],
    )
    def sheet_with_link(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the paper, which is made above this app."""
        unit = get_object_or_404(Unit, pk=as_key(object_id))
        return redirect("admin:events_paper_print", "work-sheet-link", unit.event_id, unit.pk)

    @action(description=_("Renew the link"), icon="autorenew", permissions=["change"])
    def renew_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that asks."""
        return redirect("admin:events_unit_renew", as_key(object_id))

    def renew_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then give the unit another link."""
        unit = get_object_or_404(Unit, pk=pk)
        if not self.has_change_permission(request, unit):
            raise PermissionDenied
        if request.method != "POST":
            return self._page(request, "unit_renew", _("Renew the link"), {"unit": unit})
        renew_link(unit)
        self.log_change(request, unit, gettext("The link was renewed."))
        messages.success(
            request,
            gettext(
                "The link is renewed; the former one opens nothing any more. Please send the "
                "new one to the contact person."
            ),
        )
        return redirect("admin:events_unit_change", unit.pk)

    @admin.action(description=_("Merge: two spellings of one unit"), permissions=["delete"])
    def merge_chosen(self, request: HttpRequest, chosen: QuerySet[Unit]) -> HttpResponse | None:
        """Go to the page that asks which of the two stays."""
        keys = list(chosen.order_by("pk").values_list("pk", flat=True)[:3])
        if len(keys) != 2:
            messages.error(request, gettext("Please choose exactly two units."))
            return None
        return redirect(f"{reverse('admin:events_unit_merge')}?ids={keys[0]},{keys[1]}")

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Ask which of two units stays; then the tasks and duties of both are its own."""
        if not (self.has_change_permission(request) and self.has_delete_permission(request)):
            raise PermissionDenied
        keys = [as_key(key) for key in request.GET.get("ids", "").split(",")[:2]]
        rows = self.get_queryset(request).filter(pk__in=keys).order_by("pk")
        for do in ("change", "delete"):
            rows = own(rows, request.user, self.right_to(do))
        both = list(rows)
        if len(both) != 2 or both[0].event_id != both[1].event_id:
            messages.error(request, gettext("Please choose exactly two units of one ceremony."))
            return redirect("admin:events_unit_changelist")
        form = MergeForm(request.POST if request.method == "POST" else None, both=both)
        if not form.is_valid():
            told = [(unit, [(c.title, c.show(unit)) for c in COLUMNS]) for unit in both]
            context = {"form": form, "told": told}
            return self._page(request, "unit_merge", _("Merge two units"), context)
        stays = both[0] if form.cleaned_data["stays"] == str(both[0].pk) else both[1]
        gone = both[1] if stays is both[0] else both[0]
        name = gone.name
        try:
            merge(gone, into=stays)
        except ValueError:  # sent twice, or somebody was quicker
            messages.error(request, gettext("Please choose exactly two units of one ceremony."))
            return redirect("admin:events_unit_changelist")
        text = gettext("“%(gone)s” is now one with “%(stays)s”.")
        told_so = text % {"gone": name, "stays": stays.name}
        self.log_change(request, stays, told_so)
        messages.success(request, told_so)
        return redirect("admin:events_unit_change", stays.pk)

    def _page(
        self, request: HttpRequest, name: str, title: Any, context: dict[str, Any]
    ) -> HttpResponse:
        context |= {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(request, f"admin/events/{name}.html", context)


class MergeForm(forms.Form):
    """Which of two units stays, with its name and its link."""

    def __init__(self, *args: Any, both: list[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stays"] = forms.ChoiceField(
            label=_("Which one stays, with its name and its link?"),
            choices=[(str(unit.pk), unit.name) for unit in both],
            widget=forms.RadioSelect,
            error_messages={"required": _("Please choose the unit that stays.")},
        )


def _shown(column: Column) -> Any:
    """Return a column of the list."""

    @display(description=column.title, ordering=column.name)
    def shown(unit: Any) -> str:
        return column.show(unit)

    return shown
