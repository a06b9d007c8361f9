"""A portal in which every kind of row is there, and every address that it answers to."""

import datetime
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern
from django.utils import timezone

from agenda.models import PreparationTask, TaskFile
from agenda.services import tasks
from contest_portal import sharing
from contest_portal.models import OperationRun, Passkey, Signing, SigningItem
from events.documents import KINDS, print_jobs
from events.models import (
    Correction,
    Delegation,
    Event,
    Letter,
    PrintJob,
    Sending,
    SignedFile,
    Submission,
    Unit,
)
from events.web.uploads import Upload
from registrations.documents.invitations import all_invitations
from registrations.importing import read_list
from registrations.models import Consent, Erasure, ImportDraft, Invitation
from registrations.services import data_requests
from registrations.services import invitations as invitations_service
from registrations.services.delegate_keys import delegate_key
from sponsorship import logos
from sponsorship import services as sponsorship
from sponsorship.models import SignedScan
from tests.factories import (
    AgendaItemFactory,
    DelegationFactory,
    EventFactory,
    PlanFactory,
    PreparationTaskFactory,
    UnitFactory,
    issued_paper,
    make_delegate,
    make_hall,
    make_invitation,
    make_registration,
    make_seating,
    named,
    published,
    signed_memorandum,
)
from tests.files import chosen, pdf, picture
from tests.people import worker
from tests.spreadsheets import HEADINGS, separated

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass
class World:
    """Rows that refer to each other, and which of them an address is to name."""

    event: Event
    rows: dict[type[Model], Model]
    arguments: dict[str, list[Any]]  # "name of the address.name of the argument", or the latter

    def values(self, route: str, name: str | None, argument: str) -> list[Any]:
        """Return what an argument of an address may be; fails for one that nobody has told."""
        if found := self.arguments.get(f"{name}.{argument}"):
            return found
        if argument in ("object_id", "id"):
            label = re.search(r"quan-tri/(\w+)/(\w+)/", route)
            assert label, route
            return [self.rows[apps.get_model(label[1], label[2])].pk]
        whose = name or route
        assert argument in self.arguments, f"tell tests.whole_portal what {argument} of {whose} is"
        return self.arguments[argument]


@dataclass(frozen=True)
class Address:
    """A page: what its address is called, its pattern, and the address with real arguments."""

    name: str
    route: str
    path: str


