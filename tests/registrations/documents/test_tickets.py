"""The ticket as PDF and the calendar file: what they say, and who can have them."""

import datetime

import pytest
from django.utils import timezone, translation
from icalendar import Calendar

from events.models import Letter
from registrations import mail
from registrations.documents.tickets import ticket_pdf
from registrations.mail.calendar_file import calendar_file
from registrations.models import Registration
from registrations.services import hall, transitions
from tests.factories import make_hall, make_registration, make_seating
from tests.letters import words
from tests.pages import visible_text
from tests.papers.file import t03_fonts, t04_glyph_outlines, t25_metadata
from tests.papers.page import t05_nfc, t06_black_only
from tests.papers.reading import Reading
from tests.papers.sheets import nothing_overlaps, sheet

STARTS_AT = datetime.datetime(2030, 2, 12, 8, tzinfo=timezone.get_default_timezone())
LONG = "Trung tâm Ứng dụng tiến bộ khoa học và công nghệ, chuyển đổi số tỉnh Thái Nguyên "
WELCOMED = "sẽ hướng dẫn tại bàn đón tiếp"
WIDTH, HEIGHT, MARGIN = 148.0, 105.0, 8.0


@pytest.fixture
def event(db):
    event = make_seating(public_seats=2).event
    event.starts_at = STARTS_AT
    event.save()
    event.refresh_from_db()
    return event


def seated(event, **kwargs) -> Registration:
    """Register somebody, and read the row as the page does."""
    return reread(make_registration(event, **kwargs))


def reread(made: Registration) -> Registration:
    return Registration.objects.select_related("event", "seat").get(pk=made.pk)


@pytest.fixture(params=["plain", "without a chair", "long"])
def delegate(request, event) -> Registration:
    if request.param == "plain":
        return seated(event, name="Lê Thị Hòa", honorific="ms", position="Giám đốc")
    if request.param == "without a chair":
        make_hall(event, A=5)
        return seated(event, name="Lê Thị Hòa", honorific="ms", position="Giám đốc")
    make_hall(event, **{"KHỐI GIỮA BÊN TRÁI 1": 200})
    event.title, event.venue = LONG * 5, (LONG * 3)[:300]
    event.save()
    made = seated(
        event,
        name="Công Tằng Tôn Nữ " * 8,
        organisation=(LONG * 4)[:300],
        position=(LONG * 3)[:200],
    )
    hall.arrange(event)
    return reread(made)


# the ticket


def test_ticket_is_one_small_page_within_its_margins(delegate):
    reading = Reading(ticket_pdf(delegate))
    ((width, height),) = reading.sizes
    assert (width * 25.4 / 72, height * 25.4 / 72) == pytest.approx((WIDTH, HEIGHT), abs=0.2)
    for glyph in reading.glyphs:
        if glyph.text.strip():
            assert glyph.x0 >= MARGIN - 0.5, glyph
            assert glyph.x1 <= WIDTH - MARGIN + 0.5, glyph
            assert glyph.top >= MARGIN - 1, glyph
            assert glyph.bottom <= HEIGHT - MARGIN + 0.5, glyph


@pytest.mark.parametrize(
    "check",
    [t03_fonts, t04_glyph_outlines, t05_nfc, t06_black_only, t25_metadata, nothing_overlaps],
)
def test_ticket_is_printed_well(delegate, check):
    check(Reading(ticket_pdf(delegate)), sheet("PHIẾU THAM DỰ", ""))


def test_ticket_says_all_that_the_door_asks_for(event):
    one = seated(event, name="Lê Thị Hòa", honorific="ms", position="Giám đốc")
    said = " ".join(block.text for block in Reading(ticket_pdf(one)).blocks)
    for text in ("Bà Lê Thị Hòa", "Giám đốc", one.organisation, event.title, event.venue):
        assert text in said
    for text in (event.when(), one.code, str(one.seat.number)):
        assert text in said
    assert one.token not in said


@pytest.mark.parametrize(
    ("site", "way"),
    [
        ("https://cuoc-thi.example", "mở https://cuoc-thi.example/dang-ky/tim-lai/, nhập mã"),
        ("", "chọn “Tìm lại trang đăng ký”, nhập mã"),
    ],
)
def test_ticket_tells_the_way_back_to_who_lost_the_link(event, settings, site, way):
    settings.SITE_URL = site
    said = " ".join(block.text for block in Reading(ticket_pdf(seated(event))).blocks)
    assert "Mất đường dẫn: mở " in said
    assert way in said


def test_ticket_of_who_has_a_chair_names_it_and_no_second_number(event):
    make_hall(event, A=1, B=5)
    seated(event)
    one = seated(event)
    hall.arrange(event)
    said = [block.text for block in Reading(ticket_pdf(reread(one))).blocks]
    assert said[said.index("Vị trí") + 1] == "Hàng B, ghế 3"
    assert "Chỗ số" not in said


