"""The contest."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.content.contact import ContactInline
from events.admin.fresh_forms import FreshForm
from events.admin.one_of_ceremony import OneOfCeremony
from events.admin.ordered import OrderedRowsAdmin
from events.documents import publishing
from events.models import Contest
from events.web import markdown

TEXTS = ("about", "about_en")


class ContestForm(FreshForm):
    """A contest; its texts are public as soon as they are saved, so they must be whole."""

    def clean(self) -> dict[str, Any]:
        """Refuse texts that name pictures or people that do not exist, and half of a pair."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name in TEXTS:
            text = cleaned.get(name) or ""
            if name not in self.changed_data or not text:
                continue
            for number in markdown.unknown_pictures(text):
                told = gettext("The text names picture %(number)s, which does not exist.")
                self.add_error(name, told % {"number": number})
            for obstacle in publishing.of_texts(self.instance, [text]):
                self.add_error(name, obstacle.message)
        if cleaned.get("about_en") and not cleaned.get("about"):
            self.add_error("about", gettext("The English text needs the Vietnamese one beside it."))
        return cleaned


@admin.register(Contest)
class ContestAdmin(OneOfCeremony, OrderedRowsAdmin):
    """A contest in one of its editions."""

    of_ceremony = "events"

    form = ContestForm
    list_display = ["name", "edition", "year"]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": ["name", ("edition", "year")]}),
        (
            _("On the home page"),
            {
                "fields": [*TEXTS],
                "description": _(
                    "Empty: the purposes of the plan are shown. What is saved here is public at "
                    "once."
                ),
            },
        ),
    ]
    inlines = [ContactInline]
