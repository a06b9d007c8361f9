"""What is not complete yet, each as a sentence that says what to do."""

import datetime
from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from events.models import OfficialDocument
from events.vietnamese import amounts, dates
from sponsorship.models import Contribution, Memorandum, Party

Status = Memorandum.Status


def missing(
    memorandum: Memorandum, status: str, *, signing_day: datetime.date | None = None
) -> list[str]:
    """Return what must be done before the memorandum can become `status`; [] when nothing."""
    if status == Status.AGREED:
        return list(_for_agreement(memorandum))
    if status == Status.SIGNED:
        day = signing_day or memorandum.signing_day
        return [*_for_signature(memorandum, day), *_as_issued(memorandum, day)]
    return []


def _for_agreement(memorandum: Memorandum) -> Iterator[str]:
    if not memorandum.subject:
        yield _("Enter the subject of the memorandum.")
    if not memorandum.place:
        yield _("Enter the place of signing.")
    parties = {party.side: party for party in memorandum.parties.all()}
    for side, label in Party.Side.choices:
        yield from _of_party(parties.get(side), str(label))
    contributions = list(memorandum.contributions.prefetch_related("instalments"))
    if not contributions:
        yield _("Enter at least one contribution.")
    for contribution in contributions:
        yield from _of_contribution(contribution)
    receiver = parties.get(Party.Side.A)
    gives_money = any(c.kind == Contribution.Kind.MONEY for c in contributions)
    if gives_money and receiver and not (receiver.account_number and receiver.bank):
        yield _("Side A receives money: enter its account number and bank.")
    yield from _of_articles(memorandum)


def _of_party(party: Party | None, side: str) -> Iterator[str]:
    if party is None:
        yield _("%(side)s: enter who it is.") % {"side": side}
        return
    wanted = {
        "name": _("the name"),
        "representative": _("the representative"),
        "position": _("the position of the representative"),
        "address": _("the address"),
    }
    for field, words in wanted.items():
        if not getattr(party, field):
            yield _("%(side)s: enter %(what)s.") % {"side": side, "what": words}


def _of_contribution(contribution: Contribution) -> Iterator[str]:
    name = contribution.name
    if contribution.amount is None:
        yield _("Contribution “%(name)s”: enter its amount or value.") % {"name": name}
    if contribution.kind == Contribution.Kind.IN_KIND and not (
        contribution.quantity and contribution.unit
    ):
        yield _("Contribution “%(name)s”: enter quantity and unit.") % {"name": name}
    instalments = list(contribution.instalments.all())
    total = sum(instalment.amount for instalment in instalments)
    if instalments and contribution.amount is not None and total != contribution.amount:
        yield _(
            "Contribution “%(name)s”: its instalments make %(total)s together, but it is worth "
            "%(amount)s. Make both equal."
        ) % {
            "name": name,
            "total": amounts.figures(total),
            "amount": amounts.figures(contribution.amount),
        }
    days = [instalment.due_on for instalment in instalments if instalment.due_on]
    if days != sorted(days):
        yield _("Contribution “%(name)s”: put the due days of its instalments in order.") % {
            "name": name
        }


def _of_articles(memorandum: Memorandum) -> Iterator[str]:
    texts = list(memorandum.articles.values_list("title", "text"))
    if not texts:
        yield _("Enter at least one article.")
    for title, text in texts:
        if not text.strip():
            yield _("Article “%(title)s” has no text: write it or remove the article.") % {
                "title": title
            }
    whole = "\n".join(text for _title, text in texts)
    if texts and "{đóng góp}" not in whole:
        yield _(
            "No article lists the contributions: write {đóng góp} where they are to be printed."
        )
    if "{ngày kết thúc}" in whole and memorandum.ends_on is None:
        yield _("An article names the day on which the memorandum ends: enter that day.")


def _for_signature(memorandum: Memorandum, day: datetime.date | None) -> Iterator[str]:
    if day is None:
        yield _("Enter the day of signing.")
        return
    if day > timezone.localdate():
        yield _("The day of signing lies in the future: it is entered once it has been signed.")
    if memorandum.ends_on and memorandum.ends_on < day:
        yield _("The memorandum would end before the day of signing.")


def _as_issued(memorandum: Memorandum, day: datetime.date | None) -> Iterator[str]:
    papers = OfficialDocument.objects.of("memorandum", memorandum.event, memorandum.pk)
    issued = papers.current().first()
    if issued is not None and day is not None and issued.issued_on != day:
        yield _(
            "The memorandum was issued as %(number)s, which bears the day %(day)s: enter this day, "
            "or issue a paper that replaces it with the day on which it was signed."
        ) % {"number": issued.number_and_symbol, "day": dates.short(issued.issued_on)}
