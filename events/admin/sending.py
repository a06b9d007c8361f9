"""What sends asks before: to whom, what, how many; then the outbox tells what has become of it.

A step is taken to see which letters it writes. Where there are some that its user has not agreed
to, all is rolled back, and the page shows them; agreeing sends the same form once more. What was
agreed to is compared with what is written then, and the key of the sending lets it happen once.
"""

import hashlib
import uuid
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.messages.storage.base import BaseStorage
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from events import mail
from events.audit.notes import note
from events.mail.veil import veiled
from events.models import AuditEntry, Event, Letter, Sending
from events.permissions import has_right

FIELD = "sending"  # of the form that agrees
SALT = "events.sending"
AGREED_FOR = 12 * 3600  # seconds
SHOWN = 10  # recipients of one kind
NAMED = 10  # in one message; of more the number is told
State = Letter.State
LETTERS = gettext_noop("letters: %(count)s")

Run = Callable[[], Any]


def asks(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let a view or an action of an admin, a method, ask before it writes letters."""

    @wraps(view)
    def asking(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return asked(request, lambda: view(self, request, *args, **kwargs))

    return asking


class AsksOnSaving:
    """Lets the forms of an admin ask before what is saved writes letters."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Show or save a row."""
        save = super().changeform_view  # type: ignore[misc]
        answer: HttpResponse = asked(request, lambda: save(request, object_id, *args, **kwargs))
        return answer


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody was shown and has agreed to."""

    key: uuid.UUID
    digest: str

    @classmethod
    def by(cls, request: HttpRequest) -> "Agreed | None":
        """Return what the form agrees to; None where it agrees to nothing that was shown."""
        try:
            found = signing.loads(request.POST.get(FIELD, ""), salt=SALT, max_age=AGREED_FOR)
        except signing.BadSignature:
            return None
        is_own = found["user"] == request.user.pk and found["path"] == request.path
        return cls(uuid.UUID(found["key"]), found["digest"]) if is_own else None

    def signed(self, request: HttpRequest) -> str:
        """Return it for the form, for this user and this address only."""
        values = {"key": str(self.key), "digest": self.digest}
        return signing.dumps({**values, "user": request.user.pk, "path": request.path}, salt=SALT)


@dataclass(frozen=True, slots=True)
class OfKind:
    """The letters of one kind that a step writes."""

    subject: str
    recipients: list[mail.Recipient]
    text: str  # of the first, without its secrets
    files: tuple[str, ...]
    may_see: bool
    is_later: bool  # written by the worker, some minutes after saving

    @property
    def shown(self) -> list[mail.Recipient]:
        """The first recipients."""
        return self.recipients[:SHOWN]

    @property
    def more(self) -> int:
        """How many are not shown."""
        return len(self.recipients) - len(self.shown)


class _Kept(BaseStorage):
    """Keeps what a step says until it is known whether it was taken."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, messages: list[Any], response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return []

    def said(self) -> list[Any]:
        """Return what was said."""
        return list(self._queued_messages)  # type: ignore[attr-defined]


class _NotAgreed(Exception):
    """The step writes letters that nobody has agreed to: all of it is rolled back."""


def asked(request: HttpRequest, run: Run) -> Any:
    """Take a step in one transaction, after asking where it writes letters; return the answer.

    Asked about, too, are the letters that it lets expect (`mail.expect`); who gets none for want
    of an address is named.
    """
    if request.method != "POST" or mail.current_sending():
        return run()
    agreed = Agreed.by(request)
    key = agreed.key if agreed else uuid.uuid4()
    own: Any = request._messages  # type: ignore[attr-defined]
    kept = _Kept(request)
    found: list[OfKind] = []
    answer: Any = None
    try:
        request._messages = kept  # type: ignore[attr-defined]
        with transaction.atomic():
            if agreed and not _begin(key, request):
                return _done_already(key, own)
            with mail.of_sending(key) as step:
                answer = run()
            tell_unreached(request, step.unreached)
            letters, later = _written(key), [one for some in step.expected for one in some()]
            found = _by_kind(request, letters, later)
            if found and (agreed is None or agreed.digest != _digest(found)):
                raise _NotAgreed
            if agreed:
                _end(key, letters)
    except _NotAgreed:
        request._messages = own  # type: ignore[attr-defined]
        return _page(request, key, found, kept.said(), is_new=agreed is not None)
    finally:
        request._messages = own  # type: ignore[attr-defined]
    for message in kept.said():
        own.add(message.level, message.message, message.extra_tags)
    _tell(request, key, found)
    return answer


def _begin(key: uuid.UUID, request: HttpRequest) -> bool:
    """Return whether this sending is new; who agrees twice at once waits until that is known."""
    user: Any = request.user
    try:
        with transaction.atomic():
            Sending.objects.create(key=key, by=user)
    except IntegrityError:
        return False
    return True


def _end(key: uuid.UUID, letters: Sequence[Letter]) -> None:
    """Keep what the letters were; of none there is nothing to keep."""
    rows = Sending.objects.filter(key=key)
    if letters:
        rows.update(title=letters[0].subject)
    else:
        rows.delete()


def _done_already(key: uuid.UUID, own: Any) -> HttpResponse:
    own.add(messages.INFO, _("These letters were written already; nothing is sent twice."))
    return redirect("admin:events_letter_sending", key)


def _written(key: uuid.UUID) -> list[Letter]:
    """Return the letters that a sending has written and that will go."""
    rows = Letter.objects.filter(sending=key, status=State.WAITING).select_related("event")
    letters = mail.looked_up(rows.order_by("pk"))
    return [letter for letter in letters if letter.state == State.WAITING]


def _by_kind(
    request: HttpRequest, letters: Sequence[Letter], later: Sequence[Letter]
) -> list[OfKind]:
    """Return the letters by kind, each with one that was composed."""
    groups: dict[tuple[str, bool], list[Letter]] = {}
    for is_later, rows in ((False, letters), (True, later)):
        for letter in rows:
            groups.setdefault((letter.kind, is_later), []).append(letter)
    return [
        _of_kind(request, name, group, is_later=is_later)
        for (name, is_later), group in groups.items()
    ]


def _of_kind(
    request: HttpRequest, name: str, letters: Sequence[Letter], *, is_later: bool
) -> OfKind:
    text, files = "", tuple[str, ...]()
    with suppress(mail.Overtaken):
        now = mail.composed(letters[0])
        text, files = veiled(now.text.text), tuple(file.name for file in now.files)
    return OfKind(
        subject=letters[0].subject,
        recipients=[letter.outlook.recipient for letter in letters],
        text=text,
        files=files,
        may_see=_may_see(request, name, letters[0].event),
        is_later=is_later,
    )


def _may_see(request: HttpRequest, kind: str, event: Event) -> bool:
    """Return whether who asks may know to whom letters of a kind go."""
    return has_right(request.user, mail.KINDS[kind].permission, event) or has_right(
        request.user, "events.view_letter"
    )


def _digest(found: Sequence[OfKind]) -> str:
    """Return what stands for all that the page shows, and for the recipients that it does not."""
    seen = [
        [one.subject, one.text, sorted([each.greeting, each.address] for each in one.recipients)]
        for one in found
    ]
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def _page(
    request: HttpRequest,
    key: uuid.UUID,
    found: Sequence[OfKind],
    said: Sequence[Any],
    *,
    is_new: bool,
) -> TemplateResponse:
    """Ask. `is_new`: something else was agreed to, which holds no longer."""
    posted = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in (FIELD, "csrfmiddlewaretoken")
    ]
    count = sum(len(one.recipients) for one in found)
    context = {
        **admin.site.each_context(request),
        "title": _("Before letters are written"),
        "found": found,
        "count": count,
        "troubles": [one.message for one in said if one.level >= messages.WARNING],
        "posted": posted,
        "field": FIELD,
        "agreed": Agreed(uuid.uuid4() if is_new else key, _digest(found)).signed(request),
        "is_new": is_new,
        "back": _came_from(request),
        "has_server": settings.MAIL_SERVER,
    }
    return TemplateResponse(request, "admin/events/sending/ask.html", context)


