"""Every paper of the portal with any number of items: words of real length, composed as in life."""

import datetime
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from agenda.models import AgendaItem, PreparationTask
from events.documents import KINDS, Draft, book, renderer
from events.mail import Text
from events.models import (
    CorrectedError,
    Correction,
    Delegation,
    Duty,
    Event,
    LegalBasis,
    OfficialDocument,
    Plan,
    Purpose,
)
from registrations.documents.tickets import tickets_of
from registrations.mail.printed import letter_pdf
from registrations.models import Registration
from registrations.services import hall
from sponsorship.models import Contribution
from tests.factories import (
    EventFactory,
    PlanFactory,
    RulesArticleFactory,
    RulesFactory,
    UnitFactory,
    complete_memorandum,
    make_hall,
    make_invitation,
    make_registration,
    make_seating,
    named,
)
from tests.papers import pages

SUPERIOR = "ỦY BAN NHÂN DÂN TỈNH THÁI NGUYÊN"
ISSUER = "BAN TỔ CHỨC CUỘC THI “ĐỔI MỚI SÁNG TẠO - VÌ THÁI NGUYÊN THÂN YÊU”"
TITLE = "Lễ công bố và phát động Cuộc thi “Đổi mới sáng tạo - vì Thái Nguyên thân yêu” năm 2030"
VENUE = "Trung tâm Hội nghị tỉnh Thái Nguyên, phường Phan Đình Phùng, tỉnh Thái Nguyên"
FEW = ["UBND tỉnh (báo cáo);", "Các sở, ban, ngành, đoàn thể cấp tỉnh;", "Lưu: VT, QLKH."]
MANY = [*(f"Ủy ban nhân dân xã, phường thứ {n};" for n in range(1, 200)), "Lưu: VT, QLKH."]
SENTENCE = (
    "thực hiện Nghị quyết số 57-NQ/TW và Kế hoạch số 255/KH-UBND của Ủy ban nhân dân tỉnh Thái "
    "Nguyên về phát triển khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số"
)
UNITS = ["Sở Khoa học và Công nghệ", "Văn phòng UBND tỉnh", "Báo và Phát thanh, Truyền hình tỉnh"]
START = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)


def words(number: int, least: int = 4, most: int = 20) -> str:
    """Return some words, of another length for each number."""
    return " ".join(SENTENCE.split()[: least + 7 * number % (most - least)]).rstrip(",")


def ceremony(recipients: list[str] = FEW, **kwargs: Any) -> Event:
    """Make a ceremony with its plan; its hour is known unless told otherwise."""
    day = START.date()
    values = {"starts_at": START, "window_start": day, "window_end": day, **kwargs}
    event = EventFactory(title=TITLE, venue=VENUE, **values)
    PlanFactory(
        event=event,
        superior=SUPERIOR,
        issuer=ISSUER,
        subject=f"Tổ chức {TITLE}",
        authority="TM. BAN TỔ CHỨC\nKT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN THƯỜNG TRỰC",
        signer_office="GIÁM ĐỐC SỞ KHOA HỌC VÀ CÔNG NGHỆ",
        recipients=recipients,
    )
    return event


def items(event: Event, size: int, **kwargs: Any) -> None:
    """Fill the programme; `kwargs` are functions from the number of an item to a value."""
    AgendaItem.objects.bulk_create(
        AgendaItem(
            event=event,
            position=n,
            title=f"Tiết mục {n}: {words(n)}",
            performer=UNITS[n % 3],
            minutes=5,
            **{name: value(n) for name, value in kwargs.items()},
        )
        for n in range(1, size + 1)
    )


def _tasks(event: Event, size: int) -> None:
    units = [UnitFactory(event=event, name=name) for name in UNITS]
    tasks = PreparationTask.objects.bulk_create(
        PreparationTask(
            event=event,
            position=n,
            content=f"Công việc {n}: {words(n)}",
            lead_unit=units[n % 3],
            due_on=datetime.date(2030, 1, 1 + n % 30),
            deliverable="Báo cáo tiến độ" if n % 2 else "",
        )
        for n in range(1, size + 1)
    )
    for task in tasks:
        task.coordinating_units.set(units[: task.position % 3])


def plan(size: int) -> bytes:
    event = ceremony()
    items(event, size)
    _tasks(event, size)
    text = Plan.objects.get(event=event)
    few = range(1, min(size, 8) + 1)
    LegalBasis.objects.create(plan=text, position=1, text=f"Căn cứ {words(1)};")
    Purpose.objects.bulk_create(
        Purpose(plan=text, position=n, text=f"Mục đích {words(n)}.") for n in few
    )
    Delegation.objects.bulk_create(
        Delegation(event=event, position=n, text=f"Đại diện {words(n)};") for n in few
    )
    Duty.objects.bulk_create(
        Duty(plan=text, position=n, addressed_as=UNITS[n % 3], text=f"{words(n)}.") for n in few
    )
    return KINDS["plan"].draft(event).pdf()


