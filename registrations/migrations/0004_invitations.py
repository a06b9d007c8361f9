"""Invitations, who was called about them, and who came in the place of whom.

Keys hold together what belongs to one ceremony, as in 0002. Never more delegates are active than
an invitation has places, and none of one that was declined: both sides are watched, each under
the lock of the invitation's row, so that two transactions cannot pass each other.
"""

import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import events.fields
import registrations.models.registration

FORWARD = """
ALTER TABLE registrations_invitation
    ADD CONSTRAINT registrations_invitation_delegation
        FOREIGN KEY (delegation_id, event_id) REFERENCES events_delegation (id, event_id)
        DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE registrations_registration
    ADD CONSTRAINT registrations_invitation_of_event
        FOREIGN KEY (invitation_id, event_id) REFERENCES registrations_invitation (id, event_id)
        DEFERRABLE INITIALLY IMMEDIATE;

CREATE FUNCTION registrations_refuse(rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'new row violates "%"', rule
        USING ERRCODE = 'check_violation', CONSTRAINT = rule;
END $$;

CREATE FUNCTION registrations_takes_place() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    invitation registrations_invitation;
    others integer;
BEGIN
    SELECT * INTO invitation FROM registrations_invitation
        WHERE id = NEW.invitation_id FOR NO KEY UPDATE;
    SELECT count(*) INTO others FROM registrations_registration
        WHERE invitation_id = NEW.invitation_id AND id <> NEW.id
            AND status IN ('pending', 'confirmed', 'waiting');
    IF others >= invitation.places THEN
        PERFORM registrations_refuse('registrations_places');
    ELSIF invitation.declined_at IS NOT NULL THEN
        PERFORM registrations_refuse('registrations_named_or_declined');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER takes_place
    BEFORE INSERT OR UPDATE OF status, invitation_id ON registrations_registration
    FOR EACH ROW WHEN (
        NEW.invitation_id IS NOT NULL AND NEW.status IN ('pending', 'confirmed', 'waiting')
    )
    EXECUTE FUNCTION registrations_takes_place();

CREATE FUNCTION registrations_keeps_places() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    named integer;
BEGIN
    SELECT count(*) INTO named FROM registrations_registration
        WHERE invitation_id = NEW.id AND status IN ('pending', 'confirmed', 'waiting');
    IF named > NEW.places THEN
        PERFORM registrations_refuse('registrations_places');
    ELSIF named > 0 AND NEW.declined_at IS NOT NULL THEN
        PERFORM registrations_refuse('registrations_named_or_declined');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER keeps_places
    AFTER UPDATE OF places, declined_at ON registrations_invitation
    FOR EACH ROW EXECUTE FUNCTION registrations_keeps_places();
"""

