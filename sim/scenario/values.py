"""Whether a value given for a constant is a number within its limits, and what to tell if not."""

from __future__ import annotations

import math

from sim.errors import Fault
from sim.registry.schema import EMPTY, shown
from sim.scenario.targets import Target
from sim.units import Language, is_dimensionless, unit_label


def check_value(target: Target, value: object, place: str) -> float | Fault:
    """Return the value as a number, or the fault that it is none or outside the limits."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _no_number(target, value, place)
    number = float(value)
    if not math.isfinite(number):
        return _no_number(target, value, place)
    if not target.low <= number <= target.high:
        return _outside(target, number, place)
    return number


def _no_number(target: Target, value: object, place: str) -> Fault:
    hint_zh, hint_en = _text_hint(target, value) if isinstance(value, str) else ("", "")
    allowed_zh = f"，{limits_text(target, 'zh')}" if is_limited(target) else ""
    allowed_en = f", {limits_text(target, 'en')}" if is_limited(target) else ""
    what_zh, what_en = ("数字", "a number")
    if isinstance(value, float):
        what_zh, what_en = ("有限的数字", "a finite number")
    given = shown(value)
    given_zh, given_en = (EMPTY, "(empty)") if value is None else (f" {given}", given)
    return Fault(
        "not-a-number",
        f'"{target.label}" 为{given_zh}，应是{what_zh}{allowed_zh}。{hint_zh}',
        f'"{target.label}" is {given_en}; it must be {what_en}{allowed_en}.{hint_en}',
        place,
    )


def _outside(target: Target, number: float, place: str) -> Fault:
    hint_zh, hint_en = _hint(target, number)
    unit = "%" if hint_zh else None
    return Fault(
        "outside-limits",
        f'"{target.label}" 为 {number:.15g}{_bracketed(unit or unit_of(target, "zh"))}，'
        f"超出 {limits_text(target, 'zh')}。{hint_zh}",
        f'"{target.label}" is {number:.15g}{_bracketed(unit or unit_of(target, "en"))}, '
        f"outside {limits_text(target, 'en')}.{hint_en}",
        place,
    )


def _text_hint(target: Target, text: str) -> tuple[str, str]:
    """Return how text that looks like a number should be written."""
    bare = text.strip().rstrip("%％")
    try:
        number = float(bare)
    except ValueError:
        return "", ""
    if bare != text.strip():
        return _hint(target, number)
    return "请去掉引号。", " Leave out the quotation marks."


def _hint(target: Target, number: float) -> tuple[str, str]:
    """Return the question whether a fraction was given in per cent, where it may have been."""
    if not math.isfinite(number) or not is_dimensionless(target.unit):
        return "", ""
    fraction = number / 100
    if not (target.low <= fraction <= target.high <= 1) or target.low < -1:
        return "", ""
    return f"是否为 {fraction:g}？", f" Did you mean {fraction:g}?"


def is_limited(target: Target) -> bool:
    """Return whether the target has a lower or an upper limit."""
    return math.isfinite(target.low) or math.isfinite(target.high)


def limits_text(target: Target, language: Language, *, unit_first: bool = False) -> str:
    """Return limits and unit: ``0–400 [亿元/年]``, or ``亿元/年，0–400`` with the unit first."""
    unit = unit_of(target, language)
    limits = _range(target.low, target.high, language)
    if not unit_first:
        return f"{limits}{_bracketed(unit)}"
    return ("，" if language == "zh" else ", ").join(part for part in (unit, limits) if part)


def _range(low: float, high: float, language: Language) -> str:
    if math.isfinite(low) and math.isfinite(high):
        return f"{low:g}–{high:g}" if language == "zh" else f"{low:g} to {high:g}"
    if math.isfinite(low):
        return f"≥ {low:g}"
    return f"≤ {high:g}" if math.isfinite(high) else ""


def unit_of(target: Target, language: Language) -> str:
    """Return the unit's label; a pure number between -1 and 1 is called a fraction."""
    if is_dimensionless(target.unit) and target.low >= -1 and target.high <= 1:
        return "比例" if language == "zh" else "fraction"
    return unit_label(target.unit, language)


def _bracketed(unit: str) -> str:
    return f" [{unit}]" if unit else ""
