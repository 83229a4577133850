"""Report of what moved between two models: results by scenario, probabilities, then what the models hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from sim.analysis.model_changes.comparison import Change, ModelComparison, Moved
from sim.report.record import Block, Cell, Column, Paragraph, Report, Row, Table, Value
from sim.report.record import section as in_brackets
from sim.report.words.glossary import headings
from sim.report.words.model_changes import (
    HEADS,
    KINDS,
    NO_CHANCES,
    SAME,
    SCALE_SAID,
    TITLES,
    called,
    difference,
    figures,
    models_line,
    share,
    summary,
)
from sim.report.words.numbers import (
    NO_FIGURE,
    print_chance,
    print_change,
    print_digits,
    print_share,
    print_share_change,
    record_number,
)
from sim.report.words.punctuation import COLON, listed
from sim.units import Language

MOST = 12  # rows of a scenario, and of a table, that a terminal shows
NAME_WIDTH = 30
_DIGITS = 8


def model_changes_report(found: ModelComparison) -> Report:
    """Return the report of a comparison; text shows the largest moves, other forms all of them."""
    return Report(partial(_blocks, found), partial(rows_table, found), partial(_record, found))


def _blocks(found: ModelComparison, language: Language) -> Iterator[Block]:
    title = TITLES["title"][language]
    yield Paragraph(f"{title}{COLON[language]}{found.old.place} → {found.new.place}")
    yield models_line(found, language)
    yield ""
    if found.is_same:
        yield SAME[language]
        return
    yield Paragraph(summary(found, language))
    if found.moved:
        yield from ("", in_brackets(TITLES["figures"][language], language))
        yield _largest(found, language)
        yield Paragraph(SCALE_SAID[language])
    for title, table in content_tables(found, language, MOST):
        yield from ("", in_brackets(title, language), table)
    if not found.has_chances:
        yield from ("", NO_CHANCES[language])


def _largest(found: ModelComparison, language: Language) -> Table:
    """Return the largest moves of each scenario."""
    rows: list[Row | str] = []
    for scenario in found.scenarios:
        moved = [one for one in found.moved if one.scenario == scenario]
        if moved:
            title = found.new.titles[scenario].text(language)
            rows.append(in_brackets(f"{scenario}{COLON[language]}{title}", language))
            rows += [_cells(one, found, language) for one in moved[:MOST]]
            rows += [_and_more(len(moved) - MOST, 7, language)] if len(moved) > MOST else []
    return Table(_columns(language), rows)


def _columns(language: Language) -> list[Column]:
    name, year, unit = headings(language, "indicator", "year", "unit")
    old, new, moved, part, size = (
        HEADS[key][language] for key in ("old", "new", "difference", "share", "size")
    )
    return [
        Column(name, is_figure=False, limit=NAME_WIDTH, is_key=True),
        Column(year, is_figure=False, is_key=True),
        Column(unit, is_figure=False, limit=10, rank=2),
        *map(Column, (old, new, moved, part)),
        Column(size, rank=1),
    ]


def _cells(one: Moved, found: ModelComparison, language: Language) -> Row:
    definition = found.new.indicators[one.indicator]
    old, new = figures(one, found, language)
    return [
        definition.name.text(language),
        str(one.year),
        definition.unit.text(language),
        Cell(record_number(one.old), old),
        Cell(record_number(one.new), new),
        Cell(record_number(one.difference), difference(one, definition)),
        Cell(record_number(one.share), share(one)),
        Cell(record_number(one.size), print_share(one.size, 1)),
    ]


def _and_more(count: int, others: int, language: Language) -> Row:
    said = f"……另有 {count} 项" if language == "zh" else f"… {count} more"
    return [said, *[""] * others]


def rows_table(found: ModelComparison, language: Language) -> Table:
    """Return a row for each figure that moved, the largest first."""
    (scenario,) = headings(language, "scenario")
    columns = [Column(scenario, is_figure=False, is_key=True), *_columns(language)]
    return Table(columns, [[one.scenario, *_cells(one, found, language)] for one in found.moved])


# --- probabilities, and what the models hold


def content_tables(
    found: ModelComparison, language: Language, most: int | None = None
) -> Iterator[tuple[str, Table]]:
    """Yield title and table of all else that differs.

    Parameters
    ----------
    most : largest number of rows of a table; the number of the others is told
    """
    for key, heads, rows in _contents(found, language):
        if rows:
            columns = [Column(head, is_figure=False, limit=NAME_WIDTH + 10) for head in heads]
            cut = rows if most is None or len(rows) <= most else rows[:most]
            left = len(rows) - len(cut)
            more = [_and_more(left, len(heads) - 1, language)] if left else []
            yield TITLES[key][language], Table(columns, [*cut, *more], TITLES[key][language])


def _contents(
    found: ModelComparison, language: Language
) -> Iterator[tuple[str, Sequence[str], Sequence[Row]]]:
    scenario, indicator, year, variable = headings(language, "scenario", "indicator", "year", "variable")
    old, new, part, points = (HEADS[key][language] for key in ("old", "new", "share", "points"))
    chances = [_chance(one, found, language) for one in found.chances]
    yield "chances", (scenario, indicator, year, old, new, points), chances
    groups = (("added", found.added_scenarios), ("removed", found.removed_scenarios))
    yield "scenarios", (KINDS["added"][language] + "/" + KINDS["removed"][language], scenario), [
        [KINDS[kind][language], listed(names, language)] for kind, names in groups if names
    ]  # fmt: skip
    settings = [[name, *_numbers(one, found, language)] for name, one in found.settings]
    yield "settings", (scenario, variable, old, new, part), settings
    yield "indicators", (indicator, old, new), [
        [_indicator(one.name, found, language), *_texts(one)] for one in found.indicators
    ]  # fmt: skip
    kinds = (
        ("added", found.added_variables),
        ("removed", found.removed_variables),
        ("rewritten", found.rewritten_variables),
    )
    yield "variables", (variable, part), [
        [called(name, found, language), KINDS[kind][language]] for kind, names in kinds for name in names
    ]  # fmt: skip
    constants = [_numbers(one, found, language) for one in found.constants]
    yield "constants", (variable, old, new, part), constants
    for key, changes in (("levers", found.levers), ("ranges", found.ranges)):
        rows = [[called(one.name, found, language), *_texts(one)] for one in changes]
        yield key, (variable, old, new), rows


def _chance(one: Moved, found: ModelComparison, language: Language) -> Row:
    old, new = print_chance(one.old), print_chance(one.new)
    name = _indicator(one.indicator, found, language)
    return [one.scenario, name, str(one.year), old, new, print_change(100 * one.difference, 1)]


def _indicator(key: str, found: ModelComparison, language: Language) -> str:
    known = found.new.indicators.get(key) or found.old.indicators[key]
    return known.name.text(language)


def _texts(one: Change[str]) -> list[Cell | Value]:
    return [NO_FIGURE if text is None else text for text in (one.old, one.new)]


def _numbers(one: Change[float], found: ModelComparison, language: Language) -> Row:
    old, new = one.old, one.new
    part = (
        NO_FIGURE if old is None or new is None or not old else print_share_change((new - old) / abs(old), 2)
    )
    return [called(one.name, found, language), *map(_number, (old, new)), part]


def _number(value: float | None) -> str:
    return NO_FIGURE if value is None else print_digits(value, _DIGITS)


# --- for programs


def _record(found: ModelComparison) -> dict[str, object]:
    return {
        "old": {"place": found.old.place, "model_hash": found.old.model_hash},
        "new": {"place": found.new.place, "model_hash": found.new.model_hash},
        "same": found.is_same,
        "compared": len(found.compared),
        "scenarios": {
            "compared": list(found.scenarios),
            "added": list(found.added_scenarios),
            "removed": list(found.removed_scenarios),
        },
        "moved": [_moved_record(one, found) for one in found.moved],
        "probabilities": None
        if not found.has_chances
        else [_moved_record(one, found) for one in found.chances],
        "settings": [{"scenario": name, **vars(one)} for name, one in found.settings],
        "indicators": _changes(found.indicators),
        "variables": {
            "added": list(found.added_variables),
            "removed": list(found.removed_variables),
            "rewritten": list(found.rewritten_variables),
        },
        "constants": _changes(found.constants),
        "levers": _changes(found.levers),
        "ranges": _changes(found.ranges),
    }


def _moved_record(one: Moved, found: ModelComparison) -> dict[str, object]:
    known = found.new.indicators.get(one.indicator) or found.old.indicators[one.indicator]
    figures = {key: record_number(getattr(one, key)) for key in ("old", "new", "difference", "share", "size")}
    names = {"id": one.indicator, "name": known.name.model_dump(), "unit": known.unit.model_dump()}
    return {"scenario": one.scenario, **names, "year": one.year, **figures}


def _changes(changes: Iterable[Change[str]] | Iterable[Change[float]]) -> list[dict[str, object]]:
    return [vars(one) for one in changes]
