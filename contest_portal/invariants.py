"""What must never be between the rooms."""

from collections.abc import Iterator

from django.db.models import F
from django.utils.translation import gettext as _

from contest_portal.models import Signing
from events.audit.coverage import rules
from events.invariants import missing_rules, unclean_texts


def violations() -> Iterator[str]:
    """Yield a sentence for each thing that is wrong."""
    yield from missing_rules(
        "contest_portal",
        ("contest_portal_operationrun", "finished_is_finished"),
        ("auth_user", "role_opens"),
        ("auth_user_groups", "role_given"),
        *rules("contest_portal"),
        *rules("auth"),
    )
    yield from unclean_texts("contest_portal")
    strange = Signing.objects.exclude(memorandum__event=F("item__event"))
    for key in strange.order_by("pk").values_list("pk", flat=True):
        yield _("Signing %(key)d joins an item and a memorandum of two ceremonies.") % {"key": key}
