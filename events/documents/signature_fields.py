"""Empty signature fields: what a signing program fills, and a reader shows, where people sign."""

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from events.documents.engine import Place

PRINTED = 4  # flag of an annotation (ISO 32000-1, 12.5.3)


def add(content: bytes, places: Sequence[Place]) -> bytes:
    """Return the PDF with one empty signature field per place, named `ChuKy1`, `ChuKy2` …

    Each has an (empty) appearance, as PDF/A asks, and stands in the tree of tags.
    """
    if not places:
        return content
    with pikepdf.open(io.BytesIO(content)) as pdf:
        fields = [_field(pdf, number, place) for number, place in enumerate(places, 1)]
        pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=Array(fields)))
        made = io.BytesIO()
        pdf.save(made, deterministic_id=True)
    return made.getvalue()


def _field(pdf: pikepdf.Pdf, number: int, place: Place) -> pikepdf.Object:
    page = pdf.pages[place.page]
    left, bottom, right, top = place.box
    appearance = pdf.make_stream(
        b"",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, right - left, top - bottom]),
        Resources=Dictionary(),
    )
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(f"ChuKy{number}"),
            TU=String(f"Chỗ ký số {number}"),
            F=PRINTED,
            Rect=Array(place.box),
            P=page.obj,
            AP=Dictionary(N=appearance),
        )
    )
    if "/Annots" not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(field)
    _tag(pdf, field, page)
    return field


def _tag(pdf: pikepdf.Pdf, field: pikepdf.Object, page: pikepdf.Page) -> None:
    """Name the field in the tree of tags, behind everything else of the document."""
    root = pdf.Root.StructTreeRoot
    document = root.K[0] if isinstance(root.K, Array) else root.K
    element = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=document,
            Pg=page.obj,
            K=Array([Dictionary(Type=Name.OBJR, Obj=field, Pg=page.obj)]),
        )
    )
    document.K.append(element)
    numbers = root.ParentTree.Nums
    key = max((int(numbers[i]) for i in range(0, len(numbers), 2)), default=-1) + 1
    numbers.append(key)
    numbers.append(element)
    root.ParentTreeNextKey = key + 1
    field.StructParent = key
