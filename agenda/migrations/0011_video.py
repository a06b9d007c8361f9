"""The video that is shown during an item, named for whoever plays it."""

from django.db import migrations

import events.fields


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0010_whom_a_reminder_told"),
    ]

    operations = [
        migrations.AddField(
            model_name="agendaitem",
            name="video",
            field=events.fields.LinesField(
                blank=True,
                help_text="Name of the file or its address, for whoever plays it.",
                verbose_name="video",
            ),
        ),
    ]
