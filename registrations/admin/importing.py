"""Lists are brought in: choose a file, see what each line becomes, then say yes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from events.models import Event
from registrations.admin_forms import ListForm
from registrations.errors import RegistrationError
from registrations.importing import Listing, Outcome, read_list
from registrations.models import ImportDraft
from registrations.services.importing import check_against, import_list

LINES_SHOWN = 200  # on one page of the preview
MOST_TOLD = 20  # rows whose import failed, told above the list


class ImportListMixin:
    """Adds the pages to the admin of registrations. What is confirmed never comes from a page."""

    actions_list = ["import_list"]

    @action(description=gettext_lazy("Import a list"), icon="upload", permissions=["import_list"])
    def import_list(self, request: HttpRequest) -> HttpResponse:
        """Go to the page that asks for the file."""
        return redirect("admin:registrations_import")

    def has_import_list_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may enter delegates may bring in many at once."""
        return bool(self.has_add_permission(request))  # type: ignore[attr-defined]

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with the pages of the import."""
        view = self.admin_site.admin_view  # type: ignore[attr-defined]
        return [
            path("import/", view(self.upload_view), name="registrations_import"),
            path("import/<int:pk>/", view(self.preview_view), name="registrations_import_preview"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """Ask for the file; read it, and lead to what was read."""
        self._check(request)
        ImportDraft.objects.outdated().delete()
        start = {"event": Event.objects.current(), "kind": ImportDraft.Kind.DELEGATES}
        form = ListForm(request.POST or None, request.FILES or None, initial=start)
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
                    file_name=file.name[-200:],
                    content=listing.as_dict(),
                )
                return redirect("admin:registrations_import_preview", draft.pk)
            for message in listing.file_messages:
                form.add_error("file", message)
        return self._page(request, "import_upload", {"form": form})

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what each line becomes; import it when told so."""
        self._check(request)
        user: Any = request.user
        mine = ImportDraft.objects.fresh().filter(user=user)
        draft = mine.select_related("event").filter(pk=pk).first()
        if draft is None:
            messages.warning(
                request, _("This list was imported already, or lay for too long. Choose it again.")
            )
            return redirect("admin:registrations_import")
        listing = Listing.from_dict(draft.kind, draft.content)
        if request.method == "POST":
            return self._import(request, draft, listing)
        chosen = request.GET.get("outcome", "")
        rows = [row for row in listing.rows if chosen in ("", row.outcome)]
        counts = listing.counts()
        context = {
            "draft": draft,
            "listing": listing,
            "counts": [(one.value, one.label, counts[one]) for one in Outcome if counts[one]],
            "good": counts[Outcome.ACCEPTED] + counts[Outcome.WARNING],
            "chosen": chosen if chosen in counts else "",
            "page": Paginator(rows, LINES_SHOWN).get_page(request.GET.get("page")),
        }
        return self._page(request, "import_preview", context)

    def _check(self, request: HttpRequest) -> None:
        if not self.has_import_list_permission(request):
            raise PermissionDenied

    def _import(self, request: HttpRequest, draft: ImportDraft, listing: Listing) -> HttpResponse:
        """Import once: of two clicks, the one that takes the draft away."""
        if not ImportDraft.objects.filter(pk=draft.pk).delete()[0]:
            return redirect("admin:registrations_import_preview", draft.pk)
        waiting = {id(row) for row in listing.entries()}
        try:
            import_list(draft.event, listing)
        except RegistrationError as error:
            draft.save(force_insert=True)
            messages.error(request, str(error))
            return redirect("admin:registrations_import_preview", draft.pk)
        tried = [row for row in listing.rows if id(row) in waiting]
        done = sum(row.is_entry for row in tried)
        messages.success(
            request,
            _("%(done)d of %(all)d lines were imported.")
            % {"done": done, "all": len(listing.rows)},
        )
        left = [row for row in tried if not row.is_entry]
        for row in left[:MOST_TOLD]:
            place = f"{row.sheet}, {row.row}" if row.sheet else str(row.row)
            messages.warning(request, f"{place}: {row.value['name']}. {row.messages[-1]}")
        return redirect("admin:registrations_registration_changelist")

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": _("Import a list"),
            **context,
        }
        return TemplateResponse(request, f"admin/registrations/{name}.html", context)
