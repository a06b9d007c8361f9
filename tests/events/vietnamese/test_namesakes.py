"""Who is the same is found by a look, as if everybody were compared with everybody."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from events.vietnamese.names import identity, plain
from events.vietnamese.namesakes import Namesakes, same_text, told_apart

SPELLINGS = [
    "Lê Thị Hoa",
    "Lê Thị Hòa",
    "Lê Thị Hoà",
    "LÊ THỊ HÒA",
    "Le Thi Hoa",
    "le thi hoa",
    "Lê Thi Hoa",
    "Lê Thị Hóa,",
    "Trần Đức",
    "Tran Duc",
    "Sở Y tế",
    "So Y te",
    "Sở Y Tê",
]
texts = st.sampled_from(SPELLINGS) | st.text("Hoaòóđd ,", max_size=4)


def compared(one: str, other: str) -> bool:
    """Return what comparing two texts says: accents count, unless one of them has none."""
    return plain(one) == plain(other) and (
        identity(one) == identity(other) or plain(one) in (identity(one), identity(other))
    )


@settings(max_examples=200, deadline=None)
@given(one=texts, other=texts)
def test_two_texts_are_the_same_as_compared(one, other):
    assert same_text(one, other) is compared(one, other)
    assert same_text(other, one) is compared(one, other)


@settings(max_examples=100, deadline=None)
@given(known=st.lists(st.tuples(texts, texts), max_size=6), name=texts, body=texts)
def test_who_is_the_same_is_found(known, name, body):
    index: Namesakes[tuple[str, str]] = Namesakes()
    for one in known:
        index.add(one, *one)
    same = [one for one in known if compared(one[0], name) and compared(one[1], body)]
    found = index.find(name, body)
    assert (found in same) if same else (found is None)


def test_the_first_of_equal_ones_stays():
    index: Namesakes[int] = Namesakes()
    index.add(1, "Lê Thị Hoa")
    index.add(2, "LÊ THỊ HOA")
    assert index.find("le thi hoa") == 1
    assert index.find("Lê Thị Hòa") is None


@pytest.mark.parametrize(
    ("name", "second"),
    [("Lê Thị An", "Lê Thị An B"), ("Lê An B", "Lê An C"), ("Lê Văn A", "Lê Văn A B"), ("", " B")],
)
def test_the_second_of_a_name_gets_the_next_letter(name, second):
    assert told_apart(name) == second
