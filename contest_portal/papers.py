"""Which papers there are: each kind with the function that makes it."""

from collections.abc import Callable

from agenda import documents
from events.models import Event

PAPERS: dict[str, Callable[[Event], bytes]] = {
    "plan": documents.plan,
    "programme": documents.programme,
}
