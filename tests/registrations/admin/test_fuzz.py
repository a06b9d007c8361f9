"""Whatever an organizer types into the forms of the admin is stored as text or refused."""

import html
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contest_portal.server.odd_requests import QUERY_MAX, WORD_MAX
from registrations.models import CallLog, DataRequest, ImportDraft, Invitation, Registration, Seat
from registrations.services import data_requests, transitions
from registrations.services.delegate_keys import delegate_key
from tests.factories import make_hall, make_invitation, make_registration, make_seating, named
from tests.files import chosen as chosen_file
from tests.hostile import FORM, encoded, texts
from tests.pages import form_data
from tests.people import signed_in
from tests.registrations.admin.registration.pages import step, url
from tests.registrations.public.registration.test_fuzz import as_kept
from tests.spreadsheets import HEADINGS, separated

pytestmark = pytest.mark.django_db

fuzz = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ADD = {
    "invitation": reverse("admin:registrations_invitation_add"),
    "registration": reverse("admin:registrations_registration_add"),
}


@pytest.fixture
def event():
    return make_seating(public_seats=500, reserve_seats=50).event


@pytest.fixture
def organizer(db):
    return signed_in("organizer")


def typed(*names: str) -> Any:
    return st.dictionaries(st.sampled_from(names), texts, min_size=1, max_size=3)


def lines_kept(text: str) -> str:
    """Return a text of several lines as it may be kept: each line so, at most one empty between."""
    received = text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    lines = "\n".join(as_kept(line) for line in received.splitlines()).strip("\n")
    while "\n\n\n" in lines:
        lines = lines.replace("\n\n\n", "\n\n")
    return lines


def send(client, address: str, data: dict[str, Any]):
    """Send what a page had in it, and what was typed into it."""
    one_each = {name: v[-1] if isinstance(v, list) else str(v) for name, v in data.items()}
    return client.post(address, encoded(one_each), content_type=FORM)


def check(response) -> bool:
    """Say that the answer is a page or leads to one; return whether it was taken."""
    assert response.status_code in (200, 302), response.status_code
    source = response.content.decode()
    assert "<script>alert(1)" not in source
    assert "onerror=alert(1)>" not in source
    return bool(response.status_code == 302)


def look(client, address: str, query: str) -> None:
    """Open a page by what stands in its address; what no address holds is refused."""
    answer = client.get(f"{address}{encoded({'': query})}")
    sent = answer.request["QUERY_STRING"]
    received = query.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    endless = any(len(word) > WORD_MAX for word in received.split(","))
    too_odd = "\0" in query or len(sent) > QUERY_MAX or endless
    assert answer.status_code in ((400,) if too_odd else (200, 302, 404)), answer.status_code


def check_fields(row: Any, typed: dict[str, str], *names: str) -> None:
    for name in names:
        if name in typed:
            assert getattr(row, name) == as_kept(typed[name]), name


@fuzz
@given(
    typed=typed(
        "event", "organisation", "delegation", "honorific", "name", "position", "quota",
        "deadline", "contact_name", "contact_phone", "contact_email", "note", "sent_at_0",
    )
)  # fmt: skip
def test_invitations(organizer, event, typed):
    page = form_data(organizer.get(ADD["invitation"]), "invitation_form")
    data = {**page, "organisation": "Sở Thử", "quota": "2", **typed}
    if check(send(organizer, ADD["invitation"], data)):
        made = Invitation.objects.latest("pk")
        check_fields(made, typed, "organisation", "name", "position", "contact_name")
        assert made.note == lines_kept(typed.get("note", ""))
        check(organizer.get(url(made)))
        check(organizer.get(reverse("admin:registrations_invitation_follow_up")))
    check(organizer.get(reverse("admin:registrations_invitation_changelist")))


@fuzz
@given(typed=typed("calls-0-called_at_0", "calls-0-called_at_1", "calls-0-caller", "calls-0-said"))
def test_calls(organizer, event, typed):
    invitation = make_invitation(event)
    page = form_data(organizer.get(url(invitation)), "invitation_form")
    data = {**page, "calls-0-said": "Đã nghe máy", **typed}
    if check(send(organizer, url(invitation), data)) and invitation.calls.exists():
        call = CallLog.objects.get(invitation=invitation)
        check_fields(call, {"caller": typed.get("calls-0-caller", "").strip() or "nguoi-organizer"})
        assert call.said == lines_kept(data["calls-0-said"])
    check(organizer.get(url(invitation)))


