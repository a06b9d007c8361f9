"""The lines above a signature, as Điều 13 has them."""

import pytest

from events.vietnamese.signers import lines_above

BTC = "Ban Tổ chức Cuộc thi “Đổi mới sáng tạo”"


@pytest.mark.parametrize(
    ("body", "position", "authorised", "lines"),
    [
        (BTC, "Trưởng ban", False, ["TM. BAN TỔ CHỨC", "TRƯỞNG BAN"]),
        (
            BTC,
            "Phó Trưởng ban Thường trực",
            False,
            ["TM. BAN TỔ CHỨC", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN THƯỜNG TRỰC"],
        ),
        ("UBND tỉnh Thái Nguyên", "Chủ tịch", False, ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
        ("Công ty Mẫu", "Giám đốc", False, ["GIÁM ĐỐC"]),
        ("Công ty Mẫu", "Phó Giám đốc", False, ["KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        ("Công ty Mẫu", "Phó Giám đốc", True, ["TUQ. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"]),
        ("Công ty Mẫu", "", False, []),
    ],
)
def test_lines(body: str, position: str, authorised: bool, lines: list[str]) -> None:
    assert lines_above(body, position, authorised=authorised) == lines
