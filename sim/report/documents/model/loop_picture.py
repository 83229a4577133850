"""Picture of all feedback loops on one map, drawn from `loops.yaml` and `loop_map.yaml`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from html import escape

from sim.registry.loop_map import LoopMap
from sim.registry.loops import Loop
from sim.sketch.picture import FONTS
from sim.sketch.records import Arrow, Point
from sim.sketch.svg_shapes import End, arrow_shapes, number
from sim.sketch.text_metrics import FONT_SIZE, LINE_HEIGHT, text_width, wrap
from sim.units import Language

INKS = {"R": "#b0510a", "B": "#2f6299", "RB": "#4a4f57"}  # of links of one kind of loop, and of both
NAME_INK = "#1d2733"
MARGIN = 24  # around the map [pixel]
BEND = 0.16  # of an arrow, away from the middle of its loop, as a share of its length
NAME_WIDTH = 118  # of a line of a quantity's name [pixel]
MARK = 15  # radius of a loop's mark [pixel]
LEGEND = 62  # height below the map [pixel]
TITLE: Mapping[Language, str] = {"zh": "反馈回路总图", "en": "Map of the feedback loops"}
KINDS: Mapping[str, Mapping[Language, str]] = {
    "R": {"zh": "增强回路的因果", "en": "links of reinforcing loops (R)"},
    "B": {"zh": "平衡回路的因果", "en": "links of balancing loops (B)"},
    "RB": {"zh": "两类回路共有", "en": "links of both"},
}
OPPOSITE: Mapping[Language, str] = {
    "zh": "虚线和 −：因增则果减；其余同向",
    "en": "dashed, −: more of the cause, less of the effect; all others go the same way",
}

Links = dict[tuple[str, str], list[str]]


def draw_loops(loops: Mapping[str, Loop], found: LoopMap, language: Language) -> str:
    """Return the loops as an SVG element: each quantity once, links in the colour of their kind of loop.

    Parameters
    ----------
    loops : loops, by name; "R" reinforces, "B" balances
    found : places of their quantities and links of opposite effect; it agrees with the loops
    """
    return "\n".join(_Map(loops, found, language).lines())


class _Map:
    """The map while it is drawn."""

    def __init__(self, loops: Mapping[str, Loop], found: LoopMap, language: Language) -> None:
        self.loops, self.found, self.language = loops, found, language
        pairs = (zip(one.quantities("zh"), one.quantities(language), strict=True) for one in loops.values())
        self.names = {zh: name for each in pairs for zh, name in each}
        self.text = {zh: wrap(name, NAME_WIDTH) for zh, name in self.names.items()}
        self.by_link: Links = {}
        for key, loop in loops.items():
            for link in loop.links("zh"):
                self.by_link.setdefault(link, []).append(key)

    def lines(self) -> Iterator[str]:
        """Return the lines of the element."""
        left, top, right, low = self._frame()
        width, height = right - left + 2 * MARGIN, low - top + 2 * MARGIN + LEGEND
        left, top = left - MARGIN, top - MARGIN
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" '
            f'width="{width}" height="{height}" style="max-width:100%;height:auto" role="img" '
            f'font-family="{escape(FONTS)}" font-size="{FONT_SIZE}">'
        )
        yield f"<title>{escape(TITLE[self.language])}</title>"
        yield f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="#ffffff"/>'
        for link, keys in self.by_link.items():
            yield from self._arrow(link, keys)
        for name in self.names:
            yield self._word(name)
        for key in self.loops:
            yield from self._mark(key)
        yield from self._legend(left + MARGIN, low + MARGIN + 20)
        yield "</svg>"

    def _frame(self) -> tuple[int, int, int, int]:
        """Return left, top, right and low edge of the quantities' names [pixel]."""
        ends = [self._end(name) for name in self.names]
        return (
            min(x - half for (x, _), (half, _) in ends),
            min(y - half for (_, y), (_, half) in ends),
            max(x + half for (x, _), (half, _) in ends),
            max(y + half for (_, y), (_, half) in ends),
        )

    def _end(self, name: str) -> End:
        """Return middle and half size of a quantity's name [pixel]."""
        lines = self.text[name]
        width, height = max(map(text_width, lines)), LINE_HEIGHT * len(lines)
        return self.found.places[name], (width // 2 + 2, height // 2)

    def _arrow(self, link: tuple[str, str], keys: list[str]) -> Iterator[str]:
        cause, effect = self._end(link[0]), self._end(link[1])
        middle = _bent(cause[0], effect[0], self._centre(keys[0]))
        ink = INKS["".join(sorted({key[0] for key in keys}, reverse=True))]
        arrow = Arrow(0, 0, 0, is_arc=True, points=(middle,))
        is_opposite = link in self.found.opposite
        shapes = arrow_shapes(arrow, cause, effect, ink)
        if is_opposite:
            shapes = [shape.replace("<path", '<path stroke-dasharray="5 4"') for shape in shapes]
        yield from shapes
        if is_opposite:
            yield _letters("−", middle, ink, 18)

    def _centre(self, key: str) -> Point:
        places = [self.found.places[name] for name in self.loops[key].quantities("zh")]
        return round(sum(x for x, _ in places) / len(places)), round(sum(y for _, y in places) / len(places))

    def _word(self, name: str) -> str:
        (x, y), (_, half) = self._end(name)
        top = y - half + FONT_SIZE * 0.95
        spans = "".join(
            f'<tspan x="{x}" y="{number(top + LINE_HEIGHT * row)}">{escape(line)}</tspan>'
            for row, line in enumerate(self.text[name])
        )
        weight = ' font-weight="600"' if self._count(name) > 1 else ""
        return f'<text text-anchor="middle" fill="{NAME_INK}"{weight}>{spans}</text>'

    def _count(self, name: str) -> int:
        return sum(name in loop.quantities("zh") for loop in self.loops.values())

    def _mark(self, key: str) -> Iterator[str]:
        x, y = self.found.marks.get(key) or self._centre(key)
        ink = INKS[key[0]]
        name = self.loops[key].name.text(self.language)
        yield f'<g data-loop="{escape(key)}">'
        yield f'<circle cx="{x}" cy="{y}" r="{MARK}" fill="#ffffff" stroke="{ink}" stroke-width="1.6"/>'
        yield _letters(key, (x, y), ink, FONT_SIZE)
        for row, line in enumerate(wrap(name, NAME_WIDTH)):
            yield _letters(line, (x, y + MARK + LINE_HEIGHT * row + 9), ink, FONT_SIZE - 1)
        yield "</g>"

    def _legend(self, x: int, y: int) -> Iterator[str]:
        for kind, said in KINDS.items():
            yield f'<path d="M{x} {y + 10}h26" stroke="{INKS[kind]}" stroke-width="2"/>'
            yield _legend_text(said[self.language], x + 32, y)
            x += 32 + text_width(said[self.language]) + 24
        yield _legend_text(OPPOSITE[self.language], x, y)


def _bent(start: Point, end: Point, centre: Point) -> Point:
    """Return a point beside the middle of two others [pixel], on the side away from a third."""
    across, down = end[0] - start[0], end[1] - start[1]
    long = math.hypot(across, down)
    middle = (start[0] + end[0]) / 2, (start[1] + end[1]) / 2
    side = (middle[0] - centre[0]) * -down + (middle[1] - centre[1]) * across
    way = BEND * math.copysign(1.0, side) * long
    return round(middle[0] - way * down / long), round(middle[1] + way * across / long)


def _letters(text: str, middle: Point, ink: str, size: int) -> str:
    return (
        f'<text x="{middle[0]}" y="{number(middle[1] + size * 0.36)}" text-anchor="middle" fill="{ink}" '
        f'font-size="{size}" font-weight="600" stroke="#ffffff" stroke-width="3" '
        f'paint-order="stroke">{escape(text)}</text>'
    )


def _legend_text(text: str, x: int, y: int) -> str:
    return f'<text x="{x}" y="{y + 15}" fill="{NAME_INK}">{escape(text)}</text>'
