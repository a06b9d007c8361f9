"""The answers to errors."""

from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation
from playwright.sync_api import Page, Route

from contest_portal.public import error_pages
from tests.browser.public.states.states import Shown, enter_path, send, state
from tests.whole_portal import World

enter_path("404", "/khong-co/", status=404)


@state("403, a form that is too old")
def too_old(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        page.context.clear_cookies()
        send(page)

    yield Shown("/dang-ky/", act, status=403)


@state("400, a form that is too long")
def too_long(world: World) -> Iterator[Shown]:
    def act(page: Page) -> None:
        fields = "<input type='hidden' name='more'>" * (settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)
        form = page.locator("main form")
        form.evaluate("(form, html) => form.insertAdjacentHTML('beforeend', html)", fields)
        send(page)

    yield Shown("/dang-ky/", act, status=400)


def enter_error(name: str, answer: Callable[[Any], HttpResponse | str]) -> None:
    """Enter an answer that nothing on the site leads to; the browser gets the very page."""

    @state(name)
    def error(world: World) -> Iterator[Shown]:
        status = int(name[:3])

        def act(page: Page) -> None:
            language = "en" if "/en/" in page.url else "vi"
            request = RequestFactory().get("/en/x/" if language == "en" else "/x/")
            request.user = AnonymousUser()
            with translation.override(language):
                made = answer(request)
            body = made if isinstance(made, str) else made.content

            def give(route: Route) -> None:
                route.fulfill(status=status, body=body, content_type="text/html; charset=utf-8")

            page.route("**/loi", give)
            page.goto(f"{page.url}loi")
            page.unroute("**/loi")

        yield Shown("/tiep-can/", act, status=status)


NOW = timezone.now()
enter_error("403, not allowed", lambda request: error_pages.permission_denied(request, Exception()))
enter_error("400, not understood", lambda request: error_pages.bad_request(request, Exception()))
enter_error("500", error_pages.server_error)
enter_error("503", lambda request: render_to_string("503.html", {"moment": NOW}))
enter_error("429", lambda request: render_to_string("429.html", {"message": "…"}, request))
