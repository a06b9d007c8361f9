"""The sweep finds what must never be among sponsors, signings and issued papers."""

import datetime
import hashlib

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from contest_portal import invariants as of_portal
from contest_portal.models import Signing
from events import invariants as of_events
from events.models import IssuedFile, NumberSeries, OfficialDocument
from sponsorship import invariants, services
from sponsorship.models import Contribution, Instalment, Memorandum, Party, Receipt
from tests.factories import (
    AgendaItemFactory,
    EventFactory,
    SponsorFactory,
    complete_memorandum,
    signed_memorandum,
)

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 1, 15)
FIXED = ("agreed", "signed", "ended")


def unruly(model, *rules: str) -> None:
    """Take rules and triggers out of the database, for this test's transaction only."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for rule in rules:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {rule}")
            cursor.execute(f"DROP INDEX IF EXISTS {rule}")


def obey(model) -> None:
    """Switch the triggers on again."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")


def found(app=invariants) -> list[str]:
    """Return what the sweep says of the rows; the missing rule itself is another sentence."""
    return [s for s in app.violations() if not s.startswith("Cơ sở dữ liệu thiếu ràng buộc")]


@pytest.mark.parametrize(
    ("app", "table", "trigger"),
    [
        *((invariants, *pair) for pair in invariants.TRIGGERS),
        *((of_events, *pair) for pair in of_events.TRIGGERS),
    ],
)
def test_trigger_that_is_switched_off_is_told(app, table, trigger):
    assert list(app.violations()) == []
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    assert list(app.violations()) == [f"Cơ sở dữ liệu thiếu ràng buộc {trigger}."]


# sponsors


@pytest.fixture
def signed():
    memorandum = signed_memorandum()
    assert list(invariants.violations()) == []
    return memorandum


@pytest.fixture
def row(signed):
    return Instalment.objects.get(contribution__memorandum=signed)


def test_memoranda_in_all_states_break_no_rule(signed):
    services.draft_memorandum(event=signed.event)
    services.change_status(complete_memorandum(), "agreed")
    services.change_status(complete_memorandum(), "cancelled", reason="Rút")
    services.new_version(services.change_status(signed, "ended"))
    assert set(Memorandum.objects.values_list("status", flat=True)) == {
        "draft",
        "agreed",
        "ended",
        "cancelled",
    }
    assert list(invariants.violations()) == []


@pytest.mark.parametrize("status", FIXED)
@pytest.mark.parametrize(
    ("model", "changes"),
    [(Party, {"representative": ""}), (Party, {"name": ""}), (Party, None)],
    ids=["no representative", "no name", "no party"],
)
def test_agreed_by_nobody(signed, status, model, changes):
    unruly(Memorandum)
    unruly(model)
    Memorandum.objects.update(status=status)
    side = model.objects.filter(side="B")
    if changes is None:
        side.delete()
    else:
        side.update(**changes)
    assert found() == [
        f"Biên bản ghi nhớ {signed.pk} đã thống nhất nhưng còn thiếu nội dung.",
    ]
    Memorandum.objects.update(status="cancelled")
    assert found() == []


def test_agreed_about_nothing(signed):
    unruly(Contribution)
    unruly(Instalment)
    Contribution.objects.all().delete()
    assert found() == [f"Biên bản ghi nhớ {signed.pk} đã thống nhất nhưng còn thiếu nội dung."]


def test_agreed_without_an_amount(signed):
    unruly(Contribution)
    Contribution.objects.update(amount=None)
    assert found() == [f"Biên bản ghi nhớ {signed.pk} đã thống nhất nhưng còn thiếu nội dung."]


def test_instalments_that_do_not_make_the_whole(row):
    unruly(Instalment)
    Instalment.objects.update(amount=1)
    sentence = f"Khoản tài trợ {row.contribution_id}: tổng các đợt không bằng số tiền tài trợ."
    assert found() == [sentence]
    Instalment.objects.all().delete()
    assert found() == [sentence]


def test_a_draft_may_be_wrong(signed):
    draft = complete_memorandum()
    draft.parties.all().delete()
    draft.contributions.get().instalments.create(position=1, amount=1)
    assert found() == []


def test_more_came_than_was_due(row):
    for amount in (row.amount, 1):
        assert found() == []
        Receipt.objects.create(instalment=row, amount=amount, received_on=DAY)
    assert found() == [f"Đợt tài trợ {row.pk} có số đã nhận âm hoặc vượt số tiền của đợt."]


