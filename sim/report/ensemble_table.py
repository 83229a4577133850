"""What an ensemble says of each target, as text."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from typing import Any

from sim.analysis.ensemble import Ensemble
from sim.registry.load import Registry, load_registry
from sim.report.draw_words import draw_notes
from sim.report.layout import Column, layout
from sim.report.words import NO_FIGURE, print_figure, print_target, word
from sim.units import Language

NAME_WIDTH = 34
_HEADINGS: dict[Language, tuple[str, str, str, str]] = {
    "zh": ("年份", "中位数", "5%–95%", "达标概率"),
    "en": ("Year", "Median", "5%–95%", "P(met)"),
}


def ensemble_table(ensemble: Ensemble, language: Language, home: str | os.PathLike[str] | None = None) -> str:
    """Return a row for each target: median, range and the share of members that meet it."""
    registry = load_registry(home)
    year, middle, spread, share = _HEADINGS[language]
    columns = [
        Column(word("indicator", language), is_figure=False, limit=NAME_WIDTH),
        Column(word("unit", language), is_figure=False, limit=13),
        Column(year),
        Column(word("target", language)),
        Column(middle),
        Column(spread),
        Column(share),
    ]
    rows = [_row(target, registry, language) for target in ensemble.targets.to_dict("records")]
    return f"{_title(ensemble, language)}\n\n{layout(columns, rows)}\n{_footer(ensemble, language)}\n"


def _row(target: dict[Any, Any], registry: Registry, language: Language) -> Sequence[str]:
    entry = registry.indicators[target["indicator"]]
    low, middle, high = (print_figure(target[level], entry.decimals) for level in ("p05", "p50", "p95"))
    return [
        entry.name.text(language),
        entry.unit.text(language),
        str(target["year"]),
        print_target(target["target"]),
        middle,
        f"{low}–{high}",
        NO_FIGURE if math.isnan(target["met"]) else print_figure(100 * target["met"], 1) + "%",
    ]


def _title(ensemble: Ensemble, language: Language) -> str:
    facts = ensemble.manifest
    title = facts["title"][language]
    if language == "zh":
        return f"情景 {facts['scenario']}：{title}，{facts['members']:,} 个成员，种子 {facts['seed']}"
    return f"Scenario {facts['scenario']}: {title}, {facts['members']:,} members, seed {facts['seed']}"


def _footer(ensemble: Ensemble, language: Language) -> str:
    facts = ensemble.manifest
    model, failed = facts["model_hash"][:12], facts["failed"]
    notes = "".join(f"{note}\n" for note in draw_notes(facts, language))
    if language == "zh":
        broken = f"有 {failed:,} 个成员算出非有限的数，不计在内。\n" if failed else ""
        return f"{broken}{notes}情景设定的指标不评概率。\n模型：{model}  结果：{ensemble.folder}"
    broken = f"{failed:,} members turned non-finite and are left out.\n" if failed else ""
    return f"{broken}{notes}What the scenario sets is not judged.\nModel: {model}  Results: {ensemble.folder}"
