"""Layout of stock-and-flow chains: stocks along horizontal lines, flows between and next to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from sim.sketch.diagram import Diagram, Pipe
from sim.sketch.pieces import (
    GAP,
    LABEL_DROP,
    UNIT,
    VALVE,
    Piece,
    PipeEnd,
    PlacedPipe,
    Rect,
    around,
    half_size,
)
from sim.sketch.records import Point
from sim.sketch.text_metrics import LINE_HEIGHT

STEP = 2 * UNIT[0] + 12  # from a stock to a valve beside it [pixel]
BRANCH = 9 * UNIT[1]  # from one line of stocks to the next [pixel]
RISE = 4 * UNIT[1]  # from one flow of a stock to the next [pixel]
CLOUD = (10, 8)  # half width and half height of a cloud [pixel]
CLOUD_REACH = UNIT[0] + 6  # from a valve to its cloud [pixel]
MOST_WAYS = 5000  # paths along the flows that are tried for the longest
FARTHEST = 12  # rises above and below a line of stocks at which a flow is tried
_INLETS, _OUTLETS = (-36, -22, -8), (36, 22, 8)  # where pipes meet the upper or lower side of a box [pixel]


def chain_pieces(diagram: Diagram) -> list[Piece]:
    """Return one piece for every set of stocks that flows join, the largest first."""
    pieces = [_Chain(diagram, stocks).piece for stocks in _joined(diagram)]
    return sorted(pieces, key=lambda piece: -len(piece.centres))


def _joined(diagram: Diagram) -> list[list[int]]:
    sets = [[number] for number, node in enumerate(diagram.nodes) if node.role == "stock"]
    for pipe in diagram.pipes:
        ends = [one for one in sets if pipe.source in one or pipe.target in one]
        if len(ends) > 1:
            sets = [one for one in sets if one not in ends] + [sorted(ends[0] + ends[1])]
    return sorted(sets)


def _steps(stocks: list[int], pipes: Iterable[Pipe]) -> dict[int, list[int]]:
    following: dict[int, list[int]] = {stock: [] for stock in stocks}
    for pipe in pipes:
        if pipe.source in following and pipe.target in following and pipe.target is not None:
            following[pipe.source].append(pipe.target)
    return following


def _longest_line(stocks: list[int], following: dict[int, list[int]]) -> list[int]:
    """Return the longest path along the flows that visits no stock twice; of equals the first.

    A dense network has too many paths to try them all; it gets the longest of the first `MOST_WAYS`.
    """
    longest: list[int] = []
    waiting = [[stock] for stock in reversed(stocks)]
    for _ in range(MOST_WAYS):
        if not waiting:
            break
        way = waiting.pop()
        longest = max(longest, way, key=len)
        waiting.extend([*way, step] for step in reversed(following[way[-1]]) if step not in way)
    return longest


class _Chain:
    """Stocks and their flows while they are laid out."""

    def __init__(self, diagram: Diagram, stocks: list[int]) -> None:
        self.nodes = diagram.nodes
        self.piece = Piece()
        own = [pipe for pipe in diagram.pipes if pipe.source in stocks or pipe.target in stocks]
        self._place_stocks(stocks, _steps(stocks, own))
        between = [pipe for pipe in own if pipe.source is not None and pipe.target is not None]
        for pipe in sorted(between, key=lambda pipe: not self._is_straight(pipe)):
            self._place_pipe(pipe)
        for pipe in own:
            if pipe not in between:
                self._place_pipe(pipe)

    # --- stocks -----------------------------------------------------------------------------

    def _place_stocks(self, stocks: list[int], following: dict[int, list[int]]) -> None:
        line, row = _longest_line(stocks, following), 0
        left, start = list(stocks), 0
        while left:
            for column, stock in enumerate(line):
                self._add_stock(stock, (2 * STEP * (start + column), BRANCH * row))
            left = [stock for stock in left if stock not in line]
            if left:
                line, row = _longest_line(left, {one: _among(following[one], left) for one in left}), row + 1
                start = self._column_beside(line[0], following)

    def _column_beside(self, stock: int, following: dict[int, list[int]]) -> int:
        """Return the column after the stock that flows into this one, or before the one it flows into."""
        for other, centre in self.piece.centres.items():
            if stock in following.get(other, []):
                return centre[0] // (2 * STEP) + 1
            if other in following[stock]:
                return centre[0] // (2 * STEP) - 1
        return 0

    def _add_stock(self, stock: int, centre: Point) -> None:
        self.piece.centres[stock] = centre
        self.piece.rects.append(around(centre, self._half(stock)))
        self.piece.words.append((stock, around(centre, self._half(stock), 0)))

    def _half(self, node: int) -> tuple[int, int]:
        one = self.nodes[node]
        return half_size(one.name, one.role, one.is_shadow)

    def _is_straight(self, pipe: Pipe) -> bool:
        if pipe.source is None or pipe.target is None:
            return False
        (x, y), (to_x, to_y) = self.piece.centres[pipe.source], self.piece.centres[pipe.target]
        return y == to_y and to_x - x == 2 * STEP

    # --- flows ------------------------------------------------------------------------------

    def _place_pipe(self, pipe: Pipe) -> None:
        """Put a flow at the first free candidate, at the last one where none is free."""
        for placed in self._candidates(pipe):
            rects = list(self._rects(placed))
            if self.piece.is_free(rects):
                break
        self.piece.pipes.append(placed)
        self.piece.rects.extend(rects)
        half = self._half(pipe.flow)
        self.piece.centres[pipe.flow] = name = _label(placed.valve, half)
        self.piece.words.append((pipe.flow, around(placed.valve, VALVE, 0)))
        self.piece.words.append((pipe.flow, around(name, half, 0)))

    def _candidates(self, pipe: Pipe) -> Iterator[PlacedPipe]:
        centres = self.piece.centres
        source = centres[pipe.source] if pipe.source is not None else None
        target = centres[pipe.target] if pipe.target is not None else None
        for y in _heights(source, target):
            for x in _columns(source, target):
                for inlet in _INLETS:
                    for outlet in _OUTLETS:
                        yield _run(pipe, (x, y), source, target, (outlet, inlet))

    def _rects(self, placed: PlacedPipe) -> Iterator[Rect]:
        yield around(placed.valve, VALVE)
        width, height = self._half(placed.flow)
        roomy = (width, max(height, LINE_HEIGHT))  # two lines, in whichever language
        yield around(_label(placed.valve, roomy), roomy)
        for end in (placed.source, placed.target):
            way = [placed.valve, *end.bends]
            if end.cloud:
                yield around(end.cloud, CLOUD, 2)
                way.append(end.cloud)
            if end.stock is not None:
                way.append(self._edge(end.stock, way[-1]))
            yield from _pipe_rects(way)

    def _edge(self, stock: int, start: Point) -> Point:
        """Return where a pipe that comes from a point meets the room around a stock."""
        (x, y), (width, height) = self.piece.centres[stock], self._half(stock)
        if start[1] == y:
            return x + (width + GAP) * (1 if start[0] > x else -1), y
        return start[0], y + (height + GAP) * (1 if start[1] > y else -1)


def _among(stocks: list[int], kept: list[int]) -> list[int]:
    return [stock for stock in stocks if stock in kept]


def _label(valve: Point, half: tuple[int, int]) -> Point:
    return valve[0], valve[1] + LABEL_DROP + half[1]


def _heights(source: Point | None, target: Point | None) -> Iterator[int]:
    levels = dict.fromkeys(point[1] for point in (source, target) if point)
    for rise in range(FARTHEST):
        for level in levels:
            yield from dict.fromkeys((level - rise * RISE, level + rise * RISE))


def _columns(source: Point | None, target: Point | None) -> tuple[int, ...]:
    if source and target:
        middle = (source[0] + target[0]) // 2
        return tuple(dict.fromkeys((middle, source[0] + STEP, target[0] - STEP)))
    if source:
        return (source[0] + STEP,)
    return (target[0] - STEP,) if target else ()


def _run(
    pipe: Pipe, valve: Point, source: Point | None, target: Point | None, ports: tuple[int, int]
) -> PlacedPipe:
    """Return a flow with its valve at a point; pipes leave it on its left and its right."""
    is_backward = source is not None and target is not None and target[0] <= source[0]
    reach = -CLOUD_REACH if is_backward else CLOUD_REACH
    return PlacedPipe(
        pipe.flow,
        valve,
        PipeEnd(
            pipe.source, None if source else (valve[0] - reach, valve[1]), _bends(valve, source, ports[0])
        ),
        PipeEnd(
            pipe.target, None if target else (valve[0] + reach, valve[1]), _bends(valve, target, ports[1])
        ),
    )


def _bends(valve: Point, stock: Point | None, port: int) -> tuple[Point, ...]:
    return () if stock is None or stock[1] == valve[1] else ((stock[0] + port, valve[1]),)


def _pipe_rects(way: list[Point]) -> Iterator[Rect]:
    for (x, y), (to_x, to_y) in pairwise(way):
        across, down = (0, 5) if y == to_y else (5, 0)
        yield Rect(min(x, to_x) - across, min(y, to_y) - down, max(x, to_x) + across, max(y, to_y) + down)
