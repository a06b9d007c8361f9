"""The script of the ceremony: minute by minute, who, what is said, sound, screen, logistics."""

import datetime
import io
from pathlib import Path

import pdfplumber
import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction

from contest_portal.models import Signing
from events.documents import KINDS
from events.models import CommitteeMember, Event
from tests import papers
from tests.factories import AgendaItemFactory, EventFactory, UnitFactory, complete_memorandum
from tests.papers import sheets
from tests.papers.pictures import differs_from
from tests.papers.sheets import SHEET_CHECKS, no_word_is_cut

pytestmark = pytest.mark.django_db  # all: else a run of some takes the portal's own database

PLAN_FILE = "contest_portal/plans/le-cong-bo-2025.toml"
PICTURES = Path(__file__).parent / "pictures"
TITLE = "KỊCH BẢN CHƯƠNG TRÌNH"
HEAD = [
    "TT",
    "Thời gian",
    "Nội dung, lời dẫn",
    "Thực hiện",
    "Âm thanh, ánh sáng, màn hình",
    "Hậu cần, ghi chú",
]
EIGHT = datetime.datetime(2025, 2, 12, 1, tzinfo=datetime.UTC)
MINUTES = [10, 10, 5, 10, 5, 10, 10, 5]
PUBLISHED = "chương trình bản số 1, công bố ngày 20/01/2025."
DRAFT = "Lập theo bản nháp"
WORDS = (
    "Kính thưa các đồng chí lãnh đạo, kính thưa quý vị đại biểu!\n"
    "Xin trân trọng kính mời đại diện Ban Tổ chức lên phát biểu. Xin trân trọng kính mời!"
)

Paper = tuple[papers.Reading, papers.Expected, list[str]]


def print_script(event: Event) -> papers.Reading:
    return papers.Reading(KINDS["run-sheet"].draft(event).pdf())


def paper(event: Event, when: str, version: str, hours: list[list[str]], total: str) -> Paper:
    """Print the script; return it with its facts and all that it must say.

    `hours` are the lines of the column of hours, item by item.
    """
    event = Event.objects.get(pk=event.pk)
    texts = [TITLE, event.title, f"Thời gian: {when}", f"Địa điểm: {event.venue}", version]
    number = 0
    for item, time in zip(event.agenda_items.all(), hours, strict=True):
        if not item.only_script:
            number += 1
            texts.append(str(number))
        texts += [*time, item.title]
        texts += [f"1. {sides(s.memorandum)}" for s in Signing.objects.filter(item=item)]
        screen = [f"Màn hình: {item.screen}"] if item.screen else []
        screen += [f"Video: {item.video}"] if item.video else []
        texts += [item.performer, item.sound, *screen, item.logistics]
        texts += [f"Lời dẫn: {item.mc_text}"] if item.mc_text else []
    texts += [total] if total else []
    return print_script(event), sheets.sheet(TITLE, event.title), [text for text in texts if text]


def sides(memorandum) -> str:
    return " - ".join(
        f"{p.name} ({p.honorific} {p.representative}, {p.position})" if p.representative else p.name
        for p in memorandum.parties.all()
    )


def real() -> Event:
    with time_machine.travel("2025-01-20T02:00:00Z"):
        call_command("load_plan", PLAN_FILE, verbosity=0)
    return Event.objects.get(slug="le-cong-bo-2025")


def written_out(event: Event) -> Event:
    """Write to every item all that the script has room for; the ceremony begins at eight."""
    for item, minutes in zip(event.agenda_items.all(), MINUTES, strict=True):
        item.minutes, item.mc_text = minutes, WORDS
        item.sound = "Nhạc nền lễ tân\nÁnh sáng toàn sân khấu"
        item.screen = "Phông chính của buổi lễ\nTên người phát biểu"
        item.logistics = "Micro bục; hoa; nước uống cho đại biểu ngồi hàng đầu"
        item.save()
    event.starts_at = EIGHT
    event.save()
    return event


