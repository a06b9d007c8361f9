"""The pages of the admin about papers and their register, by the requests that a browser sends."""

import datetime
import hashlib
import html
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pyhanko.pdf_utils.generic import NumberObject

from events.documents import KINDS, signatures
from events.invariants import violations
from events.models import (
    Correction,
    Event,
    IssuedFile,
    NumberSeries,
    OfficialDocument,
    Plan,
    SignedFile,
)
from sponsorship.models import Memorandum
from sponsorship.services import change_status, new_version
from tests import signing
from tests.factories import (
    AgendaItemFactory,
    EventFactory,
    MemorandumFactory,
    PlanFactory,
    PreparationTaskFactory,
    UnitFactory,
    complete_memorandum,
    issued_paper,
    make_invitation,
    signed_memorandum,
)
from tests.pages import visible_text
from tests.papers import Reading
from tests.people import administrator_client, signed_in, worker
from tests.registrations.crowd import check_everything, committed, together

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def person() -> signing.Person:
    return signing.Person("Nguyễn Văn Thử", "Sở Thử nghiệm")


PAPERS = "/quan-tri/events/officialdocument/papers/"
LIST = "/quan-tri/events/officialdocument/"
GOOD = {"day": "20/01/2025", "copies": "1", "note": "", "first_number": "", "replaces": ""}
HUGE = "9" * 30
NOTHING: list[Any] = [[], [], [], []]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2025, 1, 25, 5, tzinfo=datetime.UTC), tick=True):
        yield


@pytest.fixture
def organizer() -> Client:
    return signed_in("organizer")


@pytest.fixture
def event() -> Event:
    return PlanFactory(subject="Tổ chức Lễ thử", event__published=False).event


def text(response: Any) -> str:
    return html.unescape(visible_text(response.content.decode()))


def issue_page(event: Event, kind: str = "plan", *key: int) -> str:
    return reverse("admin:events_paper_issue", args=[kind, event.pk, *key])


def print_page(event: Event, kind: str = "plan", *key: int) -> str:
    return reverse("admin:events_paper_print", args=[kind, event.pk, *key])


def page_of(document: OfficialDocument, name: str = "change") -> str:
    return reverse(f"admin:events_officialdocument_{name}", args=[document.pk])


def register() -> list[Any]:
    """Return all that the register holds."""
    models = (OfficialDocument, IssuedFile, SignedFile, NumberSeries)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def words_of(pdf: bytes) -> str:
    return " ".join(block.text for block in Reading(pdf).blocks)


def upload(client: Client, document: OfficialDocument, content: bytes, name: str = "ky.pdf") -> str:
    """Send a signed copy; return what the page says then."""
    file = SimpleUploadedFile(name, content, "application/pdf")
    url = reverse("admin:events_signed_add", args=[document.pk])
    response = client.post(url, {"signed": file}, follow=True)
    assert response.status_code == 200
    return text(response)


# who may do what


def every_page(person: signing.Person) -> dict[str, str]:
    """Return the addresses of papers and register, each with an example."""
    event = PlanFactory().event
    AgendaItemFactory(event=event)
    memorandum = MemorandumFactory(event=event)
    document = issued_paper(event)
    copy = signing.signed(bytes(document.file.content), person)
    signed = signatures.add_signed_file(document, signing.upload(copy), None)
    return {
        "papers": PAPERS,
        "print": print_page(event),
        "print_run_sheet": print_page(event, "run-sheet"),
        "print_memorandum": print_page(event, "memorandum", memorandum.pk),
        "issue": issue_page(event, "programme"),
        "issue_memorandum": issue_page(event, "memorandum", memorandum.pk),
        "list": LIST,
        "document": page_of(document),
        "history": page_of(document, "history"),
        "download": page_of(document, "download"),
        "replace": page_of(document, "replace"),
        "print_book": reverse("admin:events_officialdocument_print_book"),
        "book": reverse("admin:events_register_book"),
        "add_signed": reverse("admin:events_signed_add", args=[document.pk]),
        "signed": reverse("admin:events_signed_file", args=[signed.pk]),
    }


