"""Whom to ask about the contest."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField
from events.models.contest import Contest
from events.models.unit import E164
from events.ordering import Ordered, unique_position
from events.vietnamese import phones


class Contact(Ordered):
    """A named person or office that answers questions."""

    contest = models.ForeignKey(
        Contest, on_delete=models.CASCADE, related_name="contacts", verbose_name=_("contest")
    )
    name = LineField(_("name of the person or office"), max_length=200, printed=False)
    role = LineField(
        _("what for"),
        max_length=200,
        blank=True,
        printed=False,
        help_text=_("As in “Hướng dẫn nộp hồ sơ dự thi”."),
    )
    role_en = LineField(_("what for, in English"), max_length=200, blank=True, printed=False)
    phone = models.CharField(
        _("telephone"), max_length=16, blank=True, validators=[RegexValidator(E164)]
    )
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            unique_position("contest", "events_contact_position"),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=E164),
                name="events_contact_phone_e164",
                violation_error_message=_("This telephone number is not valid."),
            ),
            models.CheckConstraint(
                condition=~Q(phone="", email=""),
                name="events_contact_reachable",
                violation_error_message=_("Give a telephone number or an e-mail address."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def phone_shown(self) -> str:
        """The telephone number as people write it; empty where there is none."""
        return phones.display(self.phone) if self.phone else ""

    @property
    def in_a_line(self) -> str:
        """Name, what for, telephone and e-mail in one line; Vietnamese."""
        name = f"{self.name} ({self.role})" if self.role else self.name
        return ", ".join(part for part in (name, self.phone_shown, self.email) if part)