def test_less_than_nothing_came(row):
    receipt = services.record_receipt(row, amount=5, received_on=DAY)
    row.receipts.create(amount=-6, received_on=DAY, takes_back=receipt, note="Nhầm")
    assert found() == [f"Đợt tài trợ {row.pk} có số đã nhận âm hoặc vượt số tiền của đợt."]


def test_a_sponsor_of_another_ceremony(signed):
    draft = services.draft_memorandum(event=EventFactory(), sponsor=signed.sponsor)
    assert found() == [f"Biên bản ghi nhớ {draft.pk} có nhà tài trợ của buổi lễ khác."]
    draft.sponsor = None
    draft.save()
    assert found() == []


def test_half_a_logo():
    sponsor = SponsorFactory()
    logo = {"width": 1, "height": 1, "content": b"", "sha256": ""}
    sponsor.logos.create(size="web", **logo)
    assert found() == [f"Nhà tài trợ {sponsor.pk} chỉ có một cỡ biểu trưng."]
    sponsor.logos.create(size="print", **logo)
    assert found() == []


def test_unclean_texts(signed):
    unruly(Party)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE sponsorship_party SET bank = 'Ngân  hàng' WHERE side = 'A'")
    party = Party.objects.get(side="A")
    assert found() == [f"Bên ký kết số {party.pk}: nội dung ô “ngân hàng” chưa được chuẩn hóa."]


@pytest.mark.parametrize(
    ("model", "rule"),
    [
        (Memorandum, "sponsorship_memorandum_one_newer"),
        (Memorandum, "sponsorship_memorandum_signed_when"),
        (Party, "sponsorship_party_side"),
        (Instalment, "sponsorship_instalment_amount"),
        (Receipt, "sponsorship_receipt_correction"),
    ],
)
def test_a_rule_that_was_taken_out(signed, model, rule):
    unruly(model, rule)
    obey(model)
    assert list(invariants.violations()) == [f"Cơ sở dữ liệu thiếu ràng buộc {rule}."]


def test_many_memoranda_are_swept_with_a_constant_number_of_statements(
    signed, django_assert_max_num_queries
):
    for _n in range(10):
        signed_memorandum(signed.event)
    with django_assert_max_num_queries(20):
        assert found() == []


# what is signed on stage


def test_signings_of_one_ceremony_break_no_rule(signed):
    Signing.objects.create(item=AgendaItemFactory(event=signed.event), memorandum=signed)
    assert list(of_portal.violations()) == []


def test_a_memorandum_signed_on_the_stage_of_another_ceremony(signed):
    signing = Signing.objects.create(item=AgendaItemFactory(), memorandum=signed)
    assert found(of_portal) == [
        f"Lượt ký {signing.pk} nối nội dung chương trình và biên bản của hai buổi lễ khác nhau."
    ]


def test_unclean_names_of_who_signs(signed):
    signing = Signing.objects.create(
        item=AgendaItemFactory(event=signed.event), memorandum=signed, signer_a="Ông An"
    )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contest_portal_signing SET signer_a = ' Ông An'")
    assert found(of_portal) == [
        f"Lượt ký kết số {signing.pk}: nội dung ô “người ký bên A” chưa được chuẩn hóa."
    ]


@pytest.mark.parametrize("rule", ["contest_portal_signing_once", "contest_portal_signing_position"])
def test_a_rule_of_signings_that_was_taken_out(rule):
    unruly(Signing, rule)
    obey(Signing)
    assert list(of_portal.violations()) == [f"Cơ sở dữ liệu thiếu ràng buộc {rule}."]


# the register


@pytest.fixture
def papers():
    """Three papers of one series, the third in the place of the second."""
    event = EventFactory()
    NumberSeries.objects.create(symbol="KH-BTC", year=2030, next=4)
    made = [enter(event, number) for number in (1, 2)]
    made.append(enter(event, 3, key=2, revision=2, replaces=made[1]))
    assert list(of_events.violations()) == []
    return made


def enter(event, number: int, **kwargs) -> OfficialDocument:
    """Write a paper into the register as it is after it was issued."""
    content = f"%PDF {number}".encode()
    document = OfficialDocument.objects.create(
        event=event,
        sha256=hashlib.sha256(content).hexdigest(),
        code=f"MA-{number}",
        **{
            "kind": "plan",
            "key": number,
            "title": "KẾ HOẠCH",
            "subject": "Tổ chức Lễ công bố thử",
            "symbol": "KH-BTC",
            "year": 2030,
            "number": number,
            "issued_on": datetime.date(2030, 1, 20),
            "place": "Thái Nguyên",
            "issuer": "BAN TỔ CHỨC THỬ",
            **kwargs,
        },
    )
    IssuedFile.objects.create(document=document, content=content)
    return document


