"""The ground: contest, event, delegations and the plan's own text."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("Ceremony")

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from events import checks  # noqa: F401  (registers the system checks)
        from events.audit import actors
        from events.services import contacts  # noqa: F401  (likewise those before publishing)

        connection_created.connect(actors.watch)
