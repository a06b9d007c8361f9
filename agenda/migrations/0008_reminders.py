"""When a lead unit was last reminded; of two units that become one, the reports go along."""

from django.db import migrations, models

# whose office reported may be put right, what it reported may not
RULES = """
DROP TRIGGER reported_is_reported ON agenda_taskupdate;
CREATE TRIGGER reported_is_reported BEFORE UPDATE OF
    id, task_id, at, "by", status_before, status, percent_before, percent, words, blocked_reason,
    done_on, accepted_by, nonce
    ON agenda_taskupdate FOR EACH ROW EXECUTE FUNCTION events_refuse_change();
"""
BACK = """
DROP TRIGGER reported_is_reported ON agenda_taskupdate;
CREATE TRIGGER reported_is_reported BEFORE UPDATE ON agenda_taskupdate
    FOR EACH ROW EXECUTE FUNCTION events_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0007_report_details"),
    ]

    operations = [
        migrations.AddField(
            model_name="preparationtask",
            name="reminded_on",
            field=models.DateField(editable=False, null=True),
        ),
        migrations.RunSQL(RULES, BACK),
    ]
