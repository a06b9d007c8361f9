"""What is missing in a draft."""

import pytest

from sponsorship import services
from sponsorship.errors import Incomplete
from sponsorship.models import Contribution
from tests.factories import EventFactory, complete_memorandum
from tests.sponsorship.services.steps import MILLION, TODAY, TOMORROW, Status, due, now

pytestmark = pytest.mark.django_db


def test_nothing_is_missing_from_a_complete_draft():
    assert services.missing(complete_memorandum(), Status.AGREED) == []


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ENDED, Status.CANCELLED])
def test_other_states_need_nothing(status):
    assert services.missing(services.draft_memorandum(event=EventFactory()), status) == []


def test_everything_that_is_missing_from_a_fresh_draft_is_told_at_once():
    draft = services.draft_memorandum(event=EventFactory())
    assert services.missing(draft, Status.AGREED) == [
        "Bên A: vui lòng nhập người đại diện.",
        "Bên A: vui lòng nhập chức vụ của người đại diện.",
        "Bên A: vui lòng nhập địa chỉ.",
        "Bên B: vui lòng nhập tên.",
        "Bên B: vui lòng nhập người đại diện.",
        "Bên B: vui lòng nhập chức vụ của người đại diện.",
        "Bên B: vui lòng nhập địa chỉ.",
        "Vui lòng nhập ít nhất một khoản tài trợ.",
        "Có điều nhắc đến ngày hết hiệu lực của biên bản ghi nhớ: vui lòng nhập ngày đó.",
    ]


ACCOUNT = "Bên A nhận tiền: vui lòng nhập số tài khoản và ngân hàng của Bên A."
NOT_LISTED = "Chưa có điều nào liệt kê các khoản tài trợ: vui lòng ghi {đóng góp} vào chỗ cần in."
QUANTITY = "Khoản tài trợ “Kinh phí tổ chức”: vui lòng nhập số lượng và đơn vị."


@pytest.mark.parametrize(
    ("rows", "where", "values", "sentence"),
    [
        ("parties", {"side": "A"}, {"account_number": ""}, ACCOUNT),
        ("parties", {"side": "A"}, {"bank": ""}, ACCOUNT),
        ("parties", {"side": "A"}, {"name": ""}, "Bên A: vui lòng nhập tên."),
        ("parties", {"side": "B"}, {"address": ""}, "Bên B: vui lòng nhập địa chỉ."),
        (
            "contributions",
            {},
            {"amount": None},
            "Khoản tài trợ “Kinh phí tổ chức”: vui lòng nhập số tiền hoặc giá trị.",
        ),
        ("contributions", {}, {"kind": "in_kind"}, QUANTITY),
        ("contributions", {}, {"kind": "in_kind", "quantity": 5}, QUANTITY),
        ("contributions", {}, {"kind": "in_kind", "unit": "bộ"}, QUANTITY),
        (
            "articles",
            {"position": 7},
            {"text": ""},
            "Điều “Giải quyết vướng mắc” chưa có nội dung: "
            "vui lòng viết nội dung hoặc bỏ điều này.",
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
        ("subject", "", "Vui lòng nhập trích yếu của biên bản ghi nhớ."),
        ("place", "", "Vui lòng nhập nơi ký."),
        (
            "ends_on",
            None,
            "Có điều nhắc đến ngày hết hiệu lực của biên bản ghi nhớ: vui lòng nhập ngày đó.",
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
                "Bên A: vui lòng nhập thông tin của bên này.",
                "Bên B: vui lòng nhập thông tin của bên này.",
            ],
        ),
        ("contributions", ["Vui lòng nhập ít nhất một khoản tài trợ."]),
        ("articles", ["Vui lòng nhập ít nhất một điều."]),
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
        "500.000.000 đồng. Vui lòng điều chỉnh cho khớp."
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
        "Khoản tài trợ “Kinh phí tổ chức”: vui lòng xếp hạn của các đợt theo thứ tự thời gian."
    )
    assert services.missing(draft, Status.AGREED) == ([] if in_order else [sentence])
