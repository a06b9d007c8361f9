"""Who of the public site is known to the organizers: only they are placed by protocol."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from registrations.models import Registration
from registrations.services import verification


class VerificationFilter(admin.SimpleListFilter):
    """By whether an organizer knows the delegate."""

    title = _("verified")
    parameter_name = "verified"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the choices."""
        return [("no", _("not verified yet")), ("yes", _("verified"))]

    def queryset(
        self, request: HttpRequest, queryset: QuerySet[Registration]
    ) -> QuerySet[Registration]:
        """Return the delegates of the chosen kind."""
        if self.value() not in ("no", "yes"):
            return queryset
        return queryset.filter(verified=self.value() == "yes")


class VerificationMixin:
    """Adds the two actions to the admin of registrations."""

    @admin.action(description=_("Note as verified"), permissions=["change"])
    def verify_chosen(self, request: HttpRequest, chosen: QuerySet[Registration]) -> None:
        """Note that these are who they say."""
        self._mark(request, chosen, verified=True)

    @admin.action(description=_("Take back that they are verified"), permissions=["change"])
    def unverify_chosen(self, request: HttpRequest, chosen: QuerySet[Registration]) -> None:
        """Note that it is not known whether these are who they say."""
        self._mark(request, chosen, verified=False)

    def _mark(
        self, request: HttpRequest, chosen: QuerySet[Registration], *, verified: bool
    ) -> None:
        user: Any = request.user
        with transaction.atomic():
            changed = verification.mark(chosen.values_list("pk", flat=True), verified=verified)
            said = gettext("Noted as verified") if verified else gettext("Noted as not verified")
            LogEntry.objects.log_actions(user.pk, changed, CHANGE, change_message=said)
        text = (
            ngettext(
                "%(count)d delegate is noted as verified.",
                "%(count)d delegates are noted as verified.",
                len(changed),
            )
            if verified
            else ngettext(
                "%(count)d delegate is noted as not verified.",
                "%(count)d delegates are noted as not verified.",
                len(changed),
            )
        )
        tell = messages.success if changed else messages.info
        tell(request, text % {"count": len(changed)})
