"""Letters of a portal that sent its mail by django-post-office are taken over."""

import json
from importlib import import_module
from typing import Any

import pytest
from django.db import connection

from events.models import Letter
from tests.factories import EventFactory

pytestmark = pytest.mark.django_db

MIGRATION = import_module("events.migrations.0019_letters_composed_when_sent")
BEFORE = """
CREATE TEMP TABLE post_office_email (
    id bigint, from_email text, "to" text, subject text, message text, html_message text,
    status smallint, created timestamptz, last_updated timestamptz, scheduled_time timestamptz,
    number_of_retries int, expires_at timestamptz, message_id text
);
CREATE TEMP TABLE post_office_log (
    id bigint, email_id bigint, status smallint, exception_type text
);
CREATE TEMP TABLE events_oldletter (
    email_ptr_id bigint, key text, event_id bigint, until_start boolean, mailbox text, search text,
    attachment_keys jsonb
);
"""
SENT, FAILED, QUEUED, REQUEUED = range(4)


def wrote(key: str, status: int, *files: str, event: Any, **more: Any) -> None:
    """Put a letter there as it was before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 40) + 1 FROM post_office_email")
        pk = cursor.fetchone()[0]
        row = {"scheduled_time": None, "expires_at": None, "number_of_retries": None, **more}
        cursor.execute(
            "INSERT INTO post_office_email VALUES (%s, 'btc@x.example', 'a@x.example', 'Tiêu đề',"
            " 'Kính gửi,', '<p>', %s, '2025-01-02', '2025-01-03', %s, %s, %s, '<1@x>')",
            [pk, status, row["scheduled_time"], row["number_of_retries"], row["expires_at"]],
        )
        cursor.execute(
            "INSERT INTO events_oldletter VALUES (%s, %s, %s, true, '', 'kinh gui', %s)",
            [pk, key, event.pk, json.dumps([[name, 7] for name in files])],
        )
        if status == FAILED:
            cursor.execute(
                "INSERT INTO post_office_log VALUES (1, %s, 1, 'SMTPRecipientsRefused')", [pk]
            )


def test_what_was_sent_is_kept_and_what_waits_is_known_by_its_kind() -> None:
    event = EventFactory()
    with connection.cursor() as cursor:
        cursor.execute(BEFORE)
    wrote("registration-7-confirmation", SENT, "ticket", "calendar", event=event)
    wrote("registration-7-new_place-2025-01-02T08:00", QUEUED, "ticket", event=event)
    wrote("registration-8-reminder-2025-02-12", REQUEUED, event=event, number_of_retries=3)
    wrote("registration-8-cancellation", QUEUED, "calendar_cancelled", event=event)
    wrote("replaced-7-3", QUEUED, "calendar_replaced", event=event)
    wrote("invitation-5-answer_reminder-2025-02-01", FAILED, event=event)
    wrote("invitation-5-invitation-x", QUEUED, event=event, expires_at="2025-01-02")
    wrote("backup_late-2025-01-02-9", QUEUED, event=event)
    wrote("strange", QUEUED, event=event)
    with connection.cursor() as cursor:
        cursor.execute(MIGRATION.COPY)

    names = ("kind", "about", "key", "status", "details")
    assert list(Letter.objects.order_by("pk").values_list(*names)) == [
        ("registration.confirmation", 7, "registration-7-confirmation", "sent", {}),
        (
            *("registration.new_chair", 7, "registration-7-new_chair-2025-01-02T08:00"),
            *("waiting", {}),
        ),
        (
            *("registration.reminder", 8, "registration-8-reminder-2025-02-12"),
            *("waiting", {"day": "2025-02-12"}),
        ),
        (
            *("registration.cancellation", 8, "registration-8-cancellation"),
            *("waiting", {"seated": True}),
        ),
        ("substitution.replaced", 3, "substitution-3-replaced", "waiting", {"seated": True}),
        (
            *("invitation.answer_reminder", 5, "invitation-5-answer_reminder-2025-02-01"),
            *("failed", {"day": "2025-02-01"}),
        ),
        ("invitation.invitation", 5, "invitation-5-invitation-x", "overtaken", {}),
        ("user.backup_late", 9, "user-9-backup_late-2025-01-02", "waiting", {}),
        ("unknown.strange", 0, "unknown-0-strange", "overtaken", {}),
    ]
    first = Letter.objects.order_by("pk")[0]
    assert (first.recipient, first.text, first.sender) == (
        "a@x.example",
        "Kính gửi,",
        "btc@x.example",
    )
    assert first.files == ["phieu-tham-du.pdf", "lich-buoi-le.ics"]
    assert Letter.objects.get(status="failed").error == "SMTPRecipientsRefused"
    assert Letter.objects.get(about=8, kind="registration.reminder").attempts == 3
    with connection.cursor() as cursor:  # the next letter gets a number of its own
        cursor.execute("SELECT nextval(pg_get_serial_sequence('events_letter', 'id'))")
        assert cursor.fetchone()[0] == first.pk + 9
