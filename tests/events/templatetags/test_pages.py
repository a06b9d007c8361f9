"""Words of pages."""

import datetime

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils.translation import override

from events.templatetags.pages import parts
from tests.factories import ContestFactory, EventFactory
from tests.pages import visible_text


@pytest.mark.parametrize(
    ("name", "set_in"),
    [
        ("Sáng tạo - vì quê hương", ["Sáng tạo -", "vì quê hương"]),
        ("Sáng tạo trẻ", ["Sáng tạo trẻ"]),
    ],
)
def test_lines_of_a_name_break_after_its_dash(db: None, client: Client, name, set_in) -> None:
    assert parts(name) == set_in
    EventFactory(contest=ContestFactory(name=name))
    page = client.get("/the-le/").content.decode()
    assert f"“{name}”" in visible_text(page)
    for part in set_in:
        assert f"{part}</span>" in page or f"{part}”</span>" in page


@pytest.mark.parametrize(("language", "written"), [("vi", "02/01/2030"), ("en", "2 January 2030")])
def test_the_day_of_a_moment_is_the_day_here(language: str, written: str) -> None:
    early = datetime.datetime(2030, 1, 1, 20, 30, tzinfo=datetime.UTC)  # 3:30 of the next day here
    page = Template("{% load pages %}{{ at|day }}")
    with override(language):
        assert page.render(Context({"at": early})) == written
        assert page.render(Context({"at": datetime.date(2030, 1, 2)})) == written
