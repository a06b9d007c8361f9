"""Words of pages."""

import pytest
from django.test import Client

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
