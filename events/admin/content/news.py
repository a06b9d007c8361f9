"""News, as organizers write it."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.admin.base import PortalAdmin
from events.admin.content.of_contest import OfContest
from events.admin.content.publication import PublicationAdmin, PublicationForm
from events.admin.short_name import ShortNameOfTitle
from events.models import NewsPost
from events.services.news import RESERVED


class NewsForm(ShortNameOfTitle, PublicationForm):
    """A piece of news."""

    class Meta:
        model = NewsPost
        fields = (
            *("contest", "title", "slug", "lead", "picture", "text"),
            *("title_en", "lead_en", "text_en"),
        )

    def clean_slug(self) -> str:
        """Refuse the addresses of other pages."""
        slug = super().clean_slug()
        if slug in RESERVED:
            raise ValidationError(gettext("This address is another page's. Choose another one."))
        return slug


@admin.register(NewsPost)
class NewsAdmin(PublicationAdmin, OfContest, PortalAdmin):
    """A piece of news."""

    form = NewsForm
    list_display = ["title", "contest"]
    list_filter = ["contest"]
    list_select_related = ["contest"]
    list_per_page = 50
    search_fields = ["title", "lead", "title_en"]
    autocomplete_fields = ["picture"]
    fieldsets = [
        (None, {"fields": ["contest", "title", "slug", "lead", "picture", "text"]}),
        (
            _("In English"),
            {
                "fields": ["title_en", "lead_en", "text_en"],
                "description": _(
                    "Without these the English page says so and shows the Vietnamese text."
                ),
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[NewsPost]:
        """Return the posts; the list needs no texts."""
        return super().get_queryset(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep the address of what was public: links lead to it."""
        return ["slug"] if obj and obj.published_at else []
