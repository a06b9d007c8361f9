"""How the site looks: one row, watched so that pages show it at once, and recorded."""

from django.db import migrations, models

import events.fields
import events.models.content.appearance

WATCHED = """
SELECT events_watch_content('events_appearance');
SELECT events_audit_watch('events_appearance', 'files', '', '', '');
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0029_purposes_watched"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppearanceFile",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("content", models.BinaryField()),
            ],
            options={
                "verbose_name": "file of the appearance",
                "verbose_name_plural": "files of the appearance",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Appearance",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(
                        default=1, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "main",
                    events.models.content.appearance.ColourField(
                        default="#1f5b3a",
                        help_text="Head of the home page, foot of all pages, headings and links.",
                        max_length=7,
                        validators=[events.models.content.appearance.validate_readable],
                        verbose_name="main colour",
                    ),
                ),
                (
                    "action",
                    events.models.content.appearance.ColourField(
                        default="#9d1b20",
                        help_text="The one thing to do on a page, as to register.",
                        max_length=7,
                        validators=[events.models.content.appearance.validate_readable],
                        verbose_name="colour of the main button",
                    ),
                ),
                (
                    "accent",
                    events.models.content.appearance.ColourField(
                        default="#c99a2e",
                        help_text="Thin lines and, made lighter, small words on the main colour.",
                        max_length=7,
                        validators=[events.models.content.appearance.validate_seen],
                        verbose_name="colour of hairlines",
                    ),
                ),
                (
                    "emblem_name",
                    events.fields.LineField(
                        blank=True,
                        editable=False,
                        max_length=200,
                        verbose_name="file of the emblem",
                    ),
                ),
                (
                    "motif",
                    models.CharField(
                        choices=[
                            ("ours", "hills and a tea leaf, as the portal came"),
                            ("own", "our own drawing"),
                            ("none", "none, only plain areas and lines"),
                        ],
                        default="ours",
                        max_length=4,
                        verbose_name="motif",
                    ),
                ),
                (
                    "motif_name",
                    events.fields.LineField(
                        blank=True, editable=False, max_length=200, verbose_name="file of the motif"
                    ),
                ),
                ("files", models.JSONField(default=dict, editable=False)),
            ],
            options={
                "verbose_name": "appearance of the site",
                "verbose_name_plural": "appearance of the site",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="events_appearance_only_row"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accent__regex", "^#[0-9a-f]{6}$"),
                            ("action__regex", "^#[0-9a-f]{6}$"),
                            ("main__regex", "^#[0-9a-f]{6}$"),
                        ),
                        name="events_appearance_colours",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("motif", "own"), _negated=True),
                            models.Q(("motif_name", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="events_appearance_own_motif",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WATCHED, migrations.RunSQL.noop),
    ]
