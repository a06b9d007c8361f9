"""The programme and its script: one list of items, edited line by line."""

from agenda.admin.programme import admin  # noqa: F401  (registers it)