def ten_times() -> Event:
    event = EventFactory(title="Lễ công bố thử")
    for number in range(40):
        values = {"minutes": 10, "only_script": number % 5 == 0, "performer": "Ban-Tổ-chức " * 8}
        text = "Kính thưa quý vị đại biểu! " * (1 + 7 * number % 40)
        values |= {
            "mc_text": text.strip(),
            "sound": "Nhạc",
            "video": "tvc.mp4",
            "logistics": "Hoa\nNước",
        }
        AgendaItemFactory(event=event, **values)
    return event


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker) -> dict[str, Paper]:
    with django_db_blocker.unblock(), transaction.atomic():
        event = real()
        window = "1/2 ngày (trong khoảng từ 10/02/2025 - 14/02/2025)"
        made = {"real": paper(event, window, f"Lập theo {PUBLISHED}", [[]] * 8, "")}
        hours = ["08:00", "08:10", "08:20", "08:25", "08:35", "08:40", "08:50", "09:00", "09:05"]
        spans = [
            [f"{start} - {end}", f"({minutes} phút)"]
            for start, end, minutes in zip(hours[:-1], hours[1:], MINUTES, strict=True)
        ]
        day = "08 giờ 00 phút, ngày 12 tháng 02 năm 2025 (thứ Tư)"
        total = "Tổng thời lượng: 65 phút."
        made["written_out"] = paper(
            written_out(event), day, f"{DRAFT}, có nội dung khác {PUBLISHED}", spans, total
        )
        window = "1/2 ngày (trong khoảng từ 10/02/2030 - 14/02/2030)"
        spans = [[f"{10 * n}' - {10 * n + 10}'", "(10 phút)"] for n in range(40)]
        total = "Tổng thời lượng: 400 phút (dài hơn nửa ngày: 240 phút)."
        made["ten_times"] = paper(
            ten_times(), window, f"{DRAFT}; chương trình chưa công bố.", spans, total
        )
        transaction.set_rollback(True)
    return made


NAMES = ["real", "written_out", "ten_times"]


@pytest.mark.parametrize("check", SHEET_CHECKS)
@pytest.mark.parametrize("name", NAMES)
def test_script_keeps_the_rules_of_sheets(printed, name, check):
    check(*printed[name][:2])


@pytest.mark.parametrize("name", NAMES)
def test_every_minute_stands_in_order_with_all_that_is_done(printed, name):
    reading, _, texts = printed[name]

    no_word_is_cut(reading, texts)
    assert [block.text for block in reading.blocks if block.tag == "TH"][:6] == HEAD


@pytest.mark.parametrize("name", ["real", "written_out"])
def test_script_looks_as_it_was_approved(printed, name):
    assert differs_from(PICTURES, f"run-sheet-{name}", printed[name][0].pdf) == []


def test_words_to_be_spoken_are_large_enough_to_read_aloud(printed):
    reading, _, _ = printed["written_out"]

    words = [block for block in reading.blocks if block.text.startswith("Lời dẫn:")]
    assert len(words) == 8
    for block in words:
        assert all(glyph.size > 13.5 for line in block.lines for glyph in line.ink)


@pytest.mark.parametrize("name", ["written_out", "ten_times"])
def test_words_begin_on_the_page_of_their_item(printed, name):
    blocks = [block for block in printed[name][0].blocks if block.tag != "TH" and block.lines]

    begun = [i for i, block in enumerate(blocks) if block.text.startswith("Lời dẫn:")]
    assert len(begun) >= 8
    for index in begun:
        assert blocks[index].lines[0].page == blocks[index - 1].lines[-1].page


