"""Lists are brought in: choose a file, see what each line becomes, then say yes."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from unfold.decorators import action
from unfold.enums import ActionVariant

from events.admin.sending import part
from events.audit.notes import note
from events.exports.files import FORMATS, as_file
from events.models import AuditEntry
from events.permissions import has_right, own, own_ceremonies
from events.vietnamese.text import clean
from registrations.admin.imports.forms import ConfirmForm, ListForm
from registrations.importing import Listing, Outcome, Row, read_list
from registrations.importing.rejected_rows import display_value, rejected_rows
from registrations.models import ImportDraft, Invitation, Seat
from registrations.services import import_jobs
from registrations.services.imports import check_against

MAY_ADD = "registrations.add_registration"
REST = gettext_noop("lines of a list that could not be imported")
DRAFTS_SHOWN = 20
LINES_SHOWN = 200  # on one page of the preview
ENTRY_FIELDS = ("name", "position", "organisation", "phone", "email", "delegation", "note")
INVITED_FIELDS = ("places", "deadline", "contact_name", "contact_phone", "contact_email")
LOOK_AGAIN, LOOK_SELDOM = 2, 15  # seconds


class ImportListMixin:
    """Adds the pages to the admin of registrations. What is confirmed never comes from a page."""

    @action(
        description=gettext_lazy("Import a list"),
        icon="upload",
        variant=ActionVariant.PRIMARY,
        permissions=["import_list"],
    )
    def import_list(self, request: HttpRequest) -> HttpResponse:
        """Go to the page that asks for the file."""
        return redirect("admin:registrations_import")

    def has_import_list_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may enter delegates may bring in many at once."""
        return bool(self.has_add_permission(request))  # type: ignore[attr-defined]

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with the pages of the import."""
        views = [
            ("import/", self.upload_view, "registrations_import"),
            ("import/<int:pk>/", self.draft_view, "registrations_import_preview"),
            ("import/<int:pk>/rest/<int:kind>/", self.rest_view, "registrations_import_rest"),
        ]
        wrap = self.admin_site.admin_view  # type: ignore[attr-defined]
        own = [path(address, wrap(view), name=name) for address, view, name in views]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for the file; read it, and lead to what was read."""
        self._check(request)
        ImportDraft.objects.outdated().delete()
        kind = request.GET.get("kind", ImportDraft.Kind.DELEGATES)
        events = own_ceremonies(request.user, MAY_ADD)
        start = {"event": events.current(), "kind": kind}
        form = ListForm(request.POST or None, request.FILES or None, initial=start, events=events)
        if request.method == "POST" and form.is_valid():
            event, kind = form.cleaned_data["event"], form.cleaned_data["kind"]
            file = form.cleaned_data["file"]
            names = [delegation.name for delegation in event.delegations.all()]
            listing = read_list(file, kind, names)
            if listing.file_outcome == "import":
                check_against(event, listing)
                user: Any = request.user
                draft = ImportDraft.objects.create(
                    event=event,
                    user=user,
                    kind=kind,
                    file_name=clean(file.name)[-200:],
                    content=listing.as_dict(),
                )
                return redirect("admin:registrations_import_preview", draft.pk)
            for message in listing.file_messages:
                form.add_error("file", message)
        mine = self._mine(request).defer("content", "left").order_by("-pk")
        return self._page(request, "import_upload", {"form": form, "drafts": mine[:DRAFTS_SHOWN]})

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what each line becomes, then how far the import is, then what was left out."""
        self._check(request)
        draft = self._mine(request).select_related("event", "sending").filter(pk=pk).first()
        if draft is None:
            self.message_user(  # type: ignore[attr-defined]
                request,
                _("This list was kept for an hour only. Please choose it again."),
                "warning",
            )
            return redirect("admin:registrations_import")
        if draft.finished_at is not None:
            return self._result(request, draft)
        if draft.confirmed_at is not None:
            return self._progress(request, draft)
        return self._preview(request, draft)

    def rest_view(self, request: HttpRequest, pk: int, kind: int) -> HttpResponse:
        """Return the lines that could not be imported, to be mended and chosen again."""
        self._check(request)
        draft = self._mine(request).filter(pk=pk, finished_at__isnull=False).first()
        if draft is None or kind >= len(FORMATS):
            raise Http404
        listing = Listing.from_dict(draft.kind, draft.content)
        note(AuditEntry.Act.EXPORTED, REST, about=draft.event)
        return as_file(rejected_rows(listing), FORMATS[kind], "cac-dong-chua-nhap-duoc")

    def _check(self, request: HttpRequest) -> None:
        if not self.has_import_list_permission(request):
            raise PermissionDenied

    def _mine(self, request: HttpRequest) -> Any:
        user: Any = request.user
        return own(ImportDraft.objects.fresh().filter(user=user), user, MAY_ADD)

    # The three faces of a list

    def _preview(self, request: HttpRequest, draft: ImportDraft) -> HttpResponse:
        form = ConfirmForm(request.POST if request.method == "POST" else None, kind=draft.kind)
        if form.is_valid():
            confirmed = import_jobs.confirm(
                draft,
                silently=form.cleaned_data.get("silently", False),
                deadline=form.cleaned_data.get("deadline"),
            )
            draft.refresh_from_db(fields=["total"])
            if confirmed and draft.total <= import_jobs.AT_ONCE:
                import_jobs.carry_out(draft.pk)
            return redirect("admin:registrations_import_preview", draft.pk)
        listing = Listing.from_dict(draft.kind, draft.content)
        counts = listing.counts()
        good = counts[Outcome.ACCEPTED] + counts[Outcome.WARNING] - draft.done
        context = {
            "draft": draft,
            "form": form,
            "good": good,
            "entries": good,
            "shown": _grouped(good),
            "beyond": self._beyond(draft, good),
            **self._letters(draft, listing),
            **self._rows(request, listing),
        }
        return self._page(request, "import_preview", context)

    def _progress(self, request: HttpRequest, draft: ImportDraft) -> HttpResponse:
        if request.method == "POST":
            if "now" in request.POST:
                import_jobs.carry_out(draft.pk)
            elif "stop" in request.POST:
                import_jobs.stop(draft.pk)
            return redirect("admin:registrations_import_preview", draft.pk)
        context = {
            "draft": draft,
            "done": _grouped(draft.done),
            "total": _grouped(draft.total),
            "stalled": draft.is_stalled(),
        }
        response = self._page(request, "import_progress", context)
        response["Refresh"] = str(LOOK_SELDOM if context["stalled"] else LOOK_AGAIN)
        return response

    def _result(self, request: HttpRequest, draft: ImportDraft) -> HttpResponse:
        if request.method == "POST":
            return redirect("admin:registrations_import_preview", draft.pk)
        listing = Listing.from_dict(draft.kind, draft.content)
        counts = listing.counts()
        context = {
            "draft": draft,
            "shown": _grouped(draft.imported),
            "wrong": counts[Outcome.ERROR],
            "skipped": counts[Outcome.SKIPPED],
            "part": part(draft.sending, may_see=_may_see_letters(request)) if draft.sending else "",
            "files": [(number, str(one().get_title())) for number, one in enumerate(FORMATS)],
            **self._rows(request, listing),
        }
        return self._page(request, "import_result", context)

    def _rows(self, request: HttpRequest, listing: Listing) -> dict[str, Any]:
        """Return a page of rows of the chosen outcome, each with its cells."""
        counts = listing.counts()
        chosen = request.GET.get("outcome", "")
        rows = [row for row in listing.rows if chosen in ("", row.outcome)]
        invited = listing.kind == ImportDraft.Kind.INVITATIONS
        page: Any = Paginator(rows, LINES_SHOWN).get_page(request.GET.get("page"))
        return {
            "listing": listing,
            "all": _grouped(len(listing.rows)),
            "counts": [
                (one.value, one.label, _grouped(counts[one])) for one in Outcome if counts[one]
            ],
            "chosen": chosen if chosen in counts else "",
            "page": page,
            "invited": invited,
            "lines": [(row, self._cells(row, invited=invited)) for row in page],
        }

    def _cells(self, row: Row, *, invited: bool) -> list[str]:
        fields = (*ENTRY_FIELDS[:-1], *(INVITED_FIELDS if invited else ()), ENTRY_FIELDS[-1])
        values = {field: display_value(row, field) for field in fields}
        values["name"] = f"{display_value(row, 'honorific')} {values['name']}".strip()
        if row.is_entry and invited:
            values["places"] = values["places"] or "1"  # as it will be stored
        return list(values.values())

    def _letters(self, draft: ImportDraft, listing: Listing) -> dict[str, Any]:
        """Return how many letters the import would write, and for how many it can write none."""
        if draft.kind != ImportDraft.Kind.DELEGATES:
            return {}
        left = listing.entries()[draft.done :]
        reached = sum(bool(row.value["email"]) for row in left)
        return {"letters": reached, "unreached": len(left) - reached}

    def _beyond(self, draft: ImportDraft, good: int) -> str:
        """Tell of delegates for whom there is no seat, before they are told by letter."""
        free = Seat.objects.public().free().filter(event=draft.event).count()
        if draft.kind != ImportDraft.Kind.DELEGATES or good <= free:
            return ""
        text = _(
            "The list has more delegates (%(good)s) than there are free public seats (%(free)s): "
            "the others come onto the waiting list."
        )
        return text % {"good": _grouped(good), "free": _grouped(free)}

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        kind = context["draft"].kind if "draft" in context else request.GET.get("kind")
        invited = kind == ImportDraft.Kind.INVITATIONS
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": Invitation._meta if invited else self.opts,  # type: ignore[attr-defined]
            "title": _("Import a list"),
            **context,
        }
        return TemplateResponse(request, f"admin/registrations/{name}.html", context)


def _may_see_letters(request: HttpRequest) -> bool:
    return has_right(request.user, "events.view_letter")


def _grouped(number: int) -> str:
    return number_format(number, force_grouping=True)
