"""The record of the whole portal on one page: who did what, when, and on which rows."""

import datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
)

from events.admin.base import OnlyLookedAt, PortalAdmin, as_key, who_is
from events.audit import reading, words
from events.models import AuditEntry

PAGE = 60  # entries
OTHERS = "others"  # who is no user: delegates, offices, units, the portal itself
FILTERS = ("who", "act", "kind", "key", "since", "until")


class RecordFilter(forms.Form):
    """What is looked for; everything may be left open."""

    who = forms.ChoiceField(label=_("Done by"), required=False, widget=UnfoldAdminSelectWidget)
    act = forms.ChoiceField(
        label=_("What was done"), required=False, widget=UnfoldAdminSelectWidget
    )
    kind = forms.ChoiceField(label=_("Kind of row"), required=False, widget=UnfoldAdminSelectWidget)
    key = forms.IntegerField(
        required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput
    )  # of a link; nobody knows such a number
    since = forms.DateField(label=_("From day"), required=False, widget=UnfoldAdminSingleDateWidget)
    until = forms.DateField(label=_("To day"), required=False, widget=UnfoldAdminSingleDateWidget)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("All"))]
        people = [(str(user.pk), who_is(user)) for user in User.objects.order_by("username")]
        kinds = {
            table: capfirst(words.name_of_kind(table))
            for table in AuditEntry.objects.order_by().values_list("table", flat=True).distinct()
            if table
        }
        fields: dict[str, Any] = self.fields
        others = (OTHERS, _("nobody who signs in"))
        fields["who"].choices = [*everything, *people, others]
        fields["act"].choices = [*everything, *AuditEntry.Act.choices]
        fields["kind"].choices = [*everything, *sorted(kinds.items(), key=lambda kind: kind[1])]

    def chosen(self) -> QuerySet[AuditEntry]:
        """Return the entries that are looked for; of a filter that is wrong, none."""
        if not self.is_valid():
            return AuditEntry.objects.none()
        told = self.cleaned_data
        found = Q()
        if told["who"]:
            found &= Q(user_id=None) if told["who"] == OTHERS else Q(user_id=as_key(told["who"]))
        if told["act"]:
            found &= Q(act=told["act"])
        if told["kind"]:
            found &= Q(table=told["kind"])
        if told["key"]:
            found &= Q(key=told["key"])
        if told["since"]:
            found &= Q(at__gte=_start(told["since"]))
        if told["until"]:
            found &= Q(at__lt=_start(told["until"] + datetime.timedelta(days=1)))
        return AuditEntry.objects.filter(found)


def _start(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))


@admin.register(AuditEntry)
class AuditEntryAdmin(OnlyLookedAt, PortalAdmin):
    """A page to read; nothing of it can be changed."""

    def get_urls(self) -> list[URLPattern]:
        """Return the one page."""
        view = self.admin_site.admin_view(self.changelist_view)
        return [path("", view, name="events_auditentry_changelist")]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the newest entries that are looked for, and the way to older ones."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = RecordFilter(request.GET)
        rows = form.chosen().order_by("-pk")
        if end := as_key(request.GET.get("before", "")):
            rows = rows.filter(pk__lt=end)
        entries = list(rows[: PAGE + 1])
        kept = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
        older = {**kept, "before": entries[PAGE - 1].pk} if len(entries) > PAGE else {}
        context = {
            **self.admin_site.each_context(request),
            "title": _("Record"),
            "opts": self.opts,
            "form": form,
            "deeds": list(reading.deeds(entries[:PAGE], request.user)),
            "kept": kept,
            "older": older,
            "is_newest": not end,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/events/record.html", context)
