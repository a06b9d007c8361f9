"""On every way in: nothing leads out of a letter, nothing vanishes unseen, real names pass."""

import io
import unicodedata

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.models import Letter
from events.vietnamese.text import clean, has_hidden_signs
from registrations.importing import read_list
from registrations.models import DataRequest, Registration
from tests.factories import make_invitation, make_registration, make_seating
from tests.hostile import FORM, encoded
from tests.letters import now
from tests.pages import as_row
from tests.people import signed_in
from tests.registrations.public.registration.test_views import form, text
from tests.spreadsheets import HEADINGS, workbook

pytestmark = pytest.mark.django_db

LURE = "Trúng thưởng tại http://evil.example"
WEB = (
    "Ô này không ghi địa chỉ trang web: vui lòng bỏ “{}”. Nếu dấu chấm chỉ để ngăn hai từ, vui "
    "lòng ghi thêm một dấu cách sau dấu chấm."
)
HIDDEN = (
    "Nội dung vừa nhập có ký tự ẩn hoặc ký tự lỗi, thường do sao chép từ nơi khác. Các ký tự đó đã "
    "được bỏ; vui lòng kiểm tra lại rồi gửi lại."
)
SIGNS = {
    "NUL": "\x00",
    "escape": "\x1b",
    "separator of files": "\x1c",
    "joiner": "\u200d",
    "non-joiner": "\u200c",
    "space of no width": "\u200b",
    "override": "\u202e",
    "isolate": "\u2066",
    "soft hyphen": "\u00ad",
    "selector": "\ufe0f",
    "filler": "\u3164",
    "private": "\uf0b7",
    "unassigned": "\uffff",
    "broken letter": "\ufffd",
    "tag": "\U000e0041",
}


@pytest.fixture
def event():
    return make_seating(public_seats=500).event


@pytest.fixture
def office(event):
    return make_invitation(event, organisation="Sở Y tế", quota=200)


def errors_of(response, field: str) -> list[str]:
    form = response.context["rows" if field.startswith("row-") else "form"]
    return list(form.errors.get(field, []))


def post(client, address: str, data: dict[str, str]):
    """Send a form as its bytes travel, whatever is in it."""
    return client.post(address, encoded(data), content_type=FORM)


# what leads out of a letter


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("name", LURE, WEB.format("http://evil.example")),
        ("position", "Giám đốc evil.com", WEB.format("evil.com")),
        ("organisation", "Evil . example", WEB.format("Evil . example")),
        ("name", "Lê An an@thu.example", "Ô này không ghi địa chỉ thư điện tử: vui lòng bỏ “{}”."),
        (
            "organisation",
            "Sở Y tế 0912 345 678",
            "Ô này không ghi số điện thoại: vui lòng bỏ “{}”.",
        ),
        ("position", "Tặng 500.000đ", "Ô này không ghi số tiền: vui lòng bỏ “{}”."),
        (
            "organisation",
            "Quý khách xem thư",
            "Vui lòng chỉ ghi đúng nội dung của ô này, không ghi “{}”.",
        ),
        ("name", "Lê An Zalo", "Vui lòng chỉ ghi họ và tên ở đây, không ghi “Zalo”."),
        ("name", "Lê An €", "Vui lòng chỉ ghi họ và tên ở đây, bằng chữ."),
        (
            "name",
            "Lê An 👍",
            "Giấy tờ không in được “👍” (biểu tượng, U+1F44D): vui lòng thay bằng chữ khác hoặc "
            "bỏ đi.",
        ),
        ("name", "Lê " * 13, "Vui lòng chỉ ghi họ và tên ở đây, bằng chữ."),
    ],
)
def test_public_form_refuses_what_leads_out_of_a_letter(client, event, field, typed, told):
    response = client.post("/dang-ky/", form(client, email="ai@thu.example", **{field: typed}))
    (message,) = errors_of(response, field)
    before, mark, behind = told.partition("{}")
    assert message.startswith(before)
    assert message.endswith(behind)
    assert mark or message == told
    assert not Registration.objects.exists()
    assert not Letter.objects.exists()


def test_a_brand_in_a_letter_is_no_link(client, event):
    data = form(client, organisation="Công ty Tiki.vn", email="ai@thu.example")
    assert client.post("/dang-ky/", data).status_code == 303
    assert Registration.objects.get().organisation == "Công ty Tiki.vn"
    letter = Letter.objects.get()
    for said in (now(letter).text.text, now(letter).text.html):
        assert "Tiki.\u2060vn" in said
        assert "Tiki.vn" not in said


def test_the_page_of_an_office_and_its_list_refuse_it(client, office):
    own = office.get_absolute_url()
    data = as_row({"name": LURE, "consent": "on", "email": "ai@thu.example"})
    response = client.post(own, data)
    assert errors_of(response, "row-0-name") == [WEB.format("http://evil.example")]
    lines = "Lê Văn An; Giám đốc\nTrần Văn Ba; xem evil.com; ; ai@thu.example"
    response = client.post(f"{own}danh-sach/", {"lines": lines, "consent": "on"})
    assert "Dòng 1: " + WEB.format("evil.com") in text(response)
    assert [one.name for one in office.active()] == ["Lê Văn An"]
    made = office.active().get()
    response = client.post(f"{made.get_absolute_url()}du-lieu/", {"step": "correct", "name": LURE})
    assert "Ô này không ghi địa chỉ trang web" in text(response)