@pytest.mark.parametrize("role", ["organizer", "secretariat"])
def test_who_keeps_the_register_opens_every_page(person, role):
    client = signed_in(role)

    for name, page in every_page(person).items():
        status = client.get(page).status_code
        assert status == (302 if name in ("replace", "print_book", "add_signed") else 200), name


def test_reception_and_strangers_open_none(person):
    pages = every_page(person)
    reception, stranger = signed_in("reception"), Client()
    before = register()

    for name, page in pages.items():
        for method in ("get", "post"):
            assert getattr(reception, method)(page, GOOD).status_code == 403, name
            answer = getattr(stranger, method)(page, GOOD)
            if method == "post":  # what was typed is kept in the page of signing in
                assert answer.status_code == 403, name
                assert answer.templates[0].name == "admin/login.html", name
            else:
                assert answer.status_code == 302, name
                assert answer["Location"].startswith("/quan-tri/login/?next="), name

    assert register() == before


def rights(*names: str) -> Client:
    """Return the browser of a person of the staff who has these rights and no others."""
    user = User.objects.create_user("nguoi-it-quyen", is_staff=True)
    for name in names:
        app, code = name.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=code)
        )
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_right_to_issue_is_not_the_right_to_see_a_memorandum(event):
    memorandum = MemorandumFactory(event=event)
    client = rights("events.add_officialdocument", "events.view_plan")

    assert client.get(issue_page(event)).status_code == 200
    assert client.get(issue_page(event, "memorandum", memorandum.pk)).status_code == 403
    assert client.get(print_page(event, "memorandum", memorandum.pk)).status_code == 403
    page = text(client.get(PAPERS))
    assert "Kế hoạch" in page
    assert memorandum.sponsor.name not in page


def test_reader_of_the_register_neither_issues_nor_adds(event):
    document = issued_paper(event)
    client = rights("events.view_officialdocument", "events.view_plan")

    page = text(client.get(page_of(document)))

    assert "Lưu bản ký số" not in page
    assert client.get(page_of(document, "download")).status_code == 200
    assert client.post(issue_page(event), GOOD).status_code == 403
    add = reverse("admin:events_signed_add", args=[document.pk])
    assert client.post(add, {"signed": SimpleUploadedFile("a.pdf", b"%PDF")}).status_code == 403
    assert client.get(page_of(document, "replace")).status_code == 403


def test_person_who_left_the_staff_sees_nothing(event):
    document = issued_paper(event)
    user = worker("organizer")
    user.groups.clear()  # a role opens the admin
    user.is_staff = False
    user.save()
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    for page in (PAPERS, page_of(document, "download"), issue_page(event)):
        assert client.get(page).status_code == 302


# the list of papers, and printing


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

    assert taken == {"papers": 32, "list": 9, "document": 11, "issue": 27, "download": 5}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_is_printed_as_a_file_that_nobody_keeps(organizer, event, kind, settings):
    settings.SITE_URL = "https://cuoc-thi.example"
    AgendaItemFactory(event=event)
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


# issuing


def test_page_shows_what_will_be_issued_and_takes_nothing(organizer, event):
    response = organizer.get(issue_page(event))

    page = text(response)
    for words in ("Tổ chức Lễ thử", "KH-BTC", "Số tiếp theo 1", "Nguyễn Văn Thử"):
        assert words in page
    assert "Sau đó không thể sửa hoặc xóa." in page
    assert register() == NOTHING


def test_preview_is_the_paper_with_its_number_and_without_a_code(organizer, event):
    response = organizer.post(issue_page(event), {**GOOD, "first_number": "12", "preview": "1"})

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        f'attachment; filename="xem-truoc-plan-{event.slug}.pdf"'
    )
    words = words_of(response.content)
    assert "Số: 12/KH-BTC" in words
    assert "Thái Nguyên, ngày 20 tháng 01 năm 2025" in words
    assert register() == NOTHING


