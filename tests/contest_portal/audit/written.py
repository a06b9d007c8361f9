"""Which tables are written: seen in the statements themselves."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

WRITING = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) (?:ONLY )?"?(\w+)"?')
OURS = ("agenda", "contest_portal", "events", "registrations", "sponsorship")


def unrecorded() -> set[str]:
    """Return the tables that need no record of their own."""
    models = [model for name in OURS for model in apps.get_app_config(name).get_models()]
    return {model._meta.db_table for model in models if hasattr(model, "unrecorded")}


@contextmanager
def tables_written() -> Iterator[set[str]]:
    """Fill the set, when the block ends, with the tables of ours that it wrote to."""
    found: set[str] = set()
    with CaptureQueriesContext(connection) as captured:
        yield found
    tables = {table for query in captured for table in WRITING.findall(query["sql"])}
    found |= {t for t in tables if t.startswith((*(f"{name}_" for name in OURS), "auth_"))}
    found -= unrecorded()
