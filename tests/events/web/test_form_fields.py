"""Fields of forms for hours and minutes, as people write them."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from events.web.form_fields import HourField, MinutesField


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("8:00", "08:00"),
        ("08.00", "08:00"),
        ("8h", "08:00"),
        ("8h00", "08:00"),
        ("8H05", "08:05"),
        ("8g30", "08:30"),
        ("8 giờ", "08:00"),
        ("08 giờ 00 phút", "08:00"),
        (" 14 giờ 5 ", "14:05"),
        ("8h30'", "08:30"),
        ("13:45:00", "13:45"),
        ("8", "08:00"),
        ("23:59", "23:59"),
    ],
)
def test_an_hour_is_read_however_it_is_written(typed: str, hour: str) -> None:
    assert HourField().clean(typed) == datetime.time.fromisoformat(hour)


@pytest.mark.parametrize(
    "typed", ["25h", "8:60", "24:00", "tám giờ", "8h 30 40", "-8", "800", ":30"]
)
def test_what_is_no_hour_is_told_with_an_example(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        HourField().clean(typed)

    assert refused.value.messages == [
        "Giờ nhập chưa đúng. Vui lòng ghi như 08:00 hoặc 8 giờ 30, từ 00:00 đến 23:59."
    ]


def test_nothing_typed_is_no_hour_and_no_minutes() -> None:
    assert HourField(required=False).clean(" ") is None
    assert MinutesField(required=False).clean("") is None


@pytest.mark.parametrize("typed", ["15", "15 phút", "15'", " 15p "])
def test_minutes_may_have_their_word(typed: str) -> None:
    assert MinutesField().clean(typed) == 15
