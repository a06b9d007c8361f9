"""What the database itself refuses, whoever writes."""

import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F, ProtectedError

from events.transitions import may_follow
from sponsorship import services
from sponsorship.models import (
    Article,
    Basis,
    Contribution,
    Instalment,
    Memorandum,
    Party,
    Receipt,
    SignedScan,
    Sponsor,
)
from tests.factories import SponsorFactory, complete_memorandum, signed_memorandum

pytestmark = pytest.mark.django_db

Status = Memorandum.Status
DAY = datetime.date(2026, 1, 15)
TEXT = (Party, Basis, Article, Contribution, Instalment)
ONLY_DRAFTS = "only a draft memorandum can be edited"


def draft() -> Memorandum:
    """Make a draft that has a row of every kind."""
    memorandum = complete_memorandum()
    memorandum.contributions.get().instalments.create(position=1, amount=500_000_000)
    return memorandum


def agreed() -> Memorandum:
    return services.change_status(draft(), Status.AGREED)


def cancelled() -> Memorandum:
    return services.change_status(draft(), Status.CANCELLED, reason="Rút")


def ended() -> Memorandum:
    return services.change_status(signed_memorandum(), Status.ENDED)


FIXED = (agreed, signed_memorandum, ended, cancelled)


def refused(message: str, model, **changes) -> None:
    """Write past all services, as a shell would; expect the database to say no."""
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        model.objects.update(**changes)


def delete(model) -> None:
    """Delete past Django's own look at what depends on the rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")


def add(model, memorandum: Memorandum) -> None:
    """Write one more row of a memorandum's text."""
    if model is Instalment:
        contribution = memorandum.contributions.get()
        contribution.instalments.create(position=99, amount=1)
        return
    row = model.objects.filter(memorandum=memorandum).last()
    row.pk, row.position = None, 99
    if model is Party:
        row.side, row.position = "A", ""
    with transaction.atomic():
        row.save(force_insert=True)


# only drafts change


@pytest.mark.parametrize("model", [*TEXT, Memorandum])
def test_a_draft_is_edited_and_removed(model):
    memorandum = draft()
    fields = {Instalment: "amount", Contribution: "amount", Party: "name", Memorandum: "subject"}
    assert model.objects.update(**{(name := fields.get(model, "text")): F(name)}) > 0
    memorandum.delete()
    assert not model.objects.exists()


@pytest.mark.parametrize("model", TEXT)
@pytest.mark.parametrize("made", FIXED)
def test_the_text_of_what_is_no_draft_is_not_edited(made, model):
    made()
    field = "amount" if model is Instalment else "id"
    refused(ONLY_DRAFTS, model, **{field: F(field)})


@pytest.mark.parametrize("model", TEXT)
@pytest.mark.parametrize("made", FIXED)
def test_the_text_of_what_is_no_draft_is_not_removed(made, model):
    made()
    with pytest.raises(IntegrityError, match=ONLY_DRAFTS):
        delete(model)


@pytest.mark.parametrize("model", [Basis, Article, Contribution, Instalment, Party])
@pytest.mark.parametrize("made", FIXED)
def test_nothing_is_added_to_what_is_no_draft(made, model):
    memorandum = made()
    with pytest.raises(IntegrityError, match=ONLY_DRAFTS), transaction.atomic():
        add(model, memorandum)


@pytest.mark.parametrize("model", [Basis, Article, Contribution])
def test_a_row_added_to_a_draft_is_taken(model):
    memorandum = draft()
    before = model.objects.count()
    add(model, memorandum)
    assert model.objects.count() == before + 1


@pytest.mark.parametrize("model", [Basis, Article, Contribution])
def test_a_row_cannot_move_between_a_draft_and_what_is_fixed(model):
    signed, open_draft = signed_memorandum(), draft()
    for here, there in ((signed, open_draft), (open_draft, signed)):
        with pytest.raises(IntegrityError, match=ONLY_DRAFTS), transaction.atomic():
            model.objects.filter(memorandum=here).update(
                memorandum=there, position=F("position") + 50
            )


