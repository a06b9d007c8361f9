"""`send_letters`: what is due is queued and sent, once."""

from io import StringIO

import pytest
from django.core.management import call_command

from events.models import Letter
from tests.factories import make_registration, make_seating
from tests.mail_server import mail_server


@pytest.mark.django_db
def test_command_sends_what_waits_and_says_how_much():
    event = make_seating().event
    for number in range(2):
        make_registration(event, email=f"dai-bieu-{number}@example.vn")
    said = StringIO()
    with mail_server() as server:
        for _n in range(2):
            call_command("send_letters", stdout=said)
    assert len(server.letters) == 2
    first, second = said.getvalue().splitlines()
    assert "2" in first
    assert "0" in second
    assert {letter.state for letter in Letter.objects.all()} == {Letter.State.SENT}
