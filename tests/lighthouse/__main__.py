"""`script/lighthouse`: measure the public pages of the real ceremony, as a slow phone has them."""

import datetime
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from playwright.sync_api import sync_playwright

from contest_portal import embedded_postgres
from tests import browser_program
from tests import scratch_portal as server
from tests.files import picture as drawing

PROGRAM = Path(__file__).parent / "node_modules/lighthouse/cli/index.js"
PLAN = server.ROOT / "contest_portal/plans/le-cong-bo-2025.toml"
NEWS = 4  # posts
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SCORE, PAINT, SHIFT = 98, 1500, 0.01  # of 100; milliseconds; share of the screen
TIMES = 3  # each page is looked at; the median counts
SECRET = (
    "invitation: without the audit is-crawlable, for the page is behind a secret link and asks "
    "engines not to list it"
)
FIRST_VIEW, SECOND_VIEW = 120_000, 20_000  # bytes of the home page


class Measured(NamedTuple):
    """What was found of a page."""

    scores: tuple[int, ...]  # in the order of `CATEGORIES`, of 100
    paint: float  # largest, milliseconds
    shift: float
    missed: tuple[str, ...]  # the titles of what took points

    @classmethod
    def median(cls, several: Sequence["Measured"]) -> "Measured":
        """Return the median of each figure, and what took points in any."""
        missed = dict.fromkeys(title for one in several for title in one.missed)
        return cls(
            tuple(
                round(median(column))
                for column in zip(*(one.scores for one in several), strict=True)
            ),
            median(one.paint for one in several),
            median(one.shift for one in several),
            tuple(missed),
        )

    @property
    def holds(self) -> bool:
        """Whether every aim is reached."""
        return min(self.scores) >= SCORE and self.paint <= PAINT and self.shift <= SHIFT


def measure(address: str, *, secret: bool = False) -> Measured:
    """Let Lighthouse look at a page; what is behind a secret link need not be found by engines."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        command = ["node", str(PROGRAM), address, "--quiet", "--output=json"]
        command += [f"--output-path={report.name}", f"--only-categories={','.join(CATEGORIES)}"]
        command += [f"--chrome-flags=--headless=new {' '.join(browser_program.FLAGS)}"]
        if secret:
            command.append("--skip-audits=is-crawlable")
        environment = {**os.environ, "CHROME_PATH": str(browser_program.EXECUTABLE)}
        for last in (False, True):  # on a busy machine Chromium may lose its trace
            done = subprocess.run(command, check=last, env=environment, stdout=subprocess.DEVNULL)
            if done.returncode == 0:
                break
        found: dict[str, Any] = json.loads(Path(report.name).read_text())
    audits = found["audits"]
    missed = [
        audits[each["id"]]["title"]
        for name in CATEGORIES
        for each in found["categories"][name]["auditRefs"]
        if each["weight"] and (audits[each["id"]]["score"] or 0) < 0.9
        and audits[each["id"]]["scoreDisplayMode"] not in ("notApplicable", "manual")
    ]  # fmt: skip
    return Measured(
        tuple(round(100 * found["categories"][name]["score"]) for name in CATEGORIES),
        audits["largest-contentful-paint"]["numericValue"],
        audits["cumulative-layout-shift"]["numericValue"],
        tuple(missed),
    )


def _count(came: list[float], event: dict[str, Any]) -> None:
    came.append(event["encodedDataLength"])


def weigh(address: str) -> tuple[int, int]:
    """Return the bytes over the line of a first and of a second view."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=browser_program.EXECUTABLE, args=browser_program.FLAGS
        )
        context = browser.new_context(viewport={"width": 360, "height": 740})
        views = []
        for _view in range(2):
            page = context.new_page()
            line = context.new_cdp_session(page)
            line.send("Network.enable")
            came: list[float] = []
            line.on("Network.loadingFinished", partial(_count, came))
            page.goto(address, wait_until="networkidle")
            views.append(int(sum(came)))
            page.close()
        browser.close()
    return views[0], views[1]


def fill() -> tuple[str, str]:
    """Load the real ceremony, publish rules and news, and invite an office; return the paths of a
    post and of the invitation."""
    import django
    from django.core.management import call_command

    django.setup()
    from django.urls import reverse

    from events.models import Event
    from events.services import publications
    from tests.factories import NewsPostFactory, full_rules, make_invitation, make_picture
    from tests.many import PARAGRAPH

    call_command("migrate", verbosity=0)
    call_command("load_plan", PLAN, first_day=server.FIRST_DAY)
    event = Event.objects.get()
    publications.publish(full_rules(event.contest, decided_on=datetime.date(2025, 1, 5)))
    for _n in range(NEWS):
        picture = make_picture(event.contest, drawing(size=(1600, 1067), color=(22, 98, 140)))
        text = f"{PARAGRAPH}\n\n![Quang cảnh](anh:{picture.pk})\n\n## Kết quả\n\n{PARAGRAPH}"
        row = NewsPostFactory(contest=event.contest, picture=picture, lead=PARAGRAPH, text=text)
        publications.publish(row)
    invitation = make_invitation(event, name="Sở Thử nghiệm", quota=3)
    return row.get_absolute_url(), reverse("invitations:invitation", args=[invitation.token])


@contextmanager
def portal() -> Iterator[dict[str, str]]:
    """Serve the real ceremony; yield the addresses of the pages by their names."""
    own = os.environ.get("DATABASE_URL")
    stage: Any = nullcontext() if own else embedded_postgres.joined()
    with stage, server.scratch_database(own or embedded_postgres.database_url()) as url:
        os.environ["DATABASE_URL"] = url
        os.environ["DJANGO_SETTINGS_MODULE"] = "contest_portal.settings"
        post, invitation = fill()
        port = server.free_port()
        with server.gunicorn(port):
            base = f"http://127.0.0.1:{port}"
            yield {
                "home": f"{base}/",
                "home, English": f"{base}/en/",
                "rules": f"{base}/the-le/",
                "news": f"{base}/tin-tuc/",
                "a post": f"{base}{post}",
                "programme": f"{base}/chuong-trinh/",
                "registration": f"{base}/dang-ky/",
                "invitation": f"{base}{invitation}",
            }


def main() -> int:
    """Print the table; return 1 where an aim is missed. Arguments: names of pages; all without."""
    failed, named = False, sys.argv[1:]
    with portal() as pages:
        first, second = weigh(pages["home"])
        for name, address in pages.items():
            if named and name not in named:
                continue
            secret = name == "invitation"
            found = Measured.median([measure(address, secret=secret) for _n in range(TIMES)])
            failed |= not found.holds
            scores = " ".join(f"{score:>3}" for score in found.scores)
            print(
                f"{name:<16} {scores}  {found.paint:>6.0f} ms  shift {found.shift:.3f}", flush=True
            )
            for title in found.missed:
                print(f"{'':<17}{title}")
    print(SECRET)
    print(f"home weighs {first / 1000:.1f} kB, and {second / 1000:.1f} kB when seen again")
    return int(failed or first > FIRST_VIEW or second > SECOND_VIEW)


if __name__ == "__main__":
    sys.exit(main())
