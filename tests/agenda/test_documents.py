"""The plan of the real ceremony, rule by rule, and papers from odd content."""

import json
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from agenda import documents
from events.models import Event, Plan
from tests import papers
from tests.agenda import plan_facts
from tests.agenda.odd_plans import ODD, RENUMBERED
from tests.factories import EventFactory
from tests.papers.pictures import differs_from
from tests.papers.reading import squeeze

PLAN_FILE = "contest_portal/plans/le-cong-bo-2025.toml"
HERE = Path(__file__).parent
FRAGMENTS = json.loads((HERE / "plan_fragments.json").read_text(encoding="utf-8"))
# What the paper adds to the words of its source, before them
ADDED = (
    "UBND TỈNH THÁI NGUYÊN"
    "BAN TỔ CHỨC CUỘC THI “ĐỔI MỚI SÁNG TẠO - VÌ THÁI NGUYÊN THÂN YÊU”"
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    "Độc lập - Tự do - Hạnh phúc"
)
DASHED = {*range(14, 22), 24, 25, 68, 69, *range(71, 75)}

Paper = tuple[papers.Reading, papers.Expected]


def _real_ceremony() -> Event:
    """Load the ceremony on a certain day: the programme tells when it was published."""
    with time_machine.travel("2025-01-20T02:00:00Z"):
        call_command("load_plan", PLAN_FILE, verbosity=0)
    return Event.objects.get(slug="le-cong-bo-2025")


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker) -> dict[str, Paper]:
    """The plan and the programme of the real ceremony, made once for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        event = _real_ceremony()
        made = {
            "plan": (papers.Reading(documents.plan(event).pdf()), plan_facts.of_plan(event)),
            "programme": (
                papers.Reading(documents.programme(event).pdf()),
                plan_facts.of_programme(event),
            ),
        }
        transaction.set_rollback(True)
    return made


@pytest.fixture(params=["plan", "programme"])
def paper(request, printed) -> Paper:
    return printed[request.param]


def test_t01_paper_is_a4(paper):
    papers.t01_a4(*paper)


def test_t02_margins_are_those_of_the_decree(paper):
    papers.t02_margins(*paper)


def test_t03_one_embedded_font_family(paper):
    papers.t03_fonts(*paper)


def test_t04_glyphs_are_drawn_as_in_the_source_font(paper):
    papers.t04_glyph_outlines(*paper)


def test_t05_text_is_nfc(paper):
    papers.t05_nfc(*paper)


def test_t06_everything_is_black(paper):
    papers.t06_black_only(*paper)


def test_t07_pages_are_numbered_from_the_second(paper):
    papers.t07_page_numbers(*paper)


def test_t08_nation_and_motto(paper):
    papers.t08_nation_and_motto(*paper)


def test_t09_rules_have_their_length(paper):
    papers.t09_three_rules(*paper)


def test_t10_superior_is_regular_and_issuer_bold(paper):
    papers.t10_issuing_bodies(*paper)


def test_t11_number_has_its_form_and_its_blank(paper):
    papers.t11_number(*paper)


def test_t12_place_and_date_stand_beside_the_number(paper):
    papers.t12_place_and_date(*paper)


def test_t13_kind_and_subject_are_bold_and_centred(paper):
    papers.t13_kind_and_subject(*paper)


def test_t14_legal_bases_are_italic(paper):
    papers.t14_bases_italic(*paper)


def test_t15_paragraphs_stand_as_the_decree_says(paper):
    papers.t15_paragraphs(*paper)


def test_t16_headings_are_bold(paper):
    papers.t16_headings_bold(*paper)


def test_t17_recipients(paper):
    papers.t17_recipients(*paper)


def test_t18_signer_has_room_and_company(paper):
    papers.t18_signer(*paper)


def test_t19_all_texts_stand_in_order(paper):
    papers.t19_all_text_in_order(*paper)


def test_t19_the_79_fragments_of_the_source_stand_in_order(printed):
    reading, _ = printed["plan"]
    text = squeeze("".join(block.text for block in reading.blocks))
    done = 0
    for fragment in FRAGMENTS:
        found = text.find(squeeze(fragment), done)
        assert found >= 0, fragment
        done = found + len(squeeze(fragment))
    assert len(FRAGMENTS) == 79


def test_t20_tables_are_complete(paper):
    papers.t20_tables_complete(*paper)


def test_t21_nothing_extra(paper):
    papers.t21_nothing_extra(*paper)


def test_t21_the_plan_says_its_source_and_nothing_else(printed):
    reading, _ = printed["plan"]
    source = [f"- {text}" if i in DASHED else text for i, text in enumerate(FRAGMENTS)]
    said = "".join(block.text for block in reading.blocks)
    assert squeeze(said) == squeeze(ADDED + "".join(source))


def test_t22_blanks_and_rules_are_not_typed(paper):
    papers.t22_no_drawn_blanks(*paper)


def test_t23_symbols_are_not_broken(paper):
    papers.t23_symbols_unbroken(*paper)


def test_t24_the_end_mark_follows_the_last_word(paper):
    papers.t24_end_mark(*paper)


def test_t25_title_and_language(paper):
    papers.t25_metadata(*paper)


def test_tags_tell_the_order_and_the_table_heads(paper):
    papers.tags_tell_the_order_and_the_table_heads(*paper)


@pytest.mark.parametrize("kind", ["plan", "programme"])
def test_pages_look_as_they_were_approved(printed, kind):
    assert differs_from(HERE / "pictures", kind, printed[kind][0].pdf) == []


@pytest.mark.parametrize("name", ODD)
def test_odd_content_gives_a_correct_plan(db, name):
    event = Event.objects.get(pk=ODD[name]().pk)

    reading = papers.Reading(documents.plan(event).pdf())

    expected = plan_facts.of_plan(event, RENUMBERED.get(name))
    for check in papers.CHECKS:
        check(reading, expected)


@pytest.mark.parametrize("name", ["forty_items", "long_title", "no_items", "long_performers"])
def test_odd_content_gives_a_correct_programme(db, name):
    event = Event.objects.get(pk=ODD[name]().pk)

    reading = papers.Reading(documents.programme(event).pdf())

    for check in papers.CHECKS:
        check(reading, plan_facts.of_programme(event))


def test_programme_shows_the_hours_that_are_known(db):
    event = ODD["no_tasks"]()
    event.starts_at = "2030-02-12T01:00:00Z"
    event.save()
    first, second, _ = event.agenda_items.all()
    first.minutes, second.minutes = 10, None
    first.save()
    event = Event.objects.get(pk=event.pk)

    reading = papers.Reading(documents.programme(event).pdf())

    expected = plan_facts.of_programme(event, ["08:00 - 08:10", "08:10", ""])
    papers.t20_tables_complete(reading, expected)
    papers.t21_nothing_extra(reading, expected)
    assert "08 giờ 00 phút, ngày 12 tháng 02 năm 2030 (thứ Ba)" in expected.paragraphs[0]


def test_plan_with_a_day_uses_the_dates_of_the_decree(db):
    event = ODD["full_date_and_number"]()

    reading = papers.Reading(documents.plan(event).pdf())

    lines = [block.text for block in reading.blocks]
    assert "Số: 07/KH-BTC" in lines
    assert "Thái Nguyên, ngày 05 tháng 3 năm 2025" in lines


def test_end_mark_moves_with_the_last_words(db):
    event = ODD["no_tasks"]()
    duty = event.plan.duties.get()
    duty.text = "chuẩn bị buổi lễ./."
    duty.save()
    event.plan.duties.create(position=2, addressed_as="Văn phòng", text="Phối hợp;")

    reading = papers.Reading(documents.plan(event).pdf())

    assert reading.block("- Sở Khoa học và Công nghệ: chuẩn bị buổi lễ.")
    assert reading.block("- Văn phòng: Phối hợp./.")


def test_plan_of_a_ceremony_without_one_is_refused(db):
    with pytest.raises(Plan.DoesNotExist):
        documents.plan(EventFactory()).pdf()


@pytest.mark.parametrize(("kind", "queries"), [("plan", 4), ("programme", 4)])
def test_queries_are_few_whatever_the_size(db, django_assert_num_queries, kind, queries):
    for made in (ODD["hardly_anything"], ODD["forty_items"]):
        event = Event.objects.get(pk=made().pk)
        with django_assert_num_queries(queries):
            getattr(documents, kind)(event)


def test_paper_is_vietnamese_for_an_english_reader(db):
    event = ODD["no_tasks"]()

    with translation.override("en"):
        in_english = documents.plan(event).pdf()

    assert in_english == documents.plan(event).pdf()