def build() -> World:
    """Make at least one row of everything that the admin shows, on which letters were written."""
    starts_at = timezone.make_aware(datetime.datetime(2030, 2, 12, 8))
    event = make_seating(EventFactory(starts_at=starts_at), public_seats=2, reserve_seats=2).event
    plan = PlanFactory(event=event)
    DelegationFactory(event=event)
    unit = UnitFactory(event=event)  # without an address: somebody has to call
    task = PreparationTaskFactory(event=event, lead_unit=unit, due_on=datetime.date(2020, 1, 10))
    task_file = _reported(task)
    make_hall(event, A=4)
    invitation = make_invitation(event, name="Lê Văn Mời", contact_email="co-quan@example.vn")
    invitations_service.send(invitation)
    make_invitation(event)  # does not answer
    guest = named(invitation, email="khach@example.vn")
    invitations_service.substitute(guest, delegate=make_delegate(email="thay@example.vn"))
    guest.refresh_from_db()
    by_paper = named(invitation)
    asked = data_requests.ask(make_registration(event, email="dai-bieu@example.vn"), "copy")
    crowd = [make_registration(event) for _n in range(3)]  # all wait, and came from one network
    event.registrations.filter(pk__in=[one.pk for one in crowd]).update(source="0" * 64)
    memorandum = signed_memorandum(event)
    sponsor: Any = memorandum.sponsor
    logos.save_logo(sponsor, Upload("logo.png", picture(), "image/png"))
    instalment = memorandum.contributions.get().instalments.get()
    today = timezone.localdate()
    receipt = sponsorship.record_receipt(instalment, amount=1, received_on=today)
    scan = SignedScan.objects.create(
        memorandum=memorandum, content=pdf(), content_type="application/pdf", name="k.pdf"
    )
    item = AgendaItemFactory(event=event)
    Signing.objects.create(item=item, memorandum=memorandum, position=1)
    version = published(event)
    paper = issued_paper(event)
    signed = SignedFile.objects.create(document=paper, content=pdf(), sha256="0" * 64, name="k.pdf")
    paper_scan = paper.scans.create(content=pdf(), content_type="application/pdf", name="q.pdf")
    letter = Correction.objects.create(document=paper, addressees="Sở Thử nghiệm")
    user = User.objects.filter(username="nguoi-organizer").first() or worker("organizer")
    of_one = str(event.pk).encode()
    passkey = Passkey.objects.create(user=user, name="Khoá", credential_id=of_one, credential=b"1")
    draft, finished = _lists(event, user)
    job = print_jobs.ask(user, all_invitations(event))
    print_jobs.work_off()
    rows: list[Any] = [
        event.contest, event, plan, event.seating, event.seats.first(), invitation, asked,
        guest, memorandum, sponsor, instalment, instalment.contribution, paper, letter, user,
        Letter.objects.filter(event=event).first(), Group.objects.get(name="reception"),
        Consent.objects.filter(registration__event=event).first(),
        Erasure.objects.create(event=event, cause="request", registrations=1),
        SigningItem.objects.get(pk=item.pk), unit, version, task,
        OperationRun.objects.create(name="back_up", started_at=timezone.now()),
        Submission.objects.create(event=event, kind="programme", subject="Chương trình",
                                  words_sha256="0" * 64, presented_by=user),
    ]  # fmt: skip
    found = {type(row): row for row in rows}
    for model in admin.site._registry:
        if model not in found and model._meta.proxy:
            found[model] = found[model._meta.concrete_model]
    return World(event, found, {
        "app_label": sorted({model._meta.app_label for model in admin.site._registry}),
        "url": ["khong-co/"],
        "view_on_site.content_type_id": [kind_of(guest)],
        "view_on_site.object_id": [guest.pk],
        "event_id": [event.pk],
        "agenda_programme_drawer.item_id": [item.pk],
        "key": [memorandum.pk],
        "events_letter_sending.key": [Sending.objects.create(title="Giấy mời").key],
        "events_paper_print.key": sorted({memorandum.pk, unit.pk}),
        "kind": list(KINDS),
        "registrations_import_rest.kind": [0],
        "registrations_registration_transition.name": ["approve", "decline", "reserve", "cancel"],
        "sponsorship_memorandum_transition.name": ["agree", "end"],
        "events_print_job.pk": [job.pk],
        "events_print_file.pk": [job.pk],
        "registrations_source.pk": [crowd[0].pk],
        "events_signed_add.pk": [paper.pk],
        "events_signed_file.pk": [signed.pk],
        "events_paper_recall.pk": [paper.pk],
        "events_scan_add.pk": [paper.pk],
        "events_scan.pk": [paper_scan.pk],
        "registrations_registration_letter.pk": [guest.pk],
        "registrations_registration_substitute.pk": [guest.pk],
        "registrations_import_preview.pk": [draft.pk, finished.pk],
        "registrations_import_rest.pk": [finished.pk],
        "agenda_preparationtask_report.pk": [task.pk],
        "agenda_preparationtask_split.pk": [task.pk],
        "agenda_preparationtask_file.pk": [task_file.pk],
        "auth_user_reset.pk": [user.pk],
        "security_passkey_remove.pk": [passkey.pk],
        "agenda_programmeversion_take_back.pk": [version.pk],
        "sponsorship_receipt_add.pk": [instalment.pk],
        "sponsorship_receipt_back.pk": [receipt.pk],
        "sponsorship_memorandum_transition.pk": [memorandum.pk],
        "sponsorship_scan_add.pk": [memorandum.pk],
        "sponsorship_scan.pk": [scan.pk],
        **{f"registrations:{name}.token": [guest.token] for name in OWN_PAGES},
        "units:tasks.token": [unit.token],
        "events_unit_renew.pk": [unit.pk],
        "invitations:by_code.code": [invitation.code],
        "token": [invitation.token],
        "delegate": [delegate_key(guest)],
        "invitations:letter.delegate": [delegate_key(by_paper)],
        "sponsorship:logo.sha256": [sponsor.logos.first().sha256],
        "events:verify.code": [paper.code],
        "share_picture.words": [sharing.signer.sign_object(event.set_title(), compress=True)],
    })  # fmt: skip