def test_lists_refuse_it(event):
    rows = [
        [1, LURE, "Giám đốc", "Sở Y tế", "", "ai@thu.example", ""],
        [2, "Lê Văn An", "Giám đốc", "evil.com", "", "", ""],
        [3, "Trần Văn Ba", "Giám đốc", "Công ty Tiki.vn", "", "", ""],
    ]
    listing = read_list(io.BytesIO(workbook([HEADINGS, *rows])), "delegates")
    assert [row.outcome for row in listing.rows] == ["error", "error", "accepted"]
    assert f"Họ và tên: {WEB.format('http://evil.example')}" in listing.rows[0].messages
    assert listing.rows[1].messages == [f"Đơn vị công tác: {WEB.format('evil.com')}"]


def test_organizers_are_told_too(event):
    client = signed_in("organizer")
    add = reverse("admin:registrations_registration_add")
    data = {"event": event.pk, "name": LURE, "organisation": "Sở\u202e Y tế"}
    response = client.post(add, data)
    found = response.context["adminform"].form.errors
    assert found["organisation"] == [HIDDEN]
    assert "\u202e" not in response.text
    response = client.post(add, {**data, "organisation": "Sở Y tế"})
    assert response.context["adminform"].form.errors == {
        "name": [WEB.format("http://evil.example")]
    }
    add = reverse("admin:registrations_invitation_add")
    data = {"event": event.pk, "organisation": "evil.com", "quota": 1}
    response = client.post(add, data)
    assert response.context["adminform"].form.errors == {"organisation": [WEB.format("evil.com")]}


# what nobody sees


@pytest.mark.parametrize(
    ("field", "sign"),
    [
        *(pytest.param("name", sign, id=name) for name, sign in SIGNS.items()),
        ("position", "\u200d"),
        ("organisation", "\u202e"),
    ],
)
def test_hidden_signs_are_told_and_sent_again_without_them(client, event, field, sign):
    data = form(client, **{field: f"Lê{sign} An"})
    response = post(client, "/dang-ky/", data)
    assert errors_of(response, field) == [HIDDEN]
    shown = response.context["form"][field].value()
    assert shown == "Lê An"
    assert post(client, "/dang-ky/", {**data, field: shown}).status_code == 303
    assert getattr(Registration.objects.get(), field) == "Lê An"


def test_a_family_of_one_sign_is_told(client, event):
    response = client.post("/dang-ky/", form(client, organisation="Nhóm 👨‍👩‍👧"))
    assert errors_of(response, "organisation") == [HIDDEN]


def test_half_of_a_sign_is_told(client, event):
    response = post(client, "/dang-ky/", form(client, name="Lê \ud800An"))
    assert errors_of(response, "name") == [HIDDEN]


def test_marks_around_a_copied_number_are_no_fault(client, event):
    data = form(client, phone="\u202a+84 912 345 678\u202c")
    assert client.post("/dang-ky/", data).status_code == 303
    assert Registration.objects.get().phone == "+84912345678"
    response = client.post("/dang-ky/", form(client, phone="0912\x00345678"))
    assert errors_of(response, "phone") == [HIDDEN]


def test_an_office_is_told_of_hidden_signs_in_every_field(client, office):
    own = office.get_absolute_url()
    response = client.post(own, as_row({"name": "Lê\u200d An", "consent": "on"}))
    assert errors_of(response, "row-0-name") == [HIDDEN]
    typed = {"lines": "Lê Văn An\nTrần\x00 Văn Ba", "consent": "on"}
    response = post(client, f"{own}danh-sach/", typed)
    assert errors_of(response, "lines") == [HIDDEN]
    assert response.context["list_form"]["lines"].value() == "Lê Văn An\nTrần Văn Ba"
    response = client.post(f"{own}tu-choi/", {"reason": "Bận\u202e họp"})
    assert errors_of(response, "reason") == [HIDDEN]
    assert not office.active().exists()
    # a code is looked up, and may be copied with whatever stands beside it
    assert client.post("/moi/", {"code": f"\u200b{office.code}\u00ad"}).status_code == 303


def test_a_request_about_own_data_is_told_of_hidden_signs(client, event):
    own = make_registration(event).get_absolute_url()
    data = {"step": "ask", "kind": "copy", "words": "Xin\u200c bản sao"}
    assert HIDDEN in text(client.post(f"{own}du-lieu/", data))
    assert not DataRequest.objects.exists()


def test_a_list_tells_which_hidden_signs_are_left_out(event):
    rows = [[1, "Lê\u200d Văn An", "Giám\u202e đốc", "Sở Y tế", "", "", ""]]
    (row,) = read_list(io.BytesIO(workbook([HEADINGS, *rows])), "delegates").rows
    assert (row.outcome, row.value["name"]) == ("warning", "Lê Văn An")
    assert row.messages == [
        "Ký tự ẩn ở cột “Họ và tên” đã được bỏ; còn lại: “Lê Văn An”.",
        "Ký tự ẩn ở cột “Chức vụ” đã được bỏ; còn lại: “Giám đốc”.",
    ]


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(typed=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12))
def test_what_is_kept_is_what_was_typed(client, event, typed):
    """But for NFC and single spaces: all else is told, and nothing is written."""
    response = post(client, "/dang-ky/", form(client, organisation=f"Sở {typed}"))
    if response.status_code == 303:
        made = Registration.objects.latest("pk")
        assert made.organisation == unicodedata.normalize("NFC", " ".join(f"Sở {typed}".split()))
        assert not has_hidden_signs(typed)
        made.delete()
    else:
        assert errors_of(response, "organisation") != []
        assert has_hidden_signs(typed) is (errors_of(response, "organisation") == [HIDDEN])
        assert clean(response.context["form"]["organisation"].value()) == clean(f"Sở {typed}") or (
            has_hidden_signs(typed)
        )
