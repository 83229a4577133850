"""Questions that a home puts to its scenarios, as data: what is set, what is shown, and what answers them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, Literal

from pydantic import Field

from sim.errors import Fault, Faults
from sim.files import fingerprint
from sim.registry.agreement import unknown
from sim.registry.parts import Content, YamlPart, entries
from sim.registry.schema import Bilingual, Filled, Names, Record
from sim.scenario.changes import Setting
from sim.scenario.levers import find_slots
from sim.scenario.load import read_scenario
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace
from sim.units import LANGUAGES

MOST_CHARTS = 6
_ALWAYS = ("year", "level")
_OF_LEVER = ("before", "after")


class Question(Record):
    """A question, and the study that answers it.

    Parameters
    ----------
    ask : the question; ``{year}``, ``{level}`` (the plan's target), ``{before}`` and ``{after}`` (end value
        of the lever in `compare` and here) are filled in
    scenario : that is set, with `levers` at other end values
    compare : scenario beside it, as filed
    charts : indicators that are shown
    answer : whether the target of `year` is met, when it is first reached, when `indicator` is highest, or
        how much the study differs from `compare`
    indicator, year : of the answer
    """

    ask: Bilingual
    scenario: Filled
    levers: dict[str, float] = Field(default_factory=dict)
    compare: Filled
    charts: Annotated[Names, Field(min_length=1, max_length=MOST_CHARTS)]
    answer: Literal["target", "reach", "peak", "difference"]
    indicator: Filled
    year: int

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield words in braces that nothing fills in, and an answer that no chart shows."""
        known = (*_ALWAYS, *(_OF_LEVER if len(self.levers) == 1 else ()))
        for language in LANGUAGES:
            for name in _filled_in(self.ask.text(language)):
                if name not in known:
                    yield ("ask", language), unknown("可填入的数", "number to fill in", name, known, "")
        if self.indicator not in self.charts:
            zh = f'"charts" 中没有回答所用的指标 "{self.indicator}"。'
            en = f'"charts" lacks the indicator of the answer, "{self.indicator}".'
            yield ("charts",), Fault("missing", zh, en)


def _filled_in(text: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(text) if name is not None]


QUESTIONS = YamlPart("questions", "questions.yaml", is_optional=True, shape=entries(Question))


def question_prints(workspace: Workspace) -> tuple[str, ...]:
    """Return name and fingerprint of each file of the questions of a home."""
    paths = QUESTIONS.paths(workspace.home.scenarios, {})
    return tuple(f"{Path(path).name} {fingerprint(path)}" for path in paths)


def read_questions(workspace: Workspace) -> dict[str, Question]:
    """Return the questions of a home by id, in the order of its files; a home may have none.

    A home may have lost a scenario, and pages may show some of them: a question of one that is missing is no
    fault, it cannot be asked.

    Raises
    ------
    SimError: all faults of the files in ``scenarios/questions/``.
    """
    content = QUESTIONS.read(workspace.home.scenarios, {})
    shipped = {path.stem for path in workspace.home.scenarios.glob("*.y*ml")}
    with Faults() as faults:
        faults += _unknown_names(content, workspace)
        for key, question in content.value.items():
            settings = [
                Setting(name, value, content.document.place(key, "levers", name))
                for name, value in question.levers.items()
            ]
            are_levers = [faults.take(find_slots, one.name, workspace, one.place) for one in settings]
            if question.scenario in shipped and all(are_levers):
                scenario = read_scenario(question.scenario, workspace)
                faults.take(apply_settings, scenario, settings, workspace)
    found: dict[str, Question] = content.value
    return found


def _unknown_names(content: Content, workspace: Workspace) -> Iterator[Fault]:
    known = {name: one for name, one in workspace.registry.indicators.items() if one.is_modelled}
    for key, question in content.value.items():
        for index, name in enumerate(question.charts):
            if name not in known:
                place = content.document.place(key, "charts", index)
                yield unknown("已建模的指标", "modelled indicator", name, known, place)
