"""People of the committee, offered where a form of the admin asks for somebody's name."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from events.admin.fresh_forms import FreshForm
from events.models import CommitteeMember


def described(member: CommitteeMember) -> str:
    """Return a member with role and office: “Phạm Việt Đức, Phó Trưởng Ban Thường trực, …”."""
    return ", ".join(filter(None, [member.name, member.role, member.office]))


class SignerForm(FreshForm):
    """A form whose lines of a signature are filled in by a member of the committee."""

    signer = forms.ModelChoiceField(
        label=_("Fill in from the committee"),
        queryset=CommitteeMember.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text=_(
            "Choose who signs and save: the lines of the signature are then those of this member, "
            "and can still be changed. Nothing chosen, nothing changes."
        ),
    )

    def offer(self, event_id: int | None) -> None:
        """Offer the members of a ceremony's committee."""
        choice: Any = self.fields.get("signer")
        if choice is not None:
            members = CommitteeMember.objects.filter(event=event_id)
            choice.queryset = members.filter(body=CommitteeMember.Body.COMMITTEE)
            choice.label_from_instance = described

    def signature(self, member: CommitteeMember) -> dict[str, str]:
        """Return what a member fills in, by the name of the field."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Put the member who was chosen into the lines of the signature."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if member := values.get("signer"):
            for name, text in self.signature(member).items():
                values[name] = text
                self.changed_data.append(name)
        return values


class Suggesting(UnfoldAdminTextInputWidget):
    """A line that offers people of the committee, and takes any other name as well."""

    members: Iterable[CommitteeMember] = ()  # read when the line is shown

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the line and its list; the rows of one table share that of the row to come."""
        own = (attrs or {}).get("id", name)
        shared = re.sub(r"-(?:\d+|__prefix__)-", "-", own) + "_names"
        line = super().render(name, value, {**(attrs or {}), "list": shared}, renderer)
        if re.search(r"-\d+-", own):
            return line
        options = format_html_join(
            "", '<option value="{}"></option>', zip(map(described, self.members))
        )
        return format_html('{}<datalist id="{}">{}</datalist>', line, shared, options)
