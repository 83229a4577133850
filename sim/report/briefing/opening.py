"""First pages of a briefing: its cover, and what its scenario assumes."""

from __future__ import annotations

from collections.abc import Iterator

from sim.analysis.attribution import DifferingLever, differing_levers
from sim.names import fold, split_element
from sim.report.briefing.courses import change_plot
from sim.report.briefing.page import Column, Lines, Page, grid
from sim.report.briefing.subject import Subject
from sim.report.charts.effect import effect_sentence
from sim.report.charts.legend import scenario_line
from sim.report.charts.provenance import scenario_title
from sim.report.words.glossary import heading
from sim.report.words.lever_scale import lever_unit, scale_of
from sim.report.words.numbers import NO_FIGURE, print_digits, print_plain, print_range
from sim.report.words.punctuation import bracketed
from sim.sampling.uncertain import is_uncertain
from sim.scenario.load import Scenario
from sim.scenario.settable import TIME_FIELDS, LeverSlot
from sim.units import Language


def cover(subject: Subject, title: str = "", question: str = "") -> Page:
    """Return the cover: what it is about, the question, the scenario, and what that changes most."""
    language = subject.language
    zone = subject.registry.zone.short_name.text(language)
    named = f"{zone}情景简报" if language == "zh" else f"{zone} scenario briefing"
    lines = [
        *([question] if question else []),
        scenario_line(subject.headline, language),
        subject.run.scenario.about.text(language),
    ]
    if subject.compared:
        lines.append(_BESIDE[language].format("、".join(_titles(subject)) if language == "zh" else
                                              ", ".join(_titles(subject))))  # fmt: skip
    if subject.effect is not None:
        lines.append(effect_sentence(subject.effect, subject.run.workspace, language))
    return Page("cover", title or named, Lines(tuple(lines)), foot=(certainty(subject),))


_BESIDE: dict[Language, str] = {"zh": "对照情景：{}", "en": "Beside it: {}"}


def _titles(subject: Subject) -> list[str]:
    return [run.scenario.title.text(subject.language) for run in subject.compared]


def certainty(subject: Subject) -> str:
    """Return the note on uncertainty where there is no ensemble."""
    language = subject.language
    if subject.ensemble is not None:
        return ""
    if not is_uncertain(subject.registry):
        if language == "zh":
            return "本简报为单次推演：没有要抽样的参数，因此没有达标概率和区间。"
        return (
            "This briefing shows a single run: no parameter is drawn, so it has no probabilities and bands."
        )
    if language == "zh":
        return "本简报为单次推演，未含不确定性，没有达标概率和区间。"
    return "This briefing shows a single run, without uncertainty: it has no probabilities and bands."


def assumptions(subject: Subject) -> Iterator[Page]:
    """Yield the levers that the scenario sets otherwise than the one it extends, in words and units."""
    parent = subject.parent
    if parent is not None:
        yield from _levers(subject, parent.scenario, "assumptions")


def all_levers(subject: Subject) -> Iterator[Page]:
    """Yield the levers that differ from the scenario without new policy, where that is not the parent."""
    registry, parent = subject.registry, subject.parent
    if parent is None or parent.scenario.name == registry.zone.reference:
        return
    from sim.scenario.load import find_scenario

    yield from _levers(subject, find_scenario(registry.zone.reference, subject.run.workspace), "levers")