BACKWARD = """
DROP TRIGGER keeps_places ON registrations_invitation;
DROP TRIGGER takes_place ON registrations_registration;
DROP FUNCTION registrations_keeps_places();
DROP FUNCTION registrations_takes_place();
DROP FUNCTION registrations_refuse(text);
ALTER TABLE registrations_registration DROP CONSTRAINT registrations_invitation_of_event;
ALTER TABLE registrations_invitation DROP CONSTRAINT registrations_invitation_delegation;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0005_register_rules"),
        ("registrations", "0003_availability"),
    ]

    operations = [
        migrations.CreateModel(
            name="CallLog",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "called_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="called at"
                    ),
                ),
                (
                    "caller",
                    events.fields.LineField(
                        blank=True,
                        help_text="Empty: you yourself.",
                        max_length=150,
                        verbose_name="who called",
                    ),
                ),
                ("said", events.fields.LinesField(verbose_name="what was said")),
            ],
            options={
                "verbose_name": "call",
                "verbose_name_plural": "calls",
                "ordering": ["-called_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "organisation",
                    events.fields.LineField(max_length=300, verbose_name="invited organisation"),
                ),
                (
                    "honorific",
                    models.CharField(
                        blank=True,
                        choices=[("mr", "Mr"), ("ms", "Ms"), ("comrade", "Comrade")],
                        max_length=10,
                        verbose_name="honorific",
                    ),
                ),
                (
                    "name",
                    events.fields.LineField(blank=True, max_length=150, verbose_name="addressee"),
                ),
                (
                    "position",
                    events.fields.LineField(blank=True, max_length=200, verbose_name="position"),
                ),
                (
                    "places",
                    models.PositiveSmallIntegerField(
                        default=1,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5000),
                        ],
                        verbose_name="places",
                    ),
                ),
                (
                    "deadline",
                    models.DateField(
                        blank=True,
                        help_text="The last day for answers and changes. Empty: until the ceremony begins.",
                        null=True,
                        verbose_name="answer until",
                    ),
                ),
                (
                    "contact_name",
                    events.fields.LineField(
                        blank=True, max_length=150, verbose_name="contact person"
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(
                        blank=True,
                        max_length=16,
                        validators=[django.core.validators.RegexValidator("^\\+[1-9]\\d{7,14}$")],
                        verbose_name="telephone of the contact",
                    ),
                ),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail of the contact"
                    ),
                ),
                (
                    "note",
                    events.fields.LinesField(
                        blank=True,
                        help_text="For organizers; the invited do not see it.",
                        verbose_name="note",
                    ),
                ),
                (
                    "code",
                    models.CharField(
                        default=registrations.models.registration.new_code,
                        editable=False,
                        max_length=9,
                        verbose_name="invitation code",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=registrations.models.registration.new_token,
                        editable=False,
                        max_length=64,
                    ),
                ),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                (
                    "replied_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="answered at"),
                ),
                (
                    "declined_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="declined at"),
                ),
                (
                    "decline_reason",
                    events.fields.LinesField(
                        blank=True, editable=False, verbose_name="reason of declining"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="entered at")),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
                ("organisation_search", models.TextField(editable=False)),
                ("name_search", models.TextField(editable=False)),
            ],
            options={
                "verbose_name": "invitation",
                "verbose_name_plural": "invitations",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Substitution",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "honorific",
                    models.CharField(
                        blank=True,
                        choices=[("mr", "Mr"), ("ms", "Ms"), ("comrade", "Comrade")],
                        max_length=10,
                        verbose_name="honorific",
                    ),
                ),
                ("name", events.fields.LineField(max_length=150, verbose_name="full name")),
                (
                    "position",
                    events.fields.LineField(blank=True, max_length=200, verbose_name="position"),
                ),
                (
                    "organisation",
                    events.fields.LineField(max_length=300, verbose_name="organisation"),
                ),
                ("phone", models.CharField(blank=True, max_length=16, verbose_name="telephone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "replaced_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="replaced at"),
                ),
            ],
            options={
                "verbose_name": "replaced delegate",
                "verbose_name_plural": "replaced delegates",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="registration",
            name="registrations_known_words",
        ),
        migrations.RemoveConstraint(
            model_name="registration",
            name="registrations_public_consent",
        ),
        migrations.AlterField(
            model_name="registration",
            name="channel",
            field=models.CharField(
                choices=[
                    ("public", "public site"),
                    ("office", "organizer"),
                    ("invitation", "invitation"),
                ],
                max_length=10,
                verbose_name="came through",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="delegation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="events.delegation",
                verbose_name="delegation",
            ),
        ),
        migrations.AddField(
            model_name="invitation",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="invitations",
                to="events.event",
                verbose_name="ceremony",
            ),
        ),
        migrations.AddField(
            model_name="calllog",
            name="invitation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="calls",
                to="registrations.invitation",
                verbose_name="invitation",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="invitation",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="registrations",
                to="registrations.invitation",
                verbose_name="invitation",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["public", "office", "invitation"]),
                    ("status__in", ["pending", "confirmed", "waiting", "declined", "cancelled"]),
                ),
                name="registrations_known_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel__in", ["public", "invitation"]), _negated=True),
                    models.Q(
                        ("consented_at__isnull", False),
                        models.Q(("consent_version", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="registrations_public_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "invitation"), _negated=True),
                    ("invitation__isnull", False),
                    _connector="OR",
                ),
                name="registrations_came_by_invitation",
            ),
        ),
        migrations.AddField(
            model_name="substitution",
            name="registration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="substitutions",
                to="registrations.registration",
                verbose_name="registration",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                fields=("code",), name="registrations_invitation_code_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                fields=("token",), name="registrations_invitation_token_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                fields=("id", "event"), name="registrations_invitation_event"
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("places__gte", 1), ("places__lte", 5000)),
                name="registrations_invitation_places",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("organisation", ""), _negated=True),
                name="registrations_invitation_addressed",
                violation_error_message="An organisation is needed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contact_phone", ""),
                    ("contact_phone__regex", "^\\+[1-9][0-9]{7,14}$"),
                    _connector="OR",
                ),
                name="registrations_invitation_phone_e164",
                violation_error_message="This telephone number is not valid.",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decline_reason", ""), ("declined_at__isnull", True)),
                    models.Q(("declined_at__isnull", False), ("replied_at__isnull", False)),
                    _connector="OR",
                ),
                name="registrations_invitation_declined",
            ),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
