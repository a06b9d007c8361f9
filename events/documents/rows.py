"""The lists of a paper, read at once."""

from django.db import connection
from django.db.models import Model
from psycopg2 import sql

from events.documents.text import Rows
from events.ordering import Ordered

_LIST = sql.SQL("SELECT {list}, position, ARRAY[{columns}] FROM {table} WHERE {parent} = %s")


def read(**lists: tuple[type[Ordered], Model, str, *tuple[str, ...]]) -> dict[str, Rows]:
    """Return the rows of several lists in their order, each row as its texts; one query.

    A list is given as its model, the row that it belongs to, and the columns to read:
    `read(duties=(Duty, plan, "unit", "text"))` gives `{"duties": [["Sở …", "tham mưu …"]]}`.
    One query per list would be as right; writing them takes longer than the database needs.
    """
    parts = [_part(name, *given) for name, given in lists.items()]
    query = sql.SQL("{} ORDER BY 1, 2").format(sql.SQL(" UNION ALL ").join(parts))
    found: dict[str, Rows] = {name: [] for name in lists}
    with connection.cursor() as cursor:
        cursor.execute(query, [given[1].pk for given in lists.values()])
        for name, _position, texts in cursor.fetchall():
            found[name].append(texts)
    return found


def _part(name: str, model: type[Ordered], parent: Model, *columns: str) -> sql.Composed:
    return _LIST.format(
        list=sql.Literal(name),
        columns=sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(c)) for c in columns),
        table=sql.Identifier(model._meta.db_table),
        parent=sql.Identifier(f"{parent._meta.model_name}_id"),
    )
