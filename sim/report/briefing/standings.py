"""Pages on targets: the scoreboard, the probabilities, and published figures beside those of the model."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.outcomes.fan import LIKELY
from sim.outcomes.indicators import IndicatorRow
from sim.report.briefing.outline import Slide
from sim.report.briefing.page import Column, Page, Tone, grid
from sim.report.briefing.scores import scores, scores_notes, scores_title
from sim.report.briefing.subject import Subject
from sim.report.charts.result import ANNUAL, IndicatorResult
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import NO_FIGURE, print_between, print_chance, print_count, print_share
from sim.report.words.periods import is_over
from sim.report.words.print_units import print_unit
from sim.report.words.punctuation import bracketed, listed
from sim.units import Language

SURE, HARD = 0.9, 0.1  # probabilities from which a target is as good as met, or out of reach


def scoreboard(subject: Subject, slide: Slide) -> Iterator[Page]:
    """Yield the targets asked for, or the plan's Table 1, with a scenario's results."""
    language, ensemble, plan = subject.language, subject.ensemble, subject.headline.row.plan
    near = slide.year or plan.horizons[0]
    found = scores(subject.table, ensemble, language, near, slide.indicators)
    if not found:
        return
    ours = word("simulated" if is_over(near) else "projected", language)
    columns = [
        Column(heading("number", language), 0.55, is_figure=True),
        Column(heading("indicator", language), 4.3),
        Column(heading("unit", language), 1.5),
        Column(f"{plan.base_year} {word('base', language)}", 1.1, is_figure=True),
        Column(f"{near} {ours}", 1.1, is_figure=True),
        *([Column(heading("band", language), 1.7, is_figure=True)] if ensemble is not None else []),
        Column(f"{near} {word('target', language)}", 1.1, is_figure=True),
        Column(heading("met" if ensemble is None else "probability", language), 1.15, is_figure=True),
    ]
    rows = [
        (
            each.number, each.name, each.unit, each.base, each.figure,
            *([each.interval] if ensemble is not None else []), each.target, each.verdict,
        )
        for each in found
    ]  # fmt: skip
    is_table1 = not slide.indicators and near == plan.horizons[0]
    title = scores_title(found, near, ensemble, language, is_table1=is_table1)
    notes = scores_notes(found, subject.table, ensemble, language, is_table1=is_table1)
    key = Slide("scoreboard", indicators=slide.indicators).key
    yield Page(key, title, grid(columns, rows, [each.tone for each in found]), foot=tuple(notes))


def probabilities(subject: Subject) -> Iterator[Page]:
    """Yield all judged targets of the plan by their probability, with its sampling error."""
    ensemble, language = subject.ensemble, subject.language
    if ensemble is None:
        return
    words, near = _BOARD[language], subject.headline.row.plan.horizons[0]
    classes: list[list[tuple[float, str]]] = [[], [], [], []]
    for row in subject.table:
        if row.planned.kind != "plan":
            continue
        result = IndicatorResult(subject.table, row, ensemble, {})
        for year in row.planned.values:
            chance = result.chance(year)
            if chance is not None:
                name = row.entry.name.text(language) + (
                    "" if year == near or str(year) in row.entry.name.zh else f" {year}"
                )
                place = 0 if chance >= SURE else 1 if chance >= LIKELY else 2 if chance >= HARD else 3
                classes[place].append((chance, f"{name}{bracketed(print_chance(chance), language)}"))
    total = sum(map(len, classes))
    if not total:
        return
    tones: list[Tone] = ["met", "met", "not_met", "not_met"]
    rows = [
        (_CLASSES[language][place], listed([text for _, text in sorted(found, reverse=True)], language)
         or NO_FIGURE, print_count(len(found)))
        for place, found in enumerate(classes)
    ]  # fmt: skip
    columns = [
        Column(heading("probability", language), 1.5),
        Column(words["targets"], 9.5),
        Column(words["count"], 0.8, is_figure=True),
    ]
    likely = len(classes[0]) + len(classes[1])
    title = words["title"].format(total, likely, len(classes[3]))
    foot = (words["how"] + _sampling_error(subject),)
    yield Page("probability", title, grid(columns, rows, tones), foot=foot)


_BOARD: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "{} 项可评目标中，{} 项达标概率不低于一半，{} 项不到一成",
        "targets": "目标（达标概率）",
        "count": "项数",
        "how": "达标概率为达标的抽样所占比例；未注年份的为规划期末目标。",
        "error": "因抽样次数有限，概率的误差（95%）不超过 {} 个百分点。",
    },
    "en": {
        "title": "Of {} targets {} are met in half of the draws or more, {} in fewer than a tenth",
        "targets": "Targets (probability)",
        "count": "Number",
        "how": "Probability: share of draws that meet the target; without a year, that of the plan's end.",
        "error": " Sampling error of a probability (95%): {} points at most.",
    },
}
_CLASSES: dict[Language, tuple[str, str, str, str]] = {
    "zh": ("九成及以上", "五成至九成", "一成至五成", "不到一成"),
    "en": ("90% and more", "50% to 90%", "10% to 50%", "Less than 10%"),
}


def _sampling_error(subject: Subject) -> str:
    """Return the largest sampling error of the probabilities, "" where it is not known."""
    ensemble = subject.ensemble
    if ensemble is None or "met_low" not in ensemble.target_table.column_names:
        return ""
    rows = [row for years in ensemble.summary.rows.values() for row in years.values()]
    met, low, high = (np.array([row[name] for row in rows]) for name in ("met", "met_low", "met_high"))
    error = float(np.nanmax([met - low, high - met]))
    return _BOARD[subject.language]["error"].format(print_share(error, 1).rstrip("%"))


def evaluation(subject: Subject) -> Iterator[Page]:
    """Yield the latest published figure of each indicator beside its target and the model's figure."""
    language, words = subject.language, _ACTUALS[subject.language]
    rows: list[tuple[str, ...]] = []
    tones: list[Tone] = []
    for row in subject.table:
        found = _beside(row, subject)
        if found is not None:
            rows.append(found[0])
            tones.append(found[1])
    if not rows:
        return
    columns = [
        Column(heading("indicator", language), 3.6),
        Column(heading("unit", language), 1.3),
        Column(heading("year", language), 0.8, is_figure=True),
        Column(words["published"], 1.2, is_figure=True),
        Column(heading("median" if subject.ensemble is not None else "simulated", language), 1.2, True),
        *([Column(heading("band", language), 1.7, is_figure=True)] if subject.ensemble is not None else []),
        Column(words["target"], 1.5, is_figure=True),
        Column(words["lies"], 1.0, is_figure=True),
    ]
    within = sum(tone == "met" for tone in tones)
    key = "title" if subject.ensemble is not None else "single"
    foot = words["foot"] if subject.ensemble is not None else ""
    yield Page("evaluation", words[key].format(len(rows), within), grid(columns, rows, tones), foot=(foot,))


