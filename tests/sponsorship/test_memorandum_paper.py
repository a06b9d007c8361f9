"""The memorandum on paper: its words, its blanks, and where two people sign."""

import datetime
import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.documents import KINDS
from events.models import Event
from events.vietnamese import amounts
from sponsorship.models import Article, Contribution, Memorandum
from tests import papers
from tests.events.vietnamese.spoken_amounts import amount_of
from tests.factories import (
    ArticleFactory,
    ContributionFactory,
    EventFactory,
    MemorandumFactory,
    PartyFactory,
    PlanFactory,
    SponsorFactory,
    complete_memorandum,
)
from tests.papers.pictures import differs_from
from tests.papers.reading import Line
from tests.sponsorship.memorandum_facts import HINT, HINTS, of_memorandum

pytestmark = pytest.mark.django_db  # all: else a run of some takes the portal's own database

PLAN_FILE = "contest_portal/plans/le-cong-bo-2025.toml"
PICTURES = Path(__file__).parent / "pictures"
# two people sign, side by side: see the tests of the signatures
CHECKS = [check for check in papers.CHECKS if check is not papers.t18_signer]
DAY = datetime.date(2025, 2, 12)

Paper = tuple[papers.Reading, papers.Expected]


def paper(memorandum: Memorandum) -> Paper:
    """Print a memorandum as it stands in the database."""
    memorandum = Memorandum.objects.get(pk=memorandum.pk)
    return read(memorandum), of_memorandum(memorandum)


def read(memorandum: Memorandum) -> papers.Reading:
    draft = KINDS["memorandum"].draft(memorandum.event, memorandum.pk)
    return papers.Reading(draft.pdf())


def texts(reading: papers.Reading) -> list[str]:
    return [block.text for block in reading.blocks]


def real() -> Memorandum:
    """The draft of the real ceremony: nobody knows the amounts and the people yet."""
    call_command("load_plan", PLAN_FILE, verbosity=0)
    return Memorandum.objects.get(event__slug="le-cong-bo-2025")


def full(event: Event) -> Memorandum:
    """A memorandum in which everything is known."""
    sponsor = SponsorFactory(event=event, name="Công ty Cổ phần Mẫu")
    symbol = "BGN-BTTCT-CTM"
    memorandum = complete_memorandum(
        event, sponsor=sponsor, symbol=symbol, signing_day=DAY, ends_on=datetime.date(2025, 12, 31)
    )
    memorandum.parties.update(phone="0208 3855 123", tax_code="4600000000")
    memorandum.parties.filter(side="B").update(authority="Giấy ủy quyền số 12/GUQ-CTM")
    money = memorandum.contributions.get()
    for number, month in enumerate((3, 10), 1):
        day = datetime.date(2025, month, 5)
        money.instalments.create(position=number, amount=250_000_000, due_on=day)
    ContributionFactory(
        memorandum=memorandum,
        kind=Contribution.Kind.IN_KIND,
        name="Máy tính làm giải thưởng",
        quantity=1200,
        unit="bộ",
        amount=120_000_001,
    )
    return memorandum


def ten_times(event: Event) -> Memorandum:
    """Ten times as many articles and contributions, and long names."""
    sponsor = SponsorFactory(event=event, name="Liên hiệp các hợp tác xã " * 6 + "Mẫu")
    memorandum = complete_memorandum(event, sponsor=sponsor)
    memorandum.parties.update(position="Phó Chủ tịch Thường trực kiêm " * 4 + "Tổng Thư ký")
    last = memorandum.articles.last()
    for number in range(72):
        text = f"{number}. Hai bên phối hợp theo Kế hoạch số 255/KH-UBND ngày 31/12/2024. " * 3
        ArticleFactory(memorandum=memorandum, position=100 + number, text=text.strip())
    Article.objects.filter(pk=last.pk).update(position=1000)
    for number in range(2, 21):
        values = {"name": f"Khoản {number}", "amount": 1_234_567 * number}
        ContributionFactory(memorandum=memorandum, position=number, **values)
    return memorandum


@pytest.fixture(scope="module")
def printed(django_db_setup, django_db_blocker) -> dict[str, Paper]:
    """Three memoranda, made once for all tests of this file."""
    with django_db_blocker.unblock(), transaction.atomic():
        draft = real()
        made = {
            "real": paper(draft),
            "full": paper(full(draft.event)),
            "ten_times": paper(ten_times(draft.event)),
        }
        transaction.set_rollback(True)
    return made


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("name", ["real", "full", "ten_times"])
def test_paper_keeps_the_rules_of_the_decree(printed, name, check):
    check(*printed[name])


@pytest.mark.parametrize("name", ["real", "full"])
def test_pages_look_as_they_were_approved(printed, name):
    assert differs_from(PICTURES, f"memorandum-{name}", printed[name][0].pdf) == []


