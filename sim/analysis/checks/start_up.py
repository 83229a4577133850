"""A smooth start: no stock changes its pace in the first two years without a stated cause."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.analysis.checks.check import Check, Found, found, place_of
from sim.engine.model import Run
from sim.errors import Fault, suggestion
from sim.registry.schema import Bilingual
from sim.run.progress import Progress
from sim.run.single import YEAR, prepare
from sim.scenario.workspace import Workspace

SLACK = 0.2  # share of the larger of the two changes
SLOW = 0.015  # share of the stock: changes that differ by less are slow drift
NOTHING = 0.005  # [unit of the stock], for stocks that begin at zero


def _run(workspace: Workspace, _progress: Progress) -> Found:
    stated = workspace.registry.start_up
    unknown = list(_unknown(workspace))
    if unknown:
        return found(0, unknown)
    constants = prepare(workspace.registry.zone.reference, (), workspace).constants
    variables = workspace.model.variables
    stocks = [name for name in variables if variables[name].kind == "stock"]
    until = workspace.model.initial_time + 2 * YEAR
    run = workspace.model.simulate(
        {**constants, **stated.without}, outputs=stocks, save_every=YEAR, final_time=until
    )
    free = [name for name in stocks if name not in stated.causes]
    return found(len(stocks), (fault for name in free for fault in _jump(name, run, workspace)))


def _unknown(workspace: Workspace) -> Iterator[Fault]:
    """Yield the names of the file that the model does not have."""
    model, stated = workspace.model, workspace.registry.start_up
    document = workspace.registry.documents["start_up"]
    for key in stated.without:
        if not model.constant_keys(key):
            zh, en = suggestion(key, model.constants)
            yield Fault(
                "unknown-name",
                f'模型中没有常量 "{key}"。{zh}',
                f'the model has no constant "{key}".{en}',
                document.place("without", key),
            )
    for key in stated.causes:
        if key not in model.variables or model.variables[key].kind != "stock":
            zh, en = suggestion(key, [name for name, one in model.variables.items() if one.kind == "stock"])
            yield Fault(
                "unknown-name",
                f'模型中没有存量 "{key}"。{zh}',
                f'the model has no stock "{key}".{en}',
                document.place("causes", key),
            )


def _jump(name: str, run: Run, workspace: Workspace) -> Iterator[Fault]:
    """Yield the fault of a stock whose change in the first year and in the second differ too much."""
    stock = run[name][:, 0]
    first, second = np.diff(stock, axis=0)
    slack = np.maximum(SLACK * np.maximum(abs(first), abs(second)), SLOW * abs(stock[0])) + NOTHING
    excess = np.ravel(abs(second - first) - slack)
    if (excess > 0).any():
        worst = int(excess.argmax())
        key, changes = workspace.model.variables[name].elements[worst], (np.ravel(first), np.ravel(second))
        one, two = (f"{change[worst]:+.4g}" for change in changes)
        yield Fault(
            "check-failed",
            f'存量 "{key}" 第一年变化 {one}，第二年 {two}，相差超过 {SLACK:.0%}。'
            "请改初值使其平滑，或在 start_up.yaml 的 causes 中写明原因。",
            f'the stock "{key}" changes by {one} in the first year and {two} in the second, which differ by '
            f"more than {SLACK:.0%}. Set its initial value so, or state the cause in start_up.yaml, causes.",
            place_of(name, workspace),
        )


START_UP = Check(
    "start_up",
    Bilingual(zh="开局平滑：存量的变化没有无故跳动", en="A smooth start: no stock jumps without a cause"),
    Bilingual(zh="个存量", en="stocks"),
    _run,
)
