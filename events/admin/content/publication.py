"""Publishing in the admin: state, buttons, the page that asks, and a look at the draft."""

import datetime
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminSplitDateTimeWidget

from events.admin.base import ReadsLocked, as_key
from events.admin.fresh_forms import FreshForm
from events.errors import NotPublishable
from events.models.content.publication import Publication
from events.services import publications
from events.web.form_fields import MomentField

State = Publication.State


class StateFilter(admin.SimpleListFilter):
    """Rows by what the clock makes of them."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Return the choices."""
        return State.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows of the choice."""
        now = timezone.now()
        by_state = {
            State.DRAFT: {"published_at__isnull": True},
            State.SCHEDULED: {"published_at__gt": now},
            State.PUBLIC: {"published_at__lte": now},
        }
        found = by_state.get(self.value())  # type: ignore[call-overload]
        return queryset.filter(**found) if found else queryset


class MomentForm(forms.Form):
    """When something becomes public."""

    at = MomentField(
        label=_("Shown from"),
        required=False,
        widget=UnfoldAdminSplitDateTimeWidget(),
        help_text=_("Day and hour, as 15/02/2030 and 8h00."),
    )

    def clean_at(self) -> datetime.datetime:
        """Ask for the day and the hour; without them it is published at once by the other key."""
        at: datetime.datetime | None = self.cleaned_data["at"]
        if at is None:
            raise forms.ValidationError(gettext("Please type the day and the hour."))
        return at


class PublicationForm(FreshForm):
    """A row that the public may see already: what would not be published is not saved into it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slug = self.fields.get("slug")
        if slug and self.is_bound and self.instance.pk and self.add_prefix("slug") not in self.data:
            slug.disabled = True  # the page was opened while it was public, and showed none

    def _post_clean(self) -> None:
        super()._post_clean()
        row = self.instance
        if row.pk and "contest" in self.changed_data:
            self._look_at_the_other_contest()
        if self.errors or not row.pk or row.published_at is None:
            return
        # what stood in the way before must not keep anybody from mending other things
        before = publications.obstacles(type(row)._default_manager.get(pk=row.pk))
        if found := [line for line in self.obstacles() if line not in before]:
            text = gettext("This is public or will be, so it was not saved like that.")
            self.add_error(None, [text, *found])

    def _look_at_the_other_contest(self) -> None:
        """Refuse a place where another row has the address, which may stand in no field."""
        try:
            self.instance.validate_constraints(exclude={"position"})
        except forms.ValidationError as error:
            self.add_error("contest", error.messages)

    def obstacles(self) -> list[str]:
        """Return what speaks against showing the row as it stands in the form."""
        return publications.obstacles(self.instance)


