"""What two models are compared by: results of their scenarios, and the content of model and registry."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sim.bilingual_names import comment_names
from sim.engine.model import Variable
from sim.errors import Faults
from sim.names import fold, split_element
from sim.outcomes.chances import chances_of
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.registry.distributions import Distribution
from sim.registry.indicators import Indicator
from sim.registry.parameters import Account, Choice, Fixed, Parameter, Yearly
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.run.single import prepare, simulate
from sim.sampling.forecast import shipped_hash
from sim.scenario.load import Scenario, list_scenarios
from sim.scenario.workspace import Workspace

INTERVAL = 5  # years between the figures compared
DIGITS = 8  # of a figure: more than any table prints, fewer than two machines may differ in
_HASH = 12  # characters of the digest of an equation

Figure = tuple[str, str, int]  # scenario, indicator, year


@dataclass(frozen=True)
class Definition:
    """How an indicator is defined.

    Parameters
    ----------
    name, unit : in both languages
    measure, price_basis : figures of another measure or basis are not compared
    decimals : with which it is printed
    """

    name: Bilingual
    unit: Bilingual
    measure: str
    price_basis: str
    decimals: int

    @property
    def text(self) -> str:
        """Return what makes its figures comparable, as one text."""
        return f"{self.unit.en}, {self.measure}, {self.price_basis}"


@dataclass(frozen=True)
class ModelResults:
    """Results of all scenarios on a model, and what the model and its registry hold.

    Parameters
    ----------
    place : file or folder they are of
    model_hash : SHA-256 of the model's text
    titles : of the scenarios, by name
    indicators : how each modelled indicator is defined, by id
    figures : by scenario, indicator and year; the figure that a target of the year is held against, of the
        base year the figure itself [unit of the indicator], NaN where there is none
    chances : probability that a target is met, 0 to 1, by scenario, indicator and year; none without a
        forecast
    settings : constants that the scenarios set, by scenario and constant [unit of the constant]
    variables : digest of its equations, by name; "" for a constant, whose value is compared
    constants : value of each, by element key [unit of the constant]
    levers : limits of each [unit of the lever]
    ranges : distribution of each parameter, as a text
    labels : what variables and levers are called, by folded name, where that is known
    """

    place: str
    model_hash: str
    titles: Mapping[str, Bilingual]
    indicators: Mapping[str, Definition]
    figures: Mapping[Figure, float]
    chances: Mapping[Figure, float]
    settings: Mapping[tuple[str, str], float]
    variables: Mapping[str, str]
    constants: Mapping[str, float]
    levers: Mapping[str, str]
    ranges: Mapping[str, str]
    labels: Mapping[str, Bilingual] = field(default_factory=dict)

    @property
    def years(self) -> tuple[int, ...]:
        """Return the years with figures."""
        return tuple(sorted({year for _, _, year in self.figures}))


def results_of(workspace: Workspace, place: str, progress: Progress | None = None) -> ModelResults:
    """Run all scenarios of a home on its model.

    Parameters
    ----------
    place : file or folder, as it was given
    progress : called with the number of scenarios done and of all

    Raises
    ------
    SimError: the faults of all scenarios; a run became non-finite.
    """
    model, registry = workspace.model, workspace.registry
    shipped = list_scenarios(workspace.home.folder)
    with Faults() as faults:
        scenarios = [faults.take(prepare, each.name, (), workspace) for each in shipped]
    figures: dict[Figure, float] = {}
    chances: dict[Figure, float] = {}
    for done, scenario in enumerate(scenarios):
        if progress:
            progress(done, len(scenarios))
        figures |= _figures(indicators(simulate(scenario, workspace)))
        chances |= _chances(scenario, workspace)
    return ModelResults(
        place,
        model.hash,
        {one.name: one.title for one in shipped},
        {key: _definition(one) for key, one in registry.indicators.items() if one.is_modelled},
        figures,
        chances,
        {(one.name, key): short(value) for one in scenarios for key, value in one.constants.items()},
        {name: _digest(one) for name, one in model.variables.items()},
        {key: short(value) for key, value in model.constants.items()},
        {key: f"{one.minimum:g}–{one.maximum:g}" for key, one in registry.levers.items()},
        {key: range_text(one) for key, one in registry.parameters.items()},
        dict(_labels(workspace)),
    )


def short(value: float) -> float:
    """Return a number with the digits that are compared and kept."""
    return float(f"{value:.{DIGITS}g}") + 0.0 if math.isfinite(value) else value


def range_text(parameter: Parameter) -> str:
    """Return the distribution of a parameter as one text, in the words of the registry's files."""
    one = parameter.distribution
    match one:
        case None:
            return ""
        case Fixed():
            return f"fixed ({one.by})"
        case Account():
            return f"account of {one.of}"
        case Yearly():
            return f"yearly {one.deviation:g}, persistence {one.persistence:g}, common {one.common:g}"
        case Choice():
            pairs = zip(one.values, one.weights, strict=True)
            return f"choice {', '.join(f'{value:g}: {weight:g}' for value, weight in pairs)}"
    return _spread_text(one)


def _spread_text(spread: Distribution) -> str:
    shape = "".join(f", {name} {value:g}" for name, value in spread.shape.items())
    moved = "" if spread.kind in spread.own_kinds else f", loc {spread.loc:g}, scale {spread.scale:g}"
    mode = "" if spread.mode is None else f", mode {spread.mode:g}"
    return f"{spread.kind} {spread.low:g}–{spread.high:g}{mode}{shape}{moved}"


def _definition(entry: Indicator) -> Definition:
    return Definition(entry.name, entry.unit, entry.measure, entry.price_basis, entry.decimals)


def _figures(table: IndicatorTable) -> Iterator[tuple[Figure, float]]:
    """Yield the figures of the base year and of every fifth year after it."""
    for row in table:
        if row.series is not None:
            base = row.plan.base_year
            for year in range(base, int(table.years[-1]) + 1, INTERVAL):
                found = row.value(year) if year == base else row.figure(year)
                assert found is not None
                yield (table.scenario, row.id, year), short(float(found[0]))


def _chances(scenario: Scenario, workspace: Workspace) -> Iterator[tuple[Figure, float]]:
    """Yield the probabilities of the forecast; none where the model has none, or one of another model."""
    found = chances_of(scenario, workspace) if shipped_hash(workspace) else None
    if found is not None:
        for (indicator, year), share in found.shares.items():
            yield (scenario.name, indicator, year), share


def _digest(variable: Variable) -> str:
    """Return a digest of the equations, in which blanks and line breaks do not count."""
    if variable.kind == "constant":
        return ""
    text = "".join(variable.equation.split())
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH]


def _labels(workspace: Workspace) -> Iterator[tuple[str, Bilingual]]:
    """Yield what variables, then parameters and levers are called, the registry's word being the last."""
    for name, variable in workspace.model.variables.items():
        called = comment_names(variable.comment)
        if called:
            yield fold(name), Bilingual(zh=called[0], en=name)
    registry = workspace.registry
    entries = {key: one.name for key, one in registry.parameters.items()}
    for key, called_so in {**entries, **{key: one.name for key, one in registry.levers.items()}}.items():
        yield fold(key), called_so
        name, element = split_element(key)
        if not element:
            yield fold(name), called_so
