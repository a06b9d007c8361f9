"""Seats and the delegates who hold them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistrationsConfig(AppConfig):
    name = "registrations"
    verbose_name = _("Delegates and seats")

    def ready(self) -> None:
        from registrations.mail import kinds  # noqa: F401  (makes the kinds of letters known)
