"""Finds places for the pieces of a view: short arrows that run through no word, causes before effects.

A search of our own, because it has to give the same places on every machine: whole numbers and a
seeded draw only. Pieces are put down one by one where their arrows are short; then, sweep by sweep,
each is taken up and put where it costs least, with a tolerance that falls to nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

from sim.report.sketch.pieces import UNIT, Piece
from sim.report.sketch.records import Point

SEED = 2020
SWEEPS = 60
TRIES = 10  # places looked at for a piece in a sweep
ASPECT = 1.6  # width over height of a view
ROOM = 2.3  # cells of the board per cell that is taken
TOLERANCE = 400  # at the first sweep; costs are in pixels of arrow
THROUGH = 40  # for each part of an arrow that lies on a word
CLOSE = 5  # for each part of an arrow that lies where another does
BACKWARD = 3  # a tenth of this for each pixel by which an effect stands left of its cause
FAINT = 6  # tenths of an arrow's length that count where it only sets the start
PART = 20  # pixels of an arrow that are looked at together


@dataclass(frozen=True)
class Edge:
    """An arrow between the nodes of two pieces."""

    cause: int
    effect: int
    is_faint: bool


def place(pieces: list[Piece], edges: list[Edge]) -> list[Point]:
    """Return where the origin of every piece stands [pixel]."""
    if not pieces:
        return []
    board = _Board(pieces, edges)
    board.put_down_all()
    for sweep in range(SWEEPS):
        tolerance = TOLERANCE * (SWEEPS - sweep - 1) // SWEEPS if sweep < SWEEPS - 8 else 0
        for number in board.draw.sample(range(len(pieces)), len(pieces)):
            board.move(number, tolerance)
    return [(x * UNIT[0], y * UNIT[1]) for x, y in board.places]


class _Board:
    """The grid that pieces stand on, with the arrows across it."""

    def __init__(self, pieces: list[Piece], edges: list[Edge]) -> None:
        self.draw = random.Random(SEED)  # noqa: S311
        self.pieces = pieces
        self.cells = [piece.cells() for piece in pieces]
        self.owner = {node: number for number, piece in enumerate(pieces) for node in piece.centres}
        self.touching: list[list[Edge]] = [[] for _ in pieces]
        for edge in edges:
            for number in dict.fromkeys((self.owner[edge.cause], self.owner[edge.effect])):
                self.touching[number].append(edge)
        self.width, self.height = self._size()
        self.taken = [-1] * (self.width * self.height)
        self.crossed = [0] * (self.width * self.height)
        self.places: list[Point] = [(-1, -1)] * len(pieces)

    def _size(self) -> tuple[int, int]:
        """Return a size with room for all pieces, and for the largest twice over."""
        area = sum(map(len, self.cells)) * ROOM
        wide = max(max(x for x, _ in cells) - min(x for x, _ in cells) for cells in self.cells) + 1
        high = max(max(y for _, y in cells) - min(y for _, y in cells) for cells in self.cells) + 1
        width = max(wide + 2, round((area * ASPECT * UNIT[1] / UNIT[0]) ** 0.5), 6)
        return width, max(high + 2, round(area / width) + 1)

    # --- putting down and taking up ---------------------------------------------------------

    def put_down_all(self) -> None:
        """Put the pieces down, each time the one with most arrows to those that lie already."""
        waiting = list(range(len(self.pieces)))
        while waiting:
            number = max(waiting, key=lambda one: (self._ties(one), len(self.cells[one]), -one))
            waiting.remove(number)
            spots = self._free_spots(number)
            while not spots:
                self._grow()
                spots = self._free_spots(number)
            self._put(number, min(spots, key=lambda spot: self._cost(number, spot)))

    def _ties(self, number: int) -> int:
        if len(self.pieces[number].centres) > 1:
            return 1000 + len(self.cells[number])  # chains first: they need room in one stretch
        return sum(self._is_down(edge) for edge in self._lying(number))

    def _lying(self, number: int) -> list[Edge]:
        return self.touching[number]

    def _is_down(self, edge: Edge) -> bool:
        return any(self.places[self.owner[node]][0] >= 0 for node in (edge.cause, edge.effect))

    def _free_spots(self, number: int) -> list[Point]:
        return [
            (x, y) for y in range(self.height) for x in range(self.width) if self._is_free(number, (x, y))
        ]

    def _grow(self) -> None:
        self.taken.extend([-1] * (4 * self.width))
        self.crossed.extend([0] * (4 * self.width))
        self.height += 4

    def _is_free(self, number: int, spot: Point) -> bool:
        for x, y in self.cells[number]:
            column, row = spot[0] + x, spot[1] + y
            if not (0 <= column < self.width and 0 <= row < self.height):
                return False
            if self.taken[row * self.width + column] >= 0:
                return False
        return True

    def _put(self, number: int, spot: Point) -> None:
        self.places[number] = spot
        self._mark(number, number)
        self._cross(number, 1)

    def _take(self, number: int) -> None:
        self._cross(number, -1)
        self._mark(number, -1)
        self.places[number] = (-1, -1)

    def _mark(self, number: int, mark: int) -> None:
        column, row = self.places[number]
        for x, y in self.cells[number]:
            self.taken[(row + y) * self.width + column + x] = mark

    def _cross(self, number: int, change: int) -> None:
        for edge in self.touching[number]:
            if self._is_laid(edge):
                for cell in self._path(self._point(edge.cause), self._point(edge.effect)):
                    self.crossed[cell] += change

    def _is_laid(self, edge: Edge) -> bool:
        return self.places[self.owner[edge.cause]][0] >= 0 and self.places[self.owner[edge.effect]][0] >= 0

    # --- what a place costs -----------------------------------------------------------------

    def _point(self, node: int, number: int = -1, spot: Point = (0, 0)) -> Point:
        """Return the middle of a node; of one of piece ``number`` as if that stood at ``spot``."""
        owner = self.owner[node]
        column, row = spot if owner == number else self.places[owner]
        x, y = self.pieces[owner].centres[node]
        return column * UNIT[0] + x, row * UNIT[1] + y

    def _path(self, start: Point, end: Point) -> list[int]:
        """Return the cells below the parts of an arrow, without its two ends."""
        (x, y), across, down = start, end[0] - start[0], end[1] - start[1]
        parts = max(abs(across), 2 * abs(down)) // PART + 1
        width, high = UNIT
        return [
            (y + down * part // parts) // high * self.width + (x + across * part // parts) // width
            for part in range(1, parts)
        ]

    def _cost(self, number: int, spot: Point) -> int:
        """Return what it costs to have a piece at a spot, all others being where they are."""
        total = sum(self.crossed[(spot[1] + y) * self.width + spot[0] + x] for x, y in self.cells[number])
        total *= THROUGH
        for edge in self.touching[number]:
            cause, effect = self.owner[edge.cause], self.owner[edge.effect]
            other = effect if cause == number else cause
            if other != number and self.places[other][0] >= 0:
                total += self._arrow_cost(edge, number, spot, other)
        return total + self._off_centre(spot)

    def _off_centre(self, spot: Point) -> int:
        return abs(2 * spot[0] - self.width) + abs(2 * spot[1] - self.height)

    def _arrow_cost(self, edge: Edge, number: int, spot: Point, other: int) -> int:
        start, end = self._point(edge.cause, number, spot), self._point(edge.effect, number, spot)
        across, down = end[0] - start[0], end[1] - start[1]
        length = round((across * across + down * down) ** 0.5)
        cost = length * FAINT // 10 if edge.is_faint else length
        cost += BACKWARD * max(0, -across) // 10
        mine = self._span(number, spot)
        for cell in self._path(start, end):
            below = self.taken[cell]
            if below >= 0 and below != other and cell not in mine:
                cost += THROUGH
            elif self.crossed[cell] > 0:
                cost += CLOSE
        return cost

    def _span(self, number: int, spot: Point) -> frozenset[int]:
        return frozenset((spot[1] + y) * self.width + spot[0] + x for x, y in self.cells[number])

    # --- moving -----------------------------------------------------------------------------

    def move(self, number: int, tolerance: int) -> None:
        """Put a piece where it costs least of some spots, or anywhere about as good as where it was."""
        before = self.places[number]
        self._take(number)
        best, least = before, self._cost(number, before) - tolerance // 4
        for spot in self._spots(number):
            if self._is_free(number, spot):
                cost = self._cost(number, spot) + (self.draw.randrange(tolerance) if tolerance else 0)
                if cost < least:
                    best, least = spot, cost
        self._put(number, best)

    def _spots(self, number: int) -> Iterator[Point]:
        """Yield spots near the middle of what a piece is joined to, and some anywhere."""
        column, row = self._middle(number)
        for reach in range(1, TRIES + 1):
            yield column + self.draw.randint(-reach, reach), row + self.draw.randint(-reach, reach)
        for _ in range(3):
            yield self.draw.randrange(self.width), self.draw.randrange(self.height)

    def _middle(self, number: int) -> Point:
        points = []
        for edge in self.touching[number]:
            for node in (edge.cause, edge.effect):
                if self.owner[node] != number:
                    points.append(self._point(node))
        if not points:
            return self.width // 2, self.height // 2
        cells = self.cells[number]
        x = sum(point[0] for point in points) // len(points) // UNIT[0]
        y = sum(point[1] for point in points) // len(points) // UNIT[1]
        return x - max(x for x, _ in cells) // 2, y - max(y for _, y in cells) // 2
