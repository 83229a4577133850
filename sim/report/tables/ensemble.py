"""Report of an ensemble: median, range and probability of each target."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

from sim.ensembles.result import Ensemble
from sim.registry.load import Registry, load_registry
from sim.report.layout import Page
from sim.report.record import Block, Cell, Column, Row, Table, figure_cell, share_cell
from sim.report.words.draws import draw_notes, drawn_from
from sim.report.words.glossary import heading, headings
from sim.report.words.numbers import print_count, print_plain, print_range, print_stated
from sim.report.words.scenarios import model_line, scenario_line
from sim.report.writers import PAGE, plain_text
from sim.units import Language

NAME_WIDTH = 34
_ROUNDING = 1e-9  # of a figure


def ensemble_text(
    ensembles: Iterable[Ensemble],
    language: Language,
    home: str | os.PathLike[str] | None = None,
    page: Page = PAGE,
) -> str:
    """Return a row for each target: median, range and the share of members that meet it."""
    registry = load_registry(home)
    return "\n".join(plain_text(_blocks(each, registry, language), page, language) for each in ensembles)


def _blocks(ensemble: Ensemble, registry: Registry, language: Language) -> Iterator[Block]:
    columns = [
        Column(heading("indicator", language), is_figure=False, limit=NAME_WIDTH, is_key=True),
        Column(heading("unit", language), is_figure=False, limit=13, is_key=True),
        Column(heading("year", language), is_key=True),
        Column(heading("target", language)),
        *map(Column, headings(language, "median", "points", "probability")),
    ]
    rows = [_row(target, registry, language) for target in ensemble.targets.to_dict("records")]
    yield from (_title(ensemble, language), "", Table(columns, rows), "")
    yield from _footer(ensemble, language)


def _row(target: dict[Any, Any], registry: Registry, language: Language) -> Row:
    entry = registry.indicators[target["indicator"]]
    low, middle, high = (figure_cell(target[level], entry.decimals) for level in ("p05", "p50", "p95"))
    return [
        entry.name.text(language),
        entry.unit.text(language),
        target["year"],
        Cell(target["target"], print_stated(target["target"])),
        middle,
        print_range(low.text, high.text),
        share_cell(target["met"], 1),
    ]


def _title(ensemble: Ensemble, language: Language) -> str:
    facts = ensemble.manifest
    scenario = scenario_line(facts["scenario"], facts["title"][language], (), language)
    members, seed, source = print_count(facts["members"]), facts["seed"], drawn_from(facts, language)
    return {
        "zh": f"{scenario}，{members} 个成员，种子 {seed}，抽样自{source}",
        "en": f"{scenario}, {members} members, seed {seed}, from {source}",
    }[language]


def _footer(ensemble: Ensemble, language: Language) -> Iterator[str]:
    facts = ensemble.manifest
    failed, model = facts["failed"], model_line(facts["model_hash"], language)
    if failed:
        yield {
            "zh": f"有 {print_count(failed)} 个成员算出非有限的数，不计在内。",
            "en": f"{print_count(failed)} members became non-finite and are left out.",
        }[language]
    yield from draw_notes(facts, language)
    yield from _bin_note(ensemble, language)
    yield {"zh": "情景设定的指标不评概率。", "en": "Figures set by the scenario are not judged."}[language]
    results = {"zh": "结果：", "en": "Results: "}[language]
    yield f"{model}  {results}{ensemble.folder}"


def _bin_note(ensemble: Ensemble, language: Language) -> Iterator[str]:
    """Yield the note on the error of quantiles that come from counts in bins."""
    worst = _worst_error(ensemble)
    if not worst:
        return
    share = f"{print_plain(100 * worst, 1)}%"
    if language == "zh":
        yield (
            f"分位数来自固定分箱的计数，误差最多为 5%–95% 区间宽度的 {share}"
            "（逐项见 targets.parquet 的 error 列）。"
        )
    else:
        yield (
            "Quantiles come from counts in fixed bins and are off by at most "
            f"{share} of the width from 5% to 95% (column error of targets.parquet)."
        )


def _worst_error(ensemble: Ensemble) -> float:
    """Return the largest error of a quantile as a share of the range from 5% to 95%, 0 where exact.

    A figure that is equal in all members but for rounding has no meaningful range.
    """
    targets = ensemble.targets
    if "error" not in targets:
        return 0.0
    width = targets["p95"] - targets["p05"]
    shares = (targets["error"] / width)[width > _ROUNDING * targets["p50"].abs()]
    return float(shares.max()) if len(shares) else 0.0