def _programme(size: int, **kwargs: Any) -> bytes:
    event = ceremony(**kwargs)
    items(event, size)
    return KINDS["programme"].draft(event).pdf()


def programme(size: int) -> bytes:
    return _programme(size)


def programme_without_hours(size: int) -> bytes:
    return _programme(size, starts_at=None)


def programme_for_many(size: int) -> bytes:
    return _programme(size, recipients=MANY)


def rules(size: int) -> bytes:
    event = ceremony()
    made = RulesFactory.create(contest=event.contest, decided_by=ISSUER)
    for n in range(1, size + 1):
        RulesArticleFactory.create(
            rules=made, position=n, heading=words(n).capitalize(), text=f"{words(n, 12)}."
        )
    return KINDS["rules"].draft(event).pdf()


def script(size: int) -> bytes:
    event = ceremony()
    items(
        event,
        size,
        mc_text=lambda n: "\n".join(["Kính thưa quý vị đại biểu!", f"{SENTENCE}. " * (n % 5)]),
        sound=lambda n: "Nhạc nền",
        screen=lambda n: "Phông chính của buổi lễ",
        logistics=lambda n: "Micro bục; hoa; nước uống",
    )
    return KINDS["run-sheet"].draft(event).pdf()


def short_script(size: int) -> bytes:
    event = ceremony()
    items(event, size)
    return KINDS["run-sheet"].draft(event).pdf()


def preparation(size: int) -> bytes:
    event = ceremony()
    _tasks(event, size)
    return KINDS["preparation"].draft(event).pdf()


def progress_report(size: int) -> bytes:
    event = ceremony()
    _tasks(event, size)
    for task in event.preparation_tasks.all():
        task.status = ("done", "under_way", "blocked", "planned")[task.position % 4]
        task.percent = {"done": 100, "under_way": 45}.get(task.status, 0)
        task.blocked_reason = f"Chưa có {words(task.position)}." if task.status == "blocked" else ""
        task.save()
    return KINDS["progress-report"].draft(event).pdf()


def work_sheet(size: int, link: str = "") -> bytes:
    event = ceremony()
    _tasks(event, size)
    event.preparation_tasks.update(lead_unit=event.units.first())
    sheet = KINDS["work-sheet"].draft(event, event.units.first().pk)
    return replace(sheet, context={**sheet.context, "link": link}).pdf()


def work_sheet_link(size: int) -> bytes:
    return work_sheet(size, f"https://cuoc-thi.thainguyen.example/nhiem-vu/{'Ab3_' * 8}/")


def progress(size: int) -> bytes:
    event = ceremony()
    _tasks(event, size)
    return KINDS["preparation-progress"].draft(event).pdf()


def _invited(size: int) -> Draft:
    """Return the invitation of a body that has named so many delegates."""
    event = ceremony(contact="Văn phòng Sở Khoa học và Công nghệ\nĐiện thoại: 0208 3855 123")
    make_seating(event, public_seats=1, reserve_seats=0)
    invitation = make_invitation(event, organisation="Sở Khoa học và Công nghệ", quota=size)
    for n in range(1, size + 1):
        named(invitation, name=_name(n), position="Trưởng phòng Quản lý khoa học" if n % 3 else "")
    return KINDS["invitations"].draft(event, invitation.pk)


def invitation(size: int) -> bytes:
    return _invited(size).pdf()


def numbered_invitation(size: int) -> bytes:
    draft = _invited(size)
    return draft.numbered(7, START.date(), verification="Mã xác minh văn bản: K7QF-2MXD-9RTA").pdf()


def invitation_of_all(size: int) -> bytes:
    event = ceremony()
    make_seating(event, public_seats=1, reserve_seats=0)
    for n in range(1, size + 1):
        make_invitation(event, organisation=f"{UNITS[n % 3]} {n}", deadline=START.date())
    draft = KINDS["invitations"].draft(event)
    return draft.numbered(7, START.date(), verification="Mã xác minh văn bản: K7QF-2MXD-9RTA").pdf()


