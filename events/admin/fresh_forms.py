"""Forms that several organizers may have open at once: nobody's words are lost unseen."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.formats import localize
from django.utils.safestring import SafeString
from django.utils.timezone import is_aware, localtime
from django.utils.translation import gettext as _

LONGEST_SHOWN = 1000  # characters of what the other one wrote


class FreshField(BoundField):
    """A field whose hidden first value stays what the page was opened with, also after an error."""

    form: "FreshForm"
    is_first = False  # whether the hidden value is asked for

    def value(self) -> Any:
        """Return what stands in the field: an earlier text, where it is to be put back."""
        earlier = None if self.is_first else self.form.restored.get(self.name)
        return super().value() if earlier is None else earlier

    def as_widget(
        self, widget: Any = None, attrs: Any = None, only_initial: bool = False
    ) -> SafeString:
        """Return the HTML; Django fills hidden parts of a day and hour with what was typed."""
        self.is_first = only_initial
        if not (only_initial and self.form.is_bound):
            return super().as_widget(widget, attrs, only_initial)
        name, attrs = self.html_initial_name, {"id": self.html_initial_id, **(attrs or {})}
        if self.name in self.form.overtaken:  # seen now: who saves once more means it
            shown = self.initial
        elif isinstance(widget, forms.MultiWidget):
            shown = widget.value_from_datadict(self.form.data, self.form.files, name)
        else:
            return super().as_widget(widget, attrs, only_initial)
        return widget.render(name=name, value=shown, attrs=attrs, renderer=self.form.renderer)


class FreshForm(forms.ModelForm):
    """A form that writes only what its user changed.

    Two organizers may have the same page open. Each field carries the value that it was shown
    with; where that was not touched, the value of the database stays, however old the page is.
    Where both changed one field, the second is told, sees both texts and decides.
    """

    bound_field_class = FreshField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.overtaken: set[str] = set()
        self.restored: dict[str, str] = {}  # earlier texts, put back for their user to save
        if self.instance.pk:
            for field in self.fields.values():
                field.show_hidden_initial = True

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]
        if not self.instance.pk:
            return
        for name in self.changed_data:
            if name != "position" and self._is_overtaken(self[name]):
                self.overtaken.add(name)
                self.add_error(name, ValidationError(self._told(self[name])))

    def _is_overtaken(self, bound: BoundField) -> bool:
        """Return whether the database has another value than the page showed, and than is typed."""
        if isinstance(bound.field, forms.FileField):
            return False
        widget = bound.field.hidden_widget()
        shown = widget.value_from_datadict(self.data, self.files, bound.html_initial_name)
        name = bound.html_initial_name
        is_there = name in self.data or f"{name}_0" in self.data  # of a day and hour the first part
        return is_there and _differs(bound, shown) and _differs(bound, bound.data)

    def _told(self, bound: BoundField) -> str:
        text = _(
            "Somebody else has changed this while the page was open; it is now: “%(now)s”. Your "
            "own text still stands here. Save once more to put it in the place of the other one."
        )
        return text % {"now": _in_words(bound)[:LONGEST_SHOWN]}

    def _post_clean(self) -> None:
        if self.instance.pk:
            for name in self.cleaned_data.keys() - set(self.changed_data):
                if isinstance(self.fields[name], forms.ModelMultipleChoiceField):
                    self.cleaned_data[name] = self.get_initial_for_field(self.fields[name], name)
                elif hasattr(self.instance, name):
                    self.cleaned_data[name] = getattr(self.instance, name)
        super()._post_clean()  # type: ignore[misc]


def _differs(bound: BoundField, sent: Any) -> bool:
    """Return whether the database has another value than the one that the browser sent."""
    if isinstance(sent, str):
        sent = sent.replace("\r\n", "\n")
    return bound.field.has_changed(bound.initial, sent)


def _in_words(bound: BoundField) -> str:
    """Return the value of the database as its reader knows it."""
    value, field = bound.initial, bound.field
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(map(field.label_from_instance, value or ()))
    if isinstance(field, forms.ModelChoiceField) and value is not None:
        rows: Any = field.queryset
        chosen = rows.filter(pk=getattr(value, "pk", value)).first()
        return str(chosen or value)
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value) or "")  # type: ignore[arg-type]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime.datetime) and is_aware(value):
        value = localtime(value)
    return str(localize(value)) if value is not None else ""
