"""Rows by the ten thousand, as the services write them, but all at once."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from events.models import (
    CommitteeMember,
    Event,
    LegalBasis,
    Letter,
    NewsPost,
    OfficialDocument,
    Purpose,
    Question,
    Recipient,
    Video,
)
from registrations.models import DataRequest, Invitation, Registration, Seat
from registrations.models.registration import new_code, new_token
from tests.factories import (
    AgendaItemFactory,
    ArticleFactory,
    ContributionFactory,
    DelegationFactory,
    PreparationTaskFactory,
    UnitFactory,
    complete_memorandum,
    make_invitation,
    make_registration,
    named,
)

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
    keys = {"key": lambda n: f"{made.key}-{n}", "about": lambda n: people[n].pk}
    copy(made, len(people), **keys)


def copy(row: Model, count: int, **values: Callable[[int], Any]) -> None:
    """Add so many rows like this one; `values` give what differs, for each number from 0."""
    fields = row._meta.concrete_fields
    same = {field.attname: getattr(row, field.attname) for field in fields if not field.primary_key}
    rows = [
        type(row)(**same | {name: value(n) for name, value in values.items()}) for n in range(count)
    ]
    type(row)._base_manager.bulk_create(rows, 1000)


def write_by_hand(event: Event, count: int) -> None:
    """Add so many rows of each kind that a committee types, each with rows that belong to it."""
    for n in range(count):
        unit = UnitFactory(event=event, contact_email=f"don-vi-{event.units.count()}@so.example")
        unit.calls.create(caller="Trần B", said="Sẽ báo cáo")
        PreparationTaskFactory(event=event, lead_unit=unit).coordinating_units.add(unit)
        AgendaItemFactory(event=event)
        DelegationFactory(event=event)
        CommitteeMember.objects.create(
            event=event,
            name="Trần Thị Hoà",
            role="Thành viên",
            position=50 + CommitteeMember.objects.count(),
        )
        for model in (LegalBasis, Purpose, Recipient):
            position = 50 + model.objects.count()
            model.objects.create(plan=event.plan, text=f"Nội dung {n};", position=position)
        memorandum = complete_memorandum(event)
        ArticleFactory(memorandum=memorandum, position=50 + n)
        ContributionFactory(memorandum=memorandum, position=50 + n)
        invitation = make_invitation(event, quota=2, name="Lê Thị Hiền")
        invitation.calls.create(caller="Trần B", said="Sẽ trả lời")
        named(invitation, name=f"Đỗ Văn Hà {OfficialDocument.objects.count()}{n}{count}")


PARAGRAPH = (
    "Ban Tổ chức đã nhận hồ sơ của các tập thể và cá nhân trong **toàn tỉnh**, từ giải pháp cho "
    "sản xuất nông nghiệp đến phần mềm quản lý của các cơ quan. Hội đồng chấm vòng sơ khảo theo "
    "[thể lệ](/the-le/), rồi công bố kết quả trên trang này; mỗi tác giả nhận được nhận xét riêng."
)


def publish(event: Event, posts: int, videos: int, questions: int) -> None:
    """Publish so many rows of the contest's content, one an hour; a post has some 2,900 characters,
    a question 800."""
    now = timezone.now()
    for model, count, words in (
        (NewsPost, posts, {"lead": PARAGRAPH, "text": f"\n\n{PARAGRAPH}" * 9 + "\n\n- một\n- hai"}),
        (Video, videos, {"description": PARAGRAPH}),
        (Question, questions, {"answer": f"{PARAGRAPH}\n\n{PARAGRAPH}"}),
    ):
        kind = model._meta.model_name
        rows = []
        for n in range(count):
            title = f"{model._meta.verbose_name} thử {n} về đổi mới sáng tạo"
            own = {"position": n + 1, "question": title, "subject": f"Mục {n % 8}"}
            if model is not Question:
                own = {"title": title, "slug": f"{kind}-{n}"}
            published_at = now - timedelta(hours=n)
            texts = {name: f"{title}. {text}" for name, text in words.items()}
            rows.append(model(contest=event.contest, published_at=published_at, **texts | own))
        model._base_manager.bulk_create(rows, 500)
    analyze()