def test_issued_paper_is_told_with_number_and_code(organizer, event):
    data = {**GOOD, "copies": "12", "note": "Hoả tốc", "issue": "1"}

    response = organizer.post(issue_page(event), data, follow=True)

    document = OfficialDocument.objects.get()
    assert response.redirect_chain == [(page_of(document), 302)]
    assert f"Đã phát hành với số 01/KH-BTC. Mã xác minh: {document.code}." in text(response)
    assert (document.copies, document.note, document.issued_on) == (
        12,
        "Hoả tốc",
        datetime.date(2025, 1, 20),
    )
    assert document.issued_by.username == "nguoi-organizer"
    check_everything()


def test_first_number_is_asked_once(organizer, event):
    organizer.post(issue_page(event), {**GOOD, "first_number": "15"})
    programme = issue_page(PlanFactory().event)

    assert "Số tiếp theo 15" not in text(organizer.get(programme))
    organizer.post(programme, {**GOOD, "first_number": "3"})

    numbers = OfficialDocument.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [15, 16]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"copies": "0"}, "lớn hơn hoặc bằng 1"),
        ({"copies": "-3"}, "lớn hơn hoặc bằng 1"),
        ({"copies": "1001"}, "nhỏ hơn hoặc bằng 1000"),
        ({"copies": "năm"}, "số nguyên"),
        ({"copies": "1.5"}, "số nguyên"),
        ({"copies": ""}, "Vui lòng điền"),
        ({"copies": "9" * 5000}, "số nguyên"),
        ({"day": ""}, "Vui lòng điền"),
        ({"day": "31/02/2025"}, "Ngày chưa đúng. Vui lòng nhập theo dạng 12/02/2025."),
        ({"day": "hôm nay"}, "Ngày chưa đúng."),
        ({"day": "31/12/1999"}, "Ngày ban hành quá xa. Đề nghị chọn ngày 01/01/2000 hoặc sau đó."),
        ({"day": "01/01/0001"}, "Ngày ban hành quá xa."),
        ({"day": "31/12/9999"}, "Ngày ban hành không được sau ngày hôm nay."),
        ({"note": "x" * 501}, "500"),
        ({"note": "a\0b"}, "không"),
    ],
)
def test_bad_input_is_told_and_nothing_is_issued(organizer, event, values, words):
    response = organizer.post(issue_page(event), {**GOOD, **values})

    assert response.status_code == 200
    assert words in text(response)
    assert register() == NOTHING


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("0", "lớn hơn hoặc bằng 1"),
        ("-1", "lớn hơn hoặc bằng 1"),
        ("1000000", "nhỏ hơn hoặc bằng 999999"),
        ("mười", "số nguyên"),
        (HUGE, "nhỏ hơn hoặc bằng 999999"),
    ],
)
def test_bad_first_number_is_told_and_nothing_is_issued(organizer, event, number, words):
    response = organizer.post(issue_page(event), {**GOOD, "first_number": number})

    assert response.status_code == 200
    assert words in text(response)
    assert register() == NOTHING


def test_day_before_the_last_number_is_refused(organizer, event):
    issued_paper()

    page = text(organizer.post(issue_page(event), {**GOOD, "day": "19/01/2025"}))

    assert "Văn bản số 01/KH-BTC cùng hệ thống số đã ban hành ngày 20/01/2025" in page
    assert OfficialDocument.objects.count() == 1


def test_future_day_is_refused(organizer, event):
    response = organizer.post(issue_page(event), {**GOOD, "day": "26/01/2025"})

    assert "Ngày ban hành không được sau ngày hôm nay. Đề nghị chọn hôm nay hoặc" in text(response)
    assert register() == NOTHING


