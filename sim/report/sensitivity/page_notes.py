"""Notes on the page of a chart of a study: what its reader needs; what makes it again is in the file."""

from __future__ import annotations

from sim.analysis.sensitivity.result import Sensitivity
from sim.report.sensitivity.sentences import (
    MEANING,
    METHOD_WORDS,
    convergence,
    grade_note,
    notes,
    study_line,
    variation,
)
from sim.report.words.numbers import print_count
from sim.units import Language

_RUNS: dict[Language, str] = {
    "zh": "推演：TEDA 情景模拟器；方法：{}，运行 {} 次。",
    "en": "Simulated by the TEDA scenario simulator; method: {}, {} runs.",
}
_UNSETTLED: dict[Language, str] = {
    "zh": "运行次数还不够，次序可能改变。",
    "en": "More runs are needed: the order may still change.",
}


def page_notes(study: Sensitivity, language: Language) -> list[str]:
    """Return the notes below a chart: what its index means, what varied, how often it was run."""
    runs = _RUNS[language].format(METHOD_WORDS[study.method][language], print_count(study.runs))
    settled = convergence(study)[1]
    warning = [] if settled else [_UNSETTLED[language]]
    return [MEANING[study.method][language], variation(study, language), *warning, grade_note(language), runs]


def page_line(study: Sensitivity, language: Language) -> str:
    """Return the scenario by its title, as a page names it."""
    title = " ".join(study.scenario.title.text(language).split())
    return f"情景：{title}" if language == "zh" else f"Scenario: {title}"


def page_record(study: Sensitivity, language: Language) -> str:
    """Return what makes a study again, for the properties of a file: all its notes, seed and model."""
    return " ".join([study_line(study, language), *notes(study, language)])
