"""Who is known to be who they say: whoever did not come by the public form alone."""

from typing import Any

from django.db import migrations, models


def know(apps: Any, schema_editor: Any) -> None:
    rows = apps.get_model("registrations", "Registration").objects
    rows.exclude(channel="public").update(verified=True)


class Migration(migrations.Migration):
    dependencies = [("registrations", "0021_news_consent")]

    operations = [
        migrations.AddField(
            "registration",
            "verified",
            models.BooleanField("verified", default=False, editable=False),
        ),
        migrations.RunPython(know, migrations.RunPython.noop),
    ]
