"""Classes of targets by the method of the national evaluation, at the end of the last year that is known."""

from __future__ import annotations

from sim.analysis.evaluation.evaluate import evaluate
from sim.analysis.evaluation.known import year_of
from sim.errors import SimError
from sim.report.html.levers import Texts
from sim.report.words.evaluation import PACE
from sim.scenario.workspace import Workspace
from sim.units import LANGUAGES


def official_classes(workspace: Workspace) -> tuple[int | None, dict[str, Texts]]:
    """Return the year of the evaluation, and the class of each target that can be evaluated.

    A home whose plan cannot be evaluated, for want of figures or of a forecast, has none.
    """
    try:
        year = year_of(None, workspace.registry.observed, workspace)
        found = evaluate(year, home=workspace.home)
    except SimError:
        return None, {}
    return year, {
        one.target.indicator: {language: PACE[one.pace][language] for language in LANGUAGES} for one in found
    }
