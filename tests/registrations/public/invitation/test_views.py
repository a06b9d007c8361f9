"""The page of an invitation, as the clerk of an office uses it."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registrations import mail
from registrations.importing.pasted_lines import read_line
from registrations.models import Invitation, Registration
from registrations.services import capacity, invitations, transitions
from registrations.services.delegate_keys import delegate_key
from registrations.services.identity import Delegate
from registrations.services.origins import ByHand
from registrations.services.registration import register
from tests import pages
from tests.factories import make_delegate, make_invitation, make_seating, named
from tests.pages import as_row, visible_text

pytestmark = pytest.mark.django_db

OWN_PAGE = re.compile(r"(/en)?/moi/[^/]+/")
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@pytest.fixture
def invitation():
    event = make_seating(public_seats=10, policy="invited").event
    return make_invitation(
        event, organisation="Sở Y tế", honorific="mr", name="Lê Văn Mời", quota=3
    )


@pytest.fixture
def browser():
    return Client(enforce_csrf_checks=True)


def text(response) -> str:
    return visible_text(response.content.decode())


def path(invitation: Invitation, *more: str) -> str:
    return "/".join([f"/moi/{invitation.token}", *more, ""])


def send(browser: Client, address: str, **data: str):
    """Fill in and send the form of a page, with what the page has hidden in it."""
    page = browser.get(address).content.decode()
    return browser.post(address, {**dict(HIDDEN.findall(page)), **data})


def send_guest(browser: Client, address: str, **data: str):
    """Name a delegate, on the page of the invitation as its first row."""
    data = {"name": "Trần Thị Thử", "consent": "on", **data}
    return send(browser, address, **(as_row(data) if OWN_PAGE.fullmatch(address) else data))


def form_data(response) -> dict:
    """Return what a browser would send of the page's form, as it came."""
    return pages.form_data(response, None)


def people(invitation: Invitation) -> list[str]:
    return [registration.name for registration in invitation.active()]


def close(invitation: Invitation) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    invitations.change(invitation, deadline=yesterday)


# by the code


@pytest.mark.parametrize(
    "typed",
    [
        *("{}", " {} ", "lower", "bare", "spaced", "wide", "Mã: {}", "CAC EM {}"),
        *("https://cuocthi.vn/moi/{}/", "Mã mời {}, hạn 31/12"),
    ],
)
def test_the_code_leads_to_the_page_however_it_is_typed(browser, invitation, typed):
    code = invitation.code
    typed = {
        "lower": code.lower(), "bare": code.replace("-", ""), "spaced": code.replace("-", " – "),
        "wide": "".join(chr(ord(letter) + 0xFEE0) for letter in code),
    }.get(typed, typed.format(code))  # fmt: skip
    response = send(browser, "/moi/", code=typed)
    assert (response.status_code, response["Location"]) == (303, path(invitation))


def test_the_address_with_the_code_leads_there_too(client, invitation):
    for code in (invitation.code, invitation.code.lower().replace("-", "")):
        response = client.get(f"/moi/{code}/")
        assert (response.status_code, response["Location"]) == (303, path(invitation))


@pytest.mark.parametrize("typed", ["", "ABCD-2345", "ABCD", "\x00", "Đ" * 8, "A" * 30_000, "<b>"])
def test_a_wrong_code_is_said(browser, invitation, typed):
    response = send(browser, "/moi/", code=typed)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert 'id="errors" tabindex="-1" autofocus' in response.content.decode()


def test_an_address_with_a_wrong_code_asks_for_the_code(client, invitation):
    response = client.get("/moi/ABCD-2345/")
    assert response.status_code == 404
    assert "ABCD-2345" in response.content.decode()


def test_registration_page_leads_to_the_code(client, invitation):
    assert 'href="/moi/"' in client.get("/dang-ky/").content.decode()


def test_home_page_leads_to_the_code(client, invitation):
    assert 'href="/moi/"' in client.get("/").content.decode()


# the page


