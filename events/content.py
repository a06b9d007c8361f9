"""The version of all that public pages show: see migration 0002 of this app."""

from django.db import connection


def content_version() -> str:
    """Return the version; it changes with every committed edit. One short query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM events_content_version")
        row = cursor.fetchone()
    return str(row[0]) if row else ""
