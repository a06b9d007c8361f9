"""What two programmes do not have in common."""

import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agenda.models import Contents, ProgrammeItem
from agenda.models.difference import apply, difference
from agenda.models.difference_words import Names, of_ceremony, told

HOURS = st.sampled_from([None, datetime.time(8), datetime.time(9, 15)])
STARTS = st.sampled_from(
    [None, *(datetime.datetime(2030, 2, 12, hour, tzinfo=datetime.UTC) for hour in (1, 2))]
)


def items() -> st.SearchStrategy[tuple[ProgrammeItem, ...]]:
    """Return programmes of up to eight items in any order, from keys that come again."""
    item = st.builds(
        ProgrammeItem,
        key=st.integers(1, 10),
        title=st.sampled_from(["Khai mạc", "Bế mạc"]),
        performer=st.sampled_from(["", "Ban Tổ chức"]),
        minutes=st.sampled_from([None, 5, 10]),
        fixed_start=HOURS,
        only_script=st.booleans(),
        mc_text=st.sampled_from(["", "Kính thưa"]),
        members=st.sampled_from([(), (1,), (1, 2)]),
    )
    return st.lists(item, max_size=8, unique_by=lambda one: one.key).map(tuple)


CONTENTS = st.builds(Contents, items(), STARTS, st.sampled_from(["Hội trường A", "Hội trường B"]))


@given(CONTENTS, CONTENTS)
def test_a_difference_leads_from_one_programme_to_the_other(old: Contents, new: Contents) -> None:
    found = difference(old, new)
    assert apply(old, found) == new
    assert bool(found) is (old != new)
    assert difference(new, new).lines == ()


@given(items(), st.data())
def test_one_item_that_moves_is_one_move(
    rows: tuple[ProgrammeItem, ...], data: st.DataObject
) -> None:
    if len(rows) < 2:
        return
    start, end = (data.draw(st.integers(0, len(rows) - 1)) for _n in range(2))
    moved = list(rows)
    moved.insert(end, moved.pop(start))
    found = difference(Contents(rows), Contents(tuple(moved)))
    assert sum(line.moved for line in found.lines) == (start != end)


def programme(*titles: str) -> Contents:
    rows = tuple(ProgrammeItem(ord(title[0]), title, minutes=10) for title in titles)
    return Contents(rows, datetime.datetime(2030, 2, 12, 1, tzinfo=datetime.UTC), "Hội trường A")


def said(old: Contents, new: Contents) -> list[tuple[str, list[str]]]:
    """Return the difference in words: labels and sentences of each item."""
    names = Names(members={1: "Lê Thị Hòa"})
    return [(", ".join(one.labels), one.sentences) for one in told(difference(old, new), names)]


def test_words_of_every_kind_of_difference() -> None:
    old = programme("A", "B", "C")
    a, b, c = old.items
    cases = {
        (a, b): [("Bỏ", ["trước ở vị trí 3"])],
        (a, b, c, ProgrammeItem(9, "D")): [("Thêm", ["mới, ở vị trí 4"])],
        (c, a, b): [
            (
                "Chuyển, Đổi giờ",
                ["chuyển từ vị trí 3 sang vị trí 1", "giờ: từ “08:20” thành “08:00” (sớm 20 phút)"],
            ),
            ("Đổi giờ", ["giờ: từ “08:00” thành “08:10” (muộn 10 phút)"]),
            ("Đổi giờ", ["giờ: từ “08:10” thành “08:20” (muộn 10 phút)"]),
        ],
        (a, b, replace(c, title="Bế mạc", performer="Sở Thử", minutes=None)): [
            (
                "Sửa",
                [
                    "nội dung: từ “C” thành “Bế mạc”",
                    "thực hiện: nay là “Sở Thử”, trước để trống",
                    "số phút: nay để trống, trước là “10”",
                ],
            )
        ],
        (a, b, replace(c, only_script=True, members=(1, 7))): [
            (
                "Sửa",
                [
                    "nay chỉ có trong kịch bản, không công bố nữa",
                    "thành viên Ban Tổ chức thực hiện: nay là “Lê Thị Hòa, (đã xóa)”, "
                    "trước để trống",
                ],
            )
        ],
    }
    for rows, expected in cases.items():
        assert said(old, replace(old, items=rows)) == expected


def test_long_words_are_shown_where_they_differ() -> None:
    words = [f"chữ{n}" for n in range(100)]
    old, new = (" ".join([*words[:50], middle, *words[50:]]) for middle in ("cũ", "mới"))
    before = Contents((ProgrammeItem(1, "A", mc_text=old),))
    after = Contents((ProgrammeItem(1, "A", mc_text=new),))
    assert said(before, after) == [
        (
            "Sửa",
            [
                "lời dẫn: từ “… chữ47 chữ48 chữ49 cũ chữ50 chữ51 chữ52 "
                "…” thành “… chữ47 chữ48 chữ49 mới chữ50 chữ51 chữ52 …”"
            ],
        )
    ]


def test_words_of_the_ceremony_itself() -> None:
    old = programme("A")
    new = replace(old, starts_at=None, venue="Hội trường B")
    assert of_ceremony(difference(old, new)) == [
        "Ngày, giờ: nay để trống, trước là “08:00, 12/02/2030”",
        "Địa điểm: từ “Hội trường A” thành “Hội trường B”",
    ]


@pytest.mark.parametrize(("hour", "shift"), [((22, 50), -100), ((23, 50), -40), ((1, 0), 30)])
def test_an_hour_that_passes_midnight_goes_the_short_way(hour: tuple[int, int], shift: int) -> None:
    old = Contents((ProgrammeItem(1, "A", fixed_start=datetime.time(0, 30)),))
    new = Contents((ProgrammeItem(1, "A", fixed_start=datetime.time(*hour)),))
    assert [line.shift for line in difference(old, new).lines] == [shift]


def test_places_are_those_of_the_paper_and_what_is_not_announced_has_none() -> None:
    guests, flag = (ProgrammeItem(n, title, only_script=True) for n, title in enumerate("ab"))
    first, second, third = (ProgrammeItem(n, title) for n, title in enumerate("cde", start=5))

    def lines(old: tuple[ProgrammeItem, ...], new: tuple[ProgrammeItem, ...]) -> list[object]:
        found = difference(Contents(old), Contents(new))
        return [(one.number, one.title, one.sentences) for one in told(found, Names())]

    assert lines((guests, first, second, third), (first, flag, second, guests)) == [
        (None, "b", ["mới, chỉ có trong kịch bản"]),
        (3, "e", ["trước ở vị trí 3"]),
        (None, "a", ["chuyển sang vị trí khác trong kịch bản"]),
    ]
    assert lines((guests, first, second, third), (guests, second, third, first)) == [
        (3, "c", ["chuyển từ vị trí 1 sang vị trí 3"])
    ]


def test_what_was_frozen_before_a_field_existed_says_the_same_with_it_empty() -> None:
    kept = {"key": 1, "title": "Khai mạc", "minutes": 10, "fixed_start": "08:00:00", "gone": "x"}
    frozen = ProgrammeItem.from_json(kept)
    drafted = ProgrammeItem(1, "Khai mạc", minutes=10, fixed_start=datetime.time(8))
    assert not difference(Contents((frozen,)), Contents((drafted,)))
    shown = replace(drafted, video="tvc.mp4")
    assert said(Contents((frozen,)), Contents((shown,))) == [
        ("Sửa", ["video: nay là “tvc.mp4”, trước để trống"])
    ]
