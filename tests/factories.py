"""Test data. Seats and registrations are made by the services, as in life."""

import datetime
import itertools
from typing import Any

import factory
from factory.django import DjangoModelFactory

from agenda.models import AgendaItem, PreparationTask, ProgrammeVersion
from agenda.services import versions
from events.documents import KINDS, register
from events.models import (
    Appearance,
    Contact,
    Contest,
    ContestField,
    Criterion,
    Delegation,
    Download,
    Event,
    Milestone,
    NewsPost,
    OfficialDocument,
    Picture,
    Plan,
    Prize,
    Question,
    Rules,
    RulesArticle,
    Unit,
    Video,
)
from events.services import appearance, pictures
from events.web.uploads import Upload
from registrations.models import Invitation, Registration, Seating
from registrations.services import capacity, invitations
from registrations.services import registration as registration_service
from registrations.services.identity import Delegate
from registrations.services.origins import PublicForm
from sponsorship import services as sponsorship
from sponsorship.models import Article, Contribution, Memorandum, Party, Sponsor
from tests.files import picture as drawing

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
        skip_postgeneration_save = True

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

    @factory.post_generation
    def recipients(self, create, extracted, **kwargs):
        """Give the lines of “Nơi nhận”, each without its dash."""
        for position, line in enumerate(["Lưu: VT, BTC."] if extracted is None else extracted, 1):
            self.recipients.create(position=position, text=line)


class UnitFactory(DjangoModelFactory):
    class Meta:
        model = Unit
        django_get_or_create = ("event", "name")

    event = factory.SubFactory(EventFactory)
    name = factory.Sequence(lambda n: f"Đơn vị thử {n}")


class AgendaItemFactory(DjangoModelFactory):
    class Meta:
        model = AgendaItem

    event = factory.SubFactory(EventFactory)
    position = factory.Sequence(lambda n: n + 1)
    title = factory.Sequence(lambda n: f"Tiết mục {n}")
    performer = "Ban Tổ chức"


def published(event: Event) -> ProgrammeVersion:
    """Publish the programme of a ceremony as it stands."""
    return versions.publish(event, by="Nguyễn Thị Thử")


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


def complete_memorandum(event: Event | None = None, **kwargs: Any) -> Memorandum:
    """Make a draft from the standard text in which nothing is missing; `kwargs` are its fields."""
    ceremony: Any = event or EventFactory()
    sponsor = kwargs.pop("sponsor", None) or SponsorFactory(event=ceremony)
    memorandum = sponsorship.draft_memorandum(event=ceremony, sponsor=sponsor)
    memorandum.parties.filter(side="A").update(
        honorific="Ông",
        representative="Nguyễn Văn Thử",
        position="Trưởng ban",
        address="Thái Nguyên",
        account_number="0123456789",
        bank="Ngân hàng Thử",
    )
    memorandum.parties.filter(side="B").update(
        honorific="Bà",
        representative="Trần Thị Mẫu",
        position="Giám đốc",
        address="Thái Nguyên",
    )
    ContributionFactory(memorandum=memorandum, position=1)
    for name, value in {"ends_on": datetime.date(2030, 12, 31), **kwargs}.items():
        setattr(memorandum, name, value)
    memorandum.save()
    return memorandum


