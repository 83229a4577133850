"""Two models' results held against each other: what moved, and by how much."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from sim.analysis.model_changes.results import Figure, ModelResults
from sim.names import fold
from sim.notebook import table_html
from sim.registry.schema import Bilingual

if TYPE_CHECKING:
    import pandas as pd

SAME = 1e-6  # relative difference that counts as none: figures are kept with eight digits
NOTHING = 1e-9  # difference that counts as none, relative to the indicator's scale
Value = TypeVar("Value", float, str)


@dataclass(frozen=True)
class Moved:
    """A figure that differs between two models.

    Parameters
    ----------
    old, new : [unit of the indicator], NaN where the model gives none
    scale : largest figure of the indicator in either model, over all scenarios and years compared
    """

    scenario: str
    indicator: str
    year: int
    old: float
    new: float
    scale: float

    @property
    def difference(self) -> float:
        """Return new less old [unit of the indicator]."""
        return self.new - self.old

    @property
    def share(self) -> float:
        """Return the difference relative to the old figure, NaN where that is zero."""
        return self.difference / abs(self.old) if self.old else math.nan

    @property
    def size(self) -> float:
        """Return the difference relative to the indicator's scale, infinite where a figure came or went."""
        return abs(self.difference) / self.scale if math.isfinite(self.difference) else math.inf


@dataclass(frozen=True)
class Change(Generic[Value]):
    """Something of a model or its registry that differs; None on the side that does not have it."""

    name: str
    old: Value | None
    new: Value | None


