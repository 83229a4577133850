"""Picture of a model file's view as SVG, from the places that its sketch gives: what Vensim shows."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path

from sim.document import read_text
from sim.engine.model import Variable, cached_model
from sim.errors import fail, suggestion
from sim.files import fingerprint
from sim.sketch.diagram import LEVER_PARTS, lever_parts
from sim.sketch.labels import labels, tooltip
from sim.sketch.records import Cloud, Item, Note, Point, Valve, View, Word
from sim.sketch.svg_shapes import arrow_shapes, cloud_shape, number, pipe_shapes, valve_shape
from sim.sketch.text_metrics import FONT_SIZE, LINE_HEIGHT, balanced, text_width, wrap
from sim.sketch.vensim import read_views
from sim.units import Language

FONTS = "'Noto Sans SC','Microsoft YaHei','PingFang SC','Noto Sans CJK SC',Arial,Helvetica,sans-serif"
INKS = {
    "stock": "#1d3a5f",
    "plain": "#222222",
    "constant": "#5b6470",
    "shadow": "#8a8f98",
    "lever": "#b0510a",
    "part": "#b0510a",
    "switch": "#8b2fa0",
    "note": "#5b6470",
}
MARGIN = 16  # around the drawing [pixel]
CHINESE_WIDTH = 104  # width of a line of Chinese [pixel]; words of a layout of ours are farther apart
LANGUAGES = ("zh", "en")
SWITCH = "switch "  # prefix of the names of loop switches


def view_names(path: Path) -> tuple[str, ...]:
    """Return the titles of the views in a model file's sketch, in file order.

    Raises
    ------
    SimError: the file cannot be read.
    """
    return tuple(_views(path))


def sector_picture(path: Path, view: str, lang: str = "zh") -> str:
    """Return a view of a model file as an SVG element.

    Parameters
    ----------
    path : model file
    view : title of the view
    lang : "zh" labels with the Chinese of the comments, "en" with the names of the variables; the
        other is in the tooltips

    Raises
    ------
    SimError: the file or its equations cannot be read; no such view; no such language.
    """
    language = _language(lang)
    views = _views(path)
    if view not in views:
        zh, en = suggestion(view, views)
        raise fail(
            "unknown-name",
            f'草图里没有视图 "{view}"。{zh}',
            f'the sketch has no view "{view}".{en}',
            os.fspath(path),
        )
    return _Picture(views[view], cached_model(path).variables, language).svg()


def _language(lang: str) -> Language:
    if lang not in LANGUAGES:
        raise fail(
            "invalid-choice",
            f'"{lang}" 不是语言，应为 zh 或 en。',
            f'"{lang}" is not a language; use zh or en.',
        )
    return "zh" if lang == "zh" else "en"


def _views(path: Path) -> Mapping[str, View]:
    place = os.fspath(path)
    return _read(place, fingerprint(place))


@functools.lru_cache(maxsize=8)
def _read(place: str, _content: str) -> dict[str, View]:
    return {view.title: view for view in read_views(read_text(place))}


class _Picture:
    """One view while it is drawn."""

    def __init__(self, view: View, variables: Mapping[str, Variable], language: Language) -> None:
        self.view, self.items, self.language = view, view.items, language
        self.variables = {name.lower(): one for name, one in variables.items()}
        self.names = {word.name: self._name(word) for word in view.words}
        self.known = dict(variables)
        self.labels = labels(self.names.values(), self.known, language)

    def _name(self, word: Word) -> str:
        """Return a word's variable as its equation writes it; Vensim's words may differ in case."""
        known = self.variables.get(word.name.lower())
        return known.name if known else word.name

    def svg(self) -> str:
        left, top, width, height = self._frame()
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left} {top} {width} {height}" '
            f'width="{width}" height="{height}" style="max-width:100%;height:auto" role="img" '
            f'font-family="{escape(FONTS)}" font-size="{FONT_SIZE}">'
        )
        title = f"<title>{escape(self.view.title)}</title>"
        paper = f'<rect x="{left}" y="{top}" width="{width}" height="{height}" fill="#ffffff"/>'
        return "\n".join([head, title, paper, *self._arrows(), *self._things(), "</svg>\n"])

    def _frame(self) -> tuple[int, int, int, int]:
        """Return left, top, width and height of what is drawn, with a margin."""
        boxes = [self._extent(one) for one in self.items.values()]
        points = [(point, (0, 0)) for arrow in self.view.arrows for point in arrow.points]
        extents = boxes + points or [((0, 0), (0, 0))]
        left = min(x - half[0] for (x, _), half in extents) - MARGIN
        top = min(y - half[1] for (_, y), half in extents) - MARGIN
        right = max(x + half[0] for (x, _), half in extents) + MARGIN
        bottom = max(y + half[1] for (_, y), half in extents) + MARGIN
        return left, top, right - left, bottom - top

    # --- arrows below, words above ----------------------------------------------------------

    def _arrows(self) -> Iterator[str]:
        for arrow in sorted(self.view.arrows, key=lambda arrow: (arrow.is_pipe, not arrow.is_faint)):
            source, target = self.items.get(arrow.source), self.items.get(arrow.target)
            if source is None or target is None:
                continue
            ends = self._extent(source), self._extent(target)
            yield from (pipe_shapes if arrow.is_pipe else arrow_shapes)(arrow, *ends)

    def _things(self) -> Iterator[str]:
        for one in self.items.values():
            if isinstance(one, Cloud):
                yield cloud_shape(one)
            elif isinstance(one, Valve):
                yield valve_shape(one)
            elif isinstance(one, Note):
                yield self._text(one, wrap(one.text, max(40, 2 * one.half_width)), "note")
            else:
                yield self._word(one)

    # --- words ------------------------------------------------------------------------------

    def _word(self, word: Word) -> str:
        name = self.names[word.name]
        role = self._role(word, name)
        title = f"<title>{escape(tooltip(name, self.known, self.language))}</title>"
        text = self._text(word, self._lines(word), role)
        box = self._box(word) if word.is_boxed else ""
        return f'<g data-variable="{escape(name)}">{title}{box}{text}</g>'

    def _box(self, word: Word) -> str:
        (x, y), (width, height) = word.centre, self._half(word)
        return (
            f'<rect x="{x - width}" y="{y - height}" width="{2 * width}" height="{2 * height}" '
            f'fill="#eaf1f8" stroke="{INKS["stock"]}" stroke-width="1.4"/>'
        )

    def _text(self, one: Item, lines: tuple[str, ...], role: str) -> str:
        x, y = one.centre
        top = y - LINE_HEIGHT * len(lines) / 2 + FONT_SIZE * 0.95
        if isinstance(one, Word) and one.is_flow:  # below its valve, however many lines it has
            top = y - one.half_height + FONT_SIZE
        spans = "".join(
            f'<tspan x="{x}" y="{number(top + LINE_HEIGHT * row)}">{escape(line)}</tspan>'
            for row, line in enumerate(lines)
        )
        weight = ' font-weight="600"' if role in {"stock", "lever"} else ""
        return f'<text text-anchor="middle" fill="{INKS[role]}"{weight}>{spans}</text>'

    def _lines(self, word: Word) -> tuple[str, ...]:
        """Return a word's lines, as wide as the sketch has it; Chinese may take a little more."""
        label = self.labels[self.names[word.name]]
        if self.language == "zh":
            lines = balanced(label, max(2 * word.half_width, CHINESE_WIDTH))
            return tuple(f"<{'|'.join(lines)}>".split("|")) if word.is_shadow else lines
        shown = f"<{label}>" if word.is_shadow else label
        return wrap(shown, max(2 * word.half_width - (14 if word.is_boxed else 2), 40))

    def _extent(self, one: Item) -> tuple[Point, tuple[int, int]]:
        """Return middle and half size of a thing as drawn [pixel]; a flow's name hangs from its valve."""
        half = self._half(one)
        if isinstance(one, Word) and one.is_flow:
            return (one.centre[0], one.centre[1] - one.half_height + half[1]), half
        return one.centre, half

    def _half(self, one: Item) -> tuple[int, int]:
        """Return half width and half height of a thing as drawn, where arrows are cut off [pixel]."""
        if not isinstance(one, Word) or (one.is_boxed and self.language == "en"):
            return one.half_width, one.half_height
        lines = self._lines(one)
        width, height = max(map(text_width, lines)) // 2 + 2, LINE_HEIGHT * len(lines) // 2 + 1
        if one.is_boxed:
            return max(one.half_width, width + 4), max(one.half_height, height + 3)
        return width, height

    def _role(self, word: Word, name: str) -> str:
        if word.is_shadow:
            return "shadow"
        if name.lower().startswith(SWITCH):
            return "switch"
        if word.is_boxed:
            return "stock"
        if lever_parts(name, self.known):
            return "lever"
        if self._is_lever_part(name):
            return "part"
        variable = self.known.get(name)
        return "constant" if variable and variable.kind in {"constant", "lookup"} else "plain"

    def _is_lever_part(self, name: str) -> bool:
        owner, _, part = name.rpartition(" ")
        return part in LEVER_PARTS and bool(lever_parts(owner, self.known))