def test_an_instalment_cannot_move_between_a_draft_and_what_is_fixed():
    fixed, loose = signed_memorandum().contributions.get(), draft().contributions.get()
    for here, there in ((fixed, loose), (loose, fixed)):
        with pytest.raises(IntegrityError, match=ONLY_DRAFTS), transaction.atomic():
            here.instalments.update(contribution=there, position=2)


@pytest.mark.parametrize("made", FIXED)
@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Khác"},
        {"place": "Khác"},
        {"copies": 8},
        {"ends_on": None},
        {"sponsor": None},
        {"symbol": "X"},
        {"signing_day": DAY - datetime.timedelta(1)},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_the_head_of_what_is_no_draft_is_not_edited(made, changes):
    made()
    refused(ONLY_DRAFTS, Memorandum, **changes)


def test_the_head_does_not_change_together_with_the_state():
    agreed()
    refused(ONLY_DRAFTS, Memorandum, status=Status.DRAFT, subject="Khác")
    refused(ONLY_DRAFTS, Memorandum, status=Status.CANCELLED, signing_day=DAY)
    Memorandum.objects.update(status=Status.SIGNED, signing_day=DAY)
    refused(ONLY_DRAFTS, Memorandum, status=Status.ENDED, signing_day=DAY - datetime.timedelta(1))


@pytest.mark.parametrize("made", FIXED)
def test_what_is_no_draft_is_not_removed(made):
    made()
    with pytest.raises(IntegrityError, match="only a draft memorandum can be removed"):
        delete(Memorandum)


@pytest.mark.parametrize("made", [draft, *FIXED])
@pytest.mark.parametrize("status", Status.values)
def test_the_database_knows_the_same_steps_as_the_services(made, status):
    memorandum = made()
    step = Memorandum.objects.filter(pk=memorandum.pk)
    day = {"signing_day": DAY} if status == Status.SIGNED else {}
    if status == memorandum.status or may_follow(services.TRANSITIONS, memorandum.status, status):
        assert step.update(status=status, **day) == 1
    else:
        with (
            pytest.raises(IntegrityError, match="this state cannot follow the other"),
            transaction.atomic(),
        ):
            step.update(status=status, **day)


# what is kept for good


def kept(model):
    """Make a receipt or a scan."""
    memorandum = signed_memorandum()
    row = Instalment.objects.get(contribution__memorandum=memorandum)
    if model is Receipt:
        return services.record_receipt(row, amount=5, received_on=DAY)
    return memorandum.scans.create(
        content=b"%PDF", content_type="application/pdf", name="a.pdf", sha256="0" * 64
    )


@pytest.mark.parametrize(
    ("model", "changes"), [(Receipt, {"note": "Khác"}), (SignedScan, {"name": "b.pdf"})]
)
def test_receipts_and_scans_are_never_changed_or_removed(model, changes):
    kept(model)
    refused("never changed or removed", model, **changes)
    with pytest.raises(IntegrityError, match="never changed or removed"):
        delete(model)
    assert model.objects.count() == 1


def test_a_scan_is_kept_once():
    scan = kept(SignedScan)
    scan.pk = None
    with pytest.raises(IntegrityError, match="sponsorship_signedscan_once"):
        scan.save()


def test_a_receipt_holds_its_instalment():
    with pytest.raises(ProtectedError):
        kept(Receipt).instalment.delete()


# constraints


@pytest.mark.parametrize("amount", [0, 10**15, -(10**15)])
def test_a_receipt_of_an_impossible_amount(amount):
    receipt = kept(Receipt)
    with pytest.raises(IntegrityError, match=r"sponsorship_receipt_(amount|correction)"):
        receipt.instalment.receipts.create(amount=amount, received_on=DAY)


@pytest.mark.parametrize(
    ("amount", "takes_back", "note"), [(-5, False, "Nhầm"), (5, True, "Nhầm"), (-5, True, "")]
)
def test_only_a_correction_is_negative_and_it_is_explained(amount, takes_back, note):
    receipt = kept(Receipt)
    with pytest.raises(IntegrityError, match="sponsorship_receipt_correction"):
        receipt.instalment.receipts.create(
            amount=amount,
            received_on=DAY,
            takes_back=receipt if takes_back else None,
            note=note,
        )


