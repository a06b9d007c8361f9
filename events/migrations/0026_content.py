"""What the site tells about the contest: watched, so that pages show it at once, and recorded."""

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

import events.fields
import events.models.unit

SHOWN = ("contact", "contestfield", "criterion", "download", "downloadfile", "milestone", "newspost",
         "picture", "picturefile", "prize", "question", "rules", "rulesarticle", "video")  # fmt: skip
WATCHED = "".join(f"SELECT events_watch_content('events_{name}');" for name in SHOWN)
RECORDED = """
SELECT events_audit_watch('events_contact', '', '', 'events_contest', 'contest_id');
SELECT events_audit_watch('events_download', '', 'token', '', '');
SELECT events_audit_watch(
    'events_downloadfile', 'sha256', 'content', 'events_download', 'download_id');
SELECT events_audit_watch('events_milestone', '', '', 'events_contest', 'contest_id');
SELECT events_audit_watch('events_newspost', '', 'token', '', '');
SELECT events_audit_watch('events_picture', 'sha256', '', '', '');
SELECT events_audit_watch('events_question', '', 'token', '', '');
SELECT events_audit_watch('events_rules', '', 'token', '', '');
SELECT events_audit_watch('events_rulesarticle', '', '', 'events_rules', 'rules_id');
SELECT events_audit_watch('events_contestfield', '', '', 'events_rules', 'rules_id');
SELECT events_audit_watch('events_criterion', '', '', 'events_rules', 'rules_id');
SELECT events_audit_watch('events_prize', '', '', 'events_rules', 'rules_id');
SELECT events_audit_watch('events_video', '', 'token', '', '');
"""
STAMP = """
CREATE FUNCTION events_content_stamp(today date, moment timestamptz) RETURNS text
LANGUAGE plpgsql STABLE AS $$
BEGIN
    -- what waited for its hour changes pages without anybody writing
    RETURN concat_ws(
        '-', (SELECT version FROM events_content_version), today, extract(epoch FROM greatest(
            (SELECT max(published_at) FROM events_download WHERE published_at <= moment),
            (SELECT max(published_at) FROM events_newspost WHERE published_at <= moment),
            (SELECT max(published_at) FROM events_question WHERE published_at <= moment),
            (SELECT max(published_at) FROM events_rules WHERE published_at <= moment),
            (SELECT max(published_at) FROM events_video WHERE published_at <= moment)
        )));
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0025_audit"),
    ]

    operations = [
        migrations.AddField(
            model_name="contest",
            name="about",
            field=events.fields.MarkdownField(
                blank=True,
                help_text="Markdown; on the home page.",
                verbose_name="why this contest",
            ),
        ),
        migrations.AddField(
            model_name="contest",
            name="about_en",
            field=events.fields.MarkdownField(
                blank=True, verbose_name="why this contest, in English"
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="map_link",
            field=models.URLField(
                blank=True,
                help_text="Opened only by who follows it.",
                max_length=500,
                verbose_name="link to a map",
            ),
        ),
        migrations.AddField(
            model_name="event",
            name="venue_address",
            field=events.fields.LineField(
                blank=True, max_length=300, verbose_name="address of the venue"
            ),
        ),
        migrations.CreateModel(
            name="Download",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        editable=False,
                        null=True,
                        verbose_name="shown from",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=events.models.unit.new_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("title", events.fields.LineField(max_length=300, verbose_name="title")),
                (
                    "title_en",
                    events.fields.LineField(
                        blank=True, max_length=300, verbose_name="title in English"
                    ),
                ),
                (
                    "kind",
                    events.fields.LineField(
                        blank=True,
                        help_text="As in “Quyết định”, “Biểu mẫu”.",
                        max_length=100,
                        verbose_name="kind of document",
                    ),
                ),
                (
                    "number",
                    events.fields.LineField(
                        blank=True, max_length=60, verbose_name="number and symbol"
                    ),
                ),
                (
                    "dated",
                    models.DateField(blank=True, null=True, verbose_name="day of the document"),
                ),
                ("description", events.fields.LinesField(blank=True, verbose_name="description")),
                (
                    "description_en",
                    events.fields.LinesField(blank=True, verbose_name="description in English"),
                ),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="events.contest",
                        verbose_name="contest",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="downloads",
                        to="events.officialdocument",
                        verbose_name="paper of the register",
                    ),
                ),
            ],
            options={
                "verbose_name": "document to download",
                "verbose_name_plural": "documents to download",
                "ordering": ["-dated", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="DownloadFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField()),
                ("content_type", models.CharField(max_length=100)),
                ("size", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "download",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_file",
                        to="events.download",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a document",
                "default_permissions": (),
                "verbose_name_plural": "files of documents",
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", events.fields.LineField(max_length=200, verbose_name="milestone")),
                (
                    "title_en",
                    events.fields.LineField(
                        blank=True, max_length=200, verbose_name="milestone in English"
                    ),
                ),
                ("starts_on", models.DateField(verbose_name="first day")),
                (
                    "ends_on",
                    models.DateField(
                        blank=True,
                        help_text="Empty: only the one day.",
                        null=True,
                        verbose_name="last day",
                    ),
                ),
                ("description", events.fields.LinesField(blank=True, verbose_name="description")),
                (
                    "description_en",
                    events.fields.LinesField(blank=True, verbose_name="description in English"),
                ),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="events.contest",
                        verbose_name="contest",
                    ),
                ),
            ],
            options={
                "verbose_name": "milestone",
                "verbose_name_plural": "milestones",
                "ordering": ["starts_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Picture",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "alt",
                    events.fields.LineField(
                        help_text="Read aloud to who cannot see it; stands in its place until it has come.",
                        max_length=300,
                        verbose_name="what the picture shows",
                    ),
                ),
                (
                    "alt_en",
                    events.fields.LineField(
                        blank=True,
                        max_length=300,
                        verbose_name="what the picture shows, in English",
                    ),
                ),
                (
                    "caption",
                    events.fields.LineField(blank=True, max_length=300, verbose_name="caption"),
                ),
                (
                    "caption_en",
                    events.fields.LineField(
                        blank=True, max_length=300, verbose_name="caption in English"
                    ),
                ),
                (
                    "credit",
                    events.fields.LineField(
                        blank=True,
                        help_text="As in “Ảnh: Báo Thái Nguyên”.",
                        max_length=200,
                        verbose_name="author or source",
                    ),
                ),
                (
                    "focus_x",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="focal point from the left, in percent",
                    ),
                ),
                (
                    "focus_y",
                    models.PositiveSmallIntegerField(
                        default=50,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="focal point from the top, in percent",
                    ),
                ),
                ("width", models.PositiveSmallIntegerField(editable=False)),
                ("height", models.PositiveSmallIntegerField(editable=False)),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pictures",
                        to="events.contest",
                        verbose_name="contest",
                    ),
                ),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ["-added_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="NewsPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        editable=False,
                        null=True,
                        verbose_name="shown from",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=events.models.unit.new_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("title", events.fields.LineField(max_length=200, verbose_name="title")),
                ("slug", models.SlugField(max_length=80, verbose_name="short name in addresses")),
                (
                    "lead",
                    events.fields.LinesField(
                        help_text="Two or three sentences.", verbose_name="lead"
                    ),
                ),
                (
                    "text",
                    events.fields.MarkdownField(
                        blank=True, help_text="Markdown.", verbose_name="text"
                    ),
                ),
                (
                    "title_en",
                    events.fields.LineField(
                        blank=True, max_length=200, verbose_name="title in English"
                    ),
                ),
                ("lead_en", events.fields.LinesField(blank=True, verbose_name="lead in English")),
                (
                    "text_en",
                    events.fields.MarkdownField(blank=True, verbose_name="text in English"),
                ),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="events.contest",
                        verbose_name="contest",
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="events.picture",
                        verbose_name="picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "news post",
                "verbose_name_plural": "news posts",
                "ordering": ["-published_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PictureFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("avif", "AVIF"), ("webp", "WebP"), ("jpeg", "JPEG")], max_length=4
                    ),
                ),
                ("width", models.PositiveSmallIntegerField()),
                ("height", models.PositiveSmallIntegerField()),
                ("content", models.BinaryField()),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="events.picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a picture",
                "default_permissions": (),
                "verbose_name_plural": "files of pictures",
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="place in the order"),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        editable=False,
                        null=True,
                        verbose_name="shown from",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=events.models.unit.new_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                (
                    "subject",
                    events.fields.LineField(blank=True, max_length=100, verbose_name="subject"),
                ),
                (
                    "subject_en",
                    events.fields.LineField(
                        blank=True, max_length=100, verbose_name="subject in English"
                    ),
                ),
                ("question", events.fields.LineField(max_length=300, verbose_name="question")),
                (
                    "question_en",
                    events.fields.LineField(
                        blank=True, max_length=300, verbose_name="question in English"
                    ),
                ),
                (
                    "answer",
                    events.fields.MarkdownField(help_text="Markdown.", verbose_name="answer"),
                ),
                (
                    "answer_en",
                    events.fields.MarkdownField(blank=True, verbose_name="answer in English"),
                ),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="events.contest",
                        verbose_name="contest",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Rules",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        editable=False,
                        null=True,
                        verbose_name="shown from",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=events.models.unit.new_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                (
                    "decision",
                    events.fields.LineField(
                        help_text="As in “16/QĐ-BTCCT”.",
                        max_length=60,
                        verbose_name="number of the decision",
                    ),
                ),
                ("decided_on", models.DateField(verbose_name="day of the decision")),
                (
                    "decided_by",
                    events.fields.LineField(blank=True, max_length=300, verbose_name="decided by"),
                ),
                (
                    "in_force_from",
                    models.DateField(
                        blank=True,
                        help_text="Empty: from the day of the decision.",
                        null=True,
                        verbose_name="in force from",
                    ),
                ),
                (
                    "changes",
                    events.fields.LinesField(
                        blank=True,
                        help_text="In one or two sentences.",
                        verbose_name="what this version changes",
                    ),
                ),
                (
                    "eligibility",
                    events.fields.MarkdownField(
                        blank=True, help_text="Markdown.", verbose_name="who may enter"
                    ),
                ),
                (
                    "submission",
                    events.fields.MarkdownField(
                        blank=True, help_text="Markdown.", verbose_name="what to hand in"
                    ),
                ),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="events.contest",
                        verbose_name="contest",
                    ),
                ),
            ],
            options={
                "verbose_name": "rules of the contest",
                "verbose_name_plural": "rules of the contest",
                "ordering": ["-decided_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Prize",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="place in the order"),
                ),
                (
                    "name",
                    events.fields.LineField(
                        help_text="As in “Giải Nhất”.", max_length=200, verbose_name="prize"
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="number of prizes",
                    ),
                ),
                (
                    "amount",
                    models.PositiveBigIntegerField(
                        blank=True, null=True, verbose_name="each, in đồng"
                    ),
                ),
                ("description", events.fields.LinesField(blank=True, verbose_name="description")),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="prizes",
                        to="events.rules",
                    ),
                ),
            ],
            options={
                "verbose_name": "prize",
                "verbose_name_plural": "prizes",
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Criterion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="place in the order"),
                ),
                (
                    "judge",
                    models.CharField(
                        choices=[("council", "council"), ("community", "vote of the community")],
                        default="council",
                        max_length=9,
                        verbose_name="judged by",
                    ),
                ),
                ("name", events.fields.LineField(max_length=300, verbose_name="criterion")),
                (
                    "points",
                    models.PositiveSmallIntegerField(
                        validators=[django.core.validators.MinValueValidator(1)],
                        verbose_name="points at most",
                    ),
                ),
                (
                    "explanation",
                    events.fields.LinesField(blank=True, verbose_name="how the points are given"),
                ),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="events.rules",
                    ),
                ),
            ],
            options={
                "verbose_name": "criterion",
                "verbose_name_plural": "criteria",
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContestField",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="place in the order"),
                ),
                (
                    "name",
                    events.fields.LineField(max_length=300, verbose_name="field of the contest"),
                ),
                ("description", events.fields.LinesField(blank=True, verbose_name="description")),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contest_fields",
                        to="events.rules",
                    ),
                ),
            ],
            options={
                "verbose_name": "field of the contest",
                "verbose_name_plural": "fields of the contest",
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RulesArticle",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="place in the order"),
                ),
                (
                    "heading",
                    events.fields.LineField(
                        help_text="Without “Điều 1.”.", max_length=300, verbose_name="heading"
                    ),
                ),
                ("text", events.fields.MarkdownField(help_text="Markdown.", verbose_name="text")),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="articles",
                        to="events.rules",
                    ),
                ),
            ],
            options={
                "verbose_name": "article of the rules",
                "verbose_name_plural": "articles of the rules",
                "ordering": ["position"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Video",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "published_at",
                    models.DateTimeField(
                        blank=True,
                        db_index=True,
                        editable=False,
                        null=True,
                        verbose_name="shown from",
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=events.models.unit.new_token,
                        editable=False,
                        max_length=64,
                        unique=True,
                    ),
                ),
                ("title", events.fields.LineField(max_length=200, verbose_name="title")),
                ("slug", models.SlugField(max_length=80, verbose_name="short name in addresses")),
                (
                    "title_en",
                    events.fields.LineField(
                        blank=True, max_length=200, verbose_name="title in English"
                    ),
                ),
                ("description", events.fields.LinesField(blank=True, verbose_name="description")),
                (
                    "description_en",
                    events.fields.LinesField(blank=True, verbose_name="description in English"),
                ),
                (
                    "file",
                    models.FileField(
                        blank=True, max_length=200, upload_to="videos/", verbose_name="file"
                    ),
                ),
                (
                    "address",
                    models.URLField(blank=True, max_length=500, verbose_name="address of the file"),
                ),
                ("content_type", models.CharField(blank=True, editable=False, max_length=40)),
                ("size", models.PositiveBigIntegerField(editable=False, null=True)),
                (
                    "seconds",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="duration"),
                ),
                (
                    "captions",
                    models.TextField(blank=True, help_text="WebVTT.", verbose_name="captions"),
                ),
                ("captions_en", models.TextField(blank=True, verbose_name="captions in English")),
                ("transcript", events.fields.MarkdownField(blank=True, verbose_name="transcript")),
                (
                    "transcript_en",
                    events.fields.MarkdownField(blank=True, verbose_name="transcript in English"),
                ),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        to="events.contest",
                        verbose_name="contest",
                    ),
                ),
                (
                    "poster",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="videos",
                        to="events.picture",
                        verbose_name="picture before it plays",
                    ),
                ),
            ],
            options={
                "verbose_name": "video",
                "verbose_name_plural": "videos",
                "ordering": ["-published_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, verbose_name="place in the order"),
                ),
                (
                    "name",
                    events.fields.LineField(
                        max_length=200, verbose_name="name of the person or office"
                    ),
                ),
                (
                    "role",
                    events.fields.LineField(
                        blank=True,
                        help_text="As in “Hướng dẫn nộp hồ sơ dự thi”.",
                        max_length=200,
                        verbose_name="what for",
                    ),
                ),
                (
                    "role_en",
                    events.fields.LineField(
                        blank=True, max_length=200, verbose_name="what for, in English"
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=16,
                        validators=[django.core.validators.RegexValidator("^\\+[1-9][0-9]{7,14}$")],
                        verbose_name="telephone",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "contest",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="contacts",
                        to="events.contest",
                        verbose_name="contest",
                    ),
                ),
            ],
            options={
                "verbose_name": "contact",
                "verbose_name_plural": "contacts",
                "ordering": ["position"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("contest", "position"),
                        name="events_contact_position",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phone", ""),
                            ("phone__regex", "^\\+[1-9][0-9]{7,14}$"),
                            _connector="OR",
                        ),
                        name="events_contact_phone_e164",
                        violation_error_message="This telephone number is not valid.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("email", ""), ("phone", ""), _negated=True),
                        name="events_contact_reachable",
                        violation_error_message="Give a telephone number or an e-mail address.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="download",
            constraint=models.UniqueConstraint(
                fields=("contest", "document"),
                name="events_download_document",
                violation_error_message="This paper is among the documents already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="milestone",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ends_on__isnull", True),
                    ("ends_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="events_milestone_days",
                violation_error_message="The last day must not be before the first.",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(("focus_x__lte", 100), ("focus_y__lte", 100)),
                name="events_picture_focus",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(("height__gte", 1), ("width__gte", 1)),
                name="events_picture_pixels",
            ),
        ),
        migrations.AddConstraint(
            model_name="picture",
            constraint=models.CheckConstraint(
                condition=models.Q(("alt", ""), _negated=True), name="events_picture_in_words"
            ),
        ),
        migrations.AddConstraint(
            model_name="newspost",
            constraint=models.UniqueConstraint(
                fields=("contest", "slug"),
                name="events_newspost_slug",
                violation_error_message="Another piece of news has this address already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="picturefile",
            constraint=models.UniqueConstraint(
                fields=("picture", "format", "width"), name="events_picturefile_width"
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("contest", "position"),
                name="events_question_position",
            ),
        ),
        migrations.AddConstraint(
            model_name="rules",
            constraint=models.UniqueConstraint(
                fields=("contest", "decision", "decided_on"),
                name="events_rules_decision",
                violation_error_message="The rules of this decision exist already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="prize",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("rules", "position"),
                name="events_prize_position",
            ),
        ),
        migrations.AddConstraint(
            model_name="prize",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__isnull", True), ("count__gte", 1), _connector="OR"),
                name="events_prize_count",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("rules", "position"),
                name="events_criterion_position",
            ),
        ),
        migrations.AddConstraint(
            model_name="criterion",
            constraint=models.CheckConstraint(
                condition=models.Q(("points__gte", 1)), name="events_criterion_points"
            ),
        ),
        migrations.AddConstraint(
            model_name="contestfield",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("rules", "position"),
                name="events_contestfield_position",
            ),
        ),
        migrations.AddConstraint(
            model_name="rulesarticle",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("rules", "position"),
                name="events_rulesarticle_position",
            ),
        ),
        migrations.AddConstraint(
            model_name="video",
            constraint=models.UniqueConstraint(
                fields=("contest", "slug"),
                name="events_video_slug",
                violation_error_message="Another video has this address already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="video",
            constraint=models.CheckConstraint(
                condition=models.Q(("file", ""), ("address", ""), _connector="OR"),
                name="events_video_one_source",
                violation_error_message="Choose a file or give an address, not both.",
            ),
        ),
        migrations.RunSQL(WATCHED, migrations.RunSQL.noop),
        migrations.RunSQL(RECORDED, migrations.RunSQL.noop),
        migrations.RunSQL(STAMP, "DROP FUNCTION events_content_stamp(date, timestamptz)"),
    ]
