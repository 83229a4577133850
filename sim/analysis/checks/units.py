"""Balance of the units of every equation."""

from __future__ import annotations

from sim.analysis.checks.check import Check, Found, found
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.scenario.workspace import Workspace


def _run(workspace: Workspace, _progress: Progress) -> Found:
    findings = workspace.model.check_units()
    return found(len(workspace.model.variables), (one.fault for one in findings if one.is_fault))


UNITS = Check(
    "units",
    Bilingual(zh="单位：每个方程左右一致", en="Units of every equation balance"),
    Bilingual(zh="个变量", en="variables"),
    _run,
)
