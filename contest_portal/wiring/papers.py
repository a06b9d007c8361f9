"""The papers of all rooms, made known to `events.documents.KINDS`."""

from collections import defaultdict

from django.utils.translation import gettext_lazy as _

import agenda.documents
import events.documents.corrections
import events.documents.rules  # noqa: F401  (likewise)
import registrations.documents  # noqa: F401  (likewise)
import sponsorship.documents  # noqa: F401  (makes its papers known)
from contest_portal.models import Signing
from events.documents import Draft, kind
from events.models import Event
from sponsorship.models import Memorandum, Party


@kind("run-sheet", _("Script of the ceremony"))
def run_sheet(event: Event) -> Draft:
    """Compose the script, with the memoranda that are signed during its items."""
    return agenda.documents.run_sheet(event, signings(event))


def signings(event: Event) -> dict[int, list[str]]:
    """Return what is signed during each item, in order and with who signs; two statements."""
    lines: dict[int, list[str]] = defaultdict(list)
    found = Signing.objects.filter(item__event=event).order_by("item", "position")
    found = found.exclude(memorandum__status=Memorandum.Status.CANCELLED)
    for signing in found.prefetch_related("memorandum__parties"):
        number = len(lines[signing.item_id]) + 1
        sides = {party.side: party for party in signing.memorandum.parties.all()}
        hands = [
            _hand(sides.get(Party.Side.A), signing.signer_a),
            _hand(sides.get(Party.Side.B), signing.signer_b),
        ]
        lines[signing.item_id].append(f"{number}. {' - '.join(filter(None, hands))}")
    return lines


def _hand(party: Party | None, instead: str) -> str:
    """Return a side and who signs for it, as far as that is known."""
    if party is None:
        return instead
    person = " ".join(filter(None, [party.honorific, party.representative]))
    signer = instead or ", ".join(filter(None, [person, party.position]))
    return f"{party.name} ({signer})" if signer else party.name
