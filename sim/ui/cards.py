"""The headline cards."""

from __future__ import annotations

from html import escape

from sim.outcomes.fan import Fan
from sim.outcomes.indicators import IndicatorRow
from sim.report.words.numbers import print_chance, print_range
from sim.ui.figures import (
    band_ends,
    figure_text,
    judgement,
    period_text,
    prices_text,
    target_text,
)
from sim.ui.page_state import Scene
from sim.ui.texts import say
from sim.units import Language


def cards_html(scene: Scene, keys: list[str]) -> str:
    """Return a card for each headline indicator."""
    view = scene.view
    cards = "".join(_card(scene.fan, scene.beside, key, view.year, view.language) for key in keys)
    return f'<div class="teda cards">{cards}</div>'


def _card(fan: Fan, beside: tuple[str, Fan] | None, key: str, year: int, language: Language) -> str:
    entry = fan.table.rows[key].entry
    figure = figure_text(fan, key, year)
    lines = [
        _basis(fan.table.rows[key], year, language),
        _aim(fan, key, year, language),
        _chance(fan, key, year, language),
    ]
    lines.append(_band(fan, key, year, language))
    if beside is not None:
        name, other = beside
        lines.append(escape(say("versus", language, name=name, value=figure_text(other, key, year))))
    body = "".join(f'<div class="line">{line or "&nbsp;"}</div>' for line in lines)
    return (
        f'<section class="card" data-indicator="{escape(key)}"><h3>{escape(entry.name.text(language))}</h3>'
        f'<div class="value">{figure}<small>{escape(entry.unit.text(language))}</small></div>{body}</section>'
    )


def _basis(row: IndicatorRow, year: int, language: Language) -> str:
    parts = (period_text(row, year, language), prices_text(row.entry, language))
    return escape(" · ".join(part for part in parts if part))


def _aim(fan: Fan, key: str, year: int, language: Language) -> str:
    row = fan.table.rows[key]
    target = target_text(row, year)
    standing = judgement(fan, key, year, language)
    if target is None:
        words = say("no_target", language, year=year)
    else:
        text = "stand_in_target" if row.planned.kind == "stand_in" else "card_target"
        words = say(text, language, sign="", value=target)
    pill = f' <span class="pill {standing[1]}">{standing[0]}</span>' if standing else ""
    return f"{escape(words)}{pill}"


def _chance(fan: Fan, key: str, year: int, language: Language) -> str:
    share = fan.probability(key, year)
    if share is None:
        return ""
    return f"<b>{escape(say('card_probability', language, share=print_chance(share)))}</b>"


def _band(fan: Fan, key: str, year: int, language: Language) -> str:
    ends = band_ends(fan, key, year)
    if ends is None:
        return say("no_band", language)
    return escape(say("card_band", language, range=print_range(*ends)))
