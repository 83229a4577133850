"""Public way to a page in one file, of scenarios or of any model."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import Any, cast

from sim import arguments
from sim.engine.model import cached_model
from sim.errors import Fault, Faults, fail
from sim.report.html.model_study import model_study
from sim.report.html.page import page_bytes
from sim.report.html.study import scenario_study
from sim.scenario.load import AnyScenario, Scenario, find_scenario, workspace_for
from sim.units import Language

SUFFIXES = (".html", ".htm")
MODELS = (".mdl", ".xmile", ".stmx", ".itmx")


def _sources(given: object, place: str) -> tuple[Any, ...]:
    """Return scenarios or a model, given one by one or as a single one."""
    return (given,) if isinstance(given, Scenario) else arguments.several(given, place)


@arguments.reading(source=_sources)
def build_html(
    source: AnyScenario | Sequence[AnyScenario],
    home: str | os.PathLike[str] | None = None,
    language: Language = "zh",
) -> bytes:
    """Return a page in one file that runs the model by itself, without a network.

    Of scenarios: sliders for all levers, charts with the bands of 256 members, the plan's targets with their
    probabilities. Of a model file: sliders for its constants, charts of its variables. Figures are those of
    `run_scenario` and `Model.simulate` to the last bit. Equal inputs give equal bytes.

    Parameters
    ----------
    source : one or several scenarios, each a name, a path or a loaded one; the first is shown first. Or the
        path of a model file (.mdl, .xmile, .stmx, .itmx)
    home : folder with ``model/`` and ``scenarios/``; by default a loaded scenario's, else that of
        ``TEDA_HOME`` or the project's
    language : in which the page opens, ``zh`` or ``en``; a button in it switches

    Returns
    -------
    bytes : content of an .html file

    Raises
    ------
    SimError: an invalid scenario or model, no scenario, a model that a page cannot hold.

    Examples
    --------
    >>> page = sim.build_html(["plan", "trend"], language="en")
    >>> (folder / "plan.html").write_bytes(page) == len(page)
    True
    """
    names = cast("tuple[AnyScenario, ...]", source)
    if len(names) == 1 and is_model(names[0]):
        place = os.fspath(cast("str", names[0]))
        return page_bytes(model_study(cached_model(place), place), language)
    if not names:
        raise fail("too-few", "至少要有一个情景。", "at least one scenario is needed.", "source")
    workspace = workspace_for(names, home)
    with Faults() as faults:
        scenarios = [faults.take(find_scenario, name, workspace) for name in names]
        faults += _twice(scenarios)
    return page_bytes(scenario_study(scenarios, workspace), language)


def is_model(source: object) -> bool:
    """Return whether this is the path of a model file, and no scenario."""
    return isinstance(source, str | os.PathLike) and os.fspath(source).lower().endswith(MODELS)


def _twice(scenarios: Sequence[Scenario | None]) -> Iterator[Fault]:
    """Yield the names that several scenarios have, by which the page could not tell them apart."""
    names = [each.name for each in scenarios if each is not None]
    for name in sorted({each for each in names if names.count(each) > 1}):
        zh = f'有两个情景都叫 "{name}"，请去掉其一，或给文件改名。'
        en = f'two scenarios have the name "{name}"; leave one out, or rename its file.'
        yield Fault("duplicate", zh, en, name)
