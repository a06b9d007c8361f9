import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vietnamese.amounts import LIMIT, in_words
from tests.events.vietnamese.amount_pairs import PAIRS
from tests.events.vietnamese.spoken_amounts import amount_of

FORBIDDEN = re.compile(
    "mươi một|mươi năm|mươi bốn|linh lăm|linh mốt|linh tư|mười mốt|mười tư|mười năm|  |,| và |"
    "ngàn|lẻ|tỉ|bẩy|không nghìn|không triệu"
)
OUT_OF_RANGE = "Số tiền phải từ 0 đến 999.999.999.999.999 đồng."

# Every size as often: plain integers would hardly ever have empty groups.
groups = st.one_of(st.integers(0, 999), st.sampled_from([0, 1, 4, 5, 10, 15, 21, 24, 105]))
amounts = st.lists(groups, min_size=1, max_size=5).map(
    lambda parts: sum(part * 1000**i for i, part in enumerate(parts))
)


@pytest.mark.parametrize(("n", "words"), PAIRS.items())
def test_in_words(n: int, words: str) -> None:
    assert in_words(n) == words


@pytest.mark.parametrize(("n", "words"), PAIRS.items())
def test_words_are_read_as_what_they_say(n: int, words: str) -> None:
    assert amount_of(words) == n


@pytest.mark.parametrize(
    ("n", "words"),
    [(500_000_000, "Năm trăm triệu đồng"), (0, "Không đồng"), (1_001, in_words(1_001))],
)
def test_in_words_without_even_suffix(n: int, words: str) -> None:
    assert in_words(n, even_suffix=False) == words


@pytest.mark.parametrize("n", [-1, LIMIT])
def test_in_words_out_of_range(n: int) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(OUT_OF_RANGE)}$"):
        in_words(n)


@given(amounts, st.booleans())
def test_words_and_back(n: int, even_suffix: bool) -> None:
    assert amount_of(in_words(n, even_suffix=even_suffix)) == n


@given(amounts)
def test_words_never_hold_a_wrong_form(n: int) -> None:
    assert FORBIDDEN.findall(in_words(n)) == []


def test_small_amounts_are_all_right() -> None:
    written = [in_words(n) for n in range(20_000)]
    assert FORBIDDEN.findall("\n".join(written)) == []
    assert [amount_of(words) for words in written] == list(range(20_000))
