"""Builds the workbook of scenarios: notes, scoreboards, years, bands, levers, parameters, sources, charts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sim import arguments
from sim.analysis.attribution import attributed
from sim.ensembles.drawn import AnyEnsemble
from sim.ensembles.result import Ensemble
from sim.outcomes.chances import Chances
from sim.outcomes.indicators import indicators
from sim.outcomes.spread import QUANTILE_COLUMNS
from sim.report.book.charts import add_charts
from sim.report.book.links import colour_probabilities, differences, name_rows
from sim.report.briefing.subject import Subject, subject_of
from sim.report.charts.content import result_content
from sim.report.charts.finding import finding
from sim.report.charts.provenance import origin, record_line
from sim.report.charts.result import result_of
from sim.report.record import Column, Report, Table, Value, figure_cell
from sim.report.tables.listing import listing_report
from sim.report.tables.scoreboard import compare_report, run_report
from sim.report.words.glossary import heading, headings
from sim.report.words.lever_scale import lever_unit, scale_of
from sim.report.words.numbers import record_number
from sim.report.words.periods import today
from sim.report.words.punctuation import COLON
from sim.report.workbook import sheets_bytes
from sim.run.single import ScenarioRun, run_of
from sim.scenario.load import AnyScenario
from sim.scenario.settable import FIELDS, TIME_FIELDS, LeverSlot
from sim.units import Language

SUFFIXES = (".xlsx",)
_DIGITS = 12  # of a quantile
_SHEETS: Mapping[str, Mapping[Language, str]] = {
    "notes": {"zh": "说明", "en": "Notes"},
    "scores": {"zh": "计分板", "en": "Plan scoreboard"},
    "years": {"zh": "逐年数值", "en": "Figures by year"},
    "differences": {"zh": "逐年差值", "en": "Differences by year"},
    "bands": {"zh": "区间", "en": "Bands"},
    "levers": {"zh": "杠杆", "en": "Levers"},
    "parameters": {"zh": "参数", "en": "Parameters"},
    "charts": {"zh": "可编辑的图", "en": "Native charts"},
    "data": {"zh": "图的数据", "en": "Data of the charts"},
    "long": {"zh": "长表", "en": "Long table"},
    "iamc": {"zh": "IAMC", "en": "IAMC"},
}


@arguments.reading(beside=arguments.several)
def build_workbook(
    run: ScenarioRun | AnyScenario,
    ensemble: AnyEnsemble = "forecast",
    language: Language = "zh",
    year: int | None = None,
    *,
    beside: Sequence[ScenarioRun | AnyScenario] = (),
) -> bytes:
    """Return an Excel workbook of a scenario: every figure behind a briefing, and native charts.

    Its sheets are notes, a scoreboard, all indicators by year, differences from the first scenario as
    formulas, quantiles, levers, parameters, sources, charts of the headline indicators with their figures,
    and two tables for programs: one figure a row, and the layout of the IAMC. The years of an indicator in
    the first scenario are named, as in ``ind_gdp_growth``. Equal inputs give equal bytes on the same day.

    Parameters
    ----------
    run : result of `run_scenario`, or a scenario to run unchanged: a name, a path, or a loaded one
    ensemble : what bands and probabilities are of: ``"forecast"``, 1,000 members in memory from seed 7,
        conditioned on observations; ``"prior"``, as many of the prior; an ensemble of the same model and
        scenario; or None for the single run alone, as where the home draws nothing
    language : language of all text, ``zh`` or ``en``
    year : of the findings; by default the plan's last horizon, which a scenario can still move
    beside : scenarios to be shown beside it, as ``run``

    Returns
    -------
    bytes : content of an .xlsx file

    Raises
    ------
    SimError: an ensemble of another model or scenario; a year that the model does not reach.

    Examples
    --------
    >>> book = sim.build_workbook("plan", None)
    >>> (folder / "plan.xlsx").write_bytes(book) == len(book)
    True
    """
    return scenario_workbook(subject_of([run_of(run), *map(run_of, beside)], ensemble, language, year))


def scenario_workbook(subject: Subject) -> bytes:
    """Return the workbook of a subject and the scenarios beside it, as the content of an .xlsx file.

    Its sheets are notes, a scoreboard of each scenario, all indicators by year, quantiles, levers,
    parameters, sources, native charts of the headline indicators with their figures, and two tables for
    programs: one figure a row, and the layout of the IAMC. Equal subjects give equal bytes on the same day.

    Raises
    ------
    SimError: a table that is larger than a sheet.
    """
    language = subject.language
    runs = (subject.run, *subject.compared)
    ensembles = [subject.ensemble, *(subject.drawn_beside(run.scenario) for run in subject.compared)]
    drawn = [each for each in ensembles if each is not None]
    whole = _reports(runs, ensembles, subject)
    names = {key: words[language] for key, words in _SHEETS.items()}
    names["sources"] = heading("source", language)
    sheets: list[tuple[str, Table]] = [(names["notes"], _notes(subject, runs))]
    for run, each in zip(runs, ensembles, strict=True):
        title = " ".join(run.scenario.title.text(language).split())
        name = names["scores"] if len(runs) == 1 else f"{names['scores']} {title}"
        sheets.append((name, _first(_report(run, each, subject), language)))
    scores = sheets[1:]
    assert whole.rows is not None
    listed = whole.rows(language)
    years = Table(list(listed.columns), list(listed.rows))
    sheets.append((names["years"], years))
    if len(runs) > 1:
        made = differences(years, names["years"], subject.registry.indicators, language)
        sheets.append((names["differences"], made))
    if drawn:
        sheets.append((names["bands"], _bands(drawn, subject)))
    sheets.append((names["levers"], _levers(subject, runs)))
    parameters = listing_report("parameters", "", subject.run.workspace.home)
    assert parameters.rows is not None
    sheets += [(names["parameters"], parameters.rows(language)), (names["sources"], _sources(subject))]
    if whole.long is not None:
        sheets.append((names["long"], whole.long(language)))
    if drawn:
        sheets.append((names["iamc"], _iamc(drawn)))
    shown = [result_of(subject.run, key, subject.asked, subject.year) for key in _headline(subject)]
    charts = [(finding(each, language), result_content(each, language)) for each in shown]

    def finish(book: Any) -> None:
        name_rows(book, names["years"], years)
        for name, table in scores:
            colour_probabilities(book, name, table, language)
        add_charts(book, (names["charts"], names["data"]), charts, language)

    return sheets_bytes(sheets, [], [], language, finish)


def _headline(subject: Subject) -> list[str]:
    rows = subject.table.rows
    return [key for key in subject.registry.zone.headline if rows[key].series is not None]


def _chances(ensemble: Ensemble | None, subject: Subject) -> Chances | None:
    """Return the probabilities that an ensemble gives."""
    if ensemble is None:
        return None
    rows = ensemble.targets.to_dict("records")
    shares = {(str(row["indicator"]), int(row["year"])): float(row["met"]) for row in rows}
    judged = {
        key: share for key, share in shares.items() if subject.table.rows[key[0]].met(key[1]) is not None
    }
    return Chances(ensemble.manifest, int(ensemble.manifest["members"]), judged)


def _report(run: ScenarioRun, ensemble: Ensemble | None, subject: Subject) -> Report:
    made_by = attributed(run.scenario, subject.registry.zone.reference, run.workspace)
    return run_report(indicators(run), _chances(ensemble, subject), made_by)


def _reports(runs: Sequence[ScenarioRun], ensembles: Sequence[Ensemble | None], subject: Subject) -> Report:
    if len(runs) == 1:
        return _report(runs[0], ensembles[0], subject)
    return compare_report([*map(indicators, runs)], [_chances(each, subject) for each in ensembles])


def _first(report: Report, language: Language) -> Table:
    """Return the first table of a report."""
    return next(block for block in report.blocks(language) if isinstance(block, Table))


def _notes(subject: Subject, runs: Sequence[ScenarioRun]) -> Table:
    """Return what the workbook is of, and what its words mean."""
    language, words = subject.language, _NOTES[subject.language]
    rows: list[list[Value]] = [[words["day"], today(language)]]
    for run in runs:
        title = " ".join(run.scenario.title.text(language).split())
        rows.append(
            [heading("scenario", language), title + COLON[language] + run.scenario.about.text(language)]
        )
    rows += [
        [words["made"], origin(subject.table, subject.ensemble, language)],
        [words["record"], record_line(subject.headline, language)],
        *([key, text] for key, text in words["kinds"].items()),
    ]
    return Table([Column(key, is_figure=False) for key in headings(language, "item", "statement")], rows)


_NOTES: Mapping[Language, Mapping[str, Any]] = {
    "zh": {
        "day": "生成日期",
        "made": "数值出自",
        "record": "重做所需",
        "kinds": {
            "模型推演": "由存量和杠杆推出，计入达标统计。",
            "核算得出": "由推演的数相除或相加得出，计入达标统计。",
            "情景设定、情景输入": "由情景直接给定，不评是否达标。",
            "达标概率": "达标的抽样所占比例；有概率时，达标与否以五成为界。",
            "区间": "抽样的 5%、25%、50%、75%、95% 分位数，只含参数的不确定性。",
        },
    },
    "en": {
        "day": "Made on",
        "made": "Figures are from",
        "record": "To make it again",
        "kinds": {
            "causal": "Follows from stocks and levers; counts as met or not.",
            "accounting": "A ratio or sum of such figures; counts as met or not.",
            "set by scenario, scenario input": "Given by the scenario; not judged.",
            "probability": "Share of draws that meet the target; where there is one, half decides.",
            "bands": "Quantiles of the draws at 5, 25, 50, 75 and 95%; of uncertain parameters alone.",
        },
    },
}


def _bands(drawn: Sequence[Ensemble], subject: Subject) -> Table:
    """Return the quantiles of each indicator and year, one row each."""
    language, entries = subject.language, subject.registry.indicators
    heads = [*headings(language, "scenario", "id", "indicator", "unit", "year"), *QUANTILE_COLUMNS]
    rows = [
        [
            ensemble.manifest["scenario"], row["indicator"], entries[row["indicator"]].name.text(language),
            entries[row["indicator"]].unit.text(language), int(row["year"]),
            *(figure_cell(row[level], entries[row["indicator"]].decimals) for level in QUANTILE_COLUMNS),
        ]
        for ensemble in drawn
        for row in ensemble.quantiles.to_dict("records")
    ]  # fmt: skip
    return Table([Column(head, is_figure=place > 3) for place, head in enumerate(heads)], rows)


def _levers(subject: Subject, runs: Sequence[ScenarioRun]) -> Table:
    """Return every lever with its limits, and what each scenario makes of it."""
    language, workspace = subject.language, subject.run.workspace
    heads = [*headings(language, "id", "role.lever", "unit", "low", "high", "grade")]
    fields = _FIELDS[language]
    for run in runs:
        title = " ".join(run.scenario.title.text(language).split())
        heads += [f"{title} {field}" for field in fields]
    slots = [slot for elements in workspace.slots.values() for slot in elements.values()]
    rows = [
        [*_limits(slot, language), *(one for run in runs for one in _fields(slot, run))] for slot in slots
    ]
    return Table([Column(head, is_figure=place > 2) for place, head in enumerate(heads)], rows)


_FIELDS: Mapping[Language, tuple[str, ...]] = {
    "zh": ("起点取值", "到位取值", "开始年", "到位年"),
    "en": ("starting value", "value in place", "first year", "last year"),
}


def _limits(slot: LeverSlot, language: Language) -> Iterator[Value]:
    """Yield what a lever is, with its limits in the unit that is printed."""
    lever, times = slot.lever, _times(slot)
    yield from (slot.key, lever.name.text(language) + slot.suffix, lever_unit(slot, language))
    yield from (lever.minimum * times, lever.maximum * times, lever.grade)


def _fields(slot: LeverSlot, run: ScenarioRun) -> Iterator[Value]:
    own, given = run.workspace.model.constants, run.scenario.constants
    for field in FIELDS:
        key = slot.constant(field).key
        yield given.get(key, own[key]) * (1.0 if field in TIME_FIELDS else _times(slot))


def _times(slot: LeverSlot) -> float:
    """Return what turns a lever's value into the unit that is printed: a share is printed in per cent."""
    return 100.0 if scale_of(slot, (slot.lever.minimum, slot.lever.maximum)).is_percent else 1.0


