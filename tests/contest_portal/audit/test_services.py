"""Every service that writes leaves its entries in the record: a new one fails here until told."""

import datetime
import importlib
import inspect
import pkgutil
from collections.abc import Callable
from functools import partial
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

import agenda.services
import events.services
import registrations.services
import sponsorship.services
from agenda.importing.table import TaskRow
from agenda.models import PreparationTask
from agenda.services import programme, task_import, task_order, tasks, unit_reports, versions
from events.models import Appearance, AuditEntry, Picture, Video
from events.services import appearance, downloads, pictures, publications, rules, videos
from events.web.uploads import Upload
from registrations.importing import read_list
from registrations.models import ConsentPurpose, ImportDraft, Invitation, Seat
from registrations.services import (
    capacity,
    consents,
    data_requests,
    erasure,
    hall,
    import_jobs,
    imports,
    invitations,
    registration,
    sources,
    transitions,
    verification,
)
from sponsorship.services import drafting, receipts
from sponsorship.services import transitions as memoranda
from tests.contest_portal.audit.written import tables_written
from tests.factories import (
    AgendaItemFactory,
    DownloadFactory,
    EventFactory,
    NewsPostFactory,
    PlanFactory,
    PreparationTaskFactory,
    RulesFactory,
    SponsorFactory,
    complete_memorandum,
    issued_paper,
    make_delegate,
    make_hall,
    make_invitation,
    make_look,
    make_registration,
    named,
    published,
    signed_memorandum,
)
from tests.files import chosen, pdf, picture
from tests.spreadsheets import HEADINGS, separated

pytestmark = pytest.mark.django_db
ROOMS = (agenda.services, events.services, registrations.services, sponsorship.services)

LETTERS = "queues letters, which the outbox records"
READS = {
    **dict.fromkeys(
        (
            *("agenda.services.audiences.person", "agenda.services.audiences.register"),
            *("agenda.services.audiences.in_turn", "agenda.services.programme.as_text"),
            *("agenda.services.programme.text_of", "agenda.services.reminders.is_to_remind"),
            *("agenda.services.task_import.compare", "agenda.services.tasks.shown"),
            *("agenda.services.versions.draft_items", "agenda.services.versions.latest"),
            "agenda.services.versions.unpublished",
            *("events.services.publications.obstacles", "events.services.pictures.opened"),
            "events.services.pictures.named_in",
            "events.services.rules.what_is_missing",
            "events.services.publications.obstacles_of",
            "registrations.services.allocation.free_seats",
            *(f"registrations.services.consents.{n}" for n in ("shown_text", "shown_as")),
            *(f"registrations.services.consents.{n}" for n in ("own", "given")),
            *(f"registrations.services.counts.{n}" for n in ("with_counts", "with_seated")),
            *(f"registrations.services.counts.{n}" for n in ("answers_by_day",)),
            "registrations.services.data_requests.own_data",
            "registrations.services.data_requests.cancels_registration",
            "registrations.services.delegate_keys.delegate_key",
            "registrations.services.delegate_keys.find",
            *(f"registrations.services.erasure.{n}" for n in ("due_for_erasure", "count_overdue")),
            "registrations.services.erasure.is_kept_no_longer",
            "registrations.services.identity.find_same",
            "registrations.services.imports.check_against",
            *(f"registrations.services.locking.{n}" for n in ("broken_constraint", "lock")),
            *(f"registrations.services.locking.{n}" for n in ("one_transaction", "hold_seats")),
            "registrations.services.locking.lock_registration",
            *(f"registrations.services.quota.{n}" for n in ("open_invitation", "use_quota")),
            "registrations.services.registration.claims",
            *(f"registrations.services.sources.{n}" for n in ("digest", "conspicuous_from")),
            *(f"registrations.services.sources.{n}" for n in ("groups", "bursts")),
            *(f"registrations.services.waiting_list.{n}" for n in ("waiting_list", "reason_of")),
            "registrations.services.waiting_list.queue_positions_of",
            *(f"registrations.services.waiting_list.{n}" for n in ("stopped_because", "moment")),
            "sponsorship.services.missing.missing",
            *("sponsorship.services.receipts.balance", "sponsorship.services.transitions.lock"),
        ),
        "reads",
    ),
    **dict.fromkeys(
        (f"events.services.video_uploads.{n}" for n in ("look", "folder", "path_of")), "reads"
    ),
    **dict.fromkeys(
        (f"events.services.video_uploads.{n}" for n in ("begin", "add", "taken", "forget_old")),
        "what becomes of an upload is a video",
    ),
    **dict.fromkeys(
        (f"events.services.downloads.{n}" for n in ("why_not", "needs_confirmation")), "reads"
    ),
    **dict.fromkeys(
        (f"events.services.appearance.{n}" for n in ("is_svg", "emblem_of", "motif_of")),
        "reads",
    ),
    "events.services.contacts.somebody_to_ask": "reads",
    "events.services.videos.remove_unused": "removes files that no row has",
    "agenda.services.reminders.queue_due_letters": LETTERS,
    "agenda.services.reminders.remind_now": LETTERS,
    "registrations.services.invitations.remind": LETTERS,
    "registrations.services.reminders.to_tell": "reads",
    "registrations.services.reminders.to_remind": "reads",
    "registrations.services.reminders.reminded_for": "reads",
    "registrations.services.reminders.queue_due_letters": LETTERS,
    "registrations.services.reminders.send_again": LETTERS,
    "registrations.services.reminders.send_own_link": LETTERS,
    "registrations.services.lost_links.send_links": LETTERS,
    "registrations.services.reminders.notify_new_chairs": LETTERS,
    "registrations.services.import_jobs.confirm": "writes no row of the list yet",
    "registrations.services.import_jobs.stop": "what was imported stays",
    "registrations.services.invitations.send": LETTERS,
    "registrations.services.registration.record_consent": "a part of `register`",
    "registrations.services.registration.seat_newcomer": "a part of `register`",
    "registrations.services.registration.seat_by_hand": "a part of `give_reserve_seat`",
    "registrations.services.registration.save_mended": "a part of `correct`",
}


