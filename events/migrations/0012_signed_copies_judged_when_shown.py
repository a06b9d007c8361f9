"""What a signed copy is worth is found out when it is shown: older judgements could be false."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("events", "0017_delegations_by_invitation")]

    operations = [
        # the way back needs a value for the rows that are there
        migrations.AlterField(
            model_name="signedfile",
            name="same_document",
            field=models.BooleanField(
                default=False, verbose_name="begins with the bytes as issued"
            ),
        ),
        migrations.RemoveField(model_name="signedfile", name="same_document"),
        migrations.RemoveField(model_name="signedfile", name="report"),
    ]
