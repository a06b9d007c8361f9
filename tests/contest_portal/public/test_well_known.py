"""robots.txt and security.txt."""

import datetime
from urllib.robotparser import RobotFileParser

import pytest
import time_machine

from tests.factories import EventFactory

pytestmark = pytest.mark.django_db
SECURITY = "/.well-known/security.txt"


def test_robots_may_see_what_is_public_and_are_told_no_secret(client) -> None:
    answer = client.get("/robots.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=86400"
    assert answer.content.decode() == (
        "User-agent: *\nDisallow: /quan-tri/\nDisallow: /dang-ky/*/\nDisallow: /en/dang-ky/*/\n"
        "Disallow: /moi/\nDisallow: /en/moi/\nDisallow: /xac-minh/*/\nDisallow: /en/xac-minh/*/\n"
        "Disallow: /xem-truoc/\nDisallow: /en/xem-truoc/\nAllow: /\n\nSitemap: http://testserver/sitemap.xml\n"
    )
    robots = RobotFileParser()
    robots.parse(answer.content.decode().splitlines())
    for public in ("/", "/en/", "/chuong-trinh/", "/dang-ky/", "/nha-tai-tro/", "/xac-minh/"):
        assert robots.can_fetch("*", public), public
    for secret in ("/quan-tri/login/", "/moi/", "/moi/K7MP-2QXA/", "/en/moi/"):
        assert not robots.can_fetch("*", secret), secret


@time_machine.travel(datetime.datetime(2030, 1, 20, 5, 6, 7, tzinfo=datetime.UTC), tick=False)
def test_weaknesses_are_told_to_the_contact_of_the_ceremony(client, settings) -> None:
    EventFactory(contact="Sở Thử nghiệm\nĐiện thoại: 0208 123 456; thư: btc@so-thu.example.")
    settings.SITE_URL = "https://cuoc-thi.example"

    answer = client.get(SECURITY)

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Cache-Control"] == "public, max-age=3600"
    assert answer.content.decode() == (
        "Contact: mailto:btc@so-thu.example\nExpires: 2030-07-19T00:00:00Z\n"
        "Preferred-Languages: vi, en\n"
        "Canonical: https://cuoc-thi.example/.well-known/security.txt\n"
    )


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ("an-ninh@tinh.example", "Contact: mailto:an-ninh@tinh.example"),
        ("https://tinh.example/bao-loi", "Contact: https://tinh.example/bao-loi"),
        ("tel:+84208123456", "Contact: tel:+84208123456"),
    ],
)
def test_who_runs_the_portal_may_name_another_contact(client, settings, contact, line) -> None:
    EventFactory(contact="btc@so-thu.example")
    settings.SECURITY_CONTACT = contact
    assert client.get(SECURITY).content.decode().splitlines()[0] == line


@pytest.mark.parametrize("contact", ["", "Điện thoại: 0208 123 456"])
def test_nobody_is_named_where_nobody_reads(client, contact) -> None:
    EventFactory(contact=contact)
    assert client.get(SECURITY).status_code == 404


def test_behind_https_there_is_one_redirect_and_then_the_page(client, settings) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    EventFactory(contact="btc@so-thu.example")
    for path in ("/robots.txt", SECURITY):
        assert client.get(path)["Location"] == f"https://testserver{path}"
        assert client.get(path, headers={"X-Forwarded-Proto": "https"}).status_code == 200


def test_only_looking_is_possible(client) -> None:
    assert client.post("/robots.txt").status_code == 405
    assert client.post(SECURITY).status_code == 405


def test_the_icon_is_found_by_who_has_read_no_page(client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/static/img/favicon.")
    assert answer["Cache-Control"] == "public, max-age=3600"
