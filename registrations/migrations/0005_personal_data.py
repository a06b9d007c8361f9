"""Consents as rows, requests about personal data, and what was erased."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import events.fields

# What was agreed to before: the version of its text is known, the text itself was not kept.
CONSENTS_SO_FAR = """
INSERT INTO registrations_consent (registration_id, purpose, given, version, channel, at)
SELECT id, purpose, true, consent_version, channel, consented_at
FROM registrations_registration, unnest(ARRAY['attend', 'news']) AS purpose
WHERE consented_at IS NOT NULL AND (purpose = 'attend' OR news_consent)
ORDER BY id, purpose
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0006_throttle"),
        ("registrations", "0004_invitations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("attend", "taking part"),
                            ("photo", "photographs on the portal"),
                            ("news", "news of the contest"),
                        ],
                        max_length=10,
                        verbose_name="purpose",
                    ),
                ),
                ("given", models.BooleanField(verbose_name="given")),
                ("version", models.CharField(max_length=20, verbose_name="version of the text")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("public", "public site"),
                            ("office", "organizer"),
                            ("invitation", "invitation"),
                        ],
                        default="public",
                        max_length=10,
                        verbose_name="came through",
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
            ],
            options={
                "verbose_name": "consent",
                "verbose_name_plural": "consents",
                "default_permissions": ("view",),
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ConsentText",
            fields=[
                (
                    "sha256",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="SHA-256"
                    ),
                ),
                ("version", models.CharField(max_length=20, verbose_name="version")),
                ("text", models.TextField(verbose_name="text")),
            ],
            options={
                "verbose_name": "text of a consent",
                "verbose_name_plural": "texts of consents",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="DataRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("correct", "correction"),
                            ("copy", "copy"),
                            ("restrict", "restriction"),
                            ("object", "objection"),
                            ("erase", "erasure"),
                        ],
                        max_length=10,
                        verbose_name="asks for",
                    ),
                ),
                (
                    "words",
                    events.fields.LinesField(
                        blank=True, max_length=2000, verbose_name="in the words of the person"
                    ),
                ),
                (
                    "received_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="received at"
                    ),
                ),
                ("answer_due", models.DateField(editable=False, verbose_name="to be answered by")),
                ("due", models.DateField(editable=False, verbose_name="to be done by")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered at"),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "to do"), ("done", "done"), ("refused", "refused")],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                (
                    "closed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="closed at"),
                ),
                (
                    "reason",
                    events.fields.LinesField(blank=True, verbose_name="reason of the refusal"),
                ),
            ],
            options={
                "verbose_name": "request about personal data",
                "verbose_name_plural": "requests about personal data",
                "default_permissions": ("view", "change"),
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("retention", "time of keeping over"),
                            ("request", "request of the person"),
                        ],
                        max_length=10,
                        verbose_name="cause",
                    ),
                ),
                ("registrations", models.PositiveIntegerField(verbose_name="registrations")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="at")),
            ],
            options={
                "verbose_name": "erasure",
                "verbose_name_plural": "erasures",
                "default_permissions": ("view",),
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="registration",
            name="erased_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="data erased at"),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("erased_at__isnull", True),
                    models.Q(
                        ("email", ""),
                        ("honorific", ""),
                        ("phone", ""),
                        ("position", ""),
                        ("submission__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="registrations_erased_is_empty",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="registration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="consents",
                to="registrations.registration",
                verbose_name="delegate",
            ),
        ),
        migrations.AddField(
            model_name="consent",
            name="text",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: from before the texts were kept.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="registrations.consenttext",
                verbose_name="text",
            ),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="closed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="closed by",
            ),
        ),
        migrations.AddField(
            model_name="datarequest",
            name="registration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="requests",
                to="registrations.registration",
                verbose_name="delegate",
            ),
        ),
        migrations.AddField(
            model_name="erasure",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="erasures",
                to="events.event",
                verbose_name="ceremony",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["attend", "photo", "news"])),
                name="registrations_consent_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["correct", "copy", "restrict", "object", "erase"]),
                    ("status__in", ["open", "done", "refused"]),
                ),
                name="registrations_request_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at__isnull", True), ("status", "open")),
                    models.Q(
                        models.Q(("status", "open"), _negated=True), ("closed_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="registrations_request_closed",
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "refused"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="registrations_request_refused_why",
                violation_error_message="Please write the reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_due__lte", models.F("due"))),
                name="registrations_request_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="datarequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "open")),
                fields=("registration", "kind"),
                name="registrations_request_once",
            ),
        ),
        migrations.RunSQL(CONSENTS_SO_FAR, migrations.RunSQL.noop),
    ]
