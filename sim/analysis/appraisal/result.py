"""The appraisal of scenarios: movements of items, of groups and of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.analysis.appraisal.movement import Bounds, Spread
from sim.notebook import table_html
from sim.registry.appraisal import AppraisalGroup, AppraisalItem, AppraisalMethod
from sim.registry.schema import Bilingual

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ItemMovement:
    """How a scenario moves an item.

    Parameters
    ----------
    change : relative change of the figure from the reference [fraction], None where it is not modelled
    set_by : lever that alone makes nearly all of the difference, so that the scenario rather than the model
        sets it; None where none does
    """

    key: str
    item: AppraisalItem
    change: Spread | None
    set_by: Bilingual | None = None


@dataclass(frozen=True)
class GroupMovement:
    """How a scenario moves a group.

    Parameters
    ----------
    items : all that are known, the modelled ones first
    modelled : weighted favourable movement of the modelled items, if they carry all the weight of the group;
        None where none is modelled
    whole : that of the group, if what is not modelled carries weight and does not move
    """

    key: str
    group: AppraisalGroup
    items: tuple[ItemMovement, ...]
    modelled: Bounds | None
    whole: Bounds

    @property
    def count_modelled(self) -> int:
        """Return the number of items that are modelled."""
        return sum(one.change is not None for one in self.items)


@dataclass(frozen=True)
class ScenarioAppraisal:
    """The appraisal of a scenario.

    Parameters
    ----------
    total : weighted favourable movement of the whole with the published weights of the groups [fraction], if
        what is not modelled does not move
    """

    scenario: str
    title: Bilingual
    groups: tuple[GroupMovement, ...]
    total: Bounds


@dataclass(frozen=True, repr=False)
class Appraisal:
    """Scenarios appraised against the reference, in a year.

    Parameters
    ----------
    members : number of members counted, of the draws named
    draws : "forecast", or "prior" where the home ships none
    """

    method: AppraisalMethod
    year: int
    reference: str
    scenarios: tuple[ScenarioAppraisal, ...]
    members: int
    seed: int
    draws: str
    model_hash: str

    def __iter__(self) -> Iterator[ScenarioAppraisal]:
        """Yield the scenarios."""
        return iter(self.scenarios)

    def __getitem__(self, scenario: str) -> ScenarioAppraisal:
        """Return the appraisal of a scenario by its name."""
        return next(one for one in self if one.scenario == scenario)

    def __repr__(self) -> str:
        """Return scenarios, year and number of items in one line."""
        groups = self.scenarios[0].groups
        modelled = sum(group.count_modelled for group in groups)
        names = ", ".join(one.scenario for one in self)
        return f"<Appraisal of {names} in {self.year} against {self.reference}: {modelled} items modelled>"

    def _repr_html_(self) -> str:
        """Return the items as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each scenario and item: relative change from the reference [fraction]."""
        import pandas as pd

        return pd.DataFrame(
            {
                "scenario": one.scenario,
                "group": group.key,
                "weight": group.group.weight / 100,
                "item": moved.key,
                "basis": moved.item.basis,
                "indicator": moved.item.indicator,
                "better": moved.item.better,
                "set_by": None if moved.set_by is None else moved.set_by.en,
                "mean": None if moved.change is None else moved.change.mean,
                "p05": None if moved.change is None else moved.change.low,
                "p95": None if moved.change is None else moved.change.high,
            }
            for one in self
            for group in one.groups
            for moved in group.items
        )
