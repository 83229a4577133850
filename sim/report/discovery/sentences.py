"""Sentences on the conditions under which a target is missed or met."""

from __future__ import annotations

import re

from sim.analysis.discovery.result import Condition, Conditions, Discovery
from sim.analysis.discovery.study import RESAMPLES
from sim.registry.indicators import Indicator
from sim.report.sensitivity.factor_words import words_of
from sim.report.sensitivity.sentences import STAYS
from sim.report.words.amounts import percentage, target_amount
from sim.report.words.numbers import SIGNS, print_count
from sim.report.words.periods import period
from sim.report.words.scenarios import short_hash
from sim.scenario.workspace import Workspace
from sim.units import Language

_FREQUENT = 0.8  # share of resamples in which a reliable condition is found again


def entry_of(study: Discovery) -> Indicator:
    """Return the indicator's entry in the registry."""
    return study.workspace.registry.indicators[study.question.indicator]


def target_words(study: Discovery, language: Language) -> str:
    """Return the target in question."""
    entry, plan = entry_of(study), study.workspace.registry.plan
    when = period(entry, study.question.year, plan.base_year, language)
    goal = target_amount(study.target, entry, language)
    sign = SIGNS[plan.of(study.question.indicator).comparison]
    name = entry.name.text(language)
    return f"{when}“{name}”{sign} {goal}" if language == "zh" else f"{name} {sign} {goal} {when}"


def sentence(study: Discovery, language: Language) -> str:
    """Return the conditions under which the target is missed or met, or why none can be given."""
    if study.is_one_sided:
        return _one_sided(study, language)
    if study.said is None:
        return _nothing(study, language)
    return conditions_sentence(study, study.found[study.said], language)


def conditions_sentence(study: Discovery, found: Conditions, language: Language) -> str:
    """Return the sentence on some conditions and their effect on the target."""
    words = [condition_words(one, study.workspace, language) for one in found.conditions]
    shares = (found.density, study.share, found.coverage, found.mass)
    density, share, coverage, mass = (_share(each, language) for each in shares)
    if language == "zh":
        what = "落空" if study.is_missed else "达到"
        return _tight(
            f"当{' 且'.join(words)} 时，目标（{target_words(study, 'zh')}）有{density}的可能{what}，"
            f"全部抽样为{share}；这样的情形占全部{what}的{coverage}、全部抽样的{mass}。"
        )
    what = "missed" if study.is_missed else "met"
    ones = "misses" if study.is_missed else "hits"
    return (
        f"When {' and '.join(words)}, the target ({target_words(study, 'en')}) is {what} with probability "
        f"{density}, against {share} of all draws; such cases make up {coverage} of all {ones} and "
        f"{mass} of all draws."
    )


def _share(share: float, language: Language) -> str:
    """Return a share as used within a sentence: in Chinese with blanks around digits."""
    text = percentage(share, language)
    if language == "en":
        return text
    return f"{' ' if text[0].isdigit() else ''}{text} "


def _tight(text: str) -> str:
    """Return a Chinese sentence without blanks before its punctuation."""
    return re.sub(" (?=[，；、。])", "", text)


def condition_words(one: Condition, workspace: Workspace, language: Language) -> str:
    """Return a condition with its unit."""
    words = words_of(one.factor, workspace, language)
    limit = words.value(one.limit)
    if language == "zh":
        return f"“{words.name}”{'低于' if one.is_below else '高于'} {limit}"
    return f"{words.name} is {'below' if one.is_below else 'above'} {limit}"


def _one_sided(study: Discovery, language: Language) -> str:
    share = _share(study.missed, language)
    target = target_words(study, language)
    if study.missed > 0.5:
        return {
            "zh": f"目标（{target}）在{share}的抽样中落空：几乎总是落空，谈不上什么条件下落空。",
            "en": f"The target ({target}) is missed in {share} of the draws, nearly always: there are no "
            "conditions to distinguish.",
        }[language]
    return {
        "zh": f"目标（{target}）只在{share}的抽样中落空：几乎总能达到，谈不上什么条件下落空。",
        "en": f"The target ({target}) is missed in only {share} of the draws, and nearly always met: there "
        "are no conditions to distinguish.",
    }[language]


def _nothing(study: Discovery, language: Language) -> str:
    share, target = _share(study.share, language), target_words(study, language)
    if language == "zh":
        what = "落空" if study.is_missed else "达到"
        return f"目标（{target}）在{share}的抽样中{what}，但至多三个条件还说不清什么情形下会{what}。"
    what = "missed" if study.is_missed else "met"
    return (
        f"The target ({target}) is {what} in {share} of the draws, but no conditions on up to three "
        "parameters explain when."
    )


def notes(study: Discovery, language: Language) -> list[str]:
    """Return the notes on the method."""
    shown = short_hash(study.workspace.model.hash)
    found = [] if study.is_one_sided else [_MEANING[language], *_doubts(study, language)]
    if study.failed:
        found.append(
            {
                "zh": f"{print_count(study.failed)} 次运行超出数值范围，不计在内。",
                "en": f"{print_count(study.failed)} runs became non-finite and are left out.",
            }[language]
        )
    return [
        *found,
        {
            "zh": f"抽样 {print_count(study.members)} 次，种子 {study.seed}，计入参数之间的相关；"
            f"{STAYS['zh']}。"
            f"模型：{shown}",
            "en": f"{print_count(study.members)} draws, seed {study.seed}, with their correlations; "
            f"{STAYS['en']}. "
            f"Model: {shown}",
        }[language],
    ]


_MEANING: dict[Language, str] = {
    "zh": "条件由浅层决策树在一半抽样中找出，比例由另一半抽样核对。"
    "覆盖：全部落空（或达到）中符合条件的份额；密度：符合条件的当中落空（或达到）的份额；"
    f"再现：重抽样 {RESAMPLES} 次，同一参数同一方向再次被选中的份额。",
    "en": "A shallow decision tree found the conditions in one half of the draws; the shares are those of "
    "the other half. Coverage: of all misses (or hits) those that fulfil the conditions; density: of those "
    f"that fulfil them the misses (or hits); again: the share of {RESAMPLES} resamples in which the same "
    "side of the same parameter is chosen.",
}


def _doubts(study: Discovery, language: Language) -> list[str]:
    """Return the note on conditions that other draws might not show."""
    conditions = study.found[study.said].conditions if study.said is not None else ()
    names = [
        words_of(one.factor, study.workspace, language).name for one in conditions if one.again < _FREQUENT
    ]
    if not names:
        return []
    return [
        {
            "zh": f"{'、'.join(f'“{name}”' for name in names)}的条件在重抽样中并不总是出现，"
            "换一批抽样可能由相近的条件代替。",
            "en": f"The condition on {', '.join(names)} is not found in all resamples: other draws may give "
            "a similar one instead.",
        }[language]
    ]
