"""Report of one variable of a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sim.engine.model import Run, Variable
from sim.report.model.facts import Fact, part_of_file, registry_facts, registry_record
from sim.report.model.run import shown_value
from sim.report.record import Block, Cell, Column, Report, Row, Table, key_values
from sim.report.words.glossary import heading, word
from sim.report.words.numbers import print_plain, print_range
from sim.units import Language, unit_label

WIDTH = 80
TYPES = {  # kind of a variable: its name in both languages
    "stock": "role.stock",
    "auxiliary": "role.flow_or_auxiliary",
    "constant": "role.constant",
    "lookup": "role.lookup",
    "data": "role.data",
}


def variable_report(path: str, variable: Variable, run: Run | None) -> Report:
    """Return a model's description of a variable, and its first and last values.

    For the home's own model the registry's entry is reported as well.
    """
    found = part_of_file(path, variable.name)

    def facts(language: Language) -> list[Fact]:
        return [] if found is None else registry_facts(*found, language)

    known = {} if found is None else {"registry": registry_record(found[0])}
    return Report(
        lambda language: _blocks(variable, run, facts(language), language),
        lambda language: _rows(variable, run, facts(language)),
        lambda: _record(variable) | _values_record(variable, run) | known,
    )


def _record(variable: Variable) -> dict[str, object]:
    """Return a model's description of a variable as a record."""
    return {
        "name": variable.name,
        "kind": variable.kind,
        "group": variable.group,
        "units": variable.units,
        "dimensions": variable.dimensions,
        "elements": variable.elements,
        "limits": variable.limits,
        "comment": variable.comment,
        "line": variable.line,
        "equation": variable.equation,
        "causes": variable.causes,
        "uses": variable.uses,
    }


def _values_record(variable: Variable, run: Run | None) -> dict[str, object]:
    return {"times": _ends(run), "values": _values(variable, run)}


def _rows(variable: Variable, run: Run | None, facts: Sequence[Fact]) -> Table:
    """Return columns key and value, values keyed ``name[element] at time``."""
    values = {
        f"{key} at {print_plain(time)}": value
        for key, pair in _values(variable, run).items()
        for time, value in zip(_ends(run), pair, strict=True)
    }
    return key_values(
        [*_record(variable).items(), *((fact.key, fact.lines) for fact in facts), *values.items()]
    )


def _blocks(
    variable: Variable, run: Run | None, facts: Sequence[Fact], language: Language
) -> Iterator[Block]:
    """Yield a row for each property of a variable, then its values."""
    terms = _terms(variable, language)
    rows = [[heading(key, language), text] for key, text in terms.items() if text]
    rows += [[fact.label(language), "\n".join(fact.lines)] for fact in facts]
    columns = [
        Column(heading("variable", language), is_figure=False),
        Column(variable.name, is_figure=False, limit=WIDTH),
    ]
    yield Table(columns, _in_lines(rows))
    if run is not None:
        yield from ("", _value_table(variable, run, language))


def _terms(variable: Variable, language: Language) -> dict[str, str]:
    return {
        "type": word(TYPES[variable.kind], language),
        "unit": unit_label(variable.units, language),
        "subscripts": ", ".join(variable.dimensions),
        "limits": limits_text(variable, language),
        "comment": variable.comment,
        "line": str(variable.line),
        "equation": variable.equation,
        "causes": ", ".join(variable.causes),
        "uses": ", ".join(variable.uses),
    }


def limits_text(variable: Variable, language: Language) -> str:
    """Return the lowest and highest sensible value that the file states, "" where it states none."""
    low, high = ("" if limit is None else print_plain(limit) for limit in variable.limits)
    if not low and not high:
        return ""
    if not high:
        return {"zh": f"{low} 以上", "en": f"{low} and above"}[language]
    if not low:
        return {"zh": f"{high} 以下", "en": f"{high} and below"}[language]
    return print_range(low, high)


def _in_lines(rows: list[list[str]]) -> list[Row]:
    """Return one row for each line of a text, such as the equations of several elements."""
    return [
        [label if number == 0 else "", line]
        for label, text in rows
        for number, line in enumerate(text.splitlines())
    ]


def _value_table(variable: Variable, run: Run, language: Language) -> Table:
    columns = [
        Column(heading("value", language), is_figure=False, limit=60),
        *(Column(print_plain(time)) for time in _ends(run)),
    ]
    rows: list[Row] = [
        [key, *(Cell(value, shown_value(value, variable.units, language)) for value in pair)]
        for key, pair in _values(variable, run).items()
    ]
    return Table(columns, rows)


def _ends(run: Run | None) -> list[float]:
    return [] if run is None else [float(run.time[0]), float(run.time[-1])]


def _values(variable: Variable, run: Run | None) -> dict[str, list[float]]:
    """Return the first and last value of each scalar."""
    if run is None:
        return {}
    return {key: [float(run[key][0, 0]), float(run[key][-1, 0])] for key in variable.elements}
