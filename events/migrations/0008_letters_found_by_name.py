"""Letters are found by whom they speak to, without accents, and fast by what they are about."""

from typing import Any

from django.db import migrations, models

from events.vietnamese.names import fold


def fill(apps: Any, schema_editor: Any) -> None:
    """Compute the column for the letters that there are."""
    letters = apps.get_model("events", "Letter").objects.using(schema_editor.connection.alias)
    for letter in letters.iterator(500):
        greeting = letter.message.partition("\n")[0].rstrip(",")
        letters.filter(pk=letter.pk).update(search=fold(f"{greeting} {letter.subject}"))


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0007_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="search",
            field=models.TextField(default="", editable=False),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                fields=["key"], name="events_letter_key_begins", opclasses=["varchar_pattern_ops"]
            ),
        ),
    ]
