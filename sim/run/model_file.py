"""Runs and checks of any model file, without scenarios or registry."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.engine.model import Failure, Feedback, Model, Run, Variable, cached_model, load_model
from sim.errors import Fault
from sim.names import CONTROLS
from sim.scenario.changes import Settings
from sim.scenario.settings import constant_settings

if TYPE_CHECKING:
    from sim.engine.reality import RealityCheck
    from sim.engine.units.check import Finding

COMPUTED = ("auxiliary", "stock")
_SHOWN = 5


@dataclass(frozen=True)
class ModelCheck:
    """Results of the check of a model file.

    Parameters
    ----------
    model : read without a fault
    failures : variables that became non-finite in a run of the defaults
    findings : of the units check, in file order
    feedback : groups of mutually dependent variables, the largest first
    reality : the file's own reality checks
    """

    model: Model
    failures: tuple[Failure, ...]
    findings: tuple[Finding, ...]
    feedback: tuple[Feedback, ...]
    reality: tuple[RealityCheck, ...]

    @property
    def broken_rules(self) -> tuple[RealityCheck, ...]:
        """Reality checks that do not hold."""
        return tuple(one for one in self.reality if one.holds is False)

    @property
    def unit_faults(self) -> tuple[Finding, ...]:
        """Faults of the units; doubtful findings are left out."""
        return tuple(finding for finding in self.findings if finding.is_fault)

    @property
    def is_passed(self) -> bool:
        """Whether nothing is wrong."""
        return not self.failures and not self.unit_faults and not self.broken_rules

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
        return tuple(one.name for one in variables if not one.uses and one.name not in CONTROLS)


def run_model(
    path: str | os.PathLike[str],
    settings: Settings = (),
    method: str | None = None,
    *,
    data: Iterable[str] = (),
    partial: bool = False,
) -> tuple[Model, Run]:
    """Run a model with its own time settings and with some constants set.

    Parameters
    ----------
    settings : of constants
    method : of integration; that of the file by default
    data : files that fill the data variables without an equation
    partial : leave out what is not supported, and all that depends on it

    Raises
    ------
    SimError: faults of the file or of the settings.
    """
    model = load_model(path, data=data, partial=partial) if data else cached_model(path, partial=partial)
    return model, model.simulate(constant_settings(settings, model), method=method)


def broken_parts(path: str | os.PathLike[str], run: Run) -> tuple[Fault, ...]:
    """Return what is not finite in a run: where it began, and the further variables that it reached."""
    place = os.fspath(path)
    faults = [broken(place, failure) for failure in run.failures]
    begun = {failure.variable for failure in run.failures}
    frame = run.to_frame()
    is_finite = np.isfinite(frame.to_numpy()).all(axis=0)
    reached = [
        name for name, sound in zip(frame.columns, is_finite, strict=True) if not sound and name not in begun
    ]
    if reached:
        shown = [f'"{name}"' for name in reached[:_SHOWN]] + ["…"] * (len(reached) > _SHOWN)
        zh = f"由此还有 {len(reached)} 个变量不是有限的数字：{'、'.join(shown)}。其余照常。"
        en = f"{len(reached)} further variables are not finite: {', '.join(shown)}. The rest is as usual."
        faults.append(Fault("non-finite", zh, en, place))
    return tuple(faults)


def check_model(path: str | os.PathLike[str], *, partial: bool = False) -> ModelCheck:
    """Check a model: units, unused variables, feedback, a run of the defaults, and its reality checks.

    Raises
    ------
    SimError: faults of the file: syntax, unknown names, unsupported functions, algebraic loops.
    """
    model = cached_model(path, partial=partial)
    failures, findings = model.simulate().failures, model.check_units()
    return ModelCheck(model, failures, findings, model.feedback(), model.reality_checks())


def show_variable(path: str | os.PathLike[str], name: str) -> tuple[Variable, Run | None]:
    """Return a variable and a run of the defaults that keeps it; None for a lookup, which has no values.

    Raises
    ------
    SimError: faults of the file; no such variable.
    """
    model = cached_model(path)
    variable = model[name]
    return variable, None if variable.kind == "lookup" else model.simulate(outputs=[variable.name])


def broken(place: str, failure: Failure) -> Fault:
    """Return the fault of a run that became non-finite."""
    return Fault(
        "non-finite",
        f'变量 "{failure.variable}" 从时间 {failure.time:g} 起不是有限的数字。请检查所设的数值。',
        f'"{failure.variable}" is not a finite number from time {failure.time:g} on. '
        "Check the values that were set.",
        place,
    )