class PublicationAdmin(ReadsLocked):
    """Gives an admin of a `Publication` its state, and the buttons that change it.

    `list_display` and `list_filter` get the state by themselves. Who may change a row may publish
    it; who may see it may look at its draft by the secret link.
    """

    admin_site: Any
    opts: Any
    model: type[Any]
    form: type[FreshForm] = PublicationForm
    actions_detail: ClassVar[list[str]] = ["publish_one", "preview_one", "withdraw_one"]

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        """Return the columns; the state stands behind the others."""
        return [*super().get_list_display(request), "state_shown", "shown_from"]  # type: ignore[misc]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Return the filters, that of the state first."""
        return [StateFilter, *super().get_list_filter(request)]  # type: ignore[misc]

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of the pages that ask."""
        wrap, name = self.admin_site.admin_view, f"events_{self.opts.model_name}"
        return [
            path("<int:pk>/publish/", wrap(self.publish_view), name=f"{name}_publish"),
            path("<int:pk>/withdraw/", wrap(self.withdraw_view), name=f"{name}_withdraw"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    @display(
        description=_("state"),
        ordering="published_at",
        label={State.PUBLIC: "success", State.SCHEDULED: "info", State.DRAFT: "warning"},
    )
    def state_shown(self, row: Publication) -> tuple[str, str]:
        """Return whether the public sees it, and when."""
        return row.state, str(row.state.label)

    @display(description=_("shown from"), ordering="published_at")
    def shown_from(self, row: Publication) -> datetime.datetime | None:
        """Return the hour."""
        return row.published_at

    # The buttons

    def has_publish_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Return whether the user may publish it, and it is not public yet."""
        row = self._row(object_id)
        return self._may_change(request) and row is not None and row.state != State.PUBLIC

    def has_withdraw_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Return whether the user may withdraw it, and it is public or will be."""
        row = self._row(object_id)
        return self._may_change(request) and row is not None and row.state != State.DRAFT

    @action(
        description=_("Publish"),
        icon="publish",
        variant=ActionVariant.PRIMARY,
        permissions=["publish"],
    )
    def publish_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that asks."""
        return redirect(f"admin:events_{self.opts.model_name}_publish", as_key(object_id))

    @action(description=_("Withdraw"), icon="visibility_off", permissions=["withdraw"])
    def withdraw_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that asks."""
        return redirect(f"admin:events_{self.opts.model_name}_withdraw", as_key(object_id))

    @action(
        description=_("Look at the page"),
        icon="visibility",
        variant=ActionVariant.PRIMARY,
        permissions=["view"],
    )
    def preview_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page behind the secret link, which shows it as it would look."""
        row = get_object_or_404(self.model, pk=as_key(object_id))
        return redirect("preview:draft", row.token)

    # The pages

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say what is missing, or ask when; then publish."""
        row = self._changed_by(request, pk)
        if request.method == "GET" and row.state == State.PUBLIC:
            return self._done(request, row)
        at_hour = request.method == "POST" and "at_hour" in request.POST
        form = MomentForm(request.POST if at_hour else None, initial={"at": row.published_at})
        sentences = publications.obstacles(row)
        if request.method == "POST" and (not at_hour or form.is_valid()):
            at = form.cleaned_data["at"] if at_hour else None
            try:
                done = publications.publish(row, at, seen=_seen(request))
            except NotPublishable as error:
                sentences = error.sentences
            else:
                return self._done(request, done)
        context = {"form": form, "sentences": sentences}
        return self._page(request, "publish", gettext("Publish"), row, context)

    def withdraw_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then make it a draft."""
        row = self._changed_by(request, pk)
        sentences: list[str] = []
        if request.method == "POST":
            try:
                done = publications.withdraw(row, seen=_seen(request))
            except NotPublishable as error:
                sentences = error.sentences
            else:
                return self._done(request, done)
        context = {"sentences": sentences}
        return self._page(request, "withdraw", gettext("Withdraw"), row, context)

    def _row(self, object_id: Any) -> Publication | None:
        key = object_id.pk if isinstance(object_id, Publication) else as_key(str(object_id))
        return self.model._default_manager.filter(pk=key).first()

    def _may_change(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)  # type: ignore[attr-defined]

    def _changed_by(self, request: HttpRequest, pk: int) -> Publication:
        """Return the row that the user may change."""
        if not self._may_change(request):
            raise PermissionDenied
        return get_object_or_404(self.model, pk=pk)

    def _done(self, request: HttpRequest, row: Publication) -> HttpResponse:
        if row.state == State.SCHEDULED:
            when = date_format(timezone.localtime(row.published_at), "H:i d/m/Y")
            text = gettext("“%(row)s” will be shown to the public from %(when)s.")
            messages.success(request, text % {"row": row, "when": when})
        elif row.state == State.PUBLIC:
            messages.success(request, gettext("“%(row)s” is public now.") % {"row": row})
        else:
            text = gettext("“%(row)s” is a draft; the public does not see it.")
            messages.success(request, text % {"row": row})
        return redirect(f"admin:events_{self.opts.model_name}_change", row.pk)

    def _page(
        self, request: HttpRequest, name: str, title: str, row: Publication, more: dict[str, Any]
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "row": row,
            "seen": row.published_at.isoformat() if row.published_at else "",
            "back": reverse(f"admin:events_{self.opts.model_name}_change", args=[row.pk]),
            **more,
        }
        status = 409 if request.method == "POST" and more["sentences"] else 200
        where = f"admin/events/content/{name}.html"
        return TemplateResponse(request, where, context, status=status)


def _seen(request: HttpRequest) -> Any:
    """Return the hour of publication that the page showed."""
    typed = request.POST.get("seen")
    if typed is None:
        return publications.ANY
    try:
        return datetime.datetime.fromisoformat(typed) if typed else None
    except ValueError:
        return None
