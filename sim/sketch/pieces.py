"""Pieces of a view's layout: a word, a lever with its ramp, stocks with their flows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sim.sketch.records import Point
from sim.sketch.text_metrics import text_size

UNIT = (64, 24)  # width and height of a cell of the grid that pieces are placed on [pixel]
GAP = 5  # pixels kept free around a word
STOCK_WRAP = 100  # width at which the name of a stock is wrapped [pixel]
SMALLEST_STOCK = (44, 20)  # half width and half height of a box [pixel]
VALVE = (6, 8)  # half width and half height of a valve [pixel]
LABEL_DROP = 10  # from the middle of a valve to the top of its name [pixel]


@dataclass(frozen=True)
class Rect:
    """A rectangle [pixel]; rectangles that only share an edge do not overlap."""

    left: int
    top: int
    right: int
    bottom: int

    def overlaps(self, other: Rect) -> bool:
        """Return whether the two share any area."""
        is_beside = self.right <= other.left or other.right <= self.left
        return not (is_beside or self.bottom <= other.top or other.bottom <= self.top)

    def moved(self, by: Point) -> Rect:
        """Return the rectangle elsewhere."""
        return Rect(self.left + by[0], self.top + by[1], self.right + by[0], self.bottom + by[1])

    def cells(self) -> Iterator[Point]:
        """Yield the cells of the grid that it lies in."""
        for x in range(self.left // UNIT[0], -(-self.right // UNIT[0])):
            for y in range(self.top // UNIT[1], -(-self.bottom // UNIT[1])):
                yield x, y


@dataclass(frozen=True)
class PipeEnd:
    """One side of a flow's pipe, from the valve to a stock or to a cloud.

    Parameters
    ----------
    stock : node of the stock, None at a cloud
    cloud : middle of the cloud [pixel], None at a stock
    bends : corners of the pipe [pixel], from the valve outward
    """

    stock: int | None
    cloud: Point | None
    bends: tuple[Point, ...]

    def moved(self, by: Point) -> PipeEnd:
        """Return the side elsewhere."""
        cloud = shifted(self.cloud, by) if self.cloud else None
        return PipeEnd(self.stock, cloud, tuple(shifted(point, by) for point in self.bends))


@dataclass(frozen=True)
class PlacedPipe:
    """A flow with its place in a piece.

    Parameters
    ----------
    flow : node of the flow
    valve : middle of its valve [pixel]
    source, target : the sides that it drains and fills
    """

    flow: int
    valve: Point
    source: PipeEnd
    target: PipeEnd

    def moved(self, by: Point) -> PlacedPipe:
        """Return the pipe elsewhere."""
        return PlacedPipe(self.flow, shifted(self.valve, by), self.source.moved(by), self.target.moved(by))


def shifted(point: Point, by: Point) -> Point:
    """Return a point elsewhere [pixel]."""
    return point[0] + by[0], point[1] + by[1]


@dataclass
class Piece:
    """Words and pipes that move as one.

    Parameters
    ----------
    centres : middle of each node's word [pixel]; of a flow, the middle of its name
    pipes : flows with their pipes
    rects : rectangles that the piece takes up
    words : rectangles that arrows should not run through, each with its node; of a flow, valve and name
    """

    centres: dict[int, Point] = field(default_factory=dict)
    pipes: list[PlacedPipe] = field(default_factory=list)
    rects: list[Rect] = field(default_factory=list)
    words: list[tuple[int, Rect]] = field(default_factory=list)

    def cells(self) -> tuple[Point, ...]:
        """Return the cells of the grid that it takes up with its origin at cell (0, 0)."""
        return tuple(sorted({cell for rect in self.rects for cell in rect.cells()}))

    def is_free(self, rects: Iterable[Rect]) -> bool:
        """Return whether the rectangles overlap nothing of the piece."""
        return not any(new.overlaps(old) for new in rects for old in self.rects)


def half_size(name: str, role: str, is_shadow: bool) -> tuple[int, int]:
    """Return half width and half height of a word [pixel]; shadows are in angle brackets."""
    if role == "stock":
        width, height = text_size(name, STOCK_WRAP)
        return max(SMALLEST_STOCK[0], width // 2 + 8), max(SMALLEST_STOCK[1], height // 2 + 6)
    width, height = text_size(f"<{name}>" if is_shadow else name)
    return width // 2 + 2, height // 2 + 1


def around(centre: Point, half: tuple[int, int], gap: int = GAP) -> Rect:
    """Return the rectangle of a word and the gap around it."""
    (x, y), (width, height) = centre, half
    return Rect(x - width - gap, y - height - gap, x + width + gap, y + height + gap)


def word_piece(node: int, half: tuple[int, int]) -> Piece:
    """Return a word in the middle of as many cells as it needs: two by two hold two lines of Chinese."""
    columns = max(2, -(-2 * (half[0] + GAP) // UNIT[0]))
    rows = max(2, -(-(2 * half[1] + GAP) // UNIT[1]))
    width, height = columns * UNIT[0], rows * UNIT[1]
    centre = (width // 2, height // 2)
    return Piece({node: centre}, [], [Rect(0, 0, width, height)], [(node, around(centre, half, 0))])


def lever_piece(nodes: tuple[int, ...], halves: list[tuple[int, int]]) -> Piece:
    """Return a lever in the middle, its start on the left and its end on the right.

    Parameters
    ----------
    nodes : node of the lever, then those of its constants from, to, start, end
    halves : half width and half height of each word [pixel]
    """
    column = max(2 * (half[0] + GAP) for half in halves) + UNIT[0] // 2
    row = max(2 * (half[1] + GAP) for half in halves) + 4
    column, row = max(column, 160), max(row, 48)
    places = [(1, 0.5), (0, 0), (2, 0), (0, 1), (2, 1)]
    centres = {
        node: (round((x + 0.5) * column), round((y + 0.5) * row))
        for node, (x, y) in zip(nodes, places, strict=True)
    }
    words = [(node, around(centres[node], half, 0)) for node, half in zip(nodes, halves, strict=True)]
    return Piece(centres, [], [Rect(0, 0, 3 * column, 2 * row)], words)