def _reported(task: PreparationTask) -> TaskFile:
    """Report on a task with a file."""
    file = Upload("bao-cao.pdf", pdf(), "application/pdf")
    update = tasks.report(task, by="Lê Thị Thử", status="under_way", percent=40, files=[file])
    return update.files.get()


def kind_of(row: Model) -> int:
    """Return the key of the content type of a row."""
    return int(ContentType.objects.get_for_model(row).pk)


OWN_PAGES = ("registration", "cancel", "own_data", "download", "ticket", "calendar", "qr_code")


def hand_over(user: User) -> None:
    """Let what belongs to who asked for it belong to somebody else."""
    ImportDraft.objects.update(user=user)
    PrintJob.objects.update(user=user)


def _lists(event: Event, user: User) -> tuple[ImportDraft, ImportDraft]:
    """Make a list that waits for its user's word, and one that was imported."""
    people = [[1, "Nguyễn Văn An", "Giám đốc", "Sở Y tế", "0912345678", "", ""], [2, "", "?"]]
    file = chosen("d.csv", separated([HEADINGS, *people], ",", "utf-8"), "text/csv")
    names = list(Delegation.objects.values_list("text", flat=True))
    content = read_list(file, ImportDraft.Kind.DELEGATES, names).as_dict()
    kept = {"event": event, "user": user, "kind": "delegates", "content": content}
    now = timezone.now()
    return ImportDraft.objects.create(**kept), ImportDraft.objects.create(
        **kept, confirmed_at=now, finished_at=now
    )


def addresses(world: World) -> list[Address]:
    """Return every address of the URL conf, with each of its known arguments."""
    return list(_walk(world, get_resolver(), "", ""))


def _walk(world: World, resolver: URLResolver, route: str, space: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        text = "" if isinstance(entry.pattern, LocalePrefixPattern) else str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else space
            yield from _walk(world, entry, route + text, inner)
        else:
            yield from _fill(world, entry, route, text, space)


def _fill(world: World, entry: URLPattern, route: str, text: str, space: str) -> Iterator[Address]:
    name = f"{space.removeprefix('admin:')}{entry.name}" if entry.name else None
    if isinstance(entry.pattern, RegexPattern):
        text = re.sub(r"\(\?P<(\w+)>.*?\)", r"<\1>", text).strip("^$")
        text = text.replace("(?:r|search)", "r")
    parameters = PARAMETER.findall(text)
    choices = [world.values(route, name, parameter) for parameter in parameters]
    for chosen_values in itertools.product(*choices):
        values = dict(zip(parameters, chosen_values, strict=True))
        path = PARAMETER.sub(lambda found, v=values: str(v[found[1]]), text)
        yield Address(name or route + text, route + text, f"/{route}{path}")


def pages(world: World, client: Client, wanted: Callable[[str], bool]) -> list[Address]:
    """Return the wanted paths that show a page to a reader, one for each name, not forwarding."""
    found: dict[str, Address] = {}
    done: set[str] = set()
    for one in addresses(world):
        if not wanted(one.path) or one.name in done or one.name == one.route:
            continue
        answer = client.get(one.path)
        if file := getattr(answer, "file_to_stream", None):
            file.close()
        kind = answer.headers.get("Content-Type", "")
        if answer.status_code == 200 and kind.startswith("text/html"):
            found[one.name] = one
        if answer.status_code != 404:  # another address of the name might answer
            done.add(one.name)
    return list(found.values())


def secrets(world: World) -> dict[str, set[str]]:
    """Return all that opens something, by what it is."""
    registrations, invitations = world.event.registrations, Invitation.objects
    return {
        "delegate's link": set(registrations.values_list("token", flat=True)),
        "delegate's code": set(registrations.values_list("code", flat=True)),
        "invitation's link": set(invitations.values_list("token", flat=True)),
        "invitation's code": set(invitations.values_list("code", flat=True)),
        "unit's link": set(Unit.objects.values_list("token", flat=True)),
    }
