"""Signed scans in the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from sponsorship.models import Memorandum, SignedScan
from tests.files import ACTIVE_PDFS, SVG, chosen, locked_pdf, pdf, picture
from tests.sponsorship.admin.pages import text_of, too_large

pytestmark = pytest.mark.django_db


def send_scan(client: Client, memorandum: Memorandum, name: str, content: bytes) -> Any:
    address = reverse("admin:sponsorship_scan_add", args=[memorandum.pk])
    return client.post(address, {"scan": chosen(name, content)}, follow=True)


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [
        (pdf(pages=2), "application/pdf", "pdf"),
        (picture("JPEG"), "image/jpeg", "jpeg"),
        (picture("WEBP"), "image/webp", "webp"),
    ],
    ids=["pdf", "jpeg", "webp"],
)
def test_scan_comes_back_as_it_was_and_only_as_a_download(
    organizer: Client, signed: Memorandum, content: bytes, kind: str, ending: str
) -> None:
    page = send_scan(organizer, signed, "../Bản ký <1>.html", content)
    assert "Đã lưu bản chụp cùng biên bản ghi nhớ." in text_of(page)
    scan = SignedScan.objects.get()
    assert scan.added_by == User.objects.get()

    response = organizer.get(reverse("admin:sponsorship_scan", args=[scan.pk]))

    assert response.content == content
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="ban-ky-{scan.pk}.{ending}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: pdf(ACTIVE_PDFS[0]), "Tệp PDF có chứa mã lệnh"),
        (lambda: locked_pdf("x"), "Tệp PDF có mật khẩu."),
        (lambda: pdf()[:300], "Tệp PDF bị hỏng, không đọc được."),
        (lambda: b"%PDF-1.7 <script>alert(1)</script>", "Tệp PDF bị hỏng, không đọc được."),
        (lambda: SVG, "Không nhận tệp vẽ SVG"),
        (lambda: b"van ban", "Vui lòng chọn tệp PDF hoặc ảnh PNG, JPEG, WebP."),
        (lambda: b"", "Tệp rỗng. Vui lòng chọn đúng tệp."),
        (too_large, "Tệp quá lớn. Dung lượng tối đa là 20 MB; vui lòng chọn tệp nhỏ hơn."),
    ],
)
def test_refused_scan_is_told_and_not_kept(
    organizer: Client, signed: Memorandum, content: Callable[[], bytes], sentence: str
) -> None:
    page = send_scan(organizer, signed, "bản ký.pdf", content())

    assert sentence in text_of(page)
    assert not SignedScan.objects.exists()


def test_same_scan_is_kept_once(organizer: Client, signed: Memorandum) -> None:
    content = pdf()
    send_scan(organizer, signed, "a.pdf", content)

    page = send_scan(organizer, signed, "b.pdf", content)

    assert "Tệp này đã được lưu." in text_of(page)
    assert SignedScan.objects.get().name == "a.pdf"


def test_scan_is_not_taken_before_the_signature(organizer: Client, agreed: Memorandum) -> None:
    assert send_scan(organizer, agreed, "a.pdf", pdf()).status_code == 403
    assert not SignedScan.objects.exists()
