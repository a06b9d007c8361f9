"""Offices that carry a plan out and people of the committee; duties point to their office."""

from typing import Any

import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
from django.db import migrations, models

import events.fields
import events.models.unit
import events.validators
from events.models.unit import new_token
from events.vietnamese.units import addressed


def carry_over(apps: Any, schema_editor: Any) -> None:
    """Make an office of what each duty addresses; the words of the plan stay as they are."""
    Duty, Unit = apps.get_model("events", "Duty"), apps.get_model("events", "Unit")
    database = schema_editor.connection.alias
    for duty in Duty.objects.using(database).select_related("plan").order_by("plan", "position"):
        name = addressed(duty.addressed_as)
        if name:
            duty.unit, _made = Unit.objects.using(database).get_or_create(
                event_id=duty.plan.event_id, name=name, defaults={"token": new_token()}
            )
            duty.save(update_fields=["unit"])


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0019_letters_composed_when_sent"),
    ]

    operations = [
        migrations.RenameField("duty", "unit", "addressed_as"),
        migrations.AlterField(
            model_name="duty",
            name="addressed_as",
            field=events.fields.LineField(
                help_text="As in “Đề nghị Văn phòng UBND tỉnh”.",
                max_length=300,
                verbose_name="unit, as printed",
            ),
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    events.fields.LineField(
                        help_text="As papers print it.",
                        max_length=300,
                        verbose_name="name of the unit",
                    ),
                ),
                (
                    "short_name",
                    events.fields.LineField(
                        blank=True,
                        help_text="For boards and lists.",
                        max_length=60,
                        verbose_name="short name",
                    ),
                ),
                (
                    "contact_name",
                    events.fields.LineField(
                        blank=True,
                        max_length=150,
                        validators=[events.validators.validate_person_name],
                        verbose_name="contact person",
                    ),
                ),
                (
                    "contact_position",
                    events.fields.LineField(
                        blank=True,
                        max_length=200,
                        validators=[events.validators.validate_title_or_body],
                        verbose_name="position",
                    ),
                ),
                (
                    "contact_phone",
                    models.CharField(
                        blank=True,
                        max_length=16,
                        validators=[django.core.validators.RegexValidator("^\\+[1-9][0-9]{7,14}$")],
                        verbose_name="telephone of the contact",
                    ),
                ),
                (
                    "contact_email",
                    models.EmailField(
                        blank=True, max_length=254, verbose_name="e-mail of the contact"
                    ),
                ),
                (
                    "token",
                    models.CharField(
                        default=events.models.unit.new_token, editable=False, max_length=64
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="events.event",
                        verbose_name="ceremony",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "units",
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="duty",
            name="unit",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="duties",
                to="events.unit",
                verbose_name="unit",
            ),
        ),
        migrations.CreateModel(
            name="CommitteeMember",
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
                    "body",
                    models.CharField(
                        choices=[
                            ("committee", "organizing committee"),
                            ("secretariat", "secretaries"),
                        ],
                        default="committee",
                        max_length=12,
                        verbose_name="body",
                    ),
                ),
                (
                    "name",
                    events.fields.LineField(
                        max_length=150,
                        validators=[events.validators.validate_person_name],
                        verbose_name="full name",
                    ),
                ),
                (
                    "role",
                    events.fields.LineField(
                        blank=True,
                        help_text="As in “Phó Trưởng Ban Thường trực”.",
                        max_length=200,
                        verbose_name="role in the committee",
                    ),
                ),
                (
                    "office",
                    events.fields.LineField(
                        blank=True,
                        help_text="As in “Giám đốc Sở Khoa học và Công nghệ”.",
                        max_length=300,
                        verbose_name="office held",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "phone",
                    models.CharField(
                        blank=True,
                        max_length=16,
                        validators=[django.core.validators.RegexValidator("^\\+[1-9][0-9]{7,14}$")],
                        verbose_name="telephone",
                    ),
                ),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="members",
                        to="events.event",
                        verbose_name="ceremony",
                    ),
                ),
            ],
            options={
                "verbose_name": "committee member",
                "verbose_name_plural": "committee members",
                "ordering": ["position"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("event", "position"),
                        name="events_committeemember_position",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("phone", ""),
                            ("phone__regex", "^\\+[1-9][0-9]{7,14}$"),
                            _connector="OR",
                        ),
                        name="events_committeemember_phone_e164",
                        violation_error_message="This telephone number is not valid.",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(
                fields=("event", "name"),
                name="events_unit_once",
                violation_error_message="This ceremony has this unit already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.UniqueConstraint(fields=("token",), name="events_unit_token_once"),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True), name="events_unit_named"
            ),
        ),
        migrations.AddConstraint(
            model_name="unit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contact_phone", ""),
                    ("contact_phone__regex", "^\\+[1-9][0-9]{7,14}$"),
                    _connector="OR",
                ),
                name="events_unit_phone_e164",
                violation_error_message="This telephone number is not valid.",
            ),
        ),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
    ]
