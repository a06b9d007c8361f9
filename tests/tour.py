"""`script/tour`: make the pictures of the README from the running product.

A scratch database is filled with the real ceremony and with delegates of obviously fictional
names; gunicorn serves it; Chromium looks at it.
"""

import os
import shutil
import subprocess
import tempfile
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from contest_portal import embedded_postgres
from tests import scratch_portal as server

TARGET = server.ROOT / "docs/tour"
PLAN = server.ROOT / "contest_portal/plans/le-cong-bo-2025.toml"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
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
    from registrations import services

    call_command("migrate", verbosity=0)
    call_command("load_plan", PLAN)
    User.objects.create_superuser("bantochuc", password=password)
    event = Event.objects.get()
    delegation = event.delegations.all()[2]
    for number, (honorific, name, position, organisation) in enumerate(DELEGATES):
        services.register(
            event=event,
            delegate=services.Delegate(
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
    phone = browser.new_page(viewport={"width": 360, "height": 740}, device_scale_factor=2)
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


def admin_pictures(page: Page, base: str, password: str) -> None:
    """Take the pages that organizers see."""
    page.goto(f"{base}quan-tri/")
    page.fill("[name=username]", "bantochuc")
    page.fill("[name=password]", password)
    page.locator("form button").last.click()
    page.goto(f"{base}quan-tri/agenda/programme/")
    page.locator("#result_list a, table a").filter(has_text="Lễ công bố").first.click()
    page.wait_for_url("**/change/")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET / "admin-programme.png")
    page.goto(f"{base}quan-tri/registrations/registration/", wait_until="networkidle")
    page.screenshot(path=TARGET / "admin-registrations.png")


def paper_pictures() -> None:
    """Take the pages of the official plan."""
    from agenda import documents
    from events.models import Event

    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "plan.pdf"
        paper.write_bytes(documents.plan(Event.objects.get()).pdf())
        command = ["pdftoppm", "-png", "-r", "60", str(paper), str(TARGET / "plan")]
        subprocess.run(command, check=True)


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
        paper_pictures()
        port = server.free_port()
        with server.gunicorn(port), sync_playwright() as playwright:
            base = f"http://127.0.0.1:{port}/"
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=CHROMIUM_FLAGS
            )
            public_pictures(browser, base)
            admin_pictures(
                browser.new_page(viewport={"width": 1280, "height": 800}), base, password
            )
            browser.close()
        from django.db import connections

        connections.close_all()


if __name__ == "__main__":
    main()
