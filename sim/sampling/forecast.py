"""Draws of the forecast that a home ships: members conditioned on observations.

Rows of its table are members. Beyond their number the rows are used again in turn, with disturbances of
their own in the years after the last observation: those were not learned and follow from the seed.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.arrays import Array
from sim.errors import Fault, Faults
from sim.registry.load import Registry
from sim.sampling.copula import SHARE_LEAST
from sim.sampling.disturbances import CYCLE, Disturbance, disturbances_of
from sim.sampling.monte_carlo import RandomShares
from sim.scenario.workspace import Workspace

FOLDER, DRAWS, MANIFEST = "forecast", "draws.parquet", "manifest.json"
MEMBER = "member"
_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, eq=False)
class ForecastDraws:
    """Members of a forecast.

    Parameters
    ----------
    keys : constants given
    values : (constant, row) [units of the model]
    sha256 : hash of the table
    last_year : of the observations
    later : series of yearly disturbances
    seed : of the disturbances of members beyond the rows
    """

    keys: tuple[str, ...]
    values: Array
    sha256: str
    last_year: int
    later: tuple[Disturbance, ...]
    seed: int = 0

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return int(self.values.shape[1])

    def without(self, keys: Set[str]) -> ForecastDraws:
        """Return the draws without those of some constants."""
        kept = [place for place, key in enumerate(self.keys) if key not in keys]
        return replace(self, keys=tuple(self.keys[place] for place in kept), values=self.values[kept])

    def block(self, first: int, stop: int) -> Array:
        """Return the values of members ``first`` to ``stop`` - 1, (constant, member) [units of the model]."""
        found = np.take(
            self.values, np.arange(first, stop) % self.rows, axis=1
        )  # a constant lies in one piece
        start = max(first, self.rows)
        if start < stop:
            place = {key: row for row, key in enumerate(self.keys)}
            later = [each for each in self.later if each.keys[0] in place]
            normal = self._normal(later, start, stop)
            for series in later:
                own = [found[place[key], start - first :] for key in series.keys]
                self._continue(series, own, normal)
        return found

    def _continue(self, series: Disturbance, values: Sequence[Array], normal: Mapping[str, Array]) -> None:
        """Put new disturbances into a series after the last observation, (member,) for each year.

        ``normal`` has standard normal draws by their name, (member,).
        """
        shape = series.shape
        for place, year in enumerate(series.years):
            if self._is_later(year):
                own, cycle = normal[series.keys[place]], normal[_cycle(year)]
                new = np.sqrt(shape.common) * cycle + np.sqrt(1 - shape.common) * own
                before = values[place - 1] if place else 0.0
                values[place][:] = shape.persistence * before + (
                    np.sqrt(1 - shape.persistence**2) * shape.deviation * new
                )

    def _normal(self, series: Sequence[Disturbance], first: int, stop: int) -> dict[str, Array]:
        """Return standard normal draws for the years after the last observation, (member,) by name."""
        from scipy.special import ndtri  # the distributions of scipy.stats would take two seconds to import

        names = tuple(
            dict.fromkeys(
                name
                for each in series
                for key, year in zip(each.keys, each.years, strict=True)
                if self._is_later(year)
                for name in (key, _cycle(year))  # the cycle is of all series
            )
        )
        shares = RandomShares(names, (self.seed,)).block(first, stop)
        np.clip(shares, SHARE_LEAST, 1 - SHARE_LEAST, out=shares)
        return dict(zip(names, ndtri(shares, out=shares), strict=True))

    def _is_later(self, year: str) -> bool:
        """Return whether a year, as the model's elements name it, comes after the last observation."""
        return _calendar(year) > self.last_year

    def manifest(self) -> dict[str, object]:
        """Return what identifies the draws."""
        return {"sha256": self.sha256, "rows": self.rows, "last_year": self.last_year}


def shipped_forecast(workspace: Workspace) -> ForecastDraws | None:
    """Return the forecast of a home, None where it ships none or one of another model or prior."""
    return _read(workspace) if _is_own(workspace) else None


def shipped_hash(workspace: Workspace) -> str | None:
    """Return the hash of the table of a home's forecast, None where `shipped_forecast` finds none."""
    if not _is_own(workspace):
        return None
    try:
        file = _table_file(workspace)
        state = file.stat()
        return _hashed(file, state.st_mtime_ns, state.st_size)
    except OSError:
        return None