@fuzz
@given(
    typed=typed(
        "event", "honorific", "name", "position", "organisation", "delegation", "phone", "email",
        "note", "consented_at_0",
    ),
    new=st.booleans(),
)  # fmt: skip
def test_registrations(organizer, event, typed, new):
    made = None if new else make_registration(event)
    address = url(made) if made else ADD["registration"]
    page = form_data(organizer.get(address), "registration_form")
    start = {} if made else {"name": "Lê Văn Thử", "organisation": "Sở Thử"}
    if check(send(organizer, address, {**page, **start, **typed})):
        now = Registration.objects.get(pk=made.pk) if made else Registration.objects.latest("pk")
        check_fields(now, typed, "name", "position", "organisation")
        check(organizer.get(url(now)))
        transitions.cancel(now)
    check(organizer.get(reverse("admin:registrations_registration_changelist")))


@fuzz
@given(
    typed=typed(
        "honorific", "name", "position", "organisation", "phone", "email", "consent", "shown"
    )
)
def test_substitutes(organizer, event, typed):
    made = make_registration(event)
    address = reverse("admin:registrations_registration_substitute", args=[made.pk])
    page = form_data(organizer.get(address), "substitution_form")
    if check(send(organizer, address, {**page, "name": "Lê Văn Thay", "consent": "on", **typed})):
        now = Registration.objects.get(pk=made.pk)
        if now.token != made.token:
            check_fields(now, typed, "name", "position", "organisation")
        else:
            assert typed["shown"] != delegate_key(made)
        check(organizer.get(url(now)))


@fuzz
@given(said=texts, declined=texts)
def test_calls_on_the_follow_up_list(organizer, event, said, declined):
    invitation = make_invitation(event)
    address = reverse("admin:registrations_invitation_follow_up")
    data = {"invitation": str(invitation.pk), "said": said, "declined": declined}
    check(send(organizer, address, data))
    kept = lines_kept(said)
    assert [call.said for call in invitation.calls.all()] == ([kept] if kept else [])
    assert Invitation.objects.unanswered().filter(pk=invitation.pk).exists() is not bool(kept)
    check(organizer.get(url(invitation)))


@fuzz
@given(typed=typed("policy", "opens_at_0", "opens_at_1", "public_seats", "reserve_seats"))
def test_seats(organizer, event, typed):
    page = form_data(organizer.get(url(event.seating)), "seating_form")
    check(send(organizer, url(event.seating), {**page, **typed}))
    check(organizer.get(url(event.seating)))


@fuzz
@given(
    name=st.sampled_from(["decline", "cancel", "reserve"]),
    reason=texts,
    ids=texts | st.integers(0, 10**30).map(str),
)
def test_reasons_of_steps(organizer, event, name, reason, ids):
    event.seating.policy = "approval"
    event.seating.save()
    made = make_registration(event)
    check(send(organizer, step(name), {"ids": ids, "reason": "Vì"}))
    if check(send(organizer, step(name), {"ids": str(made.pk), "reason": reason})):
        now = Registration.objects.get(pk=made.pk)
        assert now.reason in (lines_kept(reason), "")
        check(organizer.get(url(now)))
        own = organizer.get(now.get_absolute_url())
        check(own)
        if now.status == "declined":
            assert now.reason.split("\n")[0] in html.unescape(own.content.decode())


@fuzz
@given(reason=texts)
def test_refusing_a_request(organizer, event, reason):
    asked = data_requests.ask(make_registration(event), "copy", "Xin bản sao")
    page = form_data(organizer.get(url(asked)), "datarequest_form")
    check(send(organizer, url(asked), {**page, "reason": reason}))
    now = DataRequest.objects.get(pk=asked.pk)
    assert (now.status, now.reason) in (("refused", lines_kept(reason)), ("open", ""))
    check(organizer.get(url(asked)))
    check(organizer.get(f"{asked.registration.get_absolute_url()}du-lieu/"))