def _task(w: Any) -> PreparationTask:
    return PreparationTaskFactory(event=w.event, lead_unit=w.unit)


def _due_task(w: Any) -> PreparationTask:
    late = timezone.localdate() - datetime.timedelta(days=3)
    return PreparationTaskFactory(event=w.event, lead_unit=w.unit, due_on=late)


def _waiting(w: Any) -> Any:
    *_seated, last = [make_registration(w.event) for _n in range(4)]
    return last


def _listing(w: Any) -> Any:
    people = [[1, "Nguyễn Văn An", "Giám đốc", "Sở Y tế", "0912345678", "", ""]]
    file = chosen("d.csv", separated([HEADINGS, *people], ",", "utf-8"), "text/csv")
    return read_list(file, ImportDraft.Kind.DELEGATES, [])


def _draft(w: Any) -> ImportDraft:
    content = _listing(w).as_dict()
    draft = ImportDraft.objects.create(
        event=w.event, user=w.user, kind="delegates", content=content
    )
    import_jobs.confirm(draft)
    return draft


def _step(w: Any) -> programme.Step:
    return programme.duplicate(w.event, AgendaItemFactory(event=w.event).pk)


def _held(w: Any, name: str) -> Seat:
    found = Seat.objects.filter(event=w.event).order_by("number")
    return found[int(name)]


def _rows(w: Any) -> Any:
    make_hall(w.event, A=4)
    return w.event


def _arranged(w: Any) -> Any:
    hall.arrange(_rows(w))
    return w.event


def _overdue(w: Any) -> Any:
    make_registration(w.event)
    return w.event


def _promotable(w: Any) -> Any:
    last = _waiting(w)
    capacity.resize(w.event.seating, public_seats=3, reserve_seats=1, promotion_paused=True)
    transitions.cancel(w.event.registrations.filter(seat__isnull=False).first())
    w.event.seating.__class__.objects.update(promotion_paused=False)
    return last


def _request(w: Any, kind: str = "restrict") -> Any:
    return data_requests.ask(make_registration(w.event), kind)


def _instalment(w: Any) -> Any:
    return signed_memorandum(w.event).contributions.get().instalments.get()


def _pending(w: Any) -> Any:
    w.event.seating.__class__.objects.update(policy="approval")
    return make_registration(w.event)


