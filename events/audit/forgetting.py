"""People are taken out of the record when their data are erased; what happened stays."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Model

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
