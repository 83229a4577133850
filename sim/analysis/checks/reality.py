"""Reality checks: the responses that the model must show in changed worlds, as checks.yaml states them."""

from __future__ import annotations

from sim.analysis.checks.check import Check, Found, Progress, found
from sim.analysis.checks.expectations import read_book
from sim.analysis.checks.trials import trial_faults
from sim.registry.schema import Bilingual
from sim.scenario.workspace import Workspace


def _run(workspace: Workspace, _progress: Progress) -> Found:
    book = read_book(workspace)
    return found(len(book.reality), trial_faults(book.reality, book, workspace))


REALITY = Check(
    "reality",
    Bilingual(zh="现实性：条件改变时反应合理", en="Reality: the model does what it must in changed worlds"),
    Bilingual(zh="项检验", en="checks"),
    _run,
)
