"""`add_video FILE --title TITLE`: keep a video as a draft, whatever its size."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from events.models import Event, Video
from events.services import videos
from events.web.short_names import short_name


class Command(BaseCommand):
    """Check the file, copy it, and say where it is published."""

    help = "Thêm một video (MP4, WebM) vào trang thông tin, dưới dạng bản nháp."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument("--title", required=True, help="tên của video")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            event = Event.objects.current()
            if event is None:
                raise CommandError(_("There is no ceremony on the site yet."))
            title = options["title"]
            slug = short_name(title, 80) or "video"
            video = Video(contest=event.contest, title=title, slug=slug)
            try:
                video.full_clean()
                with options["file"].open("rb") as file:
                    videos.save(video, file=File(file, options["file"].name))
            except OSError as error:
                raise CommandError(f"{options['file']}: {error.strerror}") from error
            except ValidationError as error:
                raise CommandError(" ".join(error.messages)) from error
            text = _("“%(title)s” is kept as a draft; publish it in the admin, under Videos.")
            self.stdout.write(text % {"title": video.title})
