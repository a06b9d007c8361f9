"""The papers of the ceremony's agenda: each function composes one."""

from agenda.documents.plan import plan
from agenda.documents.preparation import preparation, preparation_progress
from agenda.documents.programme import programme
from agenda.documents.progress_report import progress_report
from agenda.documents.script import run_sheet
from agenda.documents.work_sheet import work_sheet

__all__ = [
    "plan",
    "preparation",
    "preparation_progress",
    "programme",
    "progress_report",
    "run_sheet",
    "work_sheet",
]
