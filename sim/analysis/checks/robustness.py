"""Extreme conditions: legal but extreme levers and parameters leave every variable in its range.

Nothing may become non-finite, no stock and no indicator of a level below zero, and no variable below
the least value that its file states beside its units, as in ``亿元/年 [0,?]``; a stock that may be
negative states so, as in ``dmnl [-5,5]``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sim.analysis.checks.check import Check, Found, found, place_of
from sim.arrays import Array
from sim.engine.model import Run
from sim.errors import Fault
from sim.names import split_element
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.run.single import YEAR
from sim.scenario.settable import LeverSlot, find_variable
from sim.scenario.workspace import Workspace

CHUNK = 1_000  # members in memory at a time; member i of a seed does not depend on their number
SEED = 20201231
AT_LIMIT = 0.5  # share of a lever's draws that are at a limit
LEVELS = ("stock", "flow", "ratio", "five_year_sum")  # measures of quantities that cannot be negative
ROUNDING = 1e-9  # share of the variable's largest figure, below which nothing is negative


@dataclass(frozen=True)
class Break:
    """A variable that leaves its range.

    Parameters
    ----------
    variable : key of the scalar variable
    draw : number of the first draw in which it does
    time : first save at which it has, or the step at which it became non-finite
    value : its value then [unit of the variable], NaN where it became non-finite
    low : its least value, in the same unit
    draws : number of draws in which it does
    """

    variable: str
    draw: int
    time: float
    value: float
    low: float
    draws: int


def extremes(workspace: Workspace, chunk: int, seed: int = SEED) -> dict[str, Array]:
    """Return a chunk of draws over the full ranges of all levers and registered distributions.

    Half of the levers' values are at a limit, the others uniform between the limits; ramps start and
    end in order within the run; parameters are uniform from ``low`` to ``high``.

    Returns
    -------
    (CHUNK,) by constant [units of the model]
    """
    random = np.random.default_rng((seed, chunk))
    draws: dict[str, Array] = {}
    for elements in workspace.slots.values():
        for slot in elements.values():
            draws |= dict(_lever(slot, workspace.registry.base_year, random))
    for name, entry in workspace.registry.parameters.items():
        spread = entry.spread
        for key in workspace.model.constant_keys(name) if spread else ():
            assert spread is not None
            draws[key] = random.uniform(spread.low, spread.high, CHUNK)
    return draws


def _lever(slot: LeverSlot, first: int, random: np.random.Generator) -> Iterator[tuple[str, Array]]:
    """Yield the constants of a lever with their draws, (CHUNK,) [units of the lever, or years]."""
    lever, last = slot.lever, slot.horizon[1]
    for field in ("from", "to"):
        corner = random.choice([lever.minimum, lever.maximum], CHUNK)
        within = random.uniform(lever.minimum, lever.maximum, CHUNK)
        yield slot.constant(field).key, np.where(random.random(CHUNK) < AT_LIMIT, corner, within)
    times = np.sort(random.uniform(float(first), last, (2, CHUNK)), axis=0)
    yield from zip((slot.constant(field).key for field in ("start", "end")), times, strict=True)


def floors(workspace: Workspace) -> Mapping[str, float]:
    """Return the least value of each variable [unit of the variable], by name or ``name[element]``."""
    found: dict[str, float] = {}
    for name, variable in workspace.model.variables.items():
        low = variable.limits[0]
        if variable.kind in ("stock", "auxiliary") and low is not None:
            found[name] = low
        elif variable.kind == "stock":
            found[name] = 0.0
    for entry in workspace.registry.indicators.values():
        for measured in (entry.variable, entry.per):
            if measured and entry.measure in LEVELS and split_element(measured)[0] not in found:
                found.setdefault(measured, 0.0)
    return found


def breaks(
    workspace: Workspace, members: int, seed: int = SEED, progress: Progress | None = None
) -> list[Break]:
    """Return the variables that leave their range over draws of the extremes, the most frequent first.

    Only `CHUNK` members are in memory at a time.
    """
    limits, found = floors(workspace), dict[str, Break]()
    for first in range(0, members, CHUNK):
        count = min(CHUNK, members - first)
        draws = {key: values[:count] for key, values in extremes(workspace, first // CHUNK, seed).items()}
        run = workspace.model.simulate(draws, save_every=YEAR)
        for each in (*_not_finite(run, first), *_below(run, limits, workspace, first)):
            found[each.variable] = _joined(found.get(each.variable), each)
        if progress:
            progress(first + count, members)
    return sorted(found.values(), key=lambda each: -each.draws)


def _joined(known: Break | None, new: Break) -> Break:
    if known is None:
        return new
    draws = known.draws + new.draws
    return Break(known.variable, known.draw, known.time, known.value, known.low, draws)


def _not_finite(run: Run, first: int) -> Iterator[Break]:
    for failure in run.failures:
        yield Break(failure.variable, first + failure.member, failure.time, np.nan, -np.inf, 1)


def _below(run: Run, limits: Mapping[str, float], workspace: Workspace, first: int) -> Iterator[Break]:
    sound = np.ones(run.members, dtype=np.bool_)
    sound[[failure.member for failure in run.failures]] = False
    for name, low in limits.items():
        for key in (name,) if split_element(name)[1] else workspace.model.variables[name].elements:
            values = run[key]
            slack = ROUNDING * np.abs(values[:, sound]).max(initial=0.0)
            is_below = (values < low - slack) & sound
            members = is_below.any(axis=0)
            if members.any():
                member = int(members.argmax())
                row = int(is_below[:, member].argmax())
                yield Break(
                    key, first + member, float(run.time[row]), float(values[row, member]), low,
                    int(members.sum()),
                )  # fmt: skip


def draw_of(workspace: Workspace, number: int, seed: int = SEED) -> dict[str, float]:
    """Return the constants of one draw, so that it can be run again."""
    draws = extremes(workspace, number // CHUNK, seed)
    return {key: float(values[number % CHUNK]) for key, values in draws.items()}


MEMBERS = 1_000


def _run(workspace: Workspace, progress: Progress) -> Found:
    broken = breaks(workspace, MEMBERS, progress=progress)
    return found(MEMBERS, (break_fault(each, workspace) for each in broken))


def break_fault(broken: Break, workspace: Workspace) -> Fault:
    """Return the fault of a variable that leaves its range."""
    variable = find_variable(workspace.model, split_element(broken.variable)[0])
    place = place_of(variable.name, workspace) if variable else ""
    when = f"{broken.time:g}"
    if math.isnan(broken.value):
        what_zh, what_en = "不是有限的数字", "is not a finite number"
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
