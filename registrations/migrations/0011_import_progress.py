"""How far the import of a list has come."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0010_hall"),
    ]

    operations = [
        migrations.AddField("importdraft", "silently", models.BooleanField(default=False)),
        migrations.AddField("importdraft", "deadline", models.DateField(null=True)),
        migrations.AddField("importdraft", "confirmed_at", models.DateTimeField(null=True)),
        migrations.AddField("importdraft", "worked_at", models.DateTimeField(null=True)),
        migrations.AddField("importdraft", "finished_at", models.DateTimeField(null=True)),
        migrations.AddField("importdraft", "done", models.PositiveIntegerField(default=0)),
        migrations.AddField("importdraft", "total", models.PositiveIntegerField(default=0)),
        migrations.AddField("importdraft", "left", models.JSONField(default=list)),
        migrations.AddField("importdraft", "failure", models.TextField(default="")),
        migrations.AddConstraint(
            "importdraft",
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")), name="registrations_draft_done"
            ),
        ),
        migrations.AddConstraint(
            "importdraft",
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True) | models.Q(confirmed_at__isnull=False),
                name="registrations_draft_finished",
            ),
        ),
    ]
