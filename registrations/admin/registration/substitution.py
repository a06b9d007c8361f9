"""An organizer sends somebody else, when the office can no longer do it itself."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from events.admin.base import as_key
from events.admin.sending import asks
from registrations.admin.forms import error_text
from registrations.admin.registration.substitution_form import SubstitutionForm
from registrations.errors import ChangedMeanwhile, RegistrationError
from registrations.models import Registration
from registrations.services import invitations
from registrations.services.delegate_keys import delegate_key


class SubstituteMixin:
    """Adds the page to the admin of registrations."""

    @action(description=gettext_lazy("Substitute"), icon="person_add", permissions=["change"])
    def substitute_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Go to the page that asks who comes instead."""
        return redirect("admin:registrations_registration_substitute", as_key(object_id))

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with that of the page."""
        view = self.admin_site.admin_view(self.substitute_view)  # type: ignore[attr-defined]
        name = "registrations_registration_substitute"
        return [path("<int:pk>/substitute/", view, name=name), *super().get_urls()]  # type: ignore[misc]

    @asks
    def substitute_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask who comes in the place of a delegate, then write it down and tell both."""
        former = get_object_or_404(Registration, pk=pk)
        if not self.has_change_permission(request, former):  # type: ignore[attr-defined]
            raise PermissionDenied
        if not former.is_active:
            messages.error(request, str(ChangedMeanwhile()))
            return redirect("admin:registrations_registration_change", pk)
        form = SubstitutionForm(request.POST if request.method == "POST" else None, former=former)
        if form.is_valid():
            try:
                if form.cleaned_data["shown"] != delegate_key(former):
                    raise ChangedMeanwhile
                new = self._send(request, former, form)
            except ChangedMeanwhile as error:
                messages.error(request, str(error))
                return redirect("admin:registrations_registration_change", pk)
            except RegistrationError as error:
                form.add_error(None, error_text(error))
            else:
                text = _("%(new)s comes in the place of %(former)s.")
                messages.success(request, text % {"new": new.name, "former": former.name})
                if form.notice:
                    messages.warning(request, form.notice)
                return redirect("admin:registrations_registration_change", pk)
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "opts": self.opts,  # type: ignore[attr-defined]
            "title": _("Send somebody else"),
            "former": former,
            "form": form,
        }
        template = "admin/registrations/registration_substitute.html"
        return TemplateResponse(request, template, context)

    def _send(
        self, request: HttpRequest, former: Registration, form: SubstitutionForm
    ) -> Registration:
        """Write down who comes instead, and in the history who did it."""
        with transaction.atomic():
            new = invitations.substitute(
                former,
                delegate=form.delegate(),
                channel=Registration.Channel.OFFICE,
                silently=form.cleaned_data["silently"],
            )
            self.log_change(request, new, _("Send somebody else"))  # type: ignore[attr-defined]
        return new
