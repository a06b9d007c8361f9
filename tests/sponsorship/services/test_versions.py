"""New versions of a memorandum."""

import pytest

from sponsorship import services
from sponsorship.errors import NewerVersion, NotAllowed
from sponsorship.models import Instalment, Memorandum
from tests.factories import complete_memorandum
from tests.sponsorship.services.steps import (
    MILLION,
    TODAY,
    TOMORROW,
    Status,
    due,
    instalment_of,
    now,
    step,
    to,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", [Status.SIGNED, Status.ENDED])
def test_a_new_version_is_a_draft_with_all_the_text_that_names_the_old_one(status):
    draft = complete_memorandum(symbol="BGN-X", copies=6, title="BIÊN BẢN", lead_in="Như sau:")
    due(draft, (200 * MILLION, TODAY), (300 * MILLION, TOMORROW))
    step(step(draft, Status.AGREED), Status.SIGNED)
    if status == Status.ENDED:
        step(draft, Status.ENDED)
    old = Memorandum.objects.get(pk=draft.pk)

    fresh = Memorandum.objects.get(pk=services.new_version(old).pk)

    assert (fresh.status, fresh.version, fresh.replaces) == (Status.DRAFT, 2, old)
    assert (fresh.signing_day, fresh.reason) == (None, "")
    own = {"id", "status", "version", "replaces_id", "signing_day", "reason"}
    assert facts(fresh, own) == facts(old, own)
    for rows in ("parties", "bases", "articles", "contributions"):
        assert all_facts(fresh, rows) == all_facts(old, rows) != []
    instalments = Instalment.objects.filter(contribution__memorandum=fresh)
    assert list(instalments.values_list("position", "amount", "due_on")) == [
        (1, 200 * MILLION, TODAY),
        (2, 300 * MILLION, TOMORROW),
    ]
    assert now(old) == status


def facts(row, without: set[str]) -> dict[str, object]:
    names = {field.attname for field in row._meta.concrete_fields} - without
    return {name: getattr(row, name) for name in names}


def all_facts(memorandum: Memorandum, rows: str) -> list[dict[str, object]]:
    without = {"id", "memorandum_id", "origin_id"}
    return [facts(row, without) for row in getattr(memorandum, rows).all()]


def test_receipts_and_scans_stay_with_the_old_version():
    old = to(Status.SIGNED)
    services.record_receipt(instalment_of(old), amount=1, received_on=TODAY)
    old.scans.create(content=b"%PDF", content_type="application/pdf", name="a.pdf", sha256="0" * 64)
    fresh = services.change_status(services.new_version(old), Status.AGREED)
    assert not fresh.scans.exists()
    assert not instalment_of(fresh).receipts.exists()
    assert old.scans.count() == instalment_of(old).receipts.count() == 1


def test_an_amount_edited_in_a_new_version_stands_alone():
    fresh = services.new_version(to(Status.SIGNED))
    fresh.contributions.update(amount=600 * MILLION)
    services.change_status(fresh, Status.AGREED)
    assert instalment_of(fresh).amount == 600 * MILLION


@pytest.mark.parametrize("status", [Status.DRAFT, Status.AGREED, Status.CANCELLED])
def test_what_was_never_signed_gets_no_new_version(status):
    memorandum = to(status)
    with pytest.raises(NotAllowed):
        services.new_version(memorandum)
    assert Memorandum.objects.count() == 1


def test_there_is_one_new_version_at_a_time():
    old = to(Status.SIGNED)
    services.new_version(old)
    with pytest.raises(
        NewerVersion, match=r"Đã có phiên bản 2 thay thế: vui lòng làm việc trên phiên bản đó\."
    ):
        services.new_version(old)


def test_a_cancelled_new_version_stands_in_the_way_of_nothing():
    old = to(Status.SIGNED)
    step(services.new_version(old), Status.CANCELLED)
    assert list(Memorandum.objects.in_force()) == [old]

    third = services.new_version(old)
    assert (third.version, third.replaces) == (3, old)
    assert list(Memorandum.objects.in_force()) == [third]


def test_signing_a_new_version_ends_the_old_one():
    old = to(Status.SIGNED)
    fresh = services.new_version(old)
    assert now(step(fresh, Status.AGREED).replaces) == Status.SIGNED
    step(fresh, Status.SIGNED)
    assert (now(old), now(fresh)) == (Status.ENDED, Status.SIGNED)


def test_a_new_version_of_what_has_ended_can_be_signed():
    old = to(Status.ENDED)
    fresh = services.new_version(old)
    step(step(fresh, Status.AGREED), Status.SIGNED)
    assert (now(old), now(fresh)) == (Status.ENDED, Status.SIGNED)


def test_versions_follow_each_other():
    memorandum = to(Status.SIGNED)
    for version in (2, 3):
        memorandum = services.new_version(memorandum)
        assert memorandum.version == version
        memorandum = step(step(memorandum, Status.AGREED), Status.SIGNED)
    assert list(Memorandum.objects.in_force()) == [memorandum]