def test_sides_and_gifts_stand_as_typed(printed):
    said = texts(printed["full"][0])

    start = said.index("BÊN B: CÔNG TY CỔ PHẦN MẪU (Bên tài trợ)")
    assert said[start + 1 : start + 8] == [
        "Địa chỉ: Thái Nguyên",
        "Điện thoại: 0208 3855 123",
        "Mã số thuế: 4600000000",
        "Đại diện: Bà Trần Thị Mẫu",
        "Chức vụ: Giám đốc",
        "Theo giấy ủy quyền: Giấy ủy quyền số 12/GUQ-CTM",
        "Hai bên thống nhất ký Biên bản ghi nhớ với các nội dung sau:",
    ]
    start = said.index("1. Bên B tài trợ cho Cuộc thi các nội dung sau:")
    assert said[start + 1 : start + 6] == [
        "- Kinh phí tổ chức: 500.000.000 đồng (Bằng chữ: Năm trăm triệu đồng chẵn), gồm:",
        "+ Đợt 1: 250.000.000 đồng, chậm nhất ngày 05 tháng 3 năm 2025;",
        "+ Đợt 2: 250.000.000 đồng, chậm nhất ngày 05 tháng 10 năm 2025.",
        "- Máy tính làm giải thưởng: 1.200 bộ, trị giá 120.000.001 đồng "
        "(Bằng chữ: Một trăm hai mươi triệu không trăm linh một đồng).",
        "Tổng giá trị tài trợ: 620.000.001 đồng "
        "(Bằng chữ: Sáu trăm hai mươi triệu không trăm linh một đồng).",
    ]
    assert "Tài khoản số: 0123456789 tại Ngân hàng Thử" in said
    until = "đến hết ngày 31 tháng 12 năm 2025."
    assert f"1. Biên bản ghi nhớ này có hiệu lực kể từ ngày ký {until}" in said


@pytest.mark.parametrize("name", ["real", "full", "ten_times"])
def test_articles_are_numbered_without_a_gap(printed, name):
    reading, expected = printed[name]

    headings = [block for block in reading.blocks if block.text.startswith("Điều ")]

    numbers = [int(re.match(r"Điều (\d+)\. ", block.text)[1]) for block in headings]
    assert numbers == list(range(1, len(expected.headings) + 1))
    assert len(numbers) >= 8


@pytest.mark.parametrize("name", ["real", "full", "ten_times"])
def test_names_of_the_sides_are_bold_and_lead_their_lines(printed, name):
    reading, expected = printed[name]

    for text in expected.of("party"):
        party = reading.block(text)
        for line in party.lines:
            line.has(size=(13, 14), bold=True)
        following = reading.blocks[reading.blocks.index(party) + 1]
        assert following.lines[0].page == party.lines[-1].page
    for text in expected.of("detail"):
        for line in reading.block(text).lines:
            line.has(size=(13, 14))


@pytest.mark.parametrize("name", ["full", "ten_times"])
def test_words_of_an_amount_are_italic_and_its_figures_are_not(printed, name):
    reading, expected = printed[name]

    for text in expected.of("money"):
        ink = [glyph for line in reading.block(text).lines for glyph in line.ink]
        slanted = "".join(glyph.text for glyph in ink if glyph.italic)
        words = re.search(r"Bằng chữ: (.*?)\)", text)
        assert slanted == (words[1].replace(" ", "") if words else "")
        assert not any(glyph.bold for glyph in ink)


@pytest.mark.parametrize("name", ["full", "ten_times"])
def test_figures_and_their_unit_stand_on_one_line(printed, name):
    reading, expected = printed[name]

    for text in expected.of("money"):
        lines = [line.text for line in reading.block(text).lines]
        for figures in re.findall(r"\d[\d.]* đồng", text):
            assert any(figures in line for line in lines), figures


def signed_at(reading: papers.Reading) -> tuple[list[Line], list[Line], list[Line]]:
    """Return the labels, the hints and the names (if any) of both sides, from left to right."""
    labels = [reading.block(f"ĐẠI DIỆN BÊN {side}").lines[0] for side in "AB"]
    hints = [b.lines[0] for b in reading.blocks if b.text in HINTS]
    place = reading.blocks.index([b for b in reading.blocks if b.text in HINTS][-1])
    return labels, hints, [line for b in reading.blocks[place + 1 :] for line in b.lines]