def test_what_was_typed_stays_on_the_page_after_a_fault(organizer, event):
    data = {**GOOD, "copies": "0", "note": "Gửi kèm <phụ lục>", "day": "19/01/2025"}

    source = organizer.post(issue_page(event), data).content.decode()

    assert "Gửi kèm &lt;phụ lục&gt;" in source
    assert 'value="19/01/2025"' in source


def test_paper_for_internal_use_gets_no_number(organizer, event):
    AgendaItemFactory(event=event)

    response = organizer.post(issue_page(event, "run-sheet"), GOOD)

    assert "chỉ in để sử dụng, không được cấp số" in text(response)
    assert register() == NOTHING


def test_memorandum_is_issued_by_its_key_only(organizer, event):
    first, second = (signed_memorandum(event, day=datetime.date(2025, 1, 20)) for _n in range(2))

    assert organizer.post(issue_page(event, "memorandum"), GOOD).status_code == 404
    for memorandum in (first, second):
        organizer.post(issue_page(event, "memorandum", memorandum.pk), GOOD)

    keys = OfficialDocument.objects.order_by("number").values_list("number", "key")
    assert list(keys) == [(1, first.pk), (2, second.pk)]
    assert not NumberSeries.objects.exclude(next=3).exists()


def test_draft_of_a_memorandum_is_not_issued(organizer, event):
    draft = complete_memorandum(event)

    for response in (
        organizer.get(issue_page(event, "memorandum", draft.pk)),
        organizer.post(issue_page(event, "memorandum", draft.pk), GOOD),
    ):
        assert "chỉ phát hành được khi hai bên đã thống nhất" in text(response)
    assert not OfficialDocument.objects.exists()


def test_newer_version_replaces_what_was_issued_of_the_older(organizer, event):
    old = signed_memorandum(event, day=datetime.date(2025, 1, 20))
    organizer.post(issue_page(event, "memorandum", old.pk), GOOD)
    issued = OfficialDocument.objects.get()
    newer = change_status(new_version(old), Memorandum.Status.AGREED)
    page = issue_page(event, "memorandum", newer.pk)

    assert issued.number_and_symbol in text(organizer.get(page))
    organizer.post(page, GOOD)  # as from a page that did not say what it replaces
    assert OfficialDocument.objects.count() == 1
    organizer.post(page, {**GOOD, "replaces": issued.pk})
    replacing = OfficialDocument.objects.get(replaces=issued)
    assert (replacing.key, replacing.revision) == (newer.pk, 2)
    organizer.post(issue_page(event, "memorandum", old.pk), {**GOOD, "replaces": replacing.pk})
    assert OfficialDocument.objects.count() == 2
    assert list(violations()) == []


# correcting


def test_page_of_an_issued_paper_says_what_it_replaces(organizer, event):
    document = issued_paper(event)

    response = organizer.get(page_of(document, "replace"), follow=True)

    assert response.redirect_chain == [(issue_page(event, "plan", 0), 302)]
    page = text(response)
    assert "Văn bản này đã được phát hành với số 01/KH-BTC ngày 20/01/2025." in page
    assert "Số tiếp theo 2" in page


def test_correction_replaces_and_both_pages_say_so(organizer, event):
    first = issued_paper(event)

    response = organizer.post(issue_page(event), {**GOOD, "replaces": first.pk}, follow=True)

    second = OfficialDocument.objects.get(revision=2)
    assert (second.number, second.replaces) == (2, first)
    assert "Thay thế cho: 01/KH-BTC" in text(response)
    old = text(organizer.get(page_of(first)))
    assert "được thay thế bởi 02/KH-BTC" in old
    replaces = f"(Thay thế {first.citation} của Ban Tổ chức Cuộc thi)"
    assert replaces in words_of(bytes(second.file.content))


