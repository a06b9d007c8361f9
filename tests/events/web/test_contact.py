"""Nobody is sent to somebody who is not named."""

import pytest
from django.test import Client, override_settings

from events.web.contact import whom_to_ask, with_help
from registrations.errors import InvitationClosed
from registrations.models import Invitation
from tests.factories import EventFactory, make_seating
from tests.pages import visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

CONTACT = "Văn phòng Sở,\n0208 3855 123."
SAID = "Nếu cần hỗ trợ, vui lòng liên hệ Ban Tổ chức: Văn phòng Sở, 0208 3855 123."


def test_the_contact_is_named_and_without_one_nobody_is() -> None:
    event = EventFactory(contact=CONTACT)
    assert whom_to_ask(event) == whom_to_ask() == SAID
    assert str(with_help("Chưa được.")) == f"Chưa được. {SAID}"
    event.contact = ""
    event.save()
    assert whom_to_ask(event) == whom_to_ask() == ""
    assert str(with_help("Chưa được.")) == "Chưa được."


def test_a_refusal_names_the_contact_of_its_own_ceremony() -> None:
    event = make_seating().event
    for contact, said in (("", "Đã hết thời hạn xác nhận và thay đổi."), (CONTACT, SAID)):
        event.contact = contact
        event.save()
        assert str(InvitationClosed(Invitation(event=event))).endswith(said)


@pytest.mark.parametrize("contact", ["", CONTACT])
@override_settings(DEBUG=False)
def test_no_page_sends_people_to_nobody(client: Client, contact: str) -> None:
    make_seating(event=EventFactory(contact=contact), closes_at="2020-01-01T00:00:00Z")
    for path in ("/", "/dang-ky/", f"/dang-ky/{'x' * 32}/", "/du-lieu-ca-nhan/", "/nha-tai-tro/"):
        page = visible_text(client.get(path).content.decode())
        named = "0208 3855 123" in page
        assert named is bool(contact)
        assert named or "liên hệ Ban Tổ chức" not in page


def test_the_overview_tells_that_there_is_no_contact() -> None:
    event = EventFactory(contact="")
    organizer = signed_in("organizer")
    words = "Nhập đầu mối liên hệ của buổi lễ"
    assert words in visible_text(organizer.get("/quan-tri/").content.decode())
    event.contact = CONTACT
    event.save()
    assert words not in visible_text(organizer.get("/quan-tri/").content.decode())
