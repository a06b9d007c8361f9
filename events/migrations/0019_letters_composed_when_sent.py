"""A letter is kind, about whom and occasion; its words are made, and kept, when it is sent.

Before, it was an e-mail of django-post-office with words from the beginning. What was sent is kept
as it went; what waits is composed anew by its kind.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

COPY = r"""
INSERT INTO events_letter (
    id, kind, about, key, details, event_id, until_start, mailbox, message_id, subject, search,
    created_at, status, due_at, attempts, tried_at, error, reason, sent_at, sender, recipient, text,
    html, files
)
SELECT id, noun || '.' || name, about, noun || '-' || about || '-' || name || occasion,
    CASE name
        WHEN 'reminder' THEN jsonb_build_object('day', substr(occasion, 2))
        WHEN 'answer_reminder' THEN jsonb_build_object('day', substr(occasion, 2))
        WHEN 'cancellation' THEN jsonb_build_object('seated', attachment_keys <> '[]')
        WHEN 'replaced' THEN jsonb_build_object('seated', attachment_keys <> '[]')
        ELSE '{}'
    END,
    event_id, until_start, mailbox, coalesce(message_id, ''), subject, search,
    created,
    CASE
        WHEN status = 0 THEN 'sent' WHEN status = 1 THEN 'failed'
        WHEN expires_at <= now() OR noun = 'unknown' THEN 'overtaken' ELSE 'waiting'
    END,
    coalesce(scheduled_time, created), coalesce(number_of_retries, 0),
    CASE WHEN number_of_retries > 0 THEN last_updated END,
    CASE WHEN status = 0 THEN '' ELSE coalesce(trouble, '') END,
    '',
    CASE WHEN status = 0 THEN last_updated END,
    CASE WHEN status = 0 THEN from_email ELSE '' END,
    CASE WHEN status = 0 THEN coalesce(nullif(left("to", 254), ''), '-') ELSE '' END,
    CASE WHEN status = 0 THEN coalesce(nullif(message, ''), '-') ELSE '' END,
    CASE WHEN status = 0 THEN html_message ELSE '' END,
    CASE WHEN status = 0 THEN (
        SELECT coalesce(jsonb_agg(CASE file ->> 0
            WHEN 'ticket' THEN 'phieu-tham-du.pdf' WHEN 'calendar' THEN 'lich-buoi-le.ics'
            ELSE 'huy-lich-buoi-le.ics' END), '[]')
        FROM jsonb_array_elements(attachment_keys) AS file
    ) ELSE '[]' END
FROM (
    SELECT email.*, letter.event_id, letter.until_start, letter.mailbox, letter.search,
        letter.attachment_keys,
        CASE part[1] WHEN 'replaced' THEN 'substitution' WHEN 'backup_late' THEN 'user'
            WHEN 'registration' THEN 'registration' WHEN 'invitation' THEN 'invitation'
            ELSE 'unknown' END AS noun,
        CASE part[1] WHEN 'replaced' THEN 'replaced' WHEN 'backup_late' THEN 'backup_late'
            WHEN 'registration' THEN replace(part[3], 'new_place', 'new_chair')
            WHEN 'invitation' THEN part[3]
            ELSE letter.key END AS name,
        CASE part[1] WHEN 'replaced' THEN part[3] WHEN 'backup_late' THEN part[5]
            WHEN 'registration' THEN part[2] WHEN 'invitation' THEN part[2]
            ELSE '0' END::bigint AS about,
        CASE part[1]
            WHEN 'backup_late' THEN '-' || array_to_string(part[2:4], '-')
            WHEN 'registration' THEN coalesce('-' || nullif(array_to_string(part[4:], '-'), ''), '')
            WHEN 'invitation' THEN coalesce('-' || nullif(array_to_string(part[4:], '-'), ''), '')
            ELSE '' END AS occasion,
        (
            SELECT exception_type FROM post_office_log AS log
            WHERE log.email_id = email.id AND log.status = 1 ORDER BY log.id DESC LIMIT 1
        ) AS trouble
    FROM (SELECT *, string_to_array(key, '-') AS part FROM events_oldletter) AS letter
    JOIN post_office_email AS email ON email.id = letter.email_ptr_id
) AS old;
SELECT setval(
    pg_get_serial_sequence('events_letter', 'id'), coalesce(max(id), 0) + 1, false
) FROM events_letter;
SET CONSTRAINTS ALL IMMEDIATE;
"""
LEFT_BEHIND = """
DROP TABLE IF EXISTS post_office_log, post_office_attachment_emails, post_office_attachment,
    post_office_emailtemplate CASCADE