EXAMPLES: dict[str, Callable[[Any], Callable[[], Any]]] = {
    "agenda.services.programme.edit": lambda w: partial(
        programme.edit, w.event, w.item.pk, {"title": "Khác"}, {"title": w.item.title}
    ),
    "agenda.services.programme.insert": lambda w: partial(
        programme.insert, w.event, None, {"title": "Mới"}
    ),
    "agenda.services.programme.duplicate": lambda w: partial(
        programme.duplicate, w.event, w.item.pk
    ),
    "agenda.services.programme.move": lambda w: partial(
        programme.move, w.event, w.item.pk, AgendaItemFactory(event=w.event).pk
    ),
    "agenda.services.programme.shift": lambda w: (
        AgendaItemFactory(event=w.event),
        partial(programme.shift, w.event, w.item.pk, 1),
    )[1],
    "agenda.services.programme.remove": lambda w: partial(programme.remove, w.event, w.item.pk),
    "agenda.services.programme.take_back": lambda w: partial(
        programme.take_back, w.event, _step(w)
    ),
    "agenda.services.task_import.carry_out": lambda w: partial(_import_tasks, w),
    "agenda.services.task_order.append": lambda w: partial(
        task_order.append, PreparationTask(event=w.event, content="Việc mới", lead_unit=w.unit)
    ),
    "agenda.services.task_order.set_due": lambda w: partial(
        task_order.set_due, w.event.pk, [w.unit.pk] if _due_task(w) else [], timezone.localdate()
    ),
    "agenda.services.task_order.remove": lambda w: partial(task_order.remove, _task(w)),
    "agenda.services.task_order.place": lambda w: _place_task(w),
    "agenda.services.task_order.split": lambda w: _split(w),
    "agenda.services.tasks.report": lambda w: partial(
        tasks.report, _task(w), by="Lê Thị Thử", status="under_way", percent=40
    ),
    "agenda.services.unit_reports.report": lambda w: partial(
        unit_reports.report, w.unit, _task(w), percent=10
    ),
    "agenda.services.versions.publish": lambda w: partial(versions.publish, w.event, by="Thử"),
    "agenda.services.versions.take_back": lambda w: _older_version(w),
    "events.services.pictures.save": lambda w: partial(
        pictures.save,
        Picture(contest=w.event.contest, alt="Ảnh"),
        Upload("a.png", picture(size=(300, 300)), "image/png"),
    ),
    "events.services.appearance.save": lambda w: partial(
        appearance.save, Appearance(main="#0b3d91")
    ),
    "events.services.appearance.reset": lambda w: partial(appearance.reset, make_look()),
    "events.services.downloads.publish_paper": lambda w: partial(
        downloads.publish_paper, issued_paper(PlanFactory().event)
    ),
    "events.services.downloads.save_file": lambda w: partial(
        downloads.save_file,
        DownloadFactory(contest=w.event.contest),
        Upload("a.pdf", pdf(), "application/pdf"),
    ),
    "events.services.videos.save": lambda w: partial(
        videos.save, Video(contest=w.event.contest, title="Video", slug="video")
    ),
    "events.services.rules.new_version": lambda w: partial(
        rules.new_version, RulesFactory(contest=w.event.contest)
    ),
    "events.services.publications.publish": lambda w: partial(
        publications.publish, NewsPostFactory(contest=w.event.contest)
    ),
    "events.services.publications.withdraw": lambda w: partial(
        publications.withdraw, publications.publish(NewsPostFactory(contest=w.event.contest))
    ),
    "registrations.services.capacity.open_seating": lambda w: partial(
        capacity.open_seating, event=EventFactory()
    ),
    "registrations.services.capacity.resize": lambda w: partial(
        capacity.resize, w.event.seating, public_seats=5, reserve_seats=1
    ),
    "registrations.services.consents.record": lambda w: partial(
        consents.record,
        make_registration(w.event),
        [ConsentPurpose.PHOTO],
        given=True,
        at=timezone.now(),
    ),
    "registrations.services.data_requests.change_consents": lambda w: partial(
        data_requests.change_consents, make_registration(w.event), [ConsentPurpose.PHOTO]
    ),
    "registrations.services.data_requests.ask": lambda w: partial(
        data_requests.ask, make_registration(w.event), "copy"
    ),
    "registrations.services.data_requests.answer": lambda w: partial(
        data_requests.answer, _request(w)
    ),
    "registrations.services.data_requests.finish": lambda w: partial(
        data_requests.finish, _request(w, "erase"), by=w.user
    ),
    "registrations.services.data_requests.refuse": lambda w: partial(
        data_requests.refuse, _request(w), reason="Không đúng", by=w.user
    ),
    "registrations.services.erasure.erase_due": lambda w: partial(
        erasure.erase_due, _overdue(w), datetime.date(2040, 1, 1)
    ),
    "registrations.services.hall.arrange": lambda w: partial(hall.arrange, _rows(w)),
    "registrations.services.hall.swap": lambda w: partial(
        hall.swap, _held(_arrange(w), "0"), _held(w, "1")
    ),
    "registrations.services.hall.move": lambda w: partial(
        hall.move, _held(_arrange(w), "0"), "A", 4
    ),
    "registrations.services.hall.assign": lambda w: partial(
        hall.assign, {_held(_arrange(w), "0").pk: ("A", None)}
    ),
    "registrations.services.hall.clear_chairs": lambda w: partial(
        hall.clear_chairs, w.event.seating, {_arranged(w).seating.rows.get().pk: 0}
    ),
    "registrations.services.import_jobs.carry_out": lambda w: partial(
        import_jobs.carry_out, _draft(w).pk
    ),
    "registrations.services.import_jobs.carry_out_waiting": lambda w: (
        _draft(w),
        import_jobs.carry_out_waiting,
    )[1],
    "registrations.services.imports.import_list": lambda w: partial(
        imports.import_list, w.event, _listing(w)
    ),
    "registrations.services.invitations.invite": lambda w: partial(
        invitations.invite, event=w.event, organisation="Sở Mới", quota=1
    ),
    "registrations.services.invitations.change": lambda w: partial(
        invitations.change, make_invitation(w.event), quota=3
    ),
    "registrations.services.invitations.note_sent": lambda w: partial(
        invitations.note_sent, [make_invitation(w.event)]
    ),
    "registrations.services.invitations.remove": lambda w: partial(
        invitations.remove, make_invitation(w.event)
    ),
    "registrations.services.invitations.name_delegate": lambda w: partial(
        invitations.name_delegate, make_invitation(w.event), make_delegate()
    ),
    "registrations.services.invitations.name_delegates": lambda w: partial(
        invitations.name_delegates, make_invitation(w.event), [make_delegate()]
    ),
    "registrations.services.invitations.set_deadline": lambda w: partial(
        invitations.set_deadline, w.event, [make_invitation(w.event).pk], timezone.localdate()
    ),
    "registrations.services.invitations.decline": lambda w: partial(
        invitations.decline, make_invitation(w.event), reason="Bận"
    ),
    "registrations.services.invitations.reopen": lambda w: _declined(w),
    "registrations.services.invitations.substitute": lambda w: partial(
        invitations.substitute, named(make_invitation(w.event)), delegate=make_delegate()
    ),
    "registrations.services.invitations.correct_delegate": lambda w: _corrected(
        w, invitations.correct_delegate
    ),
    "registrations.services.invitations.correct_own": lambda w: _corrected(
        w, invitations.correct_own
    ),
    "registrations.services.invitations.cancel_delegate": lambda w: partial(
        invitations.cancel_delegate, named(make_invitation(w.event))
    ),
    "registrations.services.registration.register": lambda w: partial(
        registration.register, event=w.event, delegate=make_delegate()
    ),
    "registrations.services.sources.take_back": lambda w: _burst(w, sources.take_back),
    "registrations.services.sources.let_be": lambda w: _burst(w, sources.let_be),
    "registrations.services.transitions.seat_waiting": lambda w: partial(
        transitions.seat_waiting, _promotable(w).event_id
    ),
    "registrations.services.transitions.promote_waiting": lambda w: partial(
        transitions.promote_waiting, _promotable(w).event
    ),
    "registrations.services.transitions.promote_due": lambda w: (
        _promotable(w),
        transitions.promote_due,
    )[1],
    "registrations.services.transitions.cancel": lambda w: partial(
        transitions.cancel, make_registration(w.event)
    ),
    "registrations.services.transitions.cancel_together": lambda w: partial(
        transitions.cancel_together, [make_registration(w.event)]
    ),
    "registrations.services.transitions.approve": lambda w: partial(
        transitions.approve, _pending(w)
    ),
    "registrations.services.transitions.decline": lambda w: partial(
        transitions.decline, _pending(w), reason="Không đúng thành phần"
    ),
    "registrations.services.transitions.give_reserve_seat": lambda w: partial(
        transitions.give_reserve_seat, _waiting(w), reason="Khách mời"
    ),
    "registrations.services.transitions.correct": lambda w: partial(
        transitions.correct, make_registration(w.event), delegate=make_delegate()
    ),
    "registrations.services.verification.mark": lambda w: partial(
        verification.mark, [make_registration(w.event).pk], verified=True
    ),
    "sponsorship.services.drafting.draft_memorandum": lambda w: partial(
        drafting.draft_memorandum, event=w.event, sponsor=SponsorFactory(event=w.event)
    ),
    "sponsorship.services.drafting.new_version": lambda w: partial(
        drafting.new_version, signed_memorandum(w.event)
    ),
    "sponsorship.services.receipts.record_receipt": lambda w: partial(
        receipts.record_receipt, _instalment(w), amount=1, received_on=timezone.localdate()
    ),
    "sponsorship.services.receipts.take_back": lambda w: partial(
        receipts.take_back,
        receipts.record_receipt(_instalment(w), amount=1, received_on=timezone.localdate()),
        note="Nhầm",
    ),
    "sponsorship.services.transitions.change_status": lambda w: partial(
        memoranda.change_status, complete_memorandum(w.event), "agreed"
    ),
}


