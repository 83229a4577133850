"""The base year in the members of the prior: nearly all reproduce every published figure as printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.checks.check import Check, Found, found
from sim.analysis.checks.drawn import drawn, once
from sim.arrays import Array
from sim.errors import Fault
from sim.registry.indicators import Indicator
from sim.registry.schema import Bilingual
from sim.run.base_year import base_figures, with_base
from sim.run.progress import Progress
from sim.run.single import prepare
from sim.scenario.workspace import Workspace

LEAST = 0.99  # share of the members that have to reproduce every figure


@dataclass(frozen=True)
class DrawnBase:
    """The members that reproduce the base year.

    Parameters
    ----------
    share : of the members that reproduce all figures together, 0 to 1
    by_figure : the same of each figure, by indicator: a published one within half its last printed digit,
        an estimate within its range
    """

    share: float
    by_figure: dict[str, float]

    @property
    def is_passed(self) -> bool:
        """Return whether nearly all members reproduce all figures."""
        return self.share >= LEAST


@once
def drawn_base(workspace: Workspace, progress: Progress) -> DrawnBase:
    """Return the share of the members of the prior that reproduce the base year.

    Raises
    ------
    SimError: faults of the reference scenario.
    """
    entries = dict(with_base(workspace.registry.indicators))
    scenario = prepare(workspace.registry.zone.reference, (), workspace)
    figures = base_figures([*entries], scenario, workspace, drawn(workspace, scenario.constants))
    progress(1, 1)
    met = {key: _is_met(entries[key], row) for key, row in zip(entries, figures, strict=True)}
    together = np.all([*met.values()], axis=0) if met else np.ones(1)
    return DrawnBase(float(together.mean()), {key: float(each.mean()) for key, each in met.items()})


def _is_met(entry: Indicator, figure: Array) -> NDArray[np.bool_]:
    """Return whether a figure is as printed, or in the range of its estimate, (member,) [true or false]."""
    assert entry.base is not None
    if entry.base.estimate is not None:
        low, high = entry.base.estimate.low, entry.base.estimate.high
    else:
        assert entry.base.value is not None
        half = 0.5 * 10.0**-entry.decimals
        low, high = entry.base.value - half, entry.base.value + half
    return np.asarray((figure >= low) & (figure <= high))


def _run(workspace: Workspace, progress: Progress) -> Found:
    judged = drawn_base(workspace, progress)
    return found(len(judged.by_figure), _faults(judged, workspace))


def _faults(judged: DrawnBase, workspace: Workspace) -> Iterator[Fault]:
    if judged.is_passed:
        return
    document = workspace.registry.documents["indicators"]
    for key, share in judged.by_figure.items():
        if share < 1:
            yield Fault(
                "check-failed",
                f"“{key}”的基期数只在 {share:.1%} 的成员中与公布数一致；全部一致的成员占 {judged.share:.1%}，"
                f"应不少于 {LEAST:.0%}。请让有关参数由账户推出（kind: account）。",
                f"{share:.1%} of the members reproduce the base of {key}, {judged.share:.1%} all of them; "
                f"it must be {LEAST:.0%}. Let a parameter follow from the account (kind: account).",
                document.place(key, "base"),
            )


DRAWN_BASE = Check(
    "drawn_base",
    Bilingual(
        zh="抽样中的基期：99% 的成员与公布数一致", en="Base year in draws: members reproduce it as printed"
    ),
    Bilingual(zh="个基数", en="bases"),
    _run,
)
