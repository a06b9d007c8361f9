"""What people type, and what they are told."""

import unicodedata

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations.public.registration.forms import RegistrationForm
from tests.factories import DelegationFactory, EventFactory

pytestmark = pytest.mark.django_db

GOOD = {
    "honorific": "ms",
    "name": "Nguyễn Thị Thử",
    "position": "Chánh Văn phòng",
    "organisation": "Sở Thử nghiệm",
    "phone": "0912 345 678",
    "email": "thu@donvi.vn",
    "consent": "on",
}
TEXTS = ("name", "position", "organisation", "phone", "email")


@pytest.fixture
def event():
    event = EventFactory()
    DelegationFactory(event=event, text="Lãnh đạo UBND tỉnh;")
    return event


def form_of(event, **changes) -> RegistrationForm:
    data = {**GOOD, "delegation": str(event.delegations.get().pk), **changes}
    return RegistrationForm({k: v for k, v in data.items() if v is not None}, event=event)


def test_good_form_gives_the_delegate(event):
    form = form_of(event)
    assert form.errors == {}
    delegate = form.delegate()
    assert delegate.name == "Nguyễn Thị Thử"
    assert delegate.honorific == "ms"
    assert delegate.phone == "+84912345678"
    assert delegate.email == "thu@donvi.vn"
    assert delegate.delegation_id == event.delegations.get().pk
    assert form.cleaned_data["news"] is False


def test_optional_fields_may_stay_empty(event):
    form = form_of(event, position="", email="", news=None)
    assert form.is_valid()
    assert (form.delegate().position, form.delegate().email) == ("", "")


UNPRINTABLE = (
    "Giấy tờ không in được “王” (chữ Hán, U+738B): vui lòng thay bằng chữ khác hoặc bỏ đi."
)
LONG = "Nội dung quá dài: vui lòng rút gọn còn tối đa {} ký tự."


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("honorific", None, "Vui lòng chọn danh xưng."),
        ("honorific", "king", "Vui lòng chọn danh xưng."),
        ("name", "", "Vui lòng nhập họ và tên."),
        ("name", None, "Vui lòng nhập họ và tên."),
        ("name", " \u200b\u202e\x00 ", "Vui lòng nhập họ và tên."),
        ("name", "...", "Vui lòng nhập bằng chữ."),
        ("name", "a" * 151, LONG.format(150)),
        ("position", "a" * 201, LONG.format(200)),
        ("name", "Lê 王 An", UNPRINTABLE),
        ("position", "Chuyên viên 王", UNPRINTABLE),
        ("organisation", "Sở 王", UNPRINTABLE),
        ("organisation", "", "Vui lòng nhập tên đơn vị công tác."),
        ("organisation", "-", "Vui lòng nhập bằng chữ."),
        ("organisation", "a" * 10_000, LONG.format(300)),
        ("delegation", "", "Vui lòng chọn thành phần tham dự của Ông/Bà."),
        ("delegation", "0", "Vui lòng chọn một thành phần trong danh sách."),
        ("delegation", "'; DROP TABLE", "Vui lòng chọn một thành phần trong danh sách."),
        ("phone", "", "Vui lòng nhập số điện thoại, ví dụ 0912 345 678."),
        ("phone", "912345678", "Số điện thoại thiếu số 0 ở đầu: vui lòng nhập 0912345678."),
        (
            "phone",
            "0912 345",
            "Số điện thoại không hợp lệ: vui lòng nhập số di động 10 chữ số như 0912 345 678 "
            "hoặc số cố định có mã vùng như 0208 3855 123.",
        ),
        ("phone", "0" * 60, LONG.format(50)),
        ("email", "thu@", "Vui lòng nhập địa chỉ như ten@donvi.vn, hoặc để trống."),
        ("email", "a b@c.vn", "Vui lòng nhập địa chỉ như ten@donvi.vn, hoặc để trống."),
        ("email", f"{'a' * 250}@c.vn", LONG.format(254)),
        (
            "consent",
            None,
            "Vui lòng đánh dấu vào ô này: chưa có sự đồng ý của Ông/Bà, Ban Tổ chức không thể "
            "ghi nhận đăng ký.",
        ),
    ],
)
def test_wrong_value_has_its_message(event, field, typed, message):
    form = form_of(event, **{field: typed})
    assert form.errors.get_json_data().keys() == {field}
    assert form.errors[field][0] == message


def test_wrong_telephone_in_english(event):
    with override("en"):
        form = form_of(event, phone="0912")
        assert form.errors["phone"] == [
            "Please enter a full telephone number, for example 0912 345 678."
        ]


def test_summary_leads_to_each_wrong_field(event):
    form = form_of(event, honorific=None, phone="")
    assert form.wrong_fields() == [
        ("id_honorific_0", "Danh xưng", "Vui lòng chọn danh xưng."),
        ("id_phone", "Số điện thoại", "Vui lòng nhập số điện thoại, ví dụ 0912 345 678."),
    ]


def test_a_label_that_is_a_sentence_stands_before_a_colon_without_its_full_stop(event):
    ((_id, label, _message),) = form_of(event, consent=None).wrong_fields()
    assert label.startswith("Tôi đồng ý")
    assert not label.endswith(".")


def test_text_is_cleaned_as_it_is_stored(event):
    typed = unicodedata.normalize("NFD", "  Nguyễn  Thị\n\u3000Thử ")
    form = form_of(event, name=typed)
    assert form.is_valid()
    assert form.delegate().name == "Nguyễn Thị Thử"


def test_delegation_of_another_ceremony_is_refused(event):
    other = DelegationFactory()
    form = form_of(event, delegation=str(other.pk))
    assert form.errors["delegation"] == ["Vui lòng chọn một thành phần trong danh sách."]


def test_who_leads_is_invited_and_not_offered(event):
    leading = DelegationFactory(event=event, text="Ban Tổ chức cuộc thi;", by_invitation=True)
    form = RegistrationForm(event=event)
    assert [value for value, _label in form.fields["delegation"].choices][1:] == [
        str(event.delegations.get(by_invitation=False).pk)
    ]
    assert "không đăng ký tại đây: Ban Tổ chức cuộc thi." in str(form)
    form = RegistrationForm({**GOOD, "delegation": str(leading.pk)}, event=event)
    assert form.errors["delegation"] == ["Vui lòng chọn một thành phần trong danh sách."]


def test_ceremony_without_delegations_asks_for_none():
    form = RegistrationForm(GOOD, event=EventFactory())
    assert form.is_valid()
    assert form.delegate().delegation_id is None


ODD = ["\x00", "\ud800", "a" * 10_000, "\u202eabc", "é\u0301" * 90, "\r\n", "０９１２３４５６７８"]
ANY_TEXT = st.text(max_size=400) | st.sampled_from(ODD)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_whatever_is_typed_is_a_value_or_a_message(event, data):
    typed = {name: data.draw(ANY_TEXT) for name in (*TEXTS, "honorific", "delegation")}
    query = QueryDict(mutable=True)
    query.update({**typed, "consent": "on"})
    form = RegistrationForm(query, event=event)
    if form.is_valid():
        delegate = form.delegate()
        assert "\x00" not in f"{delegate.name}{delegate.position}{delegate.organisation}"
        assert 1 <= len(delegate.name) <= 150
        assert delegate.phone.startswith("+")
    else:
        assert all(message for _id, _label, message in form.wrong_fields())
