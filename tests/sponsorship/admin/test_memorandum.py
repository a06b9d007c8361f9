"""The text of a memorandum in the admin."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client

from events.models import CommitteeMember, Event
from sponsorship import services
from sponsorship.forms import AmountField
from sponsorship.models import Memorandum
from tests.factories import EventFactory, SponsorFactory
from tests.pages import form_data
from tests.sponsorship.admin.pages import (
    ABOVE_ZERO,
    NO_AMOUNT,
    Status,
    adding,
    everything,
    listing,
    new_row,
    opened,
    status,
    step,
    text_of,
    url,
)

pytestmark = pytest.mark.django_db


def test_new_memorandum_of_a_sponsor_of_another_ceremony_is_refused(
    organizer: Client, event: Event
) -> None:
    stranger = SponsorFactory()
    data = {"event": event.pk, "sponsor": stranger.pk, "subject": "Trích yếu đã gõ"}

    response = organizer.post(adding(Memorandum), data)

    assert "Nhà tài trợ này thuộc buổi lễ khác." in text_of(response)
    assert form_data(response, "memorandum_form")["subject"] == "Trích yếu đã gõ"
    assert not Memorandum.objects.exists()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", ABOVE_ZERO),
        ("-500000", ABOVE_ZERO),
        (" −5", ABOVE_ZERO),
        ("năm trăm triệu", NO_AMOUNT),
        ("5e8", NO_AMOUNT),
        ("1.00", NO_AMOUNT),
        ("0500000", "Số tiền không được bắt đầu bằng số 0"),
        ("9" * 16, "Số tiền phải từ 0 đến 999.999.999.999.999 đồng."),
        ("9" * 5000, "Số tiền phải từ 0 đến 999.999.999.999.999 đồng."),
        ("\0", ""),
    ],
)
def test_amount_that_is_none_is_told(typed: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as refused:
        AmountField().clean(typed)

    assert refused.value.messages[0].startswith(sentence)


@pytest.mark.parametrize("typed", ["500000000", "500.000.000", "500 000 000 đ", "VND 500,000,000"])
def test_amount_is_typed_in_many_ways_and_shown_in_one(typed: str) -> None:
    field = AmountField()

    assert field.clean(typed) == 500_000_000
    assert field.prepare_value(500_000_000) == "500.000.000"
    assert not field.has_changed(500_000_000, typed)
    assert not field.has_changed("500.000.000", typed)
    assert field.has_changed(None, typed)
    assert field.has_changed(500_000_001, typed)
    assert field.has_changed(500_000_000, "")


def test_old_page_does_not_undo_an_amount_that_another_has_set(
    organizer: Client, draft: Memorandum
) -> None:
    old_page = opened(organizer, draft)
    draft.contributions.update(amount=7)

    organizer.post(url(draft), {**old_page, "contributions-0-name": "Kinh phí khác"})

    assert draft.contributions.values_list("name", "amount").get() == ("Kinh phí khác", 7)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("contributions-0-amount", "0", ABOVE_ZERO),
        ("contributions-0-amount", "-500000", ABOVE_ZERO),
        ("contributions-0-amount", "năm trăm triệu", NO_AMOUNT),
        ("copies", "3", "Số bản phải là số chẵn từ 2 đến 20: mỗi bên giữ một nửa."),
        ("symbol", "BGN <b>", "Vui lòng ghi ký hiệu như “KH-BTTCT”"),
        ("ends_on", "31/02/2030", "Ngày chưa đúng. Vui lòng nhập theo dạng 12/02/2025."),
        ("articles-0-text", "Kết thúc {ngày lạ}", "Trong ngoặc nhọn chỉ được ghi"),
    ],
)
def test_bad_value_in_a_memorandum_is_told_and_nothing_is_lost(
    organizer: Client, draft: Memorandum, field: str, value: str, sentence: str
) -> None:
    before = everything(draft)
    typed = {"subject": "Trích yếu đã gõ", "parties-1-bank": "Ngân hàng đã gõ", field: value}

    response = organizer.post(url(draft), {**opened(organizer, draft), **typed})

    assert response.status_code == 200
    assert response.context["errors"]
    assert sentence in text_of(response)
    again = form_data(response, "memorandum_form")
    assert {name: again.get(name, "") for name in typed} == typed
    assert everything(draft) == before


def test_days_upside_down_are_told(organizer: Client, draft: Memorandum) -> None:
    data = {**opened(organizer, draft), "signing_day": "02/01/2031"}

    response = organizer.post(url(draft), data)

    assert "Ngày hết hiệu lực không được trước ngày ký." in text_of(response)


@pytest.mark.parametrize("sides", ["AA", "BA"])
def test_party_stays_on_its_side(organizer: Client, draft: Memorandum, sides: str) -> None:
    names = dict(draft.parties.values_list("side", "name"))
    data = {**opened(organizer, draft), "subject": "Trích yếu đã gõ"}
    data |= {"parties-0-side": sides[0], "parties-1-side": sides[1]}

    assert organizer.post(url(draft), data).status_code == 302

    assert dict(draft.parties.values_list("side", "name")) == names
    assert Memorandum.objects.get().subject == "Trích yếu đã gõ"


@pytest.mark.parametrize(
    ("body", "position"),
    [
        ("Ban Tổ chức Cuộc thi", "Phó Trưởng Ban Thường trực"),
        ("Sở Khoa học và Công nghệ", "Giám đốc Sở Khoa học và Công nghệ"),
    ],
)
def test_side_a_takes_who_signs_from_the_committee(
    organizer: Client, draft: Memorandum, body: str, position: str
) -> None:
    member = CommitteeMember.objects.create(
        event=draft.event, position=1, name="Phạm Việt Đức", role="Phó Trưởng Ban Thường trực",
        office="Giám đốc Sở Khoa học và Công nghệ",
    )  # fmt: skip
    other = CommitteeMember.objects.create(event=EventFactory(), position=1, name="Người khác")
    data = {**opened(organizer, draft), "parties-0-name": body, "_save": "Lưu"}
    page = text_of(organizer.get(url(draft)))
    assert "Phạm Việt Đức, Phó Trưởng Ban Thường trực" in page
    assert "Người khác" not in page
    assert organizer.post(url(draft), {**data, "parties-0-signer": other.pk}).status_code == 200
    saved = organizer.post(url(draft), {**data, "parties-0-signer": member.pk})
    assert saved.status_code == 302
    side_a, side_b = draft.parties.order_by("side")
    assert (side_a.representative, side_a.position) == ("Phạm Việt Đức", position)
    assert side_b.representative != "Phạm Việt Đức"


def test_two_parties_of_one_side_are_told(organizer: Client, draft: Memorandum) -> None:
    draft.parties.all().delete()
    data = {**opened(organizer, draft), "subject": "Trích yếu đã gõ"}
    for name in ("Ban Tổ chức", "Công ty Thử"):
        data = new_row(data, "parties", side="A", name=name)

    response = organizer.post(url(draft), data)

    assert "Mỗi bên chỉ có một lần trong biên bản ghi nhớ." in text_of(response)
    again = form_data(response, "memorandum_form")
    assert (again["subject"], again["parties-1-name"]) == ("Trích yếu đã gõ", "Công ty Thử")
    assert not draft.parties.exists()
    data["parties-1-side"] = "B"
    assert organizer.post(url(draft), data).status_code == 302
    assert draft.parties.count() == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"parties-0-representative": ""}, "Bên A: vui lòng nhập người đại diện."),
        ({"contributions-0-DELETE": "on"}, "Vui lòng nhập ít nhất một khoản tài trợ."),
        ({f"articles-{n}-DELETE": "on" for n in range(20)}, "Vui lòng nhập ít nhất một điều."),
    ],
)
def test_incomplete_draft_is_kept_and_cannot_be_agreed(
    organizer: Client, draft: Memorandum, change: dict[str, str], sentence: str
) -> None:
    data = {**opened(organizer, draft), **change}
    assert organizer.post(url(draft), data).status_code == 302
    saved = everything(draft)

    response = organizer.post(step(draft, "agree"))

    assert response.status_code == 200
    assert sentence in text_of(response)
    assert sentence in text_of(organizer.get(url(draft)))
    assert everything(draft) == saved


@pytest.mark.parametrize("state", [Status.AGREED, Status.SIGNED, Status.CANCELLED])
def test_text_that_is_fixed_is_not_edited_by_a_page_that_was_open(
    organizer: Client, draft: Memorandum, state: str
) -> None:
    old_page = {**opened(organizer, draft), "subject": "Khác", "parties-0-name": "Khác"}
    old_page = new_row(old_page, "contributions", kind="money", name="Thêm", amount="5")
    old_page["articles-0-DELETE"] = "on"
    if state == Status.SIGNED:
        services.change_status(draft, Status.AGREED)
    services.change_status(draft, state, reason="Thử", signing_day=datetime.date(2026, 1, 15))
    before = everything(draft)

    response = organizer.post(url(draft), old_page, follow=True)

    told = f"biên bản ghi nhớ đang ở trạng thái “{Status(state).label}”."
    assert told in text_of(response)
    assert everything(draft) == before


def test_instalments_that_are_fixed_are_not_edited_by_a_page_that_was_open(
    organizer: Client, draft: Memorandum
) -> None:
    contribution = draft.contributions.get()
    contribution.instalments.create(position=1, amount=500_000_000)
    old_page = {**opened(organizer, contribution), "instalments-0-amount": "1"}
    old_page = new_row(old_page, "instalments", amount="7")
    services.change_status(draft, Status.AGREED)
    before = everything(draft)

    response = organizer.post(url(contribution), old_page, follow=True)

    assert "biên bản ghi nhớ đang ở trạng thái “đã thống nhất”." in text_of(response)
    assert everything(draft) == before


@pytest.mark.parametrize("values", [{"subject": "Khác", "status": "signed", "event": "0"}])
def test_state_is_not_a_field(organizer: Client, draft: Memorandum, values: Any) -> None:
    organizer.post(url(draft), {**opened(organizer, draft), **values})

    draft.refresh_from_db()
    assert (draft.subject, draft.status, draft.event_id > 0) == ("Khác", Status.DRAFT, True)


@pytest.mark.parametrize("state", [Status.AGREED, Status.CANCELLED])
def test_what_was_agreed_or_cancelled_is_not_removed(
    organizer: Client, draft: Memorandum, state: str
) -> None:
    services.change_status(draft, state, reason="Thử")

    assert organizer.post(url(draft, "delete"), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": draft.pk, "post": "yes"}
    organizer.post(listing(Memorandum), action)

    assert status(draft) == state
