"""Who signs for whom, in the lines above a signature (Nghị định 30/2020/NĐ-CP, Điều 13).

`TM.` for a body that decides together, `KT.` where a deputy signs for the head, `TUQ.` where
somebody signs by written authority.
"""

import re

# Bodies that decide together, by how their names begin
_COLLECTIVE = re.compile(
    r"(?:ban (?:tổ chức|chỉ đạo|chấp hành|thường vụ|vận động|giám khảo|thường trực)"
    r"|hội đồng(?: (?:nhân dân|quản trị|thành viên|giám khảo|khoa học))?"
    r"|[uủ][yỷ] ban (?:nhân dân|mặt trận tổ quốc)|ubnd|hđnd|đoàn chủ tịch)\b",
    re.IGNORECASE,
)
_IN_FULL = {"ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân"}
_DEPUTY = re.compile(r"phó (?P<head>[^,;]+?)(?: thường trực)?", re.IGNORECASE)
_SEVERAL = re.compile(r"[,;]|\bkiêm\b", re.IGNORECASE)
_REPRESENTATIVE = "NGƯỜI ĐẠI DIỆN THEO PHÁP LUẬT"


def lines_above(body: str, position: str, *, authorised: bool = False) -> list[str]:
    """Return the lines above a signature, in capitals; [] while no position is known.

    `("Ban Tổ chức Cuộc thi …", "Phó Trưởng ban Thường trực")` gives `TM. BAN TỔ CHỨC`,
    `KT. TRƯỞNG BAN`, `PHÓ TRƯỞNG BAN THƯỜNG TRỰC`. Who holds several offices signs as the first.
    """
    if not position:
        return []
    first = _SEVERAL.split(position)[0].strip()
    deputy = _DEPUTY.fullmatch(first)
    head = _of_head(deputy["head"]) if deputy else ""
    many = collective(body)
    if authorised and not many:
        above = [f"TUQ. {head or _REPRESENTATIVE}"]
    else:
        above = [f"TM. {many}"] if many else []
        above += [f"KT. {head}"] if head else []
    return [line.upper() for line in [*above, position]]


def collective(body: str) -> str:
    """Return the short name of a body that decides together; "" for one with a single head."""
    found = _COLLECTIVE.match(body)
    if found is None:
        return ""
    return _IN_FULL.get(found[0].casefold(), found[0])


def _of_head(office: str) -> str:
    """Return the office of the head whose deputy is “Phó …”: the chief of an office is `Chánh`."""
    return f"Chánh {office}" if office.casefold().startswith("văn phòng") else office
