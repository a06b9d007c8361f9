"""The public pages on which anybody can verify a paper."""

import hashlib
import html
import io
import re
from typing import Any
from urllib.parse import quote

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.generic import ArrayObject, StreamObject

from events.documents import KINDS, codes, signatures
from events.models import OfficialDocument, SignedFile, Throttle
from tests import signing
from tests.contest_portal.test_views import POLICY
from tests.factories import PlanFactory, issued_paper
from tests.pages import visible_text
from tests.people import worker

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def person() -> signing.Person:
    return signing.Person("Nguyễn Văn Thử", "Sở Thử nghiệm")


FORM = "/xac-minh/"
IN_FORCE = "Văn bản này đã được phát hành, chưa bị thay thế hoặc thu hồi."
REPLACED = "Văn bản này đã được phát hành nhưng đã được thay thế."
UNKNOWN_CODE = (
    "Không có văn bản nào mang mã này. Vui lòng đối chiếu từng ký tự với bản giấy; mã gồm 12 ký tự."
)
UNKNOWN_FILE = "Tệp này không có trong Sổ đăng ký văn bản đi"
GENUINE = "Tệp đúng là tệp do Ban Tổ chức phát hành"
GENUINE_COPY = "Tệp đúng là bản ký số mà Ban Tổ chức đang lưu"
NOT_A_COPY = "Tệp không phải bản ký số hợp lệ của văn bản này"
UNCHECKED = "Hệ thống chưa kiểm tra ai đứng sau các chứng thư chữ ký số"
REVOKED_OR_NOT = "Hệ thống chưa kiểm tra chứng thư chữ ký số có bị thu hồi trước thời hạn"
NOT_GENUINE = "Tệp không phải tệp đã phát hành"
NO_FILE = "Vui lòng chọn tệp PDF trước."
TOO_LARGE = "Tệp quá lớn. Dung lượng tối đa là 50 MB."
LIVELY = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def text(response: Any) -> str:
    return html.unescape(visible_text(response.content.decode()))


def page_of(document: OfficialDocument, language: str = "") -> str:
    return f"{language}{FORM}{document.code}/"


def content_of(document: OfficialDocument) -> bytes:
    return bytes(document.file.content)


def send(client: Client, path: str, content: bytes, name: str = "van-ban.pdf") -> Any:
    return client.post(path, {"file": SimpleUploadedFile(name, content, "application/pdf")})


def keep_signed(document: OfficialDocument, person: Any, content: bytes = b"") -> SignedFile:
    copy = signing.signed(content or content_of(document), person)
    return signatures.add_signed_file(document, signing.upload(copy), None)


def rows() -> dict[str, int]:
    """Count what is stored in every table, but for the counters of attempts."""
    tables = (model for model in apps.get_models() if model is not Throttle)
    return {model._meta.db_table: model._base_manager.count() for model in tables}


# by the code


def test_paper_in_force_is_shown_with_its_facts(client):
    document = issued_paper(PlanFactory(subject="Tổ chức <Lễ> thử").event)

    response = client.get(page_of(document))

    assert response.status_code == 200
    page = text(response)
    assert IN_FORCE in page
    for words in (
        "Tên loại văn bản KẾ HOẠCH",
        "Số, ký hiệu 01/KH-BTC",
        "Địa danh và thời gian ban hành Thái Nguyên, ngày 20 tháng 01 năm 2025",
        "Trích yếu Tổ chức <Lễ> thử",
        "Cơ quan ban hành BAN TỔ CHỨC THỬ",
        f"Mã xác minh {document.code}",
        f"Mã băm SHA-256 của tệp {hashlib.sha256(content_of(document)).hexdigest()}",
    ):
        assert words in page
    assert "Tổ chức &lt;Lễ&gt; thử" in response.content.decode()


