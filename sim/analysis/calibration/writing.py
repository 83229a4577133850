"""Writing of fitted constants into the model file: only their numbers, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from sim.analysis.calibration.fit import Calibration
from sim.document import decode_text, encoding_of
from sim.engine.constant_text import with_constants
from sim.engine.model import Model
from sim.errors import fail
from sim.files import write_files
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Change:
    """A constant that was written: its values before and after [units of the model]."""

    key: str
    before: float
    after: float


def write_fit(fit: Calibration, workspace: Workspace) -> tuple[Change, ...]:
    """Put the fitted constants into the model file and return those that changed.

    Raises
    ------
    SimError: the fit is not sound; a number cannot be found for certain; the file cannot be written.
    """
    if not fit.is_sound:
        raise fail(
            "check-failed",
            "拟合没有收敛或碰到边界，没有写入。",
            "the fit did not converge or ran into a bound: nothing is written.",
            fit.scenario,
        )
    rows = zip(fit.free.keys, fit.free.before, fit.fitted, strict=True)
    changes = tuple(Change(key, float(old), float(new)) for key, old, new in rows if old != new)
    if changes:
        write_constants({one.key: one.after for one in changes}, workspace)
    return changes


def write_constants(values: Mapping[str, float], workspace: Workspace) -> None:
    """Put constants [units of the model] into the model file: only their numbers, whole or not at all.

    Raises
    ------
    SimError: a number cannot be found for certain; the file cannot be written.
    """
    path = workspace.home.model_file
    place, raw = os.fspath(path), path.read_bytes()
    text = decode_text(raw, place)
    new = with_constants(text, values, workspace.model.variables, place)
    if dict(Model(new, place).constants) != {**workspace.model.constants, **values}:
        raise fail(
            "check-failed",
            "改写后读回的常量与拟合结果不一致，没有写入。",
            "the constants read back are not the fitted ones: nothing is written.",
            place,
        )
    write_files({place: new.encode(encoding_of(raw))})
