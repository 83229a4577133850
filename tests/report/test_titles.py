"""A lint of every title and subtitle: all indicators, shipped scenarios, years and languages."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pytest

from sim.ensembles.figures import Summary
from sim.outcomes.indicators import indicators
from sim.outcomes.spread import QUANTILE_COLUMNS
from sim.report.briefing.outline import Outline
from sim.report.briefing.pages import pages_of
from sim.report.briefing.subject import subject_of
from sim.report.charts.content import result_content
from sim.report.charts.effect import effect_sentence, largest_effect
from sim.report.charts.finding import finding
from sim.report.charts.legend import subtitle
from sim.report.charts.provenance import page_notes
from sim.report.charts.result import IndicatorResult
from sim.run.single import ScenarioRun, run_scenario
from sim.scenario.load import list_scenarios
from sim.units import LANGUAGES, Language

YEARS = (2022, 2025, 2030, 2035, 2040)
SPREAD = dict(zip(QUANTILE_COLUMNS, (0.9, 0.97, 1.01, 1.03, 1.2), strict=True))
WRONG: dict[str, str] = {
    "no figure": r"\bnan\b|—|\binf\b|None|无可比数值|no figure",
    "unit of the registry in English": r"× ?\d|100M|\b10k\b|\bm2\b|\bug/",
    "unit twice": r"%%|亿元 ?亿元|万人 ?万人|家 ?家|\bbn bn\b|people people|per 10,000 people per",
    "empty part": r"[，；、：] ?[，；、。]|, ,|; ;|: ,|，$|, $|  |（）|\(\)",
    "word twice": r"(年均|累计|合计|预计|推演|目标|平均)\1|\b(\w+) \2\b",
    "no distance": r"差 0(\.0+)?( |%|$|个|家)|(?<![\d.,])0(\.0+)?%? (short|above|below)",
    "years without a run": r"201\d–",
    "certain": r"概率为 (0|100)%|: (0|100)%$",
    "past to come": r"20(2[0-5]) 年预计|–2025 年[^，]*预计|projected [a-z ]*(2021–)?2025",
    "developer's word": r"\b[0-9a-f]{12}\b|--|\bteda \w+ |\.yaml|\.csv|=",
    "singular": r"(?<![\d.,])1 (firms|companies|institutes|centres|years|people|patents|percentage points)\b",
    "bracket": r"（[^）]*$|\([^)]*$",
}


def all_results(run: ScenarioRun, years: tuple[int, ...] = YEARS) -> Iterator[IndicatorResult]:
    table = indicators(run)
    for row in table:
        if row.series is not None:
            for year in years:
                yield IndicatorResult(table, row, None, {"plan.targets": "规划"}, (), year)


class Drawn:
    """Quantiles around a run and chances of its targets, in place of an ensemble of a thousand runs."""

    about, failure_table = None, pa.table({"member": pa.array([], pa.int64())})
    manifest = {"members": 1000, "seed": 7}  # noqa: RUF012 - read only

    def __init__(self, run: ScenarioRun, chance: float) -> None:
        table = indicators(run)
        levels = [
            {"indicator": row.id, "year": int(year), **{level: figure * by for level, by in SPREAD.items()}}
            for row in table
            if row.series is not None
            for year, figure in zip(row.years, row.series[:, 0].tolist(), strict=True)
        ]
        targets = [
            {
                "indicator": row.id,
                "year": year,
                "met": chance,
                **{level: float(figure[0]) * SPREAD[level] for level in ("p05", "p50", "p95")},
            }
            for row in table
            for year in row.planned.values
            if (figure := row.figure(year)) is not None
        ]
        self.summary = Summary(pa.Table.from_pylist(levels), pa.Table.from_pylist(targets))

    def id_of(self, indicator: str) -> str:
        return indicator


def faults_of(text: str) -> list[str]:
    return [f"{name}: {text}" for name, wrong in WRONG.items() if re.search(wrong, text)]


def language_faults(text: str, language: Language) -> list[str]:
    """Return words of the other language, and what a sentence may not begin with."""
    if language == "en" and re.search("[\u3000-\u9fff（）：；，]", text):
        return [f"Chinese: {text}"]
    if language == "zh" and re.search(r"\b(the|of|target|vision|median|people|firms)\b", text):
        return [f"English: {text}"]
    return [] if text and text[0] == text[0].upper() else [f"beginning: {text}"]


def checked(texts: Iterator[tuple[str, Language]]) -> list[str]:
    return [
        fault for text, language in texts for fault in (*faults_of(text), *language_faults(text, language))
    ]


def texts_of(run: ScenarioRun, of: Iterator[IndicatorResult]) -> Iterator[tuple[str, Language]]:
    for shown in of:
        for language in LANGUAGES:
            if shown.row.figure(shown.focus) is None or not np.isfinite(shown.central(shown.focus)):
                continue
            yield finding(shown, language), language
            yield subtitle(shown, language), language


SHIPPED = [summary.name for summary in list_scenarios()]


@pytest.mark.parametrize("name", SHIPPED)
def test_every_title_of_a_single_run(name: str) -> None:
    run = run_scenario(name)
    assert checked(texts_of(run, all_results(run))) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "chance"),
    [*(("plan", each) for each in (0.0, 0.499, 0.995)), *((each, 0.3) for each in SHIPPED)],
)
def test_every_title_with_draws(name: str, chance: float) -> None:
    run = run_scenario(name)
    drawn = Drawn(run, chance)
    with_draws = (
        IndicatorResult(each.table, each.row, drawn, each.sources, (), each.asked)  # type: ignore[arg-type]
        for each in all_results(run)
    )
    assert checked(texts_of(run, with_draws)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", SHIPPED)
def test_every_title_of_a_briefing(name: str) -> None:
    run = run_scenario(name)

    def titles() -> Iterator[tuple[str, Language]]:
        for language in LANGUAGES:
            for year in (None, 2030):
                for page in pages_of(subject_of([run], None, language, year), Outline()):
                    yield page.title, language

    assert checked(titles()) == []


def test_every_word_of_a_chart_and_its_notes() -> None:
    run = run_scenario("vision", {"public investment": 130})
    drawn = Drawn(run, 0.3)

    def texts() -> Iterator[tuple[str, Language]]:
        for each in all_results(run, (2035,)):
            shown = IndicatorResult(each.table, each.row, drawn, each.sources, (), 2035)  # type: ignore[arg-type]
            for language in LANGUAGES:
                content = result_content(shown, language)
                yield from ((label, language) for label in content.labels.values())
                yield from ((f"{target.name} {target.figure}", language) for target in content.targets)
                notes = (
                    re.split("基数为估计|ase estimated", note)[0] for note in page_notes(shown, language)
                )
                yield from ((note.rstrip("；; "), language) for note in notes if note)

    assert [fault for fault in checked(texts()) if not fault.startswith(("English", "beginning"))] == []


@pytest.mark.parametrize("name", SHIPPED)
def test_the_headline_of_a_scenario_is_what_it_changes(name: str) -> None:
    run = run_scenario(name)
    effect = largest_effect(run)
    if name == "trend":
        assert effect is None
        return
    assert effect is not None
    texts = ((effect_sentence(effect, run.workspace, language), language) for language in LANGUAGES)
    assert checked(texts) == []


def test_headlines_differ_between_scenarios() -> None:
    found = {}
    for name in ("demand-shock", "no-ethylene", "people-first", "vision"):
        run = run_scenario(name)
        effect = largest_effect(run)
        assert effect is not None
        found[name] = effect_sentence(effect, run.workspace, "zh")
    assert len(set(found.values())) == len(found)
    assert "能源消费总量" in found["no-ethylene"]
    assert "常住人口规模" in found["people-first"]


def test_the_lint_finds_what_was_wrong() -> None:
    old = (
        "国家级研发机构 2025 年预计 30 家，未超过 30 家目标，差 0 家",
        "Carbon peak projected at 1 years in 2025",
        "Gross industrial output projected at 6,794 × 100M CNY in 2025",
        "工业总产值 2025 年达到 7,500 亿元目标的概率为 0%",
    )
    assert all(faults_of(text) for text in old)
