"""Whether extreme but legal levers and parameters leave every variable in its range."""

from __future__ import annotations

import math

from sim.analysis.checks.check import Check, Found, Progress, found, place_of
from sim.analysis.checks.extremes import Break, breaks
from sim.errors import Fault
from sim.names import split_element
from sim.registry.schema import Bilingual
from sim.scenario.targets import find_variable
from sim.scenario.workspace import Workspace

MEMBERS = 1_000


def _run(workspace: Workspace, progress: Progress) -> Found:
    broken = breaks(workspace, MEMBERS, progress=progress)
    return found(MEMBERS, (break_fault(each, workspace) for each in broken))


def break_fault(broken: Break, workspace: Workspace) -> Fault:
    """Return what is to be told of a variable that left its range."""
    variable = find_variable(workspace.model, split_element(broken.variable)[0])
    place = place_of(variable.name, workspace) if variable else ""
    when = f"{broken.time:g}"
    if math.isnan(broken.value):
        what_zh, what_en = "不是有限的数字", "is no finite number"
    else:
        value, low = f"{broken.value:.4g}", f"{broken.low:g}"
        what_zh, what_en = f"为 {value}，低于 {low}", f"is {value}, below {low}"
    return Fault(
        "non-finite" if math.isnan(broken.value) else "check-failed",
        f'在极端而合法的取值下，"{broken.variable}" 于 {when} {what_zh}（{broken.draws:,} 次抽样，'
        f"首见于编号 {broken.draw}）。请在方程中加以限制，或在单位后写明范围，如 [-5,5]。",
        f'with extreme but legal values "{broken.variable}" {what_en} at {when} (draws: {broken.draws:,}, '
        f"the first is number {broken.draw}). Bound it in its equation, or state its range after the units, "
        "as in [-5,5].",
        place,
    )


ROBUSTNESS = Check(
    "robustness",
    Bilingual(
        zh="稳健：极端取值下没有无穷大、没有不该有的负数", en="Extreme values: none infinite or negative"
    ),
    Bilingual(zh="次抽样", en="draws"),
    _run,
)
