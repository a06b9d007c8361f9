"""A missing or unfit font file is told at start-up."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from fontTools import subset

from events.checks import VIETNAMESE, check_paper_fonts, check_signature_roots
from events.documents import trusted_roots
from tests.signing import Person

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


@pytest.mark.parametrize("as_file", [True, False])
def test_trusted_certificates_are_a_file_or_a_folder(as_file, settings, tmp_path):
    person = Person("Cơ quan chứng thực", authority=True)
    folder = Path(person.trusted_in(tmp_path))
    (folder / ".hidden").write_text("no certificate")
    place = next(file for file in folder.iterdir() if file.name[0] != ".") if as_file else folder
    settings.SIGNATURE_ROOTS = str(place)
    assert check_signature_roots() == []
    assert len(trusted_roots.load(place)) == 1


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"no certificate",
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
    ],
)
def test_what_is_no_certificate_is_told_at_the_start(content, settings, tmp_path):
    place = tmp_path / "goc.pem"
    if content is not None:
        place.write_bytes(content)
    for name in (place, tmp_path if content is not None else tmp_path / "none"):
        settings.SIGNATURE_ROOTS = str(name)
        (message,) = check_signature_roots()
        assert message.id == "events.E004"
        assert message.msg.startswith("SIGNATURE_ROOTS: ")


def test_an_empty_folder_is_told(settings, tmp_path):
    settings.SIGNATURE_ROOTS = str(tmp_path)
    assert [one.id for one in check_signature_roots()] == ["events.E004"]
    settings.SIGNATURE_ROOTS = ""
    assert check_signature_roots() == []
