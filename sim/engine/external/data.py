"""Data variables: read from a file, reinterpreted from other data, or computed from data."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

import numpy as np

from sim.engine.external.series import TimeSeries
from sim.engine.external.values import Points
from sim.engine.language.expressions import (
    Cell,
    Expr,
    Number,
    Ref,
    StepTime,
    Time,
    leaves,
    op,
    references,
)
from sim.engine.language.parser import Way
from sim.engine.language.scope import Scope
from sim.engine.language.source import Source
from sim.engine.language.starting import value_at_start
from sim.engine.language.syntax import Reference
from sim.errors import Fault, Faults, SimError, fail
from sim.names import fold


class Data:
    """The data of one model, gathered equation by equation."""

    def __init__(self) -> None:
        self._read: dict[str, TimeSeries] = {}
        self._origins: dict[str, tuple[str, Way]] = {}
        self._shifts: dict[str, Expr] = {}  # how far ahead some of them look [time units of the model]
        self._computed: dict[str, tuple[Expr, Way]] = {}
        self.used: set[str] = set()  # constants and data from which other data are computed

    def read(self, scope: Scope, points: Points, way: Way) -> Cell:
        """Add a series that is read from a file."""
        times, values = np.array(points, dtype=np.float64).T
        self._read[scope.key] = TimeSeries(times, values[:, np.newaxis], way)
        return Cell(scope.key, "series", Number(0.0), line=scope.line)

    def refer(self, scope: Scope, node: Reference, way: Way) -> Cell:
        """Add a series that reads another one in a different way: ``ahead :LOOK FORWARD: := planned``.

        Raises
        ------
        SimError: an unknown name or subscript.
        """
        origin = scope.key_of(node, fold(node.name))
        self._origins[scope.key] = origin, way
        return Cell(scope.key, "series", Ref(origin), line=scope.line)

    def shift(self, scope: Scope, node: Reference, ahead: Expr, way: Way) -> Cell:
        """Add a series that looks ahead in another, ``next := TIME SHIFT(planned, 2)`` (fn_time_shift).

        Raises
        ------
        SimError: an unknown name or subscript.
        """
        cell = self.refer(scope, node, way)
        self._shifts[scope.key] = ahead
        return replace(cell, value=op("add", cell.value, ahead))

    def compute(self, scope: Scope, value: Expr, way: Way) -> Cell:
        """Add a series that is computed from other data and constants, point by point (dataequations)."""
        self._computed[scope.key] = value, way
        return Cell(scope.key, "series", value, line=scope.line)

    def resolved(
        self, cells: Mapping[str, Cell], source: Source, faults: list[Fault]
    ) -> dict[str, TimeSeries]:
        """Return all series by key; faults of series without data are added to ``faults``."""
        series = dict(self._read)
        for key in (*self._origins, *self._computed):
            self._resolve(key, series, cells, source, faults)
        return series

    def series_of(self, key: str, cells: Mapping[str, Cell], source: Source) -> TimeSeries | None:
        """Return one series, None where nothing gives it points.

        Parameters
        ----------
        cells : of the series, and of all from which it is computed

        Raises
        ------
        SimError: what is wrong with its equation.
        """
        series, faults = dict(self._read), Faults()
        self._resolve(key, series, cells, source, faults)
        faults.check()
        return series.get(key)

    def _resolve(
        self,
        key: str,
        series: dict[str, TimeSeries],
        cells: Mapping[str, Cell],
        source: Source,
        faults: list[Fault],
    ) -> None:
        if key in series or not (key in self._origins or key in self._computed):
            return
        place = source.at(cells[key].line) if key in cells else ""
        if key in self._origins:
            origin, way = self._origins[key]
            root = self._root(origin)
            if root in self._computed:
                self._resolve(root, series, cells, source, faults)
            if root in series:
                self.used.add(root)
                ahead = self._ahead(key, cells, place, faults)
                series[key] = replace(series[root], times=series[root].times - ahead, way=way)
            elif root in self._origins or (root in cells and cells[root].kind != "series"):
                faults.append(_not_data(key, root, place))
            return
        value, way = self._computed[key]
        needed = dict.fromkeys(references(value))
        for other in needed:
            if other in self._origins or other in self._computed:
                self._resolve(other, series, cells, source, faults)
        unread = (other for other in needed if other not in series)
        if any(other not in cells or cells[other].kind == "series" for other in unread):
            return  # what is behind it has a fault, or a gap, of its own
        try:
            series[key] = self._points(key, value, way, needed, series, cells, place)
        except SimError as error:
            faults.extend(error.faults)

    def _points(
        self,
        key: str,
        value: Expr,
        way: Way,
        needed: Collection[str],
        series: Mapping[str, TimeSeries],
        cells: Mapping[str, Cell],
        place: str,
    ) -> TimeSeries:
        """Compute a series at the times of the data behind it."""
        constants: dict[str, float] = {}
        sources: list[TimeSeries] = []
        for other in needed:
            cell = cells.get(other)
            if other in series:
                sources.append(series[other])
            elif cell is not None and cell.kind == "constant" and isinstance(cell.value, Number):
                constants[other] = cell.value.value
            else:
                raise SimError(_not_data(key, other, place))
        times = sources[0].times if sources else np.zeros(1)  # of constants alone: the same at any time
        if any(not np.array_equal(times, one.times) for one in sources):
            raise _other_times(key, place)
        self.used.update(needed)
        values = np.empty((times.size, 1))
        for at in range(times.size):
            known = constants | {name: float(series[name].values[at, 0]) for name in needed if name in series}
            found = value_at_start(value, known.get)
            values[at] = np.nan if found is None else found
        if not np.isfinite(values).all():
            raise _other_times(key, place)
        return TimeSeries(times, values, way if sources else "interpolate")

    def _chain(self, key: str) -> list[str]:
        """Return a series and those that it reads, one after the other."""
        chain = [key]
        while chain[-1] in self._origins and self._origins[chain[-1]][0] not in chain:
            chain.append(self._origins[chain[-1]][0])
        return chain

    def _root(self, key: str) -> str:
        return self._chain(key)[-1]

    def _ahead(self, key: str, cells: Mapping[str, Cell], place: str, faults: list[Fault]) -> float:
        """Return how far ahead of its times a series is read, over all that it reads."""
        total = 0.0
        for one in self._chain(key):
            if one not in self._shifts:
                continue
            known = {
                name: cell.value.value
                for name in references(self._shifts[one])
                if (cell := cells.get(name)) and cell.kind == "constant" and isinstance(cell.value, Number)
            }
            moves = any(isinstance(leaf, Time | StepTime) for leaf in leaves(self._shifts[one]))
            ahead = None if moves else value_at_start(self._shifts[one], known.get)
            if ahead is None:
                faults.append(not_a_shift(place))
            self.used.update(known)
            total += ahead or 0.0
        return total


def not_a_shift(place: str) -> Fault:
    """Return the fault of arguments of TIME SHIFT that it cannot have."""
    return Fault(
        "wrong-type",
        "TIME SHIFT 的参数应是一个数据变量，和一个由数与常量算出的数。",
        "the arguments of TIME SHIFT must be a data variable and a number, computed from constants at most.",
        place,
    )


def _other_times(key: str, place: str) -> SimError:
    return fail(
        "unsupported",
        f'"{key}"：数据方程 := 只能由时间点相同的数据和常量算出；要逐步计算请用 =。',
        f'"{key}": after := only data with the same times and constants may be used; '
        "write = to compute at every step.",
        place,
    )


def _not_data(key: str, root: str, place: str) -> Fault:
    return Fault(
        "unsupported",
        f'"{key}"：数据方程 := 右边的 "{root}" 不来自数据；要逐步计算请用 =。',
        f'"{key}": "{root}", to the right of :=, does not come from data; write = to compute at every step.',
        place,
    )