def test_paper_issued_meanwhile_is_not_replaced_unseen(organizer, event):
    first, other = issued_paper(event), issued_paper()
    before = register()

    for replaces in ("", "0", "khong", HUGE, "²"):
        data = {**GOOD, "replaces": replaces}
        response = organizer.post(issue_page(event), data, follow=True)
        assert response.redirect_chain == [(page_of(first), 302)], replaces
        assert "Văn bản này đã được phát hành với số 01/KH-BTC ngày 20/01/2025." in text(response)
    response = organizer.post(issue_page(event), {**GOOD, "replaces": other.pk})

    assert "Văn bản số 02/KH-BTC đã được thay thế." in text(response)
    assert register() == before


def test_old_page_does_not_replace_what_was_replaced_already(organizer, event):
    first = issued_paper(event)
    issued_paper(event, replaces=first)
    before = register()

    response = organizer.post(issue_page(event), {**GOOD, "replaces": first.pk})

    assert "01/KH-BTC đã được thay thế. Đề nghị mở văn bản mới nhất rồi làm lại." in text(response)
    assert register() == before


# issued is issued


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


# the register as a list


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


# signed copies


def test_signed_copy_is_kept_and_judged(organizer, event, person):
    document = issued_paper(event)
    copy = signing.signed(bytes(document.file.content), person)

    page = upload(organizer, document, copy)

    signed = SignedFile.objects.get()
    assert "Đã lưu bản ký số cùng văn bản." in page
    assert "Nguyễn Văn Thử , Sở Thử nghiệm" in page
    assert "chữ ký hợp lệ; chưa kiểm tra tổ chức cung cấp dịch vụ chứng thực chữ ký số." in page
    assert signed.added_by.username == "nguoi-organizer"
    response = organizer.get(reverse("admin:events_signed_file", args=[signed.pk]))
    assert response.content == copy
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'attachment; filename="01-KH-BTC-20250120-da-ky.pdf"'
    )
    assert "no-store" in response["Cache-Control"]
    assert "Tệp này đã được lưu." in upload(organizer, document, copy)
    assert SignedFile.objects.count() == 1
    check_everything()


def test_what_proves_nothing_is_refused_in_red_and_not_kept(organizer, event, person):
    document = issued_paper(event)
    issued = bytes(document.file.content)
    broken = bytearray(signing.signed(issued, person))
    broken[len(issued) // 3] ^= 1
    other = bytes(issued_paper().file.content)

    def rotate(writer: Any) -> None:
        page = writer.root["/Pages"]["/Kids"][0]
        page["/Rotate"] = NumberObject(180)
        writer.update_container(page)

    for content, reason in (
        (bytes(broken), "Chữ ký không hợp lệ"),
        (signing.signed(other, person), "Tệp không chứa đúng văn bản này như khi phát hành."),
        (signing.signed(signing.altered(issued, rotate), person), "Tệp đã bị thay đổi sau khi"),
        (signing.altered(signing.signed(issued, person), rotate), "Tệp đã bị thay đổi sau khi"),
    ):
        page = upload(organizer, document, content)
        assert reason in page
        assert "Tệp chưa được lưu." in page
        assert "Đã lưu" not in page
        assert "Chưa lưu bản ký số nào." in page
    assert not SignedFile.objects.exists()


def test_copy_of_an_older_portal_is_shown_with_what_speaks_against_it(organizer, event, person):
    document = issued_paper(event)
    copy = signing.upload(signing.signed(bytes(issued_paper().file.content), person))
    SignedFile.objects.create(
        document=document, content=copy.content, sha256=copy.sha256, name=copy.name
    )

    page = text(organizer.get(page_of(document)))

    assert "Tệp này không phải bản ký số hợp lệ của văn bản và không được công khai:" in page
    assert "Tệp không chứa đúng văn bản này như khi phát hành." in page


ACTIVE = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>"
    b">>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF"
)