def test_words_that_go_on_over_a_page_stand_in_closed_boxes(printed):
    with pdfplumber.open(io.BytesIO(printed["ten_times"][0].pdf)) as script:
        assert len(script.pages) > 5
        for page in script.pages:
            drawn = [*page.rects, *page.lines, *page.curves]
            foot = max(line["bottom"] for line in drawn)
            closing = [line for line in drawn if line["height"] < 1 < line["width"]]
            assert foot - max(line["bottom"] for line in closing) < 1, page.page_number


def test_script_without_an_item_says_so():
    event = EventFactory(title="Lễ công bố thử")

    reading = print_script(event)

    assert sheets.said(reading)[-1] == "Chương trình chưa có nội dung nào."
    for check in SHEET_CHECKS:
        if check is not sheets.head_on_every_page:
            check(reading, sheets.sheet(TITLE, event.title))


def test_minutes_stop_where_one_is_unknown():
    event = EventFactory()
    for minutes in (10, None, 5):
        AgendaItemFactory(event=event, title="Việc", performer="", minutes=minutes)

    assert sheets.said(print_script(event))[5:] == [
        *("1", "0' - 10'", "(10 phút)", "Việc"),
        *("2", "Việc"),
        *("3", "(5 phút)", "Việc"),
        "Tổng thời lượng: 15 phút, chưa kể 01 nội dung chưa định thời lượng.",
    ]


def test_what_is_not_announced_has_no_number():
    event = EventFactory(starts_at=EIGHT)
    AgendaItemFactory(event=event, title="Đón khách", performer="", minutes=30, only_script=True)
    AgendaItemFactory(event=event, title="Khai mạc", performer="", minutes=10)

    assert sheets.said(print_script(event))[5:] == [
        *("08:00 - 08:30", "(30 phút)", "Đón khách"),
        *("1", "08:30 - 08:40", "(10 phút)", "Khai mạc"),
        "Tổng thời lượng: 40 phút.",
    ]


def test_signing_tells_who_signs():
    event = EventFactory()
    item = AgendaItemFactory(event=event, title="Ký kết")
    for position in (1, 2):
        memorandum = complete_memorandum(event)
        signer = "Phó Giám đốc" if position == 2 else ""
        Signing.objects.create(item=item, memorandum=memorandum, position=position, signer_b=signer)
    a, b = memorandum.parties.all()

    lines = [text for text in sheets.said(print_script(event)) if text.startswith(("1. ", "2. "))]

    assert lines[0].endswith("(Ông Nguyễn Văn Thử, Trưởng ban) - " + lines[0].split(" - ")[-1])
    assert "(Bà Trần Thị Mẫu, Giám đốc)" in lines[0]
    assert lines[1] == f"2. {a.name} (Ông Nguyễn Văn Thử, Trưởng ban) - {b.name} (Phó Giám đốc)"


def test_queries_are_few_whatever_the_size(django_assert_num_queries):
    for number in (1, 10):
        event = EventFactory()
        for position in range(1, number + 1):
            item = AgendaItemFactory(event=event)
            memorandum = complete_memorandum(event)
            Signing.objects.create(item=item, memorandum=memorandum, position=position)
        fresh = Event.objects.get(pk=event.pk)
        with django_assert_num_queries(7):
            KINDS["run-sheet"].draft(fresh).html()


def test_who_is_chosen_stands_beside_what_is_written() -> None:
    event = EventFactory()
    member = CommitteeMember.objects.create(event=event, position=1, name="Lê Thị Hòa")
    unit = UnitFactory(event=event, name="Sở Thử")
    written = AgendaItemFactory(event=event, position=1, performer="Bà Lê Thị Hòa, Phó Trưởng ban")
    bare = AgendaItemFactory(event=event, position=2, performer="", only_script=True)
    for item in (written, bare):
        item.members.add(member)
        item.units.add(unit)
    rows = KINDS["run-sheet"].draft(event).context["rows"]
    assert [row["who"] for row in rows] == [
        ["Bà Lê Thị Hòa, Phó Trưởng ban", "Sở Thử"],
        ["Lê Thị Hòa", "Sở Thử"],
    ]
