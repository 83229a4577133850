"""Runs of any model file, without scenarios or registry."""

from __future__ import annotations

import os
from collections.abc import Iterable

from sim.engine.model import Failure, Model, Run
from sim.errors import Fault, SimError
from sim.scenario.options import constant_settings
from sim.scenario.workspace import cached_model


def run_model(path: str | os.PathLike[str], settings: Iterable[str]) -> tuple[Model, Run]:
    """Run a model with its own time settings and with constants set by ``name=value`` texts.

    Raises
    ------
    SimError: faults of the file or of the settings; the run left the range of numbers.
    """
    model = cached_model(path)
    run = model.simulate(constant_settings(settings, model))
    if run.failures:
        raise SimError([broken(os.fspath(path), failure) for failure in run.failures])
    return model, run


def try_model(path: str | os.PathLike[str]) -> tuple[Model, tuple[Failure, ...]]:
    """Run a model with its defaults and return it with what left the range of numbers."""
    model = cached_model(path)
    return model, model.simulate().failures


def broken(place: str, failure: Failure) -> Fault:
    """Return the fault of a run that left the range of numbers."""
    return Fault(
        f'变量 "{failure.variable}" 从时间 {failure.time:g} 起不是有限的数字。请检查所设的数值。',
        f'"{failure.variable}" is no finite number from time {failure.time:g} on. '
        "Look at the values that were set.",
        place,
    )
