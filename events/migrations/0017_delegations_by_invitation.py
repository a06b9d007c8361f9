"""Delegations that the public form does not offer; the leading ones of the first ceremony at once."""

from typing import Any

from django.db import migrations, models

LEADING = ["Lãnh đạo UBND tỉnh;", "Ban Tổ chức cuộc thi;"]


def close(apps: Any, schema_editor: Any) -> None:
    apps.get_model("events", "Delegation").objects.filter(text__in=LEADING).update(
        by_invitation=True
    )


class Migration(migrations.Migration):
    dependencies = [("events", "0011_attachments_of_letters")]

    operations = [
        migrations.AddField(
            "delegation",
            "by_invitation",
            models.BooleanField(
                "by invitation only",
                default=False,
                help_text="Not offered in the public form: who leads is invited by name.",
            ),
        ),
        migrations.RunPython(close, migrations.RunPython.noop),
    ]
