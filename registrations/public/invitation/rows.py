"""All whom an office names at once: a row for each, one consent, saved together."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.vietnamese.text import clean
from registrations.importing.pasted_lines import HONORIFIC_WORDS
from registrations.models import Invitation, Registration
from registrations.public.fields import PublicForm, layout
from registrations.public.invitation.forms import NOTICE, PersonForm, consent_box
from registrations.services.identity import Delegate

ROWS_MAX = 50  # saved at once, under one lock; longer lists are pasted
BLANK = "__prefix__"  # stands in the row that the browser copies
COLUMNS = ("honorific", "name", "position", "phone", "email")
KEY = re.compile(rf"row-([0-9]{{1,4}})-(?:{'|'.join(COLUMNS)})", re.ASCII)


class GuestRow(PersonForm):
    """One delegate; `why_not` says why the services refused this one."""

    use_required_attribute = False  # a row that nobody has filled in is left out
    honorific = forms.ChoiceField(
        label=gettext_lazy("Form of address"),
        choices=[("", "–"), *Registration.Honorific.choices],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Please choose a form of address.")},
    )

    def __init__(self, *args: Any, number: int | str, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"row-{number}", **kwargs)
        self.number, self.why_not = number, ""
        for name, field in self.fields.items():
            field.widget.attrs["class"] = "form-select" if name == "honorific" else "form-control"
            field.help_text = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed or chosen."""
        return not any(str(self[name].value() or "").strip() for name in COLUMNS)


class ConsentForm(PublicForm):
    """The notice, and the one box for all who are named."""

    consent = consent_box()

    @property
    def helper(self) -> FormHelper:
        """Tell crispy how the fields stand on the page."""
        return layout(NOTICE, "consent")


