"""One row of a plan file: its values in a row of the database, and what is wrong with them."""

from collections.abc import Iterator

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from contest_portal.plans.plan_file import PlanFile, Row, Within, file_fields
from events.fields import unprintable
from events.models import CommitteeMember, Unit
from events.vietnamese import phones

TELEPHONES: dict[type[models.Model], str] = {Unit: "contact_phone", CommitteeMember: "phone"}


def assign(instance: models.Model, row: Row, *, only_given: bool = False) -> None:
    """Set every field that a file may give: what the file leaves out gets its default.

    With `only_given` it stays as it is. A telephone number is written as people write it.
    """
    for model_field in file_fields(type(instance)):
        if model_field.remote_field:
            continue  # a row of another table, which the caller looks up
        name = model_field.name
        if name in row or not only_given:
            value = row.get(name, model_field.get_default())
            is_number = TELEPHONES.get(type(instance)) == name
            setattr(instance, name, _number(value)[0] if is_number else value)


def _number(typed: str) -> tuple[str, str]:
    """Return a telephone number as it is stored, or as it was typed with what is wrong."""
    try:
        return (phones.normalize(typed) if typed else ""), ""
    except ValueError as error:
        return typed, str(error)


def check(
    plan_file: PlanFile,
    instance: models.Model,
    section: str,
    index: int | None = None,
    within: Within | None = None,
) -> Iterator[str]:
    """Yield what is wrong with the values of one table, each with its place."""
    parents = {f.name for f in instance._meta.concrete_fields if f.remote_field}
    try:
        instance.full_clean(exclude=parents)
    except ValidationError as error:
        for key, messages in error.message_dict.items():
            named = None if key == NON_FIELD_ERRORS else key
            location = plan_file.location(section, index, named, within)
            if named and TELEPHONES.get(type(instance)) == named:
                messages = [_number(getattr(instance, named))[1]]
            yield from (f"{location}: {message}" for message in messages)
    for key, message in unprintable(instance):
        yield f"{plan_file.location(section, index, key, within)}: {message}"
