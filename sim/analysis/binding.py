"""Which constraint binds: output lost to demand, labour, capital, energy and land, by year and industry."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.model import Model
from sim.errors import Fault, SimError, suggestion
from sim.files import display
from sim.names import fold, split_element
from sim.registry.elements import load_elements
from sim.registry.indicators import BASE_YEAR
from sim.registry.schema import Bilingual
from sim.run.model_file import broken
from sim.run.single import YEAR, prepare
from sim.scenario.options import Settings
from sim.scenario.workspace import Workspace, load_workspace

LIMITS = ("demand", "labour", "capital", "energy", "land")
OUTPUT = "gross output"
LEAST = 1e-9  # of the output: below it nothing is lost


@dataclass(frozen=True)
class IndustryBinding:
    """What limits the output of an industry.

    Parameters
    ----------
    element : of the model's subscript
    label : what it is called
    output : (year,)  [亿元 a year, at 2020 prices]
    lost : (limit, year)  what would be made besides if that limit alone were lifted, in the same
        unit and in the order of `LIMITS`; they do not add up
    """

    element: str
    label: Bilingual
    output: Array
    lost: Array

    def binds(self, year: int) -> str | None:
        """Return the limit that takes most in a year, by its place, or None where nothing is lost."""
        worst = int(self.lost[:, year].argmax())
        return LIMITS[worst] if self.lost[worst, year] > LEAST * self.output[year] else None

    def share(self, year: int) -> float:
        """Return what that limit takes as a share of the output of a year, by its place."""
        output = self.output[year]
        return float(self.lost[:, year].max() / output) if output > 0 else 0.0


@dataclass(frozen=True)
class BindingTable:
    """The constraints of a run: a block for each industry, years 2021 and after.

    Parameters
    ----------
    scenario, title, options, model_hash : as in a table of indicators
    years : of the run from 2021 on
    """

    scenario: str
    title: Bilingual
    options: tuple[str, ...]
    model_hash: str
    years: tuple[int, ...]
    industries: tuple[IndustryBinding, ...]


def binding(
    name: str | os.PathLike[str],
    set: Settings | None = None,
    home: str | os.PathLike[str] | None = None,
    until: int | None = None,
) -> BindingTable:
    """Run a scenario and return which constraint binds, by year and industry.

    Raises
    ------
    SimError: bad scenario or settings; a model without the variables; the run left the range of numbers.
    """
    workspace = load_workspace(home)
    variables = _variables(workspace)
    scenario = prepare(name, set or (), workspace)
    run = workspace.model.simulate(
        scenario.constants, outputs=[], integrals=variables, save_every=YEAR, final_time=until
    )
    if run.failures:
        raise SimError([broken(scenario.name, failure) for failure in run.failures])
    shown = np.rint(run.time) > BASE_YEAR
    flows = np.array([run.integral(name)[shown, 0] for name in variables])  # (variable, year, industry)
    labels = load_elements(workspace.home)
    return BindingTable(
        scenario.name,
        scenario.title,
        scenario.options,
        workspace.model.hash,
        tuple(np.rint(run.time[shown]).astype(int).tolist()),
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
    """Return the output and what is lost to each limit, as the model writes them."""
    wanted = [OUTPUT, *(f"output lost to {limit}" for limit in LIMITS)]
    faults = list(_faults(wanted, workspace))
    if faults:
        raise SimError(faults)
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
                f'--binding 需要变量 "{name}[industry]"，模型中没有。{zh}',
                f'--binding needs the variable "{name}[industry]", which the model does not have.{en}',
                place,
            )
        elif len(model.variables[known].dimensions) != 1 or model.variables[known].dimensions != dimensions:
            yield Fault(
                "unsupported",
                f'--binding 需要 "{name}" 与 "{OUTPUT}" 都只按产业分下标。',
                f'--binding needs "{name}" and "{OUTPUT}" by industry, and by nothing else.',
                f"{place}:{model.variables[known].line}",
            )
