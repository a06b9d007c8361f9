"""The steps of a memorandum."""

import pytest

from sponsorship import services
from sponsorship.errors import Incomplete, NotAllowed, ReasonNeeded
from sponsorship.models import Instalment, Memorandum
from tests.factories import ContributionFactory, complete_memorandum
from tests.sponsorship.services.steps import (
    MILLION,
    TODAY,
    TOMORROW,
    YESTERDAY,
    Status,
    due,
    instalment_of,
    now,
    step,
    to,
)

pytestmark = pytest.mark.django_db


ALLOWED = {
    (Status.DRAFT, Status.AGREED),
    (Status.DRAFT, Status.CANCELLED),
    (Status.AGREED, Status.DRAFT),
    (Status.AGREED, Status.SIGNED),
    (Status.AGREED, Status.CANCELLED),
    (Status.SIGNED, Status.ENDED),
}


@pytest.mark.parametrize("before", Status.values)
@pytest.mark.parametrize("after", [*Status.values, "lost"])
def test_each_state_leads_to_few_others(before, after):
    memorandum = to(before)
    if (before, after) in ALLOWED:
        assert step(memorandum, after).status == now(memorandum) == after
    else:
        with pytest.raises(NotAllowed, match=f"“{memorandum.get_status_display()}”"):
            step(memorandum, after)
        assert now(memorandum) == before


@pytest.mark.parametrize("reason", ["", " \n"])
def test_cancelling_needs_a_reason(reason):
    memorandum = to(Status.AGREED)
    with pytest.raises(ReasonNeeded, match=r"Vui lòng ghi lý do\."):
        services.change_status(memorandum, Status.CANCELLED, reason=reason)
    assert now(memorandum) == Status.AGREED


def test_the_reason_is_kept():
    memorandum = to(Status.DRAFT)
    services.change_status(memorandum, Status.CANCELLED, reason=" Doanh nghiệp rút ")
    assert Memorandum.objects.get(pk=memorandum.pk).reason == "Doanh nghiệp rút"


def test_a_step_looks_at_the_memorandum_as_it_is_now():
    stale = to(Status.AGREED)
    services.change_status(Memorandum.objects.get(pk=stale.pk), Status.CANCELLED, reason="Rút")
    with pytest.raises(NotAllowed, match="đã hủy"):
        services.change_status(stale, Status.SIGNED, signing_day=TODAY)


def test_agreeing_gives_each_contribution_an_instalment():
    draft = complete_memorandum()
    due(draft, (200 * MILLION, TODAY), (300 * MILLION, TOMORROW))
    ContributionFactory(memorandum=draft, position=2, amount=MILLION)
    services.change_status(draft, Status.AGREED)
    assert [
        list(contribution.instalments.values_list("position", "amount", "due_on"))
        for contribution in draft.contributions.all()
    ] == [[(1, 200 * MILLION, TODAY), (2, 300 * MILLION, TOMORROW)], [(1, MILLION, None)]]


def test_an_amount_edited_after_reopening_stands_alone():
    memorandum = to(Status.AGREED)
    services.change_status(memorandum, Status.DRAFT)
    memorandum.contributions.update(amount=600 * MILLION)
    services.change_status(memorandum, Status.AGREED)
    assert instalment_of(memorandum).amount == 600 * MILLION


def test_reopening_keeps_the_instalments_that_say_something():
    draft = complete_memorandum()
    due(draft, (500 * MILLION, TODAY))
    ContributionFactory(memorandum=draft, position=2, amount=2)
    for _n in range(2):
        draft.contributions.get(position=2).instalments.create(position=_n + 1, amount=1)
    services.change_status(draft, Status.AGREED)
    services.change_status(draft, Status.DRAFT)
    assert Instalment.objects.count() == 3


@pytest.mark.parametrize(
    ("day", "ends_on", "sentences"),
    [
        (None, TOMORROW, ["Vui lòng nhập ngày ký."]),
        (TOMORROW, TOMORROW, ["Ngày ký không được sau ngày hôm nay: chỉ nhập khi đã ký xong."]),
        (TODAY, YESTERDAY, ["Ngày hết hiệu lực lại trước ngày ký."]),
        (
            TOMORROW,
            TODAY,
            [
                "Ngày ký không được sau ngày hôm nay: chỉ nhập khi đã ký xong.",
                "Ngày hết hiệu lực lại trước ngày ký.",
            ],
        ),
        (TODAY, TODAY, []),
        (YESTERDAY, TODAY, []),
    ],
)
def test_signing_needs_a_day_that_has_come(day, ends_on, sentences):
    memorandum = services.change_status(complete_memorandum(ends_on=ends_on), Status.AGREED)
    assert services.missing(memorandum, Status.SIGNED, signing_day=day) == sentences
    if sentences:
        with pytest.raises(Incomplete) as caught:
            services.change_status(memorandum, Status.SIGNED, signing_day=day)
        assert str(caught.value) == " ".join(sentences)
        assert now(memorandum) == Status.AGREED
    else:
        services.change_status(memorandum, Status.SIGNED, signing_day=day)
        assert Memorandum.objects.get(pk=memorandum.pk).signing_day == day


def test_the_day_written_in_the_draft_is_the_day_of_signing_unless_told_otherwise():
    first, second = (
        services.change_status(complete_memorandum(signing_day=YESTERDAY), Status.AGREED)
        for _n in range(2)
    )
    assert services.change_status(first, Status.SIGNED).signing_day == YESTERDAY
    signed = services.change_status(second, Status.SIGNED, signing_day=TODAY)
    assert signed.signing_day == TODAY
