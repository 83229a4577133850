"""Cost of a placement: the length of arrows, their crossings, and the words they run through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sim.sketch.pieces import Piece, Rect
from sim.sketch.records import Point

CROSSING = 60  # cost of a crossing [pixels of arrow]
THROUGH = 220  # cost of an arrow through a word [pixels of arrow]
BACKWARD = 2  # cost of each pixel by which an effect is left of its cause [tenths of a pixel of arrow]
FAINT = 6  # tenths of the length of an arrow that only sets the start, which count
SHORTEST = 30  # pixels between two words below which the arrow between them is hard to see
STUB = 8  # cost of each pixel below that [pixels of arrow]

Whole = npt.NDArray[np.int64]
Segments = tuple[Whole, Whole]  # (…, 2) both: starts and ends [pixel]


@dataclass(frozen=True)
class Edge:
    """An arrow between two nodes; faint where it only sets the start."""

    cause: int
    effect: int
    is_faint: bool


class ArrowCost:
    """The arrows between the pieces on a board, and what a piece would add to them at a spot.

    Everything is in whole numbers, so that the search takes the same course on every machine.

    Parameters
    ----------
    pieces, edges : the view's pieces, and the arrows between their nodes
    """

    def __init__(self, pieces: Sequence[Piece], edges: Sequence[Edge]) -> None:
        owner = {node: number for number, piece in enumerate(pieces) for node in piece.centres}
        count = max(owner) + 1
        self._owner = np.zeros(count, dtype=np.int64)
        self._inner = np.zeros((count, 2), dtype=np.int64)
        for node, number in owner.items():
            self._owner[node], self._inner[node] = number, pieces[number].centres[node]
        self._lies = np.zeros(len(pieces), dtype=bool)
        self._at = np.zeros((len(pieces), 2), dtype=np.int64)
        self._edges = np.array([(edge.cause, edge.effect) for edge in edges], dtype=np.int64).reshape(-1, 2)
        self._ends = self._owner[self._edges]
        self._weight = np.array([FAINT if edge.is_faint else 10 for edge in edges], dtype=np.int64)
        self._is_chain = [len(piece.pipes) > 0 for piece in pieces]
        words = [word for piece in pieces for word in piece.words]
        self._rect_nodes = np.array([node for node, _ in words])
        self._rect_owner = self._owner[self._rect_nodes]
        self._rects = np.array([_corners(rect) for _, rect in words], dtype=np.int64).reshape(-1, 2, 2)
        self._half = np.zeros((count, 2), dtype=np.int64)
        for node, rect in words:
            self._half[node] = (rect.right - rect.left) // 2, (rect.bottom - rect.top) // 2

    def put(self, number: int, place: Point) -> None:
        """Put a piece on the board at a place [pixel]."""
        self._at[number], self._lies[number] = place, True

    def take(self, number: int) -> None:
        """Take a piece off the board."""
        self._lies[number] = False

    def ties(self, number: int) -> int:
        """Return the number of a piece's arrows to those on the board; chains come first, to find room."""
        others = self._others(number)
        return int(self._lies[others].sum()) + 1000 * self._is_chain[number]

    def middle(self, number: int) -> Point | None:
        """Return the middle of the words that a piece is joined to [pixel], None where there are none."""
        touching = (self._ends == number).any(axis=1)
        nodes = self._edges[touching][self._ends[touching] != number]
        if not nodes.size:
            return None
        x, y = (self._at[self._owner[nodes]] + self._inner[nodes]).sum(axis=0) // len(nodes)
        return int(x), int(y)

    def _others(self, number: int) -> Whole:
        """Return the pieces at the other ends of a piece's arrows, (arrow,) [number of the piece]."""
        ends = self._ends[(self._ends == number).any(axis=1)]
        return np.asarray(ends[ends != number], dtype=np.int64)

    # --- costs ------------------------------------------------------------------------------

    def of(self, number: int, spots: Whole) -> Whole:
        """Return the cost of a piece at each of some spots, all others being where they are.

        Parameters
        ----------
        number : the piece, off the board
        spots : (spot, 2) [pixel]

        Returns
        -------
        (spot,) [pixels of arrow]
        """
        lies = self._lies.copy()
        lies[number] = True
        is_laid = lies[self._ends].all(axis=1)
        is_own = (self._ends == number).any(axis=1)
        is_inner = (self._ends == number).all(axis=1)
        own, fixed = is_laid & is_own & ~is_inner, is_laid & ~is_own
        mine = self._rect_owner == number
        rects = self._rects + self._at[self._rect_owner][:, None, :]
        moved = self._rects[mine] + spots[:, None, None, :]  # (spot, rect, corner, 2)
        laid = self._segments(self._edges[fixed])
        hits = _hits((laid[0][:, None], laid[1][:, None]), moved[:, None])
        total: Whole = THROUGH * hits.sum(axis=(1, 2), dtype=np.int64)
        if not own.any():
            return total
        arrows = self._moved_segments(number, self._edges[own], spots)
        standing = lies[self._rect_owner] & ~mine
        total = total + self._length(arrows, self._edges[own], self._weight[own])
        total = total + THROUGH * self._through(arrows, self._edges[own], rects, standing)
        return np.asarray(total + CROSSING * _crossings(arrows, laid).sum(axis=(1, 2)), dtype=np.int64)

    def _segments(self, edges: Whole) -> Segments:
        """Return the arrows' starts and ends, (arrow, 2) [pixel] each."""
        points = self._at[self._owner[edges]] + self._inner[edges]
        return points[:, 0], points[:, 1]

    def _moved_segments(self, number: int, edges: Whole, spots: Whole) -> Segments:
        """Return the arrows of a piece at each of the spots, (spot, arrow, 2) [pixel]: starts and ends."""
        owners = self._owner[edges]
        base = np.where((owners == number)[..., None], 0, self._at[owners]) + self._inner[edges]
        moved = base[None] + np.where((owners == number)[None, ..., None], spots[:, None, None, :], 0)
        return moved[:, :, 0], moved[:, :, 1]

    def _length(self, arrows: Segments, edges: Whole, weight: Whole) -> Whole:
        """Return the cost of the arrows' lengths, directions and stubs, (spot,) [pixels of arrow]."""
        step = arrows[1] - arrows[0]
        length = np.floor(np.sqrt((step * step).sum(axis=2).astype(float))).astype(np.int64)
        cost = (length * weight + BACKWARD * np.maximum(0, -step[..., 0])) // 10
        gap = (np.abs(step) - self._half[edges].sum(axis=1)[None]).max(axis=2)
        cost = cost + STUB * np.maximum(0, SHORTEST - gap)
        return np.asarray(cost.sum(axis=1), dtype=np.int64)

    def _through(
        self, arrows: Segments, edges: Whole, rects: Whole, standing: npt.NDArray[np.bool_]
    ) -> Whole:
        """Return the number of words that arrows run through, (spot,) [word], save those that they join."""
        boxes, nodes = rects[standing], self._rect_nodes[standing]
        hits = _hits((arrows[0][:, :, None], arrows[1][:, :, None]), boxes[None, None])
        foreign = (nodes[None] != edges[:, :1]) & (nodes[None] != edges[:, 1:])
        return np.asarray((hits & foreign[None]).sum(axis=(1, 2)), dtype=np.int64)


