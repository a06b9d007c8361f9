"""The passphrase: from the environment, or from who sits at the terminal."""

import getpass
import sys
import unicodedata

from django.conf import settings
from django.utils.translation import gettext as _

from contest_portal.operations.errors import OperationError


def from_environment() -> str:
    """Return the passphrase for backups that are made; empty where none is set."""
    return unicodedata.normalize("NFC", settings.BACKUP_PASSPHRASE)


def wanted() -> str:
    """Return the passphrase for a backup that is encrypted. Raises `OperationError`."""
    known = from_environment()
    if not known and sys.stdin.isatty():
        known = unicodedata.normalize("NFC", getpass.getpass(_("Passphrase: ")))
    if not known:
        raise OperationError(
            _("The backup is encrypted: set BACKUP_PASSPHRASE to the passphrase of that time.")
        )
    return known
