"""The files of a letter by the word of the field."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("events", "0010_print_jobs")]

    operations = [migrations.RenameField("letter", "enclosures", "attachment_keys")]
