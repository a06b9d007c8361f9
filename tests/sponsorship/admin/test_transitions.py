"""The steps of a memorandum in the admin."""

import pytest
from django.test import Client
from django.urls import reverse

from sponsorship.models import Memorandum
from tests.sponsorship.admin.pages import Status, status, step, text_of, url

pytestmark = pytest.mark.django_db


def test_steps_lead_from_draft_to_end(organizer: Client, draft: Memorandum) -> None:
    way = [
        ("agree", {}, Status.AGREED),
        ("reopen", {}, Status.DRAFT),
        ("agree", {}, Status.AGREED),
        ("sign", {"signing_day": "15/01/2026"}, Status.SIGNED),
        ("end", {}, Status.ENDED),
    ]
    for name, data, state in way:
        before = status(draft)
        assert draft.subject in text_of(organizer.get(step(draft, name)))
        assert status(draft) == before

        response = organizer.post(step(draft, name), data, follow=True)

        assert f"đã chuyển sang trạng thái “{Status(state).label}”." in text_of(response)
        assert status(draft) == state


def test_cancelling_keeps_the_reason(organizer: Client, agreed: Memorandum) -> None:
    organizer.post(step(agreed, "cancel"), {"reason": "Bên B đổi ý"})

    agreed.refresh_from_db()
    assert (agreed.status, agreed.reason) == (Status.CANCELLED, "Bên B đổi ý")
    assert "Bên B đổi ý" in text_of(organizer.get(url(agreed)))


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("sign", {}, "Vui lòng điền nội dung này."),
        ("sign", {"signing_day": "hôm qua"}, "Ngày chưa đúng. Vui lòng nhập theo dạng 12/02/2025."),
        (
            "sign",
            {"signing_day": "15/01/2099"},
            "Ngày ký không được sau ngày hôm nay: chỉ nhập khi đã ký xong.",
        ),
        ("cancel", {}, "Vui lòng điền nội dung này."),
        ("cancel", {"reason": "   "}, "Vui lòng điền nội dung này."),
        ("agree", {}, "biên bản ghi nhớ đang ở trạng thái “đã thống nhất”."),
        ("end", {}, "biên bản ghi nhớ đang ở trạng thái “đã thống nhất”."),
    ],
)
def test_step_that_is_refused_says_why_and_keeps_what_was_typed(
    organizer: Client, agreed: Memorandum, name: str, data: dict[str, str], sentence: str
) -> None:
    response = organizer.post(step(agreed, name), data)

    assert response.status_code == 200
    assert sentence in text_of(response)
    assert all(value.strip() in response.content.decode() for value in data.values())
    assert status(agreed) == Status.AGREED


@pytest.mark.parametrize(
    ("key", "name", "code"), [(None, "burn", 404), (999_999, "agree", 404), (None, "agree", 200)]
)
def test_step_that_there_is_not_is_no_page(
    organizer: Client, agreed: Memorandum, key: int | None, name: str, code: int
) -> None:
    address = reverse("admin:sponsorship_memorandum_transition", args=[key or agreed.pk, name])

    assert organizer.get(address).status_code == code


def test_new_version_is_made_once(organizer: Client, signed: Memorandum) -> None:
    address = reverse("admin:sponsorship_memorandum_transition", args=[signed.pk, "version"])

    assert organizer.get(url(signed, "version_one")).url == address
    asked = organizer.get(address)
    assert "Phiên bản mới là dự thảo; khi được ký, nó thay thế phiên bản cũ." in text_of(asked)
    assert Memorandum.objects.count() == 1
    organizer.post(address, follow=True)
    second = organizer.post(address, follow=True)

    assert "Đã có phiên bản 2 thay thế" in text_of(second)
    fresh = Memorandum.objects.get(replaces=signed)
    assert (fresh.version, fresh.status) == (2, Status.DRAFT)


def test_draft_gets_no_new_version(organizer: Client, draft: Memorandum) -> None:
    address = reverse("admin:sponsorship_memorandum_transition", args=[draft.pk, "version"])
    response = organizer.post(address, follow=True)

    assert "biên bản ghi nhớ đang ở trạng thái “dự thảo”." in text_of(response)
    assert Memorandum.objects.count() == 1
