# The first schema of seats and registrations.

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models

import events.fields
import registrations.models.registration


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("events", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="number")),
                (
                    "kind",
                    models.CharField(
                        choices=[("public", "public"), ("reserve", "reserve")],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "place",
                    events.fields.LineField(
                        blank=True,
                        help_text="Row and chair.",
                        max_length=100,
                        verbose_name="place in the hall",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seats",
                        to="events.event",
                        verbose_name="ceremony",
                    ),
                ),
            ],
            options={
                "verbose_name": "seat",
                "verbose_name_plural": "seats",
                "ordering": ["number"],
            },
        ),
        migrations.CreateModel(
            name="Registration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "awaiting approval"),
                            ("confirmed", "confirmed"),
                            ("waiting", "on the waiting list"),
                            ("declined", "declined"),
                            ("cancelled", "cancelled"),
                        ],
                        max_length=10,
                        verbose_name="state",
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
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=16,
                        validators=[django.core.validators.RegexValidator("^\\+[1-9]\\d{7,14}$")],
                        verbose_name="telephone",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "code",
                    models.CharField(
                        default=registrations.models.registration.new_code,
                        max_length=9,
                        verbose_name="registration code",
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
                ("submission", models.UUIDField(editable=False, null=True)),
                ("turn", models.BigIntegerField(editable=False, null=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[("public", "public site"), ("office", "organizer")],
                        max_length=10,
                        verbose_name="came through",
                    ),
                ),
                (
                    "consented_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="consent given at"),
                ),
                (
                    "consent_version",
                    models.CharField(blank=True, max_length=20, verbose_name="text of the consent"),
                ),
                (
                    "news_consent",
                    models.BooleanField(default=False, verbose_name="wants news of the contest"),
                ),
                ("reason", events.fields.LinesField(blank=True, verbose_name="organizer's reason")),
                (
                    "created_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="registered at"),
                ),
                ("changed_at", models.DateTimeField(auto_now=True, verbose_name="changed at")),
                ("name_sort", models.TextField(editable=False)),
                ("name_search", models.TextField(editable=False)),
                ("name_plain", models.TextField(editable=False)),
                ("organisation_search", models.TextField(editable=False)),
                ("person", models.CharField(editable=False, max_length=64)),
                (
                    "delegation",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="events.delegation",
                        verbose_name="delegation",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registrations",
                        to="events.event",
                        verbose_name="ceremony",
                    ),
                ),
                (
                    "seat",
                    models.OneToOneField(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="registration",
                        to="registrations.seat",
                        verbose_name="seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "registration",
                "verbose_name_plural": "registrations",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Seating",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "public_seats",
                    models.PositiveSmallIntegerField(
                        default=120,
                        help_text="Given in the order of registration on the public site.",
                        validators=[django.core.validators.MaxValueValidator(5000)],
                        verbose_name="public seats",
                    ),
                ),
                (
                    "reserve_seats",
                    models.PositiveSmallIntegerField(
                        default=10,
                        help_text="Given by an organizer, with a reason.",
                        validators=[django.core.validators.MaxValueValidator(5000)],
                        verbose_name="reserve seats",
                    ),
                ),
                (
                    "policy",
                    models.CharField(
                        choices=[
                            ("open", "open to all"),
                            ("approval", "open, with approval by an organizer"),
                            ("invited", "invited only"),
                        ],
                        default="invited",
                        max_length=10,
                        verbose_name="who may register",
                    ),
                ),
                (
                    "opens_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: open at once.",
                        null=True,
                        verbose_name="registration opens at",
                    ),
                ),
                (
                    "closes_at",
                    models.DateTimeField(
                        blank=True,
                        help_text="Empty: open until an organizer closes it.",
                        null=True,
                        verbose_name="registration closes at",
                    ),
                ),
                (
                    "event",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="seating",
                        to="events.event",
                        verbose_name="ceremony",
                    ),
                ),
            ],
            options={
                "verbose_name": "seating",
                "verbose_name_plural": "seatings",
            },
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                fields=("event", "number"), name="registrations_seat_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                fields=("id", "event"), name="registrations_seat_event"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="registrations_seat_number_from_1"
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["public", "reserve"])),
                name="registrations_seat_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["event", "name_plain"], name="registrations_name_plain"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(fields=["event", "status", "id"], name="registrations_status"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(fields=("code",), name="registrations_code_once"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(fields=("token",), name="registrations_token_once"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("channel__in", ["public", "office"]),
                    ("status__in", ["pending", "confirmed", "waiting", "declined", "cancelled"]),
                ),
                name="registrations_known_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("seat__isnull", False), ("status", "confirmed")),
                    models.Q(
                        models.Q(("status", "confirmed"), _negated=True), ("seat__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="registrations_confirmed_holds_seat",
                violation_error_message="Exactly the confirmed registrations hold a seat.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status__in", ["pending", "confirmed", "waiting"])),
                fields=("event", "person"),
                name="registrations_person_once",
                violation_error_message="This person of this organisation is registered.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("phone", ""), ("phone__regex", "^\\+[1-9][0-9]{7,14}$"), _connector="OR"
                ),
                name="registrations_phone_e164",
                violation_error_message="This telephone number is not valid.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", ""), _negated=True),
                    models.Q(("organisation", ""), _negated=True),
                ),
                name="registrations_named",
                violation_error_message="Name and organisation are needed.",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "public"), _negated=True),
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
            model_name="seating",
            constraint=models.CheckConstraint(
                condition=models.Q(("public_seats__lte", 5000), ("reserve_seats__lte", 5000)),
                name="registrations_seating_size",
                violation_error_message="So many seats no hall of the province has.",
            ),
        ),
        migrations.AddConstraint(
            model_name="seating",
            constraint=models.CheckConstraint(
                condition=models.Q(("policy__in", ["open", "approval", "invited"])),
                name="registrations_seating_policy",
            ),
        ),
        migrations.AddConstraint(
            model_name="seating",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("opens_at__isnull", True),
                    ("closes_at__isnull", True),
                    ("opens_at__lt", models.F("closes_at")),
                    _connector="OR",
                ),
                name="registrations_seating_period",
                violation_error_message="Registration must close after it opens.",
            ),
        ),
    ]
