"""Placement of a view's pieces by local search: short arrows with few crossings, none through a word.

A search of our own, because it has to give the same places on every machine: whole numbers and a
seeded draw only. Pieces are put down one by one where they cost least; then, sweep by sweep, each is
taken up and put where it costs least, with a tolerance that falls to zero, as in simulated annealing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np

from sim.sketch.pieces import UNIT, Piece, Rect
from sim.sketch.placement_cost import ArrowCost, Edge, Whole
from sim.sketch.records import Point

SEED = 2020
STARTS = 8  # boards that are begun; the best is finished
FIRST_SWEEPS = 15  # sweeps of each of them
SWEEPS = 120
LAST_SWEEPS = 10  # without tolerance
ASPECT = 1.6  # width over height of a view
ROOM = 2.6  # cells of the board for each cell that a piece takes up
TOLERANCE = 500  # at the first sweep [pixels of arrow]
NEAR = 12  # spots looked at near what a piece is joined to
ANYWHERE = 4
GROWTH = 6  # rows added to a board on which a piece finds no room


def place(pieces: Sequence[Piece], edges: Sequence[Edge]) -> list[Point]:
    """Return the origin of each piece [pixel]; those without arrows are in rows below the others."""
    owner = {node: number for number, piece in enumerate(pieces) for node in piece.centres}
    between = [edge for edge in edges if owner[edge.cause] != owner[edge.effect]]
    tied = sorted({owner[node] for edge in between for node in (edge.cause, edge.effect)})
    tied += [number for number, piece in enumerate(pieces) if piece.pipes and number not in tied]
    places = dict(zip(tied, _search([pieces[number] for number in tied], edges), strict=True))
    alone = [number for number in range(len(pieces)) if number not in places]
    rects = [rect.moved(places[number]) for number in tied for rect in pieces[number].rects]
    found = _rows([pieces[number] for number in alone], rects)
    places |= dict(zip(alone, found, strict=True))
    return [places[number] for number in range(len(pieces))]


def _rows(pieces: Sequence[Piece], above: Sequence[Rect]) -> list[Point]:
    """Return places [pixel] in rows from the left, in the order of the pieces, below other rectangles."""
    sizes = [(piece.rects[0].right + UNIT[0] // 2, piece.rects[0].bottom + UNIT[1] // 2) for piece in pieces]
    left = min((rect.left for rect in above), default=0)
    x, y = left, max((rect.bottom for rect in above), default=0) + UNIT[1] * bool(above)
    area = sum(width * height for width, height in sizes)
    right = max([*(rect.right for rect in above), left + round((area * ASPECT) ** 0.5)])
    places, lowest = [], y
    for width, height in sizes:
        if x > left and x + width > right:
            x, y = left, lowest
        places.append((x, y))
        x, lowest = x + width, max(lowest, y + height)
    return places


def _search(pieces: Sequence[Piece], edges: Sequence[Edge]) -> list[Point]:
    if not pieces:
        return []
    known = {node for piece in pieces for node in piece.centres}
    own = [edge for edge in edges if edge.cause in known and edge.effect in known]
    boards = [_Board(pieces, own, SEED + start, chains_anywhere=start > 0) for start in range(STARTS)]
    for board in boards:
        board.put_down_all()
        board.sweep(range(FIRST_SWEEPS))
    best = min(boards, key=_Board.total)
    best.sweep(range(FIRST_SWEEPS, SWEEPS))
    return [(x * UNIT[0], y * UNIT[1]) for x, y in best.places]


class _Board:
    """The grid of cells that pieces are placed on.

    Parameters
    ----------
    pieces, edges : the view's pieces, and the arrows between their nodes
    seed : seed of the search
    chains_anywhere : whether stocks with flows begin anywhere, rather than where they cost least
    """

    def __init__(
        self, pieces: Sequence[Piece], edges: Sequence[Edge], seed: int, *, chains_anywhere: bool
    ) -> None:
        self.draw = random.Random(seed)
        self.anywhere = {number for number, piece in enumerate(pieces) if chains_anywhere and piece.pipes}
        self.cells = [piece.cells() for piece in pieces]
        self.arrows = ArrowCost(pieces, edges)
        self.width, self.height = self._size()
        self.taken = [False] * (self.width * self.height)
        self.places: list[Point] = [(-1, -1)] * len(pieces)

    def _size(self) -> tuple[int, int]:
        """Return columns and rows with room for all pieces, and for the largest in each direction."""
        area = sum(map(len, self.cells)) * ROOM
        wide = max(max(x for x, _ in cells) - min(x for x, _ in cells) for cells in self.cells) + 1
        high = max(max(y for _, y in cells) - min(y for _, y in cells) for cells in self.cells) + 1
        width = max(wide + 2, round((area * ASPECT * UNIT[1] / UNIT[0]) ** 0.5), 6)
        return width, max(high + 2, round(area / width) + 1)

    # --- putting down and taking up ---------------------------------------------------------

    def put_down_all(self) -> None:
        """Put the pieces down, each time the one with most arrows to those on the board."""
        waiting = list(range(len(self.cells)))
        while waiting:
            number = max(waiting, key=lambda one: (self.arrows.ties(one), len(self.cells[one]), -one))
            waiting.remove(number)
            spots = self._free_spots(number)
            while not spots:
                self.taken.extend([False] * (GROWTH * self.width))
                self.height += GROWTH
                spots = self._free_spots(number)
            if number in self.anywhere:
                self._put(number, self.draw.choice(spots))
            else:
                self._put(number, spots[int(np.argmin(self._costs(number, spots)))])

    def sweep(self, sweeps: range) -> None:
        """Move every piece once in each of some sweeps."""
        for sweep in sweeps:
            tolerance = max(0, TOLERANCE * (SWEEPS - LAST_SWEEPS - sweep) // SWEEPS)
            for number in self.draw.sample(range(len(self.cells)), len(self.cells)):
                self.move(number, tolerance)

    def total(self) -> int:
        """Return the cost of all places, arrows between two pieces counted for both [pixels of arrow]."""
        total = 0
        for number, spot in enumerate(self.places):
            self.arrows.take(number)
            total += int(self._costs(number, [spot])[0])
            self._put(number, spot)
        return total

    def _free_spots(self, number: int) -> list[Point]:
        everywhere = ((x, y) for y in range(self.height) for x in range(self.width))
        return [spot for spot in everywhere if self._is_free(number, spot)]

    def _is_free(self, number: int, spot: Point) -> bool:
        for x, y in self.cells[number]:
            column, row = spot[0] + x, spot[1] + y
            if not (0 <= column < self.width and 0 <= row < self.height):
                return False
            if self.taken[row * self.width + column]:
                return False
        return True

    def _put(self, number: int, spot: Point) -> None:
        self.places[number] = spot
        self._mark(number, is_taken=True)
        self.arrows.put(number, (spot[0] * UNIT[0], spot[1] * UNIT[1]))

    def _mark(self, number: int, *, is_taken: bool) -> None:
        column, row = self.places[number]
        for x, y in self.cells[number]:
            self.taken[(row + y) * self.width + column + x] = is_taken

    # --- moving -----------------------------------------------------------------------------

    def move(self, number: int, tolerance: int) -> None:
        """Put a piece at the cheapest of some spots, its own among them, give or take the tolerance."""
        before = self.places[number]
        self._mark(number, is_taken=False)
        self.arrows.take(number)
        spots = [before, *(spot for spot in self._spots(number) if self._is_free(number, spot))]
        costs = self._costs(number, spots)
        if tolerance:
            costs = costs + np.array([self.draw.randrange(tolerance) for _ in spots])
        self._put(number, spots[int(np.argmin(costs))])

    def _costs(self, number: int, spots: list[Point]) -> Whole:
        """Return the cost of a piece at each spot, (spot,) [pixels of arrow]."""
        where = np.array(spots, dtype=np.int64)
        off_centre = np.abs(2 * where - np.array([self.width, self.height])).sum(axis=1)
        return np.asarray(self.arrows.of(number, where * np.array(UNIT)) + off_centre, dtype=np.int64)

    def _spots(self, number: int) -> Iterator[Point]:
        """Yield spots near the middle of what a piece is joined to, and some anywhere."""
        middle = self.arrows.middle(number)
        if middle:
            cells = self.cells[number]
            column = middle[0] // UNIT[0] - max(x for x, _ in cells) // 2
            row = middle[1] // UNIT[1] - max(y for _, y in cells) // 2
            for reach in range(1, NEAR + 1):
                yield column + self.draw.randint(-reach, reach) // 2, row + self.draw.randint(-reach, reach)
        for _ in range(ANYWHERE):
            yield self.draw.randrange(self.width), self.draw.randrange(self.height)
