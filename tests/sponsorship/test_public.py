"""The public page of the sponsors, and their logos."""

import hashlib
import html
import io
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from events.web import pages
from events.web.uploads import Upload
from sponsorship.logos import save_logo
from sponsorship.models import Logo, Sponsor
from tests.contest_portal.test_views import POLICY
from tests.factories import EventFactory, SponsorFactory, complete_memorandum
from tests.pages import visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

PAGE = "/nha-tai-tro/"
BEING_PREPARED = "Danh sách nhà tài trợ đang được cập nhật."


def text(response: Any) -> str:
    return html.unescape(visible_text(response.content.decode()))


def names(response: Any) -> list[str]:
    """Return the sponsors in the order of the page."""
    found = re.findall(r"<h3[^>]*>(.*?)</h3>", response.content.decode(), re.S)
    return [html.unescape(name) for name in found]


def give_logo(sponsor: Sponsor, size: tuple[int, int] = (600, 150)) -> Logo:
    """Give a sponsor a picture as a logo; return that for the site."""
    picture = io.BytesIO()
    Image.new("RGB", size, (200, sponsor.pk % 250, 20)).save(picture, "PNG")
    save_logo(sponsor, Upload("logo.png", picture.getvalue(), "image/png"))
    return sponsor.logos.get(size=Logo.Size.WEB)


def address(logo: Logo, language: str = "") -> str:
    return f"{language}{PAGE}logo/{logo.sha256}.png"


# who is shown


def test_page_of_an_empty_portal(client):
    response = client.get(PAGE)

    assert response.status_code == 200
    assert "Thông tin đang được cập nhật" in text(response)


def test_page_without_sponsors_says_so_kindly_and_how_to_become_one(client):
    event = EventFactory()

    page = text(client.get(PAGE))

    assert BEING_PREPARED in page
    assert "liên hệ Ban Tổ chức" not in page  # there is no contact
    event.contact = "Văn phòng Sở, 0208 3855 123"
    event.save()
    pages.forget()  # kept pages change with a commit
    assert "vui lòng liên hệ Ban Tổ chức" in text(client.get(PAGE))


def test_only_public_sponsors_of_this_ceremony_are_shown(client):
    event = EventFactory()
    SponsorFactory(event=event, name="Doanh nghiệp công khai")
    SponsorFactory(event=event, name="Doanh nghiệp kín", public=False, website="https://kin.vn/")
    SponsorFactory(event=EventFactory(published=False), name="Doanh nghiệp nơi khác")

    response = client.get(PAGE)

    assert names(response) == ["Doanh nghiệp công khai"]
    for secret in ("Doanh nghiệp kín", "kin.vn", "Doanh nghiệp nơi khác"):
        assert secret not in response.content.decode()
    assert BEING_PREPARED not in text(response)


def test_sponsor_that_only_the_organizers_know_leaves_the_kind_sentence(client):
    SponsorFactory(public=False)

    assert BEING_PREPARED in text(client.get(PAGE))


def test_nothing_of_the_memorandum_is_public(client):
    event = EventFactory()
    sponsor = SponsorFactory(event=event)
    complete_memorandum(event, sponsor=sponsor)

    for page in (PAGE, "/"):
        source = client.get(page).content.decode()
        assert sponsor.name in source
        for secret in ("500.000.000", "Kinh phí tổ chức", "Trần Thị Mẫu", "0123456789"):
            assert secret not in source


def test_tiers_stand_from_the_highest_and_sponsors_in_their_order(client):
    event = EventFactory()
    for position, (name, tier) in enumerate(
        [("Đồng hành", 5), ("Vàng hai", 2), ("Kim cương", 1), ("Bạc", 3), ("Vàng ba", 2)], 1
    ):
        SponsorFactory(event=event, name=name, tier=tier, position=position)

    response = client.get(PAGE)

    assert names(response) == ["Kim cương", "Vàng hai", "Vàng ba", "Bạc", "Đồng hành"]
    headings = re.findall(r"<h2>(.*?)</h2>", response.content.decode())
    assert headings == [
        "Nhà tài trợ Kim cương",
        "Nhà tài trợ Vàng",
        "Nhà tài trợ Bạc",
        "Đơn vị đồng hành",
    ]


