"""What each delegate was told last."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0006_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="reminded_for",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="registration",
            name="told_revision",
            field=models.PositiveIntegerField(default=0, editable=False),
        ),
    ]
