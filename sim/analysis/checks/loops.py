"""Loop knockouts: the effect of cutting each feedback loop on the indicator it is named for."""

from __future__ import annotations

from dataclasses import dataclass

from sim.analysis.checks.check import Check, Found, found
from sim.analysis.checks.worlds import World, run_worlds, sound, world_of
from sim.errors import Fault
from sim.outcomes.indicators import indicators
from sim.registry.loops import Loop
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.run.single import ScenarioRun, prepare, recorded
from sim.scenario.workspace import Workspace

LEAST = 0.01  # share of the indicator


@dataclass(frozen=True)
class Knockout:
    """A feedback loop and its indicator with and without it.

    Parameters
    ----------
    key, loop : the loop in loops.yaml
    year : last horizon of the plan
    closed, cut : indicator of that year with the loop at work and without it [unit of the indicator]
    """

    key: str
    loop: Loop
    year: int
    closed: float
    cut: float

    @property
    def change(self) -> float:
        """Return the change of the indicator, as a share of its figure with the loop at work."""
        return (self.cut - self.closed) / abs(self.closed)

    @property
    def is_as_stated(self) -> bool:
        """Return whether the indicator moves by more than `LEAST` in the stated direction."""
        sign = 1 if self.loop.effect == "higher" else -1
        return sign * self.change > LEAST


def cut_loops(workspace: Workspace) -> tuple[Knockout, ...]:
    """Cut every loop in its scenario, all in one batch.

    Raises
    ------
    SimError: a scenario of a loop that does not exist, or a run that becomes non-finite.
    """
    loops = workspace.registry.loops
    worlds: list[World] = []
    for loop in loops.values():
        switched = dict.fromkeys(workspace.model.constant_keys(loop.switch), 0.0)
        worlds += [world_of(loop.scenario, workspace), world_of(loop.scenario, workspace, switched)]
    if not worlds:
        return ()
    levels, flows = recorded(workspace.registry.indicators.values())
    run = sound(run_worlds(worlds, workspace, levels, flows), worlds)
    scenario = prepare(worlds[0].scenario, (), workspace)
    rows = indicators(ScenarioRun(scenario, workspace, run)).rows
    found, year = [], workspace.registry.plan.horizons[-1]
    for number, (key, loop) in enumerate(loops.items()):
        value = rows[loop.indicator].value(year)
        assert value is not None, loop.indicator
        found.append(Knockout(key, loop, year, float(value[2 * number]), float(value[2 * number + 1])))
    return tuple(found)


def _run(workspace: Workspace, _progress: Progress) -> Found:
    cut = cut_loops(workspace)
    return found(len(cut), (_fault(each, workspace) for each in cut if not each.is_as_stated))


def _fault(cut: Knockout, workspace: Workspace) -> Fault:
    loop = cut.loop
    zh, en = ("降低", "lower") if loop.effect == "lower" else ("升高", "higher")
    return Fault(
        "check-failed",
        f"回路 {cut.key}“{loop.name.zh}”：在情景 {loop.scenario} 中切断后，{cut.year} 年 {loop.indicator} "
        f"变化 {cut.change:+.2%}，应{zh} {LEAST:.0%} 以上。",
        f"loop {cut.key}, {loop.name.en}: cut in the scenario {loop.scenario}, it changes {loop.indicator} "
        f"of {cut.year} by {cut.change:+.2%}; it must be {en} by more than {LEAST:.0%}.",
        workspace.registry.documents["loops"].place(cut.key, "effect"),
    )


LOOPS = Check(
    "loops",
    Bilingual(zh="回路：切断后指标按所写方向变化 1% 以上", en="Loops: cutting each has the stated effect"),
    Bilingual(zh="条回路", en="loops"),
    _run,
)
