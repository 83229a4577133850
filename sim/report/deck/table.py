"""The scoreboard as a native table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Inches, Pt

from sim.registry.plan import Plan
from sim.report import style
from sim.report.deck.lettering import MARGIN, WIDTH, colour, place, write_run
from sim.report.deck.scores import Score
from sim.report.words.glossary import heading, word
from sim.report.words.periods import is_over
from sim.units import Language

ROWS = 22  # per slide, so that all of them are legible
TOP, ROW_HEIGHT, HEADING_HEIGHT = 0.94, 0.22, 0.28  # inches
_TONES = {"met": style.MET, "not_met": style.NOT_MET, "none": style.MUTED}
_COLUMNS: Mapping[str, tuple[float, str]] = {  # width in inches, term of its heading
    "number": (0.45, "number"),
    "name": (4.4, "indicator"),
    "unit": (1.5, "unit"),
    "kind": (1.15, "kind"),
    "base": (1.0, "base"),
    "figure": (0.95, "projected"),
    "interval": (1.5, "band"),
    "target": (0.95, "target"),
    "verdict": (1.0, "probability"),
}
_FLUSH_LEFT = ("name", "unit", "kind")


def add_scoreboard(
    slide: Any, found: Sequence[Score], plan: Plan, is_ensemble: bool, alt: str, language: Language
) -> None:
    """Add the scoreboard to a slide; without an ensemble it shows which targets are met, not intervals.

    Parameters
    ----------
    alt : the table's result, for a reader who does not see it
    """
    names = [name for name in _COLUMNS if is_ensemble or name != "interval"]
    box = place(MARGIN, TOP, WIDTH, HEADING_HEIGHT + ROW_HEIGHT * len(found))
    frame = slide.shapes.add_table(len(found) + 1, len(names), *box)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", alt)
    table = frame.table
    table.horz_banding = False
    full = sum(_COLUMNS[name][0] for name in names)
    for column, name in zip(table.columns, names, strict=True):
        column.width = Inches(WIDTH * _COLUMNS[name][0] / full)
    headings = {name: _heading(name, plan, language) for name in names}
    if not is_ensemble:
        headings["verdict"] = heading("met", language)
    table.rows[0].height = Inches(HEADING_HEIGHT)
    _write_row(table, 0, headings, style.PAPER, language)
    for number, score in enumerate(found, start=1):
        table.rows[number].height = Inches(ROW_HEIGHT)
        _write_row(
            table, number, {name: getattr(score, name) for name in names}, _TONES[score.tone], language
        )


def _heading(name: str, plan: Plan, language: Language) -> str:
    term, near = _COLUMNS[name][1], plan.horizons[0]
    year = {"base": plan.base_year, "figure": near, "target": near}.get(name)
    if name == "figure" and is_over(near):
        term = "simulated"
    return f"{year} {word(term, language)}" if year else heading(term, language)


def _write_row(table: Any, number: int, texts: dict[str, str], ink: str, language: Language) -> None:
    """Write a row; the heading and the verdict are bold and in the given ink."""
    for column, (name, text) in enumerate(texts.items()):
        cell = table.cell(number, column)
        prepare_cell(cell, number)
        paragraph = cell.text_frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT if name in _FLUSH_LEFT else PP_ALIGN.RIGHT
        run = paragraph.add_run()
        run.text = text
        stands_out = number == 0 or name == "verdict"
        write_run(run, style.DECK_TABLE_POINTS, language, ink if stands_out else style.INK, bold=stands_out)


def prepare_cell(cell: Any, number: int) -> None:
    """Set margins and shade of a cell of a row; row 0 is the heading."""
    cell.margin_left = cell.margin_right = Pt(5)
    cell.margin_top = cell.margin_bottom = Pt(1)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    shade = style.SCENARIO if number == 0 else (style.PAPER if number % 2 else style.SHADE)
    cell.fill.fore_color.rgb = colour(shade)