def signed_memorandum(
    event: Event | None = None,
    day: datetime.date = datetime.date(2026, 1, 15),
    **kwargs: Any,
) -> Memorandum:
    """Make a memorandum that both sides have agreed and signed."""
    draft = complete_memorandum(event, **kwargs)
    agreed = sponsorship.change_status(draft, Memorandum.Status.AGREED)
    return sponsorship.change_status(agreed, Memorandum.Status.SIGNED, signing_day=day)


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    contest = factory.SubFactory(ContestFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = "Nguyễn Văn Thử"
    phone = "+842083855123"


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    contest = factory.SubFactory(ContestFactory)
    title = factory.Sequence(lambda n: f"Mốc thử {n}")
    starts_on = datetime.date(2030, 3, 1)


class NewsPostFactory(DjangoModelFactory):
    class Meta:
        model = NewsPost

    contest = factory.SubFactory(ContestFactory)
    title = factory.Sequence(lambda n: f"Tin thử {n}")
    slug = factory.Sequence(lambda n: f"tin-thu-{n}")
    lead = "Đoạn dẫn của tin."
    text = "Nội dung của tin."


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = Question

    contest = factory.SubFactory(ContestFactory)
    position = factory.Sequence(lambda n: n + 1)
    question = factory.Sequence(lambda n: f"Câu hỏi {n}?")
    answer = "Câu trả lời."


class VideoFactory(DjangoModelFactory):
    class Meta:
        model = Video

    contest = factory.SubFactory(ContestFactory)
    title = factory.Sequence(lambda n: f"Video thử {n}")
    slug = factory.Sequence(lambda n: f"video-thu-{n}")


class DownloadFactory(DjangoModelFactory):
    class Meta:
        model = Download

    contest = factory.SubFactory(ContestFactory)
    title = factory.Sequence(lambda n: f"Tài liệu thử {n}")


class RulesFactory(DjangoModelFactory):
    class Meta:
        model = Rules

    contest = factory.SubFactory(ContestFactory)
    decision = factory.Sequence(lambda n: f"{n + 1}/QĐ-BTCCT")
    decided_on = datetime.date(2030, 1, 24)


class RulesArticleFactory(DjangoModelFactory):
    class Meta:
        model = RulesArticle

    rules = factory.SubFactory(RulesFactory)
    position = factory.Sequence(lambda n: n + 1)
    heading = factory.Sequence(lambda n: f"Nội dung thử {n}")
    text = "Lời của điều."


class ContestFieldFactory(DjangoModelFactory):
    class Meta:
        model = ContestField

    rules = factory.SubFactory(RulesFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Lĩnh vực thử {n}")


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    rules = factory.SubFactory(RulesFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Tiêu chí thử {n}")
    points = 20


class PrizeFactory(DjangoModelFactory):
    class Meta:
        model = Prize

    rules = factory.SubFactory(RulesFactory)
    position = factory.Sequence(lambda n: n + 1)
    name = factory.Sequence(lambda n: f"Giải thử {n}")


def make_picture(contest: Contest | None = None, content: bytes = b"", **words: Any) -> Picture:
    """Put a picture into the library, one that no other test picture equals."""
    number = next(_numbers)
    drawn = content or drawing(size=(240, 200), color=(number % 256, number // 256 % 256, 90))
    row = Picture(contest=contest or ContestFactory(), **{"alt": f"Ảnh thử {number}", **words})
    return pictures.save(row, Upload("anh.png", drawn, "image/png"))


def make_look(**chosen: Any) -> Appearance:
    """Let the site look as another province wants it, blue unless told otherwise."""
    row = Appearance.objects.first() or Appearance()
    for name, value in {"main": "#0b3d91", **chosen}.items():
        setattr(row, name, value)
    appearance.save(row)
    return row


def issued_paper(
    event: Event | None = None,
    kind: str = "plan",
    day: datetime.date = datetime.date(2025, 1, 20),
    **kwargs: Any,
) -> OfficialDocument:
    """Enter a paper in the register, the plan of a new ceremony unless told otherwise."""
    of = event or PlanFactory().event
    return register.issue(register.Entry(kind=KINDS[kind], event=of, day=day, **kwargs))


def make_seating(event: Event | None = None, **kwargs: Any) -> Seating:
    """Make an event's seats, open to all; 3 public and 1 reserve unless told otherwise."""
    kwargs = {"public_seats": 3, "reserve_seats": 1, "policy": Seating.Policy.OPEN, **kwargs}
    return capacity.open_seating(event=event or EventFactory(), **kwargs)


def make_hall(event: Event, **rows: int) -> None:
    """Put rows of chairs into the hall, behind those that are there: `A=10, B=12`."""
    before = event.seating.rows.count()
    for position, (name, chairs) in enumerate(rows.items(), start=before + 1):
        event.seating.rows.create(position=position, name=name, chairs=chairs)


def make_delegate(**kwargs: Any) -> Delegate:
    """Make a delegate whom no other test person equals."""
    number = next(_numbers)
    kwargs = {
        "name": f"Nguyễn Văn Thử {number}",
        "organisation": "Sở Thử nghiệm",
        "phone": f"+849120{number % 100_000:05d}",
        **kwargs,
    }
    return Delegate(**kwargs)


def make_registration(event: Event, *, submission: Any = None, **kwargs: Any) -> Registration:
    """Register a delegate as the public site does."""
    return registration_service.register(
        event=event, delegate=make_delegate(**kwargs), origin=PublicForm(submission=submission)
    )


def make_invitation(event: Event | None = None, **kwargs: Any) -> Invitation:
    """Invite a body to send two delegates, to a ceremony with seats for three."""
    kwargs = {"organisation": f"Sở Thử nghiệm {next(_numbers)}", "quota": 2, **kwargs}
    return invitations.invite(event=event or make_seating().event, **kwargs)


def named(invitation: Invitation, **kwargs: Any) -> Registration:
    """Name a delegate as the office behind the link does."""
    delegate = make_delegate(organisation=invitation.organisation, **kwargs)
    return invitations.name_delegate(invitation, delegate)


def full_rules(contest: Contest, **kwargs: Any) -> Rules:
    """Make a draft of rules in which everything is filled in."""
    rules: Any = RulesFactory(
        contest=contest,
        **{
            "decided_on": datetime.date(2030, 1, 5),
            "decided_by": "Ban Tổ chức Cuộc thi",
            "eligibility": "Mọi tổ chức, cá nhân **trong tỉnh**.",
            "submission": "1. Phiếu đăng ký\n2. Bản mô tả",
            **kwargs,
        },
    )
    ContestFieldFactory(rules=rules, position=1, name="Công nghệ số", description="Phần mềm")
    ContestFieldFactory(rules=rules, position=2, name="Nông nghiệp")
    for position, (judge, name, points) in enumerate(
        [("council", "Tính mới", 20), ("council", "Hiệu quả", 60), ("community", "Số phiếu", 20)], 1
    ):
        CriterionFactory(rules=rules, position=position, judge=judge, name=name, points=points)
    PrizeFactory(rules=rules, position=1, name="Giải Nhất", count=1, amount=50_000_000)
    PrizeFactory(rules=rules, position=2, name="Giải Nhì", count=2, amount=30_000_000)
    for position, heading in enumerate(["Mục đích", "Cách chấm"], 1):
        RulesArticleFactory(rules=rules, position=position, heading=heading)
    return rules