def _corners(rect: Rect) -> tuple[Point, Point]:
    return (rect.left, rect.top), (rect.right, rect.bottom)


def _side(start: Whole, end: Whole, point: Whole) -> Whole:
    """Return the side of a line on which a point lies, (…,) [-1, 0 or 1]: the sign of the turn."""
    turn = (end[..., 0] - start[..., 0]) * (point[..., 1] - start[..., 1])
    return np.asarray(
        np.sign(turn - (end[..., 1] - start[..., 1]) * (point[..., 0] - start[..., 0])), dtype=np.int64
    )


def _crossings(arrows: Segments, laid: Segments) -> npt.NDArray[np.bool_]:
    """Return which arrows cross which of those laid, (spot, arrow, laid); a shared end is no crossing.

    Parameters
    ----------
    arrows : (spot, arrow, 2) [pixel]  starts and ends
    laid : (laid, 2) [pixel]  starts and ends
    """
    start, end = arrows[0][:, :, None], arrows[1][:, :, None]
    first, last = laid[0][None, None], laid[1][None, None]
    apart = _side(start, end, first) * _side(start, end, last) < 0
    return np.asarray(apart & (_side(first, last, start) * _side(first, last, end) < 0), dtype=bool)


def _hits(segments: Segments, boxes: Whole) -> npt.NDArray[np.bool_]:
    """Return which segments touch which boxes, (…,) [true or false].

    Parameters
    ----------
    segments : (…, 2) [pixel]  starts and ends
    boxes : (…, corner, 2) [pixel]  upper left and lower right corners
    """
    (x, y), (to_x, to_y) = (np.moveaxis(point, -1, 0) for point in segments)
    left, top = boxes[..., 0, 0], boxes[..., 0, 1]
    right, bottom = boxes[..., 1, 0], boxes[..., 1, 1]
    near = (np.minimum(x, to_x) < right) & (left < np.maximum(x, to_x))
    near &= (np.minimum(y, to_y) < bottom) & (top < np.maximum(y, to_y))
    across, down = to_x - x, to_y - y
    # The turn from a segment to a corner is one of the first two less one of the last two.
    heights = across * (top - y), across * (bottom - y)
    widths = down * (left - x), down * (right - x)
    is_right = np.minimum(*heights) > np.maximum(*widths)
    is_left = np.maximum(*heights) < np.minimum(*widths)
    return np.asarray(near & ~is_right & ~is_left, dtype=bool)
