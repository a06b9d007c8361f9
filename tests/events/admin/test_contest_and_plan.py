"""The admin of contest, ceremony and plan, by the requests that a browser sends."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from events.models import Contest, Delegation, Event, LegalBasis, Plan, Recipient
from tests.factories import DelegationFactory, EventFactory, PlanFactory
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def plan() -> Plan:
    plan = PlanFactory(recipients=["Lưu: VT."])
    for position, text in enumerate(("Căn cứ một;", "Căn cứ hai;", "Căn cứ ba;"), start=1):
        LegalBasis.objects.create(plan=plan, position=position, text=text)
    plan.duties.create(position=1, addressed_as="Sở Thử", text="Việc phải làm;")
    plan.purposes.create(position=1, text="Mục đích.")
    return plan


def url(row: Any) -> str:
    meta = row._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[row.pk])


def opened(client: Client, row: Any) -> dict[str, Any]:
    """Open the page of a row; return what its form holds, with the button to save."""
    data = form_data(client.get(url(row)), f"{row._meta.model_name}_form")
    return {**data, "_save": "Lưu"}


def texts(plan: Plan) -> list[tuple[int, str]]:
    return list(plan.legal_bases.values_list("position", "text"))


def test_every_sentence_of_the_plan_is_saved(organizer: Client, plan: Plan) -> None:
    data = opened(organizer, plan)
    words = {name: value for name, value in data.items() if not name.startswith("initial-")}
    changed = {
        name: f"{value} SỬA"
        for name, value in words.items()
        if name.rsplit("-", 1)[-1] in ("text", "addressed_as", "subject", "lead_in", "signer_name")
        or name.endswith("_heading")
    }

    response = organizer.post(url(plan), {**data, **changed})

    assert response.status_code == 302
    assert len(changed) == 17
    again = opened(organizer, plan)
    assert {name: again[name] for name in changed} == changed


def test_two_rows_change_places(organizer: Client, plan: Plan) -> None:
    data = opened(organizer, plan)
    data["legal_bases-0-position"], data["legal_bases-1-position"] = "2", "1"

    assert organizer.post(url(plan), data).status_code == 302

    assert texts(plan) == [(1, "Căn cứ hai;"), (2, "Căn cứ một;"), (3, "Căn cứ ba;")]


def test_rows_dragged_count_from_zero_as_the_theme_counts(organizer: Client, plan: Plan) -> None:
    data = opened(organizer, plan)
    for row, position in (("0", "2"), ("1", "0"), ("2", "1")):
        data[f"legal_bases-{row}-position"] = position

    organizer.post(url(plan), data)

    assert texts(plan) == [(1, "Căn cứ hai;"), (2, "Căn cứ ba;"), (3, "Căn cứ một;")]


@pytest.mark.parametrize("position", ["", "0", "1"])
def test_new_rows_stand_last_wherever_their_number_says(
    organizer: Client, plan: Plan, position: str
) -> None:
    data = opened(organizer, plan)
    data["legal_bases-TOTAL_FORMS"] = "5"
    for row, text in (("3", "Căn cứ bốn;"), ("4", "Căn cứ năm;")):
        data |= {
            f"legal_bases-{row}-id": "",
            f"legal_bases-{row}-plan": plan.pk,
            f"legal_bases-{row}-text": text,
            f"legal_bases-{row}-position": position,
        }

    assert organizer.post(url(plan), data).status_code == 302

    assert texts(plan)[3:] == [(4, "Căn cứ bốn;"), (5, "Căn cứ năm;")]


def test_removed_row_leaves_no_gap(organizer: Client, plan: Plan) -> None:
    data = {**opened(organizer, plan), "legal_bases-0-DELETE": "on"}

    organizer.post(url(plan), data)

    assert texts(plan) == [(1, "Căn cứ hai;"), (2, "Căn cứ ba;")]


def test_old_page_does_not_undo_what_another_changed(organizer: Client, plan: Plan) -> None:
    old_page = opened(organizer, plan)
    other = opened(organizer, plan)
    other["legal_bases-0-position"], other["legal_bases-2-position"] = "3", "1"
    organizer.post(url(plan), {**other, "subject": "Trích yếu của người khác", "issue_day": "9"})

    organizer.post(url(plan), {**old_page, "signer_name": "Tên của tôi"})

    plan.refresh_from_db()
    assert (plan.subject, plan.issue_day, plan.signer_name) == (
        "Trích yếu của người khác",
        9,
        "Tên của tôi",
    )
    assert texts(plan) == [(1, "Căn cứ ba;"), (2, "Căn cứ hai;"), (3, "Căn cứ một;")]


def test_row_that_was_removed_here_is_not_said_to_be_removed_by_another(
    organizer: Client, plan: Plan
) -> None:
    page = {**opened(organizer, plan), "legal_bases-1-DELETE": "on"}

    response = organizer.post(url(plan), page, follow=True)

    assert texts(plan) == [(1, "Căn cứ một;"), (2, "Căn cứ ba;")]
    assert "người khác đã bỏ" not in visible_text(response.content.decode())


def test_row_that_another_removed_does_not_stop_the_page(organizer: Client, plan: Plan) -> None:
    old_page = opened(organizer, plan)
    plan.legal_bases.get(position=2).delete()

    response = organizer.post(url(plan), {**old_page, "signer_name": "Tên của tôi"}, follow=True)

    plan.refresh_from_db()
    assert plan.signer_name == "Tên của tôi"
    assert texts(plan) == [(1, "Căn cứ một;"), (2, "Căn cứ ba;")]
    assert "người khác đã bỏ 1 dòng" in visible_text(response.content.decode())


def test_wrong_value_keeps_all_that_was_typed(organizer: Client, plan: Plan) -> None:
    data = {**opened(organizer, plan), "lead_in": "Lời dẫn đã gõ", "issue_day": "31"}
    data |= {"issue_month": "2", "legal_bases-0-text": "", "legal_bases-1-text": "Đã gõ;"}

    response = organizer.post(url(plan), data)

    assert response.status_code == 200
    again = form_data(response, "plan_form")
    assert (again["lead_in"], again["legal_bases-1-text"]) == ("Lời dẫn đã gõ", "Đã gõ;")
    text = visible_text(response.content.decode())
    assert "Tháng đó không có ngày này." in text
    assert "Vui lòng điền nội dung này." in text


def test_the_banner_of_errors_leads_to_each_field(organizer: Client, plan: Plan) -> None:
    data = {**opened(organizer, plan), "subject": "", "legal_bases-1-text": ""}

    page = organizer.post(url(plan), data).content.decode()

    banner = page.partition('class="errornote')[2].partition("</div>")[0]
    links = re.findall(r'href="#([^"]+)">([^<]+)<', banner)
    assert links == [
        ("id_subject", "Trích yếu"),
        ("id_legal_bases-1-text", "Căn cứ, 2: Nội dung"),
    ]
    for target, _label in links:
        assert f'id="{target}"' in page


def test_delegations_change_places_and_the_day_is_fixed(organizer: Client) -> None:
    event = EventFactory()
    for position in (1, 2):
        DelegationFactory(event=event, position=position, text=f"Thành phần {position};")
    data = opened(organizer, event)
    data["delegations-0-position"], data["delegations-1-position"] = "2", "1"
    data |= {"starts_at_0": "12/02/2030", "starts_at_1": "08:00"}

    assert organizer.post(url(event), data).status_code == 302

    names = Delegation.objects.filter(event=event).values_list("text", flat=True)
    assert list(names) == ["Thành phần 2;", "Thành phần 1;"]
    event.refresh_from_db()
    assert event.when() == "08 giờ 00 phút, ngày 12 tháng 02 năm 2030 (thứ Ba)"


def test_window_upside_down_is_told_in_words(organizer: Client) -> None:
    event = EventFactory()
    data = {**opened(organizer, event), "window_start": "15/02/2030"}

    response = organizer.post(url(event), data)

    text = visible_text(response.content.decode())
    assert "Ngày muộn nhất không được trước ngày sớm nhất." in text


def test_contest_and_ceremony_are_made_from_nothing(organizer: Client) -> None:
    add_contest = reverse("admin:events_contest_add")
    data = form_data(organizer.get(add_contest), "contest_form")
    organizer.post(add_contest, {**data, "name": "Cuộc thi mới", "year": "2031"})
    contest = Contest.objects.get()
    add_event = reverse("admin:events_event_add")
    data = form_data(organizer.get(add_event), "event_form")
    data |= {
        "contest": contest.pk,
        "title": "Lễ mới",
        "slug": "le-moi",
        "venue": "Nhà văn hóa",
        "contact": "0208 3855 123",
    }
    data |= {"window_start": "10/02/2031", "window_end": "14/02/2031"}
    data |= {
        "delegations-TOTAL_FORMS": "1",
        "delegations-0-text": "Lãnh đạo tỉnh;",
        "delegations-0-protocol_rank": "1",
    }

    response = organizer.post(add_event, data)

    assert response.status_code == 302
    event = Event.objects.get()
    assert (event.title, event.contest) == ("Lễ mới", contest)
    assert list(event.delegations.values_list("position", "text")) == [(1, "Lãnh đạo tỉnh;")]


def test_plan_button_leads_to_the_paper(organizer: Client, plan: Plan) -> None:
    page = organizer.get(url(plan))
    assert "Tải kế hoạch (PDF)" in visible_text(page.content.decode())

    response = organizer.get(reverse("admin:events_plan_pdf", args=[plan.pk]), follow=True)

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'attachment; filename="ke-hoach-{plan.event.slug}.pdf"'
    )
    assert response.content.startswith(b"%PDF-")


def test_secretariat_edits_the_plan_but_not_the_ceremony(plan: Plan) -> None:
    secretary = signed_in("secretariat")
    data = {**opened(secretary, plan), "recipients-0-text": "Lưu: VT, TTK."}

    assert secretary.post(url(plan), data).status_code == 302
    assert secretary.post(url(plan.event), {"title": "Tên khác"}).status_code == 403
    delete = reverse("admin:events_plan_delete", args=[plan.pk])
    assert secretary.post(delete, {"post": "yes"}).status_code == 403

    assert Recipient.objects.get(plan=plan).text == "Lưu: VT, TTK."
    assert Event.objects.get().title == plan.event.title


def test_reception_sees_neither_plan_nor_paper(plan: Plan) -> None:
    reception = signed_in("reception")

    assert reception.get(url(plan)).status_code == 403
    assert reception.post(url(plan), {"subject": "khác"}).status_code == 403
    assert reception.get(reverse("admin:events_plan_pdf", args=[plan.pk])).status_code == 403


def test_organizers_write_why_there_is_a_contest(organizer: Client, client: Client) -> None:
    contest: Any = EventFactory(contact="").contest
    form = opened(organizer, contest)
    told = organizer.post(url(contest), {**form, "about": "Xin liên hệ Ban Tổ chức. ![a](anh:7)"})
    lines = told.context["adminform"].form.errors["about"]
    assert len(lines) == 2  # nobody to ask, no such picture
    told = organizer.post(url(contest), {**form, "about_en": "Because"})
    assert [*told.context["adminform"].form.errors] == ["about"]

    organizer.post(url(contest), {**form, "about": "Vì **quê hương**.", "about_en": "For *us*."})
    assert "<p>Vì <strong>quê hương</strong>.</p>" in client.get("/").content.decode()
    assert "<p>For <em>us</em>.</p>" in client.get("/en/").content.decode()


def test_a_new_contest_that_sends_people_to_nobody_is_refused(organizer: Client) -> None:
    address = reverse("admin:events_contest_add")
    form = form_data(organizer.get(address), "contest_form")
    typed = {"name": "Thi", "edition": 1, "year": 2030, "about": "Vui lòng liên hệ Ban Tổ chức."}
    assert organizer.post(address, {**form, **typed}).context["adminform"].form.errors["about"]
    assert not Contest.objects.exists()
