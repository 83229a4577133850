"""What cutting each loop does to the indicator it is named for."""

from __future__ import annotations

from dataclasses import dataclass

from sim.analysis.checks.worlds import World, run_worlds, sound, world_of
from sim.outcomes.indicators import indicators
from sim.registry.loops import Loop
from sim.run.single import ScenarioRun, prepare, recorded
from sim.scenario.workspace import Workspace

YEAR = 2035
LEAST = 0.01  # of the indicator


@dataclass(frozen=True)
class Knockout:
    """A loop that was cut.

    Parameters
    ----------
    closed, cut : the indicator in `YEAR` with the loop at work and without it, in its own unit
    """

    key: str
    loop: Loop
    closed: float
    cut: float

    @property
    def change(self) -> float:
        """Return the change of the indicator, as a share of what it is with the loop at work."""
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
    SimError: a scenario of a loop that does not exist, or a run that leaves the range of numbers.
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
    found = []
    for number, (key, loop) in enumerate(loops.items()):
        value = rows[loop.indicator].value(YEAR)
        assert value is not None, loop.indicator
        found.append(Knockout(key, loop, float(value[2 * number]), float(value[2 * number + 1])))
    return tuple(found)