"""


def copy(apps: Any, schema_editor: Any) -> None:
    """Take over the letters of a portal that had that app; a new portal has none."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('post_office_log') IS NOT NULL")
        if cursor.fetchone()[0]:
            cursor.execute(COPY)


def forget_app(apps: Any, schema_editor: Any) -> None:
    """Take out what Django noted of the app's tables, with the rights to them."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    types = ContentType.objects.using(schema_editor.connection.alias)
    types.filter(app_label="post_office").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("contenttypes", "0002_remove_content_type_name"),
        ("events", "0018_superior_in_lines"),
    ]

    operations = [
        migrations.RunSQL("CREATE TABLE events_oldletter AS SELECT * FROM events_letter"),
        migrations.DeleteModel("Letter"),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(editable=False, max_length=60)),
                ("about", models.BigIntegerField(editable=False)),
                ("key", models.CharField(editable=False, max_length=200, verbose_name="occasion")),
                ("details", models.JSONField(default=dict, editable=False)),
                ("until_start", models.BooleanField(default=True, editable=False)),
                ("mailbox", models.CharField(default="", editable=False, max_length=254)),
                ("message_id", models.CharField(editable=False, max_length=255)),
                ("subject", models.TextField(editable=False, verbose_name="subject line")),
                ("search", models.TextField(editable=False)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="written at")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "to be sent"),
                            ("sent", "sent"),
                            ("failed", "refused"),
                            ("overtaken", "no longer needed"),
                        ],
                        db_default="waiting",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("due_at", models.DateTimeField(editable=False)),
                ("in_hand_until", models.DateTimeField(editable=False, null=True)),
                ("attempts", models.PositiveIntegerField(db_default=0, editable=False)),
                ("tried_at", models.DateTimeField(editable=False, null=True)),
                ("error", models.CharField(db_default="", editable=False, max_length=100)),
                ("reason", models.TextField(db_default="", editable=False)),
                ("sent_at", models.DateTimeField(editable=False, null=True)),
                ("sender", models.TextField(db_default="", editable=False)),
                ("recipient", models.CharField(db_default="", editable=False, max_length=254)),
                ("text", models.TextField(db_default="", editable=False)),
                ("html", models.TextField(db_default="", editable=False)),
                ("files", models.JSONField(db_default=[], editable=False)),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="events.event",
                        verbose_name="ceremony",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter",
                "verbose_name_plural": "letters",
                "ordering": ["-pk"],
                "indexes": [
                    models.Index(
                        fields=["key"],
                        name="events_letter_key_begins",
                        opclasses=["varchar_pattern_ops"],
                    ),
                    models.Index(fields=["about", "kind"], name="events_letter_about"),
                    models.Index(
                        condition=models.Q(("mailbox", ""), _negated=True),
                        fields=["mailbox", "id"],
                        name="events_letter_pace",
                    ),
                    models.Index(
                        condition=models.Q(("status", "waiting")),
                        fields=["due_at", "id"],
                        name="events_letter_due",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="events_letter_key_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "sent"), _negated=True),
                            models.Q(
                                ("sent_at__isnull", False),
                                models.Q(("recipient", ""), _negated=True),
                                models.Q(("text", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="events_letter_sent_is_kept",
                    ),
                ],
            },
        ),
        migrations.RunPython(copy),
        migrations.RunSQL("DROP TABLE events_oldletter"),
        migrations.DeleteModel("Email"),
        migrations.RunSQL(LEFT_BEHIND),
        migrations.RunPython(forget_app),
    ]
