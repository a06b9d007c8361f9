"""Of which last day a letter reminded an office that has not answered."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0008_allotments"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="reminded_for",
            field=models.DateField(editable=False, null=True),
        ),
    ]
