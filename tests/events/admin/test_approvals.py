"""A paper is presented, approved or returned, and then issued: by the requests of a browser."""

import datetime
from functools import partial
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.documents import KINDS, approvals, register
from events.documents.errors import DecidedAlready, NotApproved
from events.models import Event, OfficialDocument, Plan, Submission
from tests.factories import PlanFactory, make_invitation
from tests.pages import visible_text
from tests.people import signed_in, worker
from tests.registrations.crowd import check_everything, committed, together

pytestmark = pytest.mark.django_db

DAY = datetime.date(2025, 1, 20)
ISSUE = {"day": "20/01/2025", "copies": "1", "note": "", "first_number": "", "replaces": ""}
LIST = "/quan-tri/events/submission/"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(datetime.datetime(2025, 1, 25, 5, tzinfo=datetime.UTC), tick=True):
        yield


def made() -> Event:
    """Make a ceremony with a plan, a day and an hour."""
    starts_at = datetime.datetime(2025, 2, 12, 1, tzinfo=datetime.UTC)
    plan = PlanFactory(subject="Tổ chức Lễ thử", event__published=False, event__starts_at=starts_at)
    return plan.event


@pytest.fixture
def event() -> Event:
    return made()


@pytest.fixture
def clerk() -> Client:
    return signed_in("secretariat")


@pytest.fixture
def head() -> Client:
    return signed_in("organizer")


def page(event: Event, kind: str = "plan", key: int = 0) -> str:
    return f"/quan-tri/events/officialdocument/issue/{kind}/{event.pk}/{f'{key}/' if key else ''}"


def send(client: Client, event: Event, what: str, remarks: str = "", **more: Any) -> str:
    """Send a button of the page of a paper; return what the page that comes says."""
    address = page(event).replace("/issue/", "/decide/")
    answer = client.post(address, {what: "1", "remarks": remarks, **more}, follow=True)
    assert answer.status_code == 200
    return visible_text(answer.content.decode())


def shown(event: Event) -> dict[str, int]:
    return {"submission": Submission.objects.of("plan", event)[0].pk}


def test_from_draft_to_number(event: Event, clerk: Client, head: Client) -> None:
    before = visible_text(clerk.get(page(event)).content.decode())
    assert "Văn bản được phát hành sau khi được trình và duyệt." in before
    assert "Ngày ban hành" not in before

    said = send(clerk, event, "present", "Kính trình đồng chí Phó Trưởng ban")
    assert "Đã trình văn bản, đang chờ duyệt." in said
    assert "Người trình: nguoi-secretariat" in said
    assert "Kính trình đồng chí Phó Trưởng ban" in said
    assert "chờ duyệt" in visible_text(head.get(LIST + "?decision=waits").content.decode())

    assert "Đã duyệt văn bản" in send(head, event, "approved", "Đồng ý", **shown(event))
    answer = clerk.post(page(event), {**ISSUE, "issue": "1"}, follow=True)

    assert "Đã phát hành với số" in visible_text(answer.content.decode())
    document = OfficialDocument.objects.get()
    submission = document.submission
    assert (submission.presented_by.username, submission.decided_by.username) == (
        "nguoi-secretariat",
        "nguoi-organizer",
    )
    assert "nguoi-organizer; người trình: nguoi-secretariat" in visible_text(
        answer.content.decode()
    )


def test_without_approval_nothing_is_issued(event: Event, clerk: Client) -> None:
    for _step in ("draft", "presented"):
        answer = clerk.post(page(event), {**ISSUE, "issue": "1"})
        assert "Văn bản chưa được duyệt." in visible_text(answer.content.decode())
        send(clerk, event, "present")
    assert not OfficialDocument.objects.exists()


def test_who_may_approve_issues_at_once(event: Event, head: Client) -> None:
    assert "phát hành ngay" in visible_text(head.get(page(event)).content.decode())
    head.post(page(event), {**ISSUE, "issue": "1"})
    assert OfficialDocument.objects.get().issued_by.username == "nguoi-organizer"


def test_who_may_not_approve_does_not(event: Event, clerk: Client) -> None:
    send(clerk, event, "present")
    address = page(event).replace("/issue/", "/decide/")
    for decision in ("approved", "returned"):
        answer = clerk.post(address, {decision: "1", "remarks": "x", **shown(event)})
        assert answer.status_code == 403
    answer = clerk.post(LIST, {"action": "approve_chosen", "_selected_action": shown(event)})
    assert Submission.objects.get().decision == ""


def test_what_was_altered_is_neither_approved_nor_issued(
    event: Event, clerk: Client, head: Client
) -> None:
    send(clerk, event, "present")
    seen = shown(event)
    Plan.objects.update(subject="Tổ chức Lễ khác")
    assert "Nội dung văn bản đã thay đổi sau khi trình." in send(head, event, "approved", **seen)

    send(clerk, event, "present")  # anew: what waited gives way
    assert "vừa được trình lại" in send(head, event, "approved", **seen)
    send(head, event, "approved", **shown(event))
    Plan.objects.update(subject="Tổ chức Lễ khác nữa")
    answer = clerk.post(page(event), {**ISSUE, "issue": "1"})
    assert "đã thay đổi sau khi được duyệt" in visible_text(answer.content.decode())
    assert not OfficialDocument.objects.exists()