def stand_side_by_side(reading: papers.Reading) -> None:
    labels, hints, names = signed_at(reading)
    assert len({line.page for line in [*labels, *hints, *names]}) == 1, "They are torn apart"
    for pair in filter(None, (labels, names)):
        left, right = pair
        assert abs(left.baseline - right.baseline) <= 0.35
        assert abs(left.centre - 71.25) <= 1.5
        assert abs(right.centre - 153.75) <= 1.5
        for line in pair:
            line.has(size=(13, 14), bold=True)
    for hint in hints:
        hint.has(size=(13, 14), italic=True)
    start = labels[0].ink[0].top
    company = {
        round(glyph.baseline, 1)
        for glyph in reading.glyphs
        if glyph.page == labels[0].page and 19 < glyph.baseline < start
    }
    assert len(company) >= 2, "Nothing but signatures on the page"


@pytest.mark.parametrize("name", ["real", "full"])
def test_signatures_stand_side_by_side(printed, name):
    stand_side_by_side(printed[name][0])


def test_there_is_room_to_sign_and_seal(printed):
    for name, names_known in (("full", True), ("real", False)):
        reading, _ = printed[name]
        _labels, hints, names = signed_at(reading)
        top = max(glyph.bottom for hint in hints for glyph in hint.ink)
        bottom = min((line.ink[0].top for line in names), default=277.5)
        assert bottom - top >= 25
        inside = [
            glyph
            for glyph in reading.glyphs
            if glyph.page == hints[0].page and top < glyph.top and glyph.bottom < bottom
        ]
        assert inside == []
        assert bool(names) is names_known


def test_long_positions_stay_in_their_column(printed):
    reading, _ = printed["ten_times"]
    labels, hints, names = signed_at(reading)

    below = [
        glyph
        for glyph in reading.glyphs
        if glyph.page == labels[0].page
        and labels[0].ink[0].top - 0.5 <= glyph.top
        and glyph.text.strip()
    ]
    assert len(below) > 200
    assert not [glyph for glyph in below if glyph.x0 < 112.5 < glyph.x1]
    assert names[0].page == hints[0].page == labels[0].page
    assert abs(names[0].baseline - names[1].baseline) <= 0.35


@pytest.mark.parametrize("lines", [4, 8, 12, 14, 16, 17, 18, 20])
def test_signatures_take_company_along_to_the_next_page(lines):
    memorandum = MemorandumFactory()
    PartyFactory(memorandum=memorandum)
    PartyFactory(memorandum=memorandum, side="B", name="Công ty Mẫu")
    ArticleFactory(memorandum=memorandum, text="\n".join(["Hai bên cùng hỗ trợ."] * lines))

    reading = read(memorandum)

    stand_side_by_side(reading)
    assert len(reading.sizes) <= 2


def test_what_nobody_knows_is_room_to_write(printed):
    reading, _ = printed["real"]

    def widest(start: str) -> list[float]:
        return next(b for b in reading.blocks if b.text.startswith(start)).lines[0].gaps

    assert widest("Số:")[0] >= 10
    assert min(widest("Hôm nay")[:3]) >= 8
    assert widest("Tài khoản số:")[0] >= 30
    assert min(widest("- Tài trợ bằng tiền:")[:2]) >= 30
    for line in ("Địa chỉ:", "Đại diện: Ông/Bà", "Chức vụ:"):
        assert texts(reading).count(line) == 2
    assert not any("None" in text or "{" in text for text in texts(reading))


def test_memorandum_without_any_row_is_a_paper_to_fill_in():
    reading = read(MemorandumFactory(place="", subject="Về việc tài trợ Cuộc thi thử"))

    assert texts(reading) == [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: /BGN-BTC",
        ", ngày tháng năm",
        "BIÊN BẢN GHI NHỚ",
        "Về việc tài trợ Cuộc thi thử",
        "Hôm nay, ngày tháng năm , tại , chúng tôi gồm:",
        "BÊN A:",
        "Địa chỉ:",
        "Tài khoản số: tại",
        "Đại diện: Ông/Bà",
        "Chức vụ:",
        "BÊN B:",
        "Địa chỉ:",
        "Đại diện: Ông/Bà",
        "Chức vụ:",
        "Hai bên thống nhất ký Biên bản ghi nhớ với các nội dung sau:",
        "ĐẠI DIỆN BÊN A",
        HINT,
        "ĐẠI DIỆN BÊN B",
        HINT,
    ]
    assert len(reading.sizes) == 1
    stand_side_by_side(reading)


