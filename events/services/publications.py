"""What is written becomes public, at once or at an hour, and a draft again."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from events.errors import ChangedMeanwhile, GoneBy, NotPublishable
from events.fields import MarkdownField
from events.models.content.publication import Publication
from events.models.unit import new_token
from events.web import markdown

Obstacles = Callable[[Any], Iterable[str]]

ANY = object()  # whatever was seen
_OF_MODEL: dict[type[Publication], list[Obstacles]] = {}


def obstacles_of(model: type[Publication]) -> Callable[[Obstacles], Obstacles]:
    """Let a function tell what of the rows of a model is not ready, a sentence each.

    What every publication needs is told by itself: its required fields, and pictures that exist.
    """

    def decorate(function: Obstacles) -> Obstacles:
        _OF_MODEL.setdefault(model, []).append(function)
        return function

    return decorate


def obstacles(row: Publication) -> list[str]:
    """Return what stands in the way of showing a row to the public; empty when it is ready."""
    own = (line for tell in _OF_MODEL.get(type(row), ()) for line in tell(row))
    return [*_missing(row), *_unknown_pictures(row), *own]


def publish(row: Publication, at: datetime.datetime | None = None, *, seen: Any = ANY) -> Any:
    """Show a row to the public, now or at an hour that lies ahead; return it as it is now.

    `seen` is the `published_at` that its publisher saw. Raises `NotPublishable`.
    """
    with transaction.atomic():
        locked = _lock(row, seen)
        now = timezone.now()
        if at is not None and at <= now:
            raise GoneBy
        if found := obstacles(locked):
            raise NotPublishable(found)
        if locked.published_at is not None and locked.published_at <= now:
            if at is not None:
                raise NotPublishable([_("It is public already. Withdraw it to choose an hour.")])
            return locked  # stays where it stands among the others
        locked.published_at = at or now
        locked.save(update_fields=["published_at"])
    return locked


def withdraw(row: Publication, *, seen: Any = ANY) -> Any:
    """Make a row a draft again, also before its hour; return it as it is now.

    Its former secret link opens nothing any more: who was given it sees no more than the public.
    """
    with transaction.atomic():
        locked = _lock(row, seen)
        locked.published_at, locked.token = None, new_token()
        locked.save(update_fields=["published_at", "token"])
    return locked


def _lock(row: Publication, seen: Any) -> Any:
    # two who publish and withdraw at once come one after the other
    rows = type(row)._default_manager.select_for_update(of=("self",))
    locked = rows.get(pk=row.pk)
    if seen is not ANY and locked.published_at != seen:
        raise ChangedMeanwhile
    return locked


def _missing(row: Publication) -> Iterable[str]:
    for field in row._meta.fields:
        is_text = not field.is_relation and field.get_internal_type() in ("CharField", "TextField")
        if is_text and field.editable and not field.blank and not getattr(row, field.attname):
            yield _("“%(field)s” is missing.") % {"field": field.verbose_name}


def _unknown_pictures(row: Publication) -> Iterable[str]:
    texts = [getattr(row, f.attname) for f in row._meta.fields if isinstance(f, MarkdownField)]
    for number in markdown.unknown_pictures(*texts):
        yield _("The text names picture %(number)s, which does not exist.") % {"number": number}
