"""A memorandum from the first draft to the last đồng. Every test ends with a sweep."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import User

from events.models import LegalBasis
from sponsorship import services
from sponsorship.errors import (
    DayInFuture,
    Incomplete,
    NewerVersion,
    NotAllowed,
    NothingOpen,
    ReasonNeeded,
    TakenBack,
    WrongAmount,
)
from sponsorship.invariants import violations
from sponsorship.models import Contribution, Instalment, Memorandum, Receipt, Sponsor
from tests.factories import (
    ContributionFactory,
    EventFactory,
    PlanFactory,
    SponsorFactory,
    complete_memorandum,
    signed_memorandum,
)

pytestmark = pytest.mark.django_db

Status = Memorandum.Status
TODAY = datetime.date(2030, 2, 1)
YESTERDAY, TOMORROW = TODAY - datetime.timedelta(1), TODAY + datetime.timedelta(1)
MILLION = 1_000_000


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2030, 2, 1, 5, tzinfo=datetime.UTC), tick=True):
        yield


@pytest.fixture(autouse=True)
def _sweep(db):
    yield
    assert list(violations()) == []


def to(status: str) -> Memorandum:
    """Return a memorandum that came to a state by the steps that lead there."""
    memorandum = complete_memorandum()
    if status in (Status.AGREED, Status.SIGNED, Status.ENDED):
        services.change_status(memorandum, Status.AGREED)
    if status in (Status.SIGNED, Status.ENDED):
        services.change_status(memorandum, Status.SIGNED, signing_day=TODAY)
    if status in (Status.ENDED, Status.CANCELLED):
        services.change_status(memorandum, status, reason="Hai bên đồng ý")
    return Memorandum.objects.get(pk=memorandum.pk)


def step(memorandum: Memorandum, status: str) -> Memorandum:
    """Take a step with all that any step asks for."""
    return services.change_status(memorandum, status, reason="Đổi ý", signing_day=TODAY)


def now(memorandum: Memorandum) -> str:
    return Memorandum.objects.get(pk=memorandum.pk).status


def instalment_of(memorandum: Memorandum) -> Instalment:
    return Instalment.objects.get(contribution__memorandum=memorandum)


def due(memorandum: Memorandum, *parts: tuple[int, datetime.date | None]) -> None:
    """Divide the only contribution of a draft into instalments."""
    contribution = memorandum.contributions.get()
    for position, (amount, day) in enumerate(parts, start=1):
        contribution.instalments.create(position=position, amount=amount, due_on=day)


# drafting


def test_a_draft_begins_with_the_standard_text():
    event = EventFactory(
        venue="Hội trường Tỉnh ủy", contest__name="Sáng tạo trẻ", contest__edition=4
    )
    sponsor = SponsorFactory(event=event, name="Công ty Thử")
    draft = services.draft_memorandum(event=event, sponsor=sponsor)

    assert (draft.status, draft.version, draft.replaces) == (Status.DRAFT, 1, None)
    assert draft.subject == "Về việc tài trợ Cuộc thi “Sáng tạo trẻ” lần thứ tư, năm 2030"
    assert (draft.place, draft.symbol, draft.copies) == ("Hội trường Tỉnh ủy", "BGN-BTC", 4)
    assert [(p.side, p.name, p.role) for p in draft.parties.all()] == [
        ("A", "Ban Tổ chức Cuộc thi “Sáng tạo trẻ”", "Bên nhận tài trợ"),
        ("B", "Công ty Thử", "Bên tài trợ"),
    ]
    assert [basis.text for basis in draft.bases.all()] == [
        "Căn cứ Bộ luật Dân sự số 91/2015/QH13 ngày 24 tháng 11 năm 2015;",
        "Căn cứ nhu cầu và khả năng của hai bên.",
    ]
    articles = list(draft.articles.all())
    assert [article.position for article in articles] == list(range(1, 9))
    assert (articles[0].title, articles[-1].title) == ("Mục đích", "Điều khoản chung")
    assert "Cuộc thi “Sáng tạo trẻ” lần thứ tư, năm 2030 (sau đây" in articles[0].text
    assert not draft.contributions.exists()


def test_standard_articles_hold_nothing_that_printing_would_not_replace():
    for article in services.draft_memorandum(event=EventFactory()).articles.all():
        article.full_clean()
        assert "{cuộc thi}" not in article.text


def test_a_draft_rests_on_the_first_basis_of_the_plan():
    plan = PlanFactory()
    LegalBasis.objects.create(plan=plan, position=2, text="Căn cứ giấy khác.")
    LegalBasis.objects.create(
        plan=plan,
        position=1,
        text="Căn cứ Quyết định số 12/QĐ-UBND (sau đây gọi tắt là Quyết định 12).",
    )
    draft = services.draft_memorandum(event=plan.event)
    assert [basis.text for basis in draft.bases.all()][1:] == [
        "Căn cứ Quyết định số 12/QĐ-UBND;",
        "Căn cứ nhu cầu và khả năng của hai bên.",
    ]


@pytest.mark.parametrize(
    ("edition", "words"),
    [(1, "thứ nhất"), (2, "thứ hai"), (4, "thứ tư"), (10, "thứ mười"), (11, "thứ 11")],
)
def test_the_subject_counts_the_contest_in_words(edition, words):
    draft = services.draft_memorandum(event=EventFactory(contest__edition=edition))
    assert f"lần {words}, năm 2030" in draft.subject


def test_a_subject_and_no_sponsor_can_be_given():
    draft = services.draft_memorandum(event=EventFactory(), subject="Về việc hợp tác")
    assert (draft.subject, draft.sponsor) == ("Về việc hợp tác", None)
    assert draft.parties.get(side="B").name == ""


def test_names_too_long_for_the_standard_text_are_left_to_the_organizers():
    event = EventFactory(venue="Hội " * 60 + "trường", contest__name="Sáng " * 59 + "tạo")
    sponsor = SponsorFactory(event=event, name="a" * 300)
    draft = services.draft_memorandum(event=event, sponsor=sponsor)
    assert (draft.place, draft.parties.get(side="A").name) == ("", "")
    assert draft.parties.get(side="B").name == "a" * 300
    assert "Bên A: đề nghị nhập tên." in services.missing(draft, Status.AGREED)


# what is missing


def test_nothing_is_missing_from_a_complete_draft():
    assert services.missing(complete_memorandum(), Status.AGREED) == []


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ENDED, Status.CANCELLED])
def test_other_states_need_nothing(status):
    assert services.missing(services.draft_memorandum(event=EventFactory()), status) == []


def test_everything_that_is_missing_from_a_fresh_draft_is_told_at_once():
    draft = services.draft_memorandum(event=EventFactory())
    assert services.missing(draft, Status.AGREED) == [
        "Bên A: đề nghị nhập người đại diện.",
        "Bên A: đề nghị nhập chức vụ của người đại diện.",
        "Bên A: đề nghị nhập địa chỉ.",
        "Bên B: đề nghị nhập tên.",
        "Bên B: đề nghị nhập người đại diện.",
        "Bên B: đề nghị nhập chức vụ của người đại diện.",
        "Bên B: đề nghị nhập địa chỉ.",
        "Đề nghị nhập ít nhất một khoản tài trợ.",
        "Có điều nhắc đến ngày hết hiệu lực của biên bản ghi nhớ: đề nghị nhập ngày đó.",
    ]


ACCOUNT = "Bên A nhận tiền: đề nghị nhập số tài khoản và ngân hàng của Bên A."
NOT_LISTED = "Chưa có điều nào liệt kê các khoản tài trợ: đề nghị ghi {đóng góp} vào chỗ cần in."
QUANTITY = "Khoản tài trợ “Kinh phí tổ chức”: đề nghị nhập số lượng và đơn vị."


@pytest.mark.parametrize(
    ("rows", "where", "values", "sentence"),
    [
        ("parties", {"side": "A"}, {"account_number": ""}, ACCOUNT),
        ("parties", {"side": "A"}, {"bank": ""}, ACCOUNT),
        ("parties", {"side": "A"}, {"name": ""}, "Bên A: đề nghị nhập tên."),
        ("parties", {"side": "B"}, {"address": ""}, "Bên B: đề nghị nhập địa chỉ."),
        (
            "contributions",
            {},
            {"amount": None},
            "Khoản tài trợ “Kinh phí tổ chức”: đề nghị nhập số tiền hoặc giá trị.",
        ),
        ("contributions", {}, {"kind": "in_kind"}, QUANTITY),
        ("contributions", {}, {"kind": "in_kind", "quantity": 5}, QUANTITY),
        ("contributions", {}, {"kind": "in_kind", "unit": "bộ"}, QUANTITY),
        (
            "articles",
            {"position": 7},
            {"text": ""},
            "Điều “Giải quyết vướng mắc” chưa có nội dung: đề nghị viết nội dung hoặc bỏ điều này.",
        ),
        ("articles", {"position": 2}, {"text": "Xem phụ lục."}, NOT_LISTED),
    ],
)
def test_what_is_missing_is_said_and_stops_the_agreement(rows, where, values, sentence):
    draft = complete_memorandum()
    getattr(draft, rows).filter(**where).update(**values)

    assert services.missing(draft, Status.AGREED) == [sentence]
    with pytest.raises(Incomplete) as caught:
        services.change_status(draft, Status.AGREED)
    assert caught.value.sentences == [sentence]
    assert now(draft) == Status.DRAFT


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("subject", "", "Đề nghị nhập trích yếu của biên bản ghi nhớ."),
        ("place", "", "Đề nghị nhập nơi ký."),
        (
            "ends_on",
            None,
            "Có điều nhắc đến ngày hết hiệu lực của biên bản ghi nhớ: đề nghị nhập ngày đó.",
        ),
    ],
)
def test_what_is_missing_in_the_head(field, value, sentence):
    assert services.missing(complete_memorandum(**{field: value}), Status.AGREED) == [sentence]


@pytest.mark.parametrize(
    ("rows", "sentences"),
    [
        (
            "parties",
            [
                "Bên A: đề nghị nhập thông tin của bên này.",
                "Bên B: đề nghị nhập thông tin của bên này.",
            ],
        ),
        ("contributions", ["Đề nghị nhập ít nhất một khoản tài trợ."]),
        ("articles", ["Đề nghị nhập ít nhất một điều."]),
        ("bases", []),
    ],
)
def test_rows_that_are_missing_altogether(rows, sentences):
    draft = complete_memorandum()
    getattr(draft, rows).all().delete()
    assert services.missing(draft, Status.AGREED) == sentences


def test_no_day_is_needed_that_no_article_names():
    draft = complete_memorandum(ends_on=None)
    draft.articles.filter(text__contains="{ngày kết thúc}").delete()
    assert services.missing(draft, Status.AGREED) == []


def test_no_account_is_needed_where_no_money_is_given():
    draft = complete_memorandum()
    draft.parties.filter(side="A").update(account_number="", bank="")
    draft.contributions.update(kind=Contribution.Kind.IN_KIND, quantity=5, unit="bộ")
    assert services.missing(draft, Status.AGREED) == []


def test_instalments_must_make_the_whole():
    draft = complete_memorandum()
    due(draft, (200 * MILLION, None), (200 * MILLION, None))
    assert services.missing(draft, Status.AGREED) == [
        "Khoản tài trợ “Kinh phí tổ chức”: các đợt cộng lại là 400.000.000 đồng nhưng giá trị là "
        "500.000.000 đồng. Đề nghị điều chỉnh cho khớp."
    ]


@pytest.mark.parametrize(
    ("days", "in_order"),
    [
        ((TODAY, TOMORROW), True),
        ((TODAY, TODAY), True),
        ((None, TODAY), True),
        ((TODAY, None), True),
        ((TOMORROW, TODAY), False),
    ],
)
def test_due_days_stand_in_order(days, in_order):
    draft = complete_memorandum()
    due(draft, *((250 * MILLION, day) for day in days))
    sentence = (
        "Khoản tài trợ “Kinh phí tổ chức”: đề nghị xếp hạn của các đợt theo thứ tự thời gian."
    )
    assert services.missing(draft, Status.AGREED) == ([] if in_order else [sentence])


# the steps

ALLOWED = {
    (Status.DRAFT, Status.AGREED),
    (Status.DRAFT, Status.CANCELLED),
    (Status.AGREED, Status.DRAFT),
    (Status.AGREED, Status.SIGNED),
    (Status.AGREED, Status.CANCELLED),
    (Status.SIGNED, Status.ENDED),
}


@pytest.mark.parametrize("before", Status.values)
@pytest.mark.parametrize("after", [*Status.values, "lost"])
def test_each_state_leads_to_few_others(before, after):
    memorandum = to(before)
    if (before, after) in ALLOWED:
        assert step(memorandum, after).status == now(memorandum) == after
    else:
        with pytest.raises(NotAllowed, match=f"“{memorandum.get_status_display()}”"):
            step(memorandum, after)
        assert now(memorandum) == before


@pytest.mark.parametrize("reason", ["", " \n"])
def test_cancelling_needs_a_reason(reason):
    memorandum = to(Status.AGREED)
    with pytest.raises(ReasonNeeded, match=r"Vui lòng ghi lý do\."):
        services.change_status(memorandum, Status.CANCELLED, reason=reason)
    assert now(memorandum) == Status.AGREED


def test_the_reason_is_kept():
    memorandum = to(Status.DRAFT)
    services.change_status(memorandum, Status.CANCELLED, reason=" Doanh nghiệp rút ")
    assert Memorandum.objects.get(pk=memorandum.pk).reason == "Doanh nghiệp rút"


def test_a_step_looks_at_the_memorandum_as_it_is_now():
    stale = to(Status.AGREED)
    services.change_status(Memorandum.objects.get(pk=stale.pk), Status.CANCELLED, reason="Rút")
    with pytest.raises(NotAllowed, match="đã hủy"):
        services.change_status(stale, Status.SIGNED, signing_day=TODAY)


def test_agreeing_gives_each_contribution_an_instalment():
    draft = complete_memorandum()
    due(draft, (200 * MILLION, TODAY), (300 * MILLION, TOMORROW))
    ContributionFactory(memorandum=draft, position=2, amount=MILLION)
    services.change_status(draft, Status.AGREED)
    assert [
        list(contribution.instalments.values_list("position", "amount", "due_on"))
        for contribution in draft.contributions.all()
    ] == [[(1, 200 * MILLION, TODAY), (2, 300 * MILLION, TOMORROW)], [(1, MILLION, None)]]


def test_an_amount_edited_after_reopening_stands_alone():
    memorandum = to(Status.AGREED)
    services.change_status(memorandum, Status.DRAFT)
    memorandum.contributions.update(amount=600 * MILLION)
    services.change_status(memorandum, Status.AGREED)
    assert instalment_of(memorandum).amount == 600 * MILLION


def test_reopening_keeps_the_instalments_that_say_something():
    draft = complete_memorandum()
    due(draft, (500 * MILLION, TODAY))
    ContributionFactory(memorandum=draft, position=2, amount=2)
    for _n in range(2):
        draft.contributions.get(position=2).instalments.create(position=_n + 1, amount=1)
    services.change_status(draft, Status.AGREED)
    services.change_status(draft, Status.DRAFT)
    assert Instalment.objects.count() == 3


@pytest.mark.parametrize(
    ("day", "ends_on", "sentences"),
    [
        (None, TOMORROW, ["Đề nghị nhập ngày ký."]),
        (TOMORROW, TOMORROW, ["Ngày ký không được sau ngày hôm nay: chỉ nhập khi đã ký xong."]),
        (TODAY, YESTERDAY, ["Ngày hết hiệu lực lại trước ngày ký."]),
        (
            TOMORROW,
            TODAY,
            [
                "Ngày ký không được sau ngày hôm nay: chỉ nhập khi đã ký xong.",
                "Ngày hết hiệu lực lại trước ngày ký.",
            ],
        ),
        (TODAY, TODAY, []),
        (YESTERDAY, TODAY, []),
    ],
)
def test_signing_needs_a_day_that_has_come(day, ends_on, sentences):
    memorandum = services.change_status(complete_memorandum(ends_on=ends_on), Status.AGREED)
    assert services.missing(memorandum, Status.SIGNED, signing_day=day) == sentences
    if sentences:
        with pytest.raises(Incomplete) as caught:
            services.change_status(memorandum, Status.SIGNED, signing_day=day)
        assert str(caught.value) == " ".join(sentences)
        assert now(memorandum) == Status.AGREED
    else:
        services.change_status(memorandum, Status.SIGNED, signing_day=day)
        assert Memorandum.objects.get(pk=memorandum.pk).signing_day == day


def test_the_day_written_in_the_draft_is_the_day_of_signing_unless_told_otherwise():
    first, second = (
        services.change_status(complete_memorandum(signing_day=YESTERDAY), Status.AGREED)
        for _n in range(2)
    )
    assert services.change_status(first, Status.SIGNED).signing_day == YESTERDAY
    signed = services.change_status(second, Status.SIGNED, signing_day=TODAY)
    assert signed.signing_day == TODAY


# new versions


@pytest.mark.parametrize("status", [Status.SIGNED, Status.ENDED])
def test_a_new_version_is_a_draft_with_all_the_text_that_names_the_old_one(status):
    draft = complete_memorandum(symbol="BGN-X", copies=6, title="BIÊN BẢN", lead_in="Như sau:")
    due(draft, (200 * MILLION, TODAY), (300 * MILLION, TOMORROW))
    step(step(draft, Status.AGREED), Status.SIGNED)
    if status == Status.ENDED:
        step(draft, Status.ENDED)
    old = Memorandum.objects.get(pk=draft.pk)

    fresh = Memorandum.objects.get(pk=services.new_version(old).pk)

    assert (fresh.status, fresh.version, fresh.replaces) == (Status.DRAFT, 2, old)
    assert (fresh.signing_day, fresh.reason) == (None, "")
    own = {"id", "status", "version", "replaces_id", "signing_day", "reason"}
    assert facts(fresh, own) == facts(old, own)
    for rows in ("parties", "bases", "articles", "contributions"):
        assert all_facts(fresh, rows) == all_facts(old, rows) != []
    instalments = Instalment.objects.filter(contribution__memorandum=fresh)
    assert list(instalments.values_list("position", "amount", "due_on")) == [
        (1, 200 * MILLION, TODAY),
        (2, 300 * MILLION, TOMORROW),
    ]
    assert now(old) == status


def facts(row, without: set[str]) -> dict[str, object]:
    names = {field.attname for field in row._meta.concrete_fields} - without
    return {name: getattr(row, name) for name in names}


def all_facts(memorandum: Memorandum, rows: str) -> list[dict[str, object]]:
    without = {"id", "memorandum_id", "origin_id"}
    return [facts(row, without) for row in getattr(memorandum, rows).all()]


def test_receipts_and_scans_stay_with_the_old_version():
    old = to(Status.SIGNED)
    services.record_receipt(instalment_of(old), amount=1, received_on=TODAY)
    old.scans.create(content=b"%PDF", content_type="application/pdf", name="a.pdf", sha256="0" * 64)
    fresh = services.change_status(services.new_version(old), Status.AGREED)
    assert not fresh.scans.exists()
    assert not instalment_of(fresh).receipts.exists()
    assert old.scans.count() == instalment_of(old).receipts.count() == 1


def test_an_amount_edited_in_a_new_version_stands_alone():
    fresh = services.new_version(to(Status.SIGNED))
    fresh.contributions.update(amount=600 * MILLION)
    services.change_status(fresh, Status.AGREED)
    assert instalment_of(fresh).amount == 600 * MILLION


@pytest.mark.parametrize("status", [Status.DRAFT, Status.AGREED, Status.CANCELLED])
def test_what_was_never_signed_gets_no_new_version(status):
    memorandum = to(status)
    with pytest.raises(NotAllowed):
        services.new_version(memorandum)
    assert Memorandum.objects.count() == 1


def test_there_is_one_new_version_at_a_time():
    old = to(Status.SIGNED)
    services.new_version(old)
    with pytest.raises(
        NewerVersion, match=r"Đã có phiên bản 2 thay thế: đề nghị làm việc trên phiên bản đó\."
    ):
        services.new_version(old)


def test_a_cancelled_new_version_stands_in_the_way_of_nothing():
    old = to(Status.SIGNED)
    step(services.new_version(old), Status.CANCELLED)
    assert list(Memorandum.objects.in_force()) == [old]

    third = services.new_version(old)
    assert (third.version, third.replaces) == (3, old)
    assert list(Memorandum.objects.in_force()) == [third]


def test_signing_a_new_version_ends_the_old_one():
    old = to(Status.SIGNED)
    fresh = services.new_version(old)
    assert now(step(fresh, Status.AGREED).replaces) == Status.SIGNED
    step(fresh, Status.SIGNED)
    assert (now(old), now(fresh)) == (Status.ENDED, Status.SIGNED)


def test_a_new_version_of_what_has_ended_can_be_signed():
    old = to(Status.ENDED)
    fresh = services.new_version(old)
    step(step(fresh, Status.AGREED), Status.SIGNED)
    assert (now(old), now(fresh)) == (Status.ENDED, Status.SIGNED)


def test_versions_follow_each_other():
    memorandum = to(Status.SIGNED)
    for version in (2, 3):
        memorandum = services.new_version(memorandum)
        assert memorandum.version == version
        memorandum = step(step(memorandum, Status.AGREED), Status.SIGNED)
    assert list(Memorandum.objects.in_force()) == [memorandum]


# receipts


@pytest.mark.parametrize("amount", [0, -1])
def test_less_than_one_dong_is_no_receipt(amount):
    row = instalment_of(to(Status.SIGNED))
    with pytest.raises(WrongAmount, match=r"Số tiền phải lớn hơn 0\."):
        services.record_receipt(row, amount=amount, received_on=TODAY)
    assert not Receipt.objects.exists()


def test_no_more_can_come_than_is_due():
    row = instalment_of(to(Status.SIGNED))
    services.record_receipt(row, amount=200 * MILLION, received_on=YESTERDAY)
    with pytest.raises(
        NothingOpen,
        match=r"chỉ còn phải nhận 300\.000\.000 đồng: đề nghị nhập bằng hoặc ít hơn số đó\.",
    ):
        services.record_receipt(row, amount=300 * MILLION + 1, received_on=TODAY)
    services.record_receipt(row, amount=300 * MILLION, received_on=TODAY)
    with pytest.raises(NothingOpen, match="còn phải nhận 0 đồng"):
        services.record_receipt(row, amount=10**18, received_on=TODAY)
    assert Instalment.objects.with_received().get().received == 500 * MILLION


def test_nothing_has_come_tomorrow():
    row = instalment_of(to(Status.SIGNED))
    with pytest.raises(DayInFuture, match="Ngày nhận không được sau ngày hôm nay"):
        services.record_receipt(row, amount=1, received_on=TOMORROW)
    assert not Receipt.objects.exists()


@pytest.mark.parametrize("status", [Status.DRAFT, Status.AGREED, Status.CANCELLED])
def test_nothing_comes_before_it_is_signed(status):
    draft = complete_memorandum()
    due(draft, (500 * MILLION, None))
    if status != Status.DRAFT:
        step(draft, status)
    with pytest.raises(NotAllowed):
        services.record_receipt(instalment_of(draft), amount=1, received_on=TODAY)


def test_what_comes_late_comes_under_an_ended_memorandum_as_well():
    row = instalment_of(to(Status.ENDED))
    assert services.record_receipt(row, amount=1, received_on=TODAY).amount == 1


def test_a_receipt_tells_who_noted_it():
    user = User.objects.create_user("thu-quy")
    row = instalment_of(to(Status.SIGNED))
    services.record_receipt(row, amount=5, received_on=YESTERDAY, note="UNC 12", by=user)
    receipt = Receipt.objects.get()
    assert (receipt.amount, receipt.received_on, receipt.note, receipt.added_by) == (
        5,
        YESTERDAY,
        "UNC 12",
        user,
    )


def test_a_receipt_is_taken_back_by_another():
    user = User.objects.create_user("thu-quy")
    row = instalment_of(to(Status.SIGNED))
    wrong = services.record_receipt(row, amount=500 * MILLION, received_on=YESTERDAY)
    back = services.take_back(wrong, note=" Nhập nhầm ", by=user)
    assert (back.amount, back.takes_back, back.received_on) == (-500 * MILLION, wrong, TODAY)
    assert (back.note, back.added_by) == ("Nhập nhầm", user)
    assert Receipt.objects.get(pk=wrong.pk).is_taken_back
    assert not Receipt.objects.get(pk=back.pk).is_taken_back
    services.record_receipt(row, amount=500 * MILLION, received_on=TODAY)


def test_a_receipt_is_taken_back_once_and_not_in_turn():
    row = instalment_of(to(Status.SIGNED))
    wrong = services.record_receipt(row, amount=1, received_on=TODAY)
    back = services.take_back(wrong, note="Nhầm")
    for receipt in (wrong, back):
        with pytest.raises(TakenBack, match=r"Khoản ghi nhận này đã được hủy\."):
            services.take_back(receipt, note="Nhầm")
    assert Receipt.objects.count() == 2


@pytest.mark.parametrize("note", ["", "  "])
def test_taking_back_is_explained(note):
    receipt = services.record_receipt(instalment_of(to(Status.SIGNED)), amount=1, received_on=TODAY)
    with pytest.raises(WrongAmount, match=r"Đề nghị ghi rõ lý do hủy khoản đã ghi nhận\."):
        services.take_back(receipt, note=note)
    assert Receipt.objects.count() == 1


# the balance


@pytest.mark.parametrize(
    ("status", "pledged", "overdue"),
    [
        (Status.DRAFT, 0, 0),
        (Status.AGREED, 500, 0),
        (Status.SIGNED, 500, 200),
        (Status.ENDED, 500, 0),
        (Status.CANCELLED, 0, 0),
    ],
)
def test_what_counts_as_pledged_and_as_overdue(status, pledged, overdue):
    draft = complete_memorandum()
    due(draft, (200 * MILLION, YESTERDAY), (300 * MILLION, TODAY))
    if status in (Status.AGREED, Status.SIGNED, Status.ENDED):
        step(draft, Status.AGREED)
    if status in (Status.SIGNED, Status.ENDED):
        step(draft, Status.SIGNED)
    if status in (Status.ENDED, Status.CANCELLED):
        step(draft, status)
    assert services.balance(draft.event, TODAY) == (pledged * MILLION, 0, overdue * MILLION)


def test_what_comes_makes_the_debt_less():
    draft = complete_memorandum()
    due(draft, (200 * MILLION, YESTERDAY), (300 * MILLION, None))
    signed = step(step(draft, Status.AGREED), Status.SIGNED)
    first, second = Instalment.objects.order_by("position")
    receipt = services.record_receipt(first, amount=150 * MILLION, received_on=TODAY)
    services.record_receipt(second, amount=MILLION, received_on=TODAY)

    assert services.balance(signed.event, TODAY) == (500 * MILLION, 151 * MILLION, 50 * MILLION)
    services.take_back(receipt, note="Nhầm")
    assert services.balance(signed.event, TODAY) == (500 * MILLION, MILLION, 200 * MILLION)
    services.record_receipt(first, amount=200 * MILLION, received_on=TODAY)
    assert services.balance(signed.event, TODAY) == (500 * MILLION, 201 * MILLION, 0)


def test_ceremonies_are_counted_apart():
    event = EventFactory()
    signed_memorandum(event)
    draft = complete_memorandum(event)
    due(draft, (500 * MILLION, YESTERDAY))
    step(step(draft, Status.AGREED), Status.SIGNED)
    other = to(Status.SIGNED)
    services.record_receipt(instalment_of(other), amount=1, received_on=TODAY)
    assert services.balance(event, TODAY) == (1000 * MILLION, 0, 500 * MILLION)
    assert services.balance(other.event, TODAY) == (500 * MILLION, 1, 0)
    assert services.balance(EventFactory(), TODAY) == (0, 0, 0)


def test_a_new_version_takes_over_what_was_promised_when_it_is_agreed():
    old = to(Status.SIGNED)
    services.record_receipt(instalment_of(old), amount=MILLION, received_on=TODAY)
    fresh = services.new_version(old)
    fresh.contributions.update(amount=600 * MILLION)

    def pledged_and_received() -> tuple[int, int]:
        return services.balance(old.event, TODAY)[:2]

    assert pledged_and_received() == (500 * MILLION, MILLION)
    step(fresh, Status.AGREED)
    assert pledged_and_received() == (600 * MILLION, MILLION)
    step(fresh, Status.DRAFT)
    assert pledged_and_received() == (500 * MILLION, MILLION)
    step(step(fresh, Status.AGREED), Status.SIGNED)
    assert pledged_and_received() == (600 * MILLION, MILLION)


def test_the_balance_takes_few_statements(django_assert_num_queries):
    event = signed_memorandum().event
    with django_assert_num_queries(3):
        services.balance(event, TODAY)


# who is shown


def test_sponsors_are_shown_by_tier_and_order_and_only_when_public():
    event = EventFactory()
    gold, silver = Sponsor.Tier.GOLD, Sponsor.Tier.SILVER
    for position, (name, tier, public) in enumerate(
        [("D", silver, True), ("B", gold, True), ("Ẩn", gold, False), ("A", 1, True)], start=1
    ):
        SponsorFactory(event=event, position=position, name=name, tier=tier, public=public)
    assert [sponsor.name for sponsor in Sponsor.objects.public()] == ["A", "B", "D"]
    assert [sponsor.name for sponsor in Sponsor.objects.in_order()] == ["A", "B", "Ẩn", "D"]


def test_what_came_under_the_old_version_fills_the_new_one_in_order() -> None:
    first = complete_memorandum()
    contribution = first.contributions.get()
    whole, half = 500 * MILLION, 250 * MILLION
    for position, amount in enumerate((half, whole - half), start=1):
        contribution.instalments.create(
            amount=amount, due_on=datetime.date(2030, 1, position), position=position
        )
    first = services.change_status(
        services.change_status(first, "agreed"), "signed", signing_day=TODAY
    )
    services.record_receipt(contribution.instalments.first(), amount=half, received_on=TODAY)
    second = services.new_version(first)
    services.change_status(services.change_status(second, "agreed"), "signed", signing_day=TODAY)

    one, two = Instalment.objects.filter(contribution__memorandum=second).with_received()
    assert (one.received, two.received) == (half, 0)
    assert services.balance(first.event, TODAY) == (
        whole,
        half,
        whole - half,
    )
    with pytest.raises(NothingOpen):
        services.record_receipt(one, amount=1, received_on=TODAY)
    with pytest.raises(NewerVersion):
        services.record_receipt(contribution.instalments.last(), amount=1, received_on=TODAY)
    services.record_receipt(two, amount=1, received_on=TODAY)
    third = services.new_version(second)
    contributions = third.contributions.prefetch_related("instalments").get()
    received = [row.received for row in contributions.instalments.with_received()]
    assert received == [half, 1]


def test_one_instalment_more_in_the_new_version_is_filled_by_what_came_at_once() -> None:
    first = signed_memorandum()
    row = Instalment.objects.get()
    services.record_receipt(row, amount=row.amount, received_on=TODAY)
    second = services.new_version(first)
    contribution = second.contributions.get()
    contribution.instalments.create(amount=row.amount // 4, position=1)
    contribution.instalments.create(amount=row.amount - row.amount // 4, position=2)

    rows = contribution.instalments.with_received()
    assert [row.received for row in rows] == [row.amount for row in rows]
    assert [row.received for row in Instalment.objects.filter(pk=rows[1].pk).with_received()] == [
        rows[1].amount
    ]
