"""Signed copies and scans of issued papers."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from pyhanko.pdf_utils.generic import NumberObject

from events.models import SignedFile
from tests import signing
from tests.events.admin.papers.pages import page_of, text, upload
from tests.factories import issued_paper
from tests.people import signed_in
from tests.registrations.crowd import check_everything

pytestmark = pytest.mark.django_db


def test_signed_copy_is_kept_and_judged(organizer, event, person):
    document = issued_paper(event)
    copy = signing.signed(bytes(document.file.content), person)

    page = upload(organizer, document, copy)

    signed = SignedFile.objects.get()
    assert "Đã lưu bản ký số cùng văn bản." in page
    assert "Nguyễn Văn Thử , Sở Thử nghiệm" in page
    assert "chữ ký hợp lệ; chưa kiểm tra tổ chức cung cấp dịch vụ chứng thực chữ ký số." in page
    assert signed.added_by.username == "nguoi-organizer"
    response = organizer.get(reverse("admin:events_signed_file", args=[signed.pk]))
    assert response.content == copy
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'attachment; filename="01-KH-BTC-20250120-da-ky.pdf"'
    )
    assert "no-store" in response["Cache-Control"]
    assert "Tệp này đã được lưu." in upload(organizer, document, copy)
    assert SignedFile.objects.count() == 1
    check_everything()


def test_what_proves_nothing_is_refused_in_red_and_not_kept(organizer, event, person):
    document = issued_paper(event)
    issued = bytes(document.file.content)
    broken = bytearray(signing.signed(issued, person))
    broken[len(issued) // 3] ^= 1
    other = bytes(issued_paper().file.content)

    def rotate(writer: Any) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Rotate"] = NumberObject(180)
        writer.update_container(page)

    for content, reason in (
        (bytes(broken), "Chữ ký không hợp lệ"),
        (signing.signed(other, person), "Tệp không chứa đúng văn bản này như khi phát hành."),
        (signing.signed(signing.altered(issued, rotate), person), "Tệp đã bị thay đổi sau khi"),
        (signing.altered(signing.signed(issued, person), rotate), "Tệp đã bị thay đổi sau khi"),
    ):
        page = upload(organizer, document, content)
        assert reason in page
        assert "Tệp chưa được lưu." in page
        assert "Đã lưu" not in page
        assert "Chưa lưu bản ký số nào." in page
    assert not SignedFile.objects.exists()


def test_copy_of_an_older_portal_is_shown_with_what_speaks_against_it(organizer, event, person):
    document = issued_paper(event)
    copy = signing.upload(signing.signed(bytes(issued_paper().file.content), person))
    SignedFile.objects.create(
        document=document, content=copy.content, sha256=copy.sha256, name=copy.name
    )

    page = text(organizer.get(page_of(document)))

    assert "Tệp này không phải bản ký số hợp lệ của văn bản và không được công khai:" in page
    assert "Tệp không chứa đúng văn bản này như khi phát hành." in page


ACTIVE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
    b">>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


def test_what_is_no_signed_copy_is_refused_with_words(organizer, event):
    document = issued_paper(event)

    for content, words in (
        (b"", "Tệp rỗng. Vui lòng chọn đúng tệp."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "Tệp không phải PDF. Vui lòng chọn tệp PDF."),
        ("Xin chào".encode(), "Tệp không phải PDF. Vui lòng chọn tệp PDF."),
        (b"%PDF-1.7\n%%EOF", "Tệp PDF bị hỏng, không đọc được."),
        (b"%PDF-1.7" + bytes(range(256)) * 400, "Tệp PDF bị hỏng, không đọc được."),
        (ACTIVE, "Tệp PDF có chứa mã lệnh hoặc tệp đính kèm nên không được nhận."),
        (b"%PDF-1.7" + bytes(21 * 2**20), "Tệp quá lớn. Dung lượng tối đa là 20 MB;"),
        (
            bytes(document.file.content),
            "Tệp không có chữ ký số. Tệp chưa được lưu. Vui lòng tải tệp văn bản đã phát hành",
        ),
    ):
        assert words in upload(organizer, document, content)

    assert not SignedFile.objects.exists()


def test_form_without_a_file_is_told(organizer, event):
    document = issued_paper(event)
    url = reverse("admin:events_signed_add", args=[document.pk])

    for data in ({}, {"signed": "chữ"}):
        page = text(organizer.post(url, data, follow=True))
        assert "Vui lòng" in page
    assert not SignedFile.objects.exists()


def test_name_of_a_file_is_shown_as_text(organizer, event, person):
    document = issued_paper(event)
    copy = signing.signed(bytes(document.file.content), person)

    upload(organizer, document, copy, "<img src=x onerror=alert(1)>.pdf")

    source = organizer.get(page_of(document)).content.decode()
    assert "<img src=x" not in source
    assert "&lt;img src=x" in source


def test_scan_of_a_plan_signed_by_pen_is_kept(organizer, event):
    document = issued_paper(event)
    url = reverse("admin:events_scan_add", args=[document.pk])
    content = bytes(document.file.content)

    for words in ("Đã lưu bản chụp cùng văn bản.", "Tệp này đã được lưu"):
        file = SimpleUploadedFile("ban-ky.pdf", content, "application/pdf")
        assert words in text(organizer.post(url, {"scan": file}, follow=True))

    scan = document.scans.get()
    page = reverse("admin:events_scan", args=[scan.pk])
    answer = organizer.get(page)
    assert answer.content == content
    assert answer["X-Content-Type-Options"] == "nosniff"
    reception = signed_in("reception")
    assert reception.get(page).status_code == 403
    assert reception.post(url, {}).status_code == 403
    bad = SimpleUploadedFile("a.exe", b"MZ", "application/pdf")
    organizer.post(url, {"scan": bad})
    assert document.scans.count() == 1