def test_page_is_kept_out_of_caches_and_indexes(client, invitation):
    made = named(invitation)
    steps = [(step, delegate_key(made)) for step in ("thay", "sua", "huy", "thong-bao")]
    pages = [(), ("danh-sach",), *steps]
    for address in ("/moi/", *(path(invitation, *more) for more in pages)):
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Cache-Control"] == "no-store"
        assert "noindex" in response["X-Robots-Tag"]
        title = re.search(r"<title>(.*?)</title>", response.content.decode(), re.S)[1]
        assert made.name not in title
        assert invitation.organisation not in title


def test_a_wrong_token_is_not_found(client, invitation):
    steps = [f"{step}/{'x' * 32}/" for step in ("thay", "sua", "huy", "thong-bao")]
    for more in ("", "danh-sach/", "tu-choi/", *steps):
        assert client.get(f"/moi/{'x' * 32}/{more}").status_code == 404


def test_an_old_link_says_whom_to_ask(client, invitation):
    invitation.event.contact = "Văn phòng Sở, 0208 3855 123"
    invitation.event.save()
    for address in (f"/moi/{'x' * 32}/", f"/dang-ky/{'x' * 32}/"):
        page = text(client.get(address))
        assert "vui lòng liên hệ Ban Tổ chức: Văn phòng Sở, 0208 3855 123" in page
        assert "Văn phòng Sở, 0208 3855 123" in page


def test_page_says_how_many_more_would_have_a_seat(client, invitation):
    def told() -> str:
        pages = [text(client.get(path(invitation, *more))) for more in ((), ("danh-sach",))]
        sentences = {re.search(r"Hiện (còn|các chỗ)[^.]*chờ", page) for page in pages}
        (sentence,) = {found and found[0] for found in sentences}
        return sentence or ""

    assert told() == ""
    capacity.resize(invitation.event.seating, public_seats=2, reserve_seats=0)
    assert told().startswith("Hiện còn 2 chỗ ngồi")
    for _n in range(2):
        register(event=invitation.event, delegate=make_delegate(), origin=ByHand())
    assert told().startswith("Hiện các chỗ ngồi đã có người đăng ký")


def test_page_tells_the_place_on_the_waiting_list(client, invitation):
    capacity.resize(invitation.event.seating, public_seats=1, reserve_seats=0)
    named(invitation)
    page = text(client.get(path(invitation)))
    assert "được xếp chỗ theo thứ tự khi có chỗ trống" not in page
    register(event=invitation.event, delegate=make_delegate(), origin=ByHand())
    named(invitation)
    with CaptureQueriesContext(connection) as one:
        assert "Trong danh sách chờ, thứ tự 2" in text(client.get(path(invitation)))
    named(invitation)
    with CaptureQueriesContext(connection) as many:
        page = text(client.get(path(invitation)))
    assert "Trong danh sách chờ, thứ tự 3" in page
    assert "được xếp chỗ theo thứ tự khi có chỗ trống" in page
    assert len(many) == len(one) <= 4


def test_what_was_done_is_said_once(client, invitation):
    def told() -> list[str]:
        page = client.get(path(invitation)).content.decode()
        return re.findall(r'role="status">(.*?)</p>', page)

    lines = "Lê Văn Hai\nLê Văn Ba"
    send(client, path(invitation, "danh-sach"), lines=lines, consent="on")
    assert told() == ["Đã ghi nhận các đại biểu trong danh sách."]
    assert told() == []
    send_guest(client, path(invitation), name="Lê Văn Một")
    assert told() == ["Đã ghi nhận 1 đại biểu."]
    for step, said in (
        ("sua", "Đã lưu thông tin sửa đổi."),
        ("thay", "Đã ghi nhận đại biểu dự thay."),
        ("huy", "Đã rút tên đại biểu."),
    ):
        made = invitation.active().last()
        name = "Lê Thị Khác" if step == "thay" else made.name
        send_guest(
            client, path(invitation, step, delegate_key(made)), name=name, position="Phó phòng"
        )
        assert told() == [said]


def test_the_last_day_is_not_misread_in_english(client, invitation):
    invitations.change(invitation, deadline=date(2029, 12, 5))
    assert "05/12/2029" in text(client.get(path(invitation)))
    assert "5 December 2029" in text(client.get(f"/en{path(invitation)}"))


