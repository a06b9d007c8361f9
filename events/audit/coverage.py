"""Which tables the record covers: all of ours, and accounts and roles, but for the counters."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model

TRIGGERS = ("audit_added", "audit_changed", "audit_removed", "audit_emptied")
ACCOUNTS = ("auth.user", "auth.group")


def recorded_models(app_label: str) -> Iterator[type[Model]]:
    """Yield the models of an app, those between two others too; without what says `unrecorded`."""
    for model in apps.get_app_config(app_label).get_models(include_auto_created=True):
        owner: Any = model._meta.auto_created or model
        is_ours = app_label != "auth" or owner._meta.label_lower in ACCOUNTS
        if is_ours and not model._meta.proxy and not hasattr(model, "unrecorded"):
            yield model


def rules(app_label: str) -> list[tuple[str, str]]:
    """Return the triggers that must be there, by table."""
    tables = [model._meta.db_table for model in recorded_models(app_label)]
    return [(table, trigger) for table in tables for trigger in TRIGGERS]