def test_a_receipt_is_taken_back_once():
    receipt = kept(Receipt)
    services.take_back(receipt, note="Nhầm")
    with pytest.raises(IntegrityError, match="takes_back"):
        receipt.instalment.receipts.create(
            amount=-5, received_on=DAY, takes_back=receipt, note="Nhầm"
        )


@pytest.mark.parametrize(
    ("model", "changes", "rule"),
    [
        (Contribution, {"amount": 0}, "sponsorship_contribution_amount"),
        (Contribution, {"amount": -1}, "sponsorship_contribution_amount"),
        (Contribution, {"amount": 10**15}, "sponsorship_contribution_amount"),
        (Contribution, {"quantity": 0}, "sponsorship_contribution_quantity"),
        (Instalment, {"amount": 0}, "sponsorship_instalment_amount"),
        (Instalment, {"amount": 10**15}, "sponsorship_instalment_amount"),
        (Party, {"side": "C"}, "sponsorship_party_a_or_b"),
        (Party, {"side": "A"}, "sponsorship_party_side"),
        (Memorandum, {"copies": 0}, "sponsorship_memorandum_copies"),
        (Memorandum, {"copies": 3}, "sponsorship_memorandum_copies"),
        (Memorandum, {"copies": 22}, "sponsorship_memorandum_copies"),
        (
            Memorandum,
            {"signing_day": DAY, "ends_on": DAY - datetime.timedelta(1)},
            "sponsorship_memorandum_days",
        ),
        (Memorandum, {"version": 2}, "sponsorship_memorandum_version"),
        (Memorandum, {"replaces": F("id")}, "sponsorship_memorandum_version"),
        (Sponsor, {"tier": 0}, "sponsorship_sponsor_tier"),
        (Sponsor, {"tier": 6}, "sponsorship_sponsor_tier"),
    ],
)
def test_a_wrong_value(model, changes, rule):
    draft()
    refused(rule, model, **changes)


@pytest.mark.parametrize("model", [Basis, Article, Contribution, Instalment])
def test_rows_stand_at_one_place_each(model):
    memorandum = draft()
    add(model, memorandum)
    add(model, memorandum)  # the place is looked at when everything is written
    with (
        pytest.raises(IntegrityError, match=f"{model._meta.db_table}_position"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    model.objects.filter(position=99).delete()


def test_a_memorandum_is_not_signed_without_a_day():
    agreed()
    refused("sponsorship_memorandum_signed_when", Memorandum, status=Status.SIGNED)


def test_a_version_is_replaced_once():
    old = signed_memorandum()
    services.new_version(old)
    with pytest.raises(IntegrityError, match="sponsorship_memorandum_one_newer"):
        Memorandum.objects.create(event=old.event, subject="Khác", version=3, replaces=old)


def test_a_sponsor_is_on_the_list_of_a_ceremony_once():
    sponsor = SponsorFactory(name="Công ty Thử")
    assert SponsorFactory(name="Công ty Thử").event != sponsor.event
    with pytest.raises(IntegrityError, match="sponsorship_sponsor_name"):
        SponsorFactory(name="Công ty Thử", event=sponsor.event)


def test_a_sponsor_with_a_memorandum_is_kept():
    with pytest.raises(ProtectedError):
        draft().sponsor.delete()


@pytest.mark.parametrize(
    ("size", "width", "rule"),
    [("web", 1, "sponsorship_logo_size"), ("print", 0, "sponsorship_logo_pixels")],
)
def test_a_sponsor_has_one_logo_in_each_size_and_it_has_pixels(size, width, rule):
    logos = SponsorFactory().logos
    logos.create(size="web", width=1, height=1, content=b"", sha256="")
    with pytest.raises(IntegrityError, match=rule):
        logos.create(size=size, width=width, height=1, content=b"", sha256="")


@pytest.mark.parametrize(
    ("website", "host"),
    [("https://www.thu.vn/gioi-thieu", "thu.vn"), ("https://thu.vn", "thu.vn"), ("", "")],
)
def test_a_website_is_shown_without_what_no_reader_needs(website, host):
    assert Sponsor(website=website).website_host == host
