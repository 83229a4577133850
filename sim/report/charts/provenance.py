"""Provenance of the figures of a chart or a deck."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.outcomes.indicators import IndicatorTable
from sim.registry.indicators import Indicator
from sim.report.charts.result import IndicatorResult
from sim.report.words.draws import drawn_from
from sim.report.words.figures import base_range
from sim.report.words.glossary import word
from sim.report.words.numbers import print_count
from sim.report.words.plans import plan_line
from sim.report.words.punctuation import clauses
from sim.report.words.scenarios import changes, short_hash
from sim.units import Language

if TYPE_CHECKING:  # it imports SciPy, which a single run does not need
    from sim.ensembles.result import Ensemble


def scenario_title(table: IndicatorTable, language: Language) -> str:
    """Return the scenario's title, on one line."""
    return " ".join(table.title.text(language).split())


def origin(table: IndicatorTable, ensemble: Ensemble | None, language: Language) -> str:
    """Return the model, scenario and draws that the figures result from."""
    return clauses(_origin(table, ensemble, language), language)


def _origin(table: IndicatorTable, ensemble: Ensemble | None, language: Language) -> Iterator[str]:
    shown, changed = short_hash(table.model_hash), changes(table.options, language)
    if language == "zh":
        yield f"TEDA 情景模拟器，模型 {shown}"
        yield f"情景 {table.scenario}{changed}"
    else:
        yield f"TEDA scenario simulator, model {shown}"
        yield f"scenario {table.scenario}{changed}"
    yield plan_line(table.registry.other_plan, language)
    if ensemble is not None:
        yield _draws(ensemble, language)


def _draws(ensemble: Ensemble, language: Language) -> str:
    members, seed = ensemble.manifest["members"], ensemble.manifest["seed"]
    failed, source = len(ensemble.failures), drawn_from(ensemble.manifest, language)
    if language == "zh":
        left_out = f"，其中 {print_count(failed)} 次超出数值范围，不计" if failed else ""
        return f"不确定性：{source}，{print_count(members)} 次抽样，种子 {seed}{left_out}"
    left_out = f", {print_count(failed)} of which became non-finite and are not counted" if failed else ""
    return f"uncertainty: {source}, {print_count(members)} draws, seed {seed}{left_out}"


def stated(shown: IndicatorResult, language: Language) -> str:
    """Return the sources of base, targets and observations, "" where there are none."""
    parts = (_of_plan(shown, language), _of_estimate(shown, language), _of_observations(shown, language))
    return clauses(parts, language)


def _of_plan(shown: IndicatorResult, language: Language) -> str:
    planned, base = shown.row.planned, shown.row.stated_base
    is_stated = base is not None and base.value is not None
    if not (is_stated or planned.values) or not shown.sources:
        return ""
    if language == "en":
        what = "Base and targets" if is_stated else "Targets"
        return f"{what}: {', '.join(shown.sources)} (model/sources.yaml)"
    section = f"（{planned.section}）" if planned.section else ""
    what = "基数与目标" if is_stated else "目标"
    return f"{what}：{'、'.join(f'《{title}》' for title in shown.sources.values())}{section}"


def _of_estimate(shown: IndicatorResult, language: Language) -> str:
    """Return the note on an estimated base: its range, grade and reason."""
    estimate = shown.row.base.estimate if shown.row.base else None
    if estimate is None:
        return ""
    reason = estimate.reason.text(language).rstrip("。.")
    what, within = word("estimated", language), base_range(shown.row, language)
    if language == "zh":
        return f"{what}（{estimate.grade} 级，{within}）：{reason}"
    return f"{what} (grade {estimate.grade}, {within}): {reason}"


def _of_observations(shown: IndicatorResult, language: Language) -> str:
    """Return the ids of the sources, because titles vary in length and are in one language only."""
    ids = ", ".join(dict.fromkeys(each.source for each in shown.observed))
    if not ids:
        return ""
    return f"观测值：{ids}（model/sources.yaml）" if language == "zh" else f"observed: {ids}"


def price_note(entry: Indicator, language: Language) -> str:
    """Return the price basis of the figures, "" where the unit states it or it does not apply."""
    return "" if "年价" in entry.unit.zh else word(f"prices.{entry.price_basis}", language)
