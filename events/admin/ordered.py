"""Rows in an order, moved by dragging."""

from collections import Counter
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import model_ngettext
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from unfold.admin import StackedInline, TabularInline
from unfold.forms import PaginationInlineFormSet

from events.admin.base import FieldsAsPeopleType, PortalAdmin, ReadsLocked
from events.admin.by_ceremony import AsksByCeremony
from events.admin.fresh_forms import FreshForm
from events.ordering import renumber

LAST = 30_000  # behind every row that has a place


class OrderedRowForm(FreshForm):
    """One row; its place is written by dragging, so a missing place is no mistake."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields.get("position")
        if place is not None:
            place.required = False

    def clean_position(self) -> int:
        """Return the place that dragging gave, else the one that the row has."""
        position = self.cleaned_data.get("position")
        return self.instance.position if position is None else position


class OrderedFormSet(PaginationInlineFormSet):
    """The rows of one parent: new ones stand behind those that are there."""

    def save_new(self, form: forms.ModelForm, commit: bool = True) -> models.Model:
        """Save a new row behind the others, in the order in which they were added."""
        form.instance.position = LAST + self.forms.index(form)
        return super().save_new(form, commit=commit)

    def clean(self) -> None:
        """Refuse to remove what other rows need: Django asks only the rows that stay."""
        super().clean()
        removed = [form.instance for form in self.initial_forms if self._should_delete_form(form)]
        refused = [text for row in removed if row.pk and (text := _needed(row))]
        if refused:
            raise ValidationError(refused)

    def gone(self) -> list[forms.ModelForm]:
        """Return the rows that somebody else removed while this page was open."""
        return [form for form in self.initial_forms if form.instance.pk is None]

    def validate_unique(self) -> None:
        """Leave the places alone: rows that move look double until they are numbered again."""

    def _should_delete_form(self, form: forms.ModelForm) -> bool:
        # Django would refuse the whole page because of such a row, and could not say which.
        return form in self.gone() or super()._should_delete_form(form)


def _needed(row: models.Model) -> str:
    """Return why a row cannot be removed, if it cannot."""
    try:
        Collector(using=row._state.db or "default", origin=row).collect([row])
    except (ProtectedError, RestrictedError) as error:
        kept = error.args[1]
    else:
        return ""
    counts = Counter(type(other)._meta for other in kept)
    needed = [f"{count} {model_ngettext(kind, count)}" for kind, count in counts.most_common()]
    return _("“%(row)s” cannot be removed: %(needed)s still belong to it.") % {
        "row": row,
        "needed": ", ".join(needed),
    }


class OrderedInline(AsksByCeremony, FieldsAsPeopleType):
    """What tables and cards of ordered rows share."""

    form = OrderedRowForm
    formset = OrderedFormSet
    ordering_field = "position"
    hide_ordering_field = True
    extra = 0


class OrderedTabularInline(OrderedInline, TabularInline):
    """Ordered rows of short fields."""

    hide_title = True


class OrderedStackedInline(OrderedInline, StackedInline):
    """Ordered rows of many fields, each as a card."""


class OrderedRowsAdmin(ReadsLocked, PortalAdmin):
    """A page with ordered rows."""

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[Any], change: bool
    ) -> None:
        """Save the rows, then number them 1, 2, 3 … without gaps."""
        parent = form.instance
        # Two pages that add a row at the same moment would give both the same number.
        type(parent)._base_manager.select_for_update(no_key=True).get(pk=parent.pk)
        ordered = [formset for formset in formsets if isinstance(formset, OrderedFormSet)]
        gone = sum(len(formset.gone()) for formset in ordered)  # before this page removes others
        super().save_related(request, form, formsets, change)
        for formset in ordered:
            renumber(formset.model._default_manager.filter(**{formset.fk.name: parent.pk}))
        self._tell_gone(request, gone)

    def _tell_gone(self, request: HttpRequest, count: int) -> None:
        if count:
            text = ngettext(
                "%(count)d row was removed by somebody else while this page was open; "
                "what was written in it here is not kept.",
                "%(count)d rows were removed by somebody else while this page was open; "
                "what was written in them here is not kept.",
                count,
            )
            messages.warning(request, text % {"count": count})
