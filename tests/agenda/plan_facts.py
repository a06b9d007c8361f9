"""What the plan and the programme of a ceremony must say, told from its rows."""

from django.utils import timezone

from events.models import Event, Plan
from events.vietnamese import dates
from tests.papers import Expected
from tests.papers.expected import Table

END = "./."
DRAFT = "Bản dự thảo, chưa công bố."


def of_plan(event: Event, renumbered: dict[str, str] | None = None) -> Expected:
    """Return the facts of a plan; `renumbered` tells headings that must get another number."""
    plan = Plan.objects.get(event=event)
    body: list[tuple[str, str] | Table] = [("paragraph", line) for line in _lines(plan.lead_in)]
    if plan.purposes.exists():
        body.append(("heading", plan.purposes_heading))
        body += [("paragraph", line) for p in plan.purposes.all() for line in _lines(p.text)]
    body.append(("heading", plan.content_heading))
    if event.delegations.exists():
        body.append(("heading", plan.delegations_heading))
        body += [("paragraph", f"- {d.text}") for d in event.delegations.all()]
        body += [("paragraph", plan.total_text())] if plan.total_line else []
    body.append(("heading", plan.time_heading))
    body += [("paragraph", f"- {plan.time_text()}"), ("paragraph", f"- {plan.venue_text()}")]
    tasks = [[task.content] for task in event.preparation_tasks.all()]
    if tasks:
        body += [("heading", plan.preparation_heading), _table(["Nội dung"], tasks)]
    items = [[item.title, item.performer] for item in event.agenda_items.all()]
    if items:
        body.append(("heading", plan.programme_heading))
        body.append(_table(["Nội dung", "Thực hiện"], items))
    if plan.duties.exists():
        body.append(("heading", plan.duties_heading))
        body += [
            ("paragraph", line)
            for duty in plan.duties.all()
            for line in _lines(f"- {duty.addressed_as}: {duty.text}")
        ]
    number = f"{plan.number:02d}" if plan.number else ""
    return Expected(
        **frame(plan),
        kind=plan.kind,
        subject=plan.subject,
        bases=[line for basis in plan.legal_bases.all() for line in _lines(basis.text)],
        body=_ended(_renamed(body, renumbered or {})),
        number_line=f"Số: {number}/{plan.symbol}",
        date_line=_date(plan),
    )


def of_programme(event: Event, hours: list[str] | None = None) -> Expected:
    """Return the facts of a programme; `hours` when its table has that column."""
    plan = Plan.objects.get(event=event)
    items = [[item.title, item.performer] for item in event.agenda_items.all()]
    head = ["Nội dung", "Thực hiện"]
    if hours is not None:
        head = ["Thời gian", *head]
        items = [[hour, *item] for hour, item in zip(hours, items, strict=True)]
    body: list[tuple[str, str] | Table] = [
        ("paragraph", plan.time_text()),
        ("paragraph", plan.venue_text()),
    ]
    version = event.programme_versions.first()
    day = version and dates.short(timezone.localdate(version.published_at))
    which = f"Bản số {version.number}, công bố ngày {day}." if version else DRAFT
    body += [("paragraph", which)]
    body += [_table(head, items)] if items else []
    return Expected(
        **frame(plan),
        kind="CHƯƠNG TRÌNH",
        subject=event.title,
        body=_ended(body),
        number_line="Số: /" + plan.symbol.replace("KH-", "CTr-"),
        date_line=f"{plan.place}, ngày tháng năm {event.window_end.year}",
    )


def _renamed(body: list, renumbered: dict[str, str]) -> list:
    return [
        part if isinstance(part, Table) else (part[0], renumbered.get(part[1], part[1]))
        for part in body
    ]


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def _table(head: list[str], rows: list[list[str]]) -> Table:
    numbered = [[str(number), *row] for number, row in enumerate(rows, 1)]
    return Table(head=["TT", *head], rows=numbered)


def frame(plan: Plan) -> dict:
    return {
        "superior": plan.superior,
        "issuer": _lines(plan.issuer),
        "recipients": [recipient.text for recipient in plan.recipients.all()],
        "authority": _lines(plan.authority),
        "signer": [text for text in (plan.signer_office, plan.signer_name) if text],
    }


def _date(plan: Plan) -> str:
    day = f"{plan.issue_day:02d}" if plan.issue_day else ""
    month = plan.issue_month or 0
    month_text = f"{month:02d}" if month in (1, 2) else str(month or "")
    return f"{plan.place}, ngày {day} tháng {month_text} năm {plan.issue_year or ''}"


def _ended(body: list[tuple[str, str] | Table]) -> list[tuple[str, str] | Table]:
    """Put the end mark where the last words do not have it."""
    *before, last = body
    if isinstance(last, Table):
        row = last.rows[-1]
        place = max(index for index, cell in enumerate(row) if cell)
        row[place] = _with_end(row[place])
        return [*before, last]
    return [*before, (last[0], _with_end(last[1]))]


def _with_end(text: str) -> str:
    return text if text.endswith(END) else text.rstrip(";., ") + END
