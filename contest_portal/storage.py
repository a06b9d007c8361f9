"""Static files: hashed names, compressed beside the original."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import crispy_bootstrap5
import tinycss2
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

BOOTSTRAP = "bootstrap/css/bootstrap.min.css"
PUBLIC = "css/public.css"  # of every public page
IMPORT = re.compile(r'@import "([^"]+)";')
CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
WORD = re.compile(r"[A-Za-z_][\w-]*")
ADMIN = {"admin", "unfold"}  # pages of another look
COMMA = re.compile(r",(?![^(]*\))")


class StaticStorage(CompressedManifestStaticFilesStorage):
    """Front-end packages mention source maps and icons that they do not ship: let them pass.

    Bootstrap draws arrows and ticks with data: addresses, which the content policy of the public
    pages does not let in. Here they become `none`, and `site.css` draws them from files: to write
    over them there is not enough, because a browser may ask for what one sheet says before it has
    the next. Of Bootstrap's rules only those are kept whose classes some page names: eight of ten
    are for what the portal does not have.
    """

    manifest_strict = False

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        convert = super().url_converter(name, hashed_files, template)

        def without_data(match: re.Match[str]) -> str:
            if name.startswith(("bootstrap/", PUBLIC)) and match["url"].startswith("data:"):
                return "none"
            return convert(match)

        return without_data

    def post_process(
        self, paths: dict[str, tuple[Storage, str]], dry_run: bool = False, **options: Any
    ) -> Iterator[Any]:
        """Put the lean Bootstrap in the place of the whole one, and the sheets of every page into
        one, for each costs a slow phone a journey; then go on as ever."""
        memory = InMemoryStorage()
        for name, change in ((BOOTSTRAP, lean), (PUBLIC, partial(joined, paths))):
            if name in paths:
                memory.save(name, ContentFile(change(_read(paths, name)).encode()))
                paths[name] = (memory, name)
        yield from super().post_process(paths, dry_run, **options)


def joined(paths: dict[str, tuple[Storage, str]], css: str) -> str:
    """Return the sheet `PUBLIC` with those that it imports in their places."""

    def imported(match: re.Match[str]) -> str:
        return _read(paths, posixpath.normpath(f"{posixpath.dirname(PUBLIC)}/{match[1]}"))

    return IMPORT.sub(imported, css)


def _read(paths: dict[str, tuple[Storage, str]], name: str) -> str:
    storage, path = paths[name]
    with storage.open(path) as file:
        return str(file.read().decode())


def lean(css: str) -> str:
    """Return a style sheet with the rules alone that pages of the portal may need."""
    return "".join(_kept(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)))


def _kept(rules: Iterable[Any]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "media":
            inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
            if kept := "".join(_kept(inner)):
                yield f"@media{tinycss2.serialize(rule.prelude)}{{{kept}}}"
        elif rule.type == "qualified-rule":
            selectors = COMMA.split(tinycss2.serialize(rule.prelude))
            if needed := [one for one in selectors if words().issuperset(CLASS.findall(one))]:
                yield f"{','.join(needed)}{{{tinycss2.serialize(rule.content)}}}"
        elif rule.type != "at-rule" or rule.lower_at_keyword != "charset":
            yield rule.serialize()


@cache
def words() -> frozenset[str]:
    """Return every word of public pages and of the code behind them, among them all classes."""
    base = settings.BASE_DIR
    files = [
        *(file for file in (base / "templates").rglob("*.html") if not ADMIN & set(file.parts)),
        *Path(crispy_bootstrap5.__file__).parent.rglob("*.html"),
        *(base / "events/web").rglob("*.py"),
        *base.glob("*/public/**/*.py"),
    ]
    return frozenset(word for file in files for word in WORD.findall(file.read_text("utf-8")))
