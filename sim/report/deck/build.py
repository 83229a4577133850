"""Builds the briefing deck: title, scoreboard and the main indicator with its fan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE

from sim import arguments
from sim.errors import Faults, fail
from sim.report import style
from sim.report.charts.content import result_content
from sim.report.charts.finding import finding
from sim.report.charts.legend import scenario_line, subtitle
from sim.report.charts.provenance import origin, stated
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
    write_title,
)
from sim.report.deck.packing import deck_bytes
from sim.report.deck.scores import scores, scores_notes, scores_title
from sim.report.deck.table import ROWS, add_scoreboard
from sim.report.layout import fold_text
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
    run: ScenarioRun | AnyScenario, ensemble: AnyEnsemble = "forecast", language: Language = "zh"
) -> bytes:
    """Return an editable PowerPoint file: three slides, four if Table 1 has thirty rows.

    Title; the plan's Table 1 as native tables, with the probabilities; industrial output as a native
    chart with its data sheet and its 5–95 % and 25–75 % bands. Equal inputs give equal bytes.

    Parameters
    ----------
    run : result of `run_scenario`, or a scenario to run unchanged: a name, a path, or a loaded one
    ensemble : what bands and probabilities are of: ``"forecast"``, 1,000 members in memory from seed 7,
        conditioned on observations; ``"prior"``, as many of the prior; an ensemble of the same model and
        scenario; or None for the single run alone, as where the home draws nothing
    language : language of all text, ``zh`` or ``en``

    Returns
    -------
    bytes : content of a .pptx file

    Raises
    ------
    SimError: an ensemble of another model or scenario; no indicator that can be drawn.

    Examples
    --------
    >>> deck = sim.build_deck("plan", language="en")
    >>> (folder / "briefing.pptx").write_bytes(deck) == len(deck)
    True
    """
    run = run_of(run)
    shown = main_result(run, ensemble)
    deck: Any = Presentation()
    prepare(deck, language)
    title = _add_title(deck, run, shown, language)
    _add_scoreboard(deck, shown, language)
    _add_fan(deck, shown, language)
    return deck_bytes(deck, title)


def main_result(run: ScenarioRun, ensemble: AnyEnsemble) -> IndicatorResult:
    """Return the first headline indicator."""
    if not (ensemble is None or isinstance(ensemble, str)):
        Faults(ensemble_faults(ensemble, run.scenario, run.model_hash, [])).check()
    registry = run.workspace.registry
    if not registry.zone.headline:
        place = registry.documents["zone"].place("headline")
        raise fail("no-data", "没有主要指标可画。", "there is no headline indicator to draw.", place)
    return result_of(run, registry.zone.headline[0], ensemble)


def _add_title(deck: Any, run: ScenarioRun, shown: IndicatorResult, language: Language) -> str:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE])
    zone = run.workspace.registry.zone.short_name.text(language)
    title = f"{zone}情景简报" if language == "zh" else f"{zone} scenario briefing"
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
    """Add the scoreboard, on several slides where it has more rows than are legible on one."""
    found, plan = scores(shown.table, shown.ensemble, language), shown.row.plan
    notes = scores_notes(found, shown.table, shown.ensemble, language)
    for first in range(0, max(1, len(found)), ROWS):
        slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        write_title(slide, scores_title(found, plan.horizons[0], shown.ensemble, language), language)
        add_scoreboard(slide, found[first : first + ROWS], plan, shown.ensemble is not None, language)
        _write_foot(slide, [*notes, origin(shown.table, shown.ensemble, language)], language)


def _add_fan(deck: Any, shown: IndicatorResult, language: Language) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    title = finding(shown, language)
    write_title(slide, title, language)
    below = subtitle(shown, language)
    write_box(slide, place(MARGIN, 0.95, WIDTH, 0.35), [below], style.DECK_TEXT_POINTS, language)
    add_chart(slide, result_content(shown, language), title, language)
    notes = [origin(shown.table, shown.ensemble, language), stated(shown, language)]
    _write_foot(slide, notes, language)


def _write_foot(slide: Any, notes: list[str], language: Language, left: float = MARGIN) -> None:
    """Write notes at the foot of a slide, the last line on its lower margin."""
    shown = [note for note in notes if note]
    cells = int((style.DECK_INCHES[0] - MARGIN - left) * 72 / style.DECK_NOTE_POINTS * 2)
    lines = sum(len(list(fold_text(note, cells))) for note in shown)
    height = lines * _NOTE_LINE
    box = place(left, _FOOT - height, style.DECK_INCHES[0] - MARGIN - left, height)
    write_box(slide, box, shown, style.DECK_NOTE_POINTS, language)