def test_links_of_several_delegates_are_told_apart(client, invitation):
    made = [named(invitation), named(invitation)]
    page = text(client.get(path(invitation)))
    for one in made:
        assert f"Rút tên đại biểu: {one.name}" in page.replace(" :", ":")


def test_page_shows_whom_it_invites_and_who_comes(client, invitation):
    made = named(invitation)
    page = text(client.get(path(invitation)))
    for words in ("Sở Y tế", "Lê Văn Mời", made.name, made.code, invitation.code):
        assert words in page


def test_page_costs_the_same_for_one_and_for_many(client, invitation):
    named(invitation)
    client.get(path(invitation))
    with CaptureQueriesContext(connection) as one:
        client.get(path(invitation))
    for _n in range(2):
        named(invitation)
    with CaptureQueriesContext(connection) as many:
        client.get(path(invitation))
    assert len(many) == len(one) <= 3


def test_a_delegate_is_named(browser, invitation):
    response = send_guest(
        browser, path(invitation), phone="0912 345 678", honorific="ms", position="Phó Giám đốc"
    )
    assert (response.status_code, response["Location"]) == (303, path(invitation))
    made = Registration.objects.get()
    assert (made.name, made.honorific, made.position, made.organisation, made.phone) == (
        "Trần Thị Thử", "ms", "Phó Giám đốc", "Sở Y tế", "+84912345678",
    )  # fmt: skip
    assert (made.status, made.channel, made.invitation) == ("confirmed", "invitation", invitation)


def test_page_in_english_stays_in_english(browser, invitation):
    response = send_guest(browser, f"/en{path(invitation)}")
    assert response["Location"] == f"/en{path(invitation)}"


def test_a_form_sent_twice_names_once(browser, invitation):
    page = browser.get(path(invitation)).content.decode()
    data = {**dict(HIDDEN.findall(page)), **as_row({"name": "Trần Thị Thử", "consent": "on"})}
    for _n in range(2):
        assert browser.post(path(invitation), data).status_code == 303
    assert people(invitation) == ["Trần Thị Thử"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"consent": ""}, "consent"),
        ({"name": ""}, "name"),
        ({"name": "…"}, "name"),
        ({"name": "A" * 151}, "name"),
        ({"phone": "12"}, "phone"),
        ({"email": "nobody"}, "email"),
        ({"honorific": "king"}, "honorific"),
        ({"email": "a@b.vn\nBcc: c@d.vn"}, "email"),
    ],
)
def test_wrong_input_is_told_and_kept(browser, invitation, wrong, field):
    response = send_guest(browser, path(invitation), **{"position": "Chức vụ đã gõ", **wrong})
    assert response.status_code == 200
    assert list(response.context["rows"].errors) == list(as_row({field: ""}))
    assert "Chức vụ đã gõ" in response.content.decode()
    assert people(invitation) == []


def test_more_than_the_places_is_told(browser, invitation):
    page = browser.get(path(invitation)).content.decode()
    for _n in range(3):
        named(invitation)
    data = {**dict(HIDDEN.findall(page)), **as_row({"name": "Trần Thị Thử", "consent": "on"})}
    response = browser.post(path(invitation), data)
    assert response.status_code == 200
    assert text(response).count("Giấy mời không còn chỗ cho đại biểu này.") == 2
    assert "Trần Thị Thử" in response.content.decode()
    assert "consent" not in browser.get(path(invitation)).content.decode()


def test_after_the_deadline_there_is_nothing_to_send(browser, invitation):
    invitation.event.contact = "Văn phòng Sở 0208 3855 123"
    invitation.event.save()
    made = named(invitation)
    page = browser.get(path(invitation)).content.decode()
    close(invitation)
    guest = {"name": "Trần Thị Thử", "consent": "on"}
    data = {**dict(HIDDEN.findall(page)), **guest, **as_row(guest)}
    response = browser.post(path(invitation), data)
    assert "Trần Thị Thử" in text(response)
    assert "Văn phòng Sở 0208 3855 123" in text(response)
    assert b'name="consent"' not in browser.get(path(invitation)).content
    steps = [(step, delegate_key(made)) for step in ("thay", "sua", "huy")]
    for more in (*steps, ("danh-sach",), ("tu-choi",)):
        browser.post(path(invitation, *more), data)
    assert people(invitation) == [made.name]
    assert browser.get(path(invitation, "thong-bao", delegate_key(made))).status_code == 200


