"""What a person sees and does with the own data behind the secret link; and what leaks nowhere."""

import datetime
import json
import logging
import pickle
import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events.mail import sending
from events.models import Letter
from events.web import pages
from registrations.errors import ChangedMeanwhile
from registrations.models import DataRequest, Registration
from registrations.public.personal_data.views import CHANGES_PER_DAY
from registrations.services import consents, data_requests, invitations, reminders, transitions
from registrations.services.identity import Delegate
from tests.factories import make_invitation, make_registration, make_seating, named
from tests.hostile import FORM, encoded, texts
from tests.letters import where
from tests.mail_server import mail_server
from tests.people import signed_in
from tests.registrations.admin.registration.pages import step as step_page
from tests.registrations.admin.registration.pages import url
from tests.registrations.public.registration.test_views import form, text, title

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make_seating(public_seats=50).event


@pytest.fixture
def made(event):
    return make_registration(event, name="Bí Mật Kín", email="kin@donvi.vn")


def send(client, made, step: str, **data):
    return client.post(f"{made.get_absolute_url()}du-lieu/", {"step": step, **data})


def correct(client, made, **changes):
    kept = {"name": made.name, "position": "", "phone": "0912 000 999", "email": made.email}
    return send(client, made, "correct", **{**kept, **changes})


def test_notice_stands_on_a_page_of_its_own(client, event):
    event.contact = "Văn phòng Sở\n0208 3855 123"
    event.save()
    page = client.get("/du-lieu-ca-nhan/")
    assert "0208 3855 123" in text(page)
    assert "91/2025/QH15" in text(page)
    assert 'href="/du-lieu-ca-nhan/"' in client.get("/dang-ky/").content.decode()
    assert client.get("/en/du-lieu-ca-nhan/").status_code == 200


def test_the_words_agreed_to_are_kept_line_by_line(event):
    event.contact = "Văn phòng Sở\n0208 3855 123"
    event.save()
    words = make_registration(event).consents.get().text.text.splitlines()
    assert words[0] == "Thông báo về xử lý dữ liệu cá nhân"
    contact = words.index("Yêu cầu xin gửi tới Ban Tổ chức Cuộc thi:")
    assert words[contact + 1 : contact + 3] == ["Văn phòng Sở", "0208 3855 123"]


def test_notice_of_an_empty_portal(client):
    assert client.get("/du-lieu-ca-nhan/").status_code == 200


def test_page_shows_what_is_kept_and_is_secret(client, made):
    page = client.get(f"{made.get_absolute_url()}du-lieu/")
    assert "Bí Mật Kín" in text(page)
    assert "Bí Mật" not in title(page)
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert page["Referrer-Policy"] == "same-origin"
    assert "checked" not in page.content.decode()
    assert client.get(f"/dang-ky/{'x' * 32}/du-lieu/").status_code == 404


def test_form_without_token_is_refused(made):
    client = Client(enforce_csrf_checks=True)
    assert correct(client, made).status_code == 403


def test_correcting(client, made):
    typed = {"position": "Phó Chánh Văn phòng", "honorific": "ms"}
    response = correct(client, made, name="BÍ MẬT KÍN", **typed)
    assert (response.status_code, response["Location"]) == (
        303,
        f"{made.get_absolute_url()}du-lieu/?da-ghi-nhan",
    )
    assert "Đã ghi nhận nội dung" in text(client.get(response["Location"]))
    now = Registration.objects.get()
    assert (now.honorific, now.name, now.position, now.phone) == (
        "ms", "BÍ MẬT KÍN", "Phó Chánh Văn phòng", "+84912000999",
    )  # fmt: skip
    assert (now.organisation, now.seat_id, now.code) == (made.organisation, made.seat_id, made.code)


def test_who_was_named_without_a_telephone_needs_none(client, event):
    made = named(make_invitation(event), phone="")
    assert correct(client, made, position="Phó Giám đốc", phone="").status_code == 303
    assert Registration.objects.get().position == "Phó Giám đốc"
    assert correct(client, made, phone="0912 345 678").status_code == 303
    assert correct(client, made, phone="").status_code == 200


def test_wrong_correction_keeps_what_was_typed(client, made):
    response = correct(client, made, name="Tên Mới", phone="12")
    assert response.status_code == 200
    assert 'value="Tên Mới"' in response.content.decode()
    assert Registration.objects.get().name == "Bí Mật Kín"


