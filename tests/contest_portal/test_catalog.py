"""The Vietnamese catalogs: ours has every text of ours, the other one what other packages say."""

import re
import shutil
import subprocess
import sys
import unicodedata
from importlib import import_module
from pathlib import Path

import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

ROOT = Path(settings.BASE_DIR)
CATALOG = ROOT / "locale/vi/LC_MESSAGES/django.po"
THIRD_PARTY = ROOT / "locale/third_party/vi/LC_MESSAGES/django.po"
CATALOGS = pytest.mark.parametrize("catalog", [CATALOG, THIRD_PARTY], ids=["ours", "third-party"])

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

# errors of who writes the program, which no page shows
FOR_DEVELOPERS = {
    "The following fields are declared in 'import_id_fields' but are not present in the resource "
    "fields: %s",
    "The following fields are declared in 'import_id_fields' but are not present in the file "
    "headers: %s",
    "call to force_str() on instance failed: %s",
    "use_natural_foreign_keys and key_is_id cannot both be True",
}


def collect(folder: Path) -> polib.POFile:
    """Collect the texts of the sources in a folder, into the catalog that lies there."""
    # a configuration of its own: the settings module would read the environment of the copy;
    # and no module of the folder itself (-P), which may hold a piece of Django
    command = [sys.executable, "-P", "-m", "django", "makemessages", "--locale", "vi"]
    subprocess.run(
        [*command, "--no-obsolete", "--settings", "django.conf.global_settings"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    return polib.pofile(str(folder / "locale/vi/LC_MESSAGES/django.po"))


def copy_package(name: str, folder: Path) -> None:
    """Copy an installed package without its catalogs and its applications that are not in use."""
    source = Path(import_module(name).__path__[0])
    ignored = shutil.ignore_patterns("__pycache__", "locale", "static", "project_template")
    shutil.copytree(source, folder / name, ignore=ignored)
    for application in (folder / name / "contrib").glob("*/"):
        if not apps.is_installed(f"{name}.contrib.{application.name}"):
            shutil.rmtree(application)


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> polib.POFile:
    """Collect the texts of a copy of the sources anew, over the committed catalog."""
    copy = tmp_path_factory.mktemp("sources")
    ignored = shutil.ignore_patterns("__pycache__", "*.pdf", "*.png")
    for name in (
        *("contest_portal", "agenda", "registrations", "sponsorship", "events"),
        *("templates", "locale"),
    ):
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    return collect(copy)


@pytest.fixture(scope="module")
def said_by_others(tmp_path_factory) -> polib.POFile:
    """Collect the texts of the packages whose pages are shown to organizers."""
    copy = tmp_path_factory.mktemp("packages")
    (copy / "locale").mkdir()
    for name in ("django", "unfold", "import_export"):
        copy_package(name, copy)
    return collect(copy)


def keys(entries: polib.POFile) -> set[tuple[str | None, str]]:
    return {(entry.msgctxt, entry.msgid) for entry in entries}


def texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def shown(entry: polib.POEntry) -> str:
    """Return what a page shows for a message, of whichever catalog."""
    if entry.msgid_plural:
        return translation.ngettext(entry.msgid, entry.msgid_plural, 2)
    if entry.msgctxt:
        return translation.pgettext(entry.msgctxt, entry.msgid)
    return translation.gettext(entry.msgid)


def test_every_text_is_translated(collected):
    assert [entry.msgid for entry in collected if not entry.translated()] == []


def test_no_entry_is_fuzzy(collected):
    assert [entry.msgid for entry in collected if entry.fuzzy] == []


def test_committed_catalog_has_no_leftovers(collected):
    assert keys(polib.pofile(str(CATALOG))) - keys(collected) == set()


def test_collecting_leaves_the_catalog_of_others_alone(collected):
    assert "Add another %(verbose_name)s" not in {entry.msgid for entry in collected}


@CATALOGS
def test_placeholders_are_kept(catalog):
    for entry in polib.pofile(str(catalog)):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in texts(entry):
            assert set(PLACEHOLDER.findall(text)) == wanted, entry.msgid


@CATALOGS
def test_translations_are_composed_text(catalog):
    for entry in polib.pofile(str(catalog)):
        for text in texts(entry):
            assert unicodedata.is_normalized("NFC", text), entry.msgid


def test_everything_of_others_is_shown_in_vietnamese():
    for entry in polib.pofile(str(THIRD_PARTY)):
        assert entry.translated(), entry.msgid  # which a fuzzy one is not
        assert entry.msgctxt or entry.msgid not in texts(entry)
        assert shown(entry) in texts(entry), entry.msgid  # ours comes first, and agrees


def test_catalog_of_others_has_no_leftovers(said_by_others):
    assert keys(polib.pofile(str(THIRD_PARTY))) - keys(said_by_others) == set()


def test_theme_and_exports_say_nothing_untranslated(said_by_others):
    english = {
        entry.msgid
        for entry in said_by_others
        if any(not path.startswith("django/") for path, _line in entry.occurrences)
        and shown(entry) == entry.msgid
    }
    assert english == FOR_DEVELOPERS