class GuestRows:
    """The rows of the page; towards views and templates it is a form."""

    def __init__(
        self, invitation: Invitation, rows: Iterable[GuestRow], consent: ConsentForm
    ) -> None:
        self.invitation, self.rows, self.consent = invitation, list(rows), consent
        self.filled: list[GuestRow] = []
        self.own_errors: list[str] = []
        self.beyond: list[str] = []  # what was typed in rows that are too many, a line each

    @classmethod
    def empty(cls, invitation: Invitation) -> "GuestRows":
        """Return one row to be filled in."""
        return cls(invitation, [GuestRow(number=0, invitation=invitation)], ConsentForm())

    @classmethod
    def of(cls, invitation: Invitation, delegate: Mapping[str, Any]) -> "GuestRows":
        """Return one row that shows what was typed elsewhere; consent is asked for anew."""
        initial = {name: delegate.get(name, "") for name in COLUMNS}
        row = GuestRow(number=0, invitation=invitation, initial=initial)
        return cls(invitation, [row], ConsentForm())

    @classmethod
    def sent(cls, invitation: Invitation, data: Mapping[str, Any]) -> "GuestRows":
        """Return the rows that came, to be saved, as many as there are."""
        numbers = _numbers(data) or [0]
        found = cls(
            invitation,
            [GuestRow(data, number=at, invitation=invitation) for at in numbers[:ROWS_MAX]],
            ConsentForm(data),
        )
        found.beyond = _lines(data, numbers[ROWS_MAX:])
        return found

    @classmethod
    def reshaped(cls, invitation: Invitation, data: Mapping[str, Any]) -> "GuestRows | None":
        """Return what was typed with a row more or one less, where a button asked for it."""
        if "add" not in data and "drop" not in data:
            return None
        came = _numbers(data)
        numbers = [at for at in came if str(at) != data.get("drop")]
        if not numbers or ("add" in data and len(numbers) < ROWS_MAX):
            numbers.append(max(came, default=-1) + 1)
        rows = [
            GuestRow(number=at, invitation=invitation, initial=_values(data, at))
            for at in numbers[:ROWS_MAX]
        ]
        rows[-1].fields["name"].widget.attrs["autofocus"] = True  # where to go on
        found = cls(invitation, rows, ConsentForm(initial={"consent": "consent" in data}))
        found.beyond = _lines(data, numbers[ROWS_MAX:])
        return found

    def is_valid(self) -> bool:
        """Judge all that was filled in, and the consent."""
        self.filled = [row for row in self.rows if not row.is_empty]
        if not self.filled:
            self.own_errors.append(_("Please enter at least one delegate."))
        if self.beyond:
            text = ngettext(
                "At most %(count)d delegate can be saved at once. Those below the form are not in "
                "it: please enter them afterwards, or paste them as a list.",
                "At most %(count)d delegates can be saved at once. Those below the form are not in "
                "it: please enter them afterwards, or paste them as a list.",
                ROWS_MAX,
            )
            self.own_errors.append(text % {"count": ROWS_MAX})
        good = [form.is_valid() for form in (*self.filled, self.consent)]
        return all(good) and not self.own_errors

    def delegates(self) -> list[Delegate]:
        """Return those whom the valid rows describe."""
        return [row.delegate() for row in self.filled]

    def refuse(self, reasons: Mapping[int, str]) -> None:
        """Say at each delegate, by place among the filled rows, why not."""
        for place, why in reasons.items():
            self.filled[place].why_not = why

    def add_error(self, field: None, error: str) -> None:
        """Say what concerns all rows."""
        self.own_errors.append(error)

    @property
    def errors(self) -> dict[str, list[str]]:
        """Return the messages by the names of fields on the page, as of a form."""
        found = {f"row-{row.number}": [row.why_not] for row in self.filled if row.why_not}
        for form in (*self.filled, self.consent):  # unbound they have none
            for name, errors in form.errors.items():
                found[form.add_prefix(name)] = [str(error) for error in errors]
        return found | ({"__all__": self.own_errors} if self.own_errors else {})

    def non_field_errors(self) -> list[str]:
        """Return what concerns all rows."""
        return self.own_errors

    def wrong_fields(self) -> list[tuple[str, str, str]]:
        """Return, for the summary of errors, the id to jump to, the label and the message."""
        found = []
        for row in self.filled:
            who = str(row["name"].value() or "").strip()[:80] or _("row %(number)d") % {
                "number": self.rows.index(row) + 1
            }
            if row.why_not:
                found.append((row["name"].id_for_label, who, row.why_not))
            for id_, label, message in row.wrong_fields():
                found.append((id_, f"{who}, {label}", message))
        return found + self.consent.wrong_fields()

    @property
    def notices(self) -> list[str]:
        """Return what is to be looked at once more of those who were saved."""
        return [row.notice for row in self.filled if row.notice]

    def typed(self) -> list[str]:
        """Return all that was typed, a line for each, where no form can show it any more."""
        rows = ({name: str(row[name].value() or "") for name in COLUMNS} for row in self.rows)
        return [*filter(None, map(_line, rows)), *self.beyond]


def _numbers(data: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the rows that came; with gaps, where rows were removed."""
    return sorted({int(found[1]) for key in data if (found := KEY.fullmatch(key))})


def _values(data: Mapping[str, Any], number: int) -> dict[str, str]:
    """Return what was typed into a row."""
    return {name: str(data.get(f"row-{number}-{name}", "")) for name in COLUMNS}


def _lines(data: Mapping[str, Any], numbers: Iterable[int]) -> list[str]:
    return [line for at in numbers if (line := _line(_values(data, at)))]


def _line(values: Mapping[str, str]) -> str:
    """Return what was typed into a row as a line of a list; "" of an empty one."""
    honorific = HONORIFIC_WORDS.get(values["honorific"], "")
    typed = [clean(values[name]) for name in COLUMNS[1:]]
    typed[0] = f"{honorific} {typed[0]}".strip()
    return "; ".join(filter(None, typed))