def test_return_says_why_and_the_paper_is_presented_anew(
    event: Event, clerk: Client, head: Client
) -> None:
    send(clerk, event, "present")
    assert "Vui lòng ghi ý kiến" in send(head, event, "returned", **shown(event))
    send(head, event, "returned", "Bổ sung nơi nhận", **shown(event))
    said = visible_text(clerk.get(page(event)).content.decode())
    assert "nguoi-organizer trả lại" in said
    assert "Bổ sung nơi nhận" in said
    assert "đang chờ duyệt" in send(clerk, event, "present")
    assert [row.decision for row in Submission.objects.all()] == ["", "returned"]


def test_a_return_takes_back_an_earlier_approval_of_the_same_words(event: Event) -> None:
    clerk, head = worker("secretariat"), worker("organizer")
    kind = KINDS["plan"]
    approved = approvals.decide(approvals.present(kind, event, by=clerk), "approved", by=head)
    again = approvals.present(kind, event, by=clerk)
    approvals.decide(again, "returned", by=head, remarks="Chưa thống nhất nơi nhận")
    with pytest.raises(NotApproved):
        register.issue(register.Entry(kind=kind, event=event, day=DAY, by=clerk))
    assert not Submission.objects.filter(pk=approved.pk).usable().exists()
    third = approvals.decide(approvals.present(kind, event, by=clerk), "approved", by=head)
    issued = register.issue(register.Entry(kind=kind, event=event, day=DAY, by=clerk))
    assert issued.submission == third


def test_one_approval_is_for_one_paper(event: Event) -> None:
    clerk, head = worker("secretariat"), worker("organizer")
    kind = KINDS["plan"]
    approvals.decide(approvals.present(kind, event, by=clerk), "approved", by=head)
    entry = {"kind": kind, "event": event, "day": DAY, "by": clerk}
    first = register.issue(register.Entry(**entry))
    with pytest.raises(NotApproved):
        register.issue(register.Entry(**entry, replaces=first))


def test_bad_requests(event: Event, clerk: Client, head: Client) -> None:
    send(clerk, event, "present")
    assert "Văn bản này đã được trình" in send(clerk, event, "present")
    assert "tối đa 500 ký tự" in send(clerk, event, "present", "a" * 501)
    for odd in ("", "0", "x", "9" * 30):
        assert "vừa được trình lại" in send(head, event, "approved", submission=odd)
    assert clerk.get(page(event).replace("/issue/", "/decide/")).status_code == 405
    assert clerk.post(f"{LIST}{Submission.objects.get().pk}/delete/").status_code == 403
    nothing = page(event).replace("/issue/", "/decide/").replace("/plan/", "/memorandum/")
    assert clerk.post(nothing + "99/", {"present": "1"}).status_code == 302


def test_invitations_are_presented_and_approved_together(
    event: Event, clerk: Client, head: Client
) -> None:
    rows = [make_invitation(event, organisation=f"Sở Thử {n}") for n in range(3)]
    chosen = {"_selected_action": [row.pk for row in rows]}
    invitations = "/quan-tri/registrations/invitation/"
    answer = clerk.post(invitations, {"action": "present_chosen", **chosen}, follow=True)
    assert "Đã trình 3 giấy mời" in visible_text(answer.content.decode())
    waiting = {"_selected_action": list(Submission.objects.values_list("pk", flat=True))}
    answer = head.post(LIST, {"action": "approve_chosen", **waiting}, follow=True)
    assert "Đã duyệt 3 văn bản." in visible_text(answer.content.decode())
    day = {"action": "issue_chosen", "confirmed": "1", "day": "20/01/2025"}
    clerk.post(invitations, {**day, **chosen})
    assert OfficialDocument.objects.filter(submission__isnull=False).count() == 3


@committed
def test_of_two_decisions_one_counts() -> None:
    event = made()
    clerk, head = worker("secretariat"), worker("organizer")
    other = User.objects.create_user("nguoi-khac")
    submission = approvals.present(KINDS["plan"], event, by=clerk)

    def say(by: User, decision: str) -> str:
        try:
            return approvals.decide(submission, decision, by=by, remarks="Sửa").decision
        except DecidedAlready:
            return ""

    works = [partial(say, head, "approved"), partial(say, other, "returned")]
    told = together(*works, partial(say, head, "returned"))

    assert sorted(told)[:2] == ["", ""]
    assert max(told) == Submission.objects.get().decision
    check_everything()


def test_list_needs_as_many_statements_for_many(event: Event, head: Client) -> None:
    clerk = worker("secretariat")
    counts = []
    for number in (1, 3, 30):
        while Submission.objects.count() < number:
            invitation = make_invitation(event, organisation=f"Sở {Submission.objects.count()}")
            approvals.present(KINDS["invitations"], event, invitation.pk, by=clerk)
        with CaptureQueriesContext(connection) as queries:
            assert head.get(LIST).status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts
