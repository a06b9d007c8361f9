"""The admin of sponsorship, by the requests that a browser sends."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contest_portal.models import Signing, SigningItem
from events.documents import KINDS, register
from events.models import CommitteeMember, Event
from events.web.uploads import MOST_BYTES, Upload
from sponsorship import logos, services
from sponsorship.forms import AmountField
from sponsorship.models import Contribution, Instalment, Memorandum, Receipt, SignedScan, Sponsor
from tests.factories import (
    AgendaItemFactory,
    ContributionFactory,
    EventFactory,
    PlanFactory,
    SponsorFactory,
    complete_memorandum,
    signed_memorandum,
)
from tests.files import ACTIVE_PDFS, SVG, bomb, chosen, locked_pdf, pdf, picture
from tests.pages import form_data, visible_text
from tests.people import signed_in

pytestmark = pytest.mark.django_db

Status = Memorandum.Status
ABOVE_ZERO = "Số tiền phải lớn hơn 0."
NO_AMOUNT = "Số tiền không hợp lệ: đề nghị nhập đủ các chữ số, ví dụ 500.000.000."
LOGIN = "/quan-tri/login/"


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    return EventFactory(published=True)


@pytest.fixture
def draft(event: Event) -> Memorandum:
    return complete_memorandum(event)


@pytest.fixture
def agreed(draft: Memorandum) -> Memorandum:
    return services.change_status(draft, Status.AGREED)


@pytest.fixture
def signed(event: Event) -> Memorandum:
    return signed_memorandum(event)


def listing(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def adding(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def url(row: Any, page: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def step(memorandum: Memorandum, name: str) -> str:
    return reverse("admin:sponsorship_memorandum_transition", args=[memorandum.pk, name])


def opened(client: Client, row: Any) -> dict[str, Any]:
    data = form_data(client.get(url(row)), f"{row._meta.model_name}_form")
    return {**data, "_save": "Lưu"}


def text_of(response: Any) -> str:
    return visible_text(response.content.decode())


def status(memorandum: Memorandum) -> str:
    return Memorandum.objects.get(pk=memorandum.pk).status


def everything(memorandum: Memorandum) -> list[Any]:
    """All that is written in a memorandum, to compare it with what it was before."""
    rows: list[Any] = [Memorandum.objects.filter(pk=memorandum.pk)]
    rows += [getattr(memorandum, name).all() for name in ("parties", "bases", "articles")]
    rows += [memorandum.contributions.all()]
    rows += [Instalment.objects.filter(contribution__memorandum=memorandum)]
    return [list(some.order_by("pk").values()) for some in rows]


def new_row(data: dict[str, Any], prefix: str, **values: Any) -> dict[str, Any]:
    """Add what a browser sends of one more row."""
    number = int(data[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return {**data, f"{prefix}-TOTAL_FORMS": str(number + 1), **row}


# Doors


def pages_of(models: list[Any], keys: dict[Any, int]) -> Iterator[tuple[str, str]]:
    """Every address that these models have in the admin, with its name."""
    for model in models:
        for pattern in admin.site._registry[model].get_urls():
            if pattern.name:
                arguments = {
                    name: "agree" if name == "name" else keys.get(pattern.name, keys[model])
                    for name in pattern.pattern.converters
                }
                yield pattern.name, reverse(f"admin:{pattern.name}", kwargs=arguments)


@pytest.fixture
def doors(signed: Memorandum) -> dict[str, str]:
    """Every page of sponsorship, of a memorandum that has all that there can be."""
    contribution = signed.contributions.get()
    instalment = contribution.instalments.get()
    receipt = services.record_receipt(instalment, amount=1, received_on=timezone.localdate())
    item = AgendaItemFactory(event=signed.event)
    Signing.objects.create(item=item, memorandum=signed, position=1)
    keys = {
        Sponsor: signed.sponsor_id,
        Memorandum: signed.pk,
        Contribution: contribution.pk,
        Instalment: instalment.pk,
        SigningItem: item.pk,
        "sponsorship_scan": keep_scan(signed).pk,
        "sponsorship_receipt_back": receipt.pk,
    }
    models = [Sponsor, Memorandum, Contribution, Instalment, SigningItem]
    return dict(pages_of(models, keys))


def keep_scan(memorandum: Memorandum) -> SignedScan:
    name, number = "bản ký.pdf", SignedScan.objects.count()
    kind = "application/pdf"
    return SignedScan.objects.create(
        memorandum=memorandum, content=pdf(), content_type=kind, name=name, sha256=str(number)
    )


def test_visitors_find_every_door_closed(client: Client, doors: dict[str, str]) -> None:
    before = counts()

    for send in (client.get, client.post):
        for name, address in doors.items():
            response = send(address)
            assert response.status_code == 302, name
            assert response["Location"].startswith(LOGIN), name

    assert counts() == before


def test_reception_finds_every_door_closed(doors: dict[str, str]) -> None:
    reception = signed_in("reception")
    before = counts()

    answers = {
        name: (reception.get(address).status_code, reception.post(address).status_code)
        for name, address in doors.items()
    }

    assert set(answers.values()) == {(403, 403)}, answers
    assert counts() == before


def counts() -> list[int]:
    models = [Sponsor, Memorandum, Contribution, Instalment, Receipt, SignedScan, Signing]
    return [model.objects.count() for model in models]


@pytest.mark.parametrize("key", ["0", "khong-co", "9" * 30, "-1", "1 OR 1=1"])
def test_rows_that_there_are_not_are_no_error(organizer: Client, event: Event, key: str) -> None:
    for model in (Sponsor, Memorandum, Contribution, Instalment, SigningItem):
        for page in ("change", "delete", "history"):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"
            assert organizer.get(reverse(name, args=[key])).status_code in (302, 403, 404), name
    for button in ("memorandum_print_one", "memorandum_version_one", "instalment_memorandum_one"):
        address = reverse(f"admin:sponsorship_{button}", args=[key])
        assert organizer.get(address, follow=True).status_code == 404


# what is made, kept and removed on other pages, or not at all once it is signed
NOBODY = {
    "sponsorship_memorandum_delete",
    "sponsorship_contribution_add",
    "sponsorship_contribution_delete",
    "sponsorship_instalment_add",
    "sponsorship_instalment_delete",
    "contest_portal_signingitem_add",
    "contest_portal_signingitem_delete",
}
NOT_THE_SECRETARIAT = NOBODY | {"sponsorship_sponsor_add", "sponsorship_sponsor_delete"}


@pytest.mark.parametrize(
    ("role", "closed"), [("organizer", NOBODY), ("secretariat", NOT_THE_SECRETARIAT)]
)
def test_who_works_here_finds_the_doors_open(
    doors: dict[str, str], role: str, closed: set[str]
) -> None:
    client = signed_in(role)

    answers = {name: client.get(address).status_code for name, address in doors.items()}

    assert {name for name, code in answers.items() if code == 403} == closed
    assert {code for name, code in answers.items() if name not in closed} <= {200, 302}


@pytest.mark.parametrize(
    ("role", "code", "left"),
    [("organizer", 302, 0), ("secretariat", 403, 1), ("reception", 403, 1)],
)
def test_only_organizers_remove_a_draft(draft: Memorandum, role: str, code: int, left: int) -> None:
    response = signed_in(role).post(url(draft, "delete"), {"post": "yes"})

    assert response.status_code == code
    assert Memorandum.objects.count() == left


@pytest.mark.parametrize("role", ["secretariat", "reception"])
def test_others_cannot_add_or_remove_sponsors(draft: Memorandum, role: str) -> None:
    client, sponsor = signed_in(role), draft.sponsor
    data = {"event": draft.event_id, "name": "Công ty Lạ", "tier": 1, "position": 9}

    assert client.post(adding(Sponsor), data).status_code == 403
    assert client.post(url(sponsor, "delete"), {"post": "yes"}).status_code == 403
    action = {"action": "delete_selected", "_selected_action": sponsor.pk, "post": "yes"}
    client.post(listing(Sponsor), action)

    assert Sponsor.objects.get() == sponsor


def test_secretariat_writes_a_memorandum_from_draft_to_receipt(event: Event) -> None:
    secretary = signed_in("secretariat")
    data = form_data(secretary.get(adding(Memorandum)), "memorandum_form")
    assert data["event"] == str(event.pk)
    secretary.post(adding(Memorandum), {**data, "sponsor": SponsorFactory(event=event).pk})
    draft = Memorandum.objects.get()
    assert draft.articles.count() > 3

    data = opened(secretary, draft) | {"place": "Phổ Yên", "ends_on": "31/12/2030"}
    for row in ("0", "1"):
        data |= {f"parties-{row}-{name}": "Thử" for name in ("representative", "position")}
        data |= {f"parties-{row}-{name}": "1 Thử" for name in ("address", "account_number", "bank")}
    data = new_row(data, "contributions", kind="money", name="Kinh phí", amount="1.000.000")
    assert secretary.post(url(draft), data).status_code == 302
    secretary.post(step(draft, "agree"))
    secretary.post(step(draft, "sign"), {"signing_day": "15/01/2026"})
    assert (status(draft), Memorandum.objects.get().place) == (Status.SIGNED, "Phổ Yên")

    address = reverse("admin:sponsorship_receipt_add", args=[Instalment.objects.get().pk])
    secretary.post(address, {"amount": "400 000", "received_on": "20/01/2026"})
    assert Receipt.objects.get().amount == 400_000


# Sponsors


def sponsor_form(client: Client, sponsor: Sponsor, **values: Any) -> dict[str, Any]:
    return {**opened(client, sponsor), "introduction": "Lời đã gõ.", **values}


def test_sponsor_gets_a_logo_and_loses_it(organizer: Client, event: Event) -> None:
    data = form_data(organizer.get(adding(Sponsor)), "sponsor_form")
    assert (data["event"], data["position"]) == (str(event.pk), "1")
    data |= {"name": "Công ty Thử", "tier": "1", "website": "thu.example"}
    data["logo"] = chosen("logo.png", picture(size=(900, 300)), "image/png")

    assert organizer.post(adding(Sponsor), data).status_code == 302

    sponsor = Sponsor.objects.get()
    assert sponsor.website == "https://thu.example"
    web = sponsor.logos.get(size="web")
    address = reverse("sponsorship:logo", args=[web.sha256])
    assert address in organizer.get(listing(Sponsor)).content.decode()
    assert organizer.get(address).content == bytes(web.content)

    organizer.post(url(sponsor), sponsor_form(organizer, sponsor, remove_logo="on"))
    assert not sponsor.logos.exists()


def too_large() -> bytes:
    return b"\x89PNG" + bytes(MOST_BYTES)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: SVG, "Không nhận tệp vẽ SVG vì có thể chứa mã lệnh."),
        (lambda: b"logo", "Tệp không phải là ảnh. Vui lòng chọn ảnh PNG, JPEG hoặc WebP."),
        (pdf, "Tệp không phải là ảnh. Vui lòng chọn ảnh PNG, JPEG hoặc WebP."),
        (lambda: b"", "Tệp rỗng. Vui lòng chọn đúng tệp."),
        (bomb, "Ảnh có quá nhiều điểm ảnh. Vui lòng thu nhỏ xuống dưới 40 triệu điểm ảnh."),
        (too_large, "Tệp quá lớn. Dung lượng tối đa là 20 MB; vui lòng chọn tệp nhỏ hơn."),
    ],
)
def test_refused_logo_is_told_and_nothing_is_lost(
    organizer: Client, draft: Memorandum, content: Callable[[], bytes], sentence: str
) -> None:
    sponsor = draft.sponsor
    logos.save_logo(sponsor, Upload("cũ.png", picture(), "image/png"))
    before = set(sponsor.logos.values_list("pk", "sha256"))
    data = sponsor_form(organizer, sponsor, logo=chosen("logo.png", content(), "image/png"))

    response = organizer.post(url(sponsor), data)

    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["logo"]
    assert sentence in text_of(response)
    assert form_data(response, "sponsor_form")["introduction"] == "Lời đã gõ."
    sponsor.refresh_from_db()
    assert sponsor.introduction == ""
    assert set(sponsor.logos.values_list("pk", "sha256")) == before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "Công ty Đã Có", "Nhà tài trợ này đã có trong danh sách."),
        ("name", "", "Vui lòng điền nội dung này."),
        ("website", "javascript:alert(1)", "Nhập một URL hợp lệ."),
        ("website", "không phải địa chỉ", "Nhập một URL hợp lệ."),
        ("position", "-1", "Giá trị phải lớn hơn hoặc bằng 0."),
        ("position", "x", "Vui lòng nhập một số nguyên."),
    ],
)
def test_bad_values_of_a_sponsor_are_told(
    organizer: Client, draft: Memorandum, field: str, value: str, sentence: str
) -> None:
    SponsorFactory(event=draft.event, name="Công ty Đã Có")
    data = sponsor_form(organizer, draft.sponsor, **{field: value})

    response = organizer.post(url(draft.sponsor), data)

    assert response.status_code == 200
    assert sentence in text_of(response)
    again = form_data(response, "sponsor_form")
    assert (again[field], again["introduction"]) == (value, "Lời đã gõ.")
    draft.sponsor.refresh_from_db()
    assert draft.sponsor.introduction == ""


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [(2, 1, "CAB"), (0, 2, "ABC"), (0, 3, "BAC"), (0, 32_767, "BCA"), (1, 0, "BAC")],
)
def test_sponsor_takes_the_place_that_was_typed_and_the_others_move(
    organizer: Client, event: Event, moved: int, place: int, order: str
) -> None:
    rows = [SponsorFactory(event=event, name=name, position=n) for n, name in enumerate("ABC", 1)]

    data = sponsor_form(organizer, rows[moved], position=str(place))
    assert organizer.post(url(rows[moved]), data).status_code == 302

    found = Sponsor.objects.order_by("position").values_list("name", "position")
    assert list(found) == list(zip(order, (1, 2, 3), strict=True))
    connection.check_constraints()


def test_sponsor_stays_in_its_ceremony(organizer: Client, draft: Memorandum) -> None:
    data = sponsor_form(organizer, draft.sponsor, event=EventFactory().pk)

    assert organizer.post(url(draft.sponsor), data).status_code == 302

    draft.sponsor.refresh_from_db()
    assert (draft.sponsor.event_id, draft.sponsor.introduction) == (draft.event_id, "Lời đã gõ.")


def test_sponsor_with_a_memorandum_is_kept(organizer: Client, draft: Memorandum) -> None:
    response = organizer.post(url(draft.sponsor, "delete"), {"post": "yes"})

    assert "vì còn các mục liên quan" in text_of(response)
    assert Sponsor.objects.exists()


# The text of a memorandum


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
        ("symbol", "BGN <b>", "Đề nghị ghi ký hiệu như “KH-BTTCT”"),
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
        ({"parties-0-representative": ""}, "Bên A: đề nghị nhập người đại diện."),
        ({"contributions-0-DELETE": "on"}, "Đề nghị nhập ít nhất một khoản tài trợ."),
        ({f"articles-{n}-DELETE": "on" for n in range(20)}, "Đề nghị nhập ít nhất một điều."),
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


# Instalments of a contribution


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("0", ABOVE_ZERO),
        ("-1", ABOVE_ZERO),
        ("ba trăm", NO_AMOUNT),
        ("", "Vui lòng điền nội dung này."),
    ],
)
def test_bad_instalment_is_told_and_nothing_is_lost(
    organizer: Client, draft: Memorandum, amount: str, sentence: str
) -> None:
    contribution = draft.contributions.get()
    data = new_row(opened(organizer, contribution), "instalments", amount="300.000.000")
    data = new_row(data, "instalments", amount=amount, due_on="01/03/2030")

    response = organizer.post(url(contribution), data)

    assert response.status_code == 200
    assert sentence in text_of(response)
    again = form_data(response, "contribution_form")
    assert (again["instalments-0-amount"], again["instalments-1-amount"]) == ("300.000.000", amount)
    assert not Instalment.objects.exists()


def test_instalments_are_saved_in_order_and_must_make_the_whole(
    organizer: Client, draft: Memorandum
) -> None:
    contribution = draft.contributions.get()
    data = new_row(opened(organizer, contribution), "instalments", amount="300.000.000")
    data = new_row(data, "instalments", amount="100.000.000", due_on="01/03/2030")

    response = organizer.post(url(contribution), data)

    assert response["Location"] == url(draft)
    assert list(contribution.instalments.values_list("position", "amount")) == [
        (1, 300_000_000),
        (2, 100_000_000),
    ]
    refused = text_of(organizer.post(step(draft, "agree")))
    assert "các đợt cộng lại là 400.000.000 đồng nhưng giá trị là 500.000.000 đồng" in refused


# Steps


def test_steps_lead_from_draft_to_end(organizer: Client, draft: Memorandum) -> None:
    way = [
        ("agree", {}, Status.AGREED),
        ("reopen", {}, Status.DRAFT),
        ("agree", {}, Status.AGREED),
        ("sign", {"signing_day": "15/01/2026"}, Status.SIGNED),
        ("end", {}, Status.ENDED),
    ]
    for name, data, state in way:
        before = status(draft)
        assert draft.subject in text_of(organizer.get(step(draft, name)))
        assert status(draft) == before

        response = organizer.post(step(draft, name), data, follow=True)

        assert f"đã chuyển sang trạng thái “{Status(state).label}”." in text_of(response)
        assert status(draft) == state


def test_cancelling_keeps_the_reason(organizer: Client, agreed: Memorandum) -> None:
    organizer.post(step(agreed, "cancel"), {"reason": "Bên B đổi ý"})

    agreed.refresh_from_db()
    assert (agreed.status, agreed.reason) == (Status.CANCELLED, "Bên B đổi ý")
    assert "Bên B đổi ý" in text_of(organizer.get(url(agreed)))


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("sign", {}, "Vui lòng điền nội dung này."),
        ("sign", {"signing_day": "hôm qua"}, "Ngày chưa đúng. Vui lòng nhập theo dạng 12/02/2025."),
        (
            "sign",
            {"signing_day": "15/01/2099"},
            "Ngày ký không được sau ngày hôm nay: chỉ nhập khi đã ký xong.",
        ),
        ("cancel", {}, "Vui lòng điền nội dung này."),
        ("cancel", {"reason": "   "}, "Vui lòng điền nội dung này."),
        ("agree", {}, "biên bản ghi nhớ đang ở trạng thái “đã thống nhất”."),
        ("end", {}, "biên bản ghi nhớ đang ở trạng thái “đã thống nhất”."),
    ],
)
def test_step_that_is_refused_says_why_and_keeps_what_was_typed(
    organizer: Client, agreed: Memorandum, name: str, data: dict[str, str], sentence: str
) -> None:
    response = organizer.post(step(agreed, name), data)

    assert response.status_code == 200
    assert sentence in text_of(response)
    assert all(value.strip() in response.content.decode() for value in data.values())
    assert status(agreed) == Status.AGREED


@pytest.mark.parametrize(
    ("key", "name", "code"), [(None, "burn", 404), (999_999, "agree", 404), (None, "agree", 200)]
)
def test_step_that_there_is_not_is_no_page(
    organizer: Client, agreed: Memorandum, key: int | None, name: str, code: int
) -> None:
    address = reverse("admin:sponsorship_memorandum_transition", args=[key or agreed.pk, name])

    assert organizer.get(address).status_code == code


def test_new_version_is_made_once(organizer: Client, signed: Memorandum) -> None:
    address = reverse("admin:sponsorship_memorandum_transition", args=[signed.pk, "version"])

    assert organizer.get(url(signed, "version_one")).url == address
    asked = organizer.get(address)
    assert "Phiên bản mới là dự thảo; khi được ký, nó thay thế phiên bản cũ." in text_of(asked)
    assert Memorandum.objects.count() == 1
    organizer.post(address, follow=True)
    second = organizer.post(address, follow=True)

    assert "Đã có phiên bản 2 thay thế" in text_of(second)
    fresh = Memorandum.objects.get(replaces=signed)
    assert (fresh.version, fresh.status) == (2, Status.DRAFT)


def test_draft_gets_no_new_version(organizer: Client, draft: Memorandum) -> None:
    address = reverse("admin:sponsorship_memorandum_transition", args=[draft.pk, "version"])
    response = organizer.post(address, follow=True)

    assert "biên bản ghi nhớ đang ở trạng thái “dự thảo”." in text_of(response)
    assert Memorandum.objects.count() == 1


# Scans


def send_scan(client: Client, memorandum: Memorandum, name: str, content: bytes) -> Any:
    address = reverse("admin:sponsorship_scan_add", args=[memorandum.pk])
    return client.post(address, {"scan": chosen(name, content)}, follow=True)


@pytest.mark.parametrize(
    ("content", "kind", "ending"),
    [
        (pdf(pages=2), "application/pdf", "pdf"),
        (picture("JPEG"), "image/jpeg", "jpeg"),
        (picture("WEBP"), "image/webp", "webp"),
    ],
    ids=["pdf", "jpeg", "webp"],
)
def test_scan_comes_back_as_it_was_and_only_as_a_download(
    organizer: Client, signed: Memorandum, content: bytes, kind: str, ending: str
) -> None:
    page = send_scan(organizer, signed, "../Bản ký <1>.html", content)
    assert "Đã lưu bản chụp cùng biên bản ghi nhớ." in text_of(page)
    scan = SignedScan.objects.get()
    assert scan.added_by == User.objects.get()

    response = organizer.get(reverse("admin:sponsorship_scan", args=[scan.pk]))

    assert response.content == content
    assert response["Content-Type"] == kind
    assert response["Content-Disposition"] == f'attachment; filename="ban-ky-{scan.pk}.{ending}"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda: pdf(ACTIVE_PDFS[0]), "Tệp PDF có chứa mã lệnh"),
        (lambda: locked_pdf("x"), "Tệp PDF có mật khẩu."),
        (lambda: pdf()[:300], "Tệp PDF bị hỏng, không đọc được."),
        (lambda: b"%PDF-1.7 <script>alert(1)</script>", "Tệp PDF bị hỏng, không đọc được."),
        (lambda: SVG, "Không nhận tệp vẽ SVG"),
        (lambda: b"van ban", "Vui lòng chọn tệp PDF hoặc ảnh PNG, JPEG, WebP."),
        (lambda: b"", "Tệp rỗng. Vui lòng chọn đúng tệp."),
        (too_large, "Tệp quá lớn. Dung lượng tối đa là 20 MB; vui lòng chọn tệp nhỏ hơn."),
    ],
)
def test_refused_scan_is_told_and_not_kept(
    organizer: Client, signed: Memorandum, content: Callable[[], bytes], sentence: str
) -> None:
    page = send_scan(organizer, signed, "bản ký.pdf", content())

    assert sentence in text_of(page)
    assert not SignedScan.objects.exists()


def test_same_scan_is_kept_once(organizer: Client, signed: Memorandum) -> None:
    content = pdf()
    send_scan(organizer, signed, "a.pdf", content)

    page = send_scan(organizer, signed, "b.pdf", content)

    assert "Tệp này đã được lưu." in text_of(page)
    assert SignedScan.objects.get().name == "a.pdf"


def test_scan_is_not_taken_before_the_signature(organizer: Client, agreed: Memorandum) -> None:
    assert send_scan(organizer, agreed, "a.pdf", pdf()).status_code == 403
    assert not SignedScan.objects.exists()


# Receipts


@pytest.fixture
def instalment(signed: Memorandum) -> Instalment:
    return Instalment.objects.get(contribution__memorandum=signed)


def receive(client: Client, instalment: Instalment, **values: str) -> Any:
    values = {"amount": "1.000.000", "received_on": "20/01/2026", "note": "Đã gõ", **values}
    return client.post(reverse("admin:sponsorship_receipt_add", args=[instalment.pk]), values)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"amount": "0"}, ABOVE_ZERO),
        ({"amount": "-5"}, ABOVE_ZERO),
        ({"amount": "một triệu"}, NO_AMOUNT),
        ({"amount": ""}, "Vui lòng điền nội dung này."),
        ({"amount": "500.000.001"}, "Đợt này chỉ còn phải nhận 500.000.000 đồng"),
        ({"received_on": "20/01/2099"}, "Ngày nhận không được sau ngày hôm nay."),
        ({"received_on": "31/02/2026"}, "Ngày chưa đúng. Vui lòng nhập theo dạng 12/02/2025."),
        ({"received_on": ""}, "Vui lòng điền nội dung này."),
    ],
)
def test_refused_receipt_is_told_and_nothing_typed_is_lost(
    organizer: Client, instalment: Instalment, values: dict[str, str], sentence: str
) -> None:
    response = receive(organizer, instalment, **values)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert sentence in text_of(response)
    assert response.context["form"]["note"].value() == "Đã gõ"
    assert all(value in response.content.decode() for value in values.values())
    assert not Receipt.objects.exists()


def test_receipts_add_up_to_the_instalment(organizer: Client, instalment: Instalment) -> None:
    receive(organizer, instalment, amount="400.000.000")

    assert "100.000.000 đồng" in text_of(receive(organizer, instalment, amount="100.000.001"))
    assert receive(organizer, instalment, amount="100000000").status_code == 302
    late = organizer.get(listing(Instalment), {"coming": "full"})
    assert [row.pk for row in late.context["cl"].result_list] == [instalment.pk]
    assert set(Receipt.objects.values_list("added_by", flat=True)) == {User.objects.get().pk}


def test_nothing_is_received_before_the_signature(organizer: Client, agreed: Memorandum) -> None:
    instalment = Instalment.objects.get(contribution__memorandum=agreed)

    response = receive(organizer, instalment)

    assert "biên bản ghi nhớ đang ở trạng thái “đã thống nhất”." in text_of(response)
    assert not Receipt.objects.exists()


def test_receipt_is_taken_back_once_and_with_a_note(
    organizer: Client, instalment: Instalment
) -> None:
    receive(organizer, instalment)
    back = reverse("admin:sponsorship_receipt_back", args=[Receipt.objects.get().pk])

    assert "Vui lòng điền nội dung này." in text_of(organizer.post(back, {"note": " "}))
    assert Receipt.objects.count() == 1
    assert organizer.post(back, {"note": "Nhầm đợt"}).status_code == 302
    again = organizer.post(back, {"note": "Lần nữa"})

    assert "Khoản ghi nhận này đã được hủy." in text_of(again)
    assert list(Receipt.objects.order_by("pk").values_list("amount", "note")) == [
        (1_000_000, "Đã gõ"),
        (-1_000_000, "Nhầm đợt"),
    ]


def test_amount_due_is_not_edited_once_agreed(organizer: Client, instalment: Instalment) -> None:
    assert organizer.post(url(instalment), {"amount": "1", "due_on": ""}).status_code == 403

    instalment.refresh_from_db()
    assert instalment.amount == 500_000_000


# Issued papers


def test_issued_memorandum_goes_to_staff_only_and_as_a_download(client: Client) -> None:
    plan = PlanFactory(event__published=True)
    day = timezone.localdate()
    memorandum = signed_memorandum(plan.event, day=day)
    entry = register.Entry(kind=KINDS["memorandum"], event=plan.event, key=memorandum.pk, day=day)
    document = register.issue(entry)
    address = url(document, "download")

    for role in ("organizer", "secretariat"):
        response = signed_in(role).get(address)
        assert response.content == bytes(document.file.content)
        assert response["Content-Disposition"].startswith("attachment; filename=")
        assert response["X-Content-Type-Options"] == "nosniff"
    assert signed_in("reception").get(address).status_code == 403
    assert client.get(address)["Location"].startswith(LOGIN)
    paper = reverse("admin:events_paper_print", args=["memorandum", plan.event_id, memorandum.pk])
    assert client.get(paper)["Location"].startswith(LOGIN)


# Signing on stage


def test_memorandum_of_another_ceremony_is_not_signed_here(
    organizer: Client, draft: Memorandum
) -> None:
    item = SigningItem.objects.get(pk=AgendaItemFactory(event=draft.event).pk)
    data = new_row(opened(organizer, item), "signings", signer_a="Đã gõ")
    stranger = complete_memorandum()

    response = organizer.post(url(item), {**data, "signings-0-memorandum": stranger.pk})

    assert response.status_code == 200
    assert response.context["errors"]
    assert form_data(response, "signingitem_form")["signings-0-signer_a"] == "Đã gõ"
    assert not Signing.objects.exists()
    assert organizer.post(url(item), {**data, "signings-0-memorandum": draft.pk}).status_code == 302
    assert Signing.objects.get().memorandum == draft


def test_title_of_the_item_is_not_edited_here(organizer: Client, draft: Memorandum) -> None:
    item = SigningItem.objects.get(pk=AgendaItemFactory(event=draft.event).pk)

    organizer.post(url(item), {**opened(organizer, item), "title": "Khác", "performer": "Khác"})

    assert SigningItem.objects.get().title == item.title


# What pages cost


def statements(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def fill(event: Event) -> Memorandum:
    """Make one more of everything, and a draft of which every table grows."""
    memorandum = signed_memorandum(event)
    logos.save_logo(memorandum.sponsor, Upload("a.png", picture(), "image/png"))
    keep_scan(memorandum)
    instalment = Instalment.objects.get(contribution__memorandum=memorandum)
    services.record_receipt(instalment, amount=5, received_on=timezone.localdate())
    item = AgendaItemFactory(event=event)
    Signing.objects.create(item=item, memorandum=memorandum, position=1)
    return memorandum


def test_lists_cost_the_same_for_one_and_for_many(organizer: Client, event: Event) -> None:
    addresses = [listing(m) for m in (Sponsor, Memorandum, Contribution, Instalment, SigningItem)]
    fill(event)
    one = {address: statements(organizer, address) for address in addresses}
    for _n in range(3):
        fill(event)

    assert {address: statements(organizer, address) for address in addresses} == one
    assert max(one.values()) <= 14


def test_pages_cost_the_same_for_few_rows_and_for_many(organizer: Client, event: Event) -> None:
    draft, signed = complete_memorandum(event), fill(event)
    contribution = draft.contributions.get()
    contribution.instalments.create(position=1, amount=1)
    instalment = Instalment.objects.get(contribution__memorandum=signed)
    item = SigningItem.objects.get()
    rows = [draft, contribution, signed, signed.contributions.get(), instalment, item]
    few = {url(row): statements(organizer, url(row)) for row in rows}
    for n in range(2, 5):
        draft.articles.create(position=n + 50, title="Thêm", text="Thêm")
        draft.bases.create(position=n + 50, text="Thêm")
        ContributionFactory(memorandum=draft, position=n).instalments.create(position=1, amount=1)
        contribution.instalments.create(position=n, amount=1)
        keep_scan(signed)
        receipt = services.record_receipt(instalment, amount=5, received_on=timezone.localdate())
        services.take_back(receipt, note="Nhầm")
        Signing.objects.create(item=item, memorandum=complete_memorandum(event), position=n)

    many = {url(row): statements(organizer, url(row)) for row in rows}

    assert many == few
    assert max(few.values()) <= 30
