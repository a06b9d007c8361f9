"""The rules on paper."""

import io

import pypdf
import pytest

from events.documents import KINDS
from events.documents.rules import annex, closed
from events.services import publications
from tests.factories import EventFactory, RulesArticleFactory, full_rules

pytestmark = pytest.mark.django_db
TABLE = "\n".join(
    ["| Nội dung | Điểm |", "|---|---|", *(f"| Tiêu chí thứ {n} | {n} |" for n in range(40))]
)


def words(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_annex_names_its_decision_and_ends_once():
    event = EventFactory()
    rules = publications.publish(full_rules(event.contest, decision="16/QĐ-BTCCT"))
    text = words(KINDS["rules"].draft(event).pdf())
    assert "Phụ lục THỂ LỆ" in text
    assert (
        "(Ban hành kèm theo Quyết định số 16/QĐ-BTCCT ngày 05 tháng 01 năm 2030 của Ban Tổ chức "
        "Cuộc thi)" in text
    )
    assert "DỰ THẢO" not in text
    assert "Tổng giá trị giải thưởng: 110.000.000 đồng" in text
    assert "Cách chấm Lời của điều./." in text
    assert text.count("./.") == 1
    assert KINDS["rules"].draft(event, rules.pk).pdf() == annex(rules).pdf()


def test_a_draft_says_so_and_leaves_blanks():
    rules = full_rules(EventFactory().contest, decision="", decided_on=None)
    text = words(annex(rules).pdf())
    assert text.startswith("DỰ THẢO")
    assert "Quyết định số ngày tháng năm" in text


def test_eighty_articles_with_long_tables_fit_their_pages():
    rules = full_rules(EventFactory().contest)
    for position in range(3, 81):
        RulesArticleFactory(rules=rules, position=position, text=TABLE)
    pdf = annex(rules).pdf()
    text = words(pdf)
    assert [f"Điều {n}. " in text for n in range(1, 81)] == [True] * 80
    assert text.count("Tiêu chí thứ 39") == 78
    assert text.count("./.") == 1
    assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) > 78


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("<p>Hết.</p>\n", "<p>Hết./.</p>\n"),
        ("<ul><li>Một;</li>\n</ul>", "<ul><li>Một./.</li>\n</ul>"),
        (
            "<div><p>Hết <strong>cả</strong></p></div>",
            "<div><p>Hết <strong>cả./.</strong></p></div>",
        ),
        ("<table></table>", "<table></table><p>./.</p>"),
        ("<div><table></table>\n</div>", "<div><table></table>\n</div><p>./.</p>"),
    ],
)
def test_the_end_mark_stands_behind_the_last_words(text, end):
    assert closed(text).strip() == end.strip()