def test_what_is_no_signed_copy_is_refused_with_words(organizer, event):
    document = issued_paper(event)

    for content, words in (
        (b"", "Tệp rỗng. Vui lòng chọn đúng tệp."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "Tệp không phải PDF. Vui lòng chọn tệp PDF."),
        ("Xin chào".encode(), "Tệp không phải PDF. Vui lòng chọn tệp PDF."),
        (b"%PDF-1.7\n%%EOF", "Tệp PDF bị hỏng, không đọc được."),
        (b"%PDF-1.7" + bytes(range(256)) * 400, "Tệp PDF bị hỏng, không đọc được."),
        (ACTIVE, "Tệp PDF có chứa mã lệnh hoặc tệp đính kèm nên không được nhận."),
        (b"%PDF-1.7" + bytes(21 * 2**20), "Tệp quá lớn. Dung lượng tối đa là 20 MB;"),
        (
            bytes(document.file.content),
            "Tệp không có chữ ký số. Tệp chưa được lưu. Đề nghị tải tệp văn bản đã phát hành",
        ),
    ):
        assert words in upload(organizer, document, content)

    assert not SignedFile.objects.exists()


def test_form_without_a_file_is_told(organizer, event):
    document = issued_paper(event)
    url = reverse("admin:events_signed_add", args=[document.pk])

    for data in ({}, {"signed": "chữ"}):
        page = text(organizer.post(url, data, follow=True))
        assert "Vui lòng" in page
    assert not SignedFile.objects.exists()


def test_name_of_a_file_is_shown_as_text(organizer, event, person):
    document = issued_paper(event)
    copy = signing.signed(bytes(document.file.content), person)

    upload(organizer, document, copy, "<img src=x onerror=alert(1)>.pdf")

    source = organizer.get(page_of(document)).content.decode()
    assert "<img src=x" not in source
    assert "&lt;img src=x" in source


# the book

BOOK = "/quan-tri/events/officialdocument/book/"


def test_book_of_a_period_is_a_pdf(organizer, event):
    issued_paper(event)

    response = organizer.post(BOOK, {"first": "01/01/2025", "last": "31/12/2025"})

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        'attachment; filename="so-van-ban-20250101-20251231.pdf"'
    )
    assert "01/KH-BTC" in words_of(response.content)


def test_book_holds_both_days_of_its_period(organizer, event):
    issued_paper(event)

    for first, last, found in (
        ("20/01/2025", "20/01/2025", True),
        ("21/01/2025", "31/01/2025", False),
        ("01/01/2025", "19/01/2025", False),
    ):
        words = words_of(organizer.post(BOOK, {"first": first, "last": last}).content)
        assert ("01/KH-BTC" in words) is found
        assert ("Không có văn bản nào trong thời gian này." in words) is not found


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("02/01/2025", "01/01/2025", "Ngày cuối của khoảng thời gian trước ngày đầu."),
        ("", "01/01/2025", "Vui lòng điền"),
        ("01/01/2025", "hôm nay", "Ngày chưa đúng."),
        ("30/02/2025", "01/03/2025", "Ngày chưa đúng."),
    ],
)
def test_impossible_period_is_told(organizer, first, last, words):
    response = organizer.post(BOOK, {"first": first, "last": last})

    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    assert words in text(response)


# two at once


@committed
def test_two_who_issue_at_once_get_two_numbers():
    pages = [issue_page(PlanFactory(event__published=False).event) for _n in range(2)]
    clients = [signed_in("organizer"), administrator_client()]

    statuses = together(
        *(
            lambda c=client, p=page: c.post(p, GOOD).status_code
            for client, page in zip(clients, pages, strict=True)
        )
    )

    assert statuses == [302, 302]
    numbers = OfficialDocument.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == [1, 2]
    assert NumberSeries.objects.get().next == 3
    check_everything()


@committed
def test_button_pressed_twice_issues_once():
    page = issue_page(PlanFactory(event__published=False).event)
    clients = [signed_in("organizer"), administrator_client()]

    places = together(*(lambda c=client: c.post(page, GOOD)["Location"] for client in clients))

    document = OfficialDocument.objects.get()
    assert places == [page_of(document)] * 2
    assert NumberSeries.objects.get().next == 2
    check_everything()


