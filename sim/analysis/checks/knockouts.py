"""Whether every loop does what it is said to do."""

from __future__ import annotations

from sim.analysis.checks.check import Check, Found, Progress, found
from sim.analysis.checks.loop_cuts import LEAST, YEAR, Knockout, cut_loops
from sim.errors import Fault
from sim.registry.schema import Bilingual
from sim.scenario.workspace import Workspace


def _run(workspace: Workspace, _progress: Progress) -> Found:
    cut = cut_loops(workspace)
    return found(len(cut), (_fault(each, workspace) for each in cut if not each.is_as_stated))


def _fault(cut: Knockout, workspace: Workspace) -> Fault:
    loop = cut.loop
    zh, en = ("降低", "lower") if loop.effect == "lower" else ("升高", "higher")
    return Fault(
        "check-failed",
        f"回路 {cut.key}“{loop.name.zh}”：在情景 {loop.scenario} 中切断后，{YEAR} 年 {loop.indicator} "
        f"变化 {cut.change:+.2%}，应{zh} {LEAST:.0%} 以上。",
        f"loop {cut.key}, {loop.name.en}: cut in the scenario {loop.scenario}, it changes {loop.indicator} "
        f"of {YEAR} by {cut.change:+.2%}; it must be {en} by more than {LEAST:.0%}.",
        workspace.registry.documents["loops"].place(cut.key, "effect"),
    )


KNOCKOUTS = Check(
    "loops",
    Bilingual(zh="回路：切断后指标按所写方向变化 1% 以上", en="Loops: cutting each does what it says"),
    Bilingual(zh="条回路", en="loops"),
    _run,
)
