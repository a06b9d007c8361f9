"""Who is who: the registration that a person has already."""

from dataclasses import asdict, dataclass

from events.vietnamese import namesakes
from registrations.models import Registration
from registrations.models.registration import PERSON_COLUMNS, digest

# Under the lock: one look into an index, however many namesakes there are.
SAME = {
    column: f"""
        SELECT * FROM registrations_registration
        WHERE event_id = %s AND {column} = ANY(%s) AND id <> %s
            AND status IN ('pending', 'confirmed', 'waiting')
        LIMIT 1
    """  # noqa: S608  (words of our own)
    for column in PERSON_COLUMNS
}


def find_same(
    event_id: int, name: str, organisation: str, *, besides: Registration | None = None
) -> Registration | None:
    """Return the active registration of this very person, by name and organisation."""
    way, keys = namesakes.wanted(name, organisation)
    values = [event_id, list(map(digest, keys)), besides.pk if besides else 0]
    for found in Registration.objects.raw(SAME[PERSON_COLUMNS[way]], values):
        return found
    return None


@dataclass(frozen=True, kw_only=True)
class Delegate:
    """Who comes, as a form or a list gives it; `phone` in E.164."""

    name: str
    organisation: str
    honorific: str = ""
    position: str = ""
    delegation_id: int | None = None
    phone: str = ""
    email: str = ""

    def write_to(self, registration: Registration) -> bool:
        """Write down who comes; return whether anything is new."""
        new = {k: v for k, v in asdict(self).items() if getattr(registration, k) != v}
        for field, value in new.items():
            setattr(registration, field, value)
        return bool(new)
