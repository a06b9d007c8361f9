"""Which tasks are looked at, and how: kept in the address, the same for board, list and weeks."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from agenda.models import PreparationTask
from agenda.models.preparation import Status
from events.admin.base import as_key
from events.models import Event, Unit

VIEWS = {"board": _("Board"), "list": _("List"), "weeks": _("By week")}
DUE = {"late": _("Late"), "soon": _("Due within 3 days")}


@dataclass(frozen=True)
class Shown:
    """What the address asks for; what it cannot mean is left out."""

    event: Event
    view: str
    unit: int = 0
    state: str = ""
    due: str = ""

    @classmethod
    def of(cls, event: Event, asked: QueryDict) -> "Shown":
        """Read the address."""
        view, state, due = (asked.get(name, "") for name in ("view", "state", "due"))
        return cls(
            event,
            view=view if view in VIEWS else "board",
            unit=as_key(asked.get("unit", "")),
            state=state if state in Status.values else "",
            due=due if due in DUE else "",
        )

    @cached_property
    def units(self) -> list[Unit]:
        """The units of the ceremony, by name."""
        return list(Unit.objects.filter(event=self.event).order_by("name"))

    @property
    def is_filtered(self) -> bool:
        """Whether some tasks may be left out."""
        return bool(self.unit or self.state or self.due)

    def tasks(self) -> QuerySet[PreparationTask]:
        """Return the tasks that are asked for, in the order of the plan."""
        rows = PreparationTask.objects.of_event(self.event)
        if self.unit:
            unit = next((one for one in self.units if one.pk == self.unit), None)
            rows = rows.of_unit(unit) if unit else rows.none()
        if self.state:
            rows = rows.filter(status=self.state)
        if self.due:
            rows = rows.late() if self.due == "late" else rows.due_soon()
        return rows

    def query(self, **changes: Any) -> str:
        """Return the address's part behind the question mark, with some of it changed."""
        names: dict[str, Any] = {
            name: getattr(self, name) for name in ("view", "unit", "state", "due")
        }
        return urlencode({name: value for name, value in (names | changes).items() if value})

    @property
    def plain(self) -> str:
        """The same view without a filter."""
        return self.query(unit="", state="", due="")

    def tabs(self) -> list[tuple[str, Any, bool]]:
        """Return the three views: the address, the name, whether it is this one."""
        return [(self.query(view=key), name, key == self.view) for key, name in VIEWS.items()]
