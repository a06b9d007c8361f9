"""What must never be in sponsorship. Rows are named by number, never people."""

from collections.abc import Iterator

from django.db.models import F, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from events.audit.coverage import rules
from events.invariants import missing_rules, unclean_texts
from sponsorship.models import Contribution, Instalment, Logo, Memorandum, Party, Sponsor

Status = Memorandum.Status
TRIGGERS = [
    *(
        (f"sponsorship_{name}", "only_drafts_change")
        for name in ("memorandum", "party", "basis", "article", "contribution", "instalment")
    ),
    ("sponsorship_receipt", "kept_for_good"),
    ("sponsorship_signedscan", "kept_for_good"),
]
FIXED = [Status.AGREED, Status.SIGNED, Status.ENDED]


def violations() -> Iterator[str]:
    """Yield a sentence for each thing that is wrong."""
    yield from missing_rules("sponsorship", *TRIGGERS, *rules("sponsorship"))
    yield from unclean_texts("sponsorship")
    yield from _incomplete()
    yield from _wrong_sums()
    yield from _strangers()


def _incomplete() -> Iterator[str]:
    """What was agreed has two sides with representatives, and all its amounts."""
    fixed = Memorandum.objects.filter(status__in=FIXED).order_by("pk")
    for memorandum in fixed.prefetch_related("parties", "contributions"):
        sides = [p for p in memorandum.parties.all() if p.name and p.representative]
        values = [c.amount for c in memorandum.contributions.all()]
        if len(sides) < len(Party.Side) or not values or None in values:
            yield _("Memorandum %(key)d was agreed but is not complete.") % {"key": memorandum.pk}


def _wrong_sums() -> Iterator[str]:
    """Instalments make the whole contribution, and nothing more comes than is due."""
    total = Coalesce(Sum("instalments__amount"), 0)
    agreed = Contribution.objects.filter(memorandum__status__in=FIXED).annotate(total=total)
    for key in agreed.exclude(total=F("amount")).order_by("pk").values_list("pk", flat=True):
        yield _("Contribution %(key)d: its instalments do not make its amount.") % {"key": key}
    received = Instalment.objects.with_received()
    wrong = received.filter(Q(received__lt=0) | Q(received__gt=F("amount")))
    for key in wrong.order_by("pk").values_list("pk", flat=True):
        yield _("Instalment %(key)d has received less than nothing or more than its amount.") % {
            "key": key
        }


def _strangers() -> Iterator[str]:
    """Sponsor and memorandum belong to the same ceremony; every logo has both sizes."""
    strange = Memorandum.objects.filter(sponsor__isnull=False).exclude(sponsor__event=F("event"))
    for key in strange.order_by("pk").values_list("pk", flat=True):
        yield _("Memorandum %(key)d has a sponsor of another ceremony.") % {"key": key}
    for sponsor in Sponsor.objects.filter(logos__isnull=False).distinct().order_by("pk"):
        if sponsor.logos.count() != len(Logo.Size):
            yield _("Sponsor %(key)d has a logo in one size only.") % {"key": sponsor.pk}
