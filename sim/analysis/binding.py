"""What limits output: how much more there would be with one limit relaxed, by year and industry."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.energy_limits import ENERGY, TO_CUT, EnergyLimit, energy_limits
from sim.arrays import Array
from sim.engine.model import Model, Run
from sim.errors import Fault, Faults, SimError, suggestion
from sim.files import display
from sim.names import fold, split_element
from sim.registry.schema import Bilingual
from sim.run.model_file import broken
from sim.run.single import YEAR, prepare
from sim.sampling.methods import DRAWN, Drawn
from sim.sampling.request import MEMBERS, SEED
from sim.sampling.sampler import Draws, draw
from sim.sampling.uncertain import is_uncertain
from sim.scenario.changes import Settings
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace, load_workspace

LIMITS = ("demand", "labour", "capital", "energy", "land")
RELIEF = 0.1  # share by which a limit is relaxed
LEAST = 0.005  # share of the output: a limit whose relief adds less does not bind
OUTPUT = "gross output"
WHOLE: Mapping[str, Bilingual] = {
    "services value added": Bilingual(zh="服务业增加值", en="Services value added"),
    "gross industrial output": Bilingual(zh="工业总产值", en="Gross industrial output"),
    "gross domestic product": Bilingual(zh="地区生产总值", en="Gross domestic product"),
}


@dataclass(frozen=True)
class LimitedOutput:
    """The output of an industry or of the whole zone, and what relaxing a limit would add to it.

    Parameters
    ----------
    id : element of the model's subscript, or the variable's name with underscores
    output : (year,) [亿元/year at 2020 prices]  at the model's own values
    gains : (limit, year)  what a tenth more of one limit alone adds, as a share of the output, in the order
        of `LIMITS`; hiring and investment adjust, and the limits do not add up
    medians : (limit, year)  medians of the same over the draws, None where nothing is drawn
    tightest : (limit, year)  share of the draws in which relaxing that limit adds most, and no less than
        `LEAST`; None where nothing is drawn
    """

    id: str
    label: Bilingual
    output: Array
    gains: Array
    medians: Array | None
    tightest: Array | None

    def binds(self, year: int) -> str | None:
        """Return the limit whose relief adds most in a year, given by its place; None if it adds little."""
        worst = int(self.gains[:, year].argmax())
        return LIMITS[worst] if self.gains[worst, year] >= LEAST else None

    def usual(self, year: int) -> tuple[str, float] | None:
        """Return the limit that is the tightest in most draws of a year, and their share."""
        if self.tightest is None or not self.tightest[:, year].any():
            return None
        worst = int(self.tightest[:, year].argmax())
        return LIMITS[worst], float(self.tightest[worst, year])


@dataclass(frozen=True)
class BindingTable:
    """The limits on the output of a scenario, in the years after the base year.

    Parameters
    ----------
    scenario, title, options, model_hash : as in a table of indicators
    facts : everything that determines the draws, None where nothing is drawn
    members : number of draws counted
    years : years of the run after the base year
    near : the plan's first horizon
    industries : one for each element
    whole : services, industry and the whole economy
    energy : which of the limits on energy and carbon binds
    """

    scenario: str
    title: Bilingual
    options: tuple[str, ...]
    model_hash: str
    facts: Mapping[str, object] | None
    members: int
    years: tuple[int, ...]
    near: int
    industries: tuple[LimitedOutput, ...]
    whole: tuple[LimitedOutput, ...]
    energy: tuple[EnergyLimit, ...]

    @property
    def rows(self) -> tuple[LimitedOutput, ...]:
        """Return the industries, then the whole."""
        return (*self.industries, *self.whole)


def binding(
    name: str | os.PathLike[str],
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    until: int | None = None,
    draws: Drawn = "forecast",
) -> BindingTable:
    """Run a scenario with each limit relaxed in turn and return what binds, by year and industry.

    Parameters
    ----------
    name : name of a shipped scenario, or a file
    set : levers or constants to change
    home : folder of ``model/`` and ``scenarios/``; by default the project's
    until : last year of the run; by default the model's
    draws : ``forecast``, or the prior; 1,000 members from seed 7, as for probabilities

    Raises
    ------
    SimError: bad scenario or settings; a model without the variables; a run that becomes non-finite.
    """
    workspace = load_workspace(home)
    Faults(binding_faults(workspace)).check()
    scenario = prepare(name, () if set is None else set, workspace)
    drawn = draw(workspace, MEMBERS, SEED, DRAWN[draws]) if is_uncertain(workspace.registry) else None
    return binding_of(scenario, workspace, drawn, until)


def binding_of(
    scenario: Scenario, workspace: Workspace, draws: Draws | None, until: int | None = None
) -> BindingTable:
    """Return what binds in a scenario, at the model's own values and in every draw; all in one batch.

    Raises
    ------
    SimError: a model without the variables; the run at the model's own values became non-finite.
    """
    Faults(binding_faults(workspace)).check()
    run, sound = _relaxed(scenario, workspace, draws, until)
    shown = np.rint(run.time) > workspace.registry.base_year

    def flows(name: str) -> Array:  # (relief, member, year, *industry), the first relief being none
        found = run.integral(name)[shown][:, _members(sound)]
        return np.moveaxis(found, 0, 1).reshape(1 + len(LIMITS), -1, *found.shape[:1], *found.shape[2:])

    labels, own = workspace.registry.elements, flows(OUTPUT)
    industries = (
        _limited(element, labels.get(fold(element), Bilingual(zh=element, en=element)), own[..., place])
        for place, element in enumerate(_elements(workspace.model))
    )
    return BindingTable(
        scenario.name,
        scenario.title,
        scenario.options,
        workspace.model.hash,
        draws.facts if draws else None,
        int(sound.sum()) - 1,
        tuple(np.rint(run.time[shown]).astype(int).tolist()),
        workspace.registry.plan.horizons[0],
        tuple(industries),
        tuple(_limited(name.replace(" ", "_"), label, flows(name)) for name, label in WHOLE.items()),
        energy_limits({name: flows(name)[0] for name in ENERGY_FLOWS}, workspace.registry),
    )


ENERGY_FLOWS = (*ENERGY, *TO_CUT)


def _relaxed(
    scenario: Scenario, workspace: Workspace, draws: Draws | None, until: int | None
) -> tuple[Run, NDArray[np.bool_]]:
    """Return the run of every member without relief and with each limit relaxed, and which are finite.

    Member 0 of a block has the model's own values, the others are the draws; the first block is without
    relief, the others follow the order of `LIMITS`.
    """
    own, count = workspace.model.constants, 1 + (draws.members if draws else 0)
    inputs: dict[str, Array | float] = dict(scenario.constants)
    for key, values in draws.as_inputs().items() if draws else ():
        if key not in scenario.constants:
            inputs[key] = np.tile(np.concatenate(([own[key]], values)), 1 + len(LIMITS))
    for place, limit in enumerate(LIMITS, start=1):
        relief = np.zeros((1 + len(LIMITS), count))
        relief[place] = RELIEF
        inputs[_relief(limit)] = relief.ravel()
    variables = [OUTPUT, *WHOLE, *ENERGY_FLOWS]
    run = workspace.model.simulate(inputs, outputs=[], integrals=variables, save_every=YEAR, final_time=until)
    failed = {failure.member % count: failure for failure in run.failures}
    if 0 in failed:
        raise SimError([broken(scenario.name, failed[0])])
    sound = np.ones(count, dtype=np.bool_)
    sound[list(failed)] = False
    return run, sound


def _members(sound: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.tile(sound, 1 + len(LIMITS))


def _limited(key: str, label: Bilingual, flows: Array) -> LimitedOutput:
    """Return an output from its annual values, (relief, member, year)."""
    with np.errstate(divide="ignore", invalid="ignore"):
        gains = np.where(flows[0] > 0, flows[1:] / flows[0] - 1, 0.0)  # (limit, member, year)
    drawn = gains[:, 1:]
    if not drawn.shape[1]:
        return LimitedOutput(key, label, flows[0, 0], gains[:, 0], None, None)
    is_tightest = (drawn.argmax(axis=0) == np.arange(len(LIMITS))[:, None, None]) & (drawn >= LEAST)
    return LimitedOutput(
        key, label, flows[0, 0], gains[:, 0], np.median(drawn, axis=1), is_tightest.mean(axis=1)
    )


def _relief(limit: str) -> str:
    return f"relief of {limit}"


def _elements(model: Model) -> list[str]:
    keys = model.variables[model.find(OUTPUT) or OUTPUT].elements
    return [split_element(key)[1].strip("[]") for key in keys]


def binding_faults(workspace: Workspace) -> Iterator[Fault]:
    """Yield the variables that the model lacks, and those with other subscripts."""
    model, place = workspace.model, display(workspace.home.model_file)
    dimensions = {OUTPUT: 1, **dict.fromkeys((*WHOLE, *ENERGY_FLOWS, *map(_relief, LIMITS)), 0)}
    for name, count in dimensions.items():
        known = model.find(name)
        if known is None:
            zh, en = suggestion(name, model.variables)
            yield Fault(
                "unknown-name",
                f'产出受何制约要由变量 "{name}" 得出，模型中没有它。{zh}',
                f'what limits output is computed from "{name}", which the model does not have.{en}',
                place,
            )
        elif len(model.variables[known].dimensions) != count:
            zh, en = (
                ("只按产业分下标", "be by industry alone") if count else ("不分下标", "have no subscript")
            )
            yield Fault(
                "unsupported",
                f'"{name}" 应{zh}，才能得出产出受何制约。',
                f'"{name}" must {en}; otherwise what limits output is undefined.',
                f"{place}:{model.variables[known].line}",
            )
