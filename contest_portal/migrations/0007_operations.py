"""What the portal did by itself, day by day; what is finished stays as it is."""

from django.db import migrations, models

FINISHED_IS_FINISHED = """
CREATE FUNCTION contest_portal_run_is_finished() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what an operation did is not changed afterwards'
        USING ERRCODE = 'restrict_violation';
END
$$;
CREATE TRIGGER finished_is_finished BEFORE UPDATE ON contest_portal_operationrun
    FOR EACH ROW WHEN (OLD.finished_at IS NOT NULL)
    EXECUTE FUNCTION contest_portal_run_is_finished();
"""
UNDO = """
DROP TRIGGER finished_is_finished ON contest_portal_operationrun;
DROP FUNCTION contest_portal_run_is_finished();
"""


class Migration(migrations.Migration):
    dependencies = [("contest_portal", "0006_letters")]

    operations = [
        migrations.CreateModel(
            name="OperationRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("succeeded", models.BooleanField(null=True)),
                ("message", models.TextField(default="")),
                ("backup_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "daily operation",
                "verbose_name_plural": "daily operations",
                "default_permissions": ("view",),
                "indexes": [
                    models.Index(fields=["name", "-started_at"], name="contest_portal_run_latest")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("succeeded__isnull", True)),
                            models.Q(("finished_at__isnull", False), ("succeeded__isnull", False)),
                            _connector="OR",
                        ),
                        name="contest_portal_run_ends_with_an_outcome",
                    )
                ],
            },
        ),
        migrations.RunSQL(FINISHED_IS_FINISHED, UNDO),
    ]
