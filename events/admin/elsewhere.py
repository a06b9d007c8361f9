"""The page that enters a paper made outside of the portal in the register, with its file."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from events.admin.base import as_key
from events.documents import elsewhere
from events.documents.errors import RegisterError
from events.documents.recalls import refuse_unless_current
from events.documents.register import LARGEST_NUMBER, MOST_COPIES
from events.models import Event, OfficialDocument, Plan
from events.models.plan import SYMBOL
from events.models.register import ELSEWHERE
from events.permissions import MAY_ISSUE, has_right_somewhere, may_issue, own_ceremonies
from events.validators import validate_printable_by_staff
from events.web.form_fields import TypedField
from events.web.uploads import UploadField

LINES = ("title", "subject", "symbol", "place", "issuer", "signer", "recipients", "file_copy")


class EnterForm(forms.ModelForm):
    """What the register notes about the paper, and its file."""

    file = UploadField(
        label=gettext_lazy("The paper as a PDF file"),
        help_text=gettext_lazy("As it was issued: it is frozen, and compared by the public page."),
    )
    number = forms.IntegerField(
        label=gettext_lazy("Number"),
        min_value=1,
        max_value=LARGEST_NUMBER,
        widget=UnfoldAdminIntegerFieldWidget,
    )
    copies = forms.IntegerField(
        label=gettext_lazy("Number of copies"),
        min_value=1,
        max_value=MOST_COPIES,
        initial=1,
        widget=UnfoldAdminIntegerFieldWidget,
    )

    class Meta:
        model = OfficialDocument
        fields: ClassVar[list[str]] = [
            "event",
            "number",
            "symbol",
            "issued_on",
            "title",
            "subject",
            "signer",
            "issuer",
            "place",
            "recipients",
            "file_copy",
            "copies",
            "note",
        ]
        field_classes: ClassVar[dict[str, Any]] = dict.fromkeys((*LINES, "note"), TypedField)
        widgets: ClassVar[dict[str, Any]] = {
            "event": UnfoldAdminSelectWidget,
            "issued_on": UnfoldAdminDateWidget,
            "subject": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            "issuer": UnfoldAdminTextareaWidget(attrs={"rows": 2}),
            "recipients": UnfoldAdminTextareaWidget(attrs={"rows": 3}),
            **dict.fromkeys(
                ("symbol", "title", "signer", "place", "file_copy", "note"),
                UnfoldAdminTextInputWidget,
            ),
        }
        help_texts: ClassVar[dict[str, Any]] = {
            "title": gettext_lazy("As printed: CÔNG VĂN, QUYẾT ĐỊNH, THÔNG BÁO …"),
            "symbol": gettext_lazy("Without the number: CV-BTC."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["symbol"].validators.append(SYMBOL)
        for name in (*LINES, "note"):
            self.fields[name].validators.append(validate_printable_by_staff)

    def validate_unique(self) -> None:
        """Leave it to the register, which knows under the lock and names the other paper."""


def enter_paper(request: HttpRequest) -> HttpResponse:
    """Ask for number, symbol, day, subject and file, then enter the paper."""
    if not has_right_somewhere(request.user, MAY_ISSUE):
        raise PermissionDenied
    replaced = None
    if asked := request.GET.get("replaces", ""):
        papers = OfficialDocument.objects.filter(kind=ELSEWHERE)
        replaced = get_object_or_404(papers, pk=as_key(asked))
        if not may_issue(request.user, replaced):
            raise PermissionDenied
    page = reverse("admin:events_officialdocument_changelist")
    ceremonies = own_ceremonies(request.user, MAY_ISSUE)
    first = _first(replaced, ceremonies.current())
    form = EnterForm(request.POST or None, request.FILES or None, initial=first)
    form.fields["event"].queryset = ceremonies  # type: ignore[attr-defined]
    try:
        if replaced is not None:
            refuse_unless_current(replaced)
        if request.method == "POST" and form.is_valid():
            document = _enter(request, form.cleaned_data, replaced)
            text = _("Entered as %(number)s, made elsewhere. Verification code: %(code)s.")
            values = {"number": document.number_and_symbol, "code": document.code}
            messages.success(request, text % values)
            return redirect("admin:events_officialdocument_change", document.pk)
    except RegisterError as error:
        if not form.is_bound:
            messages.error(request, str(error))
            return redirect(page)
        form.add_error(None, str(error))
    context = {
        **admin.site.each_context(request),
        "opts": OfficialDocument._meta,
        "title": _("Enter a paper made elsewhere"),
        "form": form,
        "replaced": replaced,
        "back": page,
    }
    return TemplateResponse(request, "admin/events/enter_paper.html", context)


def _first(replaced: OfficialDocument | None, event: Event | None) -> dict[str, Any]:
    """Return what most likely stands on the paper."""
    if replaced is not None:
        names = ("event", "title", "subject", "symbol", "signer", "issuer", "place", "recipients")
        return {name: getattr(replaced, name) for name in names}
    plan = Plan.objects.filter(event=event).first() if event else None
    first = {"event": event, "issued_on": timezone.localdate()}
    return first | ({"issuer": plan.issuer, "place": plan.place} if plan else {})


def _enter(
    request: HttpRequest, values: dict[str, Any], replaced: OfficialDocument | None
) -> OfficialDocument:
    user: Any = request.user
    facts = {name: value for name, value in values.items() if name != "issued_on"}
    foreign = elsewhere.Foreign(**facts, day=values["issued_on"], by=user, replaces=replaced)
    return elsewhere.enter(foreign)