def _levers(subject: Subject, other: Scenario, key: str) -> Iterator[Page]:
    language, workspace = subject.language, subject.run.workspace
    moved = differing_levers(subject.run.scenario, other, workspace)
    if not moved:
        return
    own = scenario_title(subject.table, language)
    beside = " ".join(other.title.text(language).split())
    if subject.run.scenario.name == other.name:  # a scenario with settings, beside itself
        beside += {"zh": "（未改动）", "en": " (unchanged)"}[language]
    words = _WORDS[language]
    columns = [
        Column(heading("role.lever", language), 3.2),
        Column(heading("unit", language), 1.5),
        Column(beside, 1.4, is_figure=True),
        Column(own, 1.4, is_figure=True),
        Column(words["years"], 1.4, is_figure=True),
        Column(words["basis"], 2.4),
    ]
    rows = [_row(each, subject, other) for each in moved]
    title = words["title"].format(own, beside, len(moved), "" if len(moved) == 1 else "s")
    is_first = key == "assumptions"
    about = " ".join(subject.run.scenario.about.text(language).split()) if is_first else ""
    notes = [f"{row[0]}{words['note']}{_about(each, subject)}" for row, each in zip(rows, moved, strict=True)]
    below = change_plot(subject, own, beside) if is_first and len(moved) <= _FEW else None
    yield Page(key, title, grid(columns, rows), about, (words["foot"],), tuple(notes), below=below)


_FEW = 4  # levers
_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "years": "起止年",
        "basis": "取值依据",
        "title": "“{0}”情景在“{1}”之上调整 {2} 个杠杆",
        "stated": "规划给定",
        "assumed": "假设",
        "foot": "数值为到位后的取值；在起止年之间逐年过渡。未列的杠杆两个情景相同。",
        "note": "：",
    },
    "en": {
        "years": "From, to",
        "basis": "Basis of the value",
        "title": "The scenario {0} moves {2} lever{3} beside {1}",
        "stated": "stated by the plan",
        "assumed": "assumed",
        "foot": "Values once in place; they change gradually between the years. Other levers are the same.",
        "note": ": ",
    },
}


def _slot(lever: str, subject: Subject) -> LeverSlot | None:
    name, element = split_element(lever)
    found = subject.run.workspace.slots.get(fold(name), {})
    return found.get(fold(element)) or next(iter(found.values()), None)


def _row(each: DifferingLever, subject: Subject, other: Scenario) -> list[str]:
    """Return a lever's cells; another constant that differs has its name and its figures."""
    language, words = subject.language, _WORDS[subject.language]
    name = each.label.text(language)
    basis = words["stated" if each.is_stated else "assumed"]
    slot = _slot(each.lever, subject)
    if slot is None:
        before, after = next(iter(each.changed.values()))
        return [name, "", print_digits(before), print_digits(after), NO_FIGURE, basis]
    basis += bracketed(f"{heading('grade', language)} {slot.lever.grade}", language)
    before, after = (_final(slot, scenario, subject) for scenario in (other, subject.run.scenario))
    scale = scale_of(slot, (before, after))
    return [
        name, lever_unit(slot, language), *(scale.text(value).rstrip("%") for value in (before, after)),
        _years(slot, subject), basis,
    ]  # fmt: skip


def _final(slot: LeverSlot, scenario: Scenario, subject: Subject) -> float:
    """Return the value of a lever once it is in place: of the last year of a path, or its end value."""
    held = [scenario.constants[key] for key in slot.held_years if key in scenario.constants]
    key = slot.constant("to").key
    return held[-1] if held else scenario.constants.get(key, subject.run.workspace.model.constants[key])


def _years(slot: LeverSlot, subject: Subject) -> str:
    path = subject.run.scenario.paths.get(slot.key)
    if (
        path is not None and path.before is None
    ):  # to the end of the run: it moves until its last value is there
        final = path.values[path.last]
        moving = [year for year, value in path.yearly().items() if value != final]
        return print_range(
            print_plain(min(path.values) - 1), print_plain(max(moving, default=min(path.values)))
        )
    constants = subject.run.workspace.model.constants
    given = subject.run.scenario.constants
    first, last = (given.get(key, constants[key]) for key in (slot.constant(f).key for f in TIME_FIELDS))
    return print_range(print_plain(first), print_plain(last))


def _about(each: DifferingLever, subject: Subject) -> str:
    slot = _slot(each.lever, subject)
    return "" if slot is None else " ".join(slot.lever.about.text(subject.language).split())