def _came_from(request: HttpRequest) -> str:
    """Return the page of ours on which the form was sent."""
    came = request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}/"
    return came if came.startswith(own) else request.path


def _tell(request: HttpRequest, key: uuid.UUID, found: Sequence[OfKind]) -> None:
    """Tell what was written, in words that are put anew as long as letters wait."""
    if count := sum(len(one.recipients) for one in found if not one.is_later):
        may_see = has_right(request.user, "events.view_letter")
        messages.success(request, part(Sending.objects.get(key=key), may_see=may_see))
        note(AuditEntry.Act.SENT, LETTERS, count=count)
    if later := sum(len(one.recipients) for one in found if one.is_later):
        text = _("Letters that will be written some minutes after saving: %(count)d.")
        messages.info(request, text % {"count": later})


def part(sending: Sending, *, may_see: bool = True) -> str:
    """Return the HTML that tells how far the letters of a sending are.

    `may_see`: whether a link leads to the letters.
    """
    return render_to_string(
        "admin/events/sending/_part.html", {**how_far(sending), "may_see": may_see}
    )


def how_far(sending: Sending) -> dict[str, Any]:
    """Return how many letters of a sending wait, were sent, were refused or are needed no more."""
    rows = Letter.objects.filter(sending=sending)
    counts = {
        "waiting": rows.waiting().count(),
        "sent": rows.filter(status=State.SENT).count(),
        "failed": rows.filter(status=State.FAILED).count(),
        "overtaken": rows.overtaken().count(),
    }
    return {
        **counts,
        "written": sum(counts.values()),
        "sending": sending,
        "letters_url": f"{reverse('admin:events_letter_changelist')}?sending={sending.key}",
        "has_server": settings.MAIL_SERVER,
        "read_at": timezone.localtime(),
    }


def tell_unreached(request: HttpRequest, rows: Iterable[mail.Unreached]) -> None:
    """Tell how many get no letter for want of an e-mail address, and whom of them one may see."""
    found = {(mail.KINDS[one.kind].noun, one.about): one for one in rows}.values()
    if not found:
        return
    text = ngettext(
        "%(count)d has no e-mail address and gets no letter; please telephone: %(names)s.",
        "%(count)d have no e-mail address and get no letter; please telephone: %(names)s.",
        len(found),
    )
    seen = [one.name for one in found if _may_see(request, one.kind, one.event)]
    messages.warning(request, text % {"count": len(found), "names": listed(seen) or "…"})


def listed(names: Sequence[str]) -> str:
    """Return the names for a message; of a long list the first ones, and how many more."""
    more = len(names) - NAMED
    if more <= 0:
        return "; ".join(names)
    text = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return "; ".join([*names[:NAMED], text])
