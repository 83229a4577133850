"""Values given for constants: numbers within limits, or the fault that says what is allowed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

from sim.arguments import as_number
from sim.bilingual_names import Names
from sim.errors import Fault, SimError
from sim.full_width import half_width, is_number
from sim.registry.schema import EMPTY, shown
from sim.scenario.settable import Settable
from sim.units import LANGUAGES, Language, is_dimensionless, unit_label


def check_value(settable: Settable, value: object, place: str) -> float:
    """Return a value as a number of the model.

    Raises
    ------
    SimError: the value is not a finite number, or is outside the limits.
    """
    number = as_number(value)
    if number is None or not math.isfinite(number):
        raise SimError(_no_number(settable, value if number is None else number, place))
    if not settable.low <= number <= settable.high:
        raise SimError(_outside(settable, number, place))
    return number


def check_values(settables: Iterable[Settable], value: object, place: str) -> dict[str, float]:
    """Return a value for each of several constants, by their keys.

    Raises
    ------
    SimError: the value is not allowed for the first of them.
    """
    return {settable.key: check_value(settable, value, place) for settable in settables}


def _no_number(settable: Settable, value: object, place: str) -> Fault:
    hint_zh, hint_en = _text_hint(settable, value) if isinstance(value, str) else ("", "")
    allowed_zh = f"，{limits_text(settable, 'zh')}" if is_limited(settable) else ""
    allowed_en = f", {limits_text(settable, 'en')}" if is_limited(settable) else ""
    what_zh, what_en = ("数字", "a number")
    if isinstance(value, float):
        what_zh, what_en = ("有限的数字", "a finite number")
    given = shown(value)
    given_zh, given_en = (EMPTY, "(empty)") if value is None else (f" {given}", given)
    return Fault(
        "not-a-number",
        f'"{settable.label}" 为{given_zh}，应是{what_zh}{allowed_zh}。{hint_zh}',
        f'"{settable.label}" is {given_en}; it must be {what_en}{allowed_en}.{hint_en}',
        place,
    )


def _outside(settable: Settable, number: float, place: str) -> Fault:
    is_per_cent = abs(number) >= 1 or is_dimensionless(settable.unit)  # of a rate, less is not likely to be
    hint_zh, hint_en = _hint(settable, number) if is_per_cent else ("", "")
    unit = "%" if hint_zh and is_dimensionless(settable.unit) else None
    return Fault(
        "outside-limits",
        f'"{settable.label}" 为 {number:.15g}{_bracketed(unit or unit_of(settable, "zh"))}，'
        f"超出 {limits_text(settable, 'zh')}。{hint_zh}",
        f'"{settable.label}" is {number:.15g}{_bracketed(unit or unit_of(settable, "en"))}, '
        f"outside {limits_text(settable, 'en')}.{hint_en}",
        place,
    )


def _text_hint(settable: Settable, text: str) -> tuple[str, str]:
    """Return the hint on how text that looks like a number should be written."""
    plain = half_width(text).strip()
    bare = plain.rstrip("%")
    if _WITH_COMMA.fullmatch(bare):
        return "数字中不能有逗号。", " A number must not hold a comma."
    if with_unit := _WITH_UNIT.fullmatch(plain):
        unit_zh, unit_en = unit_of(settable, "zh"), unit_of(settable, "en")
        zh, en = (f"，单位是 {unit_zh}", f"; its unit is {unit_en}") if unit_zh else ("", "")
        return f"只写数字 {with_unit[1]}{zh}。", f" Write the number {with_unit[1]} alone{en}."
    if not is_number(bare):
        return "", ""
    if bare != plain:
        return _hint(settable, float(bare))
    if plain != text.strip():
        return f"请用半角数字：{plain}。", f" Write half-width digits: {plain}."
    return "请去掉引号。", " Leave out the quotation marks."


_WITH_COMMA = re.compile(r"[-+]?\d+(?:,\d+)+(?:\.\d+)?")
_WITH_UNIT = re.compile(r"([-+]?\d+(?:\.\d+)?)\s*([^\W\d_eE][^\d%]*)")
_RATE = re.compile(r"(?:1|dmnl)\s*/.*", re.IGNORECASE)


def _hint(settable: Settable, number: float) -> tuple[str, str]:
    """Return how a fraction or a rate that was given in per cent is written, where that is plausible."""
    is_rate = _RATE.fullmatch(settable.unit.strip()) is not None
    if not math.isfinite(number) or not (is_rate or is_dimensionless(settable.unit)):
        return "", ""
    fraction = number / 100
    if not (settable.low <= fraction <= settable.high <= 1) or settable.low < -1:
        return "", ""
    if is_rate:
        zh, en = unit_of(settable, "zh"), unit_of(settable, "en")
        return (
            f"单位是 {zh}：{number:g}% 写成 {fraction:g}。",
            f" The unit is {en}: {number:g}% is written {fraction:g}.",
        )
    return f"是否为 {fraction:g}？", f" Did you mean {fraction:g}?"


def no_settable(given: str, names: Names, settables: Mapping[str, Settable]) -> Fault:
    """Return the fault of a name that no lever or constant has, with the limits of the nearest one.

    Parameters
    ----------
    settables : by the ids of the names
    """
    near = names.nearest(given)
    if near is None or near[1] not in settables:
        return names.unknown(given, "")
    spelling, name = near
    own = () if spelling == name else (name,)
    limits = [limits_text(settables[name], language, unit_first=True) for language in LANGUAGES]
    zh, en = ((*own, text) if text else own for text in limits)
    what_zh, what_en = names.what
    more_zh, more_en = f"（{'，'.join(zh)}）" if zh else "", f" [{', '.join(en)}]" if en else ""
    return Fault(
        "unknown-name",
        f'没有名为 "{given}" 的{what_zh}。最接近的是 "{spelling}"{more_zh}。',
        f'no {what_en} "{given}". Nearest: "{spelling}"{more_en}.',
    )


def is_limited(settable: Settable) -> bool:
    """Return whether the settable has a lower or an upper limit."""
    return math.isfinite(settable.low) or math.isfinite(settable.high)


def limits_text(settable: Settable, language: Language, *, unit_first: bool = False) -> str:
    """Return limits and unit: ``0–400 [亿元/年]``, or ``亿元/年，0–400`` with the unit first."""
    unit = unit_of(settable, language)
    limits = _range(settable.low, settable.high, language)
    if not unit_first:
        return f"{limits}{_bracketed(unit)}"
    return ("，" if language == "zh" else ", ").join(part for part in (unit, limits) if part)


def _range(low: float, high: float, language: Language) -> str:
    if math.isfinite(low) and math.isfinite(high):
        between = "–" if low >= 0 else " 至 "  # a dash before a minus sign reads as a riddle
        return f"{low:g}{between}{high:g}" if language == "zh" else f"{low:g} to {high:g}"
    if math.isfinite(low):
        return f"≥ {low:g}"
    return f"≤ {high:g}" if math.isfinite(high) else ""


def unit_of(settable: Settable, language: Language) -> str:
    """Return the unit's label; a pure number between -1 and 1 is called a fraction."""
    if is_dimensionless(settable.unit) and settable.low >= -1 and settable.high <= 1:
        return "比例" if language == "zh" else "fraction"
    return unit_label(settable.unit, language)


def _bracketed(unit: str) -> str:
    return f" [{unit}]" if unit else ""
