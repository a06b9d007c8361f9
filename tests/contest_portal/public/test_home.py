"""The home page knows the day."""

import datetime
import json
import re

import pytest
import time_machine

from contest_portal.public.home import heart
from events.models import Plan
from tests.factories import AgendaItemFactory, PlanFactory, make_seating, published
from tests.pages import visible_text

ZONE = datetime.timezone(datetime.timedelta(hours=7))
START = datetime.datetime(2030, 2, 12, 8, tzinfo=ZONE)


@pytest.fixture
def event(db):
    event = make_seating(public_seats=3).event
    event.starts_at = START
    event.save()
    for title, minutes in (("Khai mạc", 15), ("Phát động", 30), ("Bế mạc", 10)):
        AgendaItemFactory(event=event, title=title, minutes=minutes)
    published(event)
    return event


def at(client, moment: str, path: str = "/") -> str:
    with time_machine.travel(f"{moment} +07:00", tick=False):
        return visible_text(client.get(path).content.decode())


@pytest.mark.parametrize(
    ("moment", "seen", "hidden"),
    [
        ("2030-02-02 10:00", ["Còn 10 ngày", "Đăng ký tham dự", "Tôi có giấy mời"], ["Hôm nay"]),
        ("2030-02-11 23:59", ["Còn 1 ngày", "Đăng ký tham dự"], ["Đang diễn ra"]),
        ("2030-02-12 07:00", ["Hôm nay", "Buổi lễ diễn ra hôm nay"], ["Đang diễn ra", "ngày nữa"]),
        (
            "2030-02-12 08:20",
            ["Đang diễn ra 08:15 Phát động", "Tiếp theo: 08:45 Bế mạc"],
            ["Đăng ký tham dự", "Ba bước để tham dự", "trên 3 chỗ"],
        ),
        (
            "2030-02-12 08:50",
            ["Đang diễn ra 08:45 Bế mạc"],
            ["Tiếp theo:", "Đăng ký tham dự"],
        ),
        ("2030-02-12 09:30", ["Chương trình hôm nay đã kết thúc"], ["Tiếp theo:", "trên 3 chỗ"]),
        (
            "2030-02-13 00:01",
            ["Buổi lễ đã kết thúc", "Ban Tổ chức trân trọng cảm ơn", "Khai mạc"],
            ["Đăng ký tham dự", "trên 3 chỗ", "Tôi có giấy mời", "Số đại biểu dự kiến", "Hôm nay"],
        ),
    ],
)
@pytest.mark.usefixtures("event")
def test_page_tells_what_the_day_brings(client, moment, seen, hidden):
    page = at(client, moment)
    for words in seen:
        assert words in page
    for words in hidden:
        assert words not in page


@pytest.mark.django_db(transaction=True)
def test_kept_page_moves_on_with_the_programme(client):
    test = make_seating().event
    test.starts_at = START
    test.save()
    for title in ("Khai mạc", "Phát động"):
        AgendaItemFactory(event=test, title=title, minutes=15)
    published(test)
    assert "Đang diễn ra 08:00 Khai mạc" in at(client, "2030-02-12 08:14")
    assert "Đang diễn ra 08:15 Phát động" in at(client, "2030-02-12 08:15")
    assert "Chương trình hôm nay đã kết thúc" in at(client, "2030-02-12 08:31")


@pytest.mark.parametrize(
    ("moment", "seen", "hidden"),
    [
        ("2030-02-12 23:39", "Buổi lễ diễn ra hôm nay", "Đang diễn ra"),
        ("2030-02-12 23:40", "Đang diễn ra 23:40 Khai mạc", "hôm nay đã kết thúc"),
        ("2030-02-12 23:59", "Đang diễn ra 23:55 Phát động", "hôm nay đã kết thúc"),
        ("2030-02-13 00:00", "Buổi lễ đã kết thúc", "Đang diễn ra"),
    ],
)
def test_a_programme_that_passes_midnight(client, event, moment, seen, hidden):
    event.starts_at = START.replace(hour=23, minute=40)
    event.save()
    page = at(client, moment)
    assert seen in page
    assert hidden not in page


@pytest.mark.usefixtures("event")
def test_menu_offers_registration_until_the_ceremony_is_over(client):
    assert "Đăng ký Nhà tài trợ" in at(client, "2030-02-12 23:59")
    assert "Đăng ký Nhà tài trợ" not in at(client, "2030-02-13 00:01")


def test_day_that_is_not_fixed_is_not_counted_down_to_as_the_one(client, db):
    make_seating()
    assert "Còn 8 ngày" in at(client, "2030-02-02 10:00")
    for day in ("10", "12", "14"):
        page = at(client, f"2030-02-{day} 10:00")
        assert "Hôm nay" not in page
        assert "Đăng ký tham dự" in page
    assert "Buổi lễ đã kết thúc" in at(client, "2030-02-15 00:01")


@pytest.mark.django_db(transaction=True)
def test_why_is_told_in_the_words_of_the_plan(client):
    event = make_seating().event
    assert "Vì sao có Cuộc thi" not in visible_text(client.get("/").content.decode())
    PlanFactory(event=event)
    plan = Plan.objects.get()
    plan.purposes.all().delete()
    plan.purposes.create(text="Cuộc thi là hoạt động thiết thực.", position=1)
    plan.purposes.create(text="Tôn vinh; trân trọng sáng kiến, dù là nhỏ nhất.", position=2)
    page = visible_text(client.get("/").content.decode())
    assert "Vì sao có Cuộc thi Trân trọng sáng kiến, dù là nhỏ nhất." in page
    assert "Cuộc thi là hoạt động thiết thực." in page


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ([], ""),
        (["Không có dấu ngắt."], ""),
        (["Một; hai."], "Hai."),
        (["Một; hai ba bốn.", "Một; năm."], "Năm."),
    ],
)
def test_heart_is_the_briefest_last_clause(why, expected):
    assert heart(why) == expected


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("path", ["/", "/en/", "/chuong-trinh/"])
def test_head_tells_others_about_the_page(client, event, path):
    event.summary = 'Lễ "công bố" <b>& phát động</b></script>'
    event.save()
    source = client.get(path).content.decode()
    assert f'<link rel="canonical" href="http://testserver{path}">' in source
    assert 'hreflang="x-default"' in source
    for name in ("og:title", "og:description", "og:image", "og:url", "og:locale"):
        assert re.search(rf'<meta property="{name}" content="[^"]+">', source), name
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', source, re.S)
    data = json.loads(found[1])
    assert data["@type"] == "Event"
    assert data["startDate"] == "2030-02-12T08:00:00+07:00"
    assert data["eventStatus"].endswith("EventScheduled")
    assert data["description"] == event.summary
    assert data["organizer"]["@type"] == "Organization"


def test_manifest_and_icons_are_there(client, db):
    manifest = client.get("/site.webmanifest").json()
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512", "any"}
    assert manifest["theme_color"] == "#1f5b3a"
