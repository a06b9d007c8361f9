"""SVG drawings of others: built anew from what we know to be only lines and areas.

What comes out has elements and attributes of the lists below and no others, refers to nothing but
itself, and is bounded in size, depth and number of elements. What cannot be seen (programs, data
of editors) is left out; what would be missed is refused with the way to do without.
"""

import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from PIL import ImageColor

from events.appearance import svg_styles
from events.appearance.colours import luminance

NAMESPACE = "http://www.w3.org/2000/svg"
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")
MOST_BYTES = 256 * 1024
MOST_ELEMENTS = 3000
MOST_DEPTH = 40
MOST_REFERENCES = 50  # to masks and clips
MOST_AGAIN = 5000  # elements of masks, clips and gradients, counted wherever these are used
FLATTEST = 8  # times as wide as high, or the other way round
NEARLY_WHITE = 0.8  # luminance

GROUPS = {"a": "g", "switch": "g"}  # links and choices become plain groups
SHAPES = {"g", "path", "circle", "ellipse", "rect", "line", "polyline", "polygon"}
GRADIENTS = {"linearGradient", "radialGradient"}
CUTS = {"clipPath", "mask"}
KNOWN = SHAPES | GRADIENTS | CUTS | {"defs", "stop"}
UNSEEN = {"title", "desc", "metadata", "script", "style", "foreignObject", "set", "animate",
          "animateTransform", "animateMotion", "view"}  # fmt: skip

_NUMBERS = re.compile(r"[-+0-9.eE,%\s]{1,200}|[-+0-9.eE]{1,20}(?:px|pt|mm|cm|in)", re.ASCII)
_POINTS = re.compile(r"[-+0-9.eE,\s]*", re.ASCII)
_PATH = re.compile(r"[MmLlHhVvCcSsQqTtAaZz0-9eE.,\s+-]*", re.ASCII)
_MOVES = re.compile(
    r"\s*(?:(?:matrix|translate|scale|rotate|skewX|skewY)\s*\([-+0-9.eE,\s]*\)[\s,]*)*", re.ASCII
)
_WORD = re.compile(r"[A-Za-z-]{1,40}", re.ASCII)
_COLOUR = re.compile(
    r"none|currentColor|[a-z]{3,20}|#[0-9A-Fa-f]{3,8}|rgba?\([0-9.,%\s]{1,40}\)", re.ASCII
)
_NAME = re.compile(r"[A-Za-z_][\w.-]{0,100}", re.ASCII)
_INSIDE = re.compile(r"url\(\s*[\"']?#([A-Za-z_][\w.-]{0,100})[\"']?\s*\)", re.ASCII)

ATTRIBUTES = {
    **dict.fromkeys(
        [
            "x",
            "y",
            "width",
            "height",
            "cx",
            "cy",
            "r",
            "rx",
            "ry",
            "x1",
            "y1",
            "x2",
            "y2",
            "fx",
            "fy",
            "fr",
            "offset",
            "opacity",
            "fill-opacity",
            "stroke-opacity",
            "stop-opacity",
            "stroke-width",
            "stroke-miterlimit",
        ],
        _NUMBERS,
    ),
    **dict.fromkeys(
        [
            "fill-rule",
            "clip-rule",
            "stroke-linecap",
            "stroke-linejoin",
            "display",
            "visibility",
            "gradientUnits",
            "spreadMethod",
            "clipPathUnits",
            "maskUnits",
            "maskContentUnits",
            "vector-effect",
            "paint-order",
        ],
        _WORD,
    ),
    **dict.fromkeys(["transform", "gradientTransform"], _MOVES),
    **dict.fromkeys(["stop-color", "color"], _COLOUR),
    "points": _POINTS,
    "d": _PATH,
    "id": _NAME,
}
PAINTS = ("fill", "stroke")
CUTTING = {"clip-path": "clipPath", "mask": "mask"}


