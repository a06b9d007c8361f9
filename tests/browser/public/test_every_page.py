"""Every page of the public and every state of it, in both languages: whole, and for all."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import whole_portal
from tests.browser.conftest import Visit
from tests.browser.public.looking import faults
from tests.browser.public.states import STATES
from tests.whole_portal import World

# what each public address of the URL conf answers; a new one must be told here
PAGES = {
    "accessibility", "agenda:programme", "contact:contact", "downloads:downloads",
    "events:verification", "events:verify", "home", "invitations:cancel", "invitations:correct",
    "invitations:decline", "invitations:enter", "invitations:invitation", "invitations:letter",
    "invitations:list", "invitations:substitute", "milestones:milestones", "news:page",
    "news:post", "news:posts", "personal_data", "preview:draft", "questions:questions",
    "questions:search", "registrations:cancel", "registrations:find", "registrations:own_data",
    "registrations:register", "registrations:registration", "rules:compare", "rules:shown",
    "rules:version", "search", "sponsorship:sponsors", "units:tasks", "videos:more",
    "videos:video", "videos:videos",
}  # fmt: skip
FILES = {
    "agenda:programme_pdf", "download_drafts:file", "downloads:file", "invitations:ticket",
    "milestones:calendar", "milestones:feed", "news:feed", "pictures:file",
    "registrations:calendar", "sponsorship:logo",
    "registrations:download", "registrations:qr_code", "registrations:ticket", "robots",
    "rules:paper", "security", "share_picture", "sitemap", "appearance:file",
    "video_drafts:captions", "video_drafts:file", "videos:captions", "videos:file",
    "web_manifest",
}  # fmt: skip
LEAD_ON = {"favicon", "invitations:by_code", "rules:choose"}


def public(world: World) -> dict[str, str]:
    """Return the paths of the public addresses, by name."""
    admin = reverse("admin:index")
    found: dict[str, str] = {}
    for one in whole_portal.addresses(world):
        if not one.path.startswith(admin) and one.name != one.route:
            found.setdefault(one.name, one.path)
    return found


def test_every_public_address_is_in_the_table(world: World) -> None:
    pages: set[str] = set()
    files: set[str] = set()
    others: set[str] = set()
    for name, path in public(world).items():
        answer: Any = Client().get(path)
        html = answer["Content-Type"].startswith("text/html")
        of_its_kind = others if answer.status_code != 200 else pages if html else files
        of_its_kind.add(name)
        answer.close()
    assert (pages, files, others) == (PAGES, FILES, LEAD_ON)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_for_all(visit: Visit, world: World, language: str) -> None:
    wrong = []
    prefix = "" if language == "vi" else "/en"
    for name, path in public(world).items():
        if name in PAGES:
            visit.go(prefix + path)
            wrong += [f"{name}: {what}" for what in faults(visit, language) + troubles(visit)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_state_is_for_all(visit: Visit, world: World, language: str) -> None:
    wrong = []
    prefix = "" if language == "vi" else "/en"
    for name, state in STATES.items():
        with state(world) as shown:
            visit.go(prefix + shown.path)
            shown.act(visit.page)
            told = [*faults(visit, language), *troubles(visit, shown.status)]
            wrong += [f"{name}: {what}" for what in told]
    assert not wrong, "\n".join(wrong)


def troubles(visit: Visit, status: int = 200) -> list[str]:
    """Return what went wrong in the browser, and forget it; that it notes a status is none."""
    found = [one for one in visit.troubles if not re.search(rf"status of {status}\b", one)]
    visit.troubles.clear()
    return found
