"""The programme of the day and the preparation before it."""

from agenda.models.preparation import Preparation, PreparationTask
from agenda.models.programme import AgendaItem, Programme, Script

__all__ = ["AgendaItem", "Preparation", "PreparationTask", "Programme", "Script"]
