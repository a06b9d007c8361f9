"""Every paper with 1, 8, 20 and 60 items: no page that a secretary would lay out anew."""

import os
from pathlib import Path

import pytest

from events.documents import KINDS, engine
from events.documents.bundles import BUNDLES
from tests.papers import Reading, pages, sized
from tests.papers.reading import MM

LOOK = os.environ.get("LOOK")  # a folder for what is printed


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "size"), [(name, size) for name, paper in sized.PAPERS.items() for size in paper.sizes]
)
def test_paper_falls_well_into_pages_and_lines(name: str, size: int) -> None:
    paper = sized.PAPERS[name]
    pdf = paper.make(size)
    if LOOK:
        Path(LOOK, f"{name}-{size}.pdf").write_bytes(pdf)

    read = pages.Pages(Reading(pdf))

    for rule in pages.RULES:
        if rule not in paper.exempt:
            rule(read)


def test_no_kind_of_paper_is_left_out() -> None:
    assert {paper.kind for paper in sized.PAPERS.values()} >= {*KINDS, *BUNDLES}


@pytest.mark.django_db
def test_annex_closes_up_and_leaves_the_paper_as_it_is() -> None:
    read = Reading(sized.invitation_of_all(60))

    assert len(read.sizes) == 3  # two rows were left for a page of their own
    first, second = next(b for b in read.blocks if "trân trọng kính mời" in b.text).lines[:2]
    assert second.baseline - first.baseline > 1.2 * first.ink[0].size * MM


@pytest.mark.django_db
@pytest.mark.parametrize("size", [5, 6])
def test_one_page_is_enough_where_the_end_would_just_pass_it(size: int) -> None:
    event = sized.ceremony()
    sized.items(event, size)
    page = KINDS["programme"].draft(event).html()

    assert len(engine._render(page, {}).pages) == 2
    assert len(engine._fitted(page, {}).pages) == 1


@pytest.mark.django_db
def test_further_recipients_are_not_left_to_a_page_of_one_line() -> None:
    event = sized.ceremony(recipients=sized.MANY[-42:])
    sized.items(event, 1)
    page = KINDS["programme"].draft(event).html()

    bare = engine._render(page, {}).pages
    assert len(bare) == 2
    _left, top, _right, bottom = bare[-1].anchors["further"]
    assert bottom - top > 4 * 11 * 96 / 72
    assert len(engine._fitted(page, {}).pages) == 1
