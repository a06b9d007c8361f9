"""What a person may ask for by the law on personal data, and what becomes of it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.mail import looked_up
from events.models import Letter
from registrations import mail
from registrations.errors import REASON_NEEDED, NotAllowed
from registrations.models import (
    DataRequest,
    Erasure,
    Registration,
)
from registrations.services import consents, locking, transitions
from registrations.services.erasure import _erase, _erase_former

Kind, Status = DataRequest.Kind, DataRequest.Status


@dataclass(frozen=True)
class Own:
    """What is kept of who holds a registration now, and nothing of whom that person replaced.

    Of the organizers' own words only the reason of a refusal: the others were written for the
    organizers alone and may speak of somebody else. Who asks for a copy is answered by a person.
    """

    reason: str
    letters: list[Letter]
    requests: list[DataRequest]


def own_data(registration: Registration) -> Own:
    """Read what a person may have of the own data, besides what stands in the row itself."""
    last = registration.substitutions.order_by("pk").last()
    refused = registration.status == Registration.Status.DECLINED
    return Own(
        reason=registration.reason if refused else "",
        letters=looked_up(
            mail.delegates.letters_of(registration, last.replaced_at if last else None)
        ),
        requests=list(registration.requests.own()),
    )


@transaction.atomic
def change_consents(registration: Registration, agreed: Collection[str]) -> None:
    """Give or withdraw the optional consents, so that exactly `agreed` of them hold."""
    current = locking.lock_registration(registration)
    _check_kept(current)
    held, now = consents.given(current), timezone.now()
    for purpose in consents.OPTIONAL:
        if (purpose in held) is not (purpose in agreed):
            consents.record(current, [purpose], given=purpose in agreed, at=now)
    current.save(update_fields=["changed_at"])


@transaction.atomic
def ask(registration: Registration, kind: str, words: str = "") -> DataRequest:
    """Write a request down, with its deadlines; what is asked again is added to the open one."""
    current = locking.lock_registration(registration)
    _check_kept(current)
    same = current.requests.own().open().filter(kind=kind).first()
    if same is not None:
        if words not in same.words:
            today = f"{timezone.localdate():%d/%m/%Y}"
            same.words = f"{same.words}\n{today}: {words}".lstrip()
            same.save(update_fields=["words"])
        return same
    request = DataRequest(registration=current, kind=kind, words=words)
    request.set_deadlines()
    request.save()
    return request


@transaction.atomic
def answer(request: DataRequest) -> DataRequest:
    """Note that the person was answered: the request is known and being worked on."""
    current = _locked(request)
    current.answered_at = current.answered_at or timezone.now()
    current.save(update_fields=["answered_at"])
    return current


@transaction.atomic
def finish(request: DataRequest, *, by: Any = None) -> DataRequest:
    """Note that a request was done; an erasure is done here."""
    current = _locked(request)
    if current.kind == Kind.ERASE and current.former is not None:
        _erase_former(current.former)
        current.refresh_from_db()
    elif current.kind == Kind.ERASE:
        if cancels_registration(current):
            transitions.cancel(current.registration)
        _erase(current.registration.event, [current.registration_id], Erasure.Cause.REQUEST)
        current.refresh_from_db()  # its words were erased, too
    return _close(current, Status.DONE, by)


def cancels_registration(request: DataRequest) -> bool:
    """Return whether the registration is cancelled when this erasure is carried out."""
    registration = request.registration
    return request.former is None and registration.is_active and not registration.event.is_over()


@transaction.atomic
def refuse(request: DataRequest, *, reason: str, by: Any = None) -> DataRequest:
    """Refuse a request, with the reason for the person. Raises `NotAllowed`."""
    if not reason.strip():
        raise NotAllowed(REASON_NEEDED)
    current = _locked(request)
    current.reason = reason
    return _close(current, Status.REFUSED, by)


def _locked(request: DataRequest) -> DataRequest:
    locking.lock(request.registration.event_id)
    current = DataRequest.objects.select_related("registration__event", "former").get(pk=request.pk)
    if current.status != Status.OPEN:
        raise NotAllowed(_("This request was closed already."))
    return current


def _close(request: DataRequest, status: str, by: Any) -> DataRequest:
    request.closed_at = timezone.now()
    request.answered_at = request.answered_at or request.closed_at
    request.status, request.closed_by = status, by
    request.save()
    return request


def _check_kept(registration: Registration) -> None:
    if registration.erased_at is not None:
        raise NotAllowed(_("The data of this registration were erased."))