def memorandum(size: int) -> bytes:
    event = ceremony()
    row = complete_memorandum(event)
    Contribution.objects.bulk_create(
        Contribution(
            memorandum=row, position=n, name=f"Kinh phí đợt {n} {words(n)}", amount=n * 10**6
        )
        for n in range(2, size + 1)
    )
    return KINDS["memorandum"].draft(event, row.pk).pdf()


def correction(size: int) -> bytes:
    event = ceremony()
    paper = _issued(event, 7)
    paper.save()
    letter = Correction.objects.create(document=paper, addressees="UBND tỉnh\nSở Tài chính")
    CorrectedError.objects.bulk_create(
        CorrectedError(
            correction=letter,
            position=n,
            place=f"trang {n}, mục 2.{n}",
            wrong=words(n),
            right=words(n + 1),
        )
        for n in range(1, size + 1)
    )
    return KINDS["correction"].draft(event, letter.pk).pdf()


def _issued(event: Event | None, number: int) -> OfficialDocument:
    return OfficialDocument(
        event=event,
        kind="plan",
        title="KẾ HOẠCH",
        subject=f"Tổ chức {TITLE}" if number % 3 else words(number),
        symbol="KH-BTC",
        year=2030,
        number=number,
        issued_on=datetime.date(2030, 1, 5),
        place="Thái Nguyên",
        issuer=ISSUER,
        signer="Nguyễn Văn Thử",
        recipients="\n".join(MANY[: 2 + 3 * number % 10]),
        file_copy="VT, QLKH",
        sha256=f"{number:064x}",
        code=f"{number:012d}",
    )


def register_book(size: int) -> bytes:
    return renderer.pdf(book.part_html([_issued(None, n) for n in range(1, size + 1)]))


def _name(number: int) -> str:
    return f"Nguyễn Thị Minh Phương {number}"


def _seated(size: int) -> Event:
    event = ceremony()
    make_seating(event, public_seats=size, reserve_seats=0)
    for n in range(1, size + 1):
        make_registration(event, name=_name(n), organisation=UNITS[n % 3])
    return event


def chart(size: int) -> bytes:
    event = _seated(size)
    make_hall(event, **{letter: 13 for letter in "ABCDEFGHIK"[: -(-size // 13)]})
    hall.arrange(event)
    return KINDS["hall"].draft(event).pdf()


def tickets(size: int) -> bytes:
    file = io.BytesIO()
    tickets_of(Registration.objects.filter(event=_seated(size))).write(file)
    return file.getvalue()


def letter(size: int) -> bytes:
    text = "\n\n".join(["Kính gửi Bà Lê Thị Mẫu,", *(f"{words(n, 12)}." for n in range(size))])
    return letter_pdf(Text("Thay đổi thời gian, địa điểm tổ chức Lễ công bố", text, ""))


@dataclass(frozen=True)
class Made:
    """A paper: its kind, how it is made, with how many items, which rules are not meant for it."""

    kind: str  # of `KINDS` or `BUNDLES`
    make: Callable[[int], bytes]
    sizes: tuple[int, ...] = (1, 8, 20, 60)
    exempt: tuple[Callable[[pages.Pages], None], ...] = ()


_CARDS = (
    pages.pages_are_numbered,
    pages.heads_are_repeated,
    pages.nothing_stands_outside_or_over_another,
)
PAPERS: dict[str, Made] = {
    "plan": Made("plan", plan),
    "programme": Made("programme", programme),
    "programme without hours": Made("programme", programme_without_hours, (8,)),
    "programme for 200 recipients": Made("programme", programme_for_many, (1, 8)),
    "rules": Made("rules", rules),
    "script": Made("run-sheet", script, (1, 8, 20)),
    "script without words": Made("run-sheet", short_script, (60,)),
    "annex of tasks": Made("preparation", preparation),
    "progress": Made("preparation-progress", progress, (8,)),
    "progress report": Made("progress-report", progress_report),
    "work sheet": Made("work-sheet", work_sheet, (8,)),
    "work sheet with its link": Made("work-sheet-link", work_sheet_link, (1, 8, 60)),
    "invitation": Made("invitations", invitation, (1, 8, 60)),
    "invitation with an annex": Made("invitations", numbered_invitation, (1, 20, 60)),
    "invitation of all": Made("invitations", invitation_of_all),
    "memorandum": Made("memorandum", memorandum),
    "correction": Made("correction", correction, (1, 8, 20)),
    # each part of the book begins behind pages of another
    "register": Made("register", register_book, (1, 8), (pages.pages_are_numbered,)),
    "chart": Made("hall", chart, exempt=(pages.heads_are_repeated,)),
    "tickets": Made("tickets", tickets, (1, 8), _CARDS),
    "letter": Made("", letter),
}
