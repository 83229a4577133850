"""Whether results hang on the step or on the method of integration."""

from __future__ import annotations

from sim.analysis.checks.check import Check, Found, Progress, found
from sim.analysis.checks.halved_steps import LIMIT, WAYS, Shift, Way, shifts
from sim.analysis.checks.reality import known_worlds
from sim.errors import Fault
from sim.registry.schema import Bilingual
from sim.scenario.workspace import Workspace

WORDS: dict[Way, tuple[str, str]] = {
    "half": ("步长减半", "with half the step"),
    "rk4": ("改用四阶龙格—库塔法", "by Runge and Kutta's method"),
}


def _run(workspace: Workspace, progress: Progress) -> Found:
    worlds = known_worlds(workspace)
    moved: list[Shift] = []
    for done, way in enumerate(WAYS, start=1):
        moved += shifts(worlds, way, workspace) if worlds else ()
        progress(done, len(WAYS))
    return found(len(moved), (_fault(each, workspace) for each in moved if not each.is_small))


def _fault(shift: Shift, workspace: Workspace) -> Fault:
    zh, en = WORDS[shift.way]
    return Fault(
        "check-failed",
        f"情景 {shift.scenario} 中{zh}，{shift.indicator} 在 {shift.year} 年相差 {shift.moved:.3g}，"
        f"上限为 {shift.limit:g}（%、百分点或年）。请减小 TIME STEP，或在方程中取步中值。",
        f"scenario {shift.scenario}: {en} {shift.indicator} differs by {shift.moved:.3g} in {shift.year}; "
        f"the limit is {shift.limit:g} (%, points or years). Make TIME STEP smaller, or take values at the "
        "middle of a step.",
        workspace.registry.documents["indicators"].place(shift.indicator),
    )


STEPS = Check(
    "steps",
    Bilingual(
        zh=f"步长与方法：步长减半或改用 RK4 相差不到 {LIMIT}%", en=f"Half the step, or RK4, within {LIMIT}%"
    ),
    Bilingual(zh="个指标值", en="indicators"),
    _run,
)
