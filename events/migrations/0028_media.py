"""Files of videos arrive in parts; the list of documents tells what was recalled or replaced."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import events.fields
import events.models.unit
import events.video_files.captions

# the public list of documents tells at once that a paper was replaced or recalled
WATCHED = """
SELECT events_watch_content('events_officialdocument');
SELECT events_watch_content('events_recall');
"""
UNWATCHED = "".join(
    f"DROP TRIGGER {trigger} ON events_{table};"
    for trigger in ("content_version", "content_version_truncate")
    for table in ("officialdocument", "recall")
)


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0027_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="contact",
            field=events.fields.LinesField(
                blank=True,
                help_text="Office, telephone and e-mail, shown at the foot of the public pages as long as the contest has no contacts of its own.",
                verbose_name="contact for delegates",
            ),
        ),
        migrations.AlterField(
            model_name="video",
            name="address",
            field=models.URLField(
                blank=True,
                help_text="Where the video can be seen, with https. The page leads there and says so: nothing of another site is loaded into ours.",
                max_length=500,
                validators=[django.core.validators.URLValidator(schemes=["https"])],
                verbose_name="address at another site",
            ),
        ),
        migrations.AlterField(
            model_name="video",
            name="captions",
            field=models.TextField(
                blank=True,
                help_text="As a file of captions has them: WebVTT or SubRip (.vtt, .srt).",
                validators=[events.video_files.captions.validate_captions],
                verbose_name="captions",
            ),
        ),
        migrations.AlterField(
            model_name="video",
            name="captions_en",
            field=models.TextField(
                blank=True,
                validators=[events.video_files.captions.validate_captions],
                verbose_name="captions in English",
            ),
        ),
        migrations.AlterField(
            model_name="video",
            name="seconds",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="Empty: as the file says it.",
                null=True,
                verbose_name="duration in seconds",
            ),
        ),
        migrations.CreateModel(
            name="VideoUpload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=events.models.unit.new_token, max_length=64, unique=True
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("size", models.PositiveBigIntegerField()),
                ("received", models.PositiveBigIntegerField(default=0)),
                ("begun_at", models.DateTimeField(auto_now_add=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a video under way",
                "verbose_name_plural": "files of videos under way",
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("received__lte", models.F("size")), ("size__gte", 1)),
                        name="events_videoupload_size",
                    )
                ],
            },
        ),
        migrations.RunSQL(WATCHED, UNWATCHED),
    ]
