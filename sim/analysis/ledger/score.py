"""Scoring: sealed forecasts held against figures that were published later."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from sim import arguments
from sim.analysis.calibration.observations import Point, known_points
from sim.analysis.ledger.file import read_ledger
from sim.analysis.ledger.row import SealedRow
from sim.analysis.ledger.seal import kept_actuals
from sim.analysis.ledger.unpublished import is_result, point_of
from sim.analysis.record.naive import RULES, observed_quantity, quantity_of
from sim.analysis.record.record import LEVELS, Prediction, Sum, sum_up
from sim.analysis.record.scores import crps, percentile
from sim.errors import Fault, Faults, suggestion
from sim.notebook import table_html
from sim.registry.observations import Observation, first_vintages
from sim.scenario.load import workspace_for
from sim.scenario.workspace import Workspace

if TYPE_CHECKING:
    import pandas as pd

State = Literal["scored", "waiting", "late"]  # late: sealed when the figure was published already
FORECAST = "forecast"


@dataclass(frozen=True)
class LedgerScore:
    """What became of a sealed forecast.

    Parameters
    ----------
    line : its line in the ledger
    row : the forecast
    point : the figure published first, or without a value where none is
    prediction : forecast and naive rules held against that figure, None unless it is scored
    """

    line: int
    row: SealedRow
    point: Point
    state: State
    prediction: Prediction | None

    @property
    def nearest(self) -> tuple[str, ...]:
        """Return who has the lowest score, of "forecast" and the naive rules; all that are level."""
        if self.prediction is None:
            return ()
        naive = zip(RULES, self.prediction.naive, strict=True)
        errors = {rule: abs(figure - self.point.seen.value) for rule, figure in naive if figure is not None}
        scores = {FORECAST: self.prediction.crps, **errors}
        return tuple(name for name, score in scores.items() if score == min(scores.values()))


@dataclass(frozen=True, repr=False)
class LedgerScores:
    """All rows of a ledger, in its order.

    Parameters
    ----------
    place : the ledger
    head : hash of its last line
    """

    place: str
    head: str
    scores: tuple[LedgerScore, ...]

    def __iter__(self) -> Iterator[LedgerScore]:
        """Yield what became of each row."""
        return iter(self.scores)

    def of(self, state: State) -> tuple[LedgerScore, ...]:
        """Return the rows in a state."""
        return tuple(one for one in self if one.state == state)

    def sums(self) -> dict[str, Sum]:
        """Return the scored rows of each scenario summed, with their skill beside the naive rules.

        A figure that was sealed several times counts each time.
        """
        found: dict[str, list[Prediction]] = {}
        for one in self:
            if one.prediction is not None:
                found.setdefault(one.row.scenario, []).append(one.prediction)
        return {scenario: sum_up(predictions, None) for scenario, predictions in found.items()}

    def __repr__(self) -> str:
        """Return the numbers in one line."""
        counts = ", ".join(f"{len(self.of(state))} {state}" for state in ("scored", "waiting", "late"))
        return f"<LedgerScores of {self.place}: {counts}>"

    def _repr_html_(self) -> str:
        """Return the rows as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each sealed forecast, figures and CRPS in the unit of the indicator."""
        import pandas as pd

        return pd.DataFrame(
            {
                "line": one.line,
                "indicator": one.row.indicator,
                "year": one.row.year,
                "unit": one.row.unit,
                "scenario": one.row.scenario,
                "sealed": one.row.time,
                "state": one.state,
                "observed": one.point.seen.value,
                "vintage": one.point.seen.status,
                "median": float(np.median(one.row.figures)),
                "crps": None if one.prediction is None else one.prediction.crps,
                **one.row.naive,
                "nearest": ", ".join(one.nearest),
            }
            for one in self
        )


@arguments.reading()
def score_ledger(
    path: str | os.PathLike[str],
    actuals: str | os.PathLike[str] | None = None,
    home: str | os.PathLike[str] | None = None,
) -> LedgerScores:
    """Score the sealed forecasts whose figures have come.

    Of several vintages the first published counts: what a forecast was made of. The score is the CRPS of the
    members as sealed; of a naive rule, as sealed beside them, the absolute error. A forecast that was sealed
    on the day of publication or later is not scored.

    Parameters
    ----------
    path : the ledger
    actuals : folder of ``teda actuals import``; by default the published figures of the home
    home : folder with ``model/`` and ``scenarios/``; by default that of ``TEDA_HOME`` or the project's

    Returns
    -------
    LedgerScores : what became of each row, CRPS in the unit of its indicator

    Raises
    ------
    SimError: the chain of the ledger is broken; an indicator that the home does not have; no actuals.

    Examples
    --------
    >>> sealed = sim.seal_forecast("trend", "pm25", 2027, out=folder / "scored.jsonl", members=64)
    >>> sim.score_ledger(folder / "scored.jsonl")  # doctest: +ELLIPSIS
    <LedgerScores of ...scored.jsonl: 0 scored, 1 waiting, 0 late>
    """
    workspace = workspace_for([], home)
    ledger = read_ledger(path)
    rows = ledger.rows()
    Faults(_unknown(rows, ledger.place, workspace)).check()
    observed = workspace.registry.observed if actuals is None else kept_actuals(actuals, workspace)
    found = tuple(
        _scored(line, row, _first(row, observed, workspace), workspace)
        for line, row in enumerate(rows, start=1)
    )
    return LedgerScores(ledger.place, ledger.links[-1].hash if ledger.links else "", found)


def _first(row: SealedRow, observed: Iterable[Observation], workspace: Workspace) -> Observation | None:
    """Return the figure published first of what a row forecasts, None without one."""
    entry = workspace.registry.indicators[row.indicator]
    own = quantity_of(entry, workspace)
    alike = [
        seen
        for seen in observed
        if seen.period.is_year
        and seen.year == row.year
        and not seen.bound
        and seen.measure == row.measure
        and (
            seen.indicator == row.indicator
            or (seen.variable and entry.scale == 1 and observed_quantity(seen, workspace) == own)
        )
    ]
    alike.sort(key=lambda seen: seen.indicator != row.indicator)  # stable: its own figure before one alike
    return next(iter(first_vintages(alike)), None)


def _scored(line: int, row: SealedRow, seen: Observation | None, workspace: Workspace) -> LedgerScore:
    if seen is None:
        return LedgerScore(line, row, point_of(row.indicator, row.year, workspace), "waiting", None)
    (point,) = known_points(workspace, observed=[seen])
    if seen.known and seen.known <= row.day:
        return LedgerScore(line, row, point, "late", None)
    draws = np.array(row.figures)
    prediction = Prediction(
        int(row.day[:4]),
        point,
        tuple(map(float, np.quantile(draws, LEVELS))),
        percentile(draws, seen.value),
        crps(draws, seen.value),
        tuple(row.naive[rule] for rule in RULES),
    )
    return LedgerScore(line, row, point, "scored", prediction)


def _unknown(rows: Sequence[SealedRow], place: str, workspace: Workspace) -> Iterator[Fault]:
    """Yield rows of an indicator that the home does not have, or has as another kind of figure."""
    indicators = workspace.registry.indicators
    for line, row in enumerate(rows, start=1):
        entry = indicators.get(row.indicator)
        if entry is None:
            zh, en = suggestion(row.indicator, indicators)
            yield Fault(
                "unknown-name",
                f'没有名为 "{row.indicator}" 的指标。{zh}',
                f'no indicator "{row.indicator}".{en}',
                f"{place}:{line}",
            )
        elif not is_result(row.indicator, workspace):
            yield Fault(
                "mismatch",
                f'"{row.indicator}" 现在由情景设定或未建模，不能与公布数对照。',
                f'"{row.indicator}" is set by the scenario or not modelled now: there is nothing to score.',
                f"{place}:{line}",
            )
        elif (entry.unit.zh, entry.measure) != (row.unit, row.measure):
            yield Fault(
                "mismatch",
                f'封存的 "{row.indicator}" 单位是 {row.unit}（{row.measure}），'
                f"现在的是 {entry.unit.zh}（{entry.measure}）。",
                f'"{row.indicator}" was sealed in {row.unit} ({row.measure}); '
                f"it is in {entry.unit.zh} ({entry.measure}) now.",
                f"{place}:{line}",
            )