@pytest.mark.parametrize(
    ("step", "typed", "where"),
    [
        ("correct", {"name": "", "phone": "0912 345 678"}, "id_name"),
        ("ask", {"kind": "?", "words": "Xin xóa"}, "id_kind"),
        ("ask", {"kind": "erase", "words": "x" * 2001}, "id_words"),
    ],
)
def test_what_is_wrong_is_told_above_all(client, made, step, typed, where):
    page = send(client, made, step, **typed)
    assert title(page).startswith("Lỗi: ")
    summary = re.search(r'id="errors".*?</div>', page.content.decode(), re.S)[0]
    assert re.findall(r'href="#(\w+)"', summary) == [where]
    assert page.content.decode().count(f'id="{where}"') == 1


def test_who_has_a_form_of_address_keeps_one(client, event):
    made = make_registration(event, honorific="mr")
    assert "checked" in client.get(f"{made.get_absolute_url()}du-lieu/").content.decode()
    assert 'href="#id_honorific' in correct(client, made).content.decode()
    assert correct(client, made, honorific="ms").status_code == 303
    assert Registration.objects.get().honorific == "ms"


def test_who_takes_the_own_address_out_keeps_the_link_that_no_letter_could_bring(client, made):
    for _tap in range(2):  # the second of a double tap over a slow line, too
        assert correct(client, made, email="").status_code == 303
    made.refresh_from_db()
    assert made.email == ""
    assert client.get(made.get_absolute_url()).status_code == 200


def test_a_new_address_gets_the_letter_and_the_former_one_no_more(client, made):
    assert where() == [("kin@donvi.vn", "waiting")]
    response = correct(client, made, email="dung@donvi.vn")
    assert [state for _address, state in where()] == ["overtaken", "waiting"]
    assert where()[-1] == ("dung@donvi.vn", "waiting")
    # whoever has the link that went to the former address sees and cancels nothing
    for page in ("", "du-lieu/", "du-lieu.json", "huy/"):
        assert client.get(f"{made.get_absolute_url()}{page}").status_code == 404
    made.refresh_from_db()
    assert response["Location"] == f"{made.get_absolute_url()}du-lieu/?lien-ket-moi"
    page = client.get(response["Location"]).content.decode()
    assert f'<a href="{made.get_absolute_url()}">Vui lòng lưu lại đường dẫn mới</a>' in page
    assert correct(client, made, email="dung@donvi.vn", position="Phó").status_code == 303
    assert Letter.objects.count() == 2


@pytest.mark.parametrize("door", ["office", "public"])
def test_who_is_registered_stays_that_person(client, event, door):
    if door == "office":
        made = named(make_invitation(event), name="Lê Thị Hoa")
    else:
        made = make_registration(event, name="Lê Thị Hoa")
    refused = correct(client, made, name="Bùi Văn Khác")
    assert "Đây là tên khác." in text(refused)
    assert 'value="Bùi Văn Khác"' in refused.content.decode()
    assert correct(client, made, name="LÊ THỊ HÒA").status_code == 303
    assert Registration.objects.get().name == "LÊ THỊ HÒA"


def test_who_was_replaced_while_the_page_was_open_corrects_nothing(event):
    made = named(make_invitation(event))
    new = Delegate(name="Lê Văn Sau", organisation=made.organisation)
    invitations.substitute(made, delegate=new)
    with pytest.raises(ChangedMeanwhile):
        invitations.correct_own(made, delegate=new)


def test_nobody_becomes_somebody_who_is_registered(client, made, event):
    other = make_registration(event)
    assert correct(client, made, name=other.name).status_code == 200
    made.refresh_from_db()
    assert made.name == "Bí Mật Kín"


def test_no_correction_once_the_ceremony_has_begun(client, made, event):
    event.starts_at = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    event.save()
    assert correct(client, made, name="Tên Mới").status_code == 200
    assert Registration.objects.get().name == "Bí Mật Kín"


def test_no_correction_of_what_is_cancelled(client, made):
    transitions.cancel(made)
    assert correct(client, made, name="Tên Mới").status_code == 200
    assert Registration.objects.get().name == "Bí Mật Kín"


