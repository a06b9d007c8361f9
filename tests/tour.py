"""`script/tour`: make the pictures of the README from the running product.

A scratch database is filled with the real ceremony and with delegates of obviously fictional
names; gunicorn serves it; Chromium looks at it.
"""

import datetime
import os
import subprocess
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from contest_portal import embedded_postgres
from tests import browser_program, tour_agenda, tour_content, tour_delegates
from tests import scratch_portal as server

TARGET = server.ROOT / "docs/tour"
PLAN = server.ROOT / "contest_portal/plans/le-cong-bo-2025.toml"
DELEGATES = [
    ("mr", "Nguyễn Văn Thử", "Phó Giám đốc", "Sở Thử nghiệm"),
    ("ms", "Trần Thị Mẫu", "Chánh Văn phòng", "Sở Thử nghiệm"),
    ("mr", "Đặng Ví Dụ", "Trưởng phòng", "Đại học Mẫu"),
    ("ms", "Lê Thị Minh Họa", "Giám đốc", "Hợp tác xã Ví Dụ"),
]


def fill(password: str) -> None:
    """Load the ceremony, an organizer and a few delegates."""
    import django
    from django.core.management import call_command

    django.setup()
    from django.contrib.auth.models import User

    from events.models import Event
    from registrations.services.identity import Delegate
    from registrations.services.registration import register

    call_command("migrate", verbosity=0)
    call_command("load_plan", PLAN, first_day=server.FIRST_DAY)
    User.objects.create_superuser("bantochuc", password=password)
    event = Event.objects.get()
    delegation = event.delegations.all()[2]
    for number, (honorific, name, position, organisation) in enumerate(DELEGATES):
        register(
            event=event,
            delegate=Delegate(
                honorific=honorific,
                name=name,
                position=position,
                organisation=organisation,
                delegation_id=delegation.pk,
                phone=f"+8491200000{number}",
                email=f"dai-bieu-{number}@thu.example",
            ),
        )


def public_pictures(browser: Browser, base: str) -> None:
    """Take the pages that delegates see."""
    phone = browser.new_page(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, color_scheme="dark"
    )
    phone.goto(base)
    phone.screenshot(path=TARGET / "home-phone.png")
    page = browser.new_page(viewport={"width": 1100, "height": 760})
    page.goto(base)
    page.screenshot(path=TARGET / "home.png")
    page.goto(f"{base}dang-ky/")
    page.fill("[name=name]", "Phạm Thị Ví Dụ")
    page.fill("[name=organisation]", "Trường Đại học Mẫu")
    page.fill("[name=phone]", "0912")
    page.locator("form .btn-primary").click()
    page.locator(".invalid-feedback").first.wait_for()
    page.screenshot(path=TARGET / "registration.png", full_page=True)
    page.select_option("[name=delegation]", index=3)
    page.locator("[name=honorific][value=ms], select[name=honorific]").first.evaluate(
        "e => e.tagName == 'SELECT' ? (e.value = 'ms') : e.click()"
    )
    page.fill("[name=position]", "Giảng viên")
    page.fill("[name=phone]", "0912 000 099")
    page.check("[name=consent]")
    page.locator("form .btn-primary").click()
    page.locator(".ticket").wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET / "confirmation.png")


def verification_pictures(browser: Browser, base: str, code: str) -> None:
    """Take the page on which a stranger finds the issued plan genuine, and that of sponsors."""
    page = browser.new_page(viewport={"width": 1100, "height": 760})
    page.goto(f"{base}xac-minh/{code}/")
    page.screenshot(path=TARGET / "verification.png")
    page.goto(f"{base}nha-tai-tro/")
    page.screenshot(path=TARGET / "sponsors.png")


def admin_pictures(page: Page, base: str, password: str) -> None:
    """Take the pages that organizers see."""
    page.goto(f"{base}quan-tri/")
    page.fill("[name=username]", "bantochuc")
    page.fill("[name=password]", password)
    page.locator("form button").last.click()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET / "admin-overview.png", full_page=True)
    page.goto(f"{base}quan-tri/agenda/programme/", wait_until="networkidle")  # its only row
    page.screenshot(path=TARGET / "admin-programme.png")
    page.goto(f"{base}quan-tri/registrations/registration/", wait_until="networkidle")
    page.screenshot(path=TARGET / "admin-registrations.png")
    page.goto(f"{base}quan-tri/events/officialdocument/papers/", wait_until="networkidle")
    page.screenshot(path=TARGET / "admin-papers.png")