# a list


LIST = """STT; Họ tên
1. Ông Nguyễn Văn An; Giám đốc; 0912.345.678; an@thu.example
2\tTrần Thị Bình\tPhó Giám đốc, Bí thư\t\t912345679

"""


def test_a_pasted_list_names_whom_it_can_and_keeps_the_rest(browser, invitation):
    lines = f"{LIST}Không gọi được; Chuyên viên; 0912345"
    response = send(browser, path(invitation, "danh-sach"), lines=lines, consent="on")
    assert response.status_code == 200
    assert people(invitation) == ["Nguyễn Văn An", "Trần Thị Bình"]
    form = response.context["form"]
    assert form["lines"].value() == "Không gọi được; Chuyên viên; 0912345"
    assert len(form.errors["lines"]) == 1
    first, second = invitation.active()
    assert (first.honorific, first.position, first.phone, first.email) == (
        "mr", "Giám đốc", "+84912345678", "an@thu.example",
    )  # fmt: skip
    assert (second.position, second.phone) == ("Phó Giám đốc, Bí thư", "+84912345679")


def test_a_list_longer_than_the_places(browser, invitation):
    lines = "\n".join(f"Nguyễn Văn {n}" for n in ("An", "Bình", "Chi", "Dũng"))
    response = send(browser, path(invitation, "danh-sach"), lines=lines, consent="on")
    assert response.context["form"]["lines"].value() == "Nguyễn Văn Dũng"
    assert len(people(invitation)) == 3


def test_two_of_one_name_never_become_one(browser, invitation):
    lines = "Ông Nguyễn Văn Nam; Trưởng phòng\nNGUYEN VAN NAM; Chuyên viên"
    response = send(browser, path(invitation, "danh-sach"), lines=lines, consent="on")
    assert "Đã ghi 1 đại biểu" in text(response)
    for _n in range(2):  # sent again, the second is still not taken for the first
        form = response.context["form"]
        assert form["lines"].value() == "NGUYEN VAN NAM; Chuyên viên"
        assert len(form.errors["lines"]) == 1
        assert "ví dụ: NGUYEN VAN NAM B." in form.errors["lines"][0]
        again = {**form_data(response), "consent": "on"}
        response = browser.post(path(invitation, "danh-sach"), again)
        assert "Đã ghi" not in text(response)
    only = invitation.active().get()
    assert (only.honorific, only.name, only.position) == ("mr", "Nguyễn Văn Nam", "Trưởng phòng")


def test_a_list_sent_twice_names_nobody_twice(browser, invitation):
    page = browser.get(path(invitation, "danh-sach")).content.decode()
    data = {**dict(HIDDEN.findall(page)), "lines": "Lê An\nLê Bình", "consent": "on"}
    for _n in range(2):
        response = browser.post(path(invitation, "danh-sach"), data)
        assert response["Location"] == path(invitation)
    assert people(invitation) == ["Lê An", "Lê Bình"]


def test_a_name_with_a_telephone_number_in_it_is_refused(browser, invitation):
    for where in ((), ("danh-sach",)):
        typed = as_row({"name": "Lê An 0912345678"}) if not where else {"lines": "Lê An 0912345678"}
        response = send(browser, path(invitation, *where), consent="on", **typed)
        assert "Vui lòng chỉ ghi họ và tên ở đây" in text(response)
    assert people(invitation) == []


def test_a_good_list_leads_back(browser, invitation):
    response = send(browser, path(invitation, "danh-sach"), lines="Lê An\nLê Bình", consent="on")
    assert response["Location"] == path(invitation)
    assert people(invitation) == ["Lê An", "Lê Bình"]


@pytest.mark.parametrize("lines", ["", " \n;;\n", "Lê An\n" * 201, "A" * 60_001, "Lê\x00An"])
def test_an_odd_list_is_told(browser, invitation, lines):
    response = send(browser, path(invitation, "danh-sach"), lines=lines, consent="on")
    assert list(response.context["form"].errors) == ["lines"]
    assert people(invitation) == []


