"""A portal in which every kind of row is there, and every address that it answers to."""

import datetime
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.resolvers import LocalePrefixPattern, RegexPattern
from django.utils import timezone

from agenda.models import PreparationTask, TaskFile
from agenda.services import tasks
from contest_portal.models import OperationRun, Passkey, Signing, SigningItem
from contest_portal.public import sharing
from events.documents import KINDS, print_jobs
from events.models import (
    Contest,
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
from events.models.content.publication import Publication
from events.web.looks import Look
from events.web.pictures import ENDINGS
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
    ContactFactory,
    ContestFieldFactory,
    CriterionFactory,
    DelegationFactory,
    DownloadFactory,
    EventFactory,
    MilestoneFactory,
    NewsPostFactory,
    PlanFactory,
    PreparationTaskFactory,
    PrizeFactory,
    QuestionFactory,
    RulesArticleFactory,
    RulesFactory,
    UnitFactory,
    VideoFactory,
    issued_paper,
    make_delegate,
    make_hall,
    make_invitation,
    make_look,
    make_picture,
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
    content = _content(event.contest)
    rows += content.values()
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
        "events_paper_publish.pk": [paper.pk],
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
        "share_picture.words": [Path(sharing.address_of(event.set_title(), Look())).stem],
        **_of_content(content),
    })  # fmt: skip


def _content(contest: Contest) -> dict[str, Any]:
    """Make a row of all that the site tells about a contest, public where it can be."""
    picture = make_picture(contest)
    rules = RulesFactory(contest=contest)
    rows: list[Any] = [
        picture, NewsPostFactory(contest=contest, picture=picture), rules,
        RulesArticleFactory(rules=rules), ContestFieldFactory(rules=rules),
        CriterionFactory(rules=rules), PrizeFactory(rules=rules),
        MilestoneFactory(contest=contest), QuestionFactory(contest=contest),
        VideoFactory(contest=contest, address="https://video.example/mo-dau.mp4", poster=picture,
                     captions="WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nXin chào\n"),
        DownloadFactory(contest=contest), ContactFactory(contest=contest), make_look(),
    ]  # fmt: skip
    shown = [row for row in rows if isinstance(row, Publication)]
    for row in shown:
        type(row).objects.filter(pk=row.pk).update(published_at=timezone.now())
        row.refresh_from_db()
    return {row._meta.model_name: row for row in rows}


def _of_content(rows: dict[str, Any]) -> dict[str, list[Any]]:
    """Return what addresses of the contest's pages are to name."""
    shown = {name: row for name, row in rows.items() if isinstance(row, Publication)}
    file = rows["picture"].files.first()
    return {
        "pictures:file.sha256": [file.sha256],
        "pictures:file.ending": [ENDINGS[file.format]],
        "appearance:file.sha256": [rows["appearance"].files["sheet"].removesuffix(".css")],
        "appearance:file.ending": ["css"],
        "news:post.slug": [rows["newspost"].slug],
        "news:page.number": [1],
        "rules:version.slug": [rows["rules"].slug],
        "rules:paper.slug": [rows["rules"].slug],
        "rules:compare.old": [rows["rules"].slug],
        "rules:compare.new": [rows["rules"].slug],
        "events_rules_copy.pk": [rows["rules"].pk],
        "events_rules_changes.pk": [rows["rules"].pk],
        "preview:draft.token": [rows["newspost"].token],
        "videos:video.slug": [rows["video"].slug],
        "videos:file.slug": [rows["video"].slug],
        "videos:captions.slug": [rows["video"].slug],
        "videos:more.number": [1],
        "video_drafts:file.token": [rows["video"].token],
        "video_drafts:captions.token": [rows["video"].token],
        "language": ["vi"],
        "downloads:file.pk": [rows["download"].pk],
        "download_drafts:file.token": [rows["download"].token],
        "events_video_part.token": ["x" * 32],
        **{
            f"events_{name}_{page}.pk": [row.pk]
            for name, row in shown.items()
            for page in ("publish", "withdraw")
        },
    }


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


def pages(world: World, client: Client, wanted: Callable[[Address], bool]) -> list[Address]:
    """Return the wanted addresses that show a page and do not forward, one for each name."""
    found: dict[str, Address] = {}
    done: set[str] = set()
    for one in addresses(world):
        if not wanted(one) or one.name in done or one.name == one.route:
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


def admin_pages(world: World) -> dict[str, str]:
    """Return the names of all addresses of the admin, by path; without the one that signs out."""
    found: dict[str, str] = {}
    for one in addresses(world):
        if one.path.startswith(reverse("admin:index")) and one.name != "logout":
            found.setdefault(one.path, one.name)
    return found


def secrets(world: World) -> dict[str, set[str]]:
    """Return all that opens something, by what it is."""
    registrations, invitations = world.event.registrations, Invitation.objects
    return {
        "delegate's link": set(registrations.values_list("token", flat=True)),
        "delegate's code": set(registrations.values_list("code", flat=True)),
        "invitation's link": set(invitations.values_list("token", flat=True)),
        "invitation's code": set(invitations.values_list("code", flat=True)),
        "unit's link": set(Unit.objects.values_list("token", flat=True)),
        "draft's link": {
            token
            for model in Publication.__subclasses__()
            for token in model._default_manager.values_list("token", flat=True)
        },
    }
