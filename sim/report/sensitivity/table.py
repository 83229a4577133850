"""Report of a sensitivity analysis: the sentence, a row for each parameter, its confidence interval."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from sim.analysis.sensitivity.result import Method, Ranking, Sensitivity
from sim.report.record import (
    Block,
    Cell,
    Column,
    Paragraph,
    Report,
    Row,
    Table,
    figure_cell,
    share_cell,
)
from sim.report.sensitivity.factor_words import words_of
from sim.report.sensitivity.records import sensitivity_record, sensitivity_rows
from sim.report.sensitivity.sentences import (
    COURSE_SHOWN,
    SWING_NOTE,
    entry_of,
    figure_name,
    grade_note,
    names_of,
    notes,
    sentence,
    study_line,
)
from sim.report.words.amounts import amount
from sim.report.words.glossary import heading, headings, word
from sim.report.words.numbers import NO_FIGURE, print_between, print_count, print_figure, print_share
from sim.units import Language

SHOWN = 15  # parameters
SHOWN_OF_MANY = 3  # parameters for each of many indicators
SMALL = 0.03  # index below which a parameter is not mentioned
NAME_WIDTH = 30
_HEADS = ("parameter", "grade", "parameter_values", "indicator_then")
_SYMBOLS = ("μ*", "μ", "σ", "PAWN")  # the same in both languages
_METHOD_HEADS: dict[Method, tuple[str, ...]] = {
    "shapley": ("share",),
    "sobol": ("first_order", "total_effect"),
    "morris": ("μ*", "μ", "σ", "share"),
    "pawn": ("PAWN",),
    "regional": ("lowest", "middle", "highest"),
    "main": ("share",),
}


def sensitivity_report(study: Sensitivity) -> Report:
    """Return the report on one figure, or a summary for several."""
    return Report(
        partial(_blocks, study), partial(sensitivity_rows, study), partial(sensitivity_record, study)
    )


def _blocks(study: Sensitivity, language: Language) -> Iterator[Block]:
    yield from (study_line(study, language), "")
    if len(study.rankings) == 1:
        yield from _one(study, study.rankings[0], language)
    else:
        yield from (_overview(study, language), "")
    yield from map(Paragraph, notes(study, language))


def _one(study: Sensitivity, ranking: Ranking, language: Language) -> Iterator[Block]:
    yield from (Paragraph(sentence(study, ranking, language)), "")
    yield from (Paragraph(_figure(study, ranking, language)), "")
    yield from (_ranked(study, ranking, language), "")
    yield from (_course(study, ranking, language), "")
    blank = "" if language == "zh" else " "
    yield Paragraph(f"{SWING_NOTE[language]}{blank}{grade_note(language)}")


def _figure(study: Sensitivity, ranking: Ranking, language: Language) -> str:
    """Return the figure itself and its spread."""
    entry, figure = entry_of(study, ranking), figure_name(study, ranking, language)
    if ranking.question.is_met:
        return _verdict(ranking, figure, language)
    own = amount(ranking.own, entry, language)
    if not np.isfinite(ranking.quantiles).all():
        return f"{figure}{'：本情景 ' if language == 'zh' else ': this scenario '}{own}"
    low, middle, high = (print_figure(float(each), entry.decimals) for each in ranking.quantiles)
    between = print_between(low, high, language)
    if language == "zh":
        return f"{figure}：本情景 {own}；各次运行的中位数 {middle}，九成在 {between} 之间"
    return f"{figure}: this scenario {own}; median of the runs {middle}, nine in ten from {between}"


def _verdict(ranking: Ranking, figure: str, language: Language) -> str:
    """Return whether the scenario itself meets the target, and the share of the runs that do."""
    own = _met_word(ranking.own, language)
    share = "" if np.isnan(ranking.mean) else print_share(ranking.mean, 1)
    if language == "zh":
        return f"{figure}：本情景{own}" + (f"；各次运行中达标的占 {share}" if share else "")
    return f"{figure}: this scenario {own}" + (f"; {share} of the runs meet it" if share else "")


def _met_word(value: float, language: Language) -> str:
    return NO_FIGURE if np.isnan(value) else word("met" if value else "not_met", language)


def _ranked(study: Sensitivity, ranking: Ranking, language: Language) -> Table:
    heads = headings(language, *_HEADS)
    columns = [
        Column(heads[0], is_figure=False, limit=NAME_WIDTH),
        Column(heads[1], is_figure=False, limit=5),
        Column(heads[2], limit=30),
        Column(heads[3], limit=17, rank=1),
        *(Column(key if key in _SYMBOLS else heading(key, language)) for key in _METHOD_HEADS[study.method]),
    ]
    order = _shown(study, ranking)
    rows = [_row(study, ranking, place, language) for place in order]
    rows += _rest(study, ranking, len(order), len(columns), language)
    return Table(columns, rows)


def _shown(study: Sensitivity, ranking: Ranking) -> list[int]:
    """Return the most influential factors, and those that the request varies."""
    order = [int(place) for place in ranking.order]
    return [place for rank, place in enumerate(order) if rank < SHOWN or study.factors[place].is_asked_for]


def _row(study: Sensitivity, ranking: Ranking, place: int, language: Language) -> Row:
    factor, entry = study.factors[place], entry_of(study, ranking)
    words = words_of(factor, study.workspace, language)
    at_low, at_high = (
        _met_word(float(each), language)
        if ranking.question.is_met
        else print_figure(float(each), entry.decimals)
        for each in ranking.swings[place]
    )
    return [
        words.name,
        words.grade,
        words.between(factor.low, factor.high),
        f"{at_low} → {at_high}",
        *_cells(study, ranking, place),
    ]


def _cells(study: Sensitivity, ranking: Ranking, place: int) -> list[Cell]:
    """Return the method's results for a parameter, in the order of its headings."""
    columns = {name: float(each[place]) for name, each in ranking.columns.items()}
    if study.method in ("shapley", "main"):
        return [with_error(columns["share"], columns["share_error"])]
    if study.method == "sobol":
        return [with_error(columns[name], columns[f"{name}_error"]) for name in ("first", "total")]
    if study.method == "morris":
        decimals = entry_of(study, ranking).decimals
        size, *others = (figure_cell(columns[name], decimals) for name in ("size", "mean", "deviation"))
        error = print_figure(columns["size_error"], decimals)
        return [Cell(size.value, f"{size.text} ±{error}"), *others, share_cell(columns["share"], 1)]
    if study.method == "pawn":
        return [figure_cell(columns["distance"], 3)]
    return [figure_cell(columns[f"fifth_{number}"], 3) for number in (1, 3, 5)]


