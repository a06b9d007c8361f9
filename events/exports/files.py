"""Lists as files for a spreadsheet: texts stay texts, and accents stay accents."""

import csv
import datetime
import io
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from import_export import resources
from import_export.fields import Field
from import_export.formats import base_formats
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties

from events.exports.opendocument import opendocument

WIDEST = 60  # letters of a column
A4 = 9  # as Excel numbers it
LONGEST_TITLE = 120  # letters; what Excel takes is 255 with its marks
NUMBER = "STT"
LOOKS: dict[type, str] = {datetime.date: "dd/mm/yyyy", datetime.datetime: "dd/mm/yyyy hh:mm"}
FIRST_YEAR = 1901  # whose days Excel counts right

# A column of a list: its heading, and where its cells come from: an attribute or a method of the
# row ("code", "get_status_display", "seat__number"), or a function of the row.
Columns = Sequence[tuple[Any, str | Callable[[Any], Any]]]

FORMULA = ("=", "+", "-", "@", "|", "%")


class Xlsx(base_formats.XLSX):
    """A workbook whose headings stay in sight, with columns that a screen can show."""

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        """Return the bytes of the file."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Danh sách")
        sheet.freeze_panes = "A2"
        _set_up_for_printing(sheet, dataset.title or "Danh sách")
        for number, width in enumerate(_widths(dataset), 1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.append([_bold(sheet, heading) for heading in dataset.headers or []])
        for row in dataset:
            sheet.append([_drawable(sheet, cell) for cell in row])
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()


def _set_up_for_printing(sheet: Any, title: str) -> None:
    """Let a sheet print as a list: A4 lying, as wide as the page, headings and title on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.8, bottom=0.6)
    sheet.oddHeader.center.text = title[:LONGEST_TITLE].replace("&", "&&")
    sheet.oddFooter.center.text = "Trang &P/&N"


def _widths(dataset: Any) -> list[int]:
    """Return the letters that each column has room for; a day without room shows signs only."""
    return [
        min(max(len(str(cell)) for cell in (heading, *dataset.get_col(number))) + 2, WIDEST)
        for number, heading in enumerate(dataset.headers or [])
    ]


def _bold(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _drawable(sheet: Any, value: Any) -> Any:
    """Return a value as the format holds it: without some signs, and days with their look."""
    if isinstance(value, str):
        return ILLEGAL_CHARACTERS_RE.sub("", value)
    if not isinstance(value, datetime.date):
        return value
    if value.year < FIRST_YEAR:
        return as_text(value)
    cell = WriteOnlyCell(sheet, value)
    cell.number_format = LOOKS[type(value)]
    return cell


class Csv(base_formats.CSV):
    """CSV that Excel opens with its accents: it needs the mark of UTF-8 in front."""

    def get_title(self) -> str:
        """Return the name that the user chooses by."""
        return "csv"

    def export_data(self, dataset: Any, **kwargs: Any) -> str:
        """Return the text of the file."""
        text = io.StringIO(newline="")
        rows = csv.writer(text)
        rows.writerow(dataset.headers or [])
        rows.writerows([as_text(cell) for cell in row] for row in dataset)
        return "\ufeff" + text.getvalue()


class Ods(base_formats.ODS):
    """OpenDocument: a packed file, which the library takes for a text."""

    def is_binary(self) -> bool:
        """Return that nothing may be done to the bytes."""
        return True

    def export_data(self, dataset: Any, **kwargs: Any) -> bytes:
        """Return the bytes of the file."""
        rows = [dataset.headers or [], *dataset]
        return opendocument(rows, _widths(dataset), dataset.title or "Danh sách")


FORMATS: list[Any] = [Xlsx, Csv, Ods]


def harmless(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula.

    Programs skip what nobody sees before they look for the sign; some know its wide form, too.
    """
    seen = value.lstrip("\ufeff\u200b\u200c\u200d\u2060\xad \t\r\n\v\f\xa0\u3000")
    start = unicodedata.normalize("NFKC", seen[:1])
    return f"'{value}" if start in FORMULA or value[:1] in ("\t", "\r", "\n") else value


def as_typed(text: str) -> str:
    """Return the text that `harmless` made harmless, or the text itself."""
    return text[1:] if text[:1] == "'" and harmless(text[1:]) == text else text


def as_cell(value: Any) -> Any:
    """Return a value as a list keeps it: moments by the clock on the wall, texts harmless."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).replace(tzinfo=None, microsecond=0)
    return harmless(str(value)) if isinstance(value, str | Promise) else value


def as_text(value: Any) -> Any:
    """Return a cell as it is written where there are only texts: days as people here write them."""
    if isinstance(value, datetime.datetime):
        return f"{value:%H:%M %d/%m/%Y}"
    return f"{value:%d/%m/%Y}" if isinstance(value, datetime.date) else value


class Column(Field):
    """A column whose cells come from an attribute that must be there.

    The library would leave all cells empty where a name is wrong.
    """

    def get_value(self, instance: Any) -> Any:
        """Return the value, or None where nothing stands on the way to it."""
        value = instance
        for name in self.attribute.split("__"):
            try:
                value = getattr(value, name)
            except ObjectDoesNotExist:
                return None
            if value is None:
                return None
        return value() if callable(value) else value


class ListResource(resources.ModelResource):
    """Rows of a model in the columns that `resource_of` was given."""

    def export_field(self, field: Field, instance: Any, **kwargs: Any) -> Any:
        """Return the cell; empty where the row, or what stands on the way, has nothing."""
        read = field.dehydrate_method or field.get_value
        value = read(instance)
        return "" if value is None else as_cell(value)


def resource_of(model: type[Model], columns: Columns) -> type[ListResource]:
    """Return a list of rows of a model."""
    fields = {
        f"column_{number}": _column(heading, source)
        for number, (heading, source) in enumerate(columns)
    }
    meta = type("Meta", (), {"model": model, "fields": [*fields], "export_order": [*fields]})
    return type(f"{model.__name__}List", (ListResource,), {**fields, "Meta": meta})


def _column(heading: Any, source: str | Callable[[Any], Any]) -> Column:
    if isinstance(source, str):
        return Column(source, column_name=heading)
    return Column(column_name=heading, dehydrate_method=source)


def as_list(dataset: Any, title: str) -> None:
    """Make a table the list that people print and talk about: numbered rows, a title."""
    dataset.title = title
    if dataset.headers:
        dataset.insert_col(0, list(range(1, dataset.height + 1)), header=NUMBER)


def as_file(dataset: Any, kind: type[base_formats.Format], name: str) -> HttpResponse:
    """Return a table as a file to keep; `name` goes without its ending."""
    made = kind()
    content = made.export_data(dataset)
    response = HttpResponse(content, content_type=made.get_content_type())
    ending = made.get_extension()
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
