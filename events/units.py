"""What is done to a unit as a whole: its link is renewed, two that are one become one."""

from django.db import models, transaction

from events import mail
from events.models import Unit
from events.models.unit import new_token

CONTACT = ("contact_name", "contact_position", "contact_phone", "contact_email")


def renew_link(unit: Unit) -> None:
    """Give a unit another link; the former one opens nothing from now on."""
    unit.token = new_token()
    unit.save(update_fields=["token"])


@transaction.atomic
def merge(unit: Unit, *, into: Unit) -> None:
    """Let all that points to `unit` point to `into`, then remove it.

    `into` keeps its name and its link. What it lacks of a short name and a contact it takes over;
    of two contacts its own stays. Raises `ValueError` for units of two ceremonies.
    """
    rows = Unit.objects.select_for_update().in_bulk([unit.pk, into.pk])
    gone, stays = rows[unit.pk], rows[into.pk]
    if gone.pk == stays.pk or gone.event_id != stays.event_id:
        raise ValueError("only two units of one ceremony can be one")
    for relation in Unit._meta.related_objects:
        if isinstance(relation, models.ManyToManyRel):
            for row in relation.related_model._base_manager.filter(**{relation.field.name: gone}):
                named = getattr(row, relation.field.name)
                named.add(stays)
                named.remove(gone)
        else:
            pointing = relation.related_model._base_manager.filter(**{relation.field.name: gone})
            pointing.update(**{relation.field.name: stays})
    stays.short_name = stays.short_name or gone.short_name
    if not any(getattr(stays, name) for name in CONTACT):
        for name in CONTACT:
            setattr(stays, name, getattr(gone, name))
    stays.save()
    remove(gone)


def remove(unit: Unit) -> None:
    """Remove a unit with the letters about it, sent or not."""
    mail.forget(mail.about_key("unit", unit.pk))
    unit.delete()
