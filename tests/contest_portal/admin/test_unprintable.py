"""Signs that papers cannot show are told beside the field where they were typed."""

import pytest
from django.urls import reverse

from tests.factories import (
    PlanFactory,
    SponsorFactory,
    make_invitation,
    make_registration,
    make_seating,
)
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

TOLD = "Giấy tờ không in được “王” (chữ Hán, U+738B): vui lòng thay bằng chữ khác hoặc bỏ đi."


@pytest.fixture
def event():
    return make_seating().event


def a_row(kind, event):
    """Return a row, and the page on which it is typed."""
    row = {
        "event": lambda: event,
        "registration": lambda: make_registration(event),
        "invitation": lambda: make_invitation(event),
        "sponsor": lambda: SponsorFactory(event=event),
        "plan": lambda: PlanFactory(event=event),
    }[kind]()
    return row, row


@pytest.mark.parametrize(
    ("kind", "field", "typed_in"),
    [
        ("event", "title", "title"),
        ("event", "venue", "venue"),
        ("registration", "name", "name"),
        ("registration", "organisation", "organisation"),
        ("invitation", "position", "position"),
        ("sponsor", "name", "name"),
        ("plan", "lead_in", "lead_in"),
    ],
)
def test_sign_that_papers_cannot_show_is_told_at_its_field(event, kind, field, typed_in):
    row, opened = a_row(kind, event)
    meta = opened._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[opened.pk])
    organizer = signed_in("organizer")
    data = form_data(organizer.get(address), f"{meta.model_name}_form")

    answer = organizer.post(address, {**data, typed_in: "Chữ 王 lạ"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Chữ 王 lạ" in page  # what was typed stays
    assert TOLD in visible_text(page)
    before = getattr(row, field)
    row.refresh_from_db()
    assert getattr(row, field) == before
