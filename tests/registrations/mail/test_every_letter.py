"""What holds of every letter, whoever it goes to."""

import datetime
import email
import email.policy
import html
import inspect
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.conf import settings
from django.test import override_settings
from django.utils import timezone

from agenda.services import versions
from events.mail import KINDS, Composed, Text
from events.mail.sending import _envelope
from events.models import Event, Letter
from registrations import mail
from registrations.models import Invitation, Registration, Substitution
from registrations.services import invitations
from tests.factories import (
    AgendaItemFactory,
    EventFactory,
    make_delegate,
    make_invitation,
    make_seating,
    named,
)

pytestmark = pytest.mark.django_db

SITE = "https://doimoisangtao.example"
NFD = unicodedata.normalize("NFD", "Lê Thị Hòa")
HOSTILE = f"{NFD}\r\nBcc: ke-xau@example.vn\r\n\r\n<b>&amp;"
SAFE = "Lê Thị Hòa Bcc: ke-xau@example.vn <b>&amp;"
TEMPLATES = settings.BASE_DIR / "templates/registrations"


@dataclass
class World:
    """A ceremony with everybody to whom a letter can go, all with a hostile name."""

    event: Event
    registration: Registration
    invitation: Invitation
    former: Substitution


@pytest.fixture
def world() -> World:
    event = EventFactory(
        title="Lễ công bố; và, phát động",
        starts_at=datetime.datetime(2030, 2, 12, 8, tzinfo=timezone.get_default_timezone()),
        contact="Ban Tổ chức\nĐiện thoại: 0208 3855 123",
    )
    seating = make_seating(event=event)
    invitation = make_invitation(
        seating.event,
        organisation=f"Sở Y tế {HOSTILE}",
        name=HOSTILE,
        honorific="ms",
        position="Giám đốc",
        contact_email="van-phong@example.vn",
        contact_name="Người Liên Hệ",
        deadline=datetime.date(2030, 2, 1),
    )
    person = {"honorific": "ms", "position": "Phó & Trưởng phòng"}
    made = named(invitation, name=HOSTILE, email="cu@example.vn", **person)
    other = {**person, "name": f"{HOSTILE} 2", "organisation": "Sở Y tế"}
    made = invitations.substitute(made, delegate=make_delegate(email="moi@example.vn", **other))
    Letter.objects.all().delete()
    return World(seating.event, made, invitation, made.substitutions.get())


def published(event: Event) -> bool:
    """Publish a programme and tell the delegates."""
    AgendaItemFactory(event=event, title="Khai mạc", performer=HOSTILE)
    versions.publish(event, tell=["delegates"])
    return True


OF_REGISTRATION = ("received", "confirmation", "waiting", "promotion", "declined", "cancellation")
WRITERS: dict[str, Callable[[World], bool]] = {
    **{
        name: lambda w, n=name: getattr(mail.delegates, n)(w.registration)
        for name in OF_REGISTRATION
    },
    "change": lambda w: mail.delegates.change(w.registration),
    "new_chair": lambda w: mail.delegates.new_chair(w.registration),
    "reminder": lambda w: mail.delegates.reminder(w.registration),
    "again": lambda w: mail.delegates.again(w.registration),
    "own_link": lambda w: mail.delegates.own_link(w.registration),
    "lost_link": lambda w: mail.delegates.lost_link(w.event, [w.registration]) == 1,
    "lost_invitation": lambda w: mail.offices.lost_invitation(w.event, [w.invitation]) == 1,
    "substitution": lambda w: mail.delegates.substitution(w.registration, w.former),
    "replaced": lambda w: mail.delegates.replaced(w.former, seated=True),
    "invitation": lambda w: mail.offices.invitation(w.invitation),
    # not on a day on which another reminder was written
    "reminder_now": lambda w: mail.offices.reminder_now(w.invitation),
    "answer_reminder": lambda w: mail.offices.answer_reminder(
        w.invitation, datetime.date(2030, 2, 1)
    ),
    "moved": lambda w: mail.offices.moved(w.invitation),
    "programme": lambda w: published(w.event),
}
WRITTEN_ELSEWHERE = {"programme"}
NO_LETTERS = {
    "notify",
    "withdraw",
    "follow",
    "forget",
    "forget_former",
    "forget_all",
    "read_out",
    "read_out_replaced",
    "letters_of",
}