def test_changes_are_limited(client, made):
    for number in range(CHANGES_PER_DAY):
        assert correct(client, made, position=f"Chức vụ {number}").status_code == 303
    refused = correct(client, made, position="Chức vụ cuối")
    assert refused.status_code == 429
    assert 'value="Chức vụ cuối"' in refused.content.decode()


def test_who_corrected_often_can_still_withdraw_and_ask(client, made):
    for number in range(CHANGES_PER_DAY):
        correct(client, made, position=f"Chức vụ {number}")
    assert correct(client, made, position="Cuối").status_code == 429
    assert send(client, made, "consents").status_code == 303
    assert send(client, made, "ask", kind="erase").status_code == 303


def test_a_request_is_chosen_by_the_person(client, made):
    page = client.get(f"{made.get_absolute_url()}du-lieu/").content.decode()
    assert re.search(r'<select name="kind".*?<option value=""', page, re.S)
    assert send(client, made, "ask", kind="").status_code == 200
    assert not DataRequest.objects.exists()


def test_optional_consents_are_given_and_withdrawn(client, made):
    assert send(client, made, "consents", news="on").status_code == 303
    assert consents.given(made) == {"attend", "news"}
    page = client.get(f"{made.get_absolute_url()}du-lieu/").content.decode()
    assert page.count("checked") == 1
    assert send(client, made, "consents").status_code == 303
    assert consents.given(made) == {"attend"}
    assert made.consents.count() == 3


def test_asking_for_erasure(client, made):
    assert send(client, made, "ask", kind="erase", words="Xin xóa").status_code == 303
    asked = DataRequest.objects.get()
    assert (asked.kind, asked.words, asked.status) == ("erase", "Xin xóa", "open")
    page = text(client.get(f"{made.get_absolute_url()}du-lieu/"))
    assert f"{asked.due:%d/%m/%Y}" in page
    assert f"{asked.answer_due:%d/%m/%Y}" in page
    data_requests.refuse(asked, reason="Phải lưu theo quy định")
    assert "Phải lưu theo quy định" in text(client.get(f"{made.get_absolute_url()}du-lieu/"))


@pytest.mark.parametrize(
    "wrong", [{"kind": ""}, {"kind": "all"}, {"kind": "copy", "words": "x" * 3000}]
)
def test_wrong_request(client, made, wrong):
    response = send(client, made, "ask", **wrong)
    assert response.status_code == 200
    assert "invalid-feedback" in response.content.decode()
    assert not DataRequest.objects.exists()


def test_unknown_step_does_nothing(client, made):
    assert send(client, made, "all", kind="erase").status_code == 200
    assert not DataRequest.objects.exists()


def test_download_holds_everything(client, made):
    data_requests.ask(made, "copy", "Xin bản sao")
    response = client.get(f"{made.get_absolute_url()}du-lieu.json")
    data = json.loads(response.content)
    assert (data["họ và tên"], data["số điện thoại"], data["thư điện tử"]) == (
        made.name,
        made.phone,
        made.email,
    )
    assert data["sự đồng ý"][0]["mục đích"] == "tham dự buổi lễ"
    assert data["sự đồng ý"][0]["nội dung"] == made.consents.get().text.text
    assert data["yêu cầu về dữ liệu cá nhân"][0]["nội dung cụ thể"] == "Xin bản sao"
    assert response["Cache-Control"] == "no-store"
    assert "attachment" in response["Content-Disposition"]
    assert made.name not in response["Content-Disposition"]


def handed_out(client, registration) -> dict:
    return json.loads(client.get(f"{registration.get_absolute_url()}du-lieu.json").content)


def page_of(client, registration) -> str:
    return text(client.get(f"{registration.get_absolute_url()}du-lieu/"))


def noted(registration, **kwargs):
    """What comes from an imported list, or with a reserve seat."""
    Registration.objects.filter(pk=registration.pk).update(**kwargs)


@pytest.mark.parametrize("noted_before", [{}, {"reason": "Khách của Sở", "note": "Ăn chay"}])
def test_what_organizers_noted_for_themselves_is_given_by_a_person(client, made, noted_before):
    """The same words stand there whether anything was noted or not."""
    without, page = handed_out(client, made), page_of(client, made)
    noted(made, **noted_before)
    assert handed_out(client, made) == without
    assert page_of(client, made) == page
    assert "Ban Tổ chức ghi để phục vụ công việc" in without["ghi chú"]
    assert without["ghi chú"] in page


