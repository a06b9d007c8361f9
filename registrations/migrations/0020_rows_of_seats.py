"""A seat stands on a row of the hall, not on the name of one.

The database keeps it on a chair of its own hall. Chairs are cleared before they go.
"""

import django.db.models.deletion
from django.db import migrations, models

# No constraint forbade a seat on a chair that the hall does not have: there the hall gets it, so
# that nobody loses a place that a letter has told.
ROWS_OF_SEATS = """
INSERT INTO registrations_hallrow (seating_id, position, name, chairs)
SELECT seating.id,
    (SELECT coalesce(max(position), 0) FROM registrations_hallrow WHERE seating_id = seating.id)
        + row_number() OVER (PARTITION BY seating.id ORDER BY seat.row_name),
    seat.row_name, max(seat.chair)
FROM registrations_seat AS seat JOIN registrations_seating AS seating USING (event_id)
WHERE seat.row_name <> '' AND NOT EXISTS (
    SELECT FROM registrations_hallrow WHERE seating_id = seating.id AND name = seat.row_name
)
GROUP BY seating.id, seat.row_name;

UPDATE registrations_seat AS seat SET row_id = hallrow.id
FROM registrations_hallrow AS hallrow JOIN registrations_seating AS seating
    ON seating.id = hallrow.seating_id
WHERE seating.event_id = seat.event_id AND hallrow.name = seat.row_name;

UPDATE registrations_hallrow AS hallrow SET chairs = taken.chairs
FROM (SELECT row_id, max(chair) AS chairs FROM registrations_seat GROUP BY row_id) AS taken
WHERE taken.row_id = hallrow.id AND taken.chairs > hallrow.chairs;

SET CONSTRAINTS ALL IMMEDIATE;
"""

NAMES_OF_ROWS = """
UPDATE registrations_seat AS seat SET row_name = hallrow.name
FROM registrations_hallrow AS hallrow WHERE hallrow.id = seat.row_id;

SET CONSTRAINTS ALL IMMEDIATE;
"""

# To which ceremony a row belongs is settled when it is made.
RULES = """
CREATE FUNCTION registrations_seat_in_hall() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM registrations_hallrow AS hallrow
        JOIN registrations_seating AS seating ON seating.id = hallrow.seating_id
        WHERE hallrow.id = NEW.row_id AND hallrow.chairs >= NEW.chair
            AND seating.event_id = NEW.event_id
        FOR SHARE OF hallrow;
    IF NOT FOUND THEN
        PERFORM registrations_refuse('registrations_seat_in_hall');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER seat_in_hall
    BEFORE INSERT OR UPDATE OF row_id, chair, event_id ON registrations_seat
    FOR EACH ROW WHEN (NEW.row_id IS NOT NULL AND NEW.chair IS NOT NULL)
    EXECUTE FUNCTION registrations_seat_in_hall();

CREATE FUNCTION registrations_keeps_chairs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM registrations_seat
        WHERE row_id = NEW.id AND chair > NEW.chairs
    ) THEN
        PERFORM registrations_refuse('registrations_seat_in_hall');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER keeps_chairs
    AFTER UPDATE OF chairs ON registrations_hallrow
    FOR EACH ROW EXECUTE FUNCTION registrations_keeps_chairs();

CREATE FUNCTION registrations_hall_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM registrations_refuse('registrations_hall_of_event');
    RETURN NULL;
END $$;

CREATE TRIGGER hall_of_event
    AFTER UPDATE OF event_id ON registrations_seating
    FOR EACH ROW WHEN (NEW.event_id <> OLD.event_id)
    EXECUTE FUNCTION registrations_hall_of_event();

CREATE TRIGGER hall_of_event
    AFTER UPDATE OF seating_id ON registrations_hallrow
    FOR EACH ROW WHEN (NEW.seating_id <> OLD.seating_id)
    EXECUTE FUNCTION registrations_hall_of_event();
"""

WITHOUT_RULES = """
DROP TRIGGER hall_of_event ON registrations_hallrow;
DROP TRIGGER hall_of_event ON registrations_seating;
DROP TRIGGER keeps_chairs ON registrations_hallrow;
DROP TRIGGER seat_in_hall ON registrations_seat;
DROP FUNCTION registrations_hall_of_event();
DROP FUNCTION registrations_keeps_chairs();
DROP FUNCTION registrations_seat_in_hall();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0019_words"),
    ]

    operations = [
        migrations.RemoveConstraint("seat", "registrations_seat_row_and_chair"),
        migrations.RemoveConstraint("seat", "registrations_seat_chair_once"),
        migrations.RenameField("seat", "row", "row_name"),
        migrations.AddField(
            "seat",
            "row",
            models.ForeignKey(
                blank=True,
                db_index=False,
                help_text="As in the plan of the hall. Row and chair empty: no place yet.",
                null=True,
                on_delete=django.db.models.deletion.RESTRICT,
                related_name="seats",
                to="registrations.hallrow",
                verbose_name="row",
            ),
        ),
        migrations.RunSQL(ROWS_OF_SEATS, NAMES_OF_ROWS),
        migrations.RemoveField("seat", "row_name"),
        migrations.AddConstraint(
            "seat",
            models.CheckConstraint(
                condition=models.Q(row__isnull=True, chair__isnull=True)
                | models.Q(row__isnull=False, chair__isnull=False, chair__gte=1),
                name="registrations_seat_row_and_chair",
                violation_error_message="Enter both row and chair, or neither.",
            ),
        ),
        migrations.AddConstraint(
            "seat",
            models.UniqueConstraint(
                deferrable=models.Deferrable.IMMEDIATE,
                fields=["row", "chair"],
                name="registrations_seat_chair_once",
                violation_error_message="Another seat has this chair already.",
            ),
        ),
        migrations.RunSQL(RULES, WITHOUT_RULES),
    ]
