"""Other spellings of a unit: what it was called before, and how lists write it."""

from django.db import migrations

import events.fields


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0021_calls_to_units"),
    ]

    operations = [
        migrations.AddField(
            "unit",
            "spellings",
            events.fields.LinesField(
                blank=True,
                default="",
                help_text="A line each. Lists and plan files that write it so mean this unit; "
                "former names are noted here by themselves.",
                verbose_name="other spellings",
            ),
            preserve_default=False,
        ),
    ]
