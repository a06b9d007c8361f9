"""A memorandum in each state, with the days and amounts of the tests."""

import datetime

from sponsorship import services
from sponsorship.models import Instalment, Memorandum
from tests.factories import complete_memorandum

Status = Memorandum.Status
TODAY = datetime.date(2030, 2, 1)
YESTERDAY, TOMORROW = TODAY - datetime.timedelta(1), TODAY + datetime.timedelta(1)
MILLION = 1_000_000


def to(status: str) -> Memorandum:
    """Return a memorandum that came to a state by the steps that lead there."""
    memorandum = complete_memorandum()
    if status in (Status.AGREED, Status.SIGNED, Status.ENDED):
        services.change_status(memorandum, Status.AGREED)
    if status in (Status.SIGNED, Status.ENDED):
        services.change_status(memorandum, Status.SIGNED, signing_day=TODAY)
    if status in (Status.ENDED, Status.CANCELLED):
        services.change_status(memorandum, status, reason="Hai bên đồng ý")
    return Memorandum.objects.get(pk=memorandum.pk)


def step(memorandum: Memorandum, status: str) -> Memorandum:
    """Take a step with all that any step asks for."""
    return services.change_status(memorandum, status, reason="Đổi ý", signing_day=TODAY)


def now(memorandum: Memorandum) -> str:
    return Memorandum.objects.get(pk=memorandum.pk).status


def instalment_of(memorandum: Memorandum) -> Instalment:
    return Instalment.objects.get(contribution__memorandum=memorandum)


def due(memorandum: Memorandum, *parts: tuple[int, datetime.date | None]) -> None:
    """Divide the only contribution of a draft into instalments."""
    contribution = memorandum.contributions.get()
    for position, (amount, day) in enumerate(parts, start=1):
        contribution.instalments.create(position=position, amount=amount, due_on=day)
