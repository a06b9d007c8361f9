"""Seats kept for delegations until a time, and when those who wait are promoted.

What public pages show of the seats tells the kept ones apart.
"""

from importlib import import_module

from django.db import migrations, models

BEFORE = import_module("registrations.migrations.0003_availability")
FORWARD = """
DROP FUNCTION registrations_availability(date);
CREATE FUNCTION registrations_availability(
    today date, moment timestamptz,
    OUT version text, OUT event bigint, OUT policy text, OUT opens_at timestamptz,
    OUT closes_at timestamptz, OUT total int, OUT taken int, OUT kept int, OUT waiting boolean
) LANGUAGE plpgsql STABLE AS $$
DECLARE
    kept_until timestamptz;
BEGIN
    version := (SELECT content.version FROM events_content_version AS content);
    event := events_current(today);
    SELECT seating.policy, seating.opens_at, seating.closes_at, seating.public_seats,
            least(seating.allotments_until, ceremony.starts_at)
        INTO policy, opens_at, closes_at, total, kept_until
        FROM registrations_seating AS seating
        JOIN events_event AS ceremony ON ceremony.id = seating.event_id
        WHERE seating.event_id = event;
    taken := (
        SELECT count(*) FROM registrations_registration AS holder
        JOIN registrations_seat AS seat ON seat.id = holder.seat_id
        WHERE holder.event_id = event AND seat.kind = 'public'
    );
    kept := (
        SELECT coalesce(sum(greatest(delegation.allotment - (
            SELECT count(*) FROM registrations_registration AS holder
            JOIN registrations_seat AS seat ON seat.id = holder.seat_id
            WHERE holder.event_id = event AND holder.delegation_id = delegation.id
                AND seat.kind = 'public'
        ), 0)), 0)
        FROM events_delegation AS delegation
        WHERE delegation.event_id = event AND delegation.allotment > 0
            AND coalesce(moment < kept_until, true)
    );
    waiting := EXISTS (
        SELECT FROM registrations_registration AS waiter
        WHERE waiter.event_id = event AND waiter.status = 'waiting'
    );
END $$;
"""
BACKWARD = f"DROP FUNCTION registrations_availability(date, timestamptz); {BEFORE.FORWARD}"


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_letters"),
        ("registrations", "0007_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="by_allotment",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="seating",
            name="allotments_until",
            field=models.DateTimeField(
                blank=True,
                help_text="Until then the seats allotted to a delegation are given to its own delegates only. Empty: until the ceremony begins.",
                null=True,
                verbose_name="allotted seats are kept until",
            ),
        ),
        migrations.AddField(
            model_name="seating",
            name="promotion_paused",
            field=models.BooleanField(
                default=False,
                help_text="Seats that get free are given to nobody on the waiting list meanwhile.",
                verbose_name="promotion is paused",
            ),
        ),
        migrations.AddField(
            model_name="seating",
            name="promotion_until",
            field=models.DateTimeField(
                blank=True,
                help_text="Afterwards nobody on the waiting list gets a seat by itself. Empty: when the ceremony begins.",
                null=True,
                verbose_name="promotion ends at",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("by_allotment", False), ("seat__isnull", False), _connector="OR"
                ),
                name="registrations_allotted_seat",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
