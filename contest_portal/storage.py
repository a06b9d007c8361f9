"""Static files: hashed names, compressed beside the original."""

import re
from collections.abc import Callable

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Front-end packages mention source maps and icons that they do not ship: let them pass.

    Bootstrap draws arrows and ticks with data: addresses, which the content policy of the public
    pages does not let in. Here they become `none`, and `site.css` draws them from files: to write
    over them there is not enough, because a browser may ask for what one sheet says before it has
    the next.
    """

    manifest_strict = False

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        convert = super().url_converter(name, hashed_files, template)

        def without_data(match: re.Match[str]) -> str:
            if name.startswith("bootstrap/") and match["url"].startswith("data:"):
                return "none"
            return convert(match)

        return without_data
