"""A missing or unfit font file is told at start-up."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from fontTools import subset

from events.checks import VIETNAMESE, check_paper_fonts

TINOS = settings.PAPER_FONTS_DIR / "tinos"
BOLD = "tinos/700Bold/Tinos_700Bold.ttf"


@pytest.fixture
def copied(tmp_path, settings) -> Path:
    shutil.copytree(TINOS, tmp_path / "tinos", ignore=shutil.ignore_patterns("*.png"))
    settings.PAPER_FONTS_DIR = tmp_path
    return tmp_path


def test_installed_fonts_are_complete():
    assert check_paper_fonts() == []


def test_all_134_accented_letters_are_asked_for():
    accented = {letter for letter in VIETNAMESE if letter.isalpha() and not letter.isascii()}
    assert len(accented) == 134


def test_missing_file_is_told(copied):
    (copied / BOLD).unlink()

    (message,) = check_paper_fonts()

    assert (message.id, message.msg) == ("events.E001", f"No font file {copied / BOLD}.")
    assert message.hint
    assert "script/bootstrap" in message.hint


def test_file_that_is_no_font_is_told(copied):
    (copied / BOLD).write_bytes(b"<html>not found</html>")

    (message,) = check_paper_fonts()

    assert message.id == "events.E002"


def test_font_without_vietnamese_letters_is_told(copied):
    path = copied / BOLD
    options = subset.Options()
    font = subset.load_font(path, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(VIETNAMESE - {"ự", "Ậ"}))
    subsetter.subset(font)
    font.save(path)
    font.close()

    (message,) = check_paper_fonts()

    assert (message.id, message.msg) == ("events.E003", "Tinos_700Bold.ttf has no letters Ậự.")