GAPS = "Hệ thống số “KH-BTC” năm 2030 bị khuyết số hoặc thừa số."


@pytest.mark.parametrize("bounds", [{"next": 5}, {"next": 3}, {"first": 2}])
def test_a_series_with_gaps_or_too_many_numbers(papers, bounds):
    NumberSeries.objects.update(**bounds)
    assert found(of_events) == [GAPS]


def test_a_paper_torn_out_of_the_register(papers):
    unruly(OfficialDocument)
    unruly(IssuedFile)
    papers[0].file.delete()
    papers[0].delete()
    assert found(of_events) == [GAPS]


def test_papers_without_a_series(papers):
    NumberSeries.objects.all().delete()
    assert found(of_events) == ["Văn bản ký hiệu “KH-BTC” năm 2030 không thuộc hệ thống số nào."]


def test_series_are_counted_apart(papers):
    NumberSeries.objects.create(symbol="KH-BTC", year=2031, first=15, next=16)
    NumberSeries.objects.create(symbol="CTr-BTC", year=2030)
    assert found(of_events) == ["Hệ thống số “KH-BTC” năm 2031 bị khuyết số hoặc thừa số."]
    enter(papers[0].event, 15, year=2031, issued_on=datetime.date(2031, 1, 1))
    assert found(of_events) == []


def test_a_file_that_was_changed_and_one_that_is_lost(papers):
    unruly(IssuedFile)
    first, _second, third = papers
    first.file.delete()
    IssuedFile.objects.filter(document=third).update(content=b"%PDF 4")
    assert found(of_events) == [
        f"Văn bản đã phát hành {document.pk}: tệp bị mất hoặc đã bị thay đổi."
        for document in (first, third)
    ]


@pytest.mark.parametrize("field", ["kind", "key", "revision", "event", "replaces"])
def test_a_revision_of_another_paper(papers, field):
    unruly(OfficialDocument)
    first, _second, third = papers
    wrong = {
        "kind": "programme",
        "key": 1,
        "revision": 3,
        "event": EventFactory(),
        "replaces": first,
    }
    OfficialDocument.objects.filter(pk=third.pk).update(**{field: wrong[field]})
    assert found(of_events) == [
        f"Văn bản đã phát hành {third.pk} không thay thế đúng bản liền trước."
    ]


def test_a_revision_that_replaces_nothing(papers):
    unruly(OfficialDocument, "events_officialdocument_replaces")
    OfficialDocument.objects.filter(pk=papers[2].pk).update(replaces=None)
    assert found(of_events) == [
        f"Văn bản đã phát hành {papers[2].pk} không thay thế đúng bản liền trước."
    ]


@pytest.mark.parametrize(
    ("model", "rule"),
    [
        (OfficialDocument, "events_officialdocument_number"),
        (OfficialDocument, "events_officialdocument_revision"),
        (OfficialDocument, "events_officialdocument_sha256"),
        (NumberSeries, "events_numberseries_one"),
    ],
)
def test_a_rule_of_the_register_that_was_taken_out(papers, model, rule):
    unruly(model, rule)
    obey(model)
    assert list(of_events.violations()) == [f"Cơ sở dữ liệu thiếu ràng buộc {rule}."]


# the command


def test_the_command_names_the_faults_of_all_three(papers, capsys):
    event = papers[0].event
    type(event).objects.update(published=False)
    signed = signed_memorandum(EventFactory(published=False))
    signing = Signing.objects.create(item=AgendaItemFactory(event=event), memorandum=signed)
    NumberSeries.objects.update(next=9)
    unruly(Party)
    Party.objects.update(representative="")
    obey(Party)
    with pytest.raises(CommandError, match=r"Có 3 ràng buộc bị vi phạm\."):
        call_command("check_invariants")
    assert capsys.readouterr().err.splitlines() == [
        GAPS,
        f"Biên bản ghi nhớ {signed.pk} đã thống nhất nhưng còn thiếu nội dung.",
        f"Lượt ký {signing.pk} nối nội dung chương trình và biên bản của hai buổi lễ khác nhau.",
    ]
