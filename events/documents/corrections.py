"""The official letter that corrects an issued paper (công văn đính chính), by sample 1.5."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.documents.errors import RegisterError
from events.documents.kinds import kind
from events.documents.paper import COMMITTEE, Draft, Obstacle, Paper, Source, letterhead, symbol_of
from events.documents.recalls import refuse_unless_current
from events.documents.text import close
from events.models import Correction, Event, OfficialDocument, Plan, Recipient

KIND = "correction"


def several(event: Event) -> list[tuple[int, str]]:
    """Return key and name of the letters of a ceremony."""
    rows = Correction.objects.filter(document__event=event).select_related("document")
    return [(row.pk, str(row)) for row in rows]


@kind(
    KIND,
    _("Letter of correction"),
    permission="events.view_officialdocument",
    issued=True,
    several=several,
)
def correction(event: Event, key: int = 0) -> Draft:
    """Compose the letter of this key, 0 the newest.

    Raises `Correction.DoesNotExist`, `Plan.DoesNotExist`.
    """
    rows = Correction.objects.filter(document__event=event).select_related("document")
    row = rows.get(pk=key) if key else rows.first()
    if row is None:
        raise Correction.DoesNotExist
    errors = list(row.errors.all())
    plan = Plan.objects.get(event=event)
    filed = Recipient.objects.filter(plan=plan, text__startswith="Lưu").last()
    paper = Paper(
        **letterhead(plan),
        symbol=symbol_of("", plan.symbol),
        kind="CÔNG VĂN",
        subject=str(row),
        about=str(row),
        recipients=("Như trên;", *([filed.text] if filed else [])),
    )
    lines = [[text] for text in _text(row.document, errors)]
    addressees = [line for line in row.addressees.splitlines() if line]
    close(lines)
    page = reverse("admin:events_correction_change", args=[row.pk])
    typed = [row.addressees, *(text for e in errors for text in (e.place, e.wrong, e.right))]
    return Draft(
        "events/pdf/correction.html",
        paper,
        {"addressees": _ended(addressees), "lines": [text for (text,) in lines]},
        obstacles=list(_obstacles(row, addressees, errors, page)),
        sources=[
            Source(reverse("admin:events_plan_change", args=[plan.pk])),
            Source(page, typed),
        ],
        sent_to=addressees,
        corrects=row.document,
    )


def _text(document: OfficialDocument, errors: list[Any]) -> Iterator[str]:
    yield (
        f"{COMMITTEE} đã ban hành {document.citation} ({_small(document.subject)}). Sau khi rà "
        f"soát, {COMMITTEE} đính chính sai sót trong văn bản nêu trên như sau:"
    )
    for number, error in enumerate(errors, start=1):
        wrong, right = " ".join(error.wrong.split()), " ".join(error.right.split())
        before = f"{number}. " if len(errors) > 1 else ""
        yield f"{before}Tại {error.place}: đã in là “{wrong}”, nay sửa lại là “{right}”."
    yield f"Các nội dung khác của {document.short_citation} không thay đổi."
    yield f"{COMMITTEE} trân trọng thông báo để các cơ quan, đơn vị, cá nhân biết, thực hiện."


def _small(subject: str) -> str:
    about = subject.removeprefix("V/v ")  # of an official letter
    if about == subject and not about[:2].istitle():
        return about
    return f"về việc {about[:1].lower()}{about[1:]}"


def _ended(addressees: list[str]) -> list[str]:
    """Return the addressees with their end marks; a single one has none."""
    plain = [line.lstrip("- ").rstrip(" ;.,") for line in addressees]
    if len(plain) < 2:
        return plain
    return [*(f"{line};" for line in plain[:-1]), f"{plain[-1]}."]


def _obstacles(
    row: Correction, addressees: list[str], errors: list[Any], page: str
) -> Iterator[Obstacle]:
    try:
        refuse_unless_current(row.document)
    except RegisterError as error:
        yield Obstacle(str(error), page)
    if not addressees:
        yield Obstacle(gettext("Enter to whom the letter goes (“Kính gửi”)."), page)
    if not errors:
        yield Obstacle(gettext("Enter at least one error and the right words."), page)