def test_letters_are_handed_out_with_their_state_and_without_their_text(client, event):
    made = make_registration(event, email="kin@donvi.vn")
    other = make_registration(event, email="khac@donvi.vn")
    with mail_server():
        assert sending.send_due() == (2, False)
    transitions.cancel(made)
    first, last = handed_out(client, made)["thư"]
    assert (first["trạng thái"], last["trạng thái"]) == ("đã gửi", "chờ gửi")
    letters = Letter.objects.filter(about=made.pk).order_by("pk")
    assert [first["trích yếu"], last["trích yếu"]] == [letter.subject for letter in letters]
    assert [set(first), set(last)] == [{"thời điểm", "trích yếu", "trạng thái"}] * 2
    assert parse_datetime(first["thời điểm"]).replace(microsecond=0) == letters[
        0
    ].created_at.replace(microsecond=0)
    page = page_of(client, made)
    assert (
        f"{timezone.localtime(letters[0].created_at):%H:%M %d/%m/%Y}: {first['trích yếu']}" in page
    )
    assert f"{last['trích yếu']} (chờ gửi)" in page
    assert len(handed_out(client, other)["thư"]) == 1


def test_who_was_never_written_to_reads_so(client, event):
    made = make_registration(event, email="")
    assert handed_out(client, made)["thư"] == []
    assert "Chưa có thư nào gửi Ông/Bà." in page_of(client, made)


def test_requests_are_handed_out_with_words_days_and_answer(client, made):
    asked = data_requests.ask(made, "erase", "Xin xóa <hết>")
    assert "Xin xóa <hết>" in page_of(client, made)
    data_requests.refuse(asked, reason="Phải lưu")
    asked.refresh_from_db()
    (row,) = handed_out(client, made)["yêu cầu về dữ liệu cá nhân"]
    assert (row["yêu cầu"], row["nội dung cụ thể"], row["trạng thái"]) == (
        "xóa dữ liệu", "Xin xóa <hết>", "từ chối"
    )  # fmt: skip
    assert (row["hạn trả lời"], row["hạn thực hiện"]) == (f"{asked.answer_due}", f"{asked.due}")
    assert row["lý do từ chối"] == "Phải lưu"
    assert row["xử lý xong lúc"]
    assert row["đã trả lời lúc"]
    assert len(row) == 9  # and not who closed it


def instead_of(made, name: str, channel: str = "invitation", **kwargs) -> Registration:
    delegate = Delegate(name=name, organisation=made.organisation, **kwargs)
    return invitations.substitute(made, delegate=delegate, channel=channel)


@pytest.mark.parametrize("channel", ["invitation", "office"])
def test_who_came_instead_gets_nothing_of_whom(client, event, channel):
    office = make_invitation(event, contact_email="phong@donvi.vn")
    made = named(office, name="Bí Mật Kín", email="kin@donvi.vn")
    noted(made, reason="Vợ ông Kín", note="Điện thoại khác: 0912 999 888")
    data_requests.ask(made, "copy", "Tôi là Kín")
    between = instead_of(made, "Lê Văn Giữa", email="giua@donvi.vn", channel=channel)
    reminders.send_again(between)
    new = instead_of(between, "Lê Văn Sau", email="sau@donvi.vn", channel=channel)
    content = client.get(f"{new.get_absolute_url()}du-lieu.json").content.decode()
    data, page = json.loads(content), page_of(client, new)
    own = Letter.objects.filter(kind="registration.substitution").latest("pk")
    assert [letter["trích yếu"] for letter in data["thư"]] == [own.subject]
    assert page.count(own.subject) == 1
    assert (data["lý do của Ban Tổ chức"], data["yêu cầu về dữ liệu cá nhân"]) == ("", [])
    for trace in ("Kín", "kin@", "0912 999 888", "912999888", "Giữa", "giua@", "phong@"):
        assert trace not in content
        assert trace not in page
    data_requests.ask(new, "copy", "Tôi là Sau")
    assert [
        row["nội dung cụ thể"] for row in handed_out(client, new)["yêu cầu về dữ liệu cá nhân"]
    ] == ["Tôi là Sau"]


