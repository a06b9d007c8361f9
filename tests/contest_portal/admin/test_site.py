"""The doors of the admin: what browsers may keep, frame, run and send back."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.contrib import admin
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import reverse

from tests import whole_portal
from tests.pages import form_data
from tests.people import PASSWORD, administrator, administrator_client

pytestmark = pytest.mark.django_db

LOGIN, LOGOUT, INDEX = (reverse(f"admin:{name}") for name in ("login", "logout", "index"))
HOSTILE = "'+Độc+'\"><b x-data=Độc>"


class Attributes(HTMLParser):
    """Collects programs that stand in a page: attributes that the theme runs, and scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.run: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attrs = dict(pairs)
        self.run += [f"{k}={v}" for k, v in pairs if k.startswith(("x-", "@", ":", "hx-"))]
        self.inside += [f"{tag} {k}" for k in attrs if k.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in attrs):
            self.inside.append(tag)


def make_hostile() -> int:
    """Write what would be a program into every text that users can write; return how often."""
    written = 0
    for model in {m._meta.concrete_model for m in admin.site._registry}:
        for field in model._meta.concrete_fields:
            words = isinstance(field, models.CharField | models.TextField) and not field.choices
            if words and not field.unique and field.name not in ("password", "slug", "token"):
                kept = HOSTILE[: field.max_length or None]
                try:
                    with transaction.atomic():
                        written += model._default_manager.update(**{field.name: kept})
                except DatabaseError:
                    continue  # the database knows better
    return written


def test_pages_are_kept_nowhere_framed_nowhere_and_run_nothing_that_was_typed() -> None:
    world = whole_portal.build()
    assert make_hostile() > 100
    client, careless, pages, shown = administrator_client(), [], 0, 0

    for one in whole_portal.addresses(world):
        if not one.route.startswith("quan-tri/") or one.name in ("jsi18n", "events_paper_print"):
            continue
        answer = client.get(one.path)
        policy = answer["Content-Security-Policy"]
        headers = (answer["X-Frame-Options"], answer["Referrer-Policy"])
        if headers != ("DENY", "same-origin") or "frame-ancestors 'none'" not in policy:
            careless.append(one.name)
        if answer.status_code != 200 or "no-store" not in answer.get("Cache-Control", ""):
            careless += [one.name] if answer.status_code == 200 else []
            continue
        text = answer.content.decode(errors="replace")
        page = Attributes()
        page.feed(text if text.lstrip().startswith("<!DOCTYPE") else "")
        careless += [f"{one.name}: {what}" for what in page.run if "Độc" in what]
        careless += [f"{one.name}: {what}" for what in page.inside]
        pages += bool(page.run)
        shown += "Độc" in text

    assert careless == []
    assert pages > 80
    assert shown > 60


def signed_in_by_form(client: Client) -> Any:
    administrator(PASSWORD)
    data = {**form_data(client.get(LOGIN), "login-form"), "password": PASSWORD}
    return client.post(LOGIN, {**data, "username": "quan-tri-vien"})


def test_signing_in_changes_the_key_and_signing_out_takes_a_press(client: Client) -> None:
    client.get(LOGIN)
    client.cookies["sessionid"] = "khoacuakexaukhoacuakexaukhoacuak"

    signed_in_by_form(client)

    assert client.cookies["sessionid"].value != "khoacuakexaukhoacuakexaukhoacuak"
    key = client.cookies["sessionid"].value
    assert client.get(LOGOUT).status_code == 405
    assert client.get(INDEX).status_code == 200
    assert client.post(LOGOUT).status_code == 200
    client.cookies["sessionid"] = key
    assert client.get(INDEX)["Location"] == f"{LOGIN}?next={INDEX}"


@pytest.mark.parametrize("https", [True, False])
def test_cookies_are_for_this_site_only(client: Client, settings: Any, https: bool) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = https
    signed_in_by_form(client)
    assert set(client.cookies) == {"sessionid", "csrftoken", "known"}
    for cookie in client.cookies.values():
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
        assert bool(cookie["secure"]) is https
