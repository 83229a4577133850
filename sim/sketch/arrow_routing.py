"""Routing of a view's arrows: each is bent so that it runs past words, pipes and the arrow back."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from sim.sketch.geometry import Place, bulge, way_of
from sim.sketch.pieces import Rect
from sim.sketch.records import Point

BENDS = (
    0.0,
    0.1,
    -0.1,
    0.15,
    -0.15,
    0.2,
    -0.2,
    0.26,
    -0.26,
    0.35,
    -0.35,
    0.5,
    -0.5,
)  # shares of an arrow's length
DEEPEST = 130.0  # pixels by which an arrow may bulge
SPACING = 6.0  # between the points of an arrow that are looked at [pixel]
ON_WORD = 60  # cost of each such point on a word or a pipe
ON_ARROW = 2  # cost of each on another arrow
BENT = 90  # cost of a bend as deep as the arrow is long
CELL = 6  # of the raster that finds arrows in one place [pixel]

End = tuple[Point, Rect]


class Router:
    """The arrows of a view as they are laid, one after the other.

    Parameters
    ----------
    obstacles : rectangles of the view's words and pipes
    """

    def __init__(self, obstacles: Iterable[Rect]) -> None:
        self._obstacles = tuple(obstacles)
        self._used: set[tuple[int, int]] = set()
        self._laid: dict[tuple[Point, Point], float] = {}

    def lay(self, source: End, target: End) -> Point | None:
        """Return the point that an arrow goes through [pixel], None for a straight one."""
        start, end = source[0], target[0]
        back = self._laid.get((end, start))
        widest = max(0.1, DEEPEST / max(1.0, math.dist(start, end)))
        bends = [
            share for share in BENDS if abs(share) <= widest and (back is None or _is_apart(share, back))
        ]
        best = min(bends, key=lambda share: self._cost(source, target, share))
        self._laid[start, end] = best
        point = bulge(start, end, best) if best else None
        self._used.update(map(_cell, self._visible(source, target, point)))
        return point

    def _visible(self, source: End, target: End, point: Point | None) -> list[Place]:
        way = way_of(source[0], point, target[0], SPACING)
        return [place for place in way if not (_within(place, source[1]) or _within(place, target[1]))]

    def _cost(self, source: End, target: End, share: float) -> float:
        point = bulge(source[0], target[0], share) if share else None
        way = self._visible(source, target, point)
        near = self._near(way, (source[1], target[1]))
        hits = sum(any(_within(place, rect) for rect in near) for place in way)
        shared = sum(_cell(place) in self._used for place in way)
        return ON_WORD * hits + ON_ARROW * shared + BENT * abs(share)

    def _near(self, way: Sequence[Place], ends: tuple[Rect, Rect]) -> list[Rect]:
        if not way:
            return []
        left, right = min(x for x, _ in way), max(x for x, _ in way)
        top, bottom = min(y for _, y in way), max(y for _, y in way)
        return [
            rect
            for rect in self._obstacles
            if rect not in ends
            and rect.left < right
            and left < rect.right
            and rect.top < bottom
            and top < rect.bottom
        ]


def _is_apart(share: float, back: float) -> bool:
    """Return whether an arrow and the arrow back bulge to different sides, each to its own left or right."""
    return share * back > 0 or (back == 0 and share > 0)


def _within(place: Place, rect: Rect) -> bool:
    return rect.left < place[0] < rect.right and rect.top < place[1] < rect.bottom


def _cell(place: Place) -> tuple[int, int]:
    return int(place[0] // CELL), int(place[1] // CELL)
