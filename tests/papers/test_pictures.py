"""The comparison of pictures: patient with another rasteriser, not with another page."""

from pathlib import Path

import pytest
from PIL import ImageChops
from weasyprint import HTML

from tests.papers import pictures
from tests.papers.test_rules_can_fail import css, good, swapped_faces


@pytest.fixture(scope="module")
def approved(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    pictures._approve(folder, "good", pictures.pages(HTML(string=good()).write_pdf()))
    return folder


def test_same_paper_looks_the_same(approved):
    assert pictures.differs_from(approved, "good", HTML(string=good()).write_pdf()) == []


@pytest.mark.parametrize(
    "spoil", [swapped_faces, css(".title{margin-top:9mm}"), css(".number{visibility:hidden}")]
)
def test_paper_that_looks_different_is_told(approved, spoil):
    different = pictures.differs_from(approved, "good", HTML(string=spoil(good())).write_pdf())

    assert any(told.startswith("page 1: ") for told in different)


def test_another_number_of_pages_is_told(approved):
    pdf = HTML(string=css("main{break-before:page}")(good())).write_pdf()

    assert pictures.differs_from(approved, "good", pdf) == ["3 pages instead of 2"]


def test_unsharp_letters_are_no_difference():
    page = pictures.pages(HTML(string=good()).write_pdf())[0]

    assert pictures._stray_pixels(page, ImageChops.offset(page, 1, 0)) <= pictures.STRAY
    assert pictures._stray_pixels(page, ImageChops.offset(page, 0, 3)) > pictures.STRAY