@dataclass(frozen=True, repr=False)
class ModelComparison:
    """What moved between two models, run with the scenarios that both have.

    Parameters
    ----------
    old, new : results and content of each
    """

    old: ModelResults
    new: ModelResults

    @cached_property
    def scenarios(self) -> tuple[str, ...]:
        """Return the scenarios of both models, in the order of the new one."""
        return tuple(name for name in self.new.titles if name in self.old.titles)

    @cached_property
    def base_year(self) -> int:
        """Return the first year of the figures, in which those of sums are of that year alone."""
        return self.new.years[0]

    @cached_property
    def compared(self) -> tuple[Figure, ...]:
        """Return the figures that both models have: scenario, indicator and year."""
        same = {key for key, one in self.new.indicators.items() if self._is_comparable(key, one.text)}
        return tuple(key for key in self.new.figures if key in self.old.figures and key[1] in same)

    def _is_comparable(self, indicator: str, definition: str) -> bool:
        before = self.old.indicators.get(indicator)
        return before is not None and before.text == definition

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """Return the figures that differ, the largest difference relative to the indicator's scale first."""
        old, new = self.old.figures, self.new.figures
        scales: dict[str, float] = {}
        for key in self.compared:
            sizes = (abs(value) for value in (old[key], new[key]) if math.isfinite(value))
            scales[key[1]] = max((scales.get(key[1], 0.0), *sizes))
        found = (Moved(*key, old[key], new[key], scales[key[1]]) for key in self.compared)
        return tuple(sorted(filter(_differs, found), key=lambda one: -one.size))

    @cached_property
    def chances(self) -> tuple[Moved, ...]:
        """Return the probabilities that differ, the largest difference first; none without two forecasts."""
        old, new = self.old.chances, self.new.chances
        found = (Moved(*key, old[key], new[key], 1.0) for key in new if key in old)
        return tuple(sorted(filter(_differs, found), key=lambda one: -one.size))

    @property
    def has_chances(self) -> bool:
        """Return whether both models have a forecast."""
        return bool(self.old.chances and self.new.chances)

    @property
    def added_scenarios(self) -> tuple[str, ...]:
        """Return the scenarios of the new model alone."""
        return tuple(name for name in self.new.titles if name not in self.old.titles)

    @property
    def removed_scenarios(self) -> tuple[str, ...]:
        """Return the scenarios of the old model alone."""
        return tuple(name for name in self.old.titles if name not in self.new.titles)

    @cached_property
    def settings(self) -> tuple[tuple[str, Change[float]], ...]:
        """Return what the scenarios of both set to other values: scenario and constant."""
        found = []
        for name in self.scenarios:
            before, after = ({key: value for (scenario, key), value in each.settings.items()
                              if scenario == name} for each in (self.old, self.new))  # fmt: skip
            found += [(name, change) for change in _changes(before, after)]
        return tuple(found)

    @cached_property
    def indicators(self) -> tuple[Change[str], ...]:
        """Return the indicators added, removed, or of another unit, measure or price basis."""
        before, after = ({key: one.text for key, one in each.indicators.items()}
                         for each in (self.old, self.new))  # fmt: skip
        return tuple(_changes(before, after))

    @cached_property
    def variables(self) -> tuple[Change[str], ...]:
        """Return the variables added or removed, and those with other equations, by digests of these."""
        return tuple(_changes(self.old.variables, self.new.variables))

    @property
    def added_variables(self) -> tuple[str, ...]:
        """Return the variables of the new model alone."""
        return tuple(one.name for one in self.variables if one.old is None)

    @property
    def removed_variables(self) -> tuple[str, ...]:
        """Return the variables of the old model alone."""
        return tuple(one.name for one in self.variables if one.new is None)

    @property
    def rewritten_variables(self) -> tuple[str, ...]:
        """Return the variables of both models whose equations differ."""
        return tuple(one.name for one in self.variables if None not in (one.old, one.new))

    @cached_property
    def constants(self) -> tuple[Change[float], ...]:
        """Return the constants of both models whose values differ, the largest relative change first."""
        found = [one for one in _changes(self.old.constants, self.new.constants)
                 if one.old is not None and one.new is not None]  # fmt: skip
        return tuple(sorted(found, key=_relative, reverse=True))

    @cached_property
    def levers(self) -> tuple[Change[str], ...]:
        """Return the levers added, removed, or with other limits."""
        return tuple(_changes(self.old.levers, self.new.levers))

    @cached_property
    def ranges(self) -> tuple[Change[str], ...]:
        """Return the parameters of both models whose distribution differs."""
        found = _changes(self.old.ranges, self.new.ranges)
        return tuple(one for one in found if None not in (one.old, one.new))

    @property
    def is_same(self) -> bool:
        """Return whether nothing differs: neither a result nor what the models hold."""
        return not any(
            (self.moved, self.chances, self.settings, self.indicators, self.variables, self.constants,
             self.levers, self.ranges, self.added_scenarios, self.removed_scenarios)
        )  # fmt: skip

    def label(self, name: str) -> Bilingual | None:
        """Return what a variable or lever is called, None where that is not known."""
        key = fold(name)
        return self.new.labels.get(key) or self.old.labels.get(key)

    def __repr__(self) -> str:
        """Return what moved, in one line."""
        return (
            f"<ModelComparison: {len(self.moved):,} of {len(self.compared):,} figures moved in "
            f"{len(self.scenarios)} scenarios; variables: {len(self.added_variables)} added, "
            f"{len(self.removed_variables)} removed>"
        )

    def _repr_html_(self) -> str:
        """Return the figures that moved as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each figure that moved, the largest move first.

        Columns scenario, indicator, year, old, new, difference [unit of the indicator], share and size
        [fraction].
        """
        import pandas as pd

        names = ("scenario", "indicator", "year", "old", "new", "difference", "share", "size")
        rows = [tuple(getattr(one, name) for name in names) for one in self.moved]
        return pd.DataFrame(rows, columns=list(names))


def _differs(one: Moved) -> bool:
    if math.isfinite(one.old) and math.isfinite(one.new):
        return not math.isclose(one.old, one.new, rel_tol=SAME, abs_tol=NOTHING * one.scale)
    return math.isnan(one.old) != math.isnan(one.new)


def _changes(old: Mapping[str, Value], new: Mapping[str, Value]) -> Iterator[Change[Value]]:
    """Yield what differs, what both have first; names are compared as Vensim compares them."""
    before, after = ({fold(name): name for name in each} for each in (old, new))
    for key, name in after.items():
        if key in before and old[before[key]] != new[name]:
            yield Change(name, old[before[key]], new[name])
    yield from (Change(name, None, new[name]) for key, name in after.items() if key not in before)
    yield from (Change(name, old[name], None) for key, name in before.items() if key not in after)


def _relative(one: Change[float]) -> float:
    assert one.old is not None
    assert one.new is not None
    return abs(one.new - one.old) / max(abs(one.old), abs(one.new))
