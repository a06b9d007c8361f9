"""Rows and chairs of the hall in the place of a free text that two seats could share."""

import re
from collections import Counter
from typing import Any

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

import events.fields

PLACE = re.compile(
    r"hàng\s+(?P<row>\w{1,20})\s*[,;]?\s*ghế\s+(?:số\s+)?(?P<chair>\d{1,3})"
    r"|(?P<row_2>[a-z]{1,3})\s*[-./]?\s*(?P<chair_2>\d{1,3})",
    re.IGNORECASE,
)
CHAIRS_MAX = 200


def read(place: str) -> tuple[str, int] | None:
    """Return row and chair of “Hàng A, ghế 12” or “A12”; None for what says anything else."""
    match = PLACE.fullmatch(place.strip(" ."))
    if match is None:
        return None
    row, chair = (match["row"] or match["row_2"]).upper(), int(match["chair"] or match["chair_2"])
    return (row, chair) if 1 <= chair <= CHAIRS_MAX else None


def read_places(apps: Any, schema_editor: Any) -> None:
    """Read the old texts; where two seats say the same, neither is placed."""
    database = schema_editor.connection.alias
    Seating = apps.get_model("registrations", "Seating")
    for seating in Seating.objects.using(database).order_by("pk"):
        seats = apps.get_model("registrations", "Seat").objects.using(database)
        seats = seats.filter(event_id=seating.event_id).exclude(place="")
        places = {seat: place for seat in seats if (place := read(seat.place))}
        once = {place for place, count in Counter(places.values()).items() if count == 1}
        rows: dict[str, int] = {}
        for seat, (row, chair) in places.items():
            if (row, chair) in once:
                seat.row, seat.chair = row, chair
                seat.save(update_fields=["row", "chair"])
                rows[row] = max(chair, rows.get(row, 0))
        in_order = sorted(rows, key=lambda row: (int(row) if row.isdecimal() else 0, row))
        apps.get_model("registrations", "HallRow").objects.using(database).bulk_create(
            apps.get_model("registrations", "HallRow")(
                seating=seating, position=position, name=row, chairs=rows[row]
            )
            for position, row in enumerate(in_order, start=1)
        )


def write_places(apps: Any, schema_editor: Any) -> None:
    """Write row and chair as a text again."""
    seats = apps.get_model("registrations", "Seat").objects.using(schema_editor.connection.alias)
    for seat in seats.filter(chair__isnull=False):
        seat.place = f"Hàng {seat.row}, ghế {seat.chair}"
        seat.save(update_fields=["place"])


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0009_letters_to_offices"),
    ]

    operations = [
        migrations.CreateModel(
            name="HallRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="place in the order"),
                ),
                (
                    "name",
                    events.fields.LineField(
                        help_text="As “A”, “1” or “VIP”.",
                        max_length=20,
                        verbose_name="name of the row",
                    ),
                ),
                (
                    "chairs",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(200),
                        ],
                        verbose_name="number of chairs",
                    ),
                ),
                (
                    "seating",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="registrations.seating",
                        verbose_name="seating",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of chairs",
                "verbose_name_plural": "plan of the hall",
                "ordering": ["position"],
                "abstract": False,
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("seating", "position"),
                        name="registrations_hallrow_position",
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("seating", "name"),
                        name="registrations_hallrow_name",
                        violation_error_message="The hall has a row of this name already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("chairs__gte", 1), ("chairs__lte", 200)),
                        name="registrations_hallrow_chairs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", ""), _negated=True),
                        name="registrations_hallrow_named",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="seat",
            name="chair",
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="chair"),
        ),
        migrations.AddField(
            model_name="seat",
            name="row",
            field=events.fields.LineField(
                blank=True,
                default="",
                help_text="As in the plan of the hall. Row and chair empty: no place yet.",
                max_length=20,
                verbose_name="row",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(read_places, write_places),
        migrations.RemoveField(model_name="seat", name="place"),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("chair__isnull", True), ("row", "")),
                    models.Q(
                        models.Q(("row", ""), _negated=True),
                        ("chair__gte", 1),
                        ("chair__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="registrations_seat_row_and_chair",
                violation_error_message="Enter both row and chair, or neither.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["IMMEDIATE"],
                fields=("event", "row", "chair"),
                name="registrations_seat_chair_once",
                violation_error_message="Another seat has this chair already.",
            ),
        ),
    ]
