"""Recalls, letters of correction and scans of issued papers, guarded as the register is."""

import django.db.models.constraints
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import events.fields

# Both lock the paper first: who recalls it and who replaces or corrects it wait for each other.
RULES = """
CREATE FUNCTION events_recall_only_current() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE issued date;
BEGIN
    SELECT issued_on INTO issued FROM events_officialdocument
        WHERE id = NEW.document_id FOR UPDATE;
    IF NEW.recalled_on < issued
        OR EXISTS (SELECT FROM events_officialdocument WHERE replaces_id = NEW.document_id) THEN
        RAISE EXCEPTION 'only what is in force is recalled, and not before it was issued'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME,
                  CONSTRAINT = 'events_only_current';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_current BEFORE INSERT ON events_recall
    FOR EACH ROW EXECUTE FUNCTION events_recall_only_current();

CREATE FUNCTION events_touch_only_current() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM events_officialdocument
        WHERE id IN (NEW.replaces_id, NEW.corrects_id) ORDER BY id FOR UPDATE;
    IF EXISTS (
        SELECT FROM events_recall WHERE document_id IN (NEW.replaces_id, NEW.corrects_id)
    ) OR EXISTS (
        SELECT FROM events_officialdocument WHERE replaces_id = NEW.corrects_id
    ) THEN
        RAISE EXCEPTION 'what was recalled is not replaced, what is not in force not corrected'
            USING ERRCODE = 'restrict_violation', TABLE = TG_TABLE_NAME,
                  CONSTRAINT = 'events_only_current';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_current BEFORE INSERT ON events_officialdocument
    FOR EACH ROW EXECUTE FUNCTION events_touch_only_current();

CREATE TRIGGER issued_is_issued BEFORE UPDATE OR DELETE ON events_recall
    FOR EACH ROW EXECUTE FUNCTION events_refuse_change();
CREATE TRIGGER issued_is_issued BEFORE UPDATE OR DELETE ON events_issuedscan
    FOR EACH ROW EXECUTE FUNCTION events_refuse_change();
"""
BACK = """
DROP FUNCTION events_recall_only_current() CASCADE;
DROP FUNCTION events_touch_only_current() CASCADE;
DROP TRIGGER issued_is_issued ON events_recall;
DROP TRIGGER issued_is_issued ON events_issuedscan;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0012_signed_copies_judged_when_shown"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CorrectedError",
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
                    "place",
                    events.fields.LineField(
                        help_text="As in “trang 2, mục 2.3, dòng thứ nhất”.",
                        max_length=300,
                        verbose_name="where it stands",
                    ),
                ),
                ("wrong", events.fields.LinesField(verbose_name="printed")),
                ("right", events.fields.LinesField(verbose_name="right")),
            ],
            options={
                "verbose_name": "corrected error",
                "verbose_name_plural": "corrected errors",
                "ordering": ["position"],
                "abstract": False,
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "addressees",
                    events.fields.LinesField(
                        blank=True,
                        help_text="A line for each body that had the paper.",
                        verbose_name="addressees (“Kính gửi”)",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter of correction",
                "verbose_name_plural": "letters of correction",
                "ordering": ["-pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="IssuedScan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField()),
                ("content_type", models.CharField(max_length=50)),
                ("name", models.CharField(max_length=200, verbose_name="name of the file")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                ("pages", models.PositiveSmallIntegerField(default=1, verbose_name="pages")),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
            ],
            options={
                "verbose_name": "scan of an issued paper",
                "verbose_name_plural": "scans of issued papers",
                "ordering": ["pk"],
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Recall",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recalled_on", models.DateField(verbose_name="recalled from")),
                (
                    "reason",
                    events.fields.LineField(max_length=500, verbose_name="reason of the recall"),
                ),
                (
                    "notice_number",
                    events.fields.LineField(
                        max_length=100,
                        verbose_name="number and symbol of the paper that recalls it",
                    ),
                ),
                ("notice_day", models.DateField(verbose_name="day of the paper that recalls it")),
                (
                    "recorded_at",
                    models.DateTimeField(auto_now_add=True, verbose_name="entered in the register"),
                ),
            ],
            options={
                "verbose_name": "recall",
                "verbose_name_plural": "recalls",
                "default_permissions": (),
            },
        ),
        migrations.RemoveConstraint(
            model_name="officialdocument",
            name="events_officialdocument_replaces",
        ),
        migrations.AddField(
            model_name="officialdocument",
            name="words_sha256",
            field=models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="officialdocument",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="corrections",
                to="events.officialdocument",
                verbose_name="corrects",
            ),
        ),
        migrations.AddConstraint(
            model_name="officialdocument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("revision__gt", 1), ("replaces__isnull", True), _connector="OR"
                ),
                name="events_officialdocument_replaces",
            ),
        ),
        migrations.AddField(
            model_name="correction",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="events.officialdocument",
                verbose_name="paper to be corrected",
            ),
        ),
        migrations.AddField(
            model_name="correctederror",
            name="correction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="errors",
                to="events.correction",
            ),
        ),
        migrations.AddField(
            model_name="issuedscan",
            name="added_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="added by",
            ),
        ),
        migrations.AddField(
            model_name="issuedscan",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="scans",
                to="events.officialdocument",
            ),
        ),
        migrations.AddField(
            model_name="recall",
            name="document",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="recall",
                to="events.officialdocument",
                verbose_name="recalled paper",
            ),
        ),
        migrations.AddField(
            model_name="recall",
            name="notice",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="events.officialdocument",
                verbose_name="own paper that recalls it",
            ),
        ),
        migrations.AddField(
            model_name="recall",
            name="recorded_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recalled by",
            ),
        ),
        migrations.AddConstraint(
            model_name="correctederror",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("correction", "position"),
                name="events_correctederror_position",
            ),
        ),
        migrations.AddConstraint(
            model_name="issuedscan",
            constraint=models.UniqueConstraint(
                fields=("document", "sha256"),
                name="events_issuedscan_once",
                violation_error_message="This file is kept already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="recall",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="events_recall_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="recall",
            constraint=models.CheckConstraint(
                condition=models.Q(("notice_number", ""), _negated=True),
                name="events_recall_notice",
            ),
        ),
        migrations.RunSQL(RULES, BACK),
    ]
