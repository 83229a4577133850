"""The pages on industries and on what limits output."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.analysis.binding import LIMITS, LimitedOutput
from sim.report.briefing.page import Column, Page, Plot, Series, grid
from sim.report.briefing.subject import Subject
from sim.report.tables.binding import UNIT
from sim.report.tables.binding import WORDS as LIMIT_WORDS
from sim.report.words.numbers import print_count, print_share
from sim.units import Language


def industries(subject: Subject) -> Iterator[Page]:
    """Yield the output of the industries as a stack, in constant prices."""
    found = subject.limits
    if found is None or len(found.industries) < 2:
        return
    language, words, factor = subject.language, _INDUSTRIES[subject.language], _FACTOR[subject.language]
    until = max(subject.focus, subject.headline.row.plan.horizons[-1])
    kept = [at for at, year in enumerate(found.years) if year <= until]
    first, last = kept[0], found.years.index(subject.focus)
    shares = [
        [float(one.output[at] / sum(each.output[at] for each in found.industries)) for at in (first, last)]
        for one in found.industries
    ]
    grown = int(np.argmax([share[1] - share[0] for share in shares]))
    title = words["title"].format(
        found.industries[grown].label.text(language), *(print_share(share) for share in shares[grown]),
        found.years[first], subject.focus,
    )  # fmt: skip
    series = tuple(
        Series(one.label.text(language), tuple(float(one.output[at]) * factor for at in kept))
        for one in found.industries
    )
    unit = words["unit"]
    plot = Plot("stack", tuple(str(found.years[at]) for at in kept), series, unit, "#,##0")
    yield Page("industries", title, plot, words["below"], (words["foot"],))


_FACTOR: dict[Language, float] = {"zh": 1.0, "en": 0.1}  # 亿元 in CNY bn
_INDUSTRIES: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "产业结构：{0}占各工业产业产出的比重由 {3} 年的 {1} 变为 {4} 年的 {2}",
        "below": "各工业产业的产出，按 2020 年价",
        "unit": f"{UNIT.zh}，2020 年价",
        "foot": "本页为单次推演的数值，未含不确定性。",
    },
    "en": {
        "title": "Industries: {0} goes from {1} of industrial output in {3} to {2} in {4}",
        "below": "Output of the industries at 2020 prices",
        "unit": "CNY bn a year at 2020 prices",
        "foot": "Figures on this page are of a single run, without uncertainty.",
    },
}


def limits_on_output(subject: Subject) -> Iterator[Page]:
    """Yield the limit that binds most on each output in a few years, and what relieving it adds."""
    found = subject.limits
    if found is None:
        return
    language, words = subject.language, _LIMITS[subject.language]
    near, last = subject.headline.row.plan.horizons[0], subject.headline.row.plan.horizons[-1]
    years = [year for year in dict.fromkeys((near, (near + last) // 2, subject.focus)) if year in found.years]
    rows = [
        (one.label.text(language), *(_limit(one, found.years.index(year), language) for year in years))
        for one in found.rows
    ]
    whole = next(one for one in found.whole if one.id == "gross_industrial_output")
    at = found.years.index(subject.focus)
    place = whole.binds(at)
    if place is None:
        title = words["loose"].format(whole.label.text(language), subject.focus)
    else:
        gain = float(whole.gains[LIMITS.index(place), at])
        title = words["title"].format(
            whole.label.text(language), subject.focus, LIMIT_WORDS[place][language], print_share(gain, 1)
        )
    columns = [Column(words["output"], 2.6), *(Column(str(year), 3.0) for year in years)]
    foot = words["foot"] + (words["drawn"].format(print_count(found.members)) if found.members else "")
    below = words["below"] + (words["shares"] if found.members else "")
    yield Page("binding", title, grid(columns, rows), below, (foot,))


def _limit(one: LimitedOutput, at: int, language: Language) -> str:
    """Return the limit of a year with what a tenth more adds, and in how many draws it is the tightest."""
    place = one.binds(at)
    if place is None:
        return _LIMITS[language]["none"]
    text = f"{LIMIT_WORDS[place][language]} +{print_share(float(one.gains[LIMITS.index(place), at]), 1)}"
    if one.tightest is None:
        return text
    share = print_share(float(one.tightest[LIMITS.index(place), at]))
    return text + _LIMITS[language]["share"].format(share)


_LIMITS: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "{0} {1} 年主要受{2}制约：放宽一成，产出增加 {3}",
        "loose": "{0} {1} 年没有突出的制约",
        "below": "各产出最紧的约束，及单独放宽一成使产出增加的百分比",
        "output": "产出",
        "none": "没有突出的制约",
        "share": "（{}）",
        "shares": "；括号内为以此为最紧的抽样占比",
        "foot": "从 2021 年起单独放宽该约束一成，用工和投资随之调整；各项不可相加。增产为单次推演。",
        "drawn": "抽样占比按 {} 次抽样。",
    },
    "en": {
        "title": "{0} in {1} is limited most by {2}: a tenth more adds {3}",
        "loose": "{0} in {1}: no limit stands out",
        "below": "The limit that binds most, and what a tenth more of it alone adds to output",
        "output": "Output",
        "none": "none stands out",
        "share": " ({})",
        "shares": "; in brackets, the share of draws in which it is the tightest",
        "foot": "A tenth more from 2021 on, hiring and investment adjusting; they do not add up. Gains "
        "are of the single run.",
        "drawn": " Shares are of {} draws.",
    },
}
