"""The evaluation of a plan, a standing for each target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from sim.analysis.evaluation.gap import CAUSES, Gap
from sim.analysis.evaluation.pace import Pace, Prospect
from sim.notebook import table_html
from sim.outcomes.targets import Target
from sim.registry.indicators import Indicator
from sim.registry.plan import Plan, PlannedTarget
from sim.registry.schema import Bilingual

if TYPE_CHECKING:
    import pandas as pd

PACES: tuple[Pace, ...] = get_args(Pace)
PROSPECTS: tuple[Prospect, ...] = get_args(Prospect)


@dataclass(frozen=True)
class Published:
    """The latest published figure [unit of the indicator], and the id of its source."""

    year: int
    value: float
    source: str


@dataclass(frozen=True)
class Remedy:
    """A lever that would have moved a target that is behind.

    Parameters
    ----------
    lever, name : key and name
    value : end of its range, reached as the plan's ramp would have [unit of the lever]
    effect : on the median at the horizon, in the unit of the indicator
    closes : share of the gap that it closes; above 1 it is more than the gap
    payer : who bears its running cost, None where the home does not say
    """

    lever: str
    name: Bilingual
    unit: str
    value: float
    effect: float
    closes: float
    payer: Bilingual | None


@dataclass(frozen=True)
class Standing:
    """How a target stands at the end of the year of evaluation; figures in the unit of the indicator.

    Parameters
    ----------
    is_table1 : whether it stands in the plan's Table 1
    base : figure of the base year, NaN where there is none
    published : latest figure published by then, None where there is none
    figure : that of the year of evaluation, as published or estimated
    is_published : whether it is published
    band : points of 5% and 95% of the estimate
    progress, passed : share of the way, and of the time, from base year to horizon
    pace : class of the national mid-term evaluation
    probability, prospect : of meeting the target at the horizon, and in words
    gap : parts of the gap at the horizon
    remedies : of a target that is behind, the levers that would have closed most of its gap
    """

    target: Target
    entry: Indicator
    planned: PlannedTarget
    is_table1: bool
    base: float
    published: Published | None
    figure: float
    is_published: bool
    band: tuple[float, float]
    progress: float
    passed: float
    pace: Pace
    probability: float
    prospect: Prospect
    gap: Gap
    remedies: tuple[Remedy, ...] = ()


@dataclass(frozen=True, repr=False)
class Evaluation:
    """A plan evaluated at the end of a year.

    Parameters
    ----------
    scenario, title : with the plan's measures
    year : at whose end
    standings : in the order of the registry
    is_policy_known : whether there is a record of every lever that the plan moves
    """

    scenario: str
    title: Bilingual
    year: int
    plan: Plan
    standings: tuple[Standing, ...]
    members: int
    seed: int
    model_hash: str
    is_policy_known: bool = False

    def __iter__(self) -> Iterator[Standing]:
        """Yield the standings."""
        return iter(self.standings)

    def __repr__(self) -> str:
        """Return plan, year and numbers in one line."""
        published = sum(one.is_published for one in self)
        return (
            f"<Evaluation of {self.scenario} at the end of {self.year}: {len(self.standings)} targets, "
            f"{published} published>"
        )

    def _repr_html_(self) -> str:
        """Return the standings as a table."""
        return table_html(repr(self), self.to_frame())

    def counts(self, *, table1: bool = False) -> Mapping[Pace, int]:
        """Return the number of targets of each class, of all or of the plan's Table 1."""
        found = Counter(one.pace for one in self if one.is_table1 or not table1)
        return {pace: found[pace] for pace in PACES}

    def lagging(self) -> tuple[Standing, ...]:
        """Return the targets that are behind, the least probable first."""
        return tuple(sorted((one for one in self if one.pace == "behind"), key=lambda one: one.probability))

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each target: index its indicator, figures in the indicator's unit, and the gap."""
        import pandas as pd  # takes a second, which only frames need

        rows = [
            {
                "indicator": one.target.indicator,
                "unit": one.entry.unit.zh,
                "base": one.base,
                "target": one.target.value,
                "figure": one.figure,
                "is_published": one.is_published,
                "low": one.band[0],
                "high": one.band[1],
                "progress": one.progress,
                "passed": one.passed,
                "pace": one.pace,
                "probability": one.probability,
                "prospect": one.prospect,
                "gap": one.gap.whole,
                "ambition": one.gap.ambition,
                **{cause: one.gap.causes[cause] for cause in CAUSES},
                "policy_low": one.gap.policy_band[0],
                "policy_high": one.gap.policy_band[1],
                "rest": one.gap.rest,
            }
            for one in self
        ]
        return pd.DataFrame(rows).set_index("indicator")
