"""The ground that the other rooms stand on."""

from events.models.approval import Submission
from events.models.audit import AuditEntry
from events.models.contest import Contest
from events.models.correction import CorrectedError, Correction
from events.models.event import Delegation, Event
from events.models.letter import Letter
from events.models.plan import Duty, LegalBasis, Plan, Purpose, Recipient
from events.models.printing import PrintJob, PrintPart
from events.models.register import (
    IssuedFile,
    IssuedScan,
    NumberSeries,
    OfficialDocument,
    Recall,
    SignedFile,
)
from events.models.sending import Sending
from events.models.throttle import Throttle
from events.models.unit import Committee, CommitteeMember, Unit, UnitCall

__all__ = [
    "AuditEntry",
    "Committee",
    "CommitteeMember",
    "Contest",
    "CorrectedError",
    "Correction",
    "Delegation",
    "Duty",
    "Event",
    "IssuedFile",
    "IssuedScan",
    "LegalBasis",
    "Letter",
    "NumberSeries",
    "OfficialDocument",
    "Plan",
    "PrintJob",
    "PrintPart",
    "Purpose",
    "Recall",
    "Recipient",
    "Sending",
    "SignedFile",
    "Submission",
    "Throttle",
    "Unit",
    "UnitCall",
]
