"""The plan of the hall: who sits where, exchanged with two clicks."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import action

from events.admin.base import MOST_AT_ONCE, as_key
from events.admin.sending import asks
from events.models import Event
from events.models.event import EventQuerySet
from events.permissions import (
    MAY_SEE_REGISTRATIONS,
    has_right,
    has_right_somewhere,
    own_ceremonies,
)
from registrations.admin.seating.hall_forms import ArrangeForm
from registrations.documents.seating_chart import hall_of
from registrations.errors import SEAT_GONE, NotAllowed, RegistrationError
from registrations.models import HallRow, Registration, Seat
from registrations.services import hall, reminders
from registrations.services.hall import Arranged

CHOSEN = re.compile(r"seat-(?P<seat>\d{1,18})|chair-(?P<row>\d{1,18})-(?P<chair>\d{1,3})")


MAY_MOVE = "registrations.change_seat"  # who sits where
MAY_NOTIFY = "registrations.change_registration"  # delegates by letter


def hall_url(event: Event | None, seat: Seat | None = None, *, page: str = "hall") -> str:
    """Return the address of the plan, on which a seat can be chosen already."""
    query = [f"event={event.slug}"] if event else []
    query += [f"chosen=seat-{seat.pk}"] if seat else []
    return f"{reverse(f'admin:registrations_seat_{page}')}?{'&'.join(query)}"


class HallLink:
    """Gives a list the way to the plan of the hall."""

    @action(
        description=gettext_lazy("Plan of the hall"),
        icon="grid_view",
        permissions=["see_hall"],
    )
    def hall_all(self, request: HttpRequest) -> HttpResponse:
        """Lead to the plan of the ceremony at hand."""
        return redirect("admin:registrations_seat_hall")

    may: Any

    def has_see_hall_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Names stand on it: for those who may see who comes."""
        return bool(self.may(request, MAY_SEE_REGISTRATIONS, object_id))


class DelegateInHall(HallLink):
    """Gives a delegate's page the way to another chair."""

    def has_move_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Return whether the user may change who sits where."""
        return bool(self.may(request, MAY_MOVE, object_id))

    @action(description=gettext_lazy("Change the place"), icon="swap_horiz", permissions=["move"])
    def move_one(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the plan of the hall, with this delegate chosen."""
        seated = Registration.objects.select_related("event", "seat").filter(seat__isnull=False)
        found = get_object_or_404(seated, pk=as_key(object_id))
        return redirect(hall_url(found.event, found.seat))