@functools.lru_cache(maxsize=4)
def _hashed(file: Path, _changed: int, _size: int) -> str:
    """Return the hash of a file in one of its states, as `_facts_in` has the manifest."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def _is_own(workspace: Workspace) -> bool:
    """Return whether a home ships a forecast of its model and its prior."""
    facts = forecast_facts(workspace.home.model)
    return (
        facts is not None
        and facts.get("model") == workspace.model.hash
        and facts["request"].get("prior") == prior_hash(workspace.registry)
    )


def _table_file(workspace: Workspace) -> Path:
    return workspace.home.model / FOLDER / DRAWS


def forecast_facts(model: Path) -> Mapping[str, Any] | None:
    """Return the manifest of the forecast of a home's ``model/``, None where there is no finished one."""
    return _facts(model / FOLDER)


def _facts(folder: Path) -> Mapping[str, Any] | None:
    file = folder / MANIFEST
    try:
        state = file.stat()
        return _facts_in(file, state.st_mtime_ns, state.st_size)
    except OSError:
        return None


@functools.lru_cache(maxsize=4)
def _facts_in(file: Path, _changed: int, _size: int) -> Mapping[str, Any] | None:
    """Return the manifest in one of its states; the page asks some times for each answer."""
    try:
        facts = dict(json.loads(file.read_text("utf-8")))
    except (ValueError, TypeError):
        return None
    return facts if facts.get("state") == "finished" and "request" in facts else None


def check_forecast(draws: Path, workspace: Workspace) -> None:
    """Refuse the draws of a folder of ``teda condition`` whose forecast is of another model or registry.

    Raises
    ------
    SimError
    """
    facts = _facts(draws.parent) if draws.name == DRAWS else None
    of = (
        []
        if facts is None
        else [
            ("模型", "model", facts.get("model"), workspace.model.hash),
            ("登记表", "registry", facts["request"].get("prior"), prior_hash(workspace.registry)),
        ]
    )
    Faults(
        Fault(
            "stale",
            f"这是另一个{zh}的预测；请用现在的模型重新运行 `teda condition`。",
            f"this is the forecast of another {en}; run `teda condition` again with the model as it is.",
            os.fspath(draws),
        )
        for zh, en, made_with, now in of
        if made_with != now
    ).check()


@functools.lru_cache(maxsize=4)
def _read(workspace: Workspace) -> ForecastDraws | None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    facts = forecast_facts(workspace.home.model)
    try:
        content = _table_file(workspace).read_bytes()
        # neither pq.read_table nor to_numpy, which import pandas
        table = pq.ParquetFile(pa.BufferReader(content)).read().drop_columns([MEMBER])
    except (OSError, pa.ArrowException, KeyError):
        return None
    assert facts is not None
    columns = (np.concatenate([np.from_dlpack(each) for each in column.chunks]) for column in table.columns)
    values = np.array(list(columns), dtype=np.float64)
    digest = hashlib.sha256(content).hexdigest()
    return ForecastDraws(
        tuple(table.column_names), values, digest, int(facts["last_year"]), disturbances_of(workspace)
    )


@functools.lru_cache(maxsize=8)
def prior_hash(registry: Registry) -> str:
    """Return the SHA-256 of what the joint prior follows from in the registry; words do not count."""
    facts = [
        *(
            (name, one.distribution.model_dump() if one.distribution else None, one.prior)
            for name, one in sorted(registry.parameters.items())
        ),
        *((pair.of, pair.rank) for group in registry.correlations.values() for pair in group.pairs),
        *(
            (name, one.measure, one.variable, one.per, one.scale, one.decimals, one.base and one.base.value)
            for name, one in sorted(registry.indicators.items())
        ),
        *registry.seasons.rows,
    ]
    return hashlib.sha256("\n".join(map(repr, facts)).encode()).hexdigest()


def _cycle(year: str) -> str:
    """Return the name of a year's innovation that all series have in common."""
    return f"{CYCLE} {year}"


def _calendar(year: str) -> int:
    """Return the calendar year of an element, such as ``y2026``."""
    found = _YEAR.search(year)
    return int(found.group()) if found else 0
