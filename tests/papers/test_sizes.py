"""Every paper with 1, 8, 20 and 60 items: no page that a secretary would lay out anew."""

import os
from pathlib import Path

import pytest

from tests.papers import Reading, pages, sized

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
        if rule not in paper.own_way:
            rule(read)
