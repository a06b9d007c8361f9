"""Start-up speaks: what would go wrong later is said at once, with a hint."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

POSTGRESQL_MIN = 15_00_00


@register()
def check_environment(**_kwargs: Any) -> list[CheckMessage]:
    """Whatever cannot be read in the environment is told, not guessed."""
    hint = "The variables stand in the README."
    return [
        Error(str(one), hint=hint, id="contest_portal.E004") for one in settings.ENVIRONMENT_FAULTS
    ]


@register(Tags.database)
def check_postgresql(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Only PostgreSQL of version 15 and later keeps the promises of the constraints."""
    messages: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "postgresql":
            messages.append(
                Error(
                    "The database is not PostgreSQL.",
                    hint="Set DATABASE_URL to postgres://…, or leave it out for the embedded one.",
                    id="contest_portal.E001",
                )
            )
        elif connection.cursor() and connection.pg_version < POSTGRESQL_MIN:  # type: ignore[attr-defined]
            messages.append(
                Error(
                    "PostgreSQL is older than version 15.",
                    hint="Upgrade the server that DATABASE_URL names.",
                    id="contest_portal.E002",
                )
            )
    return messages


@register(Tags.staticfiles)
def check_front_end_packages(**_kwargs: Any) -> list[CheckMessage]:
    """Pages and papers take their look and letters from packages that are installed by npm."""
    folders = [place[1] for place in settings.STATICFILES_DIRS if isinstance(place, tuple)]
    folders.append(settings.PAPER_FONTS_DIR)
    missing = [str(p.relative_to(settings.BASE_DIR)) for p in folders if not p.is_dir()]
    if not missing:
        return []
    return [
        Error(
            f"Front-end packages are missing: {', '.join(missing)}.",
            hint="Run script/bootstrap.",
            id="contest_portal.E003",
        )
    ]


@register(Tags.security, deploy=True)
def check_mail(**_kwargs: Any) -> list[CheckMessage]:
    """Letters that are printed to a terminal reach nobody."""
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return []
    return [
        Warning(
            "No mail server is set: letters are not delivered.",
            hint="Set EMAIL_URL, for instance smtp+tls://user:password@mail.example:587.",
            id="contest_portal.W001",
        )
    ]