def paper_pictures() -> str:
    """Take the first pages of the plan as issued and of the memorandum; return the plan's code."""
    from events.documents import KINDS
    from events.documents.register import Entry, issue
    from events.models import Event

    event = Event.objects.get()
    issued = issue(Entry(kind=KINDS["plan"], event=event, day=datetime.date(2025, 1, 20)))
    draw("plan", bytes(issued.file.content))
    draw("memorandum", KINDS["memorandum"].draft(event).pdf())
    return issued.code


def draw(name: str, content: bytes) -> None:
    """Make a picture of the first page."""
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "paper.pdf"
        paper.write_bytes(content)
        command = ["pdftoppm", "-png", "-l", "1", "-r", "60", str(paper), str(TARGET / name)]
        subprocess.run(command, check=True)


def promise() -> None:
    """Let a sponsor with an obviously fictional name promise, sign and give a part."""
    from django.utils import timezone

    from events.models import Event
    from sponsorship import services
    from sponsorship.models import Memorandum, Sponsor

    event = Event.objects.get()
    sponsor = Sponsor.objects.create(
        event=event,
        name="Hợp tác xã Ví Dụ",
        position=2,
        tier=Sponsor.Tier.GOLD,
        public=True,
        introduction="Đơn vị minh hoạ cho trang giới thiệu nhà tài trợ.",
    )
    Sponsor.objects.filter(event=event, position=1).update(public=True)
    draft = services.draft_memorandum(event=event, sponsor=sponsor)
    draft.parties.update(representative="Lê Thị Minh Họa", position="Giám đốc", address="Mẫu")
    draft.parties.update(account_number="0123456789", bank="Ngân hàng Mẫu")
    draft.ends_on = datetime.date(2030, 12, 31)
    draft.save()
    gift = draft.contributions.create(name="Kinh phí giải thưởng", amount=300_000_000, position=1)
    gift.instalments.create(amount=100_000_000, due_on=datetime.date(2025, 1, 15), position=1)
    gift.instalments.create(amount=200_000_000, due_on=datetime.date(2025, 2, 15), position=2)
    agreed = services.change_status(draft, Memorandum.Status.AGREED)
    services.change_status(agreed, Memorandum.Status.SIGNED, signing_day=datetime.date(2025, 1, 10))
    services.record_receipt(
        gift.instalments.first(), amount=100_000_000, received_on=timezone.localdate()
    )


def main() -> None:
    """Make every picture anew."""
    TARGET.mkdir(parents=True, exist_ok=True)
    own = os.environ.get("DATABASE_URL")
    password = "Chỉ dùng cho bộ ảnh này 1"
    stage: Any = nullcontext() if own else embedded_postgres.joined()
    with stage, server.scratch_database(own or embedded_postgres.database_url()) as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "contest_portal.settings"
        fill(password)
        code = paper_pictures()
        promise()
        invitation = tour_delegates.fill()
        tour_delegates.papers(invitation, draw)
        tour_content.fill()
        unit = tour_agenda.fill()
        draw("progress-report", tour_agenda.report())
        port = server.free_port()
        with server.gunicorn(port), sync_playwright() as playwright:
            base = f"http://127.0.0.1:{port}/"
            browser = playwright.chromium.launch(
                executable_path=browser_program.EXECUTABLE, args=browser_program.FLAGS
            )
            public_pictures(browser, base)
            tour_content.public(browser, base, TARGET)
            verification_pictures(browser, base, code)
            tour_delegates.public(browser, base, invitation.token, TARGET)
            tour_agenda.unit_page(browser, base, unit.token, TARGET)
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            admin_pictures(page, base, password)
            tour_delegates.organizers(page, base, TARGET)
            tour_agenda.organizers(page, base, unit.event_id, TARGET)
            browser.close()
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