@fuzz
@given(code=texts | st.none(), words=texts)
def test_requests_by_telephone(organizer, event, code, words):
    one = make_registration(event)
    address = reverse("admin:registrations_datarequest_add")
    page = form_data(organizer.get(address), "datarequest_form")
    sent = {"code": one.code if code is None else code, "kind": "copy", "words": words}
    check(send(organizer, address, {**page, **sent}))
    kept = [asked.words for asked in one.requests.all()]
    assert kept in ([lines_kept(words)] if code is None else [], [])
    check(organizer.get(url(one)))


@fuzz
@given(query=texts)
def test_searching(organizer, event, query):
    named(make_invitation(event))
    for model in ("invitation", "registration", "datarequest"):
        address = reverse(f"admin:registrations_{model}_changelist")
        look(organizer, f"{address}?q", query)


@fuzz
@given(said=texts, whose=texts | st.none())
def test_calls_of_any_invitation(organizer, event, said, whose):
    invitation = make_invitation(event)
    page = reverse("admin:registrations_invitation_follow_up")
    sent = {"invitation": str(invitation.pk) if whose is None else whose, "said": said}
    assert check(send(organizer, page, sent))
    kept = [call.said for call in CallLog.objects.filter(invitation=invitation)]
    assert kept == ([lines_kept(said)] if whose is None and lines_kept(said) else [])
    check(organizer.get(page))


keys = st.integers(-1, 10**18) | st.integers(0, 3)
chairs = st.one_of(
    texts,
    keys.map(lambda key: f"seat-{key}"),
    st.tuples(keys, st.integers(0, 9999)).map(lambda at: f"chair-{at[0]}-{at[1]}"),
    st.just("genuine"),
)


@fuzz
@given(wanted=st.lists(chairs, max_size=3), who=texts | st.sampled_from(["rest", "all"]))
def test_the_plan_of_the_hall(organizer, event, wanted, who):
    if not event.seating.rows.exists():
        make_hall(event, A=4)
    seat = make_registration(event).seat
    page = reverse("admin:registrations_seat_hall")
    data = "&".join(
        f"chosen{encoded({'': one.replace('genuine', f'seat-{seat.pk}')})}" for one in wanted
    )
    answer = organizer.post(f"{page}?event={event.slug}", data, content_type=FORM)
    assert answer.status_code in (200, 302, 404)
    arrange = reverse("admin:registrations_seat_arrange")
    check(send(organizer, f"{arrange}?event={event.slug}", {"who": who}))
    placed = list(Seat.objects.placed().filter(event=event).values_list("row", "chair"))
    assert len(placed) == len(set(placed))
    look(organizer, f"{page}?event", who)
    check(organizer.get(page))


@fuzz
@given(typed=typed("row_name", "chair"))
def test_the_chair_of_a_seat(organizer, event, typed):
    seat = event.seats.first()
    page = form_data(organizer.get(url(seat)), "seat_form")
    check(send(organizer, url(seat), {**page, **typed}))
    check(organizer.get(url(seat)))


@fuzz
@given(
    rows=st.lists(st.lists(texts, min_size=1, max_size=7), max_size=4),
    kind=st.sampled_from(["delegates", "invitations"]),
    deadline=texts,
    file_name=st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=20),
)
def test_lists(organizer, event, rows, kind, deadline, file_name):
    upload = reverse("admin:registrations_import")
    cells = [[cell.encode("utf-8", "replace").decode() for cell in row] for row in rows]
    good = [1, "Nguyễn Văn An", "Giám đốc", "Sở Y tế", "0912345678", "", ""]
    content = separated([HEADINGS, good, *cells], ",", "utf-8")
    file = chosen_file(f"{file_name}.csv", content, "text/csv")
    data = {"kind": kind, "event": str(event.pk), "file": file}
    if not check(organizer.post(upload, data)):
        return  # told on the page
    draft = ImportDraft.objects.latest("pk")
    page = reverse("admin:registrations_import_preview", args=[draft.pk])
    check(organizer.get(page))
    assert not Registration.objects.exists()
    check(send(organizer, page, {"deadline": deadline, "outcome": deadline}))
    look(organizer, f"{page}?outcome", deadline)
    for made in Registration.objects.all():
        for name in ("name", "position", "organisation"):
            assert getattr(made, name) == as_kept(getattr(made, name))
        transitions.cancel(made)
    Registration.objects.all().delete()
