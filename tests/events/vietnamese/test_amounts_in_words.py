import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events.vietnamese.amounts import LIMIT, from_words, in_words
from tests.events.vietnamese.amount_pairs import PAIRS

FORBIDDEN = re.compile(
    "mươi một|mươi năm|mươi bốn|linh lăm|linh mốt|linh tư|mười mốt|mười tư|mười năm|  |,| và |"
    "ngàn|lẻ|tỉ|bẩy|không nghìn|không triệu"
)
OUT_OF_RANGE = "Số tiền phải từ 0 đến 999.999.999.999.999 đồng."
NO_WORDS = "Số tiền bằng chữ không hợp lệ, ví dụ đúng: Năm trăm triệu đồng chẵn."

# Every size as often: plain integers would hardly ever have empty groups.
groups = st.one_of(st.integers(0, 999), st.sampled_from([0, 1, 4, 5, 10, 15, 21, 24, 105]))
amounts = st.lists(groups, min_size=1, max_size=5).map(
    lambda parts: sum(part * 1000**i for i, part in enumerate(parts))
)


@pytest.mark.parametrize(("n", "words"), PAIRS.items())
def test_in_words(n: int, words: str) -> None:
    assert in_words(n) == words


@pytest.mark.parametrize(("n", "words"), PAIRS.items())
def test_from_words(n: int, words: str) -> None:
    assert from_words(words) == n


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
    assert from_words(in_words(n, even_suffix=even_suffix)) == n


@given(amounts)
def test_words_never_hold_a_wrong_form(n: int) -> None:
    assert FORBIDDEN.findall(in_words(n)) == []


def test_small_amounts_are_all_right() -> None:
    written = [in_words(n) for n in range(20_000)]
    assert FORBIDDEN.findall("\n".join(written)) == []
    assert [from_words(words) for words in written] == list(range(20_000))


@pytest.mark.parametrize(
    ("words", "n"),
    [
        ("một ngàn không trăm lẻ một", 1_001),
        ("HAI MƯƠI BỐN TỈ ĐỒNG", 24_000_000_000),
        ("Sáu mươi bẩy đồng chẵn", 67),
        ("một triệu không nghìn không trăm linh một đồng", 1_000_001),
        ("Hai tỷ không nghìn không trăm linh năm đồng.", 2_000_000_005),
        ("  năm trăm  triệu đồng chẵn./.", 500_000_000),
    ],
)
def test_from_words_takes_variants(words: str, n: int) -> None:
    assert from_words(words) == n


@pytest.mark.parametrize(
    "words",
    [
        "",
        "đồng",
        "năm trăm triệu đô la",
        "một nghìn mười lăm",
        "hai mươi một",
        "mười năm",
        "một trăm linh lăm",
        "hai triệu ba triệu",
        "một nghìn hai triệu",
        "hai ba",
        "không trăm linh một",
        "không nghìn",
    ],
)
def test_from_words_refuses(words: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(NO_WORDS)}$"):
        from_words(words)


def test_from_words_out_of_range() -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(OUT_OF_RANGE)}$"):
        from_words("một triệu tỷ đồng")
