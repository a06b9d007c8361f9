"""The box in which Markdown is written: how it is written stands below, with a look at it."""

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminTextareaWidget


class MarkdownWidget(UnfoldAdminTextareaWidget):
    """A box with a button that shows the text as the page would."""

    template_name = "admin/events/markdown_widget.html"

    class Media:
        css = {"all": ["admin/markdown.css"]}
        js = ["admin/markdown.js"]

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 12, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Add where the text is made into a page."""
        context = super().get_context(name, value, attrs)
        context["shown_by"] = reverse("admin:events_picture_markdown")
        return context

    def _render(self, template_name: str, context: Any, renderer: Any = None) -> SafeString:
        # forms look for templates in apps only
        return render_to_string(template_name, context)