_ACTUALS: dict[Language, dict[str, str]] = {
    "zh": {
        "published": "公布的数",
        "target": "目标（年）",
        "lies": "在区间内",
        "title": "已公布的 {} 项数值中，{} 项落在推演的 5–95% 区间内",
        "single": "已公布的 {} 项数值与推演值的对照",
        "foot": "每项取最近公布的一年。推演用的参数已向这些数值学习，因此不是独立检验；未公布的指标不列。",
        "yes": "是",
        "no": "否",
    },
    "en": {
        "published": "Figure published",
        "target": "Target (year)",
        "lies": "Within",
        "title": "Of {} published figures, {} lie within 5–95% of the draws",
        "single": "{} published figures beside those of the model",
        "foot": "The latest year of each. The draws have learned from these figures, so that this is no "
        "independent test; indicators without a published figure are left out.",
        "yes": "yes",
        "no": "no",
    },
}


def _beside(row: IndicatorRow, subject: Subject) -> tuple[tuple[str, ...], Tone] | None:
    """Return the cells of an indicator and whether its figure lies within the band, None without one."""
    language, words = subject.language, _ACTUALS[subject.language]
    observed = [each for each in subject.registry.observations.get(row.id, ()) if not each.bound]
    if not observed or row.entry.measure not in ANNUAL or row.series is None:
        return None
    latest = max(observed, key=lambda each: each.year)
    if latest.year not in row.years:
        return None
    result, unit = IndicatorResult(subject.table, row, subject.ensemble, {}), print_unit(row.entry, language)
    interval = result.interval(latest.year)
    middle = unit.number(result.central(latest.year))
    year = next((year for year in sorted(row.planned.values) if year >= latest.year), None)
    target = NO_FIGURE if year is None else f"{unit.stated(row.planned.values[year])} ({year})"
    head = (row.entry.name.text(language), unit.axis, str(latest.year), unit.number(latest.value), middle)
    if subject.ensemble is None:
        return (*head, target, NO_FIGURE), "none"
    if interval is None:
        return (*head, NO_FIGURE, target, NO_FIGURE), "none"
    band = print_between(unit.number(interval[0]), unit.number(interval[2]), language)
    is_within = interval[0] <= latest.value <= interval[2]
    lies = words["yes" if is_within else "no"]
    return (*head, band, target, lies), "met" if is_within else "not_met"
