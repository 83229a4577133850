"""Provenance of the figures of a chart or a deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.outcomes.indicators import IndicatorRow, IndicatorTable
from sim.registry.indicators import Indicator
from sim.report.charts.result import IndicatorResult
from sim.report.words.draws import drawn_from
from sim.report.words.figures import base_range
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import print_between, print_count
from sim.report.words.plans import plan_line
from sim.report.words.print_units import print_unit
from sim.report.words.punctuation import COLON, clauses, listed
from sim.report.words.scenarios import model_line
from sim.report.words.scenarios import scenario_line as scenario_record
from sim.report.words.sources import titled
from sim.units import Language

if TYPE_CHECKING:  # it imports SciPy, which a single run does not need
    from sim.ensembles.result import Ensemble


def scenario_title(table: IndicatorTable, language: Language) -> str:
    """Return the scenario's title, on one line."""
    return " ".join(table.title.text(language).split())


def page_notes(shown: IndicatorResult, language: Language) -> list[str]:
    """Return the notes at the foot of a page: what made the figures, and where others were published."""
    return [note for note in (origin(shown.table, shown.ensemble, language), stated(shown, language)) if note]


def origin(table: IndicatorTable, ensemble: Ensemble | None, language: Language) -> str:
    """Return the simulator, the changes to the scenario and the draws, in the words of a page."""
    what = {"zh": "推演：TEDA 情景模拟器", "en": "Simulated by the TEDA scenario simulator"}[language]
    draws = "" if ensemble is None else _draws(ensemble, language)
    return clauses(
        (what, _changed(table, language), plan_line(table.registry.other_plan, language), draws), language
    )


def _changed(table: IndicatorTable, language: Language) -> str:
    """Return the settings that differ from the scenario's own, by the names of their levers."""
    if not table.options:
        return ""
    listed_ones, others = [], 0
    for option in table.options:
        key, _, value = option.partition("=")
        lever = table.registry.levers.get(key)
        if lever is None:
            others += 1
        else:
            listed_ones.append(f"{lever.name.text(language)} {value}")
    if others:
        more = {
            "zh": f"模型参数 {others} 个",
            "en": f"{others} constant{'s' if others > 1 else ''} of the model",
        }
        listed_ones.append(more[language])
    return {"zh": "在情景上改动：", "en": "changed in the scenario: "}[language] + listed(
        listed_ones, language
    )


def _draws(ensemble: Ensemble, language: Language) -> str:
    members, failed = ensemble.manifest["members"], ensemble.failure_table.num_rows
    source = drawn_from(ensemble.manifest, language)
    if language == "zh":
        left_out = f"，其中 {print_count(failed)} 次超出数值范围，不计" if failed else ""
        return f"不确定性：{source}，{print_count(members)} 次抽样{left_out}"
    left_out = f", {print_count(failed)} of which became non-finite and are not counted" if failed else ""
    return f"uncertainty: {source}, {print_count(members)} draws{left_out}"


def record_line(shown: IndicatorResult, language: Language) -> str:
    """Return what is needed to make the figures again, for notes and properties of files."""
    table, ensemble = shown.table, shown.ensemble
    parts = [
        model_line(table.model_hash, language),
        scenario_record(table.scenario, scenario_title(table, language), table.options, language),
    ]
    if ensemble is not None:
        seed = f"{word('seed', language)} {ensemble.manifest['seed']}"
        parts += [_draws(ensemble, language), seed]
    observed = ", ".join(dict.fromkeys(each.source for each in shown.observed))
    ids = ", ".join(part for part in (", ".join(shown.sources), observed) if part)
    if ids:
        parts.append(f"{heading('source', language)}{COLON[language]}{ids}")
    return clauses(parts, language)


def stated(shown: IndicatorResult, language: Language) -> str:
    """Return the sources of base, targets and observations, "" where there are none."""
    parts = (_of_plan(shown, language), _of_observations(shown, language), _of_estimate(shown, language))
    found = clauses(parts, language)
    return found[:1].upper() + found[1:]


def _of_plan(shown: IndicatorResult, language: Language) -> str:
    planned, base = shown.row.planned, shown.row.stated_base
    is_stated = base is not None and base.value is not None
    if not (is_stated or planned.values) or not shown.sources:
        return ""
    if language == "en":
        what = "Base and targets" if is_stated else "Targets"
        return f"{what}: {shown.row.plan.title.en}"
    section = f"（{planned.section}）" if planned.section else ""
    what = "基数与目标" if is_stated else "目标"
    return f"{what}：{'、'.join(map(titled, shown.sources.values()))}{section}"


def _of_estimate(shown: IndicatorResult, language: Language) -> str:
    """Return the note on an estimated base: its range, grade and reason."""
    estimate = shown.row.base.estimate if shown.row.base else None
    if estimate is None:
        return ""
    reason = estimate.reason.text(language).rstrip("。.")
    what, within = word("estimated", language), _range(shown.row, language)
    if language == "zh":
        return f"{what}（{estimate.grade} 级，{within}）：{reason}"
    return f"{what} (grade {estimate.grade}, {within}): {reason}"


def _range(row: IndicatorRow, language: Language) -> str:
    """Return the range of an estimated base in the unit that is printed; a reduction's is of its level."""
    estimate = row.base.estimate if row.base else None
    if estimate is None or estimate.level:
        return base_range(row, language)
    unit = print_unit(row.entry, language)
    return unit.amount(print_between(unit.stated(estimate.low), unit.stated(estimate.high), language))


def _of_observations(shown: IndicatorResult, language: Language) -> str:
    """Return the titles of the sources; in English their years, because titles are in Chinese."""
    if not shown.observed:
        return ""
    if language == "zh":
        sources = shown.table.registry.sources
        titles = dict.fromkeys(
            titled(sources[each.source].title) for each in shown.observed if each.source in sources
        )
        return f"观测值：{'、'.join(titles)}" if titles else ""
    years = listed(dict.fromkeys(str(each.year) for each in shown.observed), language)
    return f"observed: published figures of {years}"


def price_note(entry: Indicator, language: Language) -> str:
    """Return the price basis of the figures, "" where the unit states it or it does not apply."""
    return "" if "年价" in entry.unit.zh else word(f"prices.{entry.price_basis}", language)
