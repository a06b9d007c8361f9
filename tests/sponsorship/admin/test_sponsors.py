"""Sponsors in the admin."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from events.models import Event
from events.web.uploads import Upload
from sponsorship import logos
from sponsorship.models import Memorandum, Sponsor
from tests.factories import EventFactory, SponsorFactory
from tests.files import SVG, bomb, chosen, pdf, picture
from tests.pages import form_data
from tests.sponsorship.admin.pages import adding, listing, opened, text_of, too_large, url

pytestmark = pytest.mark.django_db


def sponsor_form(client: Client, sponsor: Sponsor, **values: Any) -> dict[str, Any]:
    return {**opened(client, sponsor), "introduction": "Lời đã gõ.", **values}


def test_sponsor_gets_a_logo_and_loses_it(organizer: Client, event: Event) -> None:
    data = form_data(organizer.get(adding(Sponsor)), "sponsor_form")
    assert (data["event"], data["position"]) == (str(event.pk), "1")
    data |= {"name": "Công ty Thử", "tier": "1", "website": "thu.example"}
    data["logo"] = chosen("logo.png", picture(size=(900, 300)), "image/png")

    assert organizer.post(adding(Sponsor), data).status_code == 302

    sponsor = Sponsor.objects.get()
    assert sponsor.website == "https://thu.example"
    web = sponsor.logos.get(size="web")
    address = reverse("sponsorship:logo", args=[web.sha256])
    assert address in organizer.get(listing(Sponsor)).content.decode()
    assert organizer.get(address).content == bytes(web.content)

    organizer.post(url(sponsor), sponsor_form(organizer, sponsor, remove_logo="on"))
    assert not sponsor.logos.exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: SVG, "Không nhận tệp vẽ SVG vì có thể chứa mã lệnh."),
        (lambda: b"logo", "Tệp không phải là ảnh. Vui lòng chọn ảnh PNG, JPEG hoặc WebP."),
        (pdf, "Tệp không phải là ảnh. Vui lòng chọn ảnh PNG, JPEG hoặc WebP."),
        (lambda: b"", "Tệp rỗng. Vui lòng chọn đúng tệp."),
        (bomb, "Ảnh có quá nhiều điểm ảnh. Vui lòng thu nhỏ xuống dưới 40 triệu điểm ảnh."),
        (too_large, "Tệp quá lớn. Dung lượng tối đa là 20 MB; vui lòng chọn tệp nhỏ hơn."),
    ],
)
def test_refused_logo_is_told_and_nothing_is_lost(
    organizer: Client, draft: Memorandum, content: Callable[[], bytes], sentence: str
) -> None:
    sponsor = draft.sponsor
    logos.save_logo(sponsor, Upload("cũ.png", picture(), "image/png"))
    before = set(sponsor.logos.values_list("pk", "sha256"))
    data = sponsor_form(organizer, sponsor, logo=chosen("logo.png", content(), "image/png"))

    response = organizer.post(url(sponsor), data)

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["logo"]
    assert sentence in text_of(response)
    assert form_data(response, "sponsor_form")["introduction"] == "Lời đã gõ."
    sponsor.refresh_from_db()
    assert sponsor.introduction == ""
    assert set(sponsor.logos.values_list("pk", "sha256")) == before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "Công ty Đã Có", "Nhà tài trợ này đã có trong danh sách."),
        ("name", "", "Vui lòng điền nội dung này."),
        ("website", "javascript:alert(1)", "Nhập một URL hợp lệ."),
        ("website", "không phải địa chỉ", "Nhập một URL hợp lệ."),
        ("position", "-1", "Giá trị phải lớn hơn hoặc bằng 0."),
        ("position", "x", "Vui lòng nhập một số nguyên."),
    ],
)
def test_bad_values_of_a_sponsor_are_told(
    organizer: Client, draft: Memorandum, field: str, value: str, sentence: str
) -> None:
    SponsorFactory(event=draft.event, name="Công ty Đã Có")
    data = sponsor_form(organizer, draft.sponsor, **{field: value})

    response = organizer.post(url(draft.sponsor), data)

    assert response.status_code == 200
    assert sentence in text_of(response)
    again = form_data(response, "sponsor_form")
    assert (again[field], again["introduction"]) == (value, "Lời đã gõ.")
    draft.sponsor.refresh_from_db()
    assert draft.sponsor.introduction == ""


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [(2, 1, "CAB"), (0, 2, "ABC"), (0, 3, "BAC"), (0, 32_767, "BCA"), (1, 0, "BAC")],
)
def test_sponsor_takes_the_place_that_was_typed_and_the_others_move(
    organizer: Client, event: Event, moved: int, place: int, order: str
) -> None:
    rows = [SponsorFactory(event=event, name=name, position=n) for n, name in enumerate("ABC", 1)]

    data = sponsor_form(organizer, rows[moved], position=str(place))
    assert organizer.post(url(rows[moved]), data).status_code == 302

    found = Sponsor.objects.order_by("position").values_list("name", "position")
    assert list(found) == list(zip(order, (1, 2, 3), strict=True))
    connection.check_constraints()


def test_sponsor_stays_in_its_ceremony(organizer: Client, draft: Memorandum) -> None:
    data = sponsor_form(organizer, draft.sponsor, event=EventFactory().pk)

    assert organizer.post(url(draft.sponsor), data).status_code == 302

    draft.sponsor.refresh_from_db()
    assert (draft.sponsor.event_id, draft.sponsor.introduction) == (draft.event_id, "Lời đã gõ.")


def test_sponsor_with_a_memorandum_is_kept(organizer: Client, draft: Memorandum) -> None:
    response = organizer.post(url(draft.sponsor, "delete"), {"post": "yes"})

    assert "vì còn các mục liên quan" in text_of(response)
    assert Sponsor.objects.exists()
