"""Feeds of a contest name things by an id of its own, not by the address of the site."""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0031_plan_watched")]

    operations = [
        migrations.AddField(
            model_name="contest",
            name="feeds_id",
            field=models.UUIDField(default=uuid.uuid4, editable=False),
        ),
    ]
