"""Builds the briefing deck: title, scoreboard and the main indicator with its fan."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE

from sim import arguments
from sim.errors import Faults, fail
from sim.report import style
from sim.report.charts.content import result_content
from sim.report.charts.effect import Effect, effect_sentence, largest_effect
from sim.report.charts.finding import finding
from sim.report.charts.legend import scenario_line, subtitle
from sim.report.charts.provenance import origin, page_notes, record_line
from sim.report.charts.result import IndicatorResult, ensemble_faults, result_of
from sim.report.deck.chart import add_chart
from sim.report.deck.lettering import (
    MARGIN,
    WIDTH,
    colour,
    place,
    prepare,
    write_box,
    write_lines,
    write_notes,
    write_title,
)
from sim.report.deck.packing import deck_bytes
from sim.report.deck.scores import scores, scores_notes, scores_title
from sim.report.deck.table import ROWS, add_scoreboard
from sim.report.layout import fold_text
from sim.report.words.punctuation import bracketed
from sim.run.single import ScenarioRun, run_of
from sim.sampling.uncertain import is_uncertain
from sim.scenario.load import AnyScenario
from sim.units import Language

if TYPE_CHECKING:  # it imports pandas, which a single run does not need
    from sim.ensembles.drawn import AnyEnsemble

SUFFIXES = (".pptx",)
_TITLE, _TITLE_ONLY = 0, 5  # layouts of the default template
_FOOT, _NOTE_LINE, _INDENT = 7.28, 0.19, 0.95  # inches


@arguments.reading()
def build_deck(
    run: ScenarioRun | AnyScenario,
    ensemble: AnyEnsemble = "forecast",
    language: Language = "zh",
    year: int | None = None,
) -> bytes:
    """Return an editable PowerPoint file of a scenario: title, scoreboard and charts.

    The title says what the scenario changes most beside the one that it extends. The plan's Table 1 stands
    in native tables, with the probabilities; industrial output, and the headline indicator that the
    scenario changes most, in native charts with their data sheets and their 5–95 % and 25–75 % bands.
    What identifies model and draws is in the notes of the slides. Equal inputs give equal bytes in the same
    year.

    Parameters
    ----------
    run : result of `run_scenario`, or a scenario to run unchanged: a name, a path, or a loaded one
    ensemble : what bands and probabilities are of: ``"forecast"``, 1,000 members in memory from seed 7,
        conditioned on observations; ``"prior"``, as many of the prior; an ensemble of the same model and
        scenario; or None for the single run alone, as where the home draws nothing
    language : language of all text, ``zh`` or ``en``
    year : of the findings; by default the plan's last horizon, which a scenario can still move

    Returns
    -------
    bytes : content of a .pptx file

    Raises
    ------
    SimError: an ensemble of another model or scenario; no indicator that can be drawn; a year that the
        model does not reach.

    Examples
    --------
    >>> deck = sim.build_deck("plan", language="en")
    >>> (folder / "briefing.pptx").write_bytes(deck) == len(deck)
    True
    """
    run = run_of(run)
    shown = main_result(run, ensemble, year)
    effect = largest_effect(run)
    deck: Any = Presentation()
    prepare(deck, language)
    title = _add_title(deck, run, shown, effect, language)
    _add_scoreboard(deck, shown, language)
    _add_chart(deck, shown, language)
    if effect is not None and effect.indicator != shown.row.id:
        _add_chart(deck, result_of(run, effect.indicator, ensemble, year), language)
    return deck_bytes(deck, title)


def main_result(run: ScenarioRun, ensemble: AnyEnsemble, year: int | None = None) -> IndicatorResult:
    """Return the first headline indicator."""
    if not (ensemble is None or isinstance(ensemble, str)):
        Faults(ensemble_faults(ensemble, run.scenario, run.model_hash, [])).check()
    registry = run.workspace.registry
    if not registry.zone.headline:
        place = registry.documents["zone"].place("headline")
        raise fail("no-data", "没有主要指标可画。", "there is no headline indicator to draw.", place)
    return result_of(run, registry.zone.headline[0], ensemble, year)


def _add_title(
    deck: Any, run: ScenarioRun, shown: IndicatorResult, effect: Effect | None, language: Language
) -> str:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE])
    zone = run.workspace.registry.zone.short_name.text(language)
    title = f"{zone}情景简报" if language == "zh" else f"{zone} scenario briefing"
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place(0, 0, 0.28, style.DECK_INCHES[1]))
    bar.fill.solid()
    bar.fill.fore_color.rgb = colour(style.SCENARIO)
    bar.line.fill.background()
    lines = [scenario_line(shown, language), run.scenario.about.text(language)]
    if effect is not None:
        lines.append(effect_sentence(effect, run.workspace, language))
    texts = (([title], 2.0, 1.0, 40.0, style.SCENARIO), (lines, 3.15, 2.4, 20.0, style.INK))
    for holder, (words, top, height, points, ink) in zip(slide.placeholders, texts, strict=True):
        holder.left, holder.top, holder.width, holder.height = place(_INDENT, top, WIDTH - _INDENT, height)
        write_lines(holder.text_frame, words, points, language, ink)
    notes = [origin(shown.table, shown.ensemble, language), _certainty(shown, language)]
    _write_foot(slide, notes, language, _INDENT)
    write_notes(slide, [record_line(shown, language)], language)
    return f"{title} - {run.scenario.title.text(language)}"


def _certainty(shown: IndicatorResult, language: Language) -> str:
    """Return the note on uncertainty where there is no ensemble."""
    if shown.ensemble is not None:
        return ""
    if not is_uncertain(shown.table.registry):
        if language == "zh":
            return "本简报为单次推演：没有要抽样的参数，因此没有达标概率和区间。"
        return (
            "This briefing shows a single run: no parameter is drawn, so it has no probabilities and bands."
        )
    if language == "zh":
        return "本简报为单次推演，未含不确定性，没有达标概率和区间。"
    return "This briefing shows a single run, without uncertainty: it has no probabilities and bands."


def _add_scoreboard(deck: Any, shown: IndicatorResult, language: Language) -> None:
    """Add the scoreboard, on several slides of like length where it has more rows than one holds."""
    found, plan = scores(shown.table, shown.ensemble, language), shown.row.plan
    notes = scores_notes(found, shown.table, shown.ensemble, language)
    title = scores_title(found, plan.horizons[0], shown.ensemble, language)
    pages = max(1, math.ceil(len(found) / ROWS))
    rows = math.ceil(len(found) / pages)
    for page in range(pages):
        slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        head = title if pages == 1 else title + bracketed(f"{page + 1}/{pages}", language)
        write_title(slide, head, language)
        shown_rows = found[page * rows : (page + 1) * rows]
        add_scoreboard(slide, shown_rows, plan, shown.ensemble is not None, head, language)
        _write_foot(slide, [*notes, origin(shown.table, shown.ensemble, language)], language)
        write_notes(slide, [record_line(shown, language)], language)


def _add_chart(deck: Any, shown: IndicatorResult, language: Language) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    title = finding(shown, language)
    write_title(slide, title, language)
    below = subtitle(shown, language)
    write_box(slide, place(MARGIN, 0.95, WIDTH, 0.35), [below], style.DECK_TEXT_POINTS, language)
    add_chart(slide, result_content(shown, language), title, language)
    _write_foot(slide, page_notes(shown, language), language)
    write_notes(slide, [title, record_line(shown, language)], language)


def _write_foot(slide: Any, notes: list[str], language: Language, left: float = MARGIN) -> None:
    """Write notes at the foot of a slide, the last line on its lower margin."""
    shown = [note for note in notes if note]
    cells = int((style.DECK_INCHES[0] - MARGIN - left) * 72 / style.DECK_NOTE_POINTS * 2)
    lines = sum(len(list(fold_text(note, cells))) for note in shown)
    height = lines * _NOTE_LINE
    box = place(left, _FOOT - height, style.DECK_INCHES[0] - MARGIN - left, height)
    write_box(slide, box, shown, style.DECK_NOTE_POINTS, language)
