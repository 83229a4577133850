"""Data variables: series read from a file, and others that read the same points in another way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sim.engine.external.series import TimeSeries
from sim.engine.external.values import Points
from sim.engine.language.expressions import Cell, Number, Ref, fold
from sim.engine.language.parser import Way
from sim.engine.language.scope import Scope
from sim.engine.language.source import Source
from sim.engine.language.syntax import abstract
from sim.errors import Fault


class Data:
    """The data of one model, gathered equation by equation."""

    def __init__(self) -> None:
        self._read: dict[str, TimeSeries] = {}
        self._origins: dict[str, tuple[str, Way]] = {}

    def read(self, scope: Scope, points: Points, way: Way) -> Cell:
        """Add a series that is read from a file."""
        times, values = np.array(points, dtype=np.float64).T
        self._read[scope.key] = TimeSeries(times, values[:, np.newaxis], way)
        return Cell(scope.key, "series", Number(0.0), line=scope.line)

    def refer(self, scope: Scope, node: abstract.ReferenceStructure, way: Way) -> Cell:
        """Add a series that is another one read in its own way: ``ahead :LOOK FORWARD: := planned``.

        Raises
        ------
        SimError: an unknown name or subscript.
        """
        origin = scope.key_of(node, fold(node.reference))
        self._origins[scope.key] = origin, way
        return Cell(scope.key, "series", Ref(origin), line=scope.line)

    def resolved(
        self, cells: Mapping[str, Cell], source: Source, faults: list[Fault]
    ) -> dict[str, TimeSeries]:
        """Return all series by key; those that lead to no data are told in ``faults``."""
        series = dict(self._read)
        for key, (origin, way) in self._origins.items():
            root = self._root(origin)
            if root in self._read:
                series[key] = replace(self._read[root], way=way)
            elif root in self._origins or (root in cells and cells[root].kind != "series"):
                faults.append(_not_data(key, root, source.at(cells[key].line)))
        return series

    def _root(self, key: str) -> str:
        seen: set[str] = set()
        while key in self._origins and key not in seen:
            seen.add(key)
            key = self._origins[key][0]
        return key


def _not_data(key: str, root: str, place: str) -> Fault:
    return Fault(
        "unsupported",
        f'"{key}"：数据方程 := 右边的 "{root}" 不来自数据；要逐步计算请用 =。',
        f'"{key}": "{root}", to the right of :=, does not come from data; write = to compute at every step.',
        place,
    )
