"""Rows of a contest: a new one begins with the contest at hand."""

from typing import Any

from django.http import HttpRequest

from events.models import Contest


class OfContest:
    """Gives an admin of such rows the contest of the latest edition to begin with."""

    def get_changeform_initial_data(self, request: HttpRequest) -> Any:
        """Return what a new row begins with."""
        given = super().get_changeform_initial_data(request)  # type: ignore[misc]
        return {"contest": Contest.objects.order_by("-year", "-pk").first(), **given}