@pytest.mark.parametrize(
    ("copies", "said"),
    [
        (2, "02 (hai) bản, mỗi bên giữ 01 (một) bản"),
        (4, "04 (bốn) bản, mỗi bên giữ 02 (hai) bản"),
        (20, "20 (hai mươi) bản, mỗi bên giữ 10 (mười) bản"),
    ],
)
def test_copies_are_said_in_figures_and_words(copies, said):
    memorandum = MemorandumFactory(copies=copies)
    text = "Lập thành {số bản}, mỗi bên giữ {số bản mỗi bên}."
    ArticleFactory(memorandum=memorandum, text=text)

    assert f"Lập thành {said}./." in texts(read(memorandum))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"amount": None}, "- Quà: đồng (Bằng chữ: )."),
        ({"kind": "in_kind", "amount": None}, "- Quà: , trị giá đồng (Bằng chữ: )."),
        (
            {"kind": "in_kind", "quantity": 5, "unit": "cái", "amount": 1000},
            "- Quà: 05 cái, trị giá 1.000 đồng (Bằng chữ: Một nghìn đồng chẵn).",
        ),
    ],
)
def test_value_is_said_as_far_as_it_is_known(values, said):
    memorandum = MemorandumFactory()
    ArticleFactory(memorandum=memorandum, text="{đóng góp}\n1. Hết.")
    ContributionFactory(memorandum=memorandum, name="Quà", **values)

    assert said in texts(read(memorandum))


def test_total_is_left_out_while_an_amount_is_unknown():
    memorandum = MemorandumFactory()
    ArticleFactory(memorandum=memorandum, text="{đóng góp}")
    for amount in (1000, None):
        ContributionFactory(memorandum=memorandum, amount=amount)

    assert not any(text.startswith("Tổng giá trị") for text in texts(read(memorandum)))


@pytest.mark.parametrize(
    "text", ["{đóng góp}", "{đóng góp}.", "{đóng góp}./.", "Gồm:\n{đóng góp}", "Gồm: {đóng góp}"]
)
def test_end_mark_follows_the_last_words_of_the_gifts(text):
    memorandum = MemorandumFactory()
    ArticleFactory(memorandum=memorandum, text=text)
    ContributionFactory(memorandum=memorandum, name="Quà", amount=1000)

    said = texts(read(memorandum))

    assert said[said.index("ĐẠI DIỆN BÊN A") - 1] == (
        "- Quà: 1.000 đồng (Bằng chữ: Một nghìn đồng chẵn)./."
    )
    assert sum("./." in line for line in said) == 1


def test_amounts_too_large_to_add_up_are_printed_without_a_total():
    memorandum = MemorandumFactory()
    ArticleFactory(memorandum=memorandum, text="{đóng góp}\n1. Hết.")
    for _n in range(2):
        ContributionFactory(memorandum=memorandum, amount=amounts.LIMIT - 1)

    said = texts(read(memorandum))

    assert sum(text.startswith("- Kinh phí tổ chức: 999.999.999.999.999") for text in said) == 2
    assert not any(text.startswith("Tổng giá trị") for text in said)


SUMS = st.integers(1, amounts.LIMIT // 12) | st.integers(1, 2_000_000)


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sums=st.lists(SUMS, min_size=2, max_size=10))
def test_words_on_paper_say_what_the_figures_say(sums):
    memorandum = MemorandumFactory()
    ArticleFactory(memorandum=memorandum, text="{đóng góp}\n1. Hết.")
    for amount in sums:
        ContributionFactory(memorandum=memorandum, amount=amount)

    said = " ".join(texts(read(memorandum)))

    pairs = re.findall(r"([\d.]+) đồng \(Bằng chữ: (.*?)\)", said)
    found = [int(figures.replace(".", "")) for figures, _words in pairs]
    assert found == [*sums, sum(sums)]
    assert [amount_of(words) for _figures, words in pairs] == found


def test_queries_are_few_whatever_the_size(django_assert_num_queries):
    small, large = full(PlanFactory().event), full(PlanFactory().event)
    for _n in range(10):
        contribution = ContributionFactory(memorandum=large)
        contribution.instalments.create(position=1, amount=1)
        ArticleFactory(memorandum=large, position=1000 + _n)

    for memorandum in (small, large):
        event = Event.objects.get(pk=memorandum.event_id)
        with django_assert_num_queries(8):
            KINDS["memorandum"].draft(event, memorandum.pk).html()


def test_paper_is_vietnamese_for_an_english_reader():
    memorandum = full(EventFactory())

    with translation.override("en"):
        in_english = KINDS["memorandum"].draft(memorandum.event, memorandum.pk).html()

    assert in_english == KINDS["memorandum"].draft(memorandum.event, memorandum.pk).html()


def test_first_memorandum_in_force_is_printed_unless_one_is_named():
    event = EventFactory()
    with pytest.raises(Memorandum.DoesNotExist):
        KINDS["memorandum"].draft(event)
    for subject in ("Hủy", "Thứ nhất", "Thứ hai"):
        status = "cancelled" if subject == "Hủy" else "draft"
        MemorandumFactory(event=event, subject=subject, status=status)

    assert KINDS["memorandum"].draft(event).paper.subject == "Thứ nhất"
    with pytest.raises(Memorandum.DoesNotExist):
        KINDS["memorandum"].draft(EventFactory(), event.memoranda.first().pk)
