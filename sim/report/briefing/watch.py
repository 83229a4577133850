"""What a reader should watch: targets out of reach or undecided, what limits output, what decides it."""

from __future__ import annotations

from collections.abc import Iterator

from sim.analysis.binding import LIMITS
from sim.report.briefing.decides import decides
from sim.report.briefing.page import Plot
from sim.report.briefing.standings import HARD
from sim.report.briefing.subject import Subject
from sim.report.charts.result import IndicatorResult
from sim.report.tables.binding import WORDS as LIMIT_WORDS
from sim.report.words.numbers import print_chance, print_count, print_share
from sim.report.words.periods import is_over
from sim.report.words.punctuation import bracketed, listed
from sim.units import Language

OPEN = (0.3, 0.7)  # probabilities between which a target is undecided
SHOWN = 8  # targets named
FACTORS = 3


def watched(subject: Subject) -> Iterator[str]:
    """Yield sentences on what to watch; they say where to look and recommend no measure."""
    language, words = subject.language, _WORDS[subject.language]
    chances = _chances(subject)
    for key, found in (
        ("hard", [one for one in chances if one[0] < HARD]),
        ("open", [one for one in chances if OPEN[0] <= one[0] <= OPEN[1]]),
    ):
        if found:
            named = [name + bracketed(print_chance(chance), language) for chance, name in found[:SHOWN]]
            more = words["more"].format(len(found) - SHOWN) if len(found) > SHOWN else ""
            yield words[key].format(print_count(len(found)), listed(named, language) + more)
    yield from _limit(subject)
    for page in decides(subject, subject.headline.row.id):
        if isinstance(page.body, Plot):
            yield words["factors"].format(listed(page.body.names[:FACTORS], language))


def _chances(subject: Subject) -> list[tuple[float, str]]:
    """Return probability and name of each judged target of the plan whose year is not over."""
    found = []
    for row in subject.table:
        if row.planned.kind == "plan":
            result = IndicatorResult(subject.table, row, subject.ensemble, {})
            for year in (each for each in row.planned.values if not is_over(each)):
                chance = result.chance(year)
                if chance is not None:
                    name = row.entry.name.text(subject.language)
                    found.append((chance, name if str(year) in name else f"{name} {year}"))
    return found


def _limit(subject: Subject) -> Iterator[str]:
    table, language = subject.limits, subject.language
    if table is None or subject.focus not in table.years:
        return
    at = table.years.index(subject.focus)
    whole = next(one for one in table.whole if one.id == "gross_industrial_output")
    place = whole.binds(at)
    if place is not None:
        gain = print_share(float(whole.gains[LIMITS.index(place), at]), 1)
        yield _WORDS[language]["limit"].format(LIMIT_WORDS[place][language], subject.focus, gain)


_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "hard": "{} 项目标达标概率不到一成，宜及早研判：{}。",
        "open": "{} 项目标达标与否尚难判断，宜逐年跟踪：{}。",
        "more": "等，另有 {} 项",
        "limit": "{0}是 {1} 年工业总产值最紧的制约，放宽一成可增产 {2}，宜跟踪其变化。",
        "factors": "结果最取决于这些不确定因素，有新数据时宜先更新：{}。",
    },
    "en": {
        "hard": "{} targets have less than one chance in ten and need an early look: {}.",
        "open": "{} targets are undecided and should be followed year by year: {}.",
        "more": " and {} more",
        "limit": "In {1} industrial output is limited most by {0}; a tenth more adds {2}: follow it.",
        "factors": "The result depends most on these uncertain factors; update them first: {}.",
    },
}
