"""What is typed into one item of the programme."""

from typing import Any

from django import forms

from agenda.models import AgendaItem
from agenda.services import programme
from events.models import Event
from events.web.form_fields import HourField, MinutesField


class ItemForm(forms.ModelForm):
    """The fields of an item, of which a line or a drawer sends some."""

    minutes = MinutesField(required=False, min_value=1, max_value=600)
    fixed_start = HourField(required=False)

    class Meta:
        model = AgendaItem
        fields = programme.FIELDS

    def __init__(self, event: Event, data: Any) -> None:
        self.sent = [name for name in programme.FIELDS if f"shown-{name}" in data]
        super().__init__(data, instance=AgendaItem(event=event))
        for name in self.fields.keys() - set(self.sent):
            del self.fields[name]
        for name in set(programme.PERFORMERS) & self.fields.keys():
            rows: Any = self.fields[name]
            rows.queryset = rows.queryset.filter(event=event)

    def typed(self) -> dict[str, str]:
        """Return what is right of what was sent, as the services take it."""
        self.is_valid()
        return {
            name: programme.text_of(self.cleaned_data[name])
            for name in self.sent
            if name in self.cleaned_data
        }

    def shown(self) -> dict[str, str]:
        """Return what the page showed when it was typed."""
        return {name: _lines(self.data.get(f"shown-{name}", "")) for name in self.sent}

    def meant(self) -> dict[str, str]:
        """Return the values of others that the user has seen and wants to replace."""
        return {
            name: _lines(self.data[f"mine-{name}"])
            for name in self.sent
            if f"mine-{name}" in self.data
        }

    def typed_raw(self, name: str) -> str:
        """Return what stood in a field, as the browser sent it."""
        sent: Any = self.data
        return _lines(",".join(sent.getlist(name)))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")