class HallPages(HallLink):
    """The pages of the plan, beside the list of seats."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those of the plan."""
        wrap = self.admin_site.admin_view
        return [
            path("hall/", wrap(self.hall_view), name="registrations_seat_hall"),
            path("hall/arrange/", wrap(self.arrange_view), name="registrations_seat_arrange"),
            path("hall/notify/", wrap(self.notify_view), name="registrations_seat_notify"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def hall_view(self, request: HttpRequest) -> HttpResponse:
        """Show the hall; exchange two that were chosen."""
        event = _event(request, MAY_SEE_REGISTRATIONS)
        may = {
            name: event is not None and has_right(request.user, right, event)
            for name, right in (
                ("may_move", MAY_MOVE),
                ("may_notify", MAY_NOTIFY),
                ("may_print", "registrations.view_seat"),
            )
        }
        chosen = request.GET.getlist("chosen")
        if request.method == "POST" and event is not None:
            if not may["may_move"]:
                raise PermissionDenied
            chosen = request.POST.getlist("chosen")
            try:
                done = _exchange(event, chosen)
            except RegistrationError as error:
                messages.error(request, str(error))
            else:
                messages.success(request, done)
                return redirect(hall_url(event))
        context = {
            **self._context(request, event, _("Plan of the hall")),
            "hall": hall_of(event) if event else None,
            "events": _seated(request, MAY_SEE_REGISTRATIONS),
            "chosen": chosen,
            **may,
            **(_letters_about_chairs(event) if event else {}),
        }
        return TemplateResponse(request, "admin/registrations/hall.html", context)

    def arrange_view(self, request: HttpRequest) -> HttpResponse:
        """Explain, ask, then give chairs by protocol."""
        event = _event(request, MAY_MOVE)
        if event is None:
            raise PermissionDenied
        form = ArrangeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                done = hall.arrange(event, anew=form.cleaned_data["who"] == "all")
            except RegistrationError as error:
                messages.error(request, str(error))
            else:
                _say(request, done)
            return redirect(hall_url(event))
        context = {
            **self._context(request, event, _("Arrange by the order of protocol")),
            "form": form,
            "back": hall_url(event),
        }
        return TemplateResponse(request, "admin/registrations/hall_arrange.html", context)

    @asks
    def notify_view(self, request: HttpRequest) -> HttpResponse:
        """Queue the letters to those who were told another place; one press, one letter each."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        event = _event(request, MAY_NOTIFY)
        if event is None:
            raise PermissionDenied
        if not reminders.notify_new_chairs(event, most=MOST_AT_ONCE):
            messages.info(request, _("Nobody has to be told a new place by letter."))
        return redirect(hall_url(event))

    def _context(self, request: HttpRequest, event: Event | None, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title,
            "event": event,
            "arrange_url": hall_url(event, page="arrange"),
        }


def _seated(request: HttpRequest, right: str) -> EventQuerySet:
    """Return the ceremonies with seats in which the user has a right."""
    return own_ceremonies(request.user, right).filter(seating__isnull=False)


def _event(request: HttpRequest, right: str) -> Event | None:
    """Return the ceremony that the address names, else the one at hand; only one with seats.

    Raises `PermissionDenied` for who has the right nowhere.
    """
    if not has_right_somewhere(request.user, right):
        raise PermissionDenied
    seated = _seated(request, right).select_related("seating")
    slug = request.GET.get("event", "")
    if slug:
        return get_object_or_404(seated, slug=slug)
    current = own_ceremonies(request.user, right).current()
    at_hand = seated.filter(pk=current.pk).first() if current else None
    return at_hand or seated.first()


def _letters_about_chairs(event: Event) -> dict[str, Any]:
    """Return how many were told another place, and how many no letter can tell; and where to look.

    Of who has no address nothing is known but that: who was called is written down nowhere.
    """
    coming = Registration.objects.coming().filter(event=event)
    return {
        "moved": Registration.objects.notified_of_another_chair().filter(event=event).count(),
        "moved_url": _delegates_url(event, notified="other"),
        "unreached": coming.filter(email="").count(),
        "unreached_url": _delegates_url(event, address="no", status__exact="confirmed"),
        "notify_url": hall_url(event, page="notify"),
    }


def _delegates_url(event: Event, **query: str) -> str:
    """Return the address of the list of delegates of a ceremony, filtered."""
    address = reverse("admin:registrations_registration_changelist")
    return f"{address}?{urlencode({**query, 'event__id__exact': str(event.pk)})}"


def _exchange(event: Event, chosen: list[str]) -> str:
    """Let the two that were chosen change places; return in words who sits where now."""
    found = [match for key in dict.fromkeys(chosen) if (match := CHOSEN.fullmatch(key))]
    if len(found) != 2:
        raise NotAllowed(_("Choose exactly two: two delegates, or a delegate and a free chair."))
    seats = [_seat(event, int(match["seat"])) for match in found if match["seat"]]
    if not any(seat.holder for seat in seats):
        raise NotAllowed(_("Both chairs are free: choose a delegate, too."))
    if len(seats) == 2:
        hall.swap(*seats)
    else:
        bare = next(match for match in found if match["row"])
        row = get_object_or_404(HallRow, pk=int(bare["row"]), seating__event=event)
        chair = int(bare["chair"])
        if row.seats.filter(chair=chair).exists():
            raise NotAllowed(_("Somebody has got this chair meanwhile. Please look once more."))
        hall.move(seats[0], row.name, chair)
    return "; ".join(_where(_seat(event, seat.pk)) for seat in seats if seat.holder) + "."


def _seat(event: Event, key: int) -> Seat:
    found = Seat.objects.filter(event=event, pk=key)
    seat = found.select_related("row", "registration").first()
    if seat is None:
        raise NotAllowed(SEAT_GONE)
    return seat


def _where(seat: Seat) -> str:
    holder: Registration = seat.registration
    return f"{holder.name}: {seat.chair_name or _('no chair')}"


def _say(request: HttpRequest, done: Arranged) -> None:
    text = ngettext(
        "%(count)d delegate was given a chair.",
        "%(count)d delegates were given chairs.",
        done.placed,
    )
    messages.success(request, text % {"count": done.placed})
    if done.without:
        text = ngettext(
            "%(count)d delegate found no chair: the hall has too few. Add rows or chairs at "
            "“Number of seats”.",
            "%(count)d delegates found no chair: the hall has too few. Add rows or chairs at "
            "“Number of seats”.",
            done.without,
        )
        messages.warning(request, text % {"count": done.without})
