"""Who does what by when: on the day and before it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AgendaConfig(AppConfig):
    name = "agenda"
    verbose_name = _("Programme and preparation")

    def ready(self) -> None:
        from agenda.mail import kinds  # noqa: F401  (makes the kinds of letters known)
        from agenda.services import performers  # noqa: F401  (makes its letters known)
