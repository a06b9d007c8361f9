"""The Vietnamese catalog: every text of ours is in it, translated, with its placeholders."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest
from django.conf import settings

CATALOG = Path(settings.BASE_DIR) / "locale/vi/LC_MESSAGES/django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def collected(tmp_path_factory) -> polib.POFile:
    """Collect the texts of a copy of the sources anew, over the committed catalog."""
    copy = tmp_path_factory.mktemp("sources")
    ignored = shutil.ignore_patterns("__pycache__", "*.pdf", "*.png")
    for name in (
        *("contest_portal", "agenda", "registrations", "sponsorship", "events"),
        *("templates", "locale"),
    ):
        shutil.copytree(Path(settings.BASE_DIR) / name, copy / name, ignore=ignored)
    command = [sys.executable, "-m", "django", "makemessages", "--locale", "vi"]
    # a configuration of our own: the settings module would read the environment of the copy
    subprocess.run(
        [*command, "--no-obsolete", "--no-location", "--settings", "django.conf.global_settings"],
        cwd=copy,
        check=True,
        capture_output=True,
        text=True,
    )
    return polib.pofile(str(copy / "locale/vi/LC_MESSAGES/django.po"))


def test_every_text_is_translated(collected):
    assert [entry.msgid for entry in collected if not entry.translated()] == []


def test_no_entry_is_fuzzy(collected):
    assert [entry.msgid for entry in collected if entry.fuzzy] == []


def test_committed_catalog_has_no_leftovers(collected):
    now = {(entry.msgctxt, entry.msgid) for entry in collected}
    committed = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(CATALOG))}
    assert committed - now == set()


def test_placeholders_are_kept():
    for entry in polib.pofile(str(CATALOG)):
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in entry.msgstr_plural.values() or [entry.msgstr]:
            assert set(PLACEHOLDER.findall(text)) == wanted, entry.msgid


def test_translations_are_composed_text():
    import unicodedata

    for entry in polib.pofile(str(CATALOG)):
        assert unicodedata.is_normalized("NFC", entry.msgstr), entry.msgid
