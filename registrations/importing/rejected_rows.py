"""The lines that could not be imported, as a list to mend and to choose again."""

import datetime
from typing import Any

import tablib
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.exports.files import as_cell
from events.vietnamese import phones
from registrations.importing.results import Listing, Outcome, Row

# as the importer itself knows them
HEADINGS = {
    "honorific": "Danh xưng",
    "name": "Họ và tên",
    "position": "Chức vụ",
    "organisation": "Đơn vị",
    "phone": "Điện thoại",
    "email": "Email",
    "delegation": "Thành phần",
    "places": "Số lượng",
    "deadline": "Hạn trả lời",
    "contact_name": "Người liên hệ",
    "contact_phone": "Điện thoại người liên hệ",
    "contact_email": "Email người liên hệ",
    "note": "Ghi chú",
}
INVITATION_FIELDS = ("places", "deadline", "contact_name", "contact_phone", "contact_email")
HONORIFICS = {"mr": "Ông", "ms": "Bà", "comrade": "Đồng chí"}


def rejected_rows(listing: Listing) -> "tablib.Dataset":
    """Return the lines with errors, each with its reason and its number in the file."""
    fields = [f for f in HEADINGS if listing.kind == "invitations" or f not in INVITATION_FIELDS]
    with override("vi"):
        data = tablib.Dataset(
            headers=[_("Line"), *(HEADINGS[field] for field in fields), _("Why not imported")]
        )
    for row in listing.rows:
        if row.outcome == Outcome.ERROR:
            number = f"{row.sheet}, {row.row}" if row.sheet else row.row
            cells = [number, *(_cell(row, field) for field in fields), " ".join(row.messages)]
            data.append([as_cell(cell) for cell in cells])
    return data


def display_value(row: Row, field: str) -> str:
    """Return a value of a row as people write it."""
    value = row.value.get(field)
    if not value:
        return ""
    if field in ("phone", "contact_phone"):
        return phones.display(value) if value.startswith("+") else str(value)
    if field == "honorific":
        return HONORIFICS.get(value, "")
    day = _day(value) if field == "deadline" else None
    return f"{day:%d/%m/%Y}" if day else str(value)


def _cell(row: Row, field: str) -> Any:
    """Return a value of a row as a spreadsheet knows it; what was not understood as it stood."""
    value = row.value.get(field)
    if field == "deadline" and value:
        return _day(value) or value
    return value if field == "places" and isinstance(value, int) else display_value(row, field)


def _day(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
