"""The page of the contact, and that all pages name the same people."""

import pytest
from django.test import Client

from events.models import Contact, Event
from events.web import pages
from tests.factories import EventFactory
from tests.pages import visible_text

pytestmark = pytest.mark.django_db


def named(event: Event, name: str = "Nguyễn Văn Mẫu", **more: str) -> Contact:
    values = {"phone": "+842083855123", "email": "mau@so.example", "role": "Hồ sơ dự thi"}
    return Contact.objects.create(
        contest=event.contest, name=name, position=Contact.objects.count() + 1, **{**values, **more}
    )


def test_contacts_are_called_and_written_to(client: Client) -> None:
    event = EventFactory(contact="Văn phòng cũ", venue_address="Số 1, đường Mẫu",
                         map_link="https://bando.example/x?a=1")  # fmt: skip
    named(event)
    page = client.get("/lien-he/").content.decode()
    assert '<a href="tel:+842083855123">0208 3855 123</a>' in page
    assert '<a href="mailto:mau@so.example">mau@so.example</a>' in page
    text = visible_text(page)
    assert "Số 1, đường Mẫu" in text
    assert "Mở bản đồ (tại bando.example)" in text
    assert "Văn phòng cũ" not in text  # one truth


def test_all_pages_name_the_same_people(client: Client) -> None:
    event = EventFactory(contact="Văn phòng cũ")
    named(event)
    pages.forget()  # kept pages change with a commit
    for words in ("Nguyễn Văn Mẫu", "Hồ sơ dự thi", "0208 3855 123"):
        assert words in visible_text(client.get("/").content.decode())
    for path in ("/hoi-dap/", "/du-lieu-ca-nhan/", "/nha-tai-tro/", "/chuong-trinh/"):
        text = visible_text(client.get(path).content.decode())
        assert "Nguyễn Văn Mẫu (Hồ sơ dự thi), 0208 3855 123" in text, path
        assert "Văn phòng cũ" not in text, path
    Contact.objects.all().delete()
    pages.forget()
    assert "Văn phòng cũ" in visible_text(client.get("/").content.decode())


def test_nobody_named_is_said_so(client: Client) -> None:
    EventFactory(contact="")
    text = visible_text(client.get("/lien-he/").content.decode())
    assert "Ban Tổ chức chưa công bố đầu mối liên hệ." in text
