"""The browser of somebody who works here: asked whether letters are to be written, they agree."""

import html
import re
from typing import Any

from django.test import Client
from django.urls import reverse

from events.models import Letter

FORM = "sending_form"


class Clerk(Client):
    """A browser whose user agrees to what is asked; `ask` shows the question itself."""

    def ask(self, path: str, *args: Any, **kwargs: Any) -> Any:
        """Send a form; return the answer as it comes.

        Who opens a public page is a delegate or an office, and knows what they do.
        """
        before = _newest()
        response = super().post(path, *args, **kwargs)
        if not path.startswith(reverse("admin:index")):
            return response
        is_asked = f'id="{FORM}"'.encode() in getattr(response, "content", b"")
        silent = _letters().filter(pk__gt=before, sending=None)
        assert not silent.exists(), f"letters that nobody was asked about: {silent.first().kind}"
        assert not is_asked or _newest() == before, "letters that were written before the answer"
        return response

    def post(self, path: str, *args: Any, **kwargs: Any) -> Any:  # type: ignore[override]
        """Send a form, and agree where it asks."""
        response = self.ask(path, *args, **kwargs)
        if f'id="{FORM}"'.encode() not in getattr(response, "content", b""):
            return response
        return self.agree(response, path, **kwargs)

    def agree(self, response: Any, path: str, **kwargs: Any) -> Any:
        """Agree to what a page asks."""
        return super().post(path, hidden(response), **kwargs)


def hidden(response: Any) -> dict[str, list[str]]:
    """Return all that the question sends, every value of every name."""
    form = re.search(rf'<form[^>]*id="{FORM}".*?</form>', response.content.decode(), re.DOTALL)
    assert form
    data: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form[0]):
        data.setdefault(html.unescape(name), []).append(html.unescape(value))
    return data


def _letters() -> Any:
    return Letter.objects.exclude(kind="user.security")  # to whom it is about: nobody is asked


def _newest() -> int:
    return _letters().order_by("-pk").values_list("pk", flat=True).first() or 0
