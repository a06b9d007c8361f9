"""What happens on the day."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.fields import LineField, LinesField
from events.models import CommitteeMember, Event, Unit
from events.ordering import Ordered, unique_position


class AgendaItem(Ordered):
    """An item of the programme (tiết mục). Its hour follows: see `timetable`."""

    event = models.ForeignKey(
        Event, on_delete=models.CASCADE, related_name="agenda_items", verbose_name=_("ceremony")
    )
    title = LineField(_("content"), max_length=500)
    performer = LineField(_("performed by"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(600)],
        help_text=_("Empty while unknown; hours are shown once all items before have minutes."),
    )
    fixed_start = models.TimeField(
        _("fixed hour"),
        null=True,
        blank=True,
        help_text=_("Only for an item that must begin at this hour whatever happens before."),
    )
    only_script = models.BooleanField(
        _("only in the script"),
        default=False,
        help_text=_(
            "For what happens without being announced: reception, saluting the flag, "
            "photographs. It stands in the script, not in the programme or the plan."
        ),
    )
    members = models.ManyToManyField(
        CommitteeMember,
        blank=True,
        related_name="agenda_items",
        verbose_name=_("committee members who perform it"),
        help_text=_("They are told when a new version of the programme is published."),
    )
    units = models.ManyToManyField(
        Unit, blank=True, related_name="agenda_items", verbose_name=_("units that perform it")
    )
    mc_text = LinesField(_("words of the master of ceremonies"), blank=True)
    sound = LinesField(_("sound and light"), blank=True)
    screen = LinesField(_("screen"), blank=True)
    video = LinesField(
        _("video"),
        blank=True,
        help_text=_("Name of the file or its address, for whoever plays it."),
    )
    logistics = LinesField(_("logistics and notes"), blank=True)

    class Meta(Ordered.Meta):
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        constraints = [
            unique_position("event", "agenda_agendaitem_position"),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__gte=1),
                name="agenda_agendaitem_minutes",
                violation_error_message=_("An item takes at least one minute."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Programme(Event):
    """A ceremony, seen as its programme and script: the page on which the items are edited."""

    class Meta:
        proxy = True
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
