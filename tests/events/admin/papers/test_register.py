"""The register as a list: issued is issued."""

import hashlib

import pytest
from django.urls import reverse

from events.documents import signatures
from tests import signing
from tests.events.admin.papers.pages import HUGE, LIST, page_of, register, text
from tests.factories import PlanFactory, issued_paper
from tests.people import administrator_client, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("client", ["organizer", "administrator"])
def test_nothing_is_edited_or_deleted_by_hand(client, event, person):
    browser = administrator_client() if client == "administrator" else signed_in("organizer")
    document = issued_paper(event)
    content = signing.signed(bytes(document.file.content), person)
    signatures.add_signed_file(document, signing.upload(content), None)
    before = register()
    data = {"note": "khác", "number": "99", "_save": "1", "post": "yes"}

    for page in (page_of(document), page_of(document, "delete"), LIST + "add/"):
        assert browser.post(page, data).status_code == 403, page
    for action in ("delete_selected", "khong-co"):
        chosen = {"action": action, "_selected_action": [document.pk], "post": "yes"}
        assert browser.post(LIST, chosen).status_code in (200, 302, 403)

    assert register() == before


def test_unknown_papers_are_not_found(organizer):
    for key in ("0", HUGE, "x", "²", "-1"):
        for name in ("download", "replace"):
            page = reverse(f"admin:events_officialdocument_{name}", args=[key])
            assert organizer.get(page).status_code == 404
    for path in ("signed/0/", f"signed/{HUGE}/", "0/signed/", f"{HUGE}/signed/"):
        assert organizer.get(LIST + path).status_code == 404
        assert organizer.post(LIST + path, {}).status_code == 404


@pytest.mark.parametrize("key", ["0", HUGE, "x", "1'--"])
def test_page_of_an_unknown_paper_leads_away_with_words(organizer, key):
    assert organizer.get(f"{LIST}{key}/change/").status_code == 302


@pytest.mark.parametrize(
    ("symbol", "name"),
    [("KH-BTC", "01-KH-BTC-20250120"), ("QĐ-KH&CN", "01-QD-KHCN-20250120")],
)
def test_download_gives_the_frozen_bytes(organizer, symbol, name):
    plan = PlanFactory(symbol=symbol)
    document = issued_paper(plan.event)
    plan.subject = "Trích yếu sửa sau"
    plan.save()

    response = organizer.get(page_of(document, "download"))

    assert hashlib.sha256(response.content).hexdigest() == document.sha256
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert "Content-Security-Policy" in response


def test_papers_are_found_by_what_is_known_of_them(organizer, event):
    document = issued_paper(event)

    for query in ("kh-btc", "1", "thử", document.code, "nguyễn văn thử"):
        assert "01/KH-BTC" in text(organizer.get(LIST, {"q": query})), query
    assert "01/KH-BTC" not in text(organizer.get(LIST, {"q": "khong-co"}))


def test_odd_searches_are_answered(organizer, event):
    issued_paper(event)

    for name, value in (
        ("q", HUGE),
        ("q", "1.5"),
        ("current", "x"),
        ("year__exact", "x"),
        ("event__id__exact", HUGE),
        ("p", "99"),
        ("o", "99.x"),
    ):
        assert organizer.get(LIST, {name: value}, follow=True).status_code == 200, (name, value)


def test_papers_are_filtered_by_whether_they_hold(organizer, event):
    issued_paper(event, replaces=issued_paper(event))

    for current, shown, hidden in (("1", "02", "01"), ("0", "01", "02")):
        source = organizer.get(LIST, {"current": current}).content.decode()
        assert f">{shown}/KH-BTC</a>" in source
        assert f">{hidden}/KH-BTC</a>" not in source
