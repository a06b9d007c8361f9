"""The library of pictures, from which texts and posts take theirs."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from unfold.decorators import display

from events.admin.base import PortalAdmin
from events.admin.content.of_contest import OfContest
from events.admin.fresh_forms import FreshForm
from events.models import Picture
from events.services import pictures as service
from events.web import markdown, pictures
from events.web.uploads import UploadField


class PictureForm(FreshForm):
    """A picture with its words; its file may be replaced, its number stays."""

    upload = UploadField(
        label=_("File of the picture"),
        accepted=("image",),
        required=False,
        help_text=_(
            "PNG, JPEG or WebP. It is made smaller for phones by itself; what it says of place and "
            "camera is taken out."
        ),
    )

    class Meta:
        model = Picture
        fields = (
            *("contest", "upload", "alt", "caption", "credit", "alt_en", "caption_en"),
            *("focus_x", "focus_y"),
        )

    def clean_upload(self) -> Any:
        """Refuse what is no usable picture, and one that is there already."""
        upload = self.cleaned_data["upload"]
        if upload is None:
            if not self.instance.pk:
                raise ValidationError(gettext("Please choose the file of the picture."))
            return None
        same = Picture.objects.filter(sha256=upload.sha256).exclude(pk=self.instance.pk).first()
        if same is not None:
            text = gettext("This picture is in the library already: number %(number)s, “%(alt)s”.")
            raise ValidationError(text % {"number": same.pk, "alt": same.alt})
        service.opened(upload.content)
        return upload


@admin.register(Picture)
class PictureAdmin(OfContest, PortalAdmin):
    """A picture."""

    instead_of_deleting = _(
        "A picture that posts, videos or texts show stays: give these another first."
    )

    form = PictureForm
    list_display = ["shown", "number", "alt", "credit", "contest", "added_at"]
    list_display_links = ["alt"]
    list_filter = ["contest"]
    list_select_related = ["contest"]
    list_per_page = 50
    search_fields = ["alt", "caption", "credit"]
    readonly_fields = ["shown", "number"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        """Return the pictures with their files."""
        return super().get_queryset(request).with_files()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Show the picture where there is one."""
        there = ["shown", "number"] if obj else []
        upload = ["upload"] if not obj or self.has_change_permission(request, obj) else []
        return [
            (None, {"fields": ["contest", *there, *upload, "alt", "caption", "credit"]}),
            (
                _("Focal point"),
                {
                    "fields": [("focus_x", "focus_y")],
                    "description": _(
                        "Where pages cut the picture, this point stays in sight: 0 is left or top, "
                        "100 right or bottom."
                    ),
                },
            ),
            (_("In English"), {"fields": ["alt_en", "caption_en"]}),
        ]

    def also_depending(self, objs: Any) -> list[QuerySet[Any]]:
        """Return the rows whose texts name these pictures."""
        return service.named_in([picture.pk for picture in objs])

    def save_model(self, request: HttpRequest, obj: Picture, form: Any, change: bool) -> None:
        """Save the picture, with the files made anew where one was chosen."""
        if upload := form.cleaned_data.get("upload"):
            service.save(obj, upload)
        else:
            super().save_model(request, obj, form, change)

    @display(description=_("picture"))
    def shown(self, picture: Picture) -> SafeString:
        """Return the picture, small."""
        small = pictures.tag(picture, sizes="12rem")
        return format_html('<span class="portal-picture">{}</span>', small)

    @display(description=_("in a text"), ordering="pk")
    def number(self, picture: Picture) -> SafeString:
        """Return how a text names it."""
        return format_html("<code>![](anh:{})</code>", picture.pk)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with the one that shows a text in Markdown."""
        wrap = self.admin_site.admin_view
        return [
            path(
                "markdown/", wrap(require_POST(self.markdown_view)), name="events_picture_markdown"
            ),
            *super().get_urls(),
        ]

    def markdown_view(self, request: HttpRequest) -> HttpResponse:
        """Answer with a text as a page would show it, and what is wrong with it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        text = request.POST.get("text", "")
        told = gettext("There is no picture %(number)s.")
        wrong = [
            format_html('<p class="portal-warning" role="status">{}</p>', told % {"number": number})
            for number in markdown.unknown_pictures(text)
        ]
        return HttpResponse("".join([*wrong, markdown.render(text, top=3)]))
