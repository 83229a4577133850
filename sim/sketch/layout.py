"""Layout of a sector's view: its pieces, their places, and the arrows between them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sim.sketch.arrow_routing import End, Router
from sim.sketch.diagram import Diagram, Link
from sim.sketch.pieces import (
    VALVE,
    Piece,
    PlacedPipe,
    Rect,
    around,
    half_size,
    lever_piece,
    shifted,
    word_piece,
)
from sim.sketch.placement import place
from sim.sketch.placement_cost import Edge
from sim.sketch.records import Arrow, Cloud, Point, Record, Valve, View, Word
from sim.sketch.stock_chains import CLOUD, chain_pieces

MARGIN = 30  # left of and above the first word [pixel]


def draw_view(diagram: Diagram) -> View:
    """Return a diagram with places, as records of a sketch."""
    pieces = _pieces(diagram)
    edges = [Edge(link.cause, link.effect, link.is_faint) for link in diagram.links]
    return _Drawn(diagram, pieces, _to_corner(pieces, place(pieces, edges))).view()


def _pieces(diagram: Diagram) -> list[Piece]:
    halves = [half_size(node.name, node.role, node.is_shadow) for node in diagram.nodes]
    chains = chain_pieces(diagram)
    levers = [lever_piece(lever, [halves[node] for node in lever]) for lever in diagram.levers]
    done = {node for piece in (*chains, *levers) for node in piece.centres}
    words = [word_piece(node, half) for node, half in enumerate(halves) if node not in done]
    return [*chains, *levers, *words]


def _to_corner(pieces: list[Piece], places: list[Point]) -> list[Point]:
    """Return the places with the view moved to its upper left corner."""
    rects = [rect.moved(by) for piece, by in zip(pieces, places, strict=True) for rect in piece.rects]
    left, top = min(rect.left for rect in rects), min(rect.top for rect in rects)
    return [(x - left + MARGIN, y - top + MARGIN) for x, y in places]


class _Drawn:
    """A diagram while its records are written."""

    def __init__(self, diagram: Diagram, pieces: list[Piece], places: list[Point]) -> None:
        self.diagram = diagram
        self.centres = {
            node: shifted(centre, by)
            for piece, by in zip(pieces, places, strict=True)
            for node, centre in piece.centres.items()
        }
        self.pipes = [
            pipe.moved(by) for piece, by in zip(pieces, places, strict=True) for pipe in piece.pipes
        ]
        self.valves = {pipe.flow: pipe for pipe in self.pipes}
        self.words: dict[int, Word] = {}
        self.records: list[Record] = []
        self.last = 0

    def view(self) -> View:
        for node, one in enumerate(self.diagram.nodes):
            if one.role != "flow":
                self.records.append(self._word(node))
        for pipe in self.pipes:
            self.records.extend(self._flow(pipe))
        self.records.extend(self._arrows())
        return View(self.diagram.title, tuple(self.records))

    def _id(self) -> int:
        self.last += 1
        return self.last

    def _word(self, node: int) -> Word:
        one = self.diagram.nodes[node]
        half = half_size(one.name, one.role, one.is_shadow)
        is_stock, is_flow = one.role == "stock", one.role == "flow"
        word = Word(
            self._id(), one.name, self.centres[node], *half, is_stock, is_flow, is_shadow=one.is_shadow
        )
        self.words[node] = word
        return word

    # --- flows ------------------------------------------------------------------------------

    def _flow(self, pipe: PlacedPipe) -> Iterator[Record]:
        """Yield clouds, pipes, valve and name; the name follows its valve, as Vensim requires."""
        joined: list[tuple[int, tuple[Point, ...], bool]] = []
        for end, has_head in ((pipe.target, True), (pipe.source, False)):
            if end.cloud:
                joined.append((self._id(), end.bends, has_head))
                yield Cloud(self.last, end.cloud, *CLOUD)
            elif end.stock is not None:
                joined.append((self.words[end.stock].id, end.bends, has_head))
        valve = self.last + len(joined) + 1
        for target, bends, has_head in joined:
            yield Arrow(self._id(), valve, target, is_pipe=True, has_head=has_head, points=bends)
        yield Valve(self._id(), pipe.valve, *VALVE)
        yield self._word(pipe.flow)

    # --- arrows -----------------------------------------------------------------------------

    def _arrows(self) -> Iterator[Arrow]:
        router = Router(self._obstacles())
        for link in sorted(self.diagram.links, key=self._length):
            cause = self._end(link.cause, self.centres[link.effect])
            effect = self._end(link.effect, self.centres[link.cause])
            point = router.lay(cause[1], effect[1])
            yield Arrow(
                self._id(),
                cause[0],
                effect[0],
                is_arc=point is not None,
                is_faint=link.is_faint,
                points=(point,) if point else (),
            )

    def _length(self, link: Link) -> int:
        (x, y), (to_x, to_y) = self.centres[link.cause], self.centres[link.effect]
        return (to_x - x) ** 2 + (to_y - y) ** 2

    def _end(self, node: int, other: Point) -> tuple[int, End]:
        """Return id, middle and room of a node; of a flow, its valve for what lies above or beside it."""
        word = self.words[node]
        if word.is_flow and other[1] <= self.valves[node].valve[1] + VALVE[1]:
            valve = self.valves[node].valve
            return word.id - 1, (valve, around(valve, VALVE, 3))
        return word.id, (word.centre, around(word.centre, (word.half_width, word.half_height), 3))

    def _obstacles(self) -> Iterator[Rect]:
        for word in self.words.values():
            yield around(word.centre, (word.half_width, word.half_height), 3)
        for pipe in self.pipes:
            yield around(pipe.valve, VALVE, 3)
            for end in (pipe.source, pipe.target):
                last = end.cloud or self.centres[end.stock if end.stock is not None else pipe.flow]
                corner = (end.bends[-1][0], last[1]) if end.bends else last
                way = [pipe.valve, *end.bends, corner]
                for (x, y), (to_x, to_y) in pairwise(way):
                    yield Rect(min(x, to_x) - 3, min(y, to_y) - 3, max(x, to_x) + 3, max(y, to_y) + 3)
