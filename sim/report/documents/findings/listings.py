"""Lists in the text of the findings: names of indicators, levers and assumptions with their figures."""

from __future__ import annotations

from collections.abc import Mapping

from sim.analysis.findings import Findings
from sim.analysis.greedy_ascent import Step
from sim.names import split_element
from sim.outcomes.board import Standing, Together
from sim.outcomes.targets import TABLE1
from sim.registry.parameters import Parameter
from sim.report.documents.findings.numbers import (
    MOST_GAINS,
    MOST_NAMED,
    by_influence,
    gains,
    hopeless,
    largest,
)
from sim.report.documents.findings.printing import print_share_briefly
from sim.report.tables.attribution import lever_parts
from sim.report.words.numbers import print_figure, print_range
from sim.report.words.punctuation import bracketed, clauses, joined, listed
from sim.units import Language

MOST_MISSED = 4  # targets


def listings(found: Findings, language: Language) -> dict[str, str | dict[str, str]]:
    """Return all lists by their name in the text, ``met`` by scenario."""
    featured = found.featured
    levers, assumptions = (
        ascent.needed(found.enough) or () for ascent in (featured.policy, featured.assumptions)
    )
    return {
        "met": {
            name: together_text(one.board.group(TABLE1, found.near), language)
            for name, one in found.outlooks.items()
        },
        "hopeless": listed((_missed(row, language) for row in hopeless(found)[:MOST_MISSED]), language),
        "gains": clauses((_gain(row, found, language) for row, _ in gains(found)[:MOST_GAINS]), language),
        "assumptions": listed((_moving(key, found, language) for key in largest(featured)), language),
        "influence": listed(_most_influential(found, language), language),
        "best_lever": _lever(featured.policy.alone[0], found, language),
        "levers": listed((_lever(step, found, language) for step in levers), language),
        "assumptions_needed": listed(
            (_assumption(step.key, found).name.text(language) for step in assumptions), language
        ),
    }


def name_of(row: Standing, language: Language) -> str:
    """Return the name of an indicator, without its text in brackets."""
    name = row.entry.name.text(language)
    return name.split("（")[0] if language == "zh" else name.split(" (")[0]


def together_text(one: Together, language: Language) -> str:
    """Return the number of targets met: the median, and in brackets the points of 5% and 95%."""
    low, middle, high = (one.quantile(level) for level in (0.05, 0.5, 0.95))
    return f"{middle}{bracketed(print_range(str(low), str(high)), language)}"


def _missed(row: Standing, language: Language) -> str:
    return f"{name_of(row, language)}{bracketed(print_share_briefly(row.relative_shortfall), language)}"


def _gain(row: Standing, found: Findings, language: Language) -> str:
    """Return a target, its probability in the reference and in the scenario, and the lever behind it most."""
    indicator, year = row.target.indicator, row.target.year
    reference = found.outlooks[found.page.subject.reference].board[indicator, year]
    assert reference.share is not None
    assert row.share is not None
    ends = [print_share_briefly(one.value) for one in (reference.share, row.share)]
    made_by = found.featured.made_by.differences[indicator, year].levers[:1]
    levers = (part for one in made_by for part in lever_parts(one, language))
    return name_of(row, language) + bracketed(joined((" → ".join(ends), *levers), language), language)


def _moving(key: str, found: Findings, language: Language) -> str:
    """Return an assumption, the output at its ends, and its grade."""
    entry, effect = _assumption(key, found), found.featured.tails[key]
    ends = print_range(print_figure(effect.low, 0), print_figure(effect.high, 0))
    grade = f"{entry.grade} 级" if language == "zh" else f"grade {entry.grade}"
    return entry.name.text(language) + bracketed(joined((ends, grade), language), language)


def _most_influential(found: Findings, language: Language) -> list[str]:
    """Return the constants with the largest mean share of the indicators' variance, and that share."""
    screening = found.workspace.registry.screening
    shares = {} if screening is None else {key: one.share for key, one in screening.found.items()}
    return [
        f"{_assumption(key, found).name.text(language)}"
        f"{bracketed(print_share_briefly(shares[key]), language)}"
        for key in by_influence(found)[:MOST_NAMED]
    ]


def _assumption(key: str, found: Findings) -> Parameter:
    """Return the registry's entry of a constant, of its own or of the variable with all elements."""
    parameters = found.workspace.registry.parameters
    return parameters.get(key) or parameters[split_element(key)[0]]


def _lever(step: Step, found: Findings, language: Language) -> str:
    """Return the name of the lever that a step moves."""
    levers: Mapping[str, str] = {
        slot.constant("to").key: slot.lever.name.text(language)
        for elements in found.workspace.slots.values()
        for slot in elements.values()
    }
    return levers[step.key]
