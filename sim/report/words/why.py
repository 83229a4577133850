"""Words of the causes of a difference, in both languages."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from sim.analysis.decision.causes import Cause, Why
from sim.engine.model import CLOCK
from sim.names import split_element
from sim.report.words.amounts import POINTS
from sim.report.words.glossary import word
from sim.report.words.numbers import NO_FIGURE, print_change, print_digits, print_figure, print_share_change
from sim.report.words.punctuation import bracketed, listed
from sim.report.words.variables import scalar_name
from sim.units import Language, is_dimensionless, unit_label

MORE_DECIMALS, PART_DIGITS = 1, 3  # of a part, beyond those of the row; of the whole at least
DIGITS = 4  # of a variable's value
LOOPS_TOLD = 5
_MARK: Mapping[str, Mapping[Language, str]] = {
    "lever": {"zh": word("role.lever", "zh"), "en": word("role.lever", "en")},
    "parameter": {"zh": word("parameter", "zh"), "en": word("parameter", "en")},
    "opening": {"zh": "起点的差别", "en": "what it was at the start"},
    "carried": {"zh": "流量保持当年水平的延续", "en": "its flows going on as they were"},
    "held": {"zh": "保持的值，不再上溯", "en": "a value kept; not traced on"},
    "loop": {"zh": "回到自身", "en": "back to itself"},
}
_TIME: Mapping[Language, str] = {"zh": "时间推移", "en": "the passing of time"}
_ARROW: Mapping[Language, str] = {"zh": " ← ", "en": " ← "}


def name_of(key: str, found: Why, language: Language) -> str:
    """Return what a scalar is called, with its element."""
    if key == CLOCK:
        return _TIME[language]
    return scalar_name(key, found.structure, found.registry, language)


def cause_words(one: Cause, found: Why, language: Language) -> str:
    """Return a cause: its name, and what it is where it is not traced on."""
    mark = _MARK.get(one.kind)
    return name_of(one.key, found, language) + (bracketed(mark[language], language) if mark else "")


def others_words(smaller: int, language: Language) -> str:
    """Return what causes too small to be told apart are called together."""
    return f"其他 {smaller} 项" if language == "zh" else f"{smaller} others"


def via_words(one: Cause, found: Why, language: Language) -> str:
    """Return the variables between an effect and the cause, from the effect on."""
    return _ARROW[language].join(name_of(key, found, language) for key in one.via)


def values_words(one: Cause, found: Why, language: Language) -> str:
    """Return both values of a cause with their unit, a dash where it has none."""
    if not math.isfinite(one.before):
        return NO_FIGURE
    name, _ = split_element(one.key)
    unit = found.structure.parts[name].variable.units
    shown = "" if is_dimensionless(unit) else f" {unit_label(unit, language)}"
    return f"{_print_value(one.before)} → {_print_value(one.after)}{shown}"


def _print_value(value: float) -> str:
    """Return a value in a few digits, all those before the point where it has more."""
    whole = len(str(round(abs(value)))) if math.isfinite(value) else 0
    return print_digits(value, max(DIGITS, whole))


def print_part(share: float, found: Why) -> str:
    """Return a part with its sign."""
    digits = PART_DIGITS - 1 - math.floor(math.log10(abs(found.whole)))
    return print_change(share, max(found.entry.decimals + MORE_DECIMALS, digits))


def title(found: Why, language: Language) -> str:
    """Return the heading: what is traced, between what."""
    name, year = found.entry.name.text(language), found.year
    if language == "zh":
        if found.since is None:
            return f"{name} {year} 年：情景 {found.scenario} 为什么与 {found.against} 不同"
        return f"{name}：情景 {found.scenario} {year} 年为什么与 {found.since} 年不同"
    if found.since is None:
        return f"{name} in {year}: why scenario {found.scenario} differs from {found.against}"
    return f"{name}: why {year} differs from {found.since} in scenario {found.scenario}"


def difference(found: Why, language: Language) -> str:
    """Return both figures and their difference: in percentage points, where they are in per cent."""
    unit, decimals = found.entry.unit.text(language), found.entry.decimals
    before, after = (print_figure(value, decimals) for value in (found.before, found.after))
    if unit == "%":
        before, after, unit = f"{before}%", f"{after}%", POINTS[language]
    whole = print_part(found.whole, found)
    year = {"zh": "{} 年", "en": "{}"}[language].format
    first = str(found.against) if found.since is None else year(found.since)
    second = found.scenario if found.since is None else year(found.year)
    if language == "zh":
        return f"{first} {before}，{second} {after}，相差 {whole} {unit}。"
    return f"{before} in {first}, {after} in {second}; difference {whole} {unit}."


def sentences(found: Why, language: Language) -> Iterator[str]:
    """Yield the causes in words: of the difference, and of the largest cause at every depth."""
    if not found.causes:
        return
    effect, causes = found.entry.name.text(language), found.causes
    if len(causes) == 1:  # the row is that variable
        causes = causes[0].causes or causes
    while causes:
        parts = listed(
            (f"{name_of(one.key, found, language)} {_part_words(one, found)}" for one in causes), language
        )
        if language == "zh":
            yield f"{effect}的差别来自：{parts}。"
        else:
            yield f"{effect[:1].upper()}{effect[1:]} differs by: {parts}."
        largest = max(causes, key=lambda one: abs(one.share))
        effect, causes = name_of(largest.key, found, language), largest.causes


def _part_words(one: Cause, found: Why) -> str:
    return f"{print_part(one.share, found)} ({print_share_change(one.share / found.whole, 0)})"


def notes(found: Why, language: Language) -> Iterator[str]:
    """Yield the loops that were met, and how the parts are computed."""
    for loop in found.loops[:LOOPS_TOLD]:
        names = [name_of(key, found, language) for key in (*loop.path, loop.path[0])]
        way, part = " → ".join(names), print_part(loop.share, found)
        yield (
            f"回路：{way}，再经一圈带来 {part}。"
            if language == "zh"
            else f"Loop: {way}; once more around: {part}."
        )
    if found.named:
        loops = [f"{key} {found.registry.loops[key].name.text(language)}" for key in found.named]
        yield (
            f"追到的环节属于回路：{listed(loops, language)}。"
            if language == "zh"
            else f"What was traced has links of these loops: {listed(loops, language)}."
        )
    if language == "zh":
        yield (
            "各原因的数是它自己的差别带来的部分：方程里几个原因变化的先后次序都算到，取平均（沙普利值）；"
            "存量的部分是历年流量累计的差别。同一层相加等于上一层。只占一小部分的合并为“其他”。"
        )
        yield "用的是参数取中心值的一次运行，不含不确定性；是模型的机理，不是统计上的因果证明。"
    else:
        yield (
            "The part of a cause is what its own difference makes, averaged over all orders in which the "
            "causes of an equation may change over (Shapley value); of a stock, what its flows have added up "
            "to. Parts add up to that of the effect above. Small ones stand together as others."
        )
        yield (
            "It is a single run at the central values of parameters, without their uncertainty: how the "
            "model works, and no statistical proof of causes."
        )