def test_a_list_without_consent_names_nobody(browser, invitation):
    response = send(browser, path(invitation, "danh-sach"), lines="Lê An")
    assert list(response.context["form"].errors) == ["consent"]
    assert "Lê An" in response.content.decode()
    assert people(invitation) == []


@pytest.mark.parametrize(
    ("line", "name", "position", "phone", "honorific"),
    [
        ("Lê Văn An", "Lê Văn An", "", "", ""),
        ("3) Bà Lê An, Phó Giám đốc, 0912345678", "Lê An", "Phó Giám đốc", "+84912345678", "ms"),
        ("4;Ông;Lê Văn An;Giám đốc", "Lê Văn An", "Giám đốc", "", "mr"),
        ("Đ/c Lê Văn An; Bí thư, Giám đốc", "Lê Văn An", "Bí thư, Giám đốc", "", "comrade"),
        ("0208 3855 123; Lê Văn An", "Lê Văn An", "", "+842083855123", ""),
        ("Bá Văn An", "Bá Văn An", "", "", ""),
        ("Lê Văn An; 09123", "Lê Văn An", "", "09123", ""),
        (";;", "", "", "", ""),
    ],
)  # fmt: skip
def test_lines_as_offices_write_them(line, name, position, phone, honorific):
    found = read_line(line)
    assert (found["name"], found["position"], found["phone"], found["honorific"]) == (
        name, position, phone, honorific,
    )  # fmt: skip


@given(lines=st.text(max_size=300), name=st.text(max_size=200), other=st.text(max_size=60))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_anything_typed_is_stored_or_refused(client, invitation, lines, name, other):
    for address, data in (
        (
            path(invitation),
            as_row({"name": name, "position": other, "phone": other, "email": other}),
        ),
        (path(invitation, "danh-sach"), {"lines": lines}),
        (path(invitation, "tu-choi"), {"reason": other}),
        ("/moi/", {"code": other}),
    ):
        response = client.post(address, {**data, "consent": "on"})
        assert response.status_code in (200, 303)
    for made in invitation.active():
        transitions.cancel(made)


# declining


def test_declining_and_thinking_again(browser, invitation):
    response = send(browser, path(invitation, "tu-choi"), reason="Trùng lịch công tác")
    assert response["Location"] == path(invitation)
    invitation.refresh_from_db()
    assert invitation.declined_at is not None
    assert invitation.decline_reason == "Trùng lịch công tác"
    assert send_guest(browser, path(invitation)).status_code == 303
    invitation.refresh_from_db()
    assert invitation.declined_at is None


def test_declining_leads_back_while_somebody_is_named(browser, invitation):
    named(invitation)
    assert browser.get(path(invitation, "tu-choi"))["Location"] == path(invitation)
    assert f"{path(invitation)}tu-choi/" not in browser.get(path(invitation)).content.decode()


# substituting and cancelling


def test_a_substitute_takes_the_seat(browser, invitation):
    made = named(invitation)
    response = send_guest(browser, path(invitation, "thay", delegate_key(made)), phone="0912345678")
    assert response["Location"] == path(invitation)
    new = invitation.active().get()
    assert (new.pk, new.name, new.seat_id, new.code) == (
        made.pk, "Trần Thị Thử", made.seat_id, made.code,
    )  # fmt: skip
    assert browser.get(made.get_absolute_url()).status_code == 404


def test_a_substitute_needs_consent_and_keeps_what_was_typed(browser, invitation):
    made = named(invitation)
    response = send_guest(browser, path(invitation, "thay", delegate_key(made)), consent="")
    assert list(response.context["form"].errors) == ["consent"]
    assert "Trần Thị Thử" in response.content.decode()
    assert people(invitation) == [made.name]