def _sources(subject: Subject) -> Table:
    """Return every source that the home names, with what it says."""
    language = subject.language
    kept, facts = headings(language, "id", "name", "year"), _SOURCE[language]
    words = [*kept[:2], facts[0], kept[2], *facts[1:]]
    rows = [
        [
            key, source.title, source.publisher, source.year, source.address, source.quote,
            source.conversion, source.confidence,
        ]
        for key, source in subject.registry.sources.items()
    ]  # fmt: skip
    return Table([Column(head, is_figure=False) for head in words], rows)


_SOURCE: Mapping[Language, tuple[str, ...]] = {
    "zh": ("发布者", "网址或出处", "原文摘录", "换算方法", "可信程度"),
    "en": ("Publisher", "Address", "Quote", "Conversion", "Trust"),
}


def _iamc(drawn: Sequence[Ensemble]) -> Table:
    """Return the quantiles in the layout of the IAMC: a row for each variable, a column for each year."""
    frames = [each.to_iamc() for each in drawn]
    keys = ["model", "scenario", "region", "variable", "unit"]
    years = sorted({int(year) for frame in frames for year in frame["year"]})
    rows: list[list[Value]] = []
    for frame in frames:
        for found, group in frame.groupby(keys, sort=False):
            values = dict(zip(group["year"].astype(int), group["value"].astype(float), strict=True))
            rows.append(
                [
                    *map(str, found),
                    *(record_number(values[y], _DIGITS) if y in values else None for y in years),
                ]
            )
    heads = [*(key.capitalize() for key in keys), *map(str, years)]
    return Table([Column(head, is_figure=place > 4) for place, head in enumerate(heads)], rows)
