"""Who is registered already is found at once; names in letters are names and nothing else."""

import hashlib
from typing import Any

from django.db import migrations, models

import events.fields
import events.validators
from events.vietnamese import namesakes

COLUMNS = ("person_plain_body", "person_plain_name", "person_plain")
ACTIVE = models.Q(("status__in", ["pending", "confirmed", "waiting"]))
NAME = [events.validators.validate_person_name]
TITLE = [events.validators.validate_title_or_body]


def fill(apps: Any, schema_editor: Any) -> None:
    """Compute the columns for the registrations that there are."""
    rows = apps.get_model("registrations", "Registration").objects.only("name", "organisation")
    part = []
    for row in rows.order_by("pk").iterator(500):
        keys = namesakes.stored(row.name, row.organisation)[1:]
        for column, key in zip(COLUMNS, keys, strict=True):
            setattr(row, column, hashlib.sha256(key.encode()).hexdigest())
        part.append(row)
        if len(part) == 500:
            rows.bulk_update(part, COLUMNS)
            part.clear()
    rows.bulk_update(part, COLUMNS)


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0016_note_of_the_replaced"),
    ]

    operations = [
        migrations.RemoveIndex("registration", "registrations_name_plain"),
        migrations.RemoveField("registration", "name_plain"),
        *(
            migrations.AddField(
                "registration",
                column,
                models.CharField(default="", editable=False, max_length=64),
                preserve_default=False,
            )
            for column in COLUMNS
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        *(
            migrations.AddIndex(
                "registration",
                models.Index(
                    condition=ACTIVE,
                    fields=["event", column],
                    name=f"registrations_{column.removeprefix('person_')}",
                ),
            )
            for column in COLUMNS
        ),
        migrations.AlterField(
            "registration",
            "name",
            events.fields.LineField(max_length=150, validators=NAME, verbose_name="full name"),
        ),
        migrations.AlterField(
            "registration",
            "position",
            events.fields.LineField(
                blank=True, max_length=200, validators=TITLE, verbose_name="position"
            ),
        ),
        migrations.AlterField(
            "registration",
            "organisation",
            events.fields.LineField(max_length=300, validators=TITLE, verbose_name="organisation"),
        ),
        migrations.AlterField(
            "invitation",
            "organisation",
            events.fields.LineField(
                max_length=300, validators=TITLE, verbose_name="invited organisation"
            ),
        ),
        migrations.AlterField(
            "invitation",
            "name",
            events.fields.LineField(
                blank=True, max_length=150, validators=NAME, verbose_name="addressee"
            ),
        ),
        migrations.AlterField(
            "invitation",
            "position",
            events.fields.LineField(
                blank=True, max_length=200, validators=TITLE, verbose_name="position"
            ),
        ),
    ]
