"""The page of an invitation."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from registrations.services import invitations
from registrations.services.delegate_keys import delegate_key
from tests.browser.public.states.states import (
    Shown,
    at,
    full_hall,
    send,
    state,
)
from tests.factories import (
    make_invitation,
    named,
)
from tests.whole_portal import World


def enter_invitation(name: str, arrange: Callable[[Any], None], **values: Any) -> None:
    """Enter the page of an invitation to which something has happened."""

    @state(f"invitation, {name}")
    def invitation(world: World) -> Iterator[Shown]:
        made = make_invitation(world.event, name="Lê Văn Mời", **values)
        arrange(made)
        yield Shown(made.get_absolute_url())


YESTERDAY = timezone.localdate() - datetime.timedelta(1)


def past(invitation: Any) -> None:
    type(invitation).objects.filter(pk=invitation.pk).update(deadline=YESTERDAY)


def answered(invitation: Any) -> None:
    named(invitation)


def answered_and_past(invitation: Any) -> None:
    named(invitation)
    past(invitation)


enter_invitation("open", lambda invitation: None)
enter_invitation("answered", answered)
enter_invitation("full", answered, quota=1)
enter_invitation("past", past)
enter_invitation("answered and past", answered_and_past)
enter_invitation("declined", lambda made: invitations.decline(made, reason="Bận họp.") and None)


@state("invitation, waiting for seats")
def invitation_waits(world: World) -> Iterator[Shown]:
    with full_hall() as event:
        made = make_invitation(event)
        named(made)
        yield Shown(made.get_absolute_url())


@state("invitation, the ceremony has begun")
def invitation_closed(world: World) -> Iterator[Shown]:
    made = make_invitation(world.event)
    with at(world.event, timezone.now() - datetime.timedelta(minutes=1)):
        yield Shown(made.get_absolute_url())


@state("invitation, the ceremony is over")
def invitation_over(world: World) -> Iterator[Shown]:
    made = make_invitation(world.event)
    with at(world.event, timezone.now() - datetime.timedelta(days=3)):
        yield Shown(made.get_absolute_url())


@state("invitation, withdrawn")
def invitation_gone(world: World) -> Iterator[Shown]:
    made = make_invitation(world.event)
    address = made.get_absolute_url()
    invitations.remove(made)
    yield Shown(address, status=404)


@state("invitation, a row refused")
def row_refused(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        page.locator("[name=add]").click()
        page.locator("[name$=-name]").first.fill("Ông")
        send(page)

    yield Shown(make_invitation(world.event).get_absolute_url(), act)


@state("invitation, saved")
def rows_saved(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        page.locator("[name$=-honorific]").select_option(index=1)
        page.locator("[name$=-name]").fill("Trần Thị Mẫu")
        page.locator("[name$=-position]").fill("Phó Giám đốc")
        page.locator("[name$=-phone]").fill("0912 345 678")
        page.locator("[name=consent]").check()
        send(page)

    yield Shown(make_invitation(world.event).get_absolute_url(), act)


@state("invitation, a list refused")
def list_refused(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        page.locator("[name=lines]").fill("Nguyễn Văn Một\nsai sai sai 12")
        send(page)

    made = make_invitation(world.event, quota=5)
    yield Shown(reverse("invitations:list", args=[made.token]), act)


@state("invitation, a step refused")
def step_refused(world: World) -> Iterator[Shown]:
    made = make_invitation(world.event)
    named(made)
    key = delegate_key(made.registrations.get())
    yield Shown(reverse("invitations:substitute", args=[made.token, key]), send)


@state("invitation, changed meanwhile")
def changed_meanwhile(world: World) -> Iterator[Shown]:
    made = make_invitation(world.event)
    yield Shown(reverse("invitations:cancel", args=[made.token, "0" * 64]), status=409)


@state("invitation, an unknown code")
def code_unknown(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        page.locator("[name=code]").fill("AAAA-AAAA")
        send(page)

    yield Shown(reverse("invitations:enter"), act)
