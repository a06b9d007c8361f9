"""The words of the field: notified, quota, out of turn.

Triggers name the columns they watch by number, the bodies of their functions by name.
"""

import django.core.validators
from django.db import migrations, models

FUNCTIONS = """
CREATE OR REPLACE FUNCTION registrations_takes_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    invitation registrations_invitation;
    others integer;
BEGIN
    SELECT * INTO invitation FROM registrations_invitation
        WHERE id = NEW.invitation_id FOR NO KEY UPDATE;
    SELECT count(*) INTO others FROM registrations_registration
        WHERE invitation_id = NEW.invitation_id AND id <> NEW.id
            AND status IN ('pending', 'confirmed', 'waiting');
    IF others >= invitation.{quota} THEN
        PERFORM registrations_refuse('registrations_{quota}');
    ELSIF invitation.declined_at IS NOT NULL THEN
        PERFORM registrations_refuse('registrations_named_or_declined');
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION registrations_keeps_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named integer;
BEGIN
    SELECT count(*) INTO named FROM registrations_registration
        WHERE invitation_id = NEW.id AND status IN ('pending', 'confirmed', 'waiting');
    IF named > NEW.{quota} THEN
        PERFORM registrations_refuse('registrations_{quota}');
    ELSIF named > 0 AND NEW.declined_at IS NOT NULL THEN
        PERFORM registrations_refuse('registrations_named_or_declined');
    END IF;
    RETURN NULL;
END $$;
"""
LETTERS = """
UPDATE events_letter SET key = regexp_replace(key, '^(registration-[0-9]+-){before}-', '\\1{after}-')
WHERE key ~ '^registration-[0-9]+-{before}-'
"""


def functions(quota: str) -> str:
    return FUNCTIONS.format(quota=quota)


def letters(before: str, after: str) -> str:
    return LETTERS.format(before=before, after=after)


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0018_source_of_registrations"),
        ("events", "0011_attachments_of_letters"),
    ]

    operations = [
        migrations.RemoveConstraint("registration", "registrations_told_row_and_chair"),
        migrations.RemoveConstraint("registration", "registrations_allotted_seat"),
        migrations.RemoveConstraint("invitation", "registrations_invitation_places"),
        migrations.RenameField("registration", "told_revision", "notified_revision"),
        migrations.RenameField("registration", "told_row", "notified_row"),
        migrations.RenameField("registration", "told_chair", "notified_chair"),
        migrations.RenameField("registration", "by_allotment", "out_of_turn"),
        migrations.RenameField("invitation", "told_revision", "notified_revision"),
        migrations.RenameField("invitation", "places", "quota"),
        migrations.AlterField(
            "invitation",
            "quota",
            models.PositiveSmallIntegerField(
                default=1,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(5000),
                ],
                verbose_name="quota",
            ),
        ),
        migrations.AddConstraint(
            "invitation",
            models.CheckConstraint(
                condition=models.Q(quota__gte=1, quota__lte=5000),
                name="registrations_invitation_quota",
            ),
        ),
        migrations.AddConstraint(
            "registration",
            models.CheckConstraint(
                condition=models.Q(out_of_turn=False) | models.Q(seat__isnull=False),
                name="registrations_out_of_turn_seat",
            ),
        ),
        migrations.AddConstraint(
            "registration",
            models.CheckConstraint(
                condition=models.Q(notified_chair__isnull=True, notified_row__isnull=True)
                | models.Q(notified_chair__isnull=True, notified_row="")
                | (
                    models.Q(notified_chair__gte=1, notified_row__isnull=False)
                    & ~models.Q(notified_row="")
                ),
                name="registrations_notified_row_and_chair",
            ),
        ),
        migrations.RunSQL(functions("quota"), functions("places")),
        migrations.RunSQL(letters("new_place", "new_chair"), letters("new_chair", "new_place")),
    ]
