"""The days of the contest as a page and as a calendar."""

import datetime
import uuid

import pytest
import time_machine
from defusedxml import ElementTree as ET  # type: ignore[import-untyped]
from icalendar import Calendar

from events.web import pages
from tests.factories import ContestFactory, EventFactory, MilestoneFactory
from tests.pages import visible_text

ATOM = "{http://www.w3.org/2005/Atom}"
pytestmark = pytest.mark.django_db
START = datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC)


def read(client, address):
    """Return what a page says; a page of before an edit is not kept, as after a commit."""
    pages.forget()
    return visible_text(client.get(address).content.decode())


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2030-01-06 12:00+07:00", tick=False):
        yield


@pytest.fixture
def contest():
    contest = ContestFactory(name="Cuộc thi A")
    EventFactory(contest=contest, title="Lễ phát động", starts_at=START, venue="Hội trường")
    MilestoneFactory(contest=contest, title="Thể lệ", starts_on=datetime.date(2030, 1, 5))
    MilestoneFactory(
        contest=contest,
        title="Nhận bài; mọi nơi",
        description="Nộp trực tiếp",
        starts_on=datetime.date(2030, 3, 1),
        ends_on=datetime.date(2030, 5, 31),
    )
    return contest


def test_today_is_marked_between_what_was_and_what_comes(client, contest):
    page = read(client, "/moc-thoi-gian/")
    places = [page.index(text) for text in ("Ngày 05/01/2030", "Hôm nay: 06/01/2030", "08 giờ 00")]
    assert places == sorted(places)
    with time_machine.travel("2030-04-01 12:00+07:00", tick=False):
        page = read(client, "/moc-thoi-gian/")
    assert "Từ ngày 01/03 đến ngày 31/05/2030 Hôm nay Nhận bài" in page
    assert "Hôm nay: " not in page
    with time_machine.travel("2030-06-01 12:00+07:00", tick=False):
        page = read(client, "/moc-thoi-gian/")
    assert page.index("Nhận bài") < page.index("Hôm nay: 01/06/2030")


def entries(answer):
    calendar = Calendar.from_ical(answer.content)
    return {str(entry["SUMMARY"]): entry for entry in calendar.walk("VEVENT")}


