"""Which place in the hall each delegate was told last."""

from django.db import migrations, models

import events.fields

# Who was told already: the last letter with a ticket that was not withdrawn says it in a line.
# Withdrawn were all letters to a former person or address.
TOLD_SO_FAR = r"""
    UPDATE registrations_registration AS registration
    SET told_row = coalesce(told.place[1], ''), told_chair = told.place[2]::smallint
    FROM (
        SELECT DISTINCT ON (letter.registration) letter.registration,
            regexp_match(email.message, '^Vị trí: Hàng (.{1,20}), ghế ([1-9]\d{0,2})$', 'n') AS place
        FROM (
            SELECT email_ptr_id, enclosures, split_part(key, '-', 2) AS registration
            FROM events_letter WHERE key LIKE 'registration-%'
        ) AS letter
        JOIN post_office_email AS email ON email.id = letter.email_ptr_id
        WHERE email.expires_at IS NULL AND letter.enclosures -> 0 ->> 0 = 'ticket'
        ORDER BY letter.registration, email.id DESC
    ) AS told
    WHERE registration.id::text = told.registration AND registration.status = 'confirmed'
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0008_letters_found_by_name"),
        ("registrations", "0014_replaced_found_by_name"),
    ]
    run_before = [("events", "0011_attachments_of_letters")]  # its statement names a column

    operations = [
        migrations.AddField(
            model_name="registration",
            name="told_chair",
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="told_row",
            field=events.fields.LineField(editable=False, max_length=20, null=True),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(("told_chair__isnull", True), ("told_row__isnull", True))
                | models.Q(("told_chair__isnull", True), ("told_row", ""))
                | models.Q(
                    ("told_chair__gte", 1),
                    ("told_row__isnull", False),
                    models.Q(("told_row", ""), _negated=True),
                ),
                name="registrations_told_row_and_chair",
            ),
        ),
        migrations.RunSQL(TOLD_SO_FAR, migrations.RunSQL.noop),
    ]
