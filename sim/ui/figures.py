"""Figures, targets and judgements of indicators as the pages write them."""

from __future__ import annotations

import numpy as np

from sim.outcomes.fan import Fan
from sim.outcomes.indicators import IndicatorRow
from sim.registry.indicators import Indicator
from sim.report.words.draws import drawn_from
from sim.report.words.glossary import word
from sim.report.words.numbers import print_count, print_figure, print_figures, print_target
from sim.ui.page_state import Scene
from sim.ui.texts import say
from sim.units import Language

SUM_YEARS = 5


def decimals_of(decimals: int, value: float) -> int:
    """Return the number of decimals of a figure: the plan's, and at least three digits in all."""
    small = next((count for count, limit in ((2, 10), (1, 100)) if abs(value) < limit), 0)
    return max(decimals, small)


def figure_text(fan: Fan, key: str, year: int) -> str:
    """Return the figure of a year, a dash where there is none."""
    value = fan.figure(key, year)
    return print_figure(value, decimals_of(fan.table.rows[key].entry.decimals, value))


def band_ends(fan: Fan, key: str, year: int) -> tuple[str, str] | None:
    """Return the points of 5% and 95% of the figure of a year, or None."""
    found = fan.figure_range(key, year)
    if found is None:
        return None
    decimals = decimals_of(fan.table.rows[key].entry.decimals, fan.figure(key, year))
    low, high = print_figures(np.array(found), decimals)
    return low, high


def target_text(row: IndicatorRow, year: int) -> str | None:
    """Return a target with its sign, or None."""
    target = row.planned.values.get(year)
    return None if target is None else print_target(target, row.planned.comparison)


def judgement(fan: Fan, key: str, year: int, language: Language) -> tuple[str, str] | None:
    """Return the verdict on an indicator, by its probability, and its style class; None without a target."""
    row = fan.table.rows[key]
    if row.kind in ("not_modelled", "scenario_input", "set_by_scenario"):
        return word(f"kind.{row.kind}", language), ""
    met = fan.is_likely(key, year)
    if met is None:
        return None
    return (word("met", language), "good") if met else (word("not_met", language), "bad")


def prices_text(entry: Indicator, language: Language) -> str:
    """Return the price basis of an indicator, "" where it is not in money."""
    return word(f"prices.{entry.price_basis}", language)


def fan_note(scene: Scene) -> str:
    """Return the note on the bands: what they are of, and what they leave out."""
    return _note_on_draws("fan_note", scene)


def chance_note(scene: Scene) -> str:
    """Return the note on the probabilities: of how many draws, and from what these come."""
    return _note_on_draws("chance_note", scene)


def _note_on_draws(key: str, scene: Scene) -> str:
    language, fan = scene.view.language, scene.fan
    source, members = drawn_from(fan.facts, language), print_count(fan.members)
    return say(key, language, source=source, members=members, seed=scene.view.seed)