def test_without_a_chair_no_number_sends_people_looking_for_one(client, event):
    one = seated(event, email="hoa@thu.example")
    said = [block.text for block in Reading(ticket_pdf(reread(one))).blocks]
    assert said[said.index("Chỗ số") + 1] == "1"
    make_hall(event, A=5)
    one = reread(one)
    said = [block.text for block in Reading(ticket_pdf(one)).blocks]
    assert said[said.index("Vị trí") + 1] == WELCOMED
    assert "Chỗ số" not in said
    for text in (
        mail.delegates.read_out(one).text,
        str(entry(calendar_file(one))["description"]),
        visible_text(client.get(one.get_absolute_url()).content.decode()).replace(
            "Vị trí trong hội trường", "Vị trí:"
        ),
    ):
        assert f"Vị trí: {WELCOMED}" in text
        assert "Chỗ số" not in text


def test_papers_and_letters_stay_vietnamese_on_the_english_site(client, event):
    make_hall(event, A=5)
    one = seated(event, honorific="ms", name="Lê Thị Hòa", email="hoa@thu.example")
    hall.arrange(event)
    one = reread(one)
    with translation.override("en"):
        said = " ".join(block.text for block in Reading(ticket_pdf(one)).blocks)
        letter = mail.delegates.read_out(one).text
        mail.delegates.again(one)
        sent = words(Letter.objects.latest("pk"))
        diary = Calendar.from_ical(calendar_file(one)).walk("VEVENT")[0]
    assert "Bà Lê Thị Hòa" in said
    assert "Vị trí: Hàng A, ghế 3" in letter
    assert "Vị trí: Hàng A, ghế 3" in sent
    assert diary["description"] == f"Mã đăng ký: {one.code}\nVị trí: Hàng A, ghế 3"


def test_each_delegate_gets_the_own_ticket(client, event):
    one = make_registration(event)
    response = client.get(f"{one.get_absolute_url()}phieu-tham-du.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    assert "noindex" in response["X-Robots-Tag"]
    assert one.name not in response["Content-Disposition"]
    assert one.code in "".join(block.text for block in Reading(response.content).blocks)


@pytest.mark.parametrize("file", ["phieu-tham-du.pdf", "lich-buoi-le.ics"])
def test_who_has_no_seat_has_neither(client, event, file):
    first, _second, waiting = (make_registration(event) for _n in range(3))
    transitions.cancel(first)
    transitions.cancel(waiting)
    own = first.get_absolute_url()
    assert client.get(f"{own}{file}").status_code == 404
    assert file not in client.get(own).content.decode()
    assert client.get(f"/dang-ky/{'a' * 32}/{file}").status_code == 404


# the calendar


def entry(content: bytes | None):
    assert content is not None
    calendar = Calendar.from_ical(content)
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["prodid"]
    (event,) = calendar.walk("VEVENT")
    return event


def test_calendar_file_is_read_by_calendars(client, event):
    one = make_registration(event)
    response = client.get(f"{one.get_absolute_url()}lich-buoi-le.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store"
    content = response.content
    assert b"\r\n" in content
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    read = entry(content)
    assert read["dtstart"].dt == STARTS_AT
    assert b"DTSTART:20300212T010000Z" in content
    assert read["dtend"].dt > STARTS_AT
    assert str(read["summary"]) == event.title
    assert str(read["location"]) == event.venue
    assert one.code in read["description"]
    assert one.token not in content.decode()


def test_a_later_hour_replaces_the_earlier_one(event):
    one = seated(event)
    before = entry(calendar_file(one))
    event.starts_at += datetime.timedelta(hours=1)
    event.save()
    after = entry(calendar_file(Registration.objects.select_related("event").get(pk=one.pk)))
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt == before["dtstart"].dt + datetime.timedelta(hours=1)


def test_signs_of_the_format_in_a_title_do_no_harm(event):
    event.title = "Lễ; công bố, phát động\\n BEGIN:VEVENT"
    event.save()
    assert str(entry(calendar_file(seated(event)))["summary"]) == event.title


def test_each_registration_has_an_entry_of_its_own(event):
    uids = {str(entry(calendar_file(seated(event)))["uid"]) for _n in range(2)}
    assert len(uids) == 2


def test_no_calendar_while_only_days_are_known(client, event):
    event.starts_at = None
    event.save()
    one = make_registration(event)
    own = one.get_absolute_url()
    assert client.get(f"{own}lich-buoi-le.ics").status_code == 404
    page = client.get(own).content.decode()
    assert "lich-buoi-le.ics" not in page
    assert "phieu-tham-du.pdf" in page
