"""Amounts in the registry's units, their distance from a target, and probabilities in a sentence."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from sim.outcomes.measures import rounded
from sim.registry.indicators import Indicator
from sim.report.words.numbers import print_chance, print_figure, print_share, print_stated
from sim.units import Language

POINTS: Mapping[Language, str] = {"zh": "个百分点", "en": "points"}
"""Unit of a difference of figures in per cent."""


def amount(value: float, entry: Indicator, language: Language) -> str:
    """Return a figure of an indicator with its unit."""
    return with_unit(print_figure(value, entry.decimals), entry, language)


def target_amount(value: float, entry: Indicator, language: Language) -> str:
    """Return a target of an indicator with its unit and its stated digits."""
    return with_unit(print_stated(value), entry, language)


def with_unit(figure: str, entry: Indicator, language: Language) -> str:
    """Return a printed figure with the unit of an indicator."""
    unit = entry.unit.text(language)
    if unit == "%":
        return f"{figure}%"
    if unit in ("比例", "fraction"):
        return figure
    return f"{figure} × {unit}" if unit[0].isdigit() else f"{figure} {unit}"


def distance(value: float, target: float, entry: Indicator, language: Language) -> str:
    """Return the distance of a figure from its target: in per cent of the target, or in percentage points."""
    gap = abs(float(rounded(np.array([value]), entry.decimals)[0]) - target)
    if entry.unit.zh == "%":
        points = print_figure(gap, entry.decimals)
        unit = "percentage point" if points == "1" else "percentage points"
        return f"{points} {'个百分点' if language == 'zh' else unit}"
    share = gap / abs(target) if target else math.inf
    return print_share(share, 1) if 0.0005 <= share < math.inf else amount(gap, entry, language)


def percentage(share: float, language: Language) -> str:
    """Return a probability in per cent within a sentence, never quite as impossible or certain."""
    printed = print_chance(share)
    if printed[0] not in _WORDS:
        return printed
    return _WORDS[printed[0]][language] + printed[1:]


_WORDS: dict[str, dict[Language, str]] = {
    "<": {"zh": "不到 ", "en": "less than "},
    ">": {"zh": "超过 ", "en": "more than "},
}