def with_error(share: float, error: float) -> Cell:
    """Return a share and the half-width of its interval, in per cent."""
    return Cell(share, f"{print_share(share, 1)} ±{print_figure(100 * error, 1)}")


def _rest(study: Sensitivity, ranking: Ranking, shown: int, width: int, language: Language) -> Iterator[Row]:
    """Yield rows for the parameters that are not listed."""
    hidden = len(study.factors) - shown
    if hidden > 0:
        text = {
            "zh": f"（另有 {print_count(hidden)} 个更小，见 CSV）",
            "en": f"({print_count(hidden)} smaller ones: see the CSV)",
        }
        yield [text[language], *[None] * (width - 1)]
    if study.method == "main" and ranking.rest:
        text = {"zh": "逐年扰动，合计", "en": "disturbances of single years, together"}
        yield [text[language], *[None] * (width - 2), with_error(ranking.rest, ranking.rest_error)]
    if study.left_out:
        text = {
            "zh": f"其余 {print_count(len(study.left_out))} 个，合为一组",
            "en": f"the other {print_count(len(study.left_out))} as one group",
        }
        yield [text[language], *[None] * (width - 2), with_error(ranking.rest, ranking.rest_error)]


def _course(study: Sensitivity, ranking: Ranking, language: Language) -> Table:
    """Return the index of the first few factors from a quarter, a half and all of the runs."""
    head = {"zh": "收敛：指数", "en": "Convergence: index"}[language]
    columns = [Column(head, is_figure=False, limit=NAME_WIDTH), *map(Column, ("N/4", "N/2", "N"))]
    names = names_of(study, language)
    rows = [
        [names[place], *(figure_cell(each, 3) for each in ranking.course[:, place])]
        for place in ranking.order[:COURSE_SHOWN]
    ]
    return Table(columns, rows)


def _overview(study: Sensitivity, language: Language) -> Table:
    """Return for each figure the few parameters that decide it most."""
    names = names_of(study, language)
    most = {"zh": "最起作用的参数（括号内为指数）", "en": "What decides it most, with its index"}[language]
    columns = [
        Column(heading("indicator", language), is_figure=False, limit=NAME_WIDTH),
        Column(heading("year", language)),
        Column(most, is_figure=False, limit=68),
        *([Column(heading("not_listed", language))] if study.left_out else []),
    ]
    rows: list[Row] = []
    for one in study.rankings:
        left, right = ("（", "）") if language == "zh" else (" (", ")")
        decisive = [
            f"{names[place]}{left}{print_figure(float(one.index[place]), 2)}{right}"
            for place in _decisive(one)
        ]
        rows.append(
            [
                entry_of(study, one).name.text(language),
                one.question.year,
                ("；" if language == "zh" else "; ").join(decisive) or NO_FIGURE,
                *([share_cell(one.rest, 1)] if study.left_out else []),
            ]
        )
    return Table(columns, rows)


def _decisive(ranking: Ranking) -> list[int]:
    return [
        int(place)
        for place in ranking.order[:SHOWN_OF_MANY]
        if ranking.index[place] > max(ranking.noise, SMALL)
    ]
