"""Builds the briefing deck: title, scoreboard and the main indicator with its fan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE

from sim.errors import SimError, fail
from sim.outcomes.indicators import indicators
from sim.report import style
from sim.report.charts.content import Exhibit, ensemble_faults, exhibit_of
from sim.report.charts.finding import finding
from sim.report.charts.legend import scenario_line, subtitle
from sim.report.charts.provenance import origin, stated
from sim.report.deck.chart import add_chart
from sim.report.deck.lettering import (
    MARGIN,
    WIDTH,
    colour,
    place,
    prepare,
    write_box,
    write_lines,
    write_title,
)
from sim.report.deck.packing import deck_bytes
from sim.report.deck.scores import scores, scores_notes, scores_title
from sim.report.deck.table import ROWS, add_scoreboard
from sim.report.layout import fold_text
from sim.run.single import ScenarioRun
from sim.units import Language

if TYPE_CHECKING:  # it brings SciPy, which a single run does not need
    from sim.ensembles.ensemble import Ensemble

MAIN = "gross_industrial_output"
SUFFIXES = (".pptx",)
_TITLE, _TITLE_ONLY = 0, 5  # layouts of the default template
_FOOT, _NOTE_LINE, _INDENT = 7.28, 0.19, 0.95  # inches


def build_deck(run: ScenarioRun, ensemble: Ensemble | None = None, language: Language = "zh") -> bytes:
    """Return a PowerPoint file that stays editable: three slides, four for a Table 1 of thirty rows.

    Title; the plan's Table 1 as native tables; industrial output as a native chart with its data
    sheet, and with an ensemble its 5–95 % and 25–75 % bands. Equal inputs give equal bytes.

    Raises
    ------
    SimError: an ensemble of another model or scenario; no indicator that could be drawn.
    """
    shown = main_exhibit(run, ensemble)
    deck: Any = Presentation()
    prepare(deck, language)
    title = _add_title(deck, run, shown, language)
    _add_scoreboard(deck, shown, language)
    _add_fan(deck, shown, language)
    return deck_bytes(deck, title)


def main_exhibit(run: ScenarioRun, ensemble: Ensemble | None) -> Exhibit:
    """Return industrial output, or in another model its first headline that is modelled."""
    if ensemble is not None:
        faults = ensemble_faults(ensemble, run.scenario, run.model_hash, [])
        if faults:
            raise SimError(faults)
    rows = [row for row in indicators(run) if row.series is not None]
    ranked = sorted(rows, key=lambda row: (row.id != MAIN, not row.entry.headline))
    if not ranked:
        raise fail("no-data", "没有可画的指标。", "there is no indicator to draw.", "model/indicators.yaml")
    return exhibit_of(run, ranked[0].id, ensemble)


def _add_title(deck: Any, run: ScenarioRun, shown: Exhibit, language: Language) -> str:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE])
    title = "天津经开区情景简报" if language == "zh" else "TEDA scenario briefing"
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place(0, 0, 0.28, style.DECK_INCHES[1]))
    bar.fill.solid()
    bar.fill.fore_color.rgb = colour(style.SCENARIO)
    bar.line.fill.background()
    lines = [scenario_line(shown, language), run.scenario.about.text(language)]
    texts = (([title], 2.0, 1.0, 40.0, style.SCENARIO), (lines, 3.15, 2.0, 20.0, style.INK))
    for holder, (words, top, height, points, ink) in zip(slide.placeholders, texts, strict=True):
        holder.left, holder.top, holder.width, holder.height = place(_INDENT, top, WIDTH - _INDENT, height)
        write_lines(holder.text_frame, words, points, language, ink)
    notes = [origin(shown.table, shown.ensemble, language), _certainty(shown, language)]
    _write_foot(slide, notes, language, _INDENT)
    return f"{title} - {run.scenario.title.text(language)}"


def _certainty(shown: Exhibit, language: Language) -> str:
    """Return what is said of uncertainty where there is no ensemble."""
    if shown.ensemble is not None:
        return ""
    if language == "zh":
        return "本简报为单次推演，未含不确定性；加上 --ensemble 可得达标概率和区间。"
    return "This briefing shows a single run, without uncertainty; --ensemble adds probabilities and bands."


def _add_scoreboard(deck: Any, shown: Exhibit, language: Language) -> None:
    """Add the scoreboard; where it has more rows than can be read on a slide, on several."""
    found = scores(shown.table, shown.ensemble, language)
    notes = scores_notes(found, shown.table, shown.ensemble, language)
    for first in range(0, max(1, len(found)), ROWS):
        slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        write_title(slide, scores_title(found, shown.ensemble, language), language)
        add_scoreboard(slide, found[first : first + ROWS], shown.ensemble is not None, language)
        _write_foot(slide, [*notes, origin(shown.table, shown.ensemble, language)], language)


def _add_fan(deck: Any, shown: Exhibit, language: Language) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    write_title(slide, finding(shown, language), language)
    below = subtitle(shown, language)
    write_box(slide, place(MARGIN, 0.95, WIDTH, 0.35), [below], style.DECK_TEXT_POINTS, language)
    add_chart(slide, shown, language)
    notes = [origin(shown.table, shown.ensemble, language), stated(shown, language)]
    _write_foot(slide, notes, language)


def _write_foot(slide: Any, notes: list[str], language: Language, left: float = MARGIN) -> None:
    """Write notes at the foot of a slide, the last line at its lower margin."""
    shown = [note for note in notes if note]
    cells = int((style.DECK_INCHES[0] - MARGIN - left) * 72 / style.DECK_NOTE_POINTS * 2)
    lines = sum(len(list(fold_text(note, cells))) for note in shown)
    height = lines * _NOTE_LINE
    box = place(left, _FOOT - height, style.DECK_INCHES[0] - MARGIN - left, height)
    write_box(slide, box, shown, style.DECK_NOTE_POINTS, language)