def test_introduction_and_website_are_shown(client):
    SponsorFactory(
        introduction="Doanh nghiệp của tỉnh.\n\nĐồng hành từ đầu.",
        website="https://www.doanh-nghiep.example/gioi-thieu?a=1&b=2",
    )

    source = client.get(PAGE).content.decode()

    assert "<p>Doanh nghiệp của tỉnh.</p>" in source
    assert "<p>Đồng hành từ đầu.</p>" in source
    assert (
        '<a href="https://www.doanh-nghiep.example/gioi-thieu?a=1&amp;b=2" rel="noopener nofollow '
        'sponsored">doanh-nghiep.example</a>'
    ) in source


def test_what_organizers_typed_is_text_and_not_markup(client):
    name = "A & B <script>alert(1)</script>"
    SponsorFactory(
        name=name,
        introduction='<img src=x onerror="alert(1)">',
        website='https://x.example/"onmouseover="alert(1)',
    )

    for page in (PAGE, "/"):
        source = client.get(page).content.decode()
        assert "A &amp; B &lt;script&gt;" in source
        assert "<script>" not in source
        assert "<img src=x" not in source
        assert '"onmouseover=' not in source
    assert names(client.get(PAGE)) == [name]


@pytest.mark.django_db(transaction=True)
def test_edit_shows_at_once(client):
    sponsor = SponsorFactory(name="Tên cũ")
    assert names(client.get(PAGE)) == ["Tên cũ"]

    Sponsor.objects.update(name="Tên mới")
    assert names(client.get(PAGE)) == ["Tên mới"]
    sponsor.delete()
    assert BEING_PREPARED in text(client.get(PAGE))


# how the page is served


@pytest.mark.django_db(transaction=True)
def test_unchanged_page_is_kept_and_not_sent_again(client):
    sponsor = SponsorFactory()
    give_logo(sponsor)
    page = client.get(PAGE)
    with CaptureQueriesContext(connection) as captured:
        again = client.get(PAGE, headers={"if-none-match": page["ETag"]})
    assert len(captured) == 1
    assert (again.status_code, again.content) == (304, b"")
    assert page["Cache-Control"] == "public, no-cache"

    Sponsor.objects.update(public=False)

    changed = client.get(PAGE, headers={"if-none-match": page["ETag"]})
    assert changed.status_code == 200
    assert names(changed) == []


@pytest.mark.django_db(transaction=True)
def test_new_logo_shows_at_once(client):
    sponsor = SponsorFactory()
    assert "<img" not in section(client.get(PAGE))
    first = give_logo(sponsor)
    assert address(first) in section(client.get(PAGE))

    second = give_logo(sponsor, (300, 300))

    page = section(client.get(PAGE))
    assert address(second) in page
    assert address(first) not in page
    assert client.get(address(first)).status_code == 404


def section(response: Any) -> str:
    found = re.search(r"<main.*?</main>", response.content.decode(), re.S)
    assert found
    return found[0]


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(("page", "statements"), [(PAGE, 7), ("/", 15)])
def test_page_takes_the_same_number_of_statements(client, count, page, statements):
    event = EventFactory()
    for sponsor in SponsorFactory.create_batch(count, event=event):
        give_logo(sponsor, (20, 10))

    with CaptureQueriesContext(connection) as captured:
        client.get(page)

    assert len(captured) == statements


def test_page_carries_the_strict_policy_and_sets_no_cookie(client):
    give_logo(SponsorFactory())

    response = client.get(PAGE)

    assert set(response["Content-Security-Policy"].split("; ")) == POLICY
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    source = response.content.decode()
    assert "<script>" not in source
    assert "style=" not in source


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_other_methods_are_refused(client, method):
    logo = give_logo(SponsorFactory())

    for path in (PAGE, address(logo)):
        assert getattr(client, method)(path).status_code == 405
        assert client.head(path).status_code == 200


