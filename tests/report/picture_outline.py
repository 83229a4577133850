"""A chart's SVG as a few readable lines: its texts with their places, its paths with their boxes.

The font's outlines and the colours of pixels are left out: what a reader would miss is what is written,
where it stands and how far each mark reaches. All in points from the upper left corner.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

import matplotlib as mpl
from matplotlib.figure import Figure

SVG, LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_HASH = re.compile("[0-9a-f]{12}")  # of the model, which may change without the picture
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e-?\d+)?")
_PLACE = re.compile(r"translate\(([-\d.e]+) ([-\d.e]+)\)")


def outline(figure: Figure) -> str:
    """Return a line for each text and each visible path of a figure, in the order they are drawn."""
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "teda"}):
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    root = ElementTree.fromstring(buffer.getvalue().decode())
    shapes = {}
    for definitions in root.iter(f"{SVG}defs"):
        shapes |= {each.get("id", ""): each.get("d", "") for each in definitions.iter(f"{SVG}path")}
        definitions.clear()
    return "".join(f"{line}\n" for line in _lines(root, shapes))


def _lines(root: ElementTree.Element, shapes: Mapping[str, str]) -> Iterator[str]:
    for node in root.iter():
        if node.tag == f"{SVG}text":
            words = " ".join("".join(node.itertext()).split())
            yield f"text {_where(node)} {_HASH.sub('(hash)', words)}"
        if node.tag == f"{SVG}path":
            yield f"path {_box(node.get('d', ''))} {_paint(node.get('style', ''))}".rstrip()
        if node.tag == f"{SVG}use":
            place = float(node.get("x", "0")), float(node.get("y", "0"))
            box = _box(shapes[node.get(LINK, "").removeprefix("#")], *place)
            yield f"mark {box} {_paint(node.get('style', ''))}".rstrip()


def _where(node: ElementTree.Element) -> str:
    found = _PLACE.search(node.get("transform", ""))
    x, y = found.groups() if found else (node.get("x", "0"), node.get("y", "0"))
    return f"{_rounded(x)} {_rounded(y)}"


def _box(data: str, left: float = 0, top: float = 0) -> str:
    numbers = [float(each) for each in _NUMBER.findall(data)]
    xs, ys = ([left + each for each in numbers[::2]], [top + each for each in numbers[1::2]])
    return " ".join(str(round(each)) for each in (min(xs), min(ys), max(xs), max(ys))) if xs and ys else ""


def _paint(style: str) -> str:
    """Return fill and stroke."""
    known = dict(part.strip().split(": ", 1) for part in style.split(";") if ": " in part)
    return " ".join(
        f"{name} {known[name]}" for name in ("fill", "stroke") if known.get(name, "none") != "none"
    )


def _rounded(text: str) -> str:
    return str(round(float(text)))
