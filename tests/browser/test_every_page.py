"""Every page of the admin: one main part, every field with its name, nothing that axe finds."""

import json
import os
import time

from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Error

from tests import whole_portal
from tests.browser.conftest import DESK, PHONE, Visit
from tests.people import administrator


def test_all(chromium: Browser, portal: str, transactional_db: None) -> None:
    from pathlib import Path

    AXE = Path(__import__("axe_playwright_python").__file__).parent / "axe.min.js"
    world = whole_portal.build()
    client = Client()
    client.force_login(administrator(), backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context = chromium.new_context(viewport=DESK, locale="vi-VN")
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": portal}])
    context.add_init_script(path=str(AXE))
    page = context.new_page()
    visit = Visit(page, portal)
    visit.watch()
    seen, out = set(), []
    start = time.monotonic()
    listed = whole_portal.pages(world, client, reverse("admin:index"))
    print("LISTED", time.monotonic() - start, len(listed))
    only = os.environ.get("ONLY")
    for one in listed:
        if only and only not in one.name:
            continue
        t = time.monotonic()
        try:
            answer = page.goto(f"{portal}{one.path}")
        except Error as e:
            out.append({"name": one.name, "path": one.path, "download": str(e)[:80]})
            continue
        kind = answer.headers.get("content-type", "")
        if answer.status == 200 and kind.startswith("text/html"):
            seen.add(one.name)
            t1 = time.monotonic()
            row = {
                "name": one.name,
                "path": one.path,
                "title": page.title(),
                "h1": [h.inner_text() for h in page.locator("h1").all()],
                "load": t1 - t,
            }
            for size in (DESK, PHONE):
                page.set_viewport_size(size)
                found = page.evaluate(
                    "axe.run({resultTypes:['violations'],preload:false,iframes:false})"
                )["violations"]
                row[str(size["width"])] = [
                    (v["id"], [(n["target"][0], n["html"][:200]) for n in v["nodes"]])
                    for v in found
                ]
                row[f"wide{size['width']}"] = visit.sideways()
                if os.environ.get("SHOTS"):
                    page.screenshot(
                        path=f"{os.environ['SHOTS']}/{one.name.replace('/', '_')[:80]}.{size['width']}.png",
                        full_page=False,
                    )
            page.set_viewport_size(DESK)
            row["axe"] = time.monotonic() - t1
            if os.environ.get("SHOTS"):
                open(f"{os.environ['SHOTS']}/{one.name.replace('/', '_')[:80]}.html", "w").write(
                    page.content()
                )
            out.append(row)
        else:
            out.append({"name": one.name, "path": one.path, "status": answer.status, "kind": kind})
    print(time.monotonic() - start)
    json.dump(
        {"rows": out, "troubles": visit.troubles, "total": time.monotonic() - start},
        open("/tmp/desk.json", "w"),
        ensure_ascii=False,
        indent=1,
    )