def test_a_delegate_is_corrected(browser, invitation):
    made = named(invitation, name="Trần thi Thử", position="Chuyên viên", honorific="mr")
    address = path(invitation, "sua", delegate_key(made))
    page = form_data(browser.get(address))
    assert (page["name"], page["position"], page["honorific"]) == (
        "Trần thi Thử", "Chuyên viên", ["mr"],
    )  # fmt: skip
    assert "consent" not in browser.get(address).content.decode()
    changes = {"name": "Trần Thị Thử", "position": "Phó Giám đốc", "honorific": "ms", "phone": ""}
    response = browser.post(address, {**page, **changes})
    assert (response.status_code, response["Location"]) == (303, path(invitation))
    now = invitation.active().get()
    assert (now.name, now.position, now.honorific, now.phone) == (
        "Trần Thị Thử", "Phó Giám đốc", "ms", "",
    )  # fmt: skip
    assert (now.seat_id, now.code, now.token) == (made.seat_id, made.code, made.token)


def test_another_name_is_no_correction(browser, invitation):
    made = named(invitation, name="Trần Văn Cũ")
    address = path(invitation, "sua", delegate_key(made))
    page = form_data(browser.get(address))
    response = browser.post(address, {**page, "name": "Lê Văn Mới", "position": "Chức vụ đã gõ"})
    assert response.status_code == 200
    assert "“Cử người khác dự thay”" in response.context["form"].non_field_errors()[0]
    source = response.content.decode()
    assert 'value="Lê Văn Mới"' in source
    assert "Chức vụ đã gõ" in source
    assert source.count("Đây là tên khác.") == 1
    assert people(invitation) == ["Trần Văn Cũ"]


def test_a_wrong_correction_is_told_and_kept(browser, invitation):
    made = named(invitation)
    address = path(invitation, "sua", delegate_key(made))
    response = browser.post(address, {**form_data(browser.get(address)), "email": "khong-phai"})
    assert list(response.context["form"].errors) == ["email"]
    assert 'value="khong-phai"' in response.content.decode()


def test_the_letter_is_shown_to_be_read_out(client, invitation):
    made = named(invitation, honorific="ms")
    letter = mail.delegates.read_out(made)
    address = path(invitation, "thong-bao", delegate_key(made))
    assert f'href="{address}"' in client.get(path(invitation)).content.decode()
    page = client.get(address)
    assert " ".join(letter.text.split()) in text(page)
    assert letter.subject in text(page)
    assert f'href="{path(invitation, "phieu", delegate_key(made))}"' in page.content.decode()
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 5


def test_a_substitute_and_who_was_replaced_are_told_on_paper(client, invitation):
    made = named(invitation, name="Trần Thị Trước", email="")
    now = invitations.substitute(
        made, delegate=Delegate(name="Lê Văn Sau", organisation=made.organisation)
    )
    page = text(client.get(path(invitation, "thong-bao", delegate_key(now))))
    assert "Ông/Bà được cử tham dự buổi lễ thay cho đại biểu đã đăng ký trước đó." in page
    assert "Kính gửi Ông/Bà Lê Văn Sau," in page
    assert "Kính gửi Ông/Bà Trần Thị Trước, Ban Tổ chức trân trọng thông báo: cơ quan" in page
    # who has an address was written to
    invitations.substitute(
        now, delegate=Delegate(name="Vũ An", organisation="Sở Y tế", email="an@thu.vn")
    )
    last = invitations.substitute(
        invitation.active().get(),
        delegate=Delegate(name="Vũ Bình", organisation="Sở Y tế"),
    )
    page = text(client.get(path(invitation, "thong-bao", delegate_key(last))))
    assert ("Kính gửi Ông/Bà Vũ Bình," in page, "Kính gửi Ông/Bà Vũ An," in page) == (True, False)


def test_who_has_no_seat_yet_has_no_ticket_to_open(client, invitation):
    capacity.resize(invitation.event.seating, public_seats=1, reserve_seats=0)
    first, second = named(invitation, name="Lê An"), named(invitation, name="Lê Bình")
    page = client.get(path(invitation)).content.decode()
    assert re.findall(r'href="(\S+)">(?:Phiếu tham dự|Trang của đại biểu)<span', page) == [
        path(invitation, "phieu", delegate_key(first)),
        first.get_absolute_url(),
        second.get_absolute_url(),
    ]
    ticket = client.get(path(invitation, "phieu", delegate_key(first)))
    assert (ticket["Content-Type"], ticket["Cache-Control"]) == ("application/pdf", "no-store")
    assert client.get(path(invitation, "phieu", delegate_key(second))).status_code == 404


