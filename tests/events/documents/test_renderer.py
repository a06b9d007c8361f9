"""From a template to the bytes of a PDF: nothing from outside, nothing twice, always the same."""

import os
import subprocess
import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.cache import caches
from django.test import override_settings

from events.documents import Draft, Paper, engine, fonts, renderer
from tests.papers import Reading

PAPER = Paper(
    superior="UBND TỈNH THÁI NGUYÊN",
    issuer="BAN TỔ CHỨC CUỘC THI",
    symbol="GM-BTC",
    place="Thái Nguyên",
    day=5,
    month=2,
    year=2025,
    kind="GIẤY MỜI",
    subject="Dự Lễ công bố Cuộc thi",
)
TEMPLATE = "events/pdf/official.html"


def _html(**changed) -> str:
    values = {"paper": Paper(**{**PAPER.__dict__, **changed})}
    return renderer.html(TEMPLATE, values, title="Giấy mời")


def _text(pdf: bytes) -> str:
    return "\n".join(block.text for block in Reading(pdf).blocks)


def test_render_gives_a_pdf():
    pdf = renderer.render(TEMPLATE, {"paper": PAPER}, title="Giấy mời")

    assert pdf.startswith(b"%PDF-1.7")
    assert "Thái Nguyên, ngày 05 tháng 02 năm 2025" in _text(pdf)


def test_same_input_gives_same_bytes_in_any_process():
    script = (
        "import sys, django; django.setup()\n"
        "from events.documents import renderer\n"
        "sys.stdout.buffer.write(renderer.pdf(sys.stdin.read()))"
    )
    env = {
        **os.environ,
        "PYTHONHASHSEED": "2024",
        "DJANGO_SETTINGS_MODULE": "contest_portal.settings",
        "PYTHONUTF8": "1",
        "TZ": "America/New_York",
    }

    elsewhere = subprocess.run(
        [sys.executable, "-c", script], input=_html().encode(), env=env, capture_output=True
    )

    assert elsewhere.stdout == renderer.pdf(_html())


def test_same_input_gives_same_bytes_after_other_papers():
    first = renderer.pdf(_html())
    renderer.pdf(_html(subject="Một văn bản khác với nhiều chữ khác: ĐẶNG ỷ ỹ ẵ ẫ & 0123456789"))

    assert renderer.pdf(_html()) == first


def test_threads_get_the_papers_they_asked_for():
    pages = [_html(subject=f"Dự cuộc họp thứ {n}") for n in range(6)]
    alone = [renderer.pdf(page) for page in pages]

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(renderer.pdf, pages)) == alone


def test_paper_survives_a_swept_folder_of_temporary_files():
    before = renderer.pdf(_html())
    assert engine._fonts is not None
    for copy in Path(str(engine._fonts._folder)).iterdir():
        copy.unlink()

    assert renderer.pdf(_html()) == before


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a.ttf",
        "http://127.0.0.1/",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "data:text/plain,secret",
        fonts.FACES[0].url + "?x",
        fonts.FACES[0].path.parent.as_uri(),
        fonts.FACES[0].url.replace("Tinos_", "../Tinos_"),
    ],
)
def test_nothing_but_our_fonts_is_fetched(url):
    with pytest.raises(ValueError, match="may not fetch"):
        engine.PaperFetcher().fetch(url)


def test_our_fonts_are_fetched():
    for face in fonts.FACES:
        assert engine.PaperFetcher().fetch(face.url).read() == face.path.read_bytes()


def test_text_of_the_author_cannot_bring_in_anything(tmp_path):
    (tmp_path / "secret.txt").write_text("bí mật", encoding="utf-8")
    attack = f'<link rel="attachment" href="{(tmp_path / "secret.txt").as_uri()}"><img src=x>'

    reading = Reading(renderer.pdf(_html(subject=attack)))

    assert "<linkrel=" in "".join(_text(reading.pdf).split())
    assert set(reading.file.Root.get("/Names", {}).keys()) <= {"/Dests"}


def test_text_is_nfc_with_single_spaces_and_nothing_invisible():
    typed = unicodedata.normalize("NFD", "Lễ  công bố") + "\u200b \u00a0 phát\u00ad động\ufeff"

    assert "Lễ công bố phát động" in _text(renderer.pdf(_html(subject=typed)))


def test_loose_mark_does_not_break_the_page():
    page = _html(subject="\u0338Dự lễ")

    assert unicodedata.is_normalized("NFC", page)
    assert "Dự lễ" in _text(renderer.pdf(page))


def test_letter_that_the_fonts_lack_is_seen_and_told(caplog):
    pdf = renderer.pdf(_html(subject="Chào 漢 🎉"))

    assert "Chào □ □" in _text(pdf)
    assert "No letter" in caplog.text
    assert {font.split("+")[1][:5] for font in {g.font for g in Reading(pdf).glyphs}} == {"Tinos"}


def _count_papers(monkeypatch) -> list[str]:
    """Return the list to which each paper made from now on is added; the cache is empty."""
    made: list[str] = []
    really = engine.write_pdf

    def write_pdf(page: str) -> bytes:
        made.append(page)
        return really(page)

    monkeypatch.setattr(engine, "write_pdf", write_pdf)
    caches["papers"].clear()
    return made


def test_unchanged_paper_comes_from_the_cache(monkeypatch):
    made = _count_papers(monkeypatch)

    first, second = Draft(TEMPLATE, PAPER).pdf(), Draft(TEMPLATE, PAPER).pdf()

    assert first == second
    assert first.startswith(b"%PDF-")
    assert len(made) == 1


def test_changed_paper_is_made_anew(monkeypatch):
    made = _count_papers(monkeypatch)

    Draft(TEMPLATE, PAPER).pdf()
    Draft(TEMPLATE, replace(PAPER, day=6)).pdf()

    assert len(made) == 2


def test_other_fonts_or_renderer_make_other_papers(monkeypatch):
    page = _html()
    first = renderer._digest(page)
    monkeypatch.setattr(renderer, "_maker", lambda: "another")

    assert renderer._digest(page) != first


def _papers_in(folder: Path) -> dict:
    cache = {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}
    return {"papers": {**cache, "LOCATION": folder}}


def test_cache_in_an_impossible_folder_does_not_keep_from_printing(tmp_path, caplog):
    (tmp_path / "file").write_text("a file where a folder should be")

    with override_settings(CACHES=_papers_in(tmp_path / "file" / "papers")):
        pdf = Draft(TEMPLATE, PAPER).pdf()

    assert pdf.startswith(b"%PDF")
    assert "cannot be written" in caplog.text


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", b"\x80\x04" * 50])
def test_torn_file_in_the_cache_is_replaced(tmp_path, rubbish):
    with override_settings(CACHES=_papers_in(tmp_path / "papers")):
        good = Draft(TEMPLATE, PAPER).pdf()
        (kept,) = (tmp_path / "papers").iterdir()
        kept.write_bytes(rubbish)

        assert Draft(TEMPLATE, PAPER).pdf() == good
