"""What must never be on the ground, and the searches that every app needs for it.

A violation is one sentence: it names rows by number or code, never people.
"""

import datetime
from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.fields import LineField, LinesField
from events.models import Plan

CHUNK = 1000

RULES_IN_PLACE = """
    SELECT relname, conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE convalidated AND relnamespace = current_schema()::regnamespace
    UNION
    SELECT own.relname, rule.relname FROM pg_index
    JOIN pg_class AS own ON own.oid = indrelid JOIN pg_class AS rule ON rule.oid = indexrelid
    WHERE indisvalid AND own.relnamespace = current_schema()::regnamespace
"""


def violations() -> Iterator[str]:
    """Yield a sentence for each thing that is wrong."""
    yield from missing_rules("events")
    yield from unclean_texts("events")
    yield from _impossible_days()


def missing_rules(app_label: str, *more: tuple[str, str]) -> Iterator[str]:
    """Yield the constraints of an app's models, and `more` by table, that no longer guard them."""
    wanted = {(m._meta.db_table, c.name) for m in _models(app_label) for c in m._meta.constraints}
    with connection.cursor() as cursor:
        cursor.execute(RULES_IN_PLACE)
        present = set(cursor.fetchall())
    for _table, name in sorted((wanted | set(more)) - present):
        yield _("The database lacks the rule %(name)s.") % {"name": name}


def unclean_texts(app_label: str) -> Iterator[str]:
    """Yield the texts of an app that are not stored as its fields store them."""
    for model in _models(app_label):
        fields = [f for f in model._meta.concrete_fields if isinstance(f, LineField | LinesField)]
        if not fields:
            continue
        rows = model._default_manager.order_by().values_list("pk", *(f.name for f in fields))
        for key, *values in rows.iterator(CHUNK):
            for field, value in zip(fields, values, strict=True):
                if value != field.to_python(value):
                    yield _("%(model)s %(key)s: the text of “%(field)s” is not clean.") % {
                        "model": capfirst(model._meta.verbose_name),
                        "key": key,
                        "field": field.verbose_name,
                    }


def _models(app_label: str) -> list[type[Model]]:
    return [m for m in apps.get_app_config(app_label).get_models() if not m._meta.proxy]


def _impossible_days() -> Iterator[str]:
    whole = Plan.objects.filter(issue_day__isnull=False)
    for key, year, month, day in whole.values_list("pk", "issue_year", "issue_month", "issue_day"):
        try:
            datetime.date(year or 0, month or 0, day or 0)
        except ValueError:
            yield _("Plan %(key)d: its day of issue is in no calendar.") % {"key": key}
