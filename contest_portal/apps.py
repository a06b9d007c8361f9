"""The roof: wires what the rooms below may not know of each other."""

from django.apps import AppConfig


class ContestPortalConfig(AppConfig):
    name = "contest_portal"

    def ready(self) -> None:
        from contest_portal import checks, papers  # noqa: F401  (each registers what it holds)
