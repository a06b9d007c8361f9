"""The programme of the day and the preparation before it."""

from agenda.models.preparation import Preparation, PreparationTask, TaskFile, TaskUpdate
from agenda.models.programme import AgendaItem, Programme
from agenda.models.version import Contents, ProgrammeItem, ProgrammeVersion

__all__ = [
    "AgendaItem",
    "Contents",
    "Preparation",
    "PreparationTask",
    "Programme",
    "ProgrammeItem",
    "ProgrammeVersion",
    "TaskFile",
    "TaskUpdate",
]
