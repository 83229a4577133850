"""Trials run in one batch, and the verdict on each expectation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.analysis.checks.expectations import Trial
from sim.analysis.checks.worlds import World, run_worlds
from sim.arrays import Array
from sim.engine.model import Failure, Run
from sim.errors import Fault
from sim.names import split_element
from sim.registry.predicate import YEARS, Predicate
from sim.registry.reality import RealityFile
from sim.scenario.workspace import Workspace


@dataclass(frozen=True)
class Answer:
    """The verdict on an expectation.

    Parameters
    ----------
    holds : whether it holds for every year and element
    year : first year in which it does not; else the last year
    element : subscript element in which it does not, "" without subscripts
    left, right : the two sides in that year and element [unit of the expectation]
    """

    predicate: Predicate
    holds: bool
    year: int
    element: str
    left: float
    right: float


@dataclass(frozen=True)
class Result:
    """A trial and the answers to its expectations.

    Parameters
    ----------
    answers : one for each expectation; none after a failure
    failure : first non-finite value of its run or of the unchanged one; then nothing holds
    """

    trial: Trial
    answers: tuple[Answer, ...]
    failure: Failure | None = None

    @property
    def is_passed(self) -> bool:
        """Return whether all expectations hold."""
        return self.failure is None and all(answer.holds for answer in self.answers)


def run_trials(trials: Sequence[Trial], workspace: Workspace) -> tuple[Result, ...]:
    """Run all trials in one batch."""
    if not trials:
        return ()
    worlds: list[World] = []
    for world in (each for trial in trials for each in (trial.base, trial.world)):
        if world not in worlds:
            worlds.append(world)
    predicates = [predicate for trial in trials for predicate in trial.predicates]
    names = dict.fromkeys(_variable(name) for each in predicates for name in each.names.values())
    summed = dict.fromkeys(_variable(name) for each in predicates for name in each.integrals)
    run = run_worlds(worlds, workspace, names, summed)
    return tuple(_result(trial, worlds, run, workspace) for trial in trials)


def _variable(name: str) -> str:
    return split_element(name)[0]


def _result(trial: Trial, worlds: Sequence[World], run: Run, workspace: Workspace) -> Result:
    members = (worlds.index(trial.world), worlds.index(trial.base))
    failure = next((each for each in run.failures if each.member in members), None)
    if failure is not None:
        return Result(trial, (), failure)
    answers = (
        _answer(each, _values(each, members, run), run, _elements(each, workspace))
        for each in trial.predicates
    )
    return Result(trial, tuple(answers))


def _elements(predicate: Predicate, workspace: Workspace) -> tuple[str, ...]:
    """Return the elements that the sides are compared for, of the first variable that has any."""
    for name in predicate.names.values():
        variable = workspace.model.variables[workspace.model.find(_variable(name)) or ""]
        if len(variable.elements) > 1 and not split_element(name)[1]:
            return tuple(split_element(key)[1].strip("[]") for key in variable.elements)
    return ("",)


def _values(predicate: Predicate, members: tuple[int, int], run: Run) -> dict[str, Array]:
    """Return each placeholder's values, (kind, run, time, element) [unit of the variable].

    Kind 0 is the value itself, kind 1 the integral over the year; run 0 is the changed world, run 1
    the unchanged one.
    """
    integrals = set(predicate.integrals)
    years = (run.time - run.time[0]).reshape(1, 1, -1, 1)
    return {YEARS: np.broadcast_to(years, (2, 2, run.time.size, 1))} | {
        placeholder: _value(name, members, run, is_summed=name in integrals)
        for placeholder, name in predicate.names.items()
    }


def _value(name: str, members: tuple[int, int], run: Run, *, is_summed: bool) -> Array:
    """Return a variable's values, (kind, run, time, element) [unit of the variable]."""
    level = run[name][:, list(members)]
    integral = run.integral(name)[:, list(members)] if is_summed else np.full_like(level, np.nan)
    both = np.stack([level, integral])  # (kind, time, run, *subscripts)
    return np.moveaxis(both.reshape(*both.shape[:3], -1), 2, 1)


def _answer(predicate: Predicate, values: Mapping[str, Array], run: Run, elements: Sequence[str]) -> Answer:
    """Return the verdict on an expectation, for values (kind, run, time, element) [unit of the variable]."""
    left, right, agree = predicate.compare(values)
    years, compared = np.round(run.time).astype(int), compared_years(predicate, run.time)
    wrong = ~agree & compared[:, None]
    row, element = (int(place) for place in np.unravel_index(int(wrong.argmax()), wrong.shape))
    if not wrong.any():  # the last year is shown
        row = int(np.flatnonzero(compared)[-1])
    sides = (float(side[row, element]) for side in (left, right))
    return Answer(predicate, not wrong.any(), int(years[row]), elements[element], *sides)


def compared_years(predicate: Predicate, time: Array) -> NDArray[np.bool_]:
    """Return the saved moments at which an expectation has to hold, (time,) [true or false]."""
    years = np.round(time).astype(int)
    first = int(years[1]) if predicate.first is None else predicate.first
    last = int(years[-1]) if predicate.last is None else predicate.last
    return np.asarray((years >= first) & (years <= last))


def failed(results: Sequence[Result]) -> Iterator[tuple[Result, Answer]]:
    """Yield the expectations that do not hold."""
    for result in results:
        yield from ((result, answer) for answer in result.answers if not answer.holds)


def trial_faults(trials: Sequence[Trial], file: RealityFile, workspace: Workspace) -> Iterator[Fault]:
    """Run trials and yield the runs that become non-finite and the expectations that do not hold."""
    results = run_trials(trials, workspace)
    for result in results:
        if result.failure is not None:
            yield _broken_fault(result, result.failure, file.document.place(*result.trial.keys))
    for result, answer in failed(results):
        index = result.trial.predicates.index(answer.predicate)
        yield _answer_fault(result, answer, file.document.place(*result.trial.keys, "expect", index))


def _broken_fault(result: Result, failure: Failure, place: str) -> Fault:
    trial = result.trial
    return Fault(
        "non-finite",
        f"“{trial.name.zh}”（情景 {trial.world.scenario}）：变量 {failure.variable} 从 {failure.time:g} 起"
        "不是有限的数字。请在方程中加以限制。",
        f"{trial.name.en} (scenario {trial.world.scenario}): {failure.variable} is not a finite number from "
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