def cleaned(content: bytes) -> str:
    """Return a drawing built anew. Raises `ValidationError` with what to do instead."""
    if len(content) > MOST_BYTES:
        text = _("The drawing is too large: at most %(most)d KB. Simplify it, or choose a PNG.")
        raise ValidationError(text % {"most": MOST_BYTES // 1024})
    root = _read(content)
    made = _Cleaner(root).made()
    return ET.tostring(made, encoding="unicode")


def tinted(svg: str, line: str, ground: str) -> str:
    """Return a cleaned drawing in one colour; what was nearly white takes that of the ground."""
    root = ET.fromstring(svg)  # noqa: S314  what we wrote ourselves
    if "fill" not in root.attrib:
        root.set("fill", "#000000")
    for element in root.iter():
        for name in (*PAINTS, "stop-color"):
            if paint := element.get(name):
                element.set(name, _tint(paint, line, ground))
    return _written(root)


def squared(svg: str) -> str:
    """Return a cleaned drawing in the middle of a square."""
    root = ET.fromstring(svg)  # noqa: S314
    left, top, width, height = view_box(root)
    side = max(width, height)
    box = (left - (side - width) / 2, top - (side - height) / 2, side, side)
    root.set("viewBox", " ".join(f"{number:g}" for number in box))
    return _written(root)


def view_box(root: ET.Element) -> tuple[float, float, float, float]:
    """Return left, top, width and height of what is seen. Raises `ValidationError`."""
    told = root.get("viewBox", "").replace(",", " ").split()
    try:
        if not told:
            told = [
                "0",
                "0",
                *(root.get(side, "").removesuffix("px") for side in ("width", "height")),
            ]
        left, top, width, height = map(float, told)
    except ValueError as error:
        raise ValidationError(_no_size()) from error
    if not (max(abs(left), abs(top), width, height) < 1e6 and min(width, height) > 1e-3):
        raise ValidationError(_no_size())
    if max(width, height) > FLATTEST * min(width, height):
        text = _("The drawing is too flat: at most %(most)d times as long as the other side.")
        raise ValidationError(text % {"most": FLATTEST})
    return left, top, width, height


def _no_size() -> str:
    return _("The drawing does not say how large it is. Export it anew, with a “viewBox”.")


def _read(content: bytes) -> ET.Element:
    """Return the elements of a file, bounded while they are read."""
    depth = count = 0
    root = None
    try:
        for event, element in iterparse(io.BytesIO(content), events=("start", "end")):
            if event == "end":
                depth -= 1
                continue
            root = element if root is None else root
            depth, count = depth + 1, count + 1
            if depth > MOST_DEPTH or count > MOST_ELEMENTS:
                text = _(
                    "The drawing has too many parts: at most %(most)d, at most %(deep)d inside of "
                    "each other. Simplify it, or choose a PNG."
                )
                raise ValidationError(text % {"most": MOST_ELEMENTS, "deep": MOST_DEPTH})
    except DefusedXmlException as error:
        text = _("The drawing declares entities, which is not accepted. Export it as plain SVG.")
        raise ValidationError(text) from error
    except (ET.ParseError, LookupError, UnicodeError, ValueError) as error:
        text = _("The drawing is damaged and cannot be read. Export it anew and choose it again.")
        raise ValidationError(text) from error
    if root is None or root.tag != f"{{{NAMESPACE}}}svg":
        raise ValidationError(_("The file is not an SVG drawing. Choose an SVG file."))
    return root


class _Cleaner:
    """Builds a drawing anew, element by element."""

    def __init__(self, root: ET.Element) -> None:
        self.root = root
        self.styles = svg_styles.read(
            "".join(element.itertext()) for element in root.iter(f"{{{NAMESPACE}}}style")
        )
        self.references = 0

    def made(self) -> ET.Element:
        """Return the new drawing. Raises `ValidationError`."""
        box = " ".join(f"{number:g}" for number in view_box(self.root))
        made = ET.Element("svg", {"xmlns": NAMESPACE, "viewBox": box})
        attributes = self._attributes(self.root, "svg")
        for name in ("x", "y", "width", "height", "id"):
            attributes.pop(name, None)
        made.attrib.update(attributes)
        made.extend(list(self._inside(self.root)))
        if not any(element.tag in SHAPES - {"g"} for element in made.iter()):
            raise ValidationError(_("The drawing has no lines and no areas. Choose another one."))
        self._check(made)
        return made

    def _inside(self, parent: ET.Element, cut: bool = False) -> Iterator[ET.Element]:
        for element in parent:
            space, _brace, name = str(element.tag).rpartition("}")
            if space != f"{{{NAMESPACE}" or name in UNSEEN:
                continue  # data of an editor, or nothing that is seen
            name = GROUPS.get(name, name)
            if name not in KNOWN:
                raise ValidationError(_refused(name))
            made = ET.Element(name, self._attributes(element, name))
            if cut and (name in CUTS or CUTTING.keys() & made.keys()):
                raise ValidationError(_refused(name))  # masks of masks grow without end
            made.extend(list(self._inside(element, cut or name in CUTS)))
            yield made

    def _attributes(self, element: ET.Element, name: str) -> dict[str, str]:
        """Return what of an element's attributes and styles is understood."""
        found: dict[str, str] = {}
        own = {key: value.strip() for key, value in element.attrib.items()}
        for key, value in (own | self.styles.of(name, own)).items():
            if key in CUTTING and (inside := _INSIDE.fullmatch(value)):
                self.references += 1
                found[key] = f"url(#{inside[1]})"
            elif key in PAINTS and (inside := _INSIDE.match(value)):
                found[key] = f"url(#{inside[1]})"
            elif key in HREFS and name in GRADIENTS and _NAME.fullmatch(value[1:]):
                found["href"] = f"#{value[1:]}"
            else:
                pattern = _COLOUR if key in PAINTS else ATTRIBUTES.get(key)
                if pattern and pattern.fullmatch(value):
                    found[key] = value
        return found

    def _check(self, made: ET.Element) -> None:
        """Refuse what refers in circles or too often."""
        again = 0
        by_name = {element.get("id"): element for element in made.iter() if element.get("id")}
        for element in made.iter():
            target = by_name.get(element.get("href", "#")[1:])
            if "href" in element.attrib and (target is None or "href" in target.attrib):
                del element.attrib["href"]
            for key in PAINTS:
                used = by_name.get(element.get(key, "")[5:-1])
                again += sum(1 for _one in used.iter()) if used is not None else 0
            for key, kind in CUTTING.items():
                if (reference := element.get(key)) is None:
                    continue
                cutting = by_name.get(reference[5:-1])
                if cutting is None or cutting.tag != kind:
                    del element.attrib[key]
                else:
                    again += sum(1 for _one in cutting.iter())
        if self.references > MOST_REFERENCES or again > MOST_AGAIN:
            text = _(
                "The drawing has too many masks, clips or gradients. Simplify it, or choose a PNG."
            )
            raise ValidationError(text)


def _refused(name: str) -> str:
    if name in ("text", "tspan", "textPath"):
        return _(
            "The drawing has letters as text, which looks different on each machine. Turn text "
            "into paths, export it anew and choose it again."
        )
    if name == "image":
        return _("The drawing holds a picture. Choose one of lines and areas alone, or a PNG.")
    text = _(
        "The drawing uses “%(name)s”, which is not accepted. Export it with everything turned into "
        "plain paths, or choose a PNG."
    )
    return text % {"name": name[:40]}


def _tint(paint: str, line: str, ground: str) -> str:
    if paint == "none":
        return paint
    try:
        red, green, blue = ImageColor.getrgb(paint)[:3]
    except ValueError:  # a gradient, or the colour around
        return line
    is_ground = luminance(f"#{red:02x}{green:02x}{blue:02x}") > NEARLY_WHITE
    return ground if is_ground else line


def _written(root: ET.Element) -> str:
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    root.set("xmlns", NAMESPACE)
    return ET.tostring(root, encoding="unicode")
