"""What a person may be forgotten by: the data go, the counts stay."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.cache import caches
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from events.audit.forgetting import ever_below, ever_held, forget
from events.documents import print_jobs
from events.models import Event
from events.vietnamese import names
from registrations import mail
from registrations.models import (
    CallLog,
    Consent,
    ConsentPurpose,
    DataRequest,
    Erasure,
    ImportDraft,
    Invitation,
    Registration,
    Substitution,
)
from registrations.models.personal_data import DataRequestQuerySet, agreed_to
from registrations.models.registration import new_code, new_token
from registrations.services import consents, locking

ERASED = "Đã xóa dữ liệu"
OF_PERSON = ("honorific", "name", "position", "organisation", "phone", "email", "note")
OF_REGISTRATION = (*OF_PERSON, "reason")
OF_INVITATION = (
    *("honorific", "name", "position", "contact_name", "contact_phone", "contact_email"),
    *("note", "decline_reason"),
)
Kind, Status = DataRequest.Kind, DataRequest.Status


def due_for_erasure(event: Event, today: datetime.date | None = None) -> list[int]:
    """Return the keys of registrations that are kept for no purpose any more."""
    return list(_due([event], today).order_by("pk").values_list("pk", flat=True))


def count_overdue(today: datetime.date | None = None) -> int:
    """Return of how many registrations, of all ceremonies, the data should be gone by now."""
    return _due(Event.objects.all(), today).count()


def _due(events: Iterable[Event], today: datetime.date | None) -> QuerySet[Registration]:
    rows = Registration.objects.filter(erased_at__isnull=True)
    for purpose in consents.OPTIONAL:
        rows = rows.alias(**{purpose: agreed_to(purpose)})
    due = Q(pk__in=[])
    for event in events:
        since = ((today or timezone.localdate()) - event.last_day()).days
        over = {purpose: since > days for purpose, days in settings.RETENTION_DAYS.items()}
        if over[ConsentPurpose.ATTEND]:
            kept = {purpose: False for purpose in consents.OPTIONAL if not over[purpose]}
            due |= Q(event=event, **kept)
    return rows.filter(due)


@transaction.atomic
def erase_due(event: Event, today: datetime.date | None = None) -> int:
    """Erase what is due of a ceremony; return of how many registrations."""
    locking.hold_seats(event)
    keys = due_for_erasure(event, today)
    if keys:
        _erase(event, keys, Erasure.Cause.RETENTION)
    ImportDraft.objects.outdated().delete()
    print_jobs.forget_outdated()
    if is_kept_no_longer(event, today):
        _erase_contacts(event)
    return len(keys)


def is_kept_no_longer(event: Event, today: datetime.date | None = None) -> bool:
    """Return whether taking part is no reason any more to keep who was invited."""
    since = ((today or timezone.localdate()) - event.last_day()).days
    return since > settings.RETENTION_DAYS[ConsentPurpose.ATTEND]


def _erase_contacts(event: Event) -> None:
    """Take the people out of the invitations; the bodies, the places and the answers stay."""
    addressee = Q(honorific="", name="", position="")
    contact = Q(contact_name="", contact_phone="", contact_email="")
    words = Q(note__in=["", ERASED], decline_reason__in=["", ERASED])
    invitations = Invitation.objects.filter(event=event).exclude(addressee & contact & words)
    keys = list(invitations.values_list("pk", flat=True))
    if keys:
        print_jobs.withdraw_all()
    for invitation in invitations.iterator(500):
        invitation.honorific = invitation.name = invitation.position = ""
        invitation.contact_name = invitation.contact_phone = invitation.contact_email = ""
        invitation.note = ERASED if invitation.note else ""
        invitation.decline_reason = ERASED if invitation.decline_reason else ""
        invitation.code, invitation.token = new_code(), new_token()
        invitation.save()
    mail.offices.forget_all(event)  # also where the address was taken out before
    calls = CallLog.objects.filter(invitation__event=event)
    calls.update(caller="", said=ERASED)
    _forget_history(Invitation, keys)
    present = Invitation.objects.filter(event=event).values_list("pk", flat=True)
    every = {*present, *ever_held(Invitation, event=event.pk)}  # also those that were removed
    forget(Invitation, every, OF_INVITATION, ERASED)
    forget(CallLog, ever_below(CallLog, Invitation, every), ("caller", "said"), ERASED)


def _erase(event: Event, keys: list[int], cause: str) -> None:
    """Take everything personal out of rows and out of what was noted about them. Needs the lock.

    Seats, states, delegations, days and consents stay, so every count stays true. A new code and
    a new secret make old papers and links open nothing.
    """
    now = timezone.now()
    for registration in Registration.objects.filter(pk__in=keys).iterator(500):
        registration.name = f"{ERASED} {registration.pk}"
        registration.organisation = ERASED
        registration.honorific = registration.position = ""
        registration.phone = registration.email = ""
        registration.reason = ERASED if registration.reason else ""
        registration.note = registration.source = ""
        registration.code, registration.token = new_code(), new_token()
        registration.submission, registration.erased_at = None, now
        registration.save()
        mail.delegates.forget(registration)
    _erase_replaced(Substitution.objects.filter(registration__in=keys))
    _erase_requests(DataRequest.objects.filter(registration__in=keys))
    _forget_history(Registration, keys)
    forget(Registration, keys, OF_REGISTRATION, ERASED)
    forget(Consent, ever_below(Consent, Registration, keys), (), ERASED)  # from which network
    Erasure.objects.create(event=event, cause=cause, registrations=len(keys), at=now)
    print_jobs.withdraw_all()
    transaction.on_commit(caches["papers"].clear)  # lists of delegates are among them


def _erase_former(former: Substitution) -> None:
    """Take out who was replaced, and nothing of who came instead. Needs the lock."""
    registration = former.registration
    print_jobs.withdraw_all()
    mail.delegates.forget_former(former)
    _erase_replaced(Substitution.objects.filter(pk=former.pk))
    _erase_requests(former.requests.all())
    _forget_history(Registration, [registration.pk], until=former.replaced_at)
    forget(Registration, [registration.pk], OF_REGISTRATION, ERASED, before=former)
    Erasure.objects.create(
        event=registration.event, cause=Erasure.Cause.REQUEST, registrations=1, at=timezone.now()
    )


def _erase_replaced(rows: QuerySet[Substitution]) -> None:
    keys = list(rows.values_list("pk", flat=True))
    rows.update(
        name=ERASED,
        name_search=names.fold(ERASED),
        honorific="",
        position="",
        organisation=ERASED,
        phone="",
        email="",
        note="",
    )
    forget(Substitution, keys, OF_PERSON, ERASED)


def _erase_requests(requests: DataRequestQuerySet) -> None:
    requests.exclude(words="").update(words=ERASED)
    requests.exclude(reason="").update(reason=ERASED)
    now = timezone.now()  # of data that are gone nothing else can be done
    closed = {"closed_at": now, "answered_at": Coalesce("answered_at", now)}
    requests.open().filter(kind=Kind.ERASE).update(status=Status.DONE, **closed)
    requests.open().update(status=Status.REFUSED, reason=ERASED, **closed)
    keys = list(requests.values_list("pk", flat=True))
    _forget_history(DataRequest, keys)
    forget(DataRequest, keys, ("words", "reason"), ERASED)


def _forget_history(
    model: type, keys: Iterable[int], until: datetime.datetime | None = None
) -> None:
    """Take names out of the history that the admin keeps; of all of it, or of what is older."""
    entries = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=[str(key) for key in keys],
    )
    if until is not None:
        entries = entries.filter(action_time__lte=until)
    entries.update(object_repr=ERASED, change_message="")
