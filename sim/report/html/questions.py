"""Question cards of a page: those of a home that its scenarios can answer, with their numbers filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sim.report.words.lever_scale import scale_of
from sim.report.words.numbers import print_figure
from sim.scenario.levers import find_slots
from sim.scenario.load import Scenario
from sim.scenario.questions import Question, read_questions
from sim.scenario.workspace import Workspace
from sim.units import LANGUAGES

_OF_A_TARGET = ("target", "reach")


def question_records(scenarios: Sequence[Scenario], workspace: Workspace) -> list[dict[str, Any]]:
    """Return the questions that a page of some scenarios can answer.

    A question is left out where one of its scenarios is not on the page, or the plan has no such target.

    Raises
    ------
    SimError: all faults of the home's questions.
    """
    numbers = {each.name: number for number, each in enumerate(scenarios)}
    return [
        _record(key, question, numbers, scenarios, workspace)
        for key, question in read_questions(workspace).items()
        if {question.scenario, question.compare} <= numbers.keys()
        and (question.answer not in _OF_A_TARGET or _level(question, workspace) is not None)
    ]


def _record(
    key: str,
    question: Question,
    numbers: dict[str, int],
    scenarios: Sequence[Scenario],
    workspace: Workspace,
) -> dict[str, Any]:
    compared = numbers[question.compare]
    words = _words(question, scenarios[compared], workspace)
    return {
        "id": key,
        "ask": {language: question.ask.text(language).format(**words) for language in LANGUAGES},
        "scenario": numbers[question.scenario],
        "compare": compared,
        "levers": [
            [slot.key, value]
            for name, value in question.levers.items()
            for slot in find_slots(name, workspace, name)
        ],
        "charts": list(question.charts),
        "answer": question.answer,
        "indicator": question.indicator,
        "year": question.year,
    }


def _level(question: Question, workspace: Workspace) -> float | None:
    """Return the plan's target, None where it has none for the indicator and year."""
    return workspace.registry.plan.of(question.indicator).values.get(question.year)


def _words(question: Question, compared: Scenario, workspace: Workspace) -> dict[str, str]:
    """Return the numbers of the question, as the page prints them."""
    level, entry = _level(question, workspace), workspace.registry.indicators[question.indicator]
    found = {"year": str(question.year)}
    if level is not None:
        found["level"] = print_figure(level, workspace.registry.plan.of(question.indicator).precision(entry))
    if len(question.levers) == 1:
        ((name, after),) = question.levers.items()
        slot = find_slots(name, workspace, name)[0]
        place = slot.constant("to").key
        before = float(compared.constants.get(place, workspace.model.constants[place]))
        scale = scale_of(slot, (before, after))
        found |= {"before": scale.text(before), "after": scale.text(after)}
    return found
