"""Two texts as one, word by word."""

from hypothesis import given
from hypothesis import strategies as st

from events.vietnamese.comparing import Piece, compared

TEXTS = st.text(st.sampled_from("ab \n"), max_size=40)


def test_words_that_differ_stand_beside_each_other():
    assert list(compared("Nộp trước ngày 31/5.", "Nộp trước ngày 15/6.")) == [
        Piece("Nộp trước ngày ", ""),
        Piece("31/5. ", "del"),
        Piece("15/6.", "ins"),
    ]


def test_a_line_that_was_put_in_stands_whole():
    assert list(compared("Một\nBa\n", "Một\nHai là mới\nBa\n")) == [
        Piece("Một\n", ""),
        Piece("Hai là mới\n", "ins"),
        Piece("Ba\n", ""),
    ]


@given(TEXTS, TEXTS)
def test_what_stays_and_what_was_put_in_is_the_new_text(old, new):
    pieces = list(compared(old, new))
    assert "".join(piece.text for piece in pieces if piece.kind != "del") == new
    kept = [word for piece in pieces if piece.kind != "ins" for word in piece.text.split()]
    assert kept == old.split()
    shown = "".join(piece.text for piece in pieces)
    assert len(shown.split()) == sum(len(piece.text.split()) for piece in pieces)


def test_long_texts_that_share_nothing_are_no_work():
    old = " ".join(f"a{n}" for n in range(3000))
    new = " ".join(f"b{n}" for n in range(3000))
    assert [piece.kind for piece in compared(old, new)] == ["del", "ins"]