def test_who_came_instead_and_is_refused_reads_why(client):
    event = make_seating(public_seats=50, policy="approval").event
    made = make_registration(event)
    new = instead_of(made, "Lê Văn Sau", channel="office")
    noted(new, reason="Về người trước")
    transitions.decline(new, reason="Không còn chỗ")
    assert handed_out(client, new)["lý do của Ban Tổ chức"] == "Không còn chỗ"
    assert "Không còn chỗ" in page_of(client, new)


def test_page_takes_a_constant_number_of_statements(client, made):
    address = f"{made.get_absolute_url()}du-lieu/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _n in range(5):
        data_requests.change_consents(made, ["news"])
        data_requests.change_consents(made, [])
        data_requests.finish(data_requests.ask(made, "copy"))
        reminders.send_again(made)
    assert made.requests.count() == 5
    assert Letter.objects.count() == 6
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    step=st.sampled_from(["correct", "consents", "ask"]) | texts,
    typed=st.dictionaries(
        st.sampled_from(["name", "position", "phone", "email", "photo", "news", "kind", "words"]),
        texts,
    ),
)
def test_whatever_is_typed(client, made, step, typed):
    sent = {"name": "Bí Mật Kín", "phone": "0912000999", "kind": "copy", **typed, "step": step}
    address = f"{made.get_absolute_url()}du-lieu/"
    answer = client.post(address, encoded(sent), content_type=FORM)
    assert answer.status_code in (200, 303, 429)
    made.refresh_from_db()  # another address has another link
    page = client.get(answer.get("Location", address))
    assert page.status_code == 200
    assert "<script>alert" not in page.content.decode()


def test_nothing_personal_in_logs_titles_addresses_and_kept_pages(client, event, caplog):
    """The whole way of a delegate, looking at logs, titles, addresses, letters and kept pages."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.WARNING)  # only speaks with DEBUG
    traces = ("Bí Mật", "Kín", "0912 999 888", "912999888", "kin@donvi.vn")
    typed = form(
        client, name="Bí Mật Kín", position="Kín", phone="0912 999 888", email="kin@donvi.vn"
    )
    answers = [client.post("/dang-ky/", {**typed, "consent": ""})]
    answers.append(client.post("/dang-ky/", typed))
    own = answers[-1]["Location"]
    made = Registration.objects.get()
    answers.append(client.post("/dang-ky/", {**typed, "submission": ""}))
    for path in (own, f"{own}du-lieu/", f"{own}du-lieu.json", f"{own}huy/", f"{own}sai/"):
        answers.append(client.get(path))
    answers.append(correct(client, made, phone="sai 0912 999 888"))
    answers.append(send(client, made, "ask", kind="erase", words="Tôi là Bí Mật Kín"))
    answers.append(client.post(f"{own}huy/"))
    answers.extend(client.get(path) for path in ("/", "/dang-ky/", "/du-lieu-ca-nhan/"))
    organizer = signed_in("organizer")
    asked = made.requests.get()
    for path in (
        url(made),
        url(made).replace("change", "history"),
        url(asked),
        f"{step_page('cancel')}?ids={made.pk}",
    ):
        answers.append(organizer.get(path))
    answers.append(organizer.get(url(Letter.objects.first())))
    assert all(answer.status_code == 200 for answer in answers[-5:])
    titles = [title(answer) for answer in answers if b"<title>" in answer.content]
    addresses = [answer["Location"] for answer in answers if "Location" in answer]
    kept = b" ".join(cache._cache.values()).decode("utf-8", "replace")
    kept += " ".join(page.content.decode() for page in pages._pages._things.values())
    kept += pickle.dumps(list(pages._things._things.values())).decode("utf-8", "replace")
    subjects = list(Letter.objects.values_list("subject", flat=True))
    assert len(titles) > 13
    assert len(subjects) == 3
    assert len(kept) > 1000
    for trace in traces:
        assert trace not in " ".join(titles + addresses + subjects)
        assert trace not in caplog.text
        assert trace not in kept
    assert made.token not in kept


def test_name_that_was_kept_before_papers_were_asked_bars_no_correction(client, event):
    made = make_registration(event, name="Lê 王 An", honorific="")
    assert correct(client, made, phone="0912 000 998").status_code == 303
    made.refresh_from_db()
    assert (made.name, made.phone) == ("Lê 王 An", "+84912000998")
