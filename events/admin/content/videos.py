"""Videos: a file of ours or the address of one elsewhere, with poster, captions and words."""

import copy
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminURLInputWidget

from events.admin.base import PortalAdmin
from events.admin.content import video_upload
from events.admin.content.of_contest import OfContest
from events.admin.content.publication import PublicationAdmin, PublicationForm
from events.admin.short_name import ShortNameOfTitle
from events.models import Video, VideoUpload
from events.services import publications, video_uploads, videos
from events.sizes import MEBIBYTE
from events.video_files import Found, captions, look
from events.web.form_fields import TypedField
from events.web.uploads import MOST_BYTES, TooLarge


class VideoFileField(forms.FileField):
    """The file of a video; one too large for a form is told the way."""

    widget = UnfoldAdminFileFieldWidget

    def to_python(self, data: Any) -> Any:
        """Return the file. Raises `ValidationError` where it is too large or no video."""
        if isinstance(data, TooLarge):
            text = _(
                "Without JavaScript a file of at most %(most)d MB can be sent here; whoever runs "
                "the portal can add a larger one with “manage.py add_video”."
            )
            raise ValidationError(text % {"most": MOST_BYTES // MEBIBYTE})
        file: Any = super().to_python(data)
        if file:
            file.found = look(file.file, file.size)
        return file


class VideoForm(ShortNameOfTitle, PublicationForm):
    """A video; a large file has arrived in parts before the form is sent."""

    new_file = VideoFileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy("MP4 or WebM, at most 500 MB."),
    )
    address = Video._meta.get_field("address").formfield(
        assume_scheme="https", widget=UnfoldAdminURLInputWidget
    )
    upload = forms.CharField(
        label=gettext_lazy("file that was sent"),
        required=False,
        max_length=64,
        widget=forms.HiddenInput,
    )
    without_file = forms.BooleanField(label=gettext_lazy("Take the file out"), required=False)

    class Meta:
        model = Video
        fields: ClassVar[list[str]] = [
            "contest", "title", "slug", "title_en", "description", "description_en", "address",
            "seconds", "poster", "captions", "captions_en", "transcript", "transcript_en",
        ]  # fmt: skip
        field_classes: ClassVar[dict[str, Any]] = dict.fromkeys(["title", "title_en"], TypedField)

    class Media:
        js = ("admin/video_upload.js",)

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.found: Found | None = None  # of a file that arrived in parts
        field = self.fields.get("new_file")
        if field is None:
            return
        field.show_hidden_initial = self.fields["upload"].show_hidden_initial = False
        self.fields["without_file"].show_hidden_initial = False
        field.widget.attrs |= {
            "accept": ".mp4,.m4v,.webm,video/mp4,video/webm",
            "data-upload": reverse_lazy("admin:events_video_upload"),
            "data-sent": _("Sent: %(percent)s of 100. Please leave this page open."),
            "data-whole": _("The file is here: %(name)s. Save the page to keep it."),
            "data-waiting": _("The connection was lost. It goes on as soon as it is back."),
            "data-out": _(
                "You have been signed out meanwhile. Save the page: it asks you to sign in and "
                "keeps what you typed; then choose the file again."
            ),
            "data-failed": _("The file could not be sent. Please choose it again."),
        }

    @property
    def notice(self) -> str:
        """What is to be looked at once more: told after saving."""
        file = self.cleaned_data.get("new_file")
        found = self.found or (file.found if file else None)
        if found is None or found.is_widely_shown:
            return ""
        return _(
            "Not every browser shows this video: its pictures are coded as telephones do (HEVC). "
            "Save it as H.264 (MP4) and choose it again, so that everybody can see it."
        )

    def clean_upload(self) -> str:
        """Return the token of a file that is here whole."""
        token: str = self.cleaned_data["upload"]
        found = VideoUpload.objects.filter(owner=self.user, token=token).first() if token else None
        if token and (found is None or not found.is_whole):
            raise ValidationError(_("This file is no longer under way. Please choose it again."))
        self.found = video_uploads.look(found) if found else None
        return token

    def clean_captions(self) -> str:
        """Return the captions as they are kept."""
        return captions.written(self.cleaned_data["captions"])

    def clean_captions_en(self) -> str:
        """Likewise."""
        return captions.written(self.cleaned_data["captions_en"])

    def clean(self) -> dict[str, Any]:
        """Let a new file, or the wish to have none, take the place of the one that is there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        has_new = bool(cleaned.get("new_file") or cleaned.get("upload"))
        if has_new and cleaned.get("address"):
            self.add_error("address", _("Choose a file or give an address, not both."))
        if cleaned.get("without_file") and not has_new:
            self.instance.file = ""
        return cleaned

    def obstacles(self) -> list[str]:
        """Return what speaks against showing it, once a file on its way has come."""
        shown = copy.copy(self.instance)
        if self.cleaned_data.get("new_file") or self.cleaned_data.get("upload"):
            shown.file = "new"
        return publications.obstacles(shown)


@admin.register(Video)
class VideoAdmin(PublicationAdmin, OfContest, PortalAdmin):
    """A video."""

    form = VideoForm
    list_display = ["title", "duration_shown", "size_shown"]
    search_fields = ["title", "title_en"]
    autocomplete_fields = ["poster"]
    fieldsets = [
        (None, {"fields": ["contest", "title", "slug", "description"]}),
        (
            gettext_lazy("Video"),
            {"fields": ["file_shown", "new_file", "upload", "without_file", "address",
                        ("seconds", "poster")]},
        ),
        (
            gettext_lazy("For who cannot hear or see it"),
            {"fields": ["captions", "captions_en", "transcript", "transcript_en"]},
        ),
        (gettext_lazy("In English"), {"fields": ["title_en", "description_en"]}),
    ]  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep the address of what was public: links lead to it."""
        return ["file_shown", "slug"] if obj and obj.published_at else ["file_shown"]

    @admin.display(description=gettext_lazy("duration"))
    def duration_shown(self, video: Video) -> str:
        """Return how long it lasts."""
        return video.duration or "–"

    @admin.display(description=gettext_lazy("size"))
    def size_shown(self, video: Video) -> str:
        """Return how large its file is."""
        return filesizeformat(video.size) if video.size else "–"

    @admin.display(description=gettext_lazy("file that is there"))
    def file_shown(self, video: Video) -> str:
        """Return what is there of a file."""
        if not video.file:
            return _("none")
        kind = video.content_type.rpartition("/")[2].upper()
        return ", ".join(filter(None, [kind, filesizeformat(video.size or 0), video.duration]))

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Return the form, which knows whose files are under way."""
        base = super().get_form(request, obj, **kwargs)

        class OfUser(base):  # type: ignore[misc, valid-type]
            def __init__(self, *args: Any, **kwargs: Any) -> None:
                super().__init__(*args, user=request.user, **kwargs)

        return OfUser

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the video with its file."""
        token, file = form.cleaned_data.get("upload", ""), form.cleaned_data.get("new_file")
        videos.save(obj, owner=request.user, token=token, file=file or None)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses, with those that take a large file."""
        wrap = self.admin_site.admin_view
        return [
            path("upload/", wrap(video_upload.begin), name="events_video_upload"),
            path("upload/<token:token>/", wrap(video_upload.add), name="events_video_part"),
            *super().get_urls(),
        ]
