"""Lines that look like something else: people like bodies, signatures like people."""

import pytest

from registrations.importing.bodies import is_body
from tests.registrations.test_importing_structure import bodies, outcomes, read, told

HEAD = ["STT", "Họ và tên", "Chức vụ", "SĐT"]
OFFICE = ["Đơn vị: Sở A"]

# People whose family is a word for a body


@pytest.mark.parametrize(
    "person",
    [
        *("Phương Minh Hòa", "Xa Văn Hùng", "Sô Lây Tăng", "Ban Văn Hùng", "Thuế Văn Tư"),
        *("Huyền Trang", "Bảo Ngọc", "Nhã Phương", "Đại đức Thích Minh", "PHƯƠNG MINH HÒA"),
    ],
)
@pytest.mark.parametrize("head", [HEAD[:2], HEAD])
def test_family_that_is_a_body_without_accents_is_no_group(person: str, head: list[str]) -> None:
    listing = read([OFFICE, head, [1, "Lê An"], [2, person], [3, "Lê Thị Tư"]])

    assert [row.value["name"].casefold() for row in listing.entries()] == [
        *("lê an", person.casefold(), "lê thị tư")
    ]
    assert {row.value["organisation"] for row in listing.entries()} == {"Sở A"}


@pytest.mark.parametrize(
    "text",
    [
        *("Phường Phan Đình Phùng", "phuong Tan Thinh", "Uỷ ban nhân dân tỉnh", "TOÀ ÁN TỈNH"),
        *("Ban Văn hóa", "Thuế thị xã", "Bảo hiểm xã hội", "Viễn thông A", "So Y te", "Khoa Văn"),
    ],
)
def test_body_is_known_with_and_without_its_accents(text: str) -> None:
    assert is_body(text)


def test_numbered_group_is_told_by_name() -> None:
    group = read([OFFICE, HEAD, [1, "Lê An"], [2, "Khoa Ngọc"], [3, "Lê Tư"]]).rows[1]

    assert (group.outcome, group.value["name"]) == ("skipped", "Khoa Ngọc")