def _arrange(w: Any) -> Any:
    _arranged(w)
    return w


def _import_tasks(w: Any) -> Any:
    rows = [TaskRow(sheet="", row=2, content="Việc trong bảng", lead="Văn phòng")]
    return task_import.carry_out(
        w.event, rows, by="Thử", expected=[p.as_key() for p in task_import.compare(w.event, rows)]
    )


def _place_task(w: Any) -> Any:
    first, second = _task(w), _task(w)
    return partial(task_order.place, second, before=first.pk)


def _new_task(w: Any) -> PreparationTask:
    return PreparationTask(event=w.event, content="Việc", lead_unit=w.unit)


def _split(w: Any) -> Any:
    task = PreparationTaskFactory(event=w.event, lead_unit=w.unit, content="In; gửi")
    return partial(task_order.split, task, kept="In", taken="Gửi", seen="In; gửi")


def _older_version(w: Any) -> Any:
    version = published(w.event)
    programme.edit(w.event, w.item.pk, {"title": "Khác"}, {"title": w.item.title})
    return partial(versions.take_back, version)


def _declined(w: Any) -> Any:
    invitation = make_invitation(w.event)
    invitations.decline(invitation, reason="Bận")
    return partial(invitations.reopen, Invitation.objects.get(pk=invitation.pk))


