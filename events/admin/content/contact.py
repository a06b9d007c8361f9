"""Whom to ask, on the page of the contest."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.admin.ordered import OrderedFormSet, OrderedRowForm, OrderedStackedInline
from events.models import Contact, Event
from events.vietnamese import phones
from events.web.form_fields import PhoneField, TypedField


class ContactForm(OrderedRowForm):
    """A named person or office, with a number as people write it."""

    phone = PhoneField(label=gettext_lazy("Telephone"))

    class Meta:
        model = Contact
        fields: ClassVar[list[str]] = [
            "name", "role", "role_en", "phone", "email", "position",
        ]  # fmt: skip
        field_classes: ClassVar[dict[str, Any]] = dict.fromkeys(
            ["name", "role", "role_en"], TypedField
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["phone"] = (
                phones.display(self.instance.phone) if self.instance.phone else ""
            )


class ContactFormSet(OrderedFormSet):
    """The contacts of a contest: a ceremony that the public sees keeps somebody to ask."""

    def clean(self) -> None:
        """Refuse to remove the last one where a public ceremony has no contact of its own."""
        super().clean()
        if any(self.errors) or not self.instance.pk:
            return
        left = [form for form in self.forms if form.has_changed() or form.instance.pk]
        if any(not self._should_delete_form(form) for form in left) or not self.initial_forms:
            return
        silent = Event.objects.published().filter(contest=self.instance, contact="").first()
        if silent is not None and not silent.is_over():
            text = _(
                "“%(event)s” is shown to the public and has no other contact. Enter one on its "
                "page first."
            )
            raise ValidationError(text % {"event": silent})


class ContactInline(OrderedStackedInline):
    """The contacts in the order in which the site names them."""

    model = Contact
    form = ContactForm
    formset = ContactFormSet
    fields: ClassVar[list[Any]] = [("name", "role"), "role_en", ("phone", "email"), "position"]
