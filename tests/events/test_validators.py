"""Checks of texts that have more than one user."""

import pytest
from django.core.exceptions import ValidationError

from events.validators import Placeholders

CHECK = Placeholders("thời gian", "địa điểm")


@pytest.mark.parametrize("text", ["", "Thời gian: {thời gian}", "{địa điểm}{thời gian}", "abc"])
def test_known_words_in_braces_pass(text):
    CHECK(text)


@pytest.mark.parametrize("text", ["{giờ}", "{", "thời gian}", "{{thời gian}}", "{ thời gian }"])
def test_anything_else_in_braces_is_refused(text):
    with pytest.raises(ValidationError) as caught:
        CHECK(text)
    assert caught.value.messages == ["Trong ngoặc nhọn chỉ được ghi {thời gian}, {địa điểm}."]


def test_equal_when_the_same_words_are_allowed():
    assert Placeholders("a", "b") == Placeholders("a", "b")
    assert Placeholders("a") != Placeholders("b")
