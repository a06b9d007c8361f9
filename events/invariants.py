"""What must never be on the ground, and the searches that every app needs for it.

A violation is one sentence: it names rows by number or code, never people.
"""

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.audit.coverage import rules
from events.documents import KINDS
from events.fields import LineField, LinesField
from events.models import NumberSeries, OfficialDocument, Plan, Recall
from events.vietnamese.text import WORD_BULLETS

CHUNK = 1000
CHUNK_OF_FILES = 20  # papers of some 50 kB each

RULES_IN_PLACE = """
    SELECT relname, conname FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE convalidated AND relnamespace = current_schema()::regnamespace
    UNION
    SELECT own.relname, rule.relname FROM pg_index
    JOIN pg_class AS own ON own.oid = indrelid JOIN pg_class AS rule ON rule.oid = indexrelid
    WHERE indisvalid AND own.relnamespace = current_schema()::regnamespace
    UNION
    SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgenabled IN ('O', 'A') AND relnamespace = current_schema()::regnamespace
"""
TRIGGERS = [
    (table, "issued_is_issued")
    for table in (
        "events_officialdocument",
        "events_issuedfile",
        "events_signedfile",
        "events_issuedscan",
        "events_recall",
    )
]
TRIGGERS += [("events_auditentry", name) for name in ("recorded_is_recorded", "recorded_is_kept")]
TRIGGERS += [(table, "only_current") for table in ("events_officialdocument", "events_recall")]
TRIGGERS += [
    (f"events_{table}", "rules_are_frozen")
    for table in ("rules", "rulesarticle", "contestfield", "criterion", "prize")
]


def violations() -> Iterator[str]:
    """Yield a sentence for each thing that is wrong."""
    yield from missing_rules("events", *TRIGGERS, *rules("events"))
    yield from unclean_texts("events")
    yield from _impossible_days()
    yield from _numbers_left_out()
    yield from _files_changed()
    yield from _revisions_broken()


def missing_rules(app_label: str, *more: tuple[str, str]) -> Iterator[str]:
    """Yield the constraints of an app's models that no longer guard them, and `more` such by table.

    A trigger that is switched off, as by a restore that was cut short, guards nothing.
    """
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
                if value is None:
                    continue
                # what Word's bullets are was learned later: they are mended when they are saved
                if value.translate(WORD_BULLETS) != field.to_python(value):
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


def _numbers_left_out() -> Iterator[str]:
    """In each series every number from the first to the last given stands in the register once.

    Where the office's clerks give numbers of it to other papers, too, only these are missing.
    """
    numbers: dict[tuple[str, int], set[int]] = defaultdict(set)
    for symbol, year, number in OfficialDocument.objects.values_list("symbol", "year", "number"):
        numbers[symbol, year].add(number)
    for series in NumberSeries.objects.order_by("pk"):
        found = numbers.pop((series.symbol, series.year), set())
        whole = set(range(series.first, series.next))
        if found != whole and not (series.is_shared and max(found, default=0) < series.next):
            yield _("Series %(symbol)s of %(year)d has gaps or too many numbers.") % {
                "symbol": series.symbol,
                "year": series.year,
            }
    for symbol, year in sorted(numbers):
        yield _("Papers with the symbol %(symbol)s of %(year)d belong to no series.") % {
            "symbol": symbol,
            "year": year,
        }


def _files_changed() -> Iterator[str]:
    """The bytes of each issued paper are those that were frozen."""
    documents = OfficialDocument.objects.order_by("pk").values_list("pk", "sha256", "file__content")
    for key, sha256, content in documents.iterator(CHUNK_OF_FILES):
        if content is None or hashlib.sha256(bytes(content)).hexdigest() != sha256:
            yield _("Issued paper %(key)d: its file is missing or was changed.") % {"key": key}


def _has_versions(name: str) -> bool:
    """Return whether papers of a kind can replace one that was made under another key."""
    return name in KINDS and KINDS[name].several is not None


def _revisions_broken() -> Iterator[str]:
    """A revision replaces the one before it, of the same paper, or follows what was recalled."""
    later = OfficialDocument.objects.filter(revision__gt=1).select_related("replaces")
    recalled = set(
        Recall.objects.values_list("document__kind", "document__event", "document__revision")
    )
    for document in later.order_by("pk").iterator(CHUNK):
        before = document.replaces
        this = (document.kind, document.event_id, document.revision)
        if before is None:
            follows = (*this[:2], document.revision - 1) in recalled
        else:
            same = before.key == document.key or _has_versions(document.kind)
            follows = same and (before.kind, before.event_id, before.revision + 1) == this
        if not follows:
            yield _("Issued paper %(key)d does not replace the revision before it.") % {
                "key": document.pk
            }
