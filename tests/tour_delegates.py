"""Pictures of invitations, lists, the waiting list and the hall."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from tests.spreadsheets import HEADINGS, workbook

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi")
MIDDLES = ("Văn", "Thị", "Minh", "Thu")
GIVEN = ("Thử", "Mẫu", "Ví", "Dụ", "Họa", "Nghiệm", "Thí")
OFFICES = ("Sở Thử nghiệm", "Viện Minh họa", "Hội Ví dụ tỉnh", "Công ty Cổ phần Mẫu")
LIST = [
    ["DANH SÁCH ĐẠI BIỂU DỰ LỄ CÔNG BỐ"],
    [*HEADINGS],
    [1, "TRẦN THỊ LIỆT KÊ", "Trưởng phòng", "Sở Thử nghiệm", 912_000_201, "ke@thu.example", ""],
    [2, "Lê Văn Bảng Biểu", "Chuyên viên", "Viện Minh họa", "0912 000 202", "", "Ăn chay"],
    [3, "Phạm Thị Sai Số", "Kế toán", "Hội Ví dụ tỉnh", "0123", "sai@", ""],
    [4, "Nguyễn Văn Thử", "Phó Giám đốc", "Sở Thử nghiệm", "0912 000 000", "", ""],
    ["", "Tổng số: 4 người", "", "", "", "", ""],
]


def somebody(number: int) -> str:
    """Return a name that nobody bears."""
    middle, given = MIDDLES[number % 4], GIVEN[number * 3 % 7]
    return f"{FAMILIES[number % 8]} {middle} {given} {GIVEN[number // 7 % 7]}"


def fill() -> Any:
    """Fix the hour, invite offices, fill the hall; return the invitation that is half answered."""
    from django.utils import timezone

    from events.models import Event
    from registrations.models import CallLog
    from registrations.services import capacity, hall, invitations
    from registrations.services.identity import Delegate
    from registrations.services.registration import register

    event = Event.objects.get()
    delegations = list(event.delegations.all())
    for rank, delegation in enumerate(delegations, start=1):
        delegation.protocol_rank = rank * 10
        delegation.allotment = {1: 10, 4: 26}.get(rank)
        delegation.save()
    for position, (name, chairs) in enumerate(
        {"A": 12, "B": 14, "C": 16, "D": 16, "E": 16}.items(), start=1
    ):
        event.seating.rows.create(position=position, name=name, chairs=chairs)
    capacity.resize(event.seating, public_seats=64, reserve_seats=10)
    for number in range(58):
        register(
            event=event,
            delegate=Delegate(
                name=somebody(number),
                organisation=OFFICES[number % 4],
                position="Phó Giám đốc",
                delegation_id=delegations[number * 5 % 8].pk,
                phone=f"+84912001{number:03d}",
            ),
        )
    hall.arrange(event)
    today = timezone.localdate()
    invitation = invitations.invite(
        event=event,
        organisation="Sở Thử nghiệm",
        delegation_id=delegations[0].pk,
        honorific="mr",
        name="Lê Văn Mời",
        position="Giám đốc",
        quota=5,
        deadline=today + datetime.timedelta(days=6),
        contact_name="Trần Thị Liên Hệ",
        contact_phone="+84912000301",
        contact_email="van-phong@thu.example",
    )
    for person, office in (("Vũ Thị Được Cử", "Phó Giám đốc"), ("Bùi Văn Đi Cùng", "Chuyên viên")):
        invitations.name_delegate(
            invitation,
            Delegate(
                name=person,
                position=office,
                organisation=invitation.organisation,
                delegation_id=delegations[0].pk,
            ),
        )
    silent = invitations.invite(
        event=event,
        organisation="Viện Minh họa",
        name="Phạm Thị Chưa Trả Lời",
        honorific="ms",
        position="Viện trưởng",
        quota=3,
        deadline=today + datetime.timedelta(days=2),
        contact_name="Đặng Văn Đầu Mối",
        contact_phone="+84912000302",
    )
    CallLog.objects.create(
        invitation=silent, caller="Tổ thư ký", said="Máy bận, gọi lại buổi chiều"
    )
    return invitation


def public(browser: Browser, base: str, token: str, target: Path) -> None:
    """Take the page on which an office answers, on a telephone."""
    phone = browser.new_page(viewport={"width": 360, "height": 900}, device_scale_factor=2)
    phone.goto(f"{base}moi/{token}/")
    phone.screenshot(path=target / "invitation-phone.png")


def organizers(page: Page, base: str, target: Path) -> None:
    """Take the pages of the admin."""
    registrations = f"{base}quan-tri/registrations/"
    for name, path in {
        "admin-chase": "invitation/follow-up/",
        "admin-waiting": "registration/waiting/",
        "admin-hall": "seat/hall/",
    }.items():
        page.goto(f"{registrations}{path}", wait_until="networkidle")
        page.screenshot(path=target / f"{name}.png")
    page.goto(f"{registrations}registration/import/", wait_until="networkidle")
    content = workbook(LIST)
    page.set_input_files(
        "[name=file]", {"name": "danh-sach.xlsx", "mimeType": "", "buffer": content}
    )
    page.locator("#import_form button[type=submit]").click()
    page.locator("#confirm_form").wait_for()
    page.screenshot(path=target / "admin-import.png")


def papers(invitation: Any, draw: Callable[[str, bytes], None]) -> None:
    """Take a ticket and an invitation (giấy mời)."""
    from events.documents import KINDS
    from registrations.documents.tickets import ticket_pdf

    draw("invitation", KINDS["invitations"].draft(invitation.event, invitation.pk).pdf())
    draw("ticket", ticket_pdf(invitation.active().select_related("event", "seat")[0]))
