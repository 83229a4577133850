"""Where the figures of a page are from: model, forecast, members, and a plan that is not the home's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sim.report.words.draws import drawn_from
from sim.report.words.numbers import print_count
from sim.report.words.plans import plan_line
from sim.scenario.workspace import Workspace
from sim.units import Language


def model_line(model_hash: str, language: Language) -> str:
    """Return the line that names the model by its hash."""
    return f"模型 SHA-256：{model_hash}" if language == "zh" else f"Model, SHA-256: {model_hash}"


def origin_lines(
    draws: Mapping[str, Any], members: int, seed: int, workspace: Workspace, language: Language
) -> Iterator[str]:
    """Yield what determines the figures of an ensemble, a line each.

    Parameters
    ----------
    draws : everything that determines its draws, as in the manifest of an ensemble
    """
    yield model_line(workspace.model.hash, language)
    source, count = drawn_from(draws, language), print_count(members)
    if "forecast" in draws:
        forecast = draws["forecast"]["sha256"]
        yield f"预测 SHA-256：{forecast}" if language == "zh" else f"Forecast, SHA-256: {forecast}"
    if language == "zh":
        yield f"成员：{source}的前 {count} 个，种子 {seed}。"
    else:
        yield f"Members: the first {count} of {source}, seed {seed}."
    if workspace.registry.other_plan:
        yield plan_line(workspace.registry.other_plan, language)
