"""Test data. Seats and registrations are made by the services, as in life."""

import datetime
import itertools
from typing import Any

import factory
from factory.django import DjangoModelFactory

from agenda.models import AgendaItem, PreparationTask
from events.models import Contest, Delegation, Event, Plan
from registrations import services
from registrations.models import Registration, Seating
from sponsorship.models import Article, Contribution, Memorandum, Party, Sponsor

_numbers = itertools.count(1)


class ContestFactory(DjangoModelFactory):
    class Meta:
        model = Contest

    name = factory.Sequence(lambda n: f"Cuộc thi thử {n}")
    year = 2030


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    contest = factory.SubFactory(ContestFactory)
    title = factory.Sequence(lambda n: f"Lễ công bố thử {n}")
    slug = factory.Sequence(lambda n: f"le-{n}")
    window_start = datetime.date(2030, 2, 10)
    window_end = datetime.date(2030, 2, 14)
    venue = "Hội trường thử"


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = Delegation

    event = factory.SubFactory(EventFactory)
    position = factory.Sequence(lambda n: n + 1)
    text = factory.Sequence(lambda n: f"Thành phần {n};")


class PlanFactory(DjangoModelFactory):
    class Meta:
        model = Plan

    event = factory.SubFactory(EventFactory)
    superior = "UBND TỈNH THỬ"
    issuer = "BAN TỔ CHỨC THỬ"
    symbol = "KH-BTC"
    place = "Thái Nguyên"
    issue_month = 1
    issue_year = 2030
    subject = "Tổ chức Lễ công bố thử"
    lead_in = "Ban Tổ chức xây dựng Kế hoạch như sau:"
    signer_name = "Nguyễn Văn Thử"


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    event = factory.SubFactory(EventFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Tiết mục {n}")
    performer = "Ban Tổ chức"


class PreparationTaskFactory(DjangoModelFactory):
    class Meta:
        model = PreparationTask

    event = factory.SubFactory(EventFactory)
    position = factory.Sequence(lambda n: n + 1)
    content = factory.Sequence(lambda n: f"Công việc {n}")


class SponsorFactory(DjangoModelFactory):
    class Meta:
        model = Sponsor

    event = factory.SubFactory(EventFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Doanh nghiệp thử {n}")
    public = True


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    side = "A"
    name = "Ban Tổ chức Cuộc thi thử"
    representative = "Nguyễn Văn Thử"
    honorific = "Ông"
    position = "Trưởng ban"


class MemorandumFactory(DjangoModelFactory):
    """A draft without rows."""

    class Meta:
        model = Memorandum

    event = factory.SubFactory(EventFactory)
    sponsor = factory.SubFactory(SponsorFactory, event=factory.SelfAttribute("..event"))
    subject = "Về việc tài trợ Cuộc thi thử"
    place = "Thái Nguyên"


class ArticleFactory(DjangoModelFactory):
    class Meta:
        model = Article

    memorandum = factory.SubFactory(MemorandumFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = "Mục đích"
    text = "Hai bên cùng hỗ trợ Cuộc thi."


class ContributionFactory(DjangoModelFactory):
    class Meta:
        model = Contribution

    memorandum = factory.SubFactory(MemorandumFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = "Kinh phí tổ chức"
    amount = 500_000_000


def make_complete_memorandum(event: Event | None = None, **kwargs: Any) -> Memorandum:
    """Make a draft in which nothing is missing: it can be agreed and signed."""
    memorandum = MemorandumFactory(event=event or EventFactory(), **kwargs)
    PartyFactory(memorandum=memorandum, role="Bên nhận tài trợ")
    PartyFactory(
        memorandum=memorandum,
        side="B",
        name=memorandum.sponsor.name,
        role="Bên tài trợ",
        representative="Trần Thị Mẫu",
        honorific="Bà",
        position="Giám đốc",
    )
    memorandum.bases.create(position=1, text="Căn cứ nhu cầu và khả năng của hai bên.")
    ArticleFactory(memorandum=memorandum, position=1)
    ArticleFactory(memorandum=memorandum, position=2, title="Nội dung tài trợ", text="{đóng góp}")
    ContributionFactory(memorandum=memorandum, position=1)
    return memorandum


def make_seating(event: Event | None = None, **kwargs: Any) -> Seating:
    """Make an event's seats, open to all; 3 public and 1 reserve unless told otherwise."""
    kwargs = {"public_seats": 3, "reserve_seats": 1, "policy": Seating.Policy.OPEN, **kwargs}
    return services.open_seating(event=event or EventFactory(), **kwargs)


def make_delegate(**kwargs: Any) -> services.Delegate:
    """Make a delegate whom no other test person equals."""
    number = next(_numbers)
    kwargs = {
        "name": f"Nguyễn Văn Thử {number}",
        "organisation": "Sở Thử nghiệm",
        "phone": f"+849120{number % 100_000:05d}",
        **kwargs,
    }
    return services.Delegate(**kwargs)


def make_registration(event: Event, *, submission: Any = None, **kwargs: Any) -> Registration:
    """Register a delegate as the public site does."""
    return services.register(event=event, delegate=make_delegate(**kwargs), submission=submission)
