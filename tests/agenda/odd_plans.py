"""Plans as no secretary would write them, and as some organizer one day will."""

from collections.abc import Callable

from events.models import Event, LegalBasis, Plan, Purpose, Recipient
from tests.factories import (
    AgendaItemFactory,
    DelegationFactory,
    EventFactory,
    PlanFactory,
    PreparationTaskFactory,
)

SENTENCE = (
    "Cuộc thi nhằm tôn vinh, động viên, khích lệ tinh thần đổi mới sáng tạo theo Nghị quyết số "
    "57-NQ/TW ngày 22/12/2024 và Kế hoạch số 255/KH-UBND của tổ chức KH&CN, kinh tế - xã hội "
    "(dự kiến 120-130 người). "
)


def _plan(**kwargs) -> Plan:
    plan = PlanFactory(
        recipients=[],
        event=EventFactory(),
        superior="UBND TỈNH THÁI NGUYÊN",
        issuer="BAN TỔ CHỨC CUỘC THI",
        **kwargs,
    )
    plan.purposes.create(position=1, text="Tạo sự thống nhất trong việc tổ chức Cuộc thi.")
    plan.duties.create(
        position=1,
        addressed_as="Sở Khoa học và Công nghệ",
        text="Chuẩn bị nội dung, chương trình buổi lễ.",
    )
    for position, text in enumerate(["UBND tỉnh (báo cáo);", "Lưu: VT, QLKH."], 1):
        Recipient.objects.create(plan=plan, position=position, text=text)
    for text in ("Lãnh đạo UBND tỉnh;", "Ban Tổ chức."):
        DelegationFactory(event=plan.event, text=text)
    for _ in range(3):
        PreparationTaskFactory(event=plan.event)
        AgendaItemFactory(event=plan.event)
    return plan


def three_page_purpose() -> Event:
    plan = _plan()
    Purpose.objects.create(plan=plan, position=2, text=(SENTENCE * 40).strip())
    return plan.event


def forty_items() -> Event:
    plan = _plan()
    for number in range(37):
        AgendaItemFactory(event=plan.event, title=f"{SENTENCE[: 20 + 9 * number % 160]} {number}")
    return plan.event


def long_title() -> Event:
    words = "Tổ chức Lễ công bố và phát động “Đổi mới sáng tạo - vì Thái Nguyên thân yêu” " * 4
    plan = _plan(subject=words[:299].strip() + ".")
    plan.event.title = plan.subject
    plan.event.save()
    return plan.event


def no_tasks() -> Event:
    event = _plan().event
    event.preparation_tasks.all().delete()
    return event


def no_delegations() -> Event:
    event = _plan().event
    event.delegations.all().delete()
    return event


def no_items() -> Event:
    event = _plan().event
    event.agenda_items.all().delete()
    return event


def no_duties() -> Event:
    plan = _plan()
    plan.duties.all().delete()
    return plan.event


def hardly_anything() -> Event:
    plan = PlanFactory(
        issuer="BAN TỔ CHỨC", superior="", signer_name="", lead_in="Như sau:", recipients=[]
    )
    return plan.event


def long_performers() -> Event:
    event = _plan().event
    performers = ["A" * 120, "Ban-Tổ-chức/" * 9, "nhân dân " * 30, "57-NQ/TW, 255/KH-UBND, KH&CN"]
    for performer in performers:
        AgendaItemFactory(event=event, title="B" * 200, performer=performer.strip())
    return event


def nobody_signs() -> Event:
    return _plan(signer_name="", signer_office="").event


def twelve_bases() -> Event:
    plan = _plan()
    for number in range(1, 13):
        mark = "." if number == 12 else ";"
        about = f"số {number:02d}/2024/NĐ-CP ngày 31/12/2024 của Chính phủ về {SENTENCE[:90]}"
        text = f"Căn cứ Nghị định {about}"
        LegalBasis.objects.create(plan=plan, position=number, text=text.strip() + mark)
    return plan.event


def full_date_and_number() -> Event:
    plan = _plan()
    Plan.objects.filter(pk=plan.pk).update(number=7, issue_day=5, issue_month=3, issue_year=2025)
    return plan.event


def everything_blank() -> Event:
    plan = _plan()
    Plan.objects.filter(pk=plan.pk).update(issue_month=None, issue_year=None)
    return plan.event


def signs_and_brackets() -> Event:
    plan = _plan()
    Purpose.objects.create(
        plan=plan,
        position=2,
        text="Thu hút <b>đông đảo</b> người dân & doanh nghiệp; chi phí < 500.000.000 đồng; "
        "{{ không phải mẫu }} {% cũng không %} “trích dẫn” 'đơn' \"kép\" 50% A+B=C; ½ ngày.",
    )
    Purpose.objects.create(plan=plan, position=3, text="Dòng một;\nDòng hai;\n\nDòng ba.")
    return plan.event


ODD: dict[str, Callable[[], Event]] = {
    made.__name__: made
    for made in (
        three_page_purpose,
        forty_items,
        long_title,
        no_tasks,
        no_delegations,
        no_items,
        no_duties,
        hardly_anything,
        long_performers,
        nobody_signs,
        twelve_bases,
        full_date_and_number,
        everything_blank,
        signs_and_brackets,
    )
}

# The headings that move up where one before them is left out.
RENUMBERED = {
    "no_tasks": {
        "2.4. Dự kiến Chương trình buổi Lễ:": "2.3. Dự kiến Chương trình buổi Lễ:",
    },
    "no_delegations": {
        "2.2. Thời gian, địa điểm": "2.1. Thời gian, địa điểm",
        "2.3. Công tác chuẩn bị:": "2.2. Công tác chuẩn bị:",
        "2.4. Dự kiến Chương trình buổi Lễ:": "2.3. Dự kiến Chương trình buổi Lễ:",
    },
    "hardly_anything": {
        "2. Nội dung, chương trình:": "1. Nội dung, chương trình:",
        "2.2. Thời gian, địa điểm": "1.1. Thời gian, địa điểm",
    },
}
