"""The list of papers, and printing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.documents import KINDS
from events.models import Correction, OfficialDocument
from tests.events.admin.papers.pages import (
    GOOD,
    HUGE,
    LIST,
    PAPERS,
    issue_page,
    page_of,
    print_page,
    text,
)
from tests.factories import (
    AgendaItemFactory,
    EventFactory,
    MemorandumFactory,
    PlanFactory,
    PreparationTaskFactory,
    RulesFactory,
    UnitFactory,
    complete_memorandum,
    issued_paper,
    make_invitation,
)

pytestmark = pytest.mark.django_db


def test_papers_show_what_is_issued_and_lead_to_printing_and_issuing(organizer, event):
    memorandum = complete_memorandum(event)
    document = issued_paper(event)

    response = organizer.get(PAPERS)

    page, source = text(response), response.content.decode()
    assert "01/KH-BTC 20/01/2025" in page
    assert memorandum.sponsor.name in page
    assert f'href="{page_of(document)}"' in source
    for kind, key in (("plan", 0), ("programme", 0), ("memorandum", memorandum.pk)):
        assert f'href="{print_page(event, kind, key)}"' in source
        assert f'href="{issue_page(event, kind, key)}"' in source
    assert f'href="{print_page(event, "run-sheet", 0)}"' in source
    assert issue_page(event, "run-sheet", 0) not in source


def test_papers_of_another_ceremony_are_chosen_by_its_name(organizer, event):
    other = PlanFactory(event__title="Lễ khác", event__published=False).event
    issued_paper(other)

    assert "01/KH-BTC" not in text(organizer.get(PAPERS))
    assert "01/KH-BTC" in text(organizer.get(PAPERS, {"event": other.slug}))
    for slug in ("khong-co", HUGE):
        assert organizer.get(PAPERS, {"event": slug}).status_code == 200


def test_papers_of_an_empty_portal(organizer):
    assert "Chưa có buổi lễ nào." in text(organizer.get(PAPERS))


@pytest.mark.parametrize("count", [1, 4])
def test_pages_take_the_same_number_of_statements(organizer, event, count):
    document = issued_paper(event)
    for _n in range(count):
        complete_memorandum(event)
        document = issued_paper(event, replaces=document)
    taken = {}
    for name, page in (
        ("papers", PAPERS),
        ("list", LIST),
        ("document", page_of(document)),
        ("issue", issue_page(event)),
        ("download", page_of(document, "download")),
    ):
        with CaptureQueriesContext(connection) as captured:
            assert organizer.get(page).status_code == 200
        taken[name] = len(captured)

    assert taken == {"papers": 33, "list": 9, "document": 12, "issue": 19, "download": 5}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_printed_as_a_file_that_nobody_keeps(organizer, event, kind, settings):
    settings.SITE_URL = "https://cuoc-thi.example"
    AgendaItemFactory(event=event)
    RulesFactory(contest=event.contest)
    memorandum = complete_memorandum(event)
    make_invitation(event)
    document = issued_paper(event)
    letter = Correction.objects.create(document=document)
    unit = UnitFactory.create(event=event)
    PreparationTaskFactory(event=event, lead_unit=unit)
    keys = {"memorandum": memorandum.pk, "correction": letter.pk, "work-sheet": unit.pk,
            "work-sheet-link": unit.pk}  # fmt: skip
    key = [keys[kind]] if kind in keys else []

    response = organizer.get(print_page(event, kind, *key))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('attachment; filename="')
    assert response["Content-Disposition"].endswith(f'-{event.slug}.pdf"')
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response.content.startswith(b"%PDF-")
    assert OfficialDocument.objects.get() == document


@pytest.mark.parametrize("page", [print_page, issue_page])
def test_paper_that_is_not_there_leads_back_to_the_list(organizer, event, page):
    without = EventFactory(title="Lễ không có kế hoạch")
    elsewhere = MemorandumFactory()

    for address in (
        page(without),
        page(event, "plan", 7),
        page(event, "memorandum", elsewhere.pk),
        page(event, "memorandum", int(HUGE)),
    ):
        response = organizer.get(address, follow=True)
        assert response.redirect_chain == [(PAPERS, 302)]
        assert "Buổi lễ này chưa có văn bản đó: " in text(response)


@pytest.mark.parametrize("page", [print_page, issue_page])
@pytest.mark.parametrize("path", ["khong-co/{pk}/", "plan/0/", f"plan/{HUGE}/", "PLAN/{pk}/"])
def test_unknown_kind_and_ceremony_are_not_found(organizer, event, page, path):
    root = page(event).removesuffix(f"plan/{event.pk}/")

    assert organizer.get(root + path.format(pk=event.pk)).status_code == 404
    assert organizer.post(root + path.format(pk=event.pk), GOOD).status_code == 404
