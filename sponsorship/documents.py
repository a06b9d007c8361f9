"""The memorandum of understanding on paper."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.documents import Draft, Obstacle, Paper, Source, kind
from events.documents.text import END, close
from events.models import Event, OfficialDocument, Plan
from events.vietnamese import amounts, signers
from sponsorship.errors import NewerVersion
from sponsorship.models import Memorandum, Party
from sponsorship.pieces import Piece, contributions, date, gap, text, today

KIND = "memorandum"


def several(event: Event) -> list[tuple[int, str]]:
    """Return key and name of the memoranda of a ceremony: the newest version of each."""
    rows = Memorandum.objects.in_force().filter(event=event).select_related("sponsor")
    return [(row.pk, row.sponsor.name if row.sponsor else row.subject) for row in rows]


@kind(
    KIND,
    _("Memorandum of understanding"),
    permission="sponsorship.view_memorandum",
    issued=True,
    several=several,
)
def memorandum(event: Event, key: int = 0) -> Draft:
    """Compose a memorandum; `key` is its primary key, 0 the first in force.

    Raises `Memorandum.DoesNotExist`. What nobody knows yet is left blank.
    """
    row = _find(event, key)
    sides = {party.side: party for party in row.parties.all()}
    parties = [sides.get(side) or Party(side=side) for side in Party.Side.values]
    plan = Plan.objects.filter(event=event).first()
    day = row.signing_day
    paper = Paper(
        superior="",
        issuer=plan.issuer if plan else parties[0].name.upper(),
        other_issuer=parties[1].name.upper(),
        symbol=row.symbol,
        place=plan.place if plan else row.place,
        day=day.day if day else None,
        month=day.month if day else None,
        year=day.year if day else None,
        kind=row.title,
        subject=row.subject,
        recipients=tuple(party.name for party in parties if party.name),
        signer_name=" - ".join(p.representative for p in parties if p.representative),
        replaces=_replaced(row),
    )
    body = {
        "bases": [line for basis in row.bases.all() for line in basis.text.splitlines() if line],
        "opening": [
            *text("Hôm nay, "),
            *today(),
            *text(", tại "),
            *(text(row.place) if row.place else gap()),
            *text(", chúng tôi gồm:"),
        ],
        "parties": [_party(party) for party in parties],
        "lead_in": row.lead_in,
        "articles": _articles(row),
    }
    return Draft(
        "sponsorship/pdf/memorandum.html",
        paper,
        body,
        obstacles=list(_obstacles(row)),
        sources=[Source(_page(row.pk))],
        signed_on=day,
        earlier=list(_earlier(row)),
    )


def _obstacles(row: Memorandum) -> Iterator[Obstacle]:
    if row.status not in Memorandum.Status.pledging():
        message = gettext(
            "The memorandum is “%(state)s”: it can be issued once both sides have agreed on it."
        ) % {"state": row.get_status_display()}
        yield Obstacle(message, _page(row.pk))
    newer = row.newer_versions.filter(status__in=Memorandum.Status.pledging()).first()
    if newer is not None:
        yield Obstacle(str(NewerVersion(newer.version)), _page(newer.pk))
    if row.signing_day is None:
        message = gettext(
            "The memorandum is not signed yet: “Hôm nay, ngày …” will name the day of issue, which "
            "must be the day of signing, too."
        )
        yield Obstacle(message, _page(row.pk), stops=False)


def _page(key: int) -> str:
    return reverse("admin:sponsorship_memorandum_change", args=[key])


def _earlier(row: Memorandum) -> Iterator[int]:
    """Give the keys of the versions before, the last first."""
    older = row.replaces
    while older is not None:
        yield older.pk
        older = older.replaces


def _find(event: Event, key: int) -> Memorandum:
    rows = Memorandum.objects.filter(event=event).prefetch_related(
        "parties", "bases", "articles", "contributions__instalments"
    )
    if key:
        return rows.get(pk=key)
    found = rows.in_force().first()
    if found is None:
        raise Memorandum.DoesNotExist
    return found


def _replaced(row: Memorandum) -> str:
    """Return how the paper of the version before is cited, if it was issued."""
    if row.replaces_id is None:
        return ""
    issued = OfficialDocument.objects.of(KIND, row.event, *_earlier(row)).current()
    newest = issued.order_by("-key").first()
    return newest.citation if newest else ""


def _party(party: Party) -> dict[str, Any]:
    label = f"BÊN {party.side}"
    return {
        "label": label,
        "heading": f"{label}: {party.name.upper()}" if party.name else f"{label}:",
        "role": party.role,
        "signs_as": signers.lines_above(
            party.name, party.position, authorised=bool(party.authority)
        ),
        "representative": party.representative,
        "lines": list(_lines(party)),
    }


def _lines(party: Party) -> Iterator[list[Piece]]:
    """Yield what the memorandum says of a party; optional things only where they are known."""
    yield _line("Địa chỉ", party.address)
    if party.phone:
        yield _line("Điện thoại", party.phone)
    if party.tax_code:
        yield _line("Mã số thuế", party.tax_code)
    if party.side == Party.Side.A or party.account_number:
        account = text(party.account_number) if party.account_number else gap()
        bank = text(party.bank) if party.bank else gap()
        yield [*text("Tài khoản số: "), *account, *text(" tại "), *bank]
    name = text(party.representative) if party.representative else gap()
    yield [*text(f"Đại diện: {party.honorific or 'Ông/Bà'} "), *name]
    yield _line("Chức vụ", party.position)
    if party.authority:
        yield _line("Theo giấy ủy quyền", party.authority)


def _line(label: str, value: str) -> list[Piece]:
    return [*text(f"{label}: "), *(text(value) if value else gap())]


def _articles(row: Memorandum) -> list[dict[str, Any]]:
    found = list(row.articles.all())
    lines = [[line for line in article.text.splitlines() if line] for article in found]
    parts = [[[line] for line in part] for part in lines]
    close(*parts)
    values = _values(row)
    return [
        {
            "title": article.title,
            "paragraphs": [
                {"pieces": pieces, "leads": pieces[-1].text.endswith(":")}
                for cells in part
                for pieces in _paragraphs(cells[0], row, values)
            ],
        }
        for article, part in zip(found, parts, strict=True)
    ]


def _paragraphs(
    line: str, row: Memorandum, values: dict[str, list[Piece]]
) -> Iterator[list[Piece]]:
    """Yield what a line becomes: the list of contributions is several paragraphs."""
    before, mark, after = line.partition("{đóng góp}")
    if before.strip() or not mark:
        yield _filled(before, values)
    if mark:
        *others, last = contributions(row)
        yield from others
        ends_the_paper = after.strip() == END  # which follows the last word, not on its own
        yield [*last, Piece(END[1:])] if ends_the_paper else last
        after = "" if ends_the_paper else after
    if after.strip(" .;"):
        yield _filled(after, values)


def _values(row: Memorandum) -> dict[str, list[Piece]]:
    return {
        "{ngày kết thúc}": date(row.ends_on),
        "{số bản mỗi bên}": text(_copies(row.copies // 2)),
        "{số bản}": text(_copies(row.copies)),
    }


def _copies(count: int) -> str:
    return f"{count:02d} ({amounts.number_in_words(count)}) bản"


def _filled(line: str, values: dict[str, list[Piece]]) -> list[Piece]:
    """Return a line with its placeholders replaced."""
    for name, pieces in values.items():
        before, mark, after = line.partition(name)
        if mark:
            return [*_filled(before, values), *pieces, *_filled(after, values)]
    return text(line)
