"""Rights are asked for at one place, with the ceremony."""

import ast
import importlib
import inspect
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.test import RequestFactory

from events.admin.by_ceremony import AsksByCeremony, ByCeremony
from events.permissions import way_to_ceremony
from tests.people import administrator

APPS = ("agenda", "contest_portal", "events", "registrations", "sponsorship")
OF_THE_PORTAL = {
    "contest_portal.AuthenticatorApp",
    "contest_portal.OperationRun",
    "contest_portal.Passkey",
    "contest_portal.RecoveryCode",
    "contest_portal.WorkSession",
    "events.Appearance",
    "events.AppearanceFile",
    "events.AuditEntry",
    "events.Contact",
    "events.Contest",
    "events.ContestField",
    "events.Criterion",
    "events.Download",
    "events.DownloadFile",
    "events.Letter",
    "events.Milestone",
    "events.NewsPost",
    "events.NumberSeries",
    "events.PrintJob",
    "events.Picture",
    "events.PictureFile",
    "events.PrintPart",
    "events.Prize",
    "events.Question",
    "events.Rules",
    "events.RulesArticle",
    "events.Sending",
    "events.Throttle",
    "events.Video",
    "events.VideoUpload",
    "registrations.ConsentText",
}
# to open a contest, and a ceremony: rights in the whole portal
TEMPLATES_OF_THE_PORTAL = {"admin/index.html"}


def sources() -> list[Path]:
    root = Path(settings.BASE_DIR)
    return [file for app in APPS for file in (root / app).rglob("*.py")]


def asked(file: Path) -> set[str]:
    """Return what a file calls, as `request.user.has_perm` or `Event.objects.current`."""
    calls = (each for each in ast.walk(ast.parse(file.read_text())) if isinstance(each, ast.Call))
    return {ast.unparse(call.func) for call in calls if isinstance(call.func, ast.Attribute)}


def test_only_the_one_place_asks_django() -> None:
    found = {
        str(file.relative_to(settings.BASE_DIR))
        for file in sources()
        if any(re.search(r"\.has_(module_)?perms?$", name) for name in asked(file))
    }
    assert found == {"events/permissions.py"}


def test_pages_of_the_admin_take_the_ceremony_at_hand_among_those_of_their_reader() -> None:
    found = {
        str(file.relative_to(settings.BASE_DIR))
        for file in sources()
        if "admin" in file.parts and "Event.objects.current" in asked(file)
    }
    assert found == {"contest_portal/admin/security/mail.py"}  # whom to ask, in a letter


def test_templates_ask_with_the_ceremony() -> None:
    root = Path(settings.BASE_DIR) / "templates"
    found = {
        str(file.relative_to(root))
        for file in root.rglob("*.html")
        if re.search(r"\bperms\.", file.read_text())
    }
    assert found == TEMPLATES_OF_THE_PORTAL


def test_every_row_leads_to_its_ceremony() -> None:
    models = [model for app in APPS for model in apps.get_app_config(app).get_models()]
    without = {model._meta.label for model in models if not way_to_ceremony(model)}
    assert without == OF_THE_PORTAL
    for model in models:
        if way := way_to_ceremony(model):
            assert model._default_manager.filter(**{f"{way}__in": [0]}).query


@pytest.mark.django_db
def test_every_page_and_every_inline_of_such_rows_asks_with_it() -> None:
    request: Any = RequestFactory().get("/")
    request.user = administrator()
    for model, page in admin.site._registry.items():
        if way_to_ceremony(model):
            assert isinstance(page, ByCeremony), model
        for inline in {*page.inlines, *page.get_inlines(request, None)}:
            assert issubclass(inline, AsksByCeremony), inline
    known = [each for file in sources() if "admin" in file.parts for each in inlines(file)]
    assert len(known) > 10
    assert all(issubclass(each, AsksByCeremony) for each in known), known


def inlines(file: Path) -> list[type]:
    """Return the inlines that a file defines."""
    name = ".".join(file.relative_to(settings.BASE_DIR).with_suffix("").parts)
    module = importlib.import_module(name)
    return [
        each
        for _name, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, admin.options.InlineModelAdmin) and each.__module__ == name
    ]