def test_the_private_page_of_who_has_an_address_is_not_the_offices(client, invitation):
    made = named(invitation, email="rieng@donvi.vn")
    stranger = named(make_invitation(invitation.event))
    addresses = [path(invitation, step, delegate_key(made)) for step in ("sua", "thay", "huy")]
    for address in (
        path(invitation),
        path(invitation, "thong-bao", delegate_key(made)),
        *addresses,
    ):
        page = client.get(address)
        assert page.status_code == 200
        assert made.token not in page.content.decode(), address
        assert made.name in text(page)
    assert client.get(path(invitation, "phieu", delegate_key(made))).status_code == 200
    assert client.get(path(invitation, "phieu", delegate_key(stranger))).status_code == 409
    assert client.get(path(invitation, "sua", made.token)).status_code == 409


@pytest.mark.parametrize(
    ("typed", "chosen", "name", "honorific"),
    [
        ("Bà Lê Thị Cúc", "", "Lê Thị Cúc", "ms"),
        ("ông. Lê  Văn Cúc", "", "Lê Văn Cúc", "mr"),
        ("Đ/c Lê Thị Cúc", "ms", "Lê Thị Cúc", "ms"),
        ("Bá Thị Cúc", "", "Bá Thị Cúc", ""),
        ("- Lê Thị Cúc", "", "- Lê Thị Cúc", ""),
        ("Ông Hải Miên", "ms", "Ông Hải Miên", "ms"),
        ("Ông Cao Thông", "", "Ông Cao Thông", ""),
    ],
)
def test_an_honorific_goes_from_the_name_into_its_field(
    browser, invitation, typed, chosen, name, honorific
):
    assert send_guest(browser, path(invitation), name=typed, honorific=chosen).status_code == 303
    made = Registration.objects.get()
    assert (made.name, made.honorific) == (name, honorific)
    again = send_guest(browser, path(invitation), name=name)
    assert "Đại biểu này đã có trong danh sách của đơn vị." in text(again)


def test_line_with_a_sign_that_papers_cannot_show_stays_in_the_list(browser, invitation):
    lines = "Lê Văn An; Trưởng phòng\nTrần Bình; Phó 王 phòng"
    response = send(browser, path(invitation, "danh-sach"), lines=lines, consent="on")
    form = response.context["form"]
    assert form["lines"].value() == "Trần Bình; Phó 王 phòng"
    assert "“王” (chữ Hán, U+738B): vui lòng thay" in form.errors["lines"][0]
    assert people(invitation) == ["Lê Văn An"]


KEPT = "Họ tên được giữ nguyên là “Ông Cao Thông”. Nếu “Ông” là danh xưng"


def test_family_that_may_be_an_honorific_is_told_and_can_be_taken_off(browser, invitation):
    response = send_guest(browser, path(invitation), name="Ông Cao Thông", honorific="mr")
    assert KEPT in text(browser.get(response["Location"]))
    made = invitation.active().get()
    address = path(invitation, "sua", delegate_key(made))
    browser.post(address, {**form_data(browser.get(address)), "name": "Cao Thông"})
    assert people(invitation) == ["Cao Thông"]


def test_family_that_may_be_an_honorific_is_told_of_pasted_lines(browser, invitation):
    lines = "Ông Cao Thông; Chuyên viên\nÔng Lê Văn An"
    response = send(browser, path(invitation, "danh-sach"), lines=lines, consent="on")
    page = text(browser.get(response["Location"]))
    assert (KEPT in page, page.count("giữ nguyên")) == (True, 1)
    assert people(invitation) == ["Ông Cao Thông", "Lê Văn An"]


@pytest.mark.parametrize("typed", ["Bà", "Đ/c", "ÔNG.", "Ông Bà", "Bà -"])
def test_a_mere_honorific_is_no_name(browser, invitation, typed):
    response = send_guest(browser, path(invitation), name=typed)
    assert response.context["rows"].errors["row-0-name"] == [
        "Vui lòng ghi họ và tên, không chỉ danh xưng."
    ]
    assert people(invitation) == []


