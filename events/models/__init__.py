"""The ground that the other rooms stand on."""

from events.models.approval import Submission
from events.models.audit import AuditEntry
from events.models.content.appearance import Appearance, AppearanceFile
from events.models.content.contact import Contact
from events.models.content.download import Download, DownloadFile
from events.models.content.milestone import Milestone
from events.models.content.news import NewsPost
from events.models.content.picture import Picture, PictureFile
from events.models.content.question import Question
from events.models.content.rules import ContestField, Criterion, Prize, Rules, RulesArticle
from events.models.content.video import Video, VideoUpload
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
    "Appearance",
    "AppearanceFile",
    "AuditEntry",
    "Committee",
    "CommitteeMember",
    "Contact",
    "Contest",
    "ContestField",
    "CorrectedError",
    "Correction",
    "Criterion",
    "Delegation",
    "Download",
    "DownloadFile",
    "Duty",
    "Event",
    "IssuedFile",
    "IssuedScan",
    "LegalBasis",
    "Letter",
    "Milestone",
    "NewsPost",
    "NumberSeries",
    "OfficialDocument",
    "Picture",
    "PictureFile",
    "Plan",
    "PrintJob",
    "PrintPart",
    "Prize",
    "Purpose",
    "Question",
    "Recall",
    "Recipient",
    "Rules",
    "RulesArticle",
    "Sending",
    "SignedFile",
    "Submission",
    "Throttle",
    "Unit",
    "UnitCall",
    "Video",
    "VideoUpload",
]