def test_no_letter_is_forgotten_here() -> None:
    functions = {
        name
        for module in (mail.delegates, mail.offices)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    assert functions - NO_LETTERS == set(WRITERS) - WRITTEN_ELSEWHERE
    texts = {path.stem for path in TEMPLATES.glob("*mail/*.txt")}
    assert texts == set(WRITERS) - {"again", "reminder_now"}


def written(world: World, name: str) -> Text:
    """Return the words of a letter as it would go now, whatever has overtaken it."""
    assert WRITERS[name](world) is True
    with override_settings(SITE_URL=SITE):
        return words_of(Letter.objects.get()).text


def words_of(letter: Letter) -> Composed:
    kind = KINDS[letter.kind]
    return kind.compose(kind.rows([letter.about])[letter.about], letter)


@pytest.mark.parametrize("name", WRITERS)
def test_a_letter_is_complete_vietnamese_in_text_and_html(world: World, name: str) -> None:
    letter = written(world, name)
    for body in (letter.subject, letter.text, letter.html):
        assert unicodedata.is_normalized("NFC", body)
        assert not re.search(r"\bNone\b|\{[{%#]|\[\]", body)
    assert "  " not in letter.text
    lines = letter.text.splitlines()
    assert lines[0].startswith("Kính gửi ")
    assert lines[0].endswith(",")
    end = ["Trân trọng!", "BAN TỔ CHỨC", "", "Ban Tổ chức", "Điện thoại: 0208 3855 123"]
    assert lines[-5:] == end
    seen = html.unescape(re.sub(r"<[^>]+>", "\n", letter.html))
    for line in letter.text.splitlines():
        for part in line.split(": ", 1) if ": " in line and len(line) < 80 else [line]:
            assert " ".join(part.split()) in " ".join(seen.split())
    assert not re.search(r"<(img|script|link|style|iframe|form)|&amp;amp;amp;", letter.html)


@pytest.mark.parametrize("name", WRITERS)
def test_a_letter_tells_of_what_and_when(world: World, name: str) -> None:
    letter = written(world, name)
    facts = [world.event.title]
    facts += [world.event.when(), world.event.venue] if name not in ("replaced",) else []
    if name in ("invitation", "answer_reminder", "reminder_now", "moved", "lost_invitation"):
        facts += [world.invitation.code, "2", "hết ngày 01/02/2030", SAFE, "Giám đốc"]
        facts += [f"{SITE}/moi/{world.invitation.token}/"]
    elif name != "replaced":
        facts += [world.registration.code, SAFE, "Phó & Trưởng phòng", "Sở Y tế"]
        facts += [f"{SITE}/dang-ky/{world.registration.token}/"]
    for fact in facts:
        assert fact in letter.text
        assert html.escape(fact, quote=False) in letter.html


@pytest.mark.parametrize("name", WRITERS)
def test_a_subject_tells_nothing_of_a_person(world: World, name: str) -> None:
    subject = written(world, name).subject
    row = world.registration
    secrets = (row.code, row.token, world.invitation.code, world.invitation.token, "Y tế", "Hòa")
    assert 10 < len(subject) < 60
    assert "\n" not in subject
    assert not any(secret in subject for secret in secrets)
    assert not re.search(r"\d", subject)


@pytest.mark.parametrize("name", WRITERS)
def test_no_name_writes_a_header(world: World, name: str) -> None:
    letter = written(world, name)
    assert "\r" not in letter.text
    assert not re.search(r"(?m)^Bcc:", letter.text)
    one = Letter.objects.get()
    sent = email.message_from_bytes(_envelope(one, words_of(one)).message().as_bytes())
    assert sorted(sent.keys()) == [
        "Auto-Submitted",
        "Content-Type",
        "Date",
        "From",
        "MIME-Version",
        "Message-ID",
        "Subject",
        "To",
    ]
    parsed = email.message_from_bytes(sent.as_bytes(), policy=email.policy.default)
    assert str(parsed["To"]) in ("moi@example.vn", "cu@example.vn", "van-phong@example.vn")
    assert str(parsed["Subject"]).strip() == letter.subject  # folded, a space comes before it


@pytest.mark.parametrize("site", ["", SITE])
def test_no_letter_sends_to_an_office_that_is_not_named(world: World, site: str) -> None:
    for name, write in WRITERS.items():
        assert write(world), name
    for contact, named_at_all in (("", False), ("Điện thoại: 0208 3855 123", True)):
        Event.objects.update(contact=contact)
        with override_settings(SITE_URL=site):
            texts = [words_of(one).text.text for one in Letter.objects.all()]
        assert any("với Ban Tổ chức" in text for text in texts) is named_at_all


def test_without_the_address_of_the_site_no_letter_holds_a_link(world: World) -> None:
    for name, write in WRITERS.items():
        assert write(world), name
    for one in Letter.objects.all():
        letter = words_of(one).text
        for body in (letter.text, letter.html):
            assert "http" not in body
            assert world.registration.token not in body
            assert world.invitation.token not in body
