"""Report of a calibration: the observations used, the fitted constants, and what the data leave open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sim.analysis.calibration.candidates import Candidate
from sim.analysis.calibration.fit import STARTS, Calibration
from sim.analysis.calibration.identifiability import narrowing, trade_offs
from sim.analysis.calibration.writing import Change
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, figure_cell, share_cell
from sim.report.tables.calibration_sentences import ending, left_open, left_out, notes, title
from sim.report.words.constants import name_of, unit_of
from sim.report.words.glossary import headings, word
from sim.report.words.numbers import print_change, print_digits, print_range
from sim.report.words.observed import limit_mark, point_name, point_unit
from sim.scenario.workspace import Workspace
from sim.units import Language, unit_label

NAME_WIDTH = 30
_OBSERVED = (
    *("observation", "unit", "period", "grade", "observed"),
    *("before", "after", "off_before", "off_after"),
)
_FITTED = ("parameter", "unit", "before", "after", "prior", "deviation", "bounds", "narrowing")
_RANKS = {"bounds": 3, "off_before": 2, "grade": 1}


def calibration_report(
    fit: Calibration, screened: Sequence[Candidate], written: Sequence[Change] | None, workspace: Workspace
) -> Report:
    """Return the report of a calibration; ``written`` is None where the file was not changed."""
    return Report(
        lambda language: _blocks(fit, screened, written, workspace, language),
        None,
        partial(_record, fit, screened, written, workspace),
    )


def _blocks(
    fit: Calibration,
    screened: Sequence[Candidate],
    written: Sequence[Change] | None,
    workspace: Workspace,
    language: Language,
) -> Iterator[Block]:
    yield from (title(fit, workspace, language), "", _observed(fit, workspace, language))
    yield from map(Paragraph, notes(fit, workspace, language))
    yield from ("", _fitted(fit, workspace, language), "")
    for texts in (left_open(fit, workspace, language), left_out(screened, workspace, language)):
        paragraphs: list[Block] = [Paragraph(text) for text in texts]
        if paragraphs:
            yield from (*paragraphs, "")
    yield from map(Paragraph, ending(fit, written, workspace, language))


def _observed(fit: Calibration, workspace: Workspace, language: Language) -> Table:
    heads = headings(language, *_OBSERVED)
    columns = [
        Column(heads[0], is_figure=False, limit=NAME_WIDTH),
        Column(heads[1], is_figure=False, limit=10),
        *(Column(head, rank=_RANKS.get(key, 0)) for key, head in zip(_OBSERVED[2:], heads[2:], strict=True)),
    ]
    figures = zip(fit.before, fit.after, fit.errors(fit.before), fit.errors(fit.after), strict=True)
    rows: list[Row] = []
    for point, (before, after, far, near) in zip(fit.points, figures, strict=True):
        seen, *model = (figure_cell(value, point.decimals) for value in (point.seen.value, before, after))
        grade = point.seen.grade or word("base", language)
        name, unit = point_name(point, workspace, language), point_unit(point, workspace, language)
        stated = Cell(seen.value, limit_mark(point) + seen.text)
        rows.append(
            [name, unit, point.seen.period.text(language), grade, stated, *model, _off(far), _off(near)]
        )
    return Table(columns, rows)


def _off(error: float) -> Cell:
    return Cell(float(error), print_change(error, 1))


def _fitted(fit: Calibration, workspace: Workspace, language: Language) -> Table:
    heads = headings(language, *_FITTED)
    columns = [
        Column(heads[0], is_figure=False, limit=NAME_WIDTH),
        Column(heads[1], is_figure=False, limit=12),
        *(Column(head, rank=_RANKS.get(key, 0)) for key, head in zip(_FITTED[2:], heads[2:], strict=True)),
    ]
    shares = narrowing(fit)
    return Table(
        columns, [_parameter(fit, place, shares[place], workspace, language) for place in range(len(shares))]
    )


def _parameter(fit: Calibration, place: int, share: float, workspace: Workspace, language: Language) -> Row:
    free, key = fit.free, fit.free.keys[place]
    values = (free.before[place], fit.fitted[place], free.prior[place], free.spread[place])
    return [
        name_of(key, workspace, language),
        unit_label(unit_of(key, workspace), language),
        *(Cell(float(value), print_digits(value, 4)) for value in values),
        print_range(print_digits(free.low[place]), print_digits(free.high[place])),
        share_cell(share),
    ]


# --- record ---------------------------------------------------------------------------------


def _record(
    fit: Calibration, screened: Sequence[Candidate], written: Sequence[Change] | None, workspace: Workspace
) -> dict[str, Any]:
    """Return a calibration as a record; ``written`` is null where writing was not asked for or refused."""
    return {
        "scenario": fit.scenario,
        "model_hash": workspace.model.hash,
        "seed": fit.seed,
        "evaluations": fit.evaluations,
        "starts": {"count": STARTS, "agreeing": fit.agreeing_starts, "half_squares": fit.costs.tolist()},
        "converged": fit.is_converged,
        "at_bound": fit.at_bound,
        "fit": _sums(fit),
        "observations": _observations(fit),
        "parameters": _parameters(fit, workspace),
        "unidentified": [
            {"keys": one.keys, "singular_values": one.singular_values, "pinned": one.pinned}
            for one in trade_offs(fit)
        ],
        "not_fitted": [{"key": one.key, "influence": one.size} for one in screened if not one.is_fitted],
        "written": None if written is None else [vars(one) for one in written],
    }


def _sums(fit: Calibration) -> dict[str, Any]:
    before, after = fit.errors(fit.before), fit.errors(fit.after)
    pull = fit.free.as_z(fit.fitted)
    return {
        "observations": len(fit.points),
        "parameters": len(fit.free.keys),
        "weighted_squares_before": float(before @ before),
        "weighted_squares_after": float(after @ after),
        "prior_squares_after": float(pull @ pull),
    }


def _observations(fit: Calibration) -> list[dict[str, Any]]:
    rows = zip(fit.points, fit.before, fit.after, fit.errors(fit.before), fit.errors(fit.after), strict=True)
    return [
        {
            "id": point.id,
            "period": point.seen.period.text("en"),
            "measure": point.seen.measure,
            "bound": point.seen.bound,
            "grade": point.seen.grade or "base",
            "observed": point.seen.value,
            "error": point.error,
            "before": float(before),
            "after": float(after),
            "residual_before": float(far),
            "residual_after": float(near),
        }
        for point, before, after, far, near in rows
    ]


def _parameters(fit: Calibration, workspace: Workspace) -> list[dict[str, Any]]:
    free, shares = fit.free, narrowing(fit)
    return [
        {
            "key": key,
            "unit": unit_of(key, workspace),
            "before": float(free.before[place]),
            "after": float(fit.fitted[place]),
            "low": float(free.low[place]),
            "high": float(free.high[place]),
            "prior": float(free.prior[place]),
            "prior_deviation": float(free.spread[place]),
            "posterior_deviation": float(free.spread[place] * shares[place]),
            "posterior_share": float(shares[place]),
        }
        for place, key in enumerate(free.keys)
    ]
