"""A calibration as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sim.analysis.calibration.candidates import Candidate
from sim.analysis.calibration.fit import STARTS, Calibration
from sim.analysis.calibration.identifiability import narrowing, trade_offs
from sim.analysis.calibration.writing import Change
from sim.scenario.workspace import Workspace

Record = dict[str, Any]


def calibration_json(
    fit: Calibration,
    screened: Sequence[Candidate],
    written: Sequence[Change] | None,
    workspace: Workspace,
) -> str:
    """Return all that a calibration found; ``written`` is null where writing was not asked for or refused."""
    record = {
        "scenario": fit.scenario,
        "seed": fit.seed,
        "evaluations": fit.evaluations,
        "starts": {"count": STARTS, "agreeing": fit.agreeing_starts, "half_squares": fit.costs.tolist()},
        "converged": fit.is_converged,
        "at_bound": list(fit.at_bound),
        "fit": _fit(fit),
        "observations": _observations(fit),
        "parameters": _parameters(fit, workspace),
        "unidentified": [
            {"keys": list(one.keys), "singular_values": list(one.singular_values), "pinned": one.pinned}
            for one in trade_offs(fit)
        ],
        "not_fitted": [{"key": one.key, "influence": one.size} for one in screened if not one.is_fitted],
        "written": None if written is None else [vars(one) for one in written],
    }
    return json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _fit(fit: Calibration) -> Record:
    before, after = fit.errors(fit.before), fit.errors(fit.after)
    pull = fit.free.as_z(fit.fitted)
    return {
        "observations": len(fit.points),
        "parameters": len(fit.free.keys),
        "weighted_squares_before": float(before @ before),
        "weighted_squares_after": float(after @ after),
        "prior_squares_after": float(pull @ pull),
    }


def _observations(fit: Calibration) -> list[Record]:
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


def _parameters(fit: Calibration, workspace: Workspace) -> list[Record]:
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


def unit_of(key: str, workspace: Workspace) -> str:
    """Return the unit of a constant, as the model file writes it."""
    return next(one.units for one in workspace.model.variables.values() if key in one.elements)
