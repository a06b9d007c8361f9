"""Rows by the ten thousand, as the services write them, but all at once."""

from django.db import connection

from events.models import Event, Letter
from registrations.models import DataRequest, Invitation, Registration, Seat
from registrations.models.registration import new_code, new_token
from tests.factories import make_registration

Status = Registration.Status


def make_delegates(event: Event, count: int) -> list[Registration]:
    """Make registrations: half of them seated while there are seats."""
    numbers = range(Registration.objects.count(), Registration.objects.count() + count)
    seats = list(Seat.objects.filter(event=event, registration__isnull=True)[: count // 2])
    people = []
    for n in numbers:
        seat = seats.pop() if seats else None
        status = Status.CONFIRMED if seat else (Status.CANCELLED, Status.WAITING)[n % 2]
        person = Registration(
            event=event,
            name=f"Nguyễn Văn Thử {n}",
            organisation=f"Sở Thử nghiệm {n % 40}",
            phone=f"+8491{n:07d}",
            email=f"thu{n}@so.example",
            status=status,
            seat=seat,
            channel="office",
            code=new_code(),
            token=new_token(),
        )
        for name, value in person.computed().items():
            setattr(person, name, value)
        people.append(person)
    return Registration.objects.bulk_create(people, 1000)


def fill(event: Event, count: int) -> None:
    """Make registrations, and as many invitations, requests and letters."""
    people = make_delegates(event, count)
    invitations = [
        Invitation(event=event, organisation=f"Sở {n}", code=new_code(), name="Lê An")
        for n in range(count)
    ]
    for invitation in invitations:
        invitation.__dict__.update(invitation.computed())
    Invitation.objects.bulk_create(invitations, 1000)
    requests = [DataRequest(registration=one, kind="copy") for one in people]
    for asked in requests:
        asked.set_deadlines()
    DataRequest.objects.bulk_create(requests, 1000)
    _letters(event, people)
    analyze()


def spread(days: int) -> None:
    """Let what was registered and answered have come over so many days up to today, half of it
    through the public site, from networks of two."""
    shift = f"make_interval(days => (id % {days})::int)"
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE registrations_registration SET created_at = created_at - {shift}")
        cursor.execute(
            "UPDATE registrations_registration SET channel = 'public', consented_at = created_at, "
            "consent_version = '1', source = encode(sha256((id / 4)::text::bytea), 'hex') "
            "WHERE id % 4 < 2"
        )
        cursor.execute(
            f"UPDATE registrations_invitation SET replied_at = now() - {shift} WHERE id % 3 = 0"
        )
    analyze()


def analyze() -> None:
    """Count the rows, as the database does by itself within a minute."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _letters(event: Event, people: list[Registration]) -> None:
    """Copy one letter for all."""
    make_registration(event, email="mau@so.example")
    made = Letter.objects.order_by("pk").last()
    assert made is not None
    same = {field.attname: getattr(made, field.attname) for field in Letter._meta.concrete_fields}
    copies = [
        Letter(**{**same, "id": None, "key": f"{made.key}-{n}", "about": person.pk})
        for n, person in enumerate(people)
    ]
    Letter.objects.bulk_create(copies, 1000)
