"""The counters of attempts; what a crash forgets of them is no loss, so they need no log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0005_register_rules")]

    operations = [
        migrations.CreateModel(
            name="Throttle",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("worn_off", models.DateTimeField()),
            ],
            options={
                "verbose_name": "counter of attempts",
                "verbose_name_plural": "counters of attempts",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(
            "ALTER TABLE events_throttle SET UNLOGGED", "ALTER TABLE events_throttle SET LOGGED"
        ),
    ]
