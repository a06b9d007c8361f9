"""How the site looks now: one statement for a page, none for one that is kept or
knows the version of the content.

Pages that tell of trouble ask nothing: they look as the last page of their process did.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import Error
from django.templatetags.static import static
from django.urls import reverse

from events.appearance import colours
from events.appearance.colours import OURS, Palette
from events.database import is_away
from events.models import Appearance
from events.web import pages


def address_of(name: str) -> str:
    """Return the path of a file of the look."""
    return reverse("appearance:file", args=name.split("."))


@dataclass(frozen=True)
class Look:
    """Colours and motif, and the names of the files that differ from those of the portal."""

    palette: Palette = OURS
    motif: str = Appearance.Motif.OURS
    files: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "Look":
        """Return it as it stands; the last that was read, where no database can be asked."""
        global _last
        try:
            row = Appearance.objects.first()
        except Error as error:
            if is_away(error):
                return _last
            raise
        _last = cls(row.palette, row.motif, row.files) if row else cls()
        return _last

    def address(self, use: str, ours: str = "") -> str:
        """Return the path of a file; of ours, a static one, where there is no other."""
        if name := self.files.get(use):
            return address_of(name)
        return static(f"img/{ours}") if ours else ""

    @property
    def sheet(self) -> str:
        """The path of the style sheet; empty where nothing differs."""
        return self.address("sheet")

    @property
    def emblem(self) -> str:
        """The path of the emblem in the head of pages."""
        return self.address("emblem", "emblem.svg")

    @property
    def drawn_icon(self) -> str:
        """The path of the icon that is a drawing; empty where the emblem is a picture."""
        if self.files.get("emblem", ".svg").endswith(".svg"):
            return self.address("emblem", "favicon.svg")
        return ""

    @property
    def favicon(self) -> str:
        """The path of the icon for older browsers."""
        return self.address("favicon.ico", "favicon.ico")

    @property
    def touch_icon(self) -> str:
        """The path of the icon of home screens."""
        return self.address("icon-180.png", "apple-touch-icon.png")

    @property
    def own_motif(self) -> str:
        """The path of another province's motif."""
        return self.address("motif")

    @property
    def words_on_main(self) -> str:
        """The colour of small words on the main one."""
        return colours.accent_on_main(self.palette)


_last = Look()


def ask_nothing(request: Any) -> None:
    """Let the page of a request look as the last page of this process did."""
    request.look = _last


def of(request: Any) -> Look:
    """Return how the site looks, asked once for a request; where that has read the version of the
    content, once for a version."""
    if request is None:
        return _last
    if not hasattr(request, "look"):
        version = getattr(request, "content_version", None)
        request.look = pages.shared("look", version, Look.read) if version else Look.read()
    look: Look = request.look
    return look
