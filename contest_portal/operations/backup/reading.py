"""Open a backup and believe it: whole, unchanged, of this version or an older one."""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrage
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contest_portal.operations.backup import container, contents, passphrase
from contest_portal.operations.backup.container import Reader, Sink
from contest_portal.operations.errors import OperationError, in_one_sentence


@dataclass(frozen=True)
class Backup:
    """A backup that is known to be whole."""

    reader: Reader
    manifest: dict[str, Any]

    @property
    def made_at(self) -> datetime.datetime:
        return datetime.datetime.fromtimestamp(self.reader.about["made_at_seconds"], datetime.UTC)

    @property
    def tables(self) -> dict[str, int]:
        return dict(self.manifest["tables"])

    @property
    def media(self) -> dict[str, str]:
        return dict(self.manifest["media"])

    def private(self) -> dict[str, Any]:
        """Return the secret key and the settings."""
        return dict(self.reader.json(contents.PRIVATE))

    def extract(self, name: str, sink: Sink) -> None:
        """Write a part into the sink. Raises `OperationError` where it is not what was written."""
        with _in_one_sentence():
            if self.reader.extract(name, sink) != self.manifest["parts"][name]:
                raise container.ChangedError

    def pending(self) -> list[str]:
        """Return the migrations that this version of the portal adds."""
        have = {(app, name) for app, name in self.manifest["migrations"]}
        return [f"{app}.{name}" for app, name in sorted(set(_known()) - have)]

    def description(self) -> list[str]:
        """Return what it is, for people: when it was made, by which version, how much is in it."""
        tables = self.tables
        return [
            _("Backup of %(moment)s, made by version %(version)s of the portal.")
            % {
                "moment": date_format(timezone.localtime(self.made_at), "H:i d/m/Y"),
                "version": self.reader.about["portal_version"],
            },
            _(
                "In it: %(registrations)d registrations, %(invitations)d invitations, "
                "%(papers)d issued papers, %(files)d uploaded files."
            )
            % {
                "registrations": tables.get("registrations_registration", 0),
                "invitations": tables.get("registrations_invitation", 0),
                "papers": tables.get("events_officialdocument", 0),
                "files": len(self.media),
            },
        ]


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Open, check and unlock a backup. Raises `OperationError`."""
    with in_one_sentence(path):
        file = open(path, "rb")  # noqa: SIM115  (closed below)
    with file:
        with in_one_sentence(path), _in_one_sentence():
            reader = Reader(file)
            reader.verify()
            if reader.encrypted:
                _unlock(reader)
            manifest = reader.json(contents.MANIFEST)
            if manifest["about"] != reader.about:
                raise container.ChangedError
        backup = Backup(reader, manifest)
        _check_version(backup)
        yield backup


def _unlock(reader: Reader) -> None:
    try:
        reader.unlock(passphrase.wanted())
    except pyrage.DecryptError as error:
        raise OperationError(_("The passphrase is not that of this backup.")) from error


def _check_version(backup: Backup) -> None:
    known = _known()
    if any((app, name) not in known for app, name in backup.manifest["migrations"]):
        text = _(
            "The backup was made by a newer version of the portal (%(version)s): "
            "bring this one up to date first."
        )
        raise OperationError(text % {"version": backup.reader.about["portal_version"]})


def _known() -> set[tuple[str, str]]:
    loader = MigrationLoader(None)
    return set(loader.disk_migrations or {})


@contextmanager
def _in_one_sentence() -> Iterator[None]:
    try:
        yield
    except container.NotABackupError as error:
        raise OperationError(_("This file is not a backup of the portal.")) from error
    except container.NewerFormatError as error:
        text = _("The backup was made by a newer version of the portal: update this one first.")
        raise OperationError(text) from error
    except container.CutError as error:
        text = _("The backup is cut off: its end is missing. Copy the file again.")
        raise OperationError(text) from error
    except (container.ChangedError, KeyError, ValueError, TypeError) as error:
        text = _("The backup is damaged: it is not as it was written.")
        raise OperationError(text) from error
