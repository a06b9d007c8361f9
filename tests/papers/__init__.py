"""Checks of the decree's rules on finished PDFs; every paper's test uses them.

`Reading(pdf)` takes a PDF apart; each function `tNN_…(reading, expected)` raises AssertionError
when the paper breaks the rule.
"""

from tests.papers.end import t17_recipients, t18_signer, verification_at_the_foot
from tests.papers.expected import Expected
from tests.papers.file import (
    t03_fonts,
    t04_glyph_outlines,
    t25_metadata,
    tags_tell_the_order_and_the_table_heads,
)
from tests.papers.head import (
    t08_nation_and_motto,
    t09_three_rules,
    t10_issuing_bodies,
    t11_number,
    t12_place_and_date,
    t13_kind_and_subject,
)
from tests.papers.page import (
    t01_a4,
    t02_margins,
    t05_nfc,
    t06_black_only,
    t07_page_numbers,
    t22_no_drawn_blanks,
)
from tests.papers.reading import Reading
from tests.papers.words import (
    t14_bases_italic,
    t15_paragraphs,
    t16_headings_bold,
    t19_all_text_in_order,
    t20_tables_complete,
    t21_nothing_extra,
    t23_symbols_unbroken,
    t24_end_mark,
)

CHECKS = (
    t01_a4,
    t02_margins,
    t03_fonts,
    t04_glyph_outlines,
    t05_nfc,
    t06_black_only,
    t07_page_numbers,
    t08_nation_and_motto,
    t09_three_rules,
    t10_issuing_bodies,
    t11_number,
    t12_place_and_date,
    t13_kind_and_subject,
    t14_bases_italic,
    t15_paragraphs,
    t16_headings_bold,
    t17_recipients,
    t18_signer,
    t19_all_text_in_order,
    t20_tables_complete,
    t21_nothing_extra,
    t22_no_drawn_blanks,
    t23_symbols_unbroken,
    t24_end_mark,
    t25_metadata,
    tags_tell_the_order_and_the_table_heads,
    verification_at_the_foot,
)

__all__ = ["CHECKS", "Expected", "Reading", *(check.__name__ for check in CHECKS)]
