"""Whether the model does what it must when the world is changed, and whether its accounts close."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.analysis.checks.balance import Gap, gaps, stocks_of
from sim.analysis.checks.check import Check, Found, Progress, found, place_of
from sim.analysis.checks.expectations import SCENARIOS, Book, Trial, read_book
from sim.analysis.checks.trials import Answer, Result, failed, run_trials
from sim.analysis.checks.worlds import World, world_of
from sim.engine.model import Failure
from sim.errors import Fault
from sim.names import split_element
from sim.registry.schema import Bilingual
from sim.scenario.load import list_scenarios
from sim.scenario.workspace import Workspace


def _run_reality(workspace: Workspace, _progress: Progress) -> Found:
    book = read_book(workspace)
    return found(len(book.reality), _told(book.reality, book, workspace))


def _run_conservation(workspace: Workspace, _progress: Progress) -> Found:
    book = read_book(workspace)
    worlds = known_worlds(workspace)
    stocks = stocks_of(workspace)
    faults = [*_told(book.accounts, book, workspace)]
    if worlds and stocks:
        faults += [_gap_fault(gap, workspace) for gap in gaps(worlds, workspace)]
    return found(len(worlds) * len(stocks) + sum(len(each.predicates) for each in book.accounts), faults)


def known_worlds(workspace: Workspace) -> list[World]:
    """Return those of the scenarios in which accounts must close that the home has."""
    known = {summary.name for summary in list_scenarios(workspace.home.folder)}
    return [world_of(name, workspace) for name in SCENARIOS if name in known]


def _told(trials: Sequence[Trial], book: Book, workspace: Workspace) -> Iterator[Fault]:
    results = run_trials(trials, workspace)
    for result in results:
        if result.failure is not None:
            yield _broken_fault(result, result.failure, book.file.place(*result.trial.keys))
    for result, answer in failed(results):
        index = result.trial.predicates.index(answer.predicate)
        yield _answer_fault(result, answer, book.file.place(*result.trial.keys, "expect", index))


def _broken_fault(result: Result, failure: Failure, place: str) -> Fault:
    trial = result.trial
    return Fault(
        "non-finite",
        f"“{trial.name.zh}”（情景 {trial.world.scenario}）：变量 {failure.variable} 从 {failure.time:g} 起"
        "不是有限的数字。请在方程中加以限制。",
        f"{trial.name.en} (scenario {trial.world.scenario}): {failure.variable} is no finite number from "
        f"{failure.time:g} on. Bound it in its equation.",
        place,
    )


def _answer_fault(result: Result, answer: Answer, place: str) -> Fault:
    trial = result.trial
    element = f"[{answer.element}]" if answer.element else ""
    left, right = (f"{value:,.6g}" for value in (answer.left, answer.right))
    return Fault(
        "check-failed",
        f"“{trial.name.zh}”（情景 {trial.world.scenario}）：应有 {answer.predicate.text}；"
        f"{answer.year} 年{element}左边为 {left}，右边为 {right}。",
        f"{trial.name.en} (scenario {trial.world.scenario}): expected {answer.predicate.text}; "
        f"in {answer.year}{element} the left side is {left}, the right side {right}.",
        place,
    )


def _gap_fault(gap: Gap, workspace: Workspace) -> Fault:
    change, flows = (f"{value:+,.10g}" for value in (gap.change, gap.flows))
    return Fault(
        "check-failed",
        f'存量 "{gap.stock}" 在情景 {gap.scenario} 的 {gap.year} 年变化 {change}，'
        f"而流入减流出为 {flows}；请核对方程，每股流量都应是有名称的变量。",
        f'the stock "{gap.stock}" changes by {change} in {gap.year} (scenario {gap.scenario}), but what '
        f"flows in less what flows out is {flows}. Look at its equation; every flow must have a name.",
        place_of(split_element(gap.stock)[0], workspace),
    )


REALITY = Check(
    "reality",
    Bilingual(zh="现实性：条件改变时反应合理", en="Reality: the model does what it must in changed worlds"),
    Bilingual(zh="项检验", en="checks"),
    _run_reality,
)
CONSERVATION = Check(
    "conservation",
    Bilingual(zh="守恒：存量和账目分毫不差", en="Conservation: stocks and accounts close to 1e-9"),
    Bilingual(zh="笔账", en="accounts"),
    _run_conservation,
)
