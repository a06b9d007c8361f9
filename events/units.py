"""What is done to a unit as a whole: its link is renewed, two that are one become one."""

from django.db import models, transaction

from events import mail
from events.models import Event, Letter, Unit
from events.models.unit import new_token
from events.vietnamese.names import fold

CONTACT = ("contact_name", "contact_position", "contact_phone", "contact_email")


def known(event: Event, but: int = 0) -> dict[str, Unit]:
    """Return the units of a ceremony by all that they are called, folded; names come first.

    Without the unit of key `but`.
    """
    units = list(Unit.objects.filter(event=event).exclude(pk=but).order_by("-pk"))
    found = {fold(line): unit for unit in units for line in unit.spellings.splitlines()}
    found |= {fold(unit.short_name): unit for unit in units if unit.short_name}
    return found | {fold(unit.name): unit for unit in units}


def named(event: Event, name: str) -> Unit:
    """Return the unit of a name, however it is written; made where there is none."""
    found = known(event).get(fold(name))
    return found or Unit.objects.create(event=event, name=name)


def readdress(unit: Unit) -> None:
    """Let what was refused at a former address go to the one of now.

    What is of use no longer stands aside, so that the next letter does not wait for it.
    """
    about = Letter.objects.filter(key__startswith=mail.about_key("unit", unit.pk))
    for letter in about.filter(status=Letter.State.FAILED).select_related("event"):
        if not mail.send_again(letter):
            mail.withdraw(letter.key)


def renew_link(unit: Unit) -> None:
    """Give a unit another link; the former one opens nothing from now on."""
    unit.token = new_token()
    unit.save(update_fields=["token"])


@transaction.atomic
def merge(unit: Unit, *, into: Unit) -> None:
    """Let all that points to `unit` point to `into`, then remove it.

    `into` keeps its name and its link, and is known by the name of the other one as well. What it
    lacks of a short name and a contact it takes over; of two contacts its own stays. Where it leads
    it does not coordinate. Raises `ValueError` for units of two ceremonies, and where somebody has
    merged or removed one of them meanwhile.
    """
    found = Unit.objects.select_for_update().filter(pk__in=[unit.pk, into.pk]).order_by("pk")
    rows = {row.pk: row for row in found}
    if len(rows) != 2 or len({row.event_id for row in rows.values()}) != 1:
        raise ValueError("only two units of one ceremony can be one")
    gone, stays = rows[unit.pk], rows[into.pk]
    several: list[models.ManyToManyRel] = []
    for relation in Unit._meta.related_objects:
        if isinstance(relation, models.ManyToManyRel):
            for row in relation.related_model._base_manager.filter(**{relation.field.name: gone}):
                named = getattr(row, relation.field.name)
                named.add(stays)
                named.remove(gone)
            several.append(relation)
        else:
            pointing = relation.related_model._base_manager.filter(**{relation.field.name: gone})
            pointing.update(**{relation.field.name: stays})
    for relation in several:
        _leave_what_it_leads(relation, stays)
    stays.short_name = stays.short_name or gone.short_name
    stays.also_called(gone.name, gone.short_name, *gone.spellings.splitlines())
    if not any(getattr(stays, name) for name in CONTACT):
        for name in CONTACT:
            setattr(stays, name, getattr(gone, name))
    stays.save()
    remove(gone)


def _leave_what_it_leads(relation: models.ManyToManyRel, unit: Unit) -> None:
    """Take a unit out of the many of each row that points to it by itself already."""
    model, many = relation.related_model, relation.field.name
    for field in model._meta.concrete_fields:
        if field.related_model is Unit:
            for row in model._base_manager.filter(**{many: unit, field.name: unit}):
                getattr(row, many).remove(unit)


def remove(unit: Unit) -> None:
    """Remove a unit with the letters about it, sent or not."""
    mail.forget(mail.about_key("unit", unit.pk))
    unit.delete()
