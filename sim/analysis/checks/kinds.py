"""Whether every indicator is what it is called."""

from __future__ import annotations

from sim.analysis.checks.causality import proof_faults, prove
from sim.analysis.checks.check import Check, Found, Progress, found
from sim.registry.schema import Bilingual
from sim.scenario.workspace import Workspace


def _run(workspace: Workspace, _progress: Progress) -> Found:
    proofs = prove(workspace)
    return found(len(proofs), proof_faults(proofs, workspace))


KINDS = Check(
    "kinds",
    Bilingual(zh="性质：推演指标确由存量和杠杆推动", en="Causal indicators hang on stocks and levers"),
    Bilingual(zh="个指标", en="indicators"),
    _run,
)