def test_nothing_is_told_about_the_clerk_the_note_or_the_copies(client):
    clerk = worker("organizer")
    clerk.first_name, clerk.last_name, clerk.email = "Văn Thư", "Lê Thị", "van-thu@thu.example"
    clerk.save()
    document = issued_paper(by=clerk, note="Chỉ dùng trong nội bộ", copies=37)

    page = client.get(page_of(document)).content.decode()

    for secret in (clerk.username, "Văn Thư", "Lê Thị", clerk.email, document.note, ">37<"):
        assert secret not in page


def test_code_is_read_as_people_write_it(client):
    document = issued_paper()
    code, bare = document.code, document.code.replace("-", "")

    for typed in (
        code,
        code.lower(),
        f"  {code}\t",
        bare,
        " ".join(bare.lower()),
        code.replace("-", " – "),
        code.replace("-", "."),
    ):
        response = client.post(FORM, {"code": typed})
        assert (response.status_code, response["Location"]) == (302, page_of(document)), typed
        assert IN_FORCE in text(client.get(f"{FORM}{quote(typed)}/")), typed


def test_signs_that_look_alike_are_not_guessed(client):
    document = issued_paper()

    for sign in "0O1IL":
        misread = sign + document.code[1:]
        for response in (client.post(FORM, {"code": misread}), client.get(f"{FORM}{misread}/")):
            assert response.status_code == 404
            assert UNKNOWN_CODE in text(response)


def test_unknown_code_stays_in_the_form(client):
    issued_paper()
    code = codes.new()

    for response in (client.post(FORM, {"code": code}), client.get(f"{FORM}{code}/")):
        assert response.status_code == 404
        assert UNKNOWN_CODE in text(response)
        assert f'name="code" value="{code}"' in response.content.decode()


def test_form_without_code_and_file_asks_for_the_file(client):
    response = client.post(FORM, {"code": "  "})

    assert response.status_code == 200
    assert NO_FILE in text(response)


@LIVELY
@given(st.text(min_size=1, max_size=80))
def test_any_text_in_the_address_is_answered(client, typed):
    response = client.get(f"{FORM}{quote(typed, safe='')}/")

    assert response.status_code == 404


@LIVELY
@given(st.binary(min_size=1, max_size=20))
def test_any_bytes_in_the_address_are_answered(client, typed):
    response = client.get(f"{FORM}{quote(typed, safe='')}/")

    assert response.status_code == 404


@LIVELY
@given(st.text(max_size=200))
def test_any_text_in_the_form_is_answered_and_escaped(client, typed):
    response = client.post(FORM, {"code": typed})

    assert response.status_code == (404 if typed.strip() else 200)
    source = response.content.decode()
    assert html.escape(typed.strip()[:60]).replace("\0", "�") in source.replace("\0", "�")


def test_markup_in_the_form_stays_text(client):
    source = client.post(FORM, {"code": '"><script>alert(1)</script>'}).content.decode()

    assert "<script" not in source


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\nContent-Disposition: form-data", "multipart/form-data"),
        (b"nothing", "multipart/form-data; boundary=" + "x" * 300),
        (b"code=" + b"A" * 11_000_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"a%d=1" % n for n in range(20_001)), "application/x-www-form-urlencoded"),
    ],
)
def test_broken_request_is_refused_with_words(client, body, kind):
    response = client.generic("POST", FORM, body, kind)

    assert response.status_code == 400
    assert "Yêu cầu không hợp lệ" in text(response)


def test_half_a_file_is_no_file(client):
    body = (
        b"--x\r\nContent-Disposition: form-data; name=file; filename=a.pdf\r\n"
        b"Content-Type: application/pdf\r\n\r\n%PDF-1.7"
    )

    response = client.generic("POST", FORM, body, "multipart/form-data; boundary=x")

    assert response.status_code == 200
    assert GENUINE not in text(response)


# what has replaced what


def test_superseded_paper_leads_to_the_one_that_replaces_it(client):
    event = PlanFactory().event
    first = issued_paper(event)
    second = issued_paper(event, replaces=first)

    old, new = client.get(page_of(first)), client.get(page_of(second))

    assert REPLACED in text(old)
    assert IN_FORCE not in text(old)
    assert "Xem văn bản thay thế: 02/KH-BTC" in text(old)
    assert f'href="{page_of(second)}"' in old.content.decode()
    assert IN_FORCE in text(new)
    assert "Thay thế cho 01/KH-BTC" in text(new)
    assert f'href="{page_of(first)}"' in new.content.decode()


