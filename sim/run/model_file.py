"""Runs and checks of any model file, without scenarios or registry."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.engine.model import Failure, Feedback, Model, Run, Variable, cached_model
from sim.errors import Fault, SimError, fail, suggestion
from sim.scenario.options import constant_settings

if TYPE_CHECKING:
    from sim.engine.units.check import Finding

COMPUTED = ("auxiliary", "stock")
TIME_SETTINGS = ("INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER")


@dataclass(frozen=True)
class ModelCheck:
    """What a check of a model file found.

    Parameters
    ----------
    model : read without a fault
    failures : what left the range of numbers in a run of the defaults
    findings : of the units check, in file order
    feedback : groups of variables that act on one another, the largest first
    """

    model: Model
    failures: tuple[Failure, ...]
    findings: tuple[Finding, ...]
    feedback: tuple[Feedback, ...]

    @property
    def unit_faults(self) -> tuple[Finding, ...]:
        """What is wrong in the units, rather than open to doubt."""
        return tuple(finding for finding in self.findings if finding.is_fault)

    @property
    def is_passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.failures and not self.unit_faults

    @property
    def unused(self) -> tuple[str, ...]:
        """Constants, lookups and data that no equation reads."""
        return tuple(name for name in self._ends if self.model.variables[name].kind not in COMPUTED)

    @property
    def results(self) -> tuple[str, ...]:
        """Computed variables that no equation reads: the model's final results."""
        return tuple(name for name in self._ends if self.model.variables[name].kind in COMPUTED)

    @property
    def _ends(self) -> tuple[str, ...]:
        variables = self.model.variables.values()
        return tuple(one.name for one in variables if not one.uses and one.name not in TIME_SETTINGS)


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


def check_model(path: str | os.PathLike[str]) -> ModelCheck:
    """Check a model: units, what is not used, feedback, and a run of the defaults.

    Raises
    ------
    SimError: faults of the file: syntax, unknown names, unsupported functions, algebraic loops.
    """
    model = cached_model(path)
    return ModelCheck(model, model.simulate().failures, model.check_units(), model.feedback())


def show_variable(path: str | os.PathLike[str], name: str) -> tuple[Variable, Run | None]:
    """Return a variable and a run of the defaults that keeps it; None for a lookup, which has no values.

    Raises
    ------
    SimError: faults of the file; no such variable.
    """
    model = cached_model(path)
    known = model.find(name)
    if known is None:
        zh, en = suggestion(name, model.variables)
        raise fail(
            "unknown-name",
            f'模型没有变量 "{name}"。{zh}',
            f'the model has no variable "{name}".{en}',
            os.fspath(path),
        )
    variable = model.variables[known]
    return variable, None if variable.kind == "lookup" else model.simulate(outputs=[known])


def broken(place: str, failure: Failure) -> Fault:
    """Return the fault of a run that left the range of numbers."""
    return Fault(
        "non-finite",
        f'变量 "{failure.variable}" 从时间 {failure.time:g} 起不是有限的数字。请检查所设的数值。',
        f'"{failure.variable}" is no finite number from time {failure.time:g} on. '
        "Look at the values that were set.",
        place,
    )
