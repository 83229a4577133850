"""Words of the ledger of forecasts in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sim.analysis.ledger.check import LedgerCheck
from sim.analysis.ledger.score import FORECAST, LedgerScores, State
from sim.analysis.ledger.seal import Sealing
from sim.analysis.record.naive import RULES
from sim.analysis.record.record import Skill
from sim.registry.indicators import Indicator
from sim.report.words.numbers import print_count, print_figure
from sim.report.words.punctuation import bracketed
from sim.report.words.record import RULE_NAMES
from sim.units import Language

STATES: Mapping[State, Mapping[Language, str]] = {
    "scored": {"zh": "已评分", "en": "scored"},
    "waiting": {"zh": "尚未公布", "en": "waiting"},
    "late": {"zh": "公布后才封存", "en": "sealed too late"},
}
UNSTATED: Mapping[Language, str] = {"zh": "未写明", "en": "not stated"}
DRAWS: Mapping[str, Mapping[Language, str]] = {
    "forecast": {"zh": "取自预测", "en": "drawn from the forecast"},
    "prior": {"zh": "取自先验", "en": "drawn from the prior"},
}
FORECAST_NAME: Mapping[Language, str] = {"zh": "本模型", "en": "This model"}


def figure_name(entry: Indicator, language: Language) -> str:
    """Return an indicator's name; of a sum over years, which is sealed year by year, with a word of that."""
    name = entry.name.text(language)
    return name + bracketed(_OF_THE_YEAR[language], language) if entry.measure == "five_year_sum" else name


_OF_THE_YEAR: Mapping[Language, str] = {"zh": "当年数", "en": "in the year alone"}


def who(name: str, language: Language) -> str:
    """Return the name of the forecast, or of a naive rule."""
    return FORECAST_NAME[language] if name == FORECAST else RULE_NAMES[name][language]


def sealing_title(found: Sealing, language: Language) -> str:
    """Return how many forecasts were sealed, and of what."""
    new, again = print_count(len(found.rows)), print_count(found.again)
    made = f"{found.rows[0].scenario}, {DRAWS[found.rows[0].draws][language]}" if found.rows else ""
    if language == "zh":
        of = bracketed(made.replace(", ", "，"), language) if made else ""
        same = f"；另有 {again} 条已用同一模型和预测封存，数值逐位相同，不再重复" if found.again else ""
        return f"预测台账 {found.place}：本次封存 {new} 条{of}{same}"
    of = bracketed(made, language) if made else ""
    same = (
        f"; {again} were sealed already with the same model and forecast, bit for bit" if found.again else ""
    )
    return f"Ledger {found.place}: {new} forecasts sealed{of}{same}"


def head_line(head: str, language: Language) -> str:
    """Return the head of a ledger on a line of its own, from which it can be copied."""
    return f"末行哈希：{head}" if language == "zh" else f"head: {head}"


def head_words(count: int, language: Language) -> str:
    """Return what the head of a ledger is kept for."""
    number = print_count(count)
    return {
        "zh": f"台账共 {number} 条。请把末行哈希另存一处（邮件、纸面、他人处），以后用 "
        "teda ledger check --head 核对：末尾的行被删，只有它看得出来。",
        "en": f"The ledger has {number} rows. Keep its head elsewhere (a mail, on paper, with somebody else) "
        "for teda ledger check --head: only it can show that the last rows are gone.",
    }[language]


def check_words(found: LedgerCheck, language: Language) -> Iterator[str]:
    """Yield the outcome of a check."""
    count, faults = print_count(found.count), print_count(len(found.faults))
    if found.is_intact:
        yield {
            "zh": f"预测台账 {found.place}：{count} 条，逐行相接，未见改动。",
            "en": f"Ledger {found.place}: {count} rows, each continues the one before; nothing was altered.",
        }[language]
    else:
        yield {
            "zh": f"预测台账 {found.place}：{count} 行，{faults} 处不符。",
            "en": f"Ledger {found.place}: {count} lines, {faults} faults.",
        }[language]
    if found.noted is not None:
        later = print_count(found.count - found.noted)
        yield {
            "zh": f"所给的末行哈希是第 {found.noted} 行的：到该行为止与当时一致，其后新增 {later} 条。",
            "en": f"The head is that of line {found.noted}: all is as it was up to it; {later} followed.",
        }[language]


def scores_title(found: LedgerScores, language: Language) -> str:
    """Return how many forecasts are scored."""
    counts = [(STATES[state][language], print_count(len(found.of(state)))) for state in STATES]
    if language == "zh":
        return f"预测台账 {found.place}：" + "，".join(f"{name} {number} 条" for name, number in counts)
    return f"Ledger {found.place}: " + ", ".join(f"{number} {name}" for name, number in counts)


def scores_words(found: LedgerScores, language: Language) -> Iterator[str]:
    """Yield what the scores come to, and how they are made."""
    for scenario, whole in found.sums().items():
        for rule, skill in zip(RULES, whole.skills, strict=True):
            if skill.skill is not None:
                yield _skill(scenario, rule, skill, skill.skill, language)
    yield {
        "zh": "CRPS 越小越好，单位同该行；朴素预测只有一个数，其 CRPS 即绝对误差，用封存当时已公布的数算出并"
        "一同封存。各数取最先公布的版本；当天或更早已公布的不评分。技巧评分以公布数的标准差 σ 合计。",
        "en": "The CRPS is in the unit of its row, the smaller the better; that of a naive rule, a single "
        "figure sealed beside the forecast, is its absolute error. The vintage published first counts; what "
        "was published on the day of sealing or before is not scored. Skill sums in standard deviations σ.",
    }[language]


def _skill(scenario: str, rule: str, found: Skill, skill: float, language: Language) -> str:
    name, value = RULE_NAMES[rule][language], print_figure(skill, 2)
    if language == "zh":
        return f"{scenario} 与“{name}”相比：{found.count} 个数中 {found.better} 个更近，技巧评分 {value}。"
    return f"{scenario} beside “{name.lower()}”: nearer in {found.better} of {found.count}, skill {value}."