def test_english_page_marks_what_is_vietnamese(client):
    SponsorFactory(name="Hiệp hội thử", tier=1, introduction="Lời giới thiệu.")

    response = client.get(f"/en{PAGE}")

    source = response.content.decode()
    assert '<html lang="en">' in source
    assert "<h2>Diamond sponsor</h2>" in source
    assert '<h3 lang="vi">Hiệp hội thử</h3>' in source
    assert '<div lang="vi"><p>Lời giới thiệu.</p></div>' in source
    assert "The organizing committee sincerely thanks" in text(response)
    assert f'<a href="{PAGE}" lang="vi" hreflang="vi">Tiếng Việt</a>' in source
    assert f'hreflang="vi" href="http://testserver{PAGE}"' in source


def test_english_page_without_sponsors(client):
    EventFactory()

    assert "The list of sponsors is being prepared." in text(client.get(f"/en{PAGE}"))


@pytest.mark.parametrize("page", ["/", PAGE, "/chuong-trinh/"])
def test_every_page_leads_to_the_sponsors(client, page):
    EventFactory()

    source = client.get(page).content.decode()

    assert f'<a href="{PAGE}"' in source
    assert (f'<a href="{PAGE}" aria-current="page"' in source) is (page == PAGE)


def test_home_shows_public_sponsors_only(client):
    event = EventFactory()
    shown = SponsorFactory(event=event)
    hidden = SponsorFactory(event=event, public=False)
    logo = give_logo(shown)
    give_logo(hidden)

    source = client.get("/").content.decode()

    assert f'<img src="{address(logo)}" alt="{shown.name}"' in source
    assert hidden.name not in source
    assert source.count(f"{PAGE}logo/") == 1


# logos


def test_logo_is_a_picture_that_browsers_keep(client):
    logo = give_logo(SponsorFactory())

    response = client.get(address(logo))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert hashlib.sha256(response.content).hexdigest() == logo.sha256
    with Image.open(io.BytesIO(response.content)) as picture:
        assert picture.size == (logo.width, logo.height) == (480, 120)
    assert not response.cookies


def test_page_tells_the_size_of_a_logo_and_leaves_its_room(client):
    logo = give_logo(SponsorFactory())

    source = client.get(PAGE).content.decode()

    assert f'<img src="{address(logo)}" alt="" width="480" height="120" loading="lazy">' in source


def test_sponsor_without_a_logo_is_named_once(client):
    sponsor = SponsorFactory()

    source = section(client.get(PAGE))

    assert "<img" not in source
    assert source.count(sponsor.name) == 1


@pytest.mark.parametrize(
    "name", ["0" * 64, "x", "%00", "%ff", "..%2f..%2fetc%2fpasswd", "A" * 3000, "' OR 1=1 --"]
)
def test_unknown_logo_is_not_found(client, name):
    give_logo(SponsorFactory())

    assert client.get(f"{PAGE}logo/{name}.png").status_code == 404


def test_logo_of_a_sponsor_who_is_not_public_is_for_the_staff():
    logo = give_logo(SponsorFactory(public=False))

    assert Client().get(address(logo)).status_code == 404
    assert signed_in("reception").get(address(logo)).status_code == 404
    response = signed_in("organizer").get(address(logo))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


def test_same_picture_of_a_public_and_a_hidden_sponsor_is_public(client):
    hidden, shown = SponsorFactory(public=False), SponsorFactory()
    picture = io.BytesIO()
    Image.new("RGB", (30, 30), "red").save(picture, "PNG")
    for sponsor in (hidden, shown):
        save_logo(sponsor, Upload("logo.png", picture.getvalue(), "image/png"))

    response = client.get(address(shown.logos.get(size=Logo.Size.WEB)))

    assert response.status_code == 200
    assert response["Cache-Control"].startswith("public")


def test_logo_has_the_same_address_in_english(client):
    logo = give_logo(SponsorFactory())

    assert client.get(address(logo, "/en")).content == client.get(address(logo)).content
