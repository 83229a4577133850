"""Report of signposts: yearly figures that foretell a miss, and a rule that acts on one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial

from sim.analysis.decision.foretold import Rule, Signpost, Signposts
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, section
from sim.report.words.glossary import heading
from sim.report.words.numbers import print_chance, print_share, record_number
from sim.report.words.scenarios import model_line, scenario_line
from sim.report.words.signposts import (
    alarm_words,
    best_of_years,
    chance_line,
    lead_words,
    notes,
    rule_words,
    sentence,
    title,
)
from sim.units import Language

_HEADS: dict[Language, tuple[str, ...]] = {
    "zh": ("报警", "命中", "误报", "报警后的概率", "未报警的概率", "提前"),
    "en": ("alarm", "hits", "false alarms", "probability after it", "without", "years ahead"),
}
_RULE: dict[Language, str] = {"zh": "见机而动的规则", "en": "A rule that acts on it"}
_NONE: dict[Language, str] = {
    "zh": "没有哪个年度数能像样地预示落空。",
    "en": "No yearly figure foretells a miss to speak of.",
}


def signposts_report(found: Signposts) -> Report:
    """Return the signposts by year, in words, and the rule with its test."""
    return Report(partial(_blocks, found), partial(_rows, found), partial(_record, found))


def _blocks(found: Signposts, language: Language) -> Iterator[Block]:
    yield scenario_line(found.scenario, found.title.text(language), found.options, language)
    yield Paragraph(title(found, language))
    yield from (Paragraph(chance_line(found, language)), "")
    if found.posts:
        yield from (_table(found, language), "")
        yield from (Paragraph(sentence(one, language)) for one in best_of_years(found))
    else:
        yield _NONE[language]
    if found.rule is not None:
        yield from ("", section(_RULE[language], language))
        yield from map(Paragraph, rule_words(found.rule, language))
    yield ""
    yield from map(Paragraph, notes(found, language))
    yield model_line(found.model_hash, language)


def _table(found: Signposts, language: Language) -> Table:
    alarm, hits, false, after, without, lead = _HEADS[language]
    columns = [
        Column(heading("year", language), is_figure=False, is_key=True),
        Column(heading("indicator", language), is_figure=False, limit=32, is_key=True),
        Column(alarm),
        Column(hits),
        Column(false),
        Column(after),
        Column(without, rank=1),
        Column(lead, rank=2),
    ]
    return Table(columns, [_row(one, language) for one in found.posts])


def _row(one: Signpost, language: Language) -> Row:
    score = one.tested
    chances = (score.met_after_alarm, score.met_without)
    return [
        str(one.year),
        one.entry.name.text(language),
        Cell(one.threshold, alarm_words(one, language)),
        *(Cell(record_number(share), print_share(share)) for share in (score.hits, score.false_alarms)),
        *(Cell(record_number(chance), print_chance(chance)) for chance in chances),
        Cell(one.lead, lead_words(one, language)),
    ]


def _rows(found: Signposts, language: Language) -> Table:
    """Return a row for each signpost, in full digits, with the scores of both halves."""
    heads = ("year", "indicator", "name", "alarm", "threshold", "unit", "lead")
    scores = ("hits", "false_alarms", "met_after_alarm", "met_without")
    halves = [*scores, *(f"learned_{name}" for name in scores)]
    rows: list[Row] = []
    for one in found.posts:
        figures = [
            record_number(getattr(half, name)) for half in (one.tested, one.learned) for name in scores
        ]
        rows.append(
            [
                one.year,
                one.indicator,
                one.entry.name.text(language),
                "below" if one.is_below else "above",
                one.threshold,
                one.entry.unit.text(language),
                one.lead,
                *figures,
            ]
        )
    return Table([Column(head) for head in (*heads, *halves)], rows)


def _record(found: Signposts) -> dict[str, object]:
    return {
        "scenario": found.scenario,
        "set": list(found.options),
        "model_hash": found.model_hash,
        "targets": [str(goal) for goal in found.goals],
        "met": found.met,
        "members": found.members,
        "signposts": [_post(one) for one in found.posts],
        "rule": None if found.rule is None else _rule(found.rule),
        "draws": None if found.facts is None else dict(found.facts),
    }


def _post(one: Signpost) -> dict[str, object]:
    return {
        "year": one.year,
        "indicator": one.indicator,
        "name": one.entry.name.model_dump(),
        "unit": one.entry.unit.en,
        "alarm": "below" if one.is_below else "above",
        "threshold": one.threshold,
        "lead": one.lead,
        "tested": asdict(one.tested),
        "learned": asdict(one.learned),
    }


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "signpost": _post(rule.signpost),
        "switch": rule.switch,
        "alarms": rule.alarms,
        "kept": rule.kept,
        "always": rule.always,
        "adaptive": rule.adaptive,
        "best_fixed": {"switched_after": rule.best_year, "met": rule.best_fixed},
        "better": rule.better,
        "worse": rule.worse,
        "p_value": rule.p_value,
        "cost": None if rule.costs is None else {"always": rule.costs[0], "adaptive": rule.costs[1]},
    }