def test_the_calendar_has_the_same_days(client, contest):
    answer = client.get("/moc-thoi-gian/lich.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = entries(answer)
    assert set(found) == {"Thể lệ", "Lễ phát động", "Nhận bài; mọi nơi"}
    ceremony, handing_in = found["Lễ phát động"], found["Nhận bài; mọi nơi"]
    assert ceremony["DTSTART"].dt == START
    assert ceremony["LOCATION"] == "Hội trường"
    assert handing_in["DTSTART"].dt == datetime.date(2030, 3, 1)
    assert handing_in["DTEND"].dt == datetime.date(2030, 6, 1)  # the first day after it


def test_as_long_as_the_hour_is_open_the_ceremony_is_tentative(client, contest):
    contest.events.update(starts_at=None)
    answer = client.get("/moc-thoi-gian/lich.ics")
    ceremony = entries(answer)["Lễ phát động"]
    assert ceremony["STATUS"] == "TENTATIVE"
    assert ceremony["DTSTART"].dt == datetime.date(2030, 2, 10)
    assert ceremony["DTEND"].dt == datetime.date(2030, 2, 15)


def test_lines_are_folded_by_octets_and_the_file_is_the_same_all_day(client, contest):
    contest.milestones.update(description="Đổi mới sáng tạo - vì Thái Nguyên thân yêu " * 5)
    first = client.get("/moc-thoi-gian/lich.ics").content
    assert max(map(len, first.split(b"\r\n"))) <= 75
    with time_machine.travel("2030-01-06 23:00+07:00", tick=False):
        assert client.get("/moc-thoi-gian/lich.ics").content == first


def test_the_last_day_that_a_calendar_knows(client, contest):
    contest.milestones.update(starts_on=datetime.date.max, ends_on=None)
    assert client.get("/moc-thoi-gian/lich.ics").status_code == 200
    assert "31/12/9999" in read(client, "/moc-thoi-gian/")


def test_english_pages_mark_what_has_no_english(client, contest):
    contest.milestones.filter(title="Thể lệ").update(title_en="The rules are out")
    html = client.get("/en/moc-thoi-gian/").content.decode()
    assert "<h2>The rules are out</h2>" in html
    assert '<h2 lang="vi">Lễ phát động</h2>' in html


def test_without_a_ceremony_there_is_nothing_yet(client):
    assert client.get("/moc-thoi-gian/").status_code == 200
    assert entries(client.get("/moc-thoi-gian/lich.ics")) == {}
    assert client.get("/moc-thoi-gian/feed/").status_code == 404


def told(client, address="/moc-thoi-gian/feed/"):
    """Return title and id of each entry of the feed."""
    pages.forget()
    entries = ET.fromstring(client.get(address).content).findall(f"{ATOM}entry")
    return [(one.findtext(f"{ATOM}title"), one.findtext(f"{ATOM}id")) for one in entries]


def test_the_feed_tells_each_day_when_it_has_come_under_a_name_that_stays(client, contest):
    rules = contest.milestones.get(title="Thể lệ")
    (first,) = told(client)
    name = uuid.uuid5(rules.contest.feeds_id, f"vi moc-{rules.pk}")
    assert first == ("Thể lệ", f"urn:uuid:{name}")
    with time_machine.travel("2030-02-28 23:59:59+07:00", tick=False):
        assert [title for title, _id in told(client)] == ["Lễ phát động", "Thể lệ"]
    with time_machine.travel("2030-03-01 00:00+07:00", tick=False):
        titles = [title for title, _id in told(client)]
        assert titles == ["Nhận bài; mọi nơi", "Lễ phát động", "Thể lệ"]
        rules.starts_on = datetime.date(2030, 1, 4)
        rules.title = "Thể lệ đã có"
        rules.save()
        assert told(client)[-1] == ("Thể lệ đã có", first[1])


def test_ids_of_the_feed_stay_when_the_site_moves(client, contest, settings):
    settings.ALLOWED_HOSTS = ["*"]
    before, after = (
        ET.fromstring(client.get("/moc-thoi-gian/feed/", headers={"Host": host}).content)
        for host in ("old.example", "new.example")
    )
    ids = [one.text for one in before.iter(f"{ATOM}id")]
    assert ids == [one.text for one in after.iter(f"{ATOM}id")]
    assert len(set(ids)) == 2
    links = [one.get("href") for one in after.iter(f"{ATOM}link")]
    assert all(link.startswith("http://new.example/moc-thoi-gian/") for link in links)


def test_the_feed_is_named_in_the_head_and_is_the_same_while_nothing_comes(client, contest):
    head = client.get("/moc-thoi-gian/").content.decode().partition("</head>")[0]
    feed = 'type="application/atom+xml" title="Các mốc thời gian" href="/moc-thoi-gian/feed/"'
    assert feed in head
    answer = client.get("/moc-thoi-gian/feed/")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    entry = ET.fromstring(answer.content).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}published") == "2030-01-05T00:00:00+07:00"
    pages.forget()
    assert client.get("/moc-thoi-gian/feed/", HTTP_IF_NONE_MATCH=answer["ETag"]).status_code == 304


def test_a_ceremony_that_is_not_public_is_in_no_feed(client, contest):
    EventFactory(contest=contest, title="Lễ kín", published=False, starts_at=START)
    with time_machine.travel("2030-02-12 12:00+07:00", tick=False):
        assert [title for title, _id in told(client)] == ["Lễ phát động", "Thể lệ"]


@pytest.mark.parametrize(
    ("day", "before", "after"),
    [
        ("2030-01-06", "Ngày 05/01/2030", "08 giờ 00 phút"),
        ("2030-02-20", "08 giờ 00 phút", "Từ ngày 01/03"),
        ("2030-06-01", "Nhận bài", "Tất cả các mốc"),
    ],
)
def test_the_home_page_marks_today_too(client, contest, day, before, after):
    with time_machine.travel(f"{day} 12:00+07:00", tick=False):
        page = read(client, "/")
    page = page[page.index("Các mốc thời gian") :]
    mark = f"Hôm nay: {datetime.date.fromisoformat(day):%d/%m/%Y}"
    assert page.count("Hôm nay") == 1
    rest = page[page.index(mark) :]
    assert before in page[: page.index(mark)]
    assert before not in rest
    assert after in rest


def test_the_home_page_marks_a_milestone_of_today_and_nothing_else(client, contest):
    with time_machine.travel("2030-04-01 12:00+07:00", tick=False):
        page = read(client, "/")
    assert page.count("Hôm nay") == 1
    assert "31/05/2030 Hôm nay Nhận bài" in page
