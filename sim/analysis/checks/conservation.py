"""Conservation: every stock changes by its named flows alone, and the accounts of checks.yaml close."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sim.analysis.checks.check import Check, Found, found, place_of
from sim.analysis.checks.expectations import read_trials
from sim.analysis.checks.trials import trial_faults
from sim.analysis.checks.worlds import World, known_worlds, run_worlds, sound
from sim.arrays import Array
from sim.engine.model import Run, Variable
from sim.errors import Fault
from sim.names import split_element
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.scenario.workspace import Workspace

EXACT = 1e-9  # of the largest figure of the account


@dataclass(frozen=True)
class Gap:
    """A stock whose account does not close.

    Parameters
    ----------
    stock : key of the scalar stock
    scenario : scenario in which it does not close
    year : first year in which it does not close
    change, flows : change of the stock over that year, and its inflows less its outflows [unit of the
        stock]
    """

    stock: str
    scenario: str
    year: int
    change: float
    flows: float


def stocks_of(workspace: Workspace) -> list[Variable]:
    """Return the stocks; fixed delays of the file have no flows and do not count."""
    variables = workspace.model.variables.values()
    return [each for each in variables if each.kind == "stock" and (each.inflows or each.outflows)]


def gaps(worlds: list[World], workspace: Workspace) -> Iterator[Gap]:
    """Yield the first gap of each stock's account in each world."""
    stocks = stocks_of(workspace)
    flows = dict.fromkeys(name for each in stocks for name in (*each.inflows, *each.outflows))
    run = sound(run_worlds(worlds, workspace, [each.name for each in stocks], flows), worlds)
    for stock in stocks:
        change = np.diff(run[stock.name], axis=0)
        added = _added(stock, run)
        scale = np.maximum(np.abs(run[stock.name]).max(axis=0), _turnover(stock, run))
        wrong = ~(np.abs(change - added) <= EXACT * np.maximum(scale, 1e-300))
        for member, world in enumerate(worlds):
            yield from _first(
                stock, world.scenario, run, change[:, member], added[:, member], wrong[:, member]
            )


def _first(
    stock: Variable, scenario: str, run: Run, change: Array, added: Array, wrong: Array
) -> Iterator[Gap]:
    """Yield the first gap of a stock, if any.

    Parameters
    ----------
    change, added : (year, *subscripts) [unit of the stock]  change, and inflows less outflows
    wrong : (year, *subscripts) [true or false]  whether the two differ
    """
    if wrong.any():
        row, *element = (int(place) for place in np.unravel_index(int(wrong.argmax()), wrong.shape))
        where = (row, *element)
        key = stock.elements[int(np.ravel_multi_index(element, stock.sizes)) if element else 0]
        yield Gap(key, scenario, round(float(run.time[row + 1])), float(change[where]), float(added[where]))


def _added(stock: Variable, run: Run) -> Array:
    """Return inflows less outflows of each year, (year, member, *subscripts) [unit of the stock]."""
    total: Array = np.zeros_like(run[stock.name][1:])
    for sign, names in ((1.0, stock.inflows), (-1.0, stock.outflows)):
        for name in names:
            total = total + sign * _shaped(run.integral(name)[1:], total.ndim)
    return total


def _turnover(stock: Variable, run: Run) -> Array:
    """Return the largest yearly flow of a stock, (member, *subscripts) [unit of the stock]."""
    largest: Array = np.zeros_like(run[stock.name][0])
    for name in (*stock.inflows, *stock.outflows):
        flow = np.abs(run.integral(name)).max(axis=0)
        largest = np.maximum(largest, _shaped(flow, largest.ndim))
    return largest


def _shaped(values: Array, dimensions: int) -> Array:
    """Return a flow without subscripts as one for every element, (…, *subscripts) [unit of the stock]."""
    return values.reshape(*values.shape, *(1,) * (dimensions - values.ndim))


def _run(workspace: Workspace, _progress: Progress) -> Found:
    stated = read_trials(workspace)
    worlds = known_worlds(workspace)
    stocks = stocks_of(workspace)
    faults = [*trial_faults(stated.accounts, stated.file, workspace)]
    if worlds and stocks:
        faults += [_gap_fault(gap, workspace) for gap in gaps(worlds, workspace)]
    return found(len(worlds) * len(stocks) + sum(len(each.predicates) for each in stated.accounts), faults)


def _gap_fault(gap: Gap, workspace: Workspace) -> Fault:
    change, flows = (f"{value:+,.10g}" for value in (gap.change, gap.flows))
    return Fault(
        "check-failed",
        f'存量 "{gap.stock}" 在情景 {gap.scenario} 的 {gap.year} 年变化 {change}，'
        f"而流入减流出为 {flows}；请核对方程，每股流量都应是有名称的变量。",
        f'the stock "{gap.stock}" changes by {change} in {gap.year} (scenario {gap.scenario}), but its '
        f"inflows less its outflows are {flows}. Check its equation; every flow must have a name.",
        place_of(split_element(gap.stock)[0], workspace),
    )


CONSERVATION = Check(
    "conservation",
    Bilingual(zh="守恒：存量和账目分毫不差", en="Conservation: stocks and accounts close to 1e-9"),
    Bilingual(zh="笔账目", en="accounts"),
    _run,
)