# what stands in the way, corrections, recalls, scans


def test_page_lists_what_is_missing_with_the_page_where_it_is_mended(organizer, event):
    Plan.objects.update(signer_name="", lead_in="Chữ 한 lạ.", issue_month=None, issue_year=None)
    plan_page = reverse("admin:events_plan_change", args=[event.plan.pk])
    event.plan.recipients.all().delete()

    for response in (
        organizer.get(issue_page(event)),
        organizer.post(issue_page(event), GOOD),
        organizer.post(issue_page(event), {**GOOD, "preview": "1"}),
    ):
        page, source = text(response), response.content.decode()
        assert "Chưa thể cấp số, phát hành. Đề nghị khắc phục:" in page
        for sentence in (
            "Thiếu họ và tên người ký.",
            "Thiếu “Nơi nhận”.",
            "Không in được ký hiệu “한” (U+D55C) tại chỗ: “Chữ 한 lạ.”. Đề nghị thay hoặc xóa.",
        ):
            assert page.count(sentence) == 1
        assert source.count(f'href="{plan_page}">Sửa tại đây') == 3

    assert register() == NOTHING
    assert "3 điểm cần khắc phục trước khi cấp số" in text(organizer.get(PAPERS))


def test_print_of_a_paper_with_a_sign_that_is_not_printed_says_so(organizer, event):
    Plan.objects.update(lead_in="Chữ 한 lạ.")

    assert organizer.get(print_page(event))["Content-Type"] == "application/pdf"

    assert "Văn bản không in được các ký hiệu sau: “한” (U+D55C)." in text(organizer.get(PAPERS))


def test_page_of_a_signed_memorandum_begins_with_the_day_of_signing(organizer, event):
    memorandum = signed_memorandum(event, day=datetime.date(2025, 1, 10))

    source = organizer.get(issue_page(event, "memorandum", memorandum.pk)).content.decode()
    page = text(organizer.post(issue_page(event, "memorandum", memorandum.pk), GOOD))

    assert 'value="10/01/2025"' in source
    assert "Văn bản ghi ngày ký là 10/01/2025" in page
    assert not OfficialDocument.objects.exists()


RECALLED = {
    "recalled_on": "22/01/2025",
    "reason": "Ban hành nhầm",
    "notice": "",
    "notice_number": "07/TB-BTC",
    "notice_day": "21/01/2025",
}


def recall_page(document: OfficialDocument) -> str:
    return reverse("admin:events_paper_recall", args=[document.pk])


def test_recall_is_told_by_the_register_the_public_page_and_the_papers(organizer, event):
    document = issued_paper(event)

    response = organizer.post(recall_page(document), RECALLED, follow=True)

    assert response.redirect_chain == [(page_of(document), 302)]
    words = "từ ngày 22/01/2025 theo văn bản số 07/TB-BTC ngày 21 tháng 01 năm 2025"
    assert f"Bị thu hồi {words}. Lý do: Ban hành nhầm" in text(response)
    public = text(Client().get(reverse("events:verify", args=[document.code])))
    assert f"đã bị thu hồi {words}." in public
    assert "chưa bị thay thế" not in public
    assert "thu hồi từ ngày 22/01/2025" in text(organizer.get(LIST))
    assert "01/KH-BTC" not in text(organizer.get(f"{LIST}?current=1"))
    assert "01/KH-BTC" in text(organizer.get(f"{LIST}?current=2"))
    for again in (
        organizer.get(recall_page(document), follow=True),
        organizer.post(recall_page(document), RECALLED),
    ):
        assert "Văn bản số 01/KH-BTC đã bị thu hồi từ ngày 22/01/2025" in text(again)
    assert document.recall.recorded_by.username == "nguoi-organizer"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"recalled_on": "19/01/2025"}, "Văn bản được ban hành ngày 20/01/2025"),
        ({"recalled_on": "26/01/2025"}, "không được sau ngày hôm nay"),
        ({"reason": ""}, "Vui lòng điền"),
        ({"notice_number": ""}, "Đề nghị chọn văn bản ở trên hoặc điền mục này."),
        ({"notice_day": ""}, "Đề nghị chọn văn bản ở trên hoặc điền mục này."),
        ({"notice": HUGE}, "chọn"),
    ],
)
def test_bad_recall_is_told_and_keeps_what_was_typed(organizer, event, values, words):
    document = issued_paper(event)

    response = organizer.post(recall_page(document), {**RECALLED, **values})

    assert words in text(response)
    assert "07/TB-BTC" in response.content.decode() or not values.get("notice_number", "x")
    assert OfficialDocument.objects.current().exists()


