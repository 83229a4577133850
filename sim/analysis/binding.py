"""Binding constraints: output lost to demand, labour, capital, energy and land, by year and industry."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.model import Model
from sim.errors import Fault, Faults, SimError, suggestion
from sim.files import display
from sim.names import fold, split_element
from sim.registry.schema import Bilingual
from sim.run.model_file import broken
from sim.run.single import YEAR, prepare
from sim.scenario.changes import Settings
from sim.scenario.workspace import Workspace, load_workspace

LIMITS = ("demand", "labour", "capital", "energy", "land")
OUTPUT = "gross output"
LEAST = 1e-9  # share of the output, below which nothing is lost


@dataclass(frozen=True)
class IndustryBinding:
    """The limits on the output of an industry.

    Parameters
    ----------
    element : element of the model's subscript
    label : its name
    output : (year,) [亿元/year at 2020 prices]
    lost : (limit, year), in the same unit  further output if that limit alone were lifted, in the order of
        `LIMITS`; the limits do not add up
    """

    element: str
    label: Bilingual
    output: Array
    lost: Array

    def binds(self, year: int) -> str | None:
        """Return the limit with the largest loss in a year, given by its place; None without a loss."""
        worst = int(self.lost[:, year].argmax())
        return LIMITS[worst] if self.lost[worst, year] > LEAST * self.output[year] else None

    def share(self, year: int) -> float:
        """Return the share of the output of a year, given by its place, that is lost to this limit."""
        output = self.output[year]
        return float(self.lost[:, year].max() / output) if output > 0 else 0.0


@dataclass(frozen=True)
class BindingTable:
    """The constraints of a run: a block for each industry, years after the base year.

    Parameters
    ----------
    scenario, title, options, model_hash : as in a table of indicators
    years : years of the run after the base year
    near : the plan's first horizon
    industries : one for each element
    """

    scenario: str
    title: Bilingual
    options: tuple[str, ...]
    model_hash: str
    years: tuple[int, ...]
    near: int
    industries: tuple[IndustryBinding, ...]


def binding(
    name: str | os.PathLike[str],
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    until: int | None = None,
) -> BindingTable:
    """Run a scenario and return its binding constraints, by year and industry.

    Parameters
    ----------
    name : name of a shipped scenario, or a file
    set : levers or constants to change
    home : folder of ``model/`` and ``scenarios/``; by default the project's
    until : last year of the run; by default the model's

    Raises
    ------
    SimError: bad scenario or settings; a model without the variables; a run that becomes non-finite.
    """
    workspace = load_workspace(home)
    variables = _variables(workspace)
    scenario = prepare(name, () if set is None else set, workspace)
    run = workspace.model.simulate(
        scenario.constants, outputs=[], integrals=variables, save_every=YEAR, final_time=until
    )
    if run.failures:
        raise SimError([broken(scenario.name, failure) for failure in run.failures])
    shown = np.rint(run.time) > workspace.registry.plan.base_year
    flows = np.array([run.integral(name)[shown, 0] for name in variables])  # (variable, year, industry)
    labels = workspace.registry.elements
    return BindingTable(
        scenario.name,
        scenario.title,
        scenario.options,
        workspace.model.hash,
        tuple(np.rint(run.time[shown]).astype(int).tolist()),
        workspace.registry.plan.horizons[0],
        tuple(
            IndustryBinding(element, labels.get(fold(element), _same(element)), each[0], each[1:])
            for element, each in zip(_elements(workspace.model), np.moveaxis(flows, 2, 0), strict=True)
        ),
    )


def _same(name: str) -> Bilingual:
    return Bilingual(zh=name, en=name)


def _elements(model: Model) -> list[str]:
    keys = model.variables[model.find(OUTPUT) or OUTPUT].elements
    return [split_element(key)[1].strip("[]") for key in keys]


def _variables(workspace: Workspace) -> list[str]:
    """Return the variables of output and of the losses to each limit, as the model writes them."""
    wanted = [OUTPUT, *(f"output lost to {limit}" for limit in LIMITS)]
    Faults(_faults(wanted, workspace)).check()
    return [workspace.model.find(name) or name for name in wanted]


def _faults(wanted: list[str], workspace: Workspace) -> Iterator[Fault]:
    model, place = workspace.model, display(workspace.home.model_file)
    output = model.find(OUTPUT)
    dimensions = model.variables[output].dimensions if output else ()
    for name in wanted:
        known = model.find(name)
        if known is None:
            zh, en = suggestion(name, model.variables)
            yield Fault(
                "unknown-name",
                f'限制产出的因素要由变量 "{name}[industry]" 得出，模型中没有它。{zh}',
                f'the limits on output are computed from "{name}[industry]", which the model does not '
                f"have.{en}",
                place,
            )
        elif len(model.variables[known].dimensions) != 1 or model.variables[known].dimensions != dimensions:
            yield Fault(
                "unsupported",
                f'"{name}" 与 "{OUTPUT}" 应都只按产业分下标，才能得出限制产出的因素。',
                f'"{name}" and "{OUTPUT}" must be by industry alone; otherwise the limits on output are '
                "undefined.",
                f"{place}:{model.variables[known].line}",
            )
