"""Reality checks: the responses that the model must show in changed worlds, as checks.yaml states them."""

from __future__ import annotations

from sim.analysis.checks.check import Check, Found, found
from sim.analysis.checks.expectations import read_trials
from sim.analysis.checks.trials import trial_faults
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.scenario.workspace import Workspace


def _run(workspace: Workspace, _progress: Progress) -> Found:
    stated = read_trials(workspace)
    return found(len(stated.reality), trial_faults(stated.reality, stated.file, workspace))


REALITY = Check(
    "reality",
    Bilingual(zh="现实性：条件改变时反应合理", en="Reality: the model responds as it must in changed worlds"),
    Bilingual(zh="项检验", en="checks"),
    _run,
)
