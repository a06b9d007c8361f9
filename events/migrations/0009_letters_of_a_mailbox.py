"""Letters that anybody can set off keep the pace of their mailbox."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0008_letters_found_by_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="mailbox",
            field=models.CharField(default="", editable=False, max_length=254),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("mailbox", ""), _negated=True),
                fields=["mailbox", "email_ptr"],
                name="events_letter_mailbox",
            ),
        ),
    ]