def test_middle_of_three_knows_both_neighbours(client):
    event = PlanFactory().event
    first = issued_paper(event)
    middle = issued_paper(event, replaces=first)
    last = issued_paper(event, replaces=middle)

    source = client.get(page_of(middle)).content.decode()

    assert REPLACED in source
    for neighbour in (first, last):
        assert f'href="{page_of(neighbour)}"' in source


def test_file_of_a_superseded_paper_is_genuine_and_no_longer_in_force(client):
    event = PlanFactory().event
    first = issued_paper(event)
    issued_paper(event, replaces=first)

    page = text(send(client, FORM, content_of(first)))

    assert GENUINE in page
    assert REPLACED in page


def test_paper_stays_verifiable_after_its_ceremony_was_edited_or_hidden(client):
    plan = PlanFactory(subject="Trích yếu khi phát hành")
    document = issued_paper(plan.event)
    plan.subject, plan.event.published = "Trích yếu mới", False
    plan.save()
    plan.event.save()

    page = text(client.get(page_of(document)))

    assert IN_FORCE in page
    assert "Trích yếu khi phát hành" in page
    assert "Trích yếu mới" not in page


# by the file


@pytest.mark.parametrize("by_code", [True, False])
def test_issued_file_is_genuine(client, by_code):
    document = issued_paper()

    response = send(client, page_of(document) if by_code else FORM, content_of(document))

    page = text(response)
    assert response.status_code == 200
    assert f"{GENUINE} Tệp trùng khớp hoàn toàn với tệp đã phát hành." in page
    assert "Số, ký hiệu 01/KH-BTC" in page
    assert NOT_GENUINE not in page


