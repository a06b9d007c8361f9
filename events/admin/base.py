"""What all pages of the admin share."""

from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.admin.views.main import SEARCH_VAR, ChangeListSearchForm
from django.db import connection, models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.formats import number_format
from django.utils.translation import gettext
from unfold.admin import ModelAdmin
from unfold.views import ChangeList
from unfold.widgets import UnfoldAdminTextareaWidget

from events.admin.by_ceremony import ByCeremony
from events.admin.deleting import DeletesWithWords
from events.admin.fresh_forms import FreshForm
from events.admin.history import RecordPage
from events.admin.markdown_widget import MarkdownWidget
from events.admin.unprintable import tell_unprintable, typed
from events.fields import LineField, LinesField, MarkdownField
from events.web.form_fields import MomentField

# rows of one action: the answer must come while its user waits, and Django, which asks once more
# before it deletes, takes a form of at most 20,000 fields
MOST_AT_ONCE = 900
SEARCH_MAX = 100  # characters
LONG_LINE = 300  # characters; a line that can be longer gets a box in which it is read whole


class FieldsAsPeopleType:
    """Gives sentences a box that grows with them, and takes hours as people write them."""

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        """Return the form's field."""
        if isinstance(db_field, MarkdownField):
            kwargs["widget"] = MarkdownWidget
        elif isinstance(db_field, LinesField):
            kwargs["widget"] = UnfoldAdminTextareaWidget(attrs={"rows": 3})
        elif isinstance(db_field, LineField) and (db_field.max_length or 0) >= LONG_LINE:
            kwargs["widget"] = UnfoldAdminTextareaWidget(attrs={"rows": 1})
        elif isinstance(db_field, models.DateTimeField):
            kwargs["form_class"] = MomentField
        return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]


class ReadableHistory(RecordPage):
    """Shows the record of each row, and writes down beside it only what it does not tell."""

    def construct_change_message(self, *args: Any, **kwargs: Any) -> Any:
        """Return what changed; Django keeps labels with a capital, which no catalog has."""
        return readable(super().construct_change_message(*args, **kwargs))  # type: ignore[misc]

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write down what was done in words; what the form wrote is in the record."""
        return None if isinstance(message, list) else super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Likewise."""
        return None if isinstance(message, list) else super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Write nothing down: the record tells what was removed."""
        return None


def readable(message: Any) -> Any:
    """Return what changed with labels that can be translated when they are read."""
    for part in message:
        fields = part.get("changed", {}).get("fields", [])
        fields[:] = [_as_in_catalog(label) for label in fields]
    return message


def _as_in_catalog(label: str) -> str:
    small = f"{label[:1].lower()}{label[1:]}"
    return small if gettext(small) != small else label


class SearchForm(ChangeListSearchForm):
    """What is looked for in a list; every word of it makes the search longer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[SEARCH_VAR] = forms.CharField(
            required=False, strip=False, max_length=SEARCH_MAX
        )


class BoundedChangeList(ChangeList):
    """A list that refuses to look for a whole page of text."""

    search_form_class = SearchForm


class BoundedSearch:
    """Gives a page of the admin such a list."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the list."""
        return BoundedChangeList


class PortalAdmin(
    ByCeremony, FieldsAsPeopleType, ReadableHistory, BoundedSearch, DeletesWithWords, ModelAdmin
):
    """A page of the admin, with the manners of this portal."""

    form = FreshForm
    warn_unsaved_form = True
    compressed_fields = False  # labels stand above: Vietnamese ones are long
    list_filter_sheet = False
    show_full_result_count = False
    view_on_site = False  # what has a page of its own there has it behind a secret link
    is_printed = False  # whether what is written here stands on official papers
    long_actions: ClassVar[list[str]] = []  # that the worker carries out, for any number of rows

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Let an address filter a list by its own filters only.

        By any other column what somebody may not read, as the secret of a link, could be guessed
        letter by letter.
        """
        own = (_column_of(item) for item in self.get_list_filter(request))
        offered = any(lookup == name or lookup.startswith(f"{name}__") for name in own)
        return offered and bool(super().lookup_allowed(lookup, value, request))

    def get_changelist_form(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Return the form of a row that is written in the list: its column names each field."""

        class Named(kwargs.pop("form", forms.ModelForm)):  # type: ignore[misc]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, **kwargs)
                for field in self.fields.values():
                    field.widget.attrs["aria-label"] = field.label
                    field.help_text = ""

        return super().get_changelist_form(request, form=Named, **kwargs)

    def save_related(
        self, request: HttpRequest, form: Any, formsets: list[Any], change: bool
    ) -> None:
        """Save the rows, and tell what is to be looked at once more of all that was written."""
        super().save_related(request, form, formsets, change)
        if notice := getattr(form, "notice", ""):
            messages.warning(request, notice)
        if self.is_printed:
            written = [form, *(row for formset in formsets for row in formset.forms)]
            tell_unprintable(request, typed(written))

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Refuse an action on more rows than can be dealt with while its user waits."""
        waits = not set(request.POST.getlist("action")) <= {*self.long_actions}
        across = waits and request.POST.get("select_across") == "1"
        if across and (count := queryset.count()) > MOST_AT_ONCE:
            text = gettext(
                "%(count)s rows are chosen; an action takes at most %(most)s at once. Please "
                "search or filter, so that fewer are chosen."
            )
            figures = {"count": number_format(count, force_grouping=True)}
            figures["most"] = number_format(MOST_AT_ONCE, force_grouping=True)
            messages.error(request, text % figures)
            return HttpResponseRedirect(request.get_full_path())
        return super().response_action(request, queryset)


class ReadsLocked:
    """Gives an admin rows that are written by one after the other: what somebody else does
    meanwhile is read, not written over."""

    model: type[models.Model]
    reads_locked = True

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Return the row, locked where it is about to be written."""
        if self.reads_locked and request.method == "POST" and connection.in_atomic_block:
            rows = self.model._base_manager.select_for_update(no_key=True)
            list(rows.filter(pk=as_key(object_id)).values_list("pk"))
        return super().get_object(request, object_id, from_field)  # type: ignore[misc]


def _column_of(item: Any) -> str:
    """Return what a filter of a list is called in the address."""
    if isinstance(item, tuple):
        return str(item[0])
    return str(getattr(item, "parameter_name", item))


class NoneByHand:
    """Gives an admin rows that come and go elsewhere: none is added or removed here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows come from elsewhere."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Likewise."""
        return False


class OnlyLookedAt(NoneByHand):
    """Gives an admin rows that stay as they are."""

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What is issued or published stays as it was."""
        return False


def as_key(typed: str) -> int:
    """Return the key that an address of the admin names; 0, which no row has, for anything else."""
    return int(typed) if typed.isdecimal() and len(typed) < 20 else 0


def who_is(user: Any) -> str:
    """Return what somebody who works here is called: by the name, else as who signs in."""
    return str(user.get_full_name() or user.get_username())