def test_own_paper_recalls_another(organizer, event):
    document, notice = issued_paper(event), issued_paper()
    data = {**RECALLED, "notice": notice.pk, "notice_number": "", "notice_day": ""}

    organizer.post(recall_page(document), data)

    recall = document.recall
    assert (recall.notice, recall.notice_number) == (notice, "02/KH-BTC")


def test_letter_of_correction_is_written_issued_and_told_by_the_public_page(organizer, event):
    event.plan.recipients.create(position=2, text="UBND tỉnh;")
    document = issued_paper(event)
    address = organizer.get(page_of(document, "correct"))["Location"]
    assert "UBND tỉnh" in organizer.get(address).content.decode()
    data = {
        "document": document.pk,
        "addressees": "UBND tỉnh\nSở 😀",
        "errors-TOTAL_FORMS": "1",
        "errors-INITIAL_FORMS": "0",
        "errors-0-place": "trang 1",
        "errors-0-wrong": "sai",
        "errors-0-right": "đúng",
        "errors-0-position": "1",
    }

    refused = text(organizer.post(address, data))
    assert "Giấy tờ không in được “😀” (biểu tượng, U+1F600): đề nghị thay" in refused
    organizer.post(address, {**data, "addressees": "UBND tỉnh"})
    letter = Correction.objects.get()
    organizer.post(issue_page(event, "correction", letter.pk), GOOD)
    made = OfficialDocument.objects.get(corrects=document)
    words = "đã được đính chính bởi Công văn số 01/BTC ngày 20 tháng 01 năm 2025"
    public = text(Client().get(reverse("events:verify", args=[document.code])))
    assert words in public
    assert "chưa bị thay thế" in public
    assert "Đính chính văn bản: 01/KH-BTC" in text(organizer.get(page_of(made)))
    assert "Công văn số 01/BTC" in text(organizer.get(page_of(document)))
    change = reverse("admin:events_correction_change", args=[letter.pk])
    assert organizer.post(change, data).status_code == 403  # issued is issued
    assert signed_in("reception").get(change).status_code == 403


def test_scan_of_a_plan_signed_by_pen_is_kept(organizer, event):
    document = issued_paper(event)
    url = reverse("admin:events_scan_add", args=[document.pk])
    content = bytes(document.file.content)

    for words in ("Đã lưu bản chụp cùng văn bản.", "Tệp này đã được lưu"):
        file = SimpleUploadedFile("ban-ky.pdf", content, "application/pdf")
        assert words in text(organizer.post(url, {"scan": file}, follow=True))

    scan = document.scans.get()
    page = reverse("admin:events_scan", args=[scan.pk])
    answer = organizer.get(page)
    assert answer.content == content
    assert answer["X-Content-Type-Options"] == "nosniff"
    reception = signed_in("reception")
    assert reception.get(page).status_code == 403
    assert reception.post(url, {}).status_code == 403
    bad = SimpleUploadedFile("a.exe", b"MZ", "application/pdf")
    organizer.post(url, {"scan": bad})
    assert document.scans.count() == 1