def test_one_changed_byte_is_told(client):
    document = issued_paper()
    content = content_of(document)
    flipped = bytearray(content)
    flipped[len(content) // 2] ^= 1

    for changed in (bytes(flipped), content + b"\n", content[:-1], b"x" + content[1:]):
        by_code = text(send(client, page_of(document), changed))
        by_file = text(send(client, FORM, changed))
        assert NOT_GENUINE in by_code
        assert "Số, ký hiệu 01/KH-BTC" in by_code
        assert UNKNOWN_FILE in by_file
        assert GENUINE not in by_code + by_file


def test_file_of_another_paper_is_not_that_of_this_one(client):
    document, other = issued_paper(), issued_paper()

    assert NOT_GENUINE in text(send(client, page_of(document), content_of(other)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("anh.png", b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
        ("ghi-chu.txt", "Không phải PDF".encode()),
        ("../../etc/passwd", b"root"),
        ("ten\r\nX-La: 1.pdf", b"%PDF-1.7\n%%EOF"),
        ("x" * 5000 + ".pdf", b"%PDF-1.7\n%%EOF"),
    ],
)
def test_whatever_else_is_sent_is_unknown(client, name, content):
    response = send(client, FORM, content, name)

    assert response.status_code == 200
    assert UNKNOWN_FILE in text(response)


def test_plan_as_printed_but_not_issued_is_unknown(client):
    draft = KINDS["plan"].draft(PlanFactory().event).pdf()

    assert UNKNOWN_FILE in text(send(client, FORM, draft))


def test_missing_or_empty_file_is_asked_for(client):
    for path in (FORM, page_of(issued_paper())):
        for data in ({}, {"file": ""}, {"file": io.BytesIO(b"")}, {"other": "x"}):
            response = client.post(path, data)
            assert response.status_code == 200
            assert NO_FILE in text(response)


def test_too_large_file_is_refused_with_words(client, settings, tmp_path):
    paths = (FORM, page_of(issued_paper()))
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "khong-co"  # whoever writes here fails
    before = rows()

    for path in paths:
        response = send(client, path, bytes(60 * 2**20))
        page = text(response)
        assert response.status_code == 200
        assert TOO_LARGE in page
        assert not re.search(f"{UNKNOWN_FILE}|{GENUINE}|{NOT_GENUINE}", page)

    assert rows() == before


@pytest.mark.parametrize("size", [1000, 3 * 2**20])
def test_file_is_stored_nowhere(client, settings, tmp_path, size):
    document = issued_paper()
    settings.MEDIA_ROOT = tmp_path
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "khong-co"  # whoever writes here fails
    before = rows()

    for path in (FORM, page_of(document)):
        assert send(client, path, bytes(size)).status_code == 200

    assert rows() == before
    assert list(tmp_path.iterdir()) == []


# signed copies


def keep_as_before(document: OfficialDocument, content: bytes) -> SignedFile:
    """Keep whatever it is, as a portal did that took everything."""
    file = signing.upload(content)
    return SignedFile.objects.create(
        document=document, content=content, sha256=file.sha256, name=file.name
    )


@pytest.mark.parametrize("by_code", [True, False])
@pytest.mark.parametrize("checked", [True, False])
def test_signed_copy_of_the_register_is_genuine(
    client, person, settings, tmp_path, by_code, checked
):
    settings.SIGNATURE_ROOTS = person.trusted_in(tmp_path) if checked else ""
    document = issued_paper()
    kept = keep_signed(document, person)

    page = text(send(client, page_of(document) if by_code else FORM, bytes(kept.content)))

    assert GENUINE_COPY in page
    assert "Nguyễn Văn Thử, Sở Thử nghiệm" in page
    assert kept.sha256 in page
    assert (UNCHECKED in page) is not checked
    assert (REVOKED_OR_NOT in page) is checked
    assert NOT_A_COPY not in page


def test_signed_copy_that_the_register_does_not_know_is_not_genuine(client, person):
    document = issued_paper()
    copy = signing.signed(content_of(document), person)

    assert NOT_GENUINE in text(send(client, page_of(document), copy))
    assert UNKNOWN_FILE in text(send(client, FORM, copy))


def draw_over(content: bytes) -> bytes:
    """Return a paper with something drawn over its first page, in a revision of its own."""

    def change(writer: Any) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        more = writer.add_object(StreamObject(stream_data=b"1 g 0 400 600 200 re f"))
        page["/Contents"] = ArrayObject([page.raw_get("/Contents"), more])
        writer.update_container(page)

    return signing.altered(content, change)


def test_kept_file_that_is_no_signed_copy_is_told_with_the_reason(
    client, person, settings, tmp_path
):
    """Changed before or after it was signed, of another paper, of a signer whom nobody knows."""
    document = issued_paper()
    issued = content_of(document)
    other = KINDS["plan"].draft(PlanFactory(subject="Kế hoạch khác").event).final()
    settings.SIGNATURE_ROOTS = person.trusted_in(tmp_path)
    stranger = signing.Person("Người Lạ")
    for content, reason in (
        (signing.signed(draw_over(issued), person), "Tệp đã bị thay đổi sau khi văn bản được"),
        (draw_over(signing.signed(issued, person)), "Tệp đã bị thay đổi sau khi ký"),
        (signing.signed(other, person), "Tệp không chứa đúng văn bản này như khi phát hành"),
        (signing.signed(issued, stranger), "không có trong danh sách tin cậy của hệ thống"),
    ):
        kept = keep_as_before(document, content)
        for path in (FORM, page_of(document)):
            page = text(send(client, path, content))
            assert NOT_A_COPY in page, reason
            assert reason in page
            assert GENUINE not in page
            assert GENUINE_COPY not in page
            assert kept.sha256 not in page
        assert kept.sha256 not in text(client.get(page_of(document)))


# how the pages are served


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_are_refused(client, method):
    for path in (FORM, f"{FORM}{codes.new()}/"):
        assert getattr(client, method)(path).status_code == 405


def test_head_answers_like_get_without_a_body(client):
    for path in (FORM, page_of(issued_paper())):
        response = client.head(path)
        assert (response.status_code, response.content) == (200, b"")
    assert client.head(f"{FORM}{codes.new()}/").status_code == 404


def test_pages_carry_the_strict_policy_and_are_kept_by_nobody(client):
    document = issued_paper()
    answers = [
        client.get(FORM),
        client.get(page_of(document)),
        client.get(f"{FORM}{codes.new()}/"),
        client.post(FORM, {"code": document.code}),
        send(client, FORM, content_of(document)),
        send(client, page_of(document), b"%PDF"),
    ]

    for number, response in enumerate(answers):
        assert set(response["Content-Security-Policy"].split("; ")) == POLICY
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Referrer-Policy"] == "same-origin"
        assert response.get("X-Robots-Tag") == ("noindex" if number else None)  # but the form
        assert "no-store" in response["Cache-Control"]
        assert not re.search(r"\sstyle=|\son\w+=", response.content.decode())


@pytest.mark.parametrize("by_code", [True, False])
@pytest.mark.parametrize("upload", [True, False])
def test_form_of_another_site_is_refused(by_code, upload):
    client = Client(enforce_csrf_checks=True)
    document = issued_paper()
    path = page_of(document) if by_code else FORM
    data: dict[str, Any] = {"code": document.code}
    if upload:
        data = {"file": SimpleUploadedFile("a.pdf", content_of(document))}

    response = client.post(path, data)

    assert response.status_code == 403
    assert "Biểu mẫu không còn hiệu lực" in text(response)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(path).content.decode())
    assert token
    again = {**data, "csrfmiddlewaretoken": token[1]}
    if upload:
        again["file"] = SimpleUploadedFile("a.pdf", content_of(document))
    assert client.post(path, again).status_code == (302 if not (upload or by_code) else 200)


def test_english_pages_mark_what_is_vietnamese(client):
    event = PlanFactory().event
    first = issued_paper(event)
    second = issued_paper(event, replaces=first)

    old, new = (client.get(page_of(one, "/en")) for one in (first, second))

    assert "This paper was issued, but it has been replaced." in text(old)
    assert f'href="{page_of(second, "/en")}"' in old.content.decode()
    assert "This paper was issued and has not been replaced or recalled." in text(new)
    assert '<dd lang="vi">KẾ HOẠCH</dd>' in new.content.decode()
    assert client.post("/en" + FORM, {"code": first.code})["Location"] == page_of(first, "/en")
    assert "Please choose the PDF file first." in text(client.post("/en" + FORM))


def test_page_without_any_ceremony_is_a_page(client):
    assert client.get(FORM).status_code == 200
    assert UNKNOWN_FILE in text(send(client, FORM, b"%PDF-1.7"))


@pytest.mark.parametrize("count", [1, 4])
def test_verifying_takes_the_same_number_of_statements(client, person, count):
    papers = [issued_paper() for _n in range(count)]
    for signer in range(count):
        copy = signing.signed(content_of(papers[0]), person) + b"\n" * signer
        signatures.add_signed_file(papers[0], signing.upload(copy), None)
    client.get(page_of(papers[0]))  # what is found out about a copy is remembered

    taken = []
    for work in (
        lambda: client.get(page_of(papers[0])),
        lambda: send(client, page_of(papers[0]), b"%PDF"),
        lambda: client.post(FORM, {"code": papers[0].code}),
        lambda: send(client, FORM, content_of(papers[0])),
    ):
        with CaptureQueriesContext(connection) as captured:
            work()
        taken.append(len(captured))

    assert taken == [7, 8, 3, 9]  # whatever may hold a file is counted once


def test_untouched_form_asks_for_code_or_file(client):
    response = client.get(FORM)

    page = text(response)
    for words in ("Xác minh văn bản", "Bằng mã", "Bằng tệp", "Tệp chỉ được đối chiếu"):
        assert words in page
    assert UNKNOWN_CODE not in page
    assert NO_FILE not in page
