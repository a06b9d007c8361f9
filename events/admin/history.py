"""“Nhật ký” of a row, on its own page: what the record and the older history tell of it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import unquote
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from events.audit import reading, words
from events.models import AuditEntry

PAGE = 25  # deeds
MOST = 5000  # entries of one row that are looked at
RESTORE = "restore"  # in the address of a page: the entry whose earlier text is to be put back


class RecordPage:
    """Gives an admin the page of its rows' record, and the way to put an earlier text back."""

    admin_site: Any
    opts: Any
    model: Any
    inlines: Any
    recorded_below: ClassVar[list[type[Model]] | None] = None  # whose entries stand with its own

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show what was done to a row, the newest first."""
        row = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
        if row is None:
            return self._get_obj_does_not_exist_redirect(  # type: ignore[attr-defined]
                request, self.opts, object_id
            )
        if not self.has_view_or_change_permission(request, row):  # type: ignore[attr-defined]
            raise PermissionDenied
        page = Paginator(self._told(request, row), PAGE).get_page(request.GET.get("p"))
        may_change = self.has_change_permission(request, row)  # type: ignore[attr-defined]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Record"),
            "subtitle": None,
            "opts": self.opts,
            "object": row,
            "page": page,
            "deeds": _deeds([*page], request.user),
            "restored": self._address(row) if may_change else "",
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/object_history.html", context)

    def _address(self, row: Any) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return f"{reverse(name, args=[row.pk])}?{RESTORE}="

    def _told(self, request: HttpRequest, row: Any) -> list[list[Any]]:
        """Return the entries in light form, in groups of what was done at once."""
        below = self.recorded_below
        if below is None and self.opts.concrete_model._meta.label == "events.Event":
            below = [inline.model for inline in self.inlines]
        tables = None if below is None else [model._meta.db_table for model in below]
        entries = reading.of_object(row, tables).order_by("-pk")
        found = [
            (at, (batch, user, who), key)
            for key, at, batch, user, who in entries.values_list(
                "pk", "at", "batch", "user_id", "who"
            )[:MOST]
        ]
        older = [(at, None, -key) for key, at in _older(row).values_list("pk", "action_time")]
        groups: list[list[Any]] = []
        last = None
        for _at, batch, key in sorted([*found, *older], key=lambda told: told[0], reverse=True):
            if batch and batch[0] and batch == last:
                groups[-1].append(key)
            else:
                groups.append([key])
            last = batch
        return groups

    # An earlier text, put back

    def changeform_view(
        self, request: HttpRequest, object_id: Any = None, *args: Any, **kwargs: Any
    ) -> Any:
        """Show the form; where asked to, with an earlier text in its field, to be saved or not."""
        response = super().changeform_view(request, object_id, *args, **kwargs)  # type: ignore[misc]
        if object_id and (entry := _chosen(request)) and isinstance(response, TemplateResponse):
            self._put_back(request, response.context_data or {}, entry)
        return response

    def _put_back(self, request: HttpRequest, context: dict[str, Any], entry: AuditEntry) -> None:
        name = request.GET.get("field", "")
        earlier = _earlier(entry, name)
        forms = [context["adminform"].form]
        forms += [row for one in context["inline_admin_formsets"] for row in one.formset.forms]
        for form in forms:
            place = (form._meta.model._meta.concrete_model._meta.db_table, form.instance.pk)
            if place == (entry.table, entry.key) and name in form.fields and earlier:
                form.restored[name] = earlier
                text = _(
                    "The earlier text stands in “%(field)s” again; it is written when you save."
                )
                messages.info(request, text % {"field": form.fields[name].label})
                return
        text = _("As things stand this text cannot be changed, so the earlier one is not put back.")
        messages.warning(request, text)


def _earlier(entry: AuditEntry, name: str) -> str:
    model = words.model_of(entry.table)
    field = (
        next((f for f in model._meta.concrete_fields if f.name == name), None) if model else None
    )
    found = (entry.before or {}).get(field.column) if field else None
    return found if isinstance(found, str) and found != words.VEILED else ""


def _older(row: Any) -> Any:
    """Return what the history told before there was a record, and what it tells in own words."""
    kind = ContentType.objects.get_for_model(row, for_concrete_model=False)
    return LogEntry.objects.filter(content_type=kind, object_id=str(row.pk))


def _deeds(groups: list[list[int]], user: Any) -> list[reading.Deed]:
    keys = [key for group in groups for key in group[: reading.LINES]]
    entries = AuditEntry.objects.in_bulk([key for key in keys if key > 0])
    logs = LogEntry.objects.select_related("user").in_bulk([-key for key in keys if key < 0])
    names = words.Names(entries.values())
    told = []
    for group in groups:
        if group[0] < 0:
            told.append(_said(logs[-group[0]]))
        else:
            shown = [entries[key] for key in group[: reading.LINES]]
            told.append(reading.deed(shown, names, user, len(group) - len(shown)))
    return told


def _said(log: LogEntry) -> reading.Deed:
    name = log.user.get_full_name() or log.user.get_username()
    where = str(AuditEntry.Way.ADMIN.label)
    return reading.Deed(log.action_time, name, where, said=str(log.get_change_message()))


def _chosen(request: HttpRequest) -> AuditEntry | None:
    key = request.GET.get(RESTORE, "")
    if request.method != "GET" or not key.isdecimal() or len(key) > 18:
        return None
    return AuditEntry.objects.filter(pk=int(key), act=AuditEntry.Act.CHANGED).first()