@pytest.mark.parametrize("kept", ["Bà Lê Thị Cúc", "Lê Thị Cúc (chuyên viên)", "Lê Thị Cúc, TP"])
def test_what_stands_beside_a_name_can_be_taken_off(browser, invitation, kept):
    made = named(invitation, name=kept)
    address = path(invitation, "sua", delegate_key(made))
    unchanged = {**form_data(browser.get(address)), "position": "Chuyên viên"}
    assert browser.post(address, unchanged).status_code == 303
    assert people(invitation) == [kept]
    assert browser.post(address, {**unchanged, "name": "Lê Thị Cúc"}).status_code == 303
    assert people(invitation) == ["Lê Thị Cúc"]


def test_who_has_no_right_code_sees_whom_to_call(browser, invitation):
    invitation.event.contact = "Văn phòng Sở, 0208 3855 123"
    invitation.event.save()
    for page in (browser.get("/moi/"), send(browser, "/moi/", code="K7MP-2QX0")):
        assert "Văn phòng Sở, 0208 3855 123" in text(page)
    assert "trong mã không có chữ I, chữ O, số 0 và số 1" in text(page)


def test_the_letter_is_not_shown_behind_another_invitation(client, invitation):
    stranger = named(make_invitation(invitation.event))
    page = client.get(path(invitation, "thong-bao", delegate_key(stranger)))
    assert page.status_code == 409
    assert stranger.code not in page.content.decode()


def test_an_old_page_neither_replaces_nor_cancels_somebody_else(browser, invitation):
    made = named(invitation)
    new = invitations.substitute(
        made, delegate=Delegate(name="Người đến thay", organisation="Sở Y tế")
    )
    for more in (
        ("thay", delegate_key(made)),
        ("sua", delegate_key(made)),
        ("huy", delegate_key(made)),
    ):
        assert browser.get(path(invitation, *more)).status_code == 409
        response = send_guest(browser, path(invitation, *more))
        assert response.status_code == 409
        assert new.name in text(response)
    assert people(invitation) == ["Người đến thay"]


def test_who_replaces_too_late_types_nothing_again(browser, invitation):
    invitation = invitations.change(invitation, quota=1)
    made = named(invitation)
    page = form_data(browser.get(path(invitation, "thay", delegate_key(made))))
    invitations.substitute(made, delegate=Delegate(name="Lê An", organisation="Sở Y tế"))
    typed = {**page, "name": "Trần Thị Thử", "position": "Chức vụ đã gõ", "consent": "on"}
    response = browser.post(path(invitation, "thay", delegate_key(made)), typed)
    assert response.status_code == 409
    assert "Lê An" in text(response)
    kept = form_data(response)
    row = ("Trần Thị Thử", "Chức vụ đã gõ")
    assert (kept["row-0-name"], kept["row-0-position"]) == row
    assert f'action="{path(invitation)}"' in response.content.decode()


def test_a_delegate_is_cancelled_after_asking(browser, invitation):
    made = named(invitation)
    address = path(invitation, "huy", delegate_key(made))
    assert made.name in text(browser.get(address))
    assert people(invitation) == [made.name]
    assert send(browser, address)["Location"] == path(invitation)
    assert people(invitation) == []


def test_a_delegate_of_another_invitation_is_out_of_reach(browser, invitation):
    other = named(make_invitation(invitation.event))
    public = register(
        event=invitation.event,
        delegate=Delegate(name="Lê An", organisation="Sở Tư pháp"),
        origin=ByHand(),
    )
    for stranger in (other, public):
        for step in ("thay", "sua", "huy"):
            send_guest(browser, path(invitation, step, delegate_key(stranger)))
        stranger.refresh_from_db()
        assert stranger.is_active
        assert stranger.name != "Trần Thị Thử"


def test_the_waiting_list_is_told(client, invitation):
    capacity.resize(invitation.event.seating, public_seats=1, reserve_seats=0)
    assert named(invitation).status == "confirmed"
    waiting = named(invitation)
    assert waiting.status == "waiting"
    assert str(waiting.get_status_display()).capitalize() in text(client.get(path(invitation)))
