"""People are taken out of the record when their data are erased; what happened stays."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model, Q

from events.models import AuditEntry

ALL = "SELECT events_audit_forget(%s, %s, %s, %s, %s)"


def forget(
    model: type[Model],
    keys: Iterable[int],
    fields: Iterable[str],
    word: str,
    *,
    before: Model | None = None,
) -> None:
    """Put a word in the place of what these fields of these rows ever held.

    With `before`, only what they held before this row was added (who came in the place of whom).
    To be called after the rows themselves were erased, in the same transaction.
    """
    batch = None
    if before is not None:
        added = AuditEntry.objects.filter(
            table=before._meta.db_table, key=before.pk, act=AuditEntry.Act.ADDED
        )
        batch = added.values_list("batch", flat=True).first()
        if batch is None:  # it is older than the record, which knows only who came instead
            return
    columns = [model._meta.get_field(name).column for name in fields]  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(ALL, [model._meta.db_table, [*keys], columns, word, batch])


def ever_held(model: type[Model], **parents: int) -> set[int]:
    """Return the keys of rows that were added or removed with these keys of others."""
    columns = {f"{name}_id": key for name, key in parents.items()}
    entries = AuditEntry.objects.filter(table=model._meta.db_table)
    known = Q(after__contains=columns) | Q(before__contains=columns)
    return {key for key in entries.filter(known).values_list("key", flat=True) if key}


def ever_below(model: type[Model], owner: type[Model], keys: Iterable[int]) -> set[int]:
    """Return the keys of rows that ever belonged to these rows of another table."""
    table = owner._meta.db_table
    entries = AuditEntry.objects.filter(owner_table=table, owner_key__in=[*keys])
    of_model = entries.filter(table=model._meta.db_table)
    return {key for key in of_model.values_list("key", flat=True) if key}
