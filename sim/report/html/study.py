"""What a page of scenarios holds: kernel and draws, levers, indicators, targets, and where they are from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.evaluation.known import last_known
from sim.arrays import Array
from sim.engine.web_kernel import WebKernel, web_kernel
from sim.names import fold
from sim.outcomes.indicators import IndicatorTable, indicators
from sim.registry.load import Registry
from sim.report import style
from sim.report.html.indicators import indicator_records
from sim.report.html.levers import Texts, both, lever_groups
from sim.report.html.official import official_classes
from sim.report.html.origin import model_line, origin_lines
from sim.report.html.questions import question_records
from sim.report.words.punctuation import listed
from sim.run.single import YEAR, recorded, simulate
from sim.sampling.request import SEED
from sim.sampling.sampler import Draws, draw
from sim.sampling.uncertain import is_uncertain
from sim.scenario.load import Scenario
from sim.scenario.workspace import Workspace
from sim.units import LANGUAGES, Language

_GOOD_SIDE = "rgba(0, 103, 79, 0.10)"  # `style.MET`, so thin that lines show through
MEMBERS = 256  # of a file to mail: what is shown differs from 1,000 by chance of about 3 points at most


@dataclass(frozen=True, eq=False)
class Study:
    """Content of a page.

    Parameters
    ----------
    facts : all that the page's script reads, as JSON has it
    module : the kernel
    drawn : (input, member) values of the inputs that members differ in, the model's own value first
    """

    facts: dict[str, Any]
    module: bytes
    drawn: Array


def scenario_study(scenarios: Sequence[Scenario], workspace: Workspace, members: int = MEMBERS) -> Study:
    """Return the page of some scenarios of one home.

    Parameters
    ----------
    members : draws of the forecast that it holds, by which the page computes probabilities and bands

    Raises
    ------
    SimError: a scenario whose run becomes non-finite; a model that a page cannot hold.
    """
    model, registry = workspace.model, workspace.registry
    levels, flows = recorded(registry.indicators.values())
    draws = draw(workspace, members, SEED) if is_uncertain(registry) else None
    kernel = web_kernel(model, _inputs(workspace, draws), levels, flows, YEAR)
    places = {key: place for place, key in enumerate(kernel.inputs)}
    first = indicators(simulate(scenarios[0], workspace))
    rows = [fold(key) for key in kernel.rows]
    levels_at = {key: place for place, key in enumerate(rows[: kernel.outputs])}
    sums_at = {key: place for place, key in enumerate(rows) if place >= kernel.outputs}
    columns, drawn = drawn_inputs(kernel)
    evaluated, official = official_classes(workspace)
    facts = {
        "kind": "plan",
        "title": _title(registry),
        "model": model.hash,
        "colours": chart_colours(),
        "kernel": kernel_facts(kernel),
        "values": shared_inputs(kernel),
        "drawn": columns,
        "members": drawn.shape[1],
        "first": int(first.years[0]),
        "horizons": list(registry.plan.horizons),
        "milestones": _milestones(registry.plan.horizons),
        "base": registry.plan.base_year,
        "known": last_known(registry.observed, workspace),
        "scenarios": [_scenario(each, places) for each in scenarios],
        "groups": lever_groups(workspace, scenarios, places),
        "questions": question_records(scenarios, workspace),
        "sections": {name: both(f"section.{name}") for name in ("table1", "text", "vision", "model")},
        "indicators": indicator_records(first, registry.observations, levels_at, sums_at, official),
        "evaluated": evaluated,
        "missing": {language: _missing(first, language) for language in LANGUAGES},
        "headline": [key for key in registry.zone.headline if first.rows[key].series is not None],
        "charts": [key for key in registry.zone.headline if first.rows[key].series is not None][:4],
        "origin": {language: _origin(workspace, draws, language) for language in LANGUAGES},
    }
    return Study(facts, kernel.module, drawn)


def _milestones(horizons: Sequence[int]) -> list[int]:
    """Return the horizons of a plan, and the years between them in which a five-year plan ends."""
    return [year for year in range(horizons[0], horizons[-1] + 1) if year in horizons or year % 5 == 0]


def _missing(table: IndicatorTable, language: Language) -> str:
    """Return the names of the indicators that the model does not compute."""
    return listed((row.entry.name.text(language) for row in table if row.series is None), language)


def _inputs(workspace: Workspace, draws: Draws | None) -> dict[str, float | Array]:
    """Return the draws behind the model's own values, and every lever by year, held in none."""
    model, own = workspace.model, workspace.model.constants
    slots = (slot for elements in workspace.slots.values() for slot in elements.values())
    held = (key for slot in slots for key in slot.held_years)
    drawn = draws.as_inputs() if draws else {}
    columns = {key: np.concatenate(([own[key]], values)) for key, values in drawn.items()}
    return {**{key: model.default_of(key) for key in held}, **columns}


def chart_colours() -> dict[str, str]:
    """Return the colours of charts, those of all other charts of the house."""
    return {
        "line": style.SCENARIO,
        "outer": style.OUTER_BAND,
        "inner": style.INNER_BAND,
        **{f"pin-{number}": style.SCENARIOS[number] for number in range(1, len(style.SCENARIOS))},
        "target": style.TARGET,
        "vision": style.VISION,
        "observed": style.OBSERVED,
        "good": _GOOD_SIDE,
        "grid": style.GRID,
        "muted": style.MUTED,
        "paper": style.PAPER,
    }


def kernel_facts(kernel: WebKernel) -> dict[str, Any]:
    """Return what a page must know to run a kernel."""
    clock = kernel.clock
    return {
        "inputs": len(kernel.inputs),
        "rows": len(kernel.rows),
        "saves": clock.saves,
        "every": clock.every,
        "start": clock.start,
        "step": clock.step,
        "steps": clock.steps,
        "room": kernel.room,
        "series": [each.tolist() for each in kernel.series],
        "kept": list(kernel.kept),
        "times": list(kernel.times),
    }


def shared_inputs(kernel: WebKernel) -> list[float]:
    """Return the value of each input for all members, the model's own where members differ."""
    return [value if isinstance(value, float) else float(value[0]) for value in kernel.inputs.values()]


def drawn_inputs(kernel: WebKernel) -> tuple[list[int], Array]:
    """Return the places of the inputs that members differ in, and their values (input, member)."""
    found = [(place, one) for place, one in enumerate(kernel.inputs.values()) if not isinstance(one, float)]
    values = np.array([one for _, one in found]) if found else np.empty((0, 1))
    return [place for place, _ in found], values


def _scenario(scenario: Scenario, places: Mapping[str, int]) -> dict[str, Any]:
    values = {places[key]: float(value) for key, value in scenario.constants.items() if key in places}
    return {
        "name": scenario.name,
        "hash": scenario.hash,
        "title": scenario.title.model_dump(),
        "about": scenario.about.model_dump(),
        "values": sorted(values.items()),
    }


def _title(registry: Registry) -> Texts:
    zone = registry.zone.name
    return {"zh": f"{zone.zh}情景推演", "en": f"{zone.en}: scenarios"}


def _origin(workspace: Workspace, draws: Draws | None, language: Language) -> list[str]:
    if draws is None:
        nothing = "没有要抽样的参数。" if language == "zh" else "No parameter is drawn."
        return [model_line(workspace.model.hash, language), nothing]
    return list(origin_lines(draws.facts, draws.members, draws.seed, workspace, language))
