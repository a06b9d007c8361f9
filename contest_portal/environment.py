"""The environment, read so that what is wrong in it is told at once and in words.

A value that cannot be read becomes the default and a `Fault`; the checks tell all of them together,
so nobody mends one, starts again and meets the next.
"""

import ipaddress
import os
from dataclasses import dataclass, field
from typing import Any, TypeVar
from urllib.parse import urlsplit

import environ
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from events.mailboxes import is_one_address

T = TypeVar("T")

ON = ("on", "true", "yes", "y", "ok", "1")
OFF = ("off", "false", "no", "n", "0", "")
NUMBER = _("write a whole number from {least} to {most}")
CHOICE = _("write one of: {words}")
HOSTS = _("write the names of hosts alone, with commas, as doimoisangtao.example")
NETWORKS = _("write addresses or networks with commas, as 10.0.0.5,10.1.0.0/16")
SITE = _("write the address of a site, as https://doimoisangtao.example")
OWN_SITE = _("write a name that ALLOWED_HOSTS has, too: else its links lead nowhere")
MAIL_SERVER = _("write a mail server as smtp+tls://user:password@mail.example:587")
SENDER = _(
    "write one address, or a name and an address in angle brackets; a name with a comma in "
    "quotation marks"
)
NEEDED_SENDER = _(
    "the mail server has no user name that is an address: write who sends the letters"
)
CONTACT = _("write an e-mail address, or the address of a page as https://doimoisangtao.example")
DATABASE = _("write a server as postgres://user:password@host:5432/portal")


@dataclass(frozen=True, slots=True)
class Fault:
    """A variable that is set to what it cannot mean. `allowed` says what it can."""

    name: str
    typed: str
    allowed: Any  # a lazy text

    def __str__(self) -> str:
        return f"{self.name}={self.typed}: {self.allowed}"


@dataclass
class Environment:
    """Reads variables; an empty one is as good as none."""

    faults: list[Fault] = field(default_factory=list)

    def text(self, name: str, default: str = "") -> str:
        """Return what is set."""
        return os.environ.get(name, "").strip() or default

    def secret(self, name: str) -> str:
        """Return what is set, with its blanks."""
        return os.environ.get(name, "")

    def contact(self, name: str) -> str:
        """Return to whom one may write: an e-mail address or a page; "" where none is set."""
        typed = self.text(name)
        known = not typed or urlsplit(typed).scheme in ("https", "mailto", "tel")
        return typed if known or is_one_address(typed) else self._wrong(name, CONTACT, "")

    def require(self, name: str, allowed: Any, *, holds: bool) -> None:
        """Note a fault where a variable can be read, but contradicts another one."""
        if not holds and not any(fault.name == name for fault in self.faults):
            self._wrong(name, allowed, None)

    def switch(self, name: str, *, default: bool = False) -> bool:
        """Return whether it is on."""
        typed = self.text(name).casefold()
        if typed not in (*ON, *OFF):
            return self._wrong(name, _("write on or off"), default)
        return typed in ON if typed else default

    def choice(self, name: str, among: tuple[str, ...], default: str) -> str:
        """Return one of several words."""
        typed = self.text(name, default).casefold()
        allowed = format_lazy(CHOICE, words=", ".join(among))
        return typed if typed in among else self._wrong(name, allowed, default)

    def number(self, name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
        """Return a whole number within the bounds."""
        typed = self.text(name)
        if not typed:
            return default
        if not (typed.isascii() and typed.isdigit() and least <= int(typed[:12]) <= most):
            return self._wrong(name, format_lazy(NUMBER, least=least, most=most), default)
        return int(typed)

    def names(self, name: str, default: list[str]) -> list[str]:
        """Return the names of hosts, without scheme, port and path."""
        found = self._several(name)
        if any("/" in one or (":" in one and not one.startswith("[")) for one in found):
            return self._wrong(name, HOSTS, default)
        return found or default

    def networks(self, name: str, default: list[str]) -> list[str]:
        """Return addresses or networks, as 10.0.0.0/8."""
        found = self._several(name)
        try:
            for one in found:
                ipaddress.ip_network(one, strict=False)
        except ValueError:
            return self._wrong(name, NETWORKS, default)
        return found or default

    def site(self, name: str, default: str) -> str:
        """Return the address of a site, without a slash at its end."""
        typed = self.text(name, default).rstrip("/")
        parts = urlsplit(typed)
        wrong = parts.scheme not in ("http", "https") or not parts.hostname
        if typed and (wrong or parts.query or parts.fragment):
            return self._wrong(name, SITE, default)
        return typed

    def mail_server(self, name: str) -> dict[str, object]:
        """Return the settings of Django for a mail server; without one, letters are shown."""
        nowhere: dict[str, object] = environ.Env.email_url_config("consolemail://")
        typed = self.text(name)
        try:
            found: dict[str, object] = environ.Env.email_url_config(typed) if typed else nowhere
            if "smtp" in str(found["EMAIL_BACKEND"]) and not found["EMAIL_HOST"]:
                raise ValueError
        except (ValueError, KeyError, environ.ImproperlyConfigured):
            return self._wrong(name, MAIL_SERVER, nowhere, "…")
        return found

    def sender(self, name: str, default: str) -> str:
        """Return who sends letters: an address, or a name with one in angle brackets."""
        typed = self.text(name, default)
        return typed if is_one_address(typed) else self._wrong(name, SENDER, "webmaster@localhost")

    def database(self, name: str, default: str = "") -> str:
        """Return the address of a PostgreSQL server, or the default."""
        typed = self.text(name)
        try:
            parts = urlsplit(typed)
            known = parts.scheme in ("postgres", "postgresql", "psql", "pgsql") and parts.port != 0
        except ValueError:  # a port that is none
            known = False
        return (
            (typed or default) if known or not typed else self._wrong(name, DATABASE, default, "…")
        )

    def _several(self, name: str) -> list[str]:
        return [one.strip() for one in self.text(name).split(",") if one.strip()]

    def _wrong(self, name: str, allowed: Any, default: T, typed: str | None = None) -> T:
        shown = self.text(name) if typed is None else typed  # no password is repeated
        self.faults.append(Fault(name, shown[:100], allowed))
        return default
