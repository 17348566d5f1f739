"""A city's seal: a PNG, or an SVG of which only drawing is left. Pure."""

import io

from lxml import etree
from PIL import Image, UnidentifiedImageError

LARGEST = 200_000
_SVG = "http://www.w3.org/2000/svg"
_ELEMENTS = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "title",
        "desc",
        "defs",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
    ]
)
_ATTRIBUTES = frozenset(
    [
        "viewBox",
        "width",
        "height",
        "d",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "points",
        "fill",
        "fill-rule",
        "fill-opacity",
        "stroke",
        "stroke-width",
        "stroke-linecap",
        "stroke-linejoin",
        "stroke-opacity",
        "stroke-dasharray",
        "opacity",
        "transform",
        "id",
        "offset",
        "stop-color",
        "stop-opacity",
        "gradientUnits",
        "gradientTransform",
        "clip-path",
        "clip-rule",
        "clipPathUnits",
        "mask",
        "maskUnits",
        "preserveAspectRatio",
    ]
)
_SIDES = (32, 4096)


class NotASealError(ValueError):
    """The file is neither; the argument is a code: kind, size, sides, broken."""


def cleaned(data: bytes) -> tuple[str, bytes]:
    """("svg", bytes) or ("png", bytes), drawn anew, so that nothing but the picture is left.

    Raises:
        NotASealError: too large, broken, of another kind, or with sides outside of 32 to 4096 pixels.
    """
    if len(data) > LARGEST:
        raise NotASealError("size")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png", _png(data)
    if b"<svg" in data[:4096]:
        return "svg", _svg(data)
    raise NotASealError("kind")


def _png(data: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
            if not all(_SIDES[0] <= side <= _SIDES[1] for side in picture.size):
                raise NotASealError("sides")
            picture.load()
            out = io.BytesIO()
            picture.convert("RGBA").save(out, "PNG", optimize=True)
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotASealError("broken") from error
    return out.getvalue()


def _svg(data: bytes) -> bytes:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise NotASealError("broken") from error
    if root.tag != f"{{{_SVG}}}svg" or root.getroottree().docinfo.internalDTD is not None:
        raise NotASealError("broken")
    made = _kept(root)
    if made.get("viewBox") is None and not (made.get("width") and made.get("height")):
        raise NotASealError("sides")
    return bytes(etree.tostring(made, encoding="utf-8"))


def _kept(node: "etree._Element") -> "etree._Element":
    made = etree.Element(node.tag, nsmap={None: _SVG})
    for name, value in node.attrib.items():
        if str(name) in _ATTRIBUTES and _is_local(str(value)):
            made.set(name, value)
    if etree.QName(node).localname in ("title", "desc"):
        made.text = node.text
    for child in node:
        if not isinstance(child.tag, str):  # a comment
            continue
        name = etree.QName(child)
        if name.namespace == _SVG and name.localname in _ELEMENTS:
            made.append(_kept(child))
    return made


def _is_local(value: str) -> bool:
    """Whether a value can only point into the picture itself."""
    low = "".join(value.lower().split())
    return "url(" not in low.replace("url(#", "") and "javascript:" not in low and "data:" not in low