def _corrected(w: Any, service: Any) -> Any:
    one = named(make_invitation(w.event))
    same = {"name": one.name, "organisation": one.organisation, "phone": one.phone}
    return partial(service, one, delegate=make_delegate(**same, position="Phó Giám đốc"))


def _burst(w: Any, service: Any) -> Any:
    rows = [make_registration(w.event) for _n in range(3)]
    w.event.registrations.update(source="0" * 64)
    one = w.event.registrations.get(pk=rows[0].pk)
    return partial(service, one, [row.pk for row in rows])


def services() -> dict[str, Any]:
    """Return every public function of the rooms that write, by its full name."""
    found = {}
    for room in ROOMS:
        for info in pkgutil.iter_modules(room.__path__):
            module: ModuleType = importlib.import_module(f"{room.__name__}.{info.name}")
            for name, value in vars(module).items():
                is_own = getattr(value, "__module__", "") == module.__name__
                is_function = callable(value) and not inspect.isclass(value)
                if is_own and is_function and not name.startswith("_"):
                    found[f"{module.__name__}.{name}"] = value
    return found


def test_every_service_has_an_example_or_a_reason() -> None:
    assert set(services()) == {*EXAMPLES, *READS}


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_service_that_writes_leaves_entries(name: str, world: SimpleNamespace) -> None:
    act = EXAMPLES[name](world)
    before = AuditEntry.objects.count()
    with tables_written() as written:
        act()
    assert written, "the example writes nothing"
    assert AuditEntry.objects.count() > before, f"no entry for {sorted(written)}"
