"""Results of a release kept as one small table, with which later models are compared."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from sim.analysis.model_changes.results import DIGITS, Definition, ModelResults
from sim.document import read_text
from sim.errors import fail
from sim.registry.schema import Bilingual

FILE = "released.csv"  # in ``model/``
COLUMNS = ("kind", "name", "part", "year", "value")
_FIELDS = ("name_zh", "name_en", "unit_zh", "unit_en", "measure", "price_basis", "decimals")
Row = tuple[str, str, str, str, str]


def results_text(results: ModelResults) -> str:
    """Return results as the text of their file, one figure a row, so that a diff shows what moved."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(results))
    return text.getvalue()


def _rows(results: ModelResults) -> Iterator[Row]:
    yield "model", "", "hash", "", results.model_hash
    for name, title in results.titles.items():
        yield from (("scenario", name, language, "", title.text(language)) for language in ("zh", "en"))
    for key, one in results.indicators.items():
        values = (one.name.zh, one.name.en, one.unit.zh, one.unit.en, one.measure, one.price_basis)
        for field, value in zip(_FIELDS, (*values, str(one.decimals)), strict=True):
            yield "indicator", key, field, "", value
    for kind, found in (("figure", results.figures), ("chance", results.chances)):
        for (scenario, indicator, year), figure in found.items():
            yield kind, scenario, indicator, str(year), _number(figure)
    for (scenario, constant), setting in results.settings.items():
        yield "setting", scenario, constant, "", _number(setting)
    for name, number in results.constants.items():
        yield "constant", name, "", "", _number(number)
    for kind, texts in (
        ("variable", results.variables),
        ("lever", results.levers),
        ("range", results.ranges),
    ):
        yield from ((kind, name, "", "", text) for name, text in texts.items())


def _number(value: float) -> str:
    return f"{value:.{DIGITS}g}"


def read_results(path: str) -> ModelResults:
    """Return the results that a file keeps.

    Raises
    ------
    SimError: the file cannot be read, or is no such table.
    """
    try:
        reader = csv.DictReader(io.StringIO(read_text(path)), strict=True)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise _damaged(path)
        rows: list[Row] = [tuple(row[column] for column in COLUMNS) for row in reader]  # type: ignore[misc]
        return _results(rows, path)
    except (KeyError, TypeError, ValueError, csv.Error) as error:
        raise _damaged(path) from error


def _results(rows: Iterable[Row], path: str) -> ModelResults:
    """Return the results of a table's rows; KeyError, TypeError or ValueError where they are none."""
    titles: dict[str, dict[str, str]] = {}
    definitions: dict[str, dict[str, str]] = {}
    figures: dict[str, dict[tuple[str, str, int], float]] = {"figure": {}, "chance": {}}
    settings: dict[tuple[str, str], float] = {}
    constants: dict[str, float] = {}
    texts: dict[str, dict[str, str]] = {"model": {}, "variable": {}, "lever": {}, "range": {}}
    for kind, name, part, year, value in rows:
        if kind in figures:
            figures[kind][name, part, int(year)] = float(value)
        elif kind == "setting":
            settings[name, part] = float(value)
        elif kind == "constant":
            constants[name] = float(value)
        elif kind in ("scenario", "indicator"):
            (titles if kind == "scenario" else definitions).setdefault(name, {})[part] = value
        else:
            texts[kind][name] = value
    return ModelResults(
        path,
        texts["model"][""],
        {name: Bilingual(**title) for name, title in titles.items()},
        {key: _definition(found) for key, found in definitions.items()},
        figures["figure"],
        figures["chance"],
        settings,
        texts["variable"],
        constants,
        texts["lever"],
        texts["range"],
    )


def _definition(found: dict[str, str]) -> Definition:
    name_zh, name_en, unit_zh, unit_en, measure, price_basis, decimals = (found[field] for field in _FIELDS)
    name, unit = Bilingual(zh=name_zh, en=name_en), Bilingual(zh=unit_zh, en=unit_en)
    return Definition(name, unit, measure, price_basis, int(decimals))


def _damaged(path: str) -> Exception:
    head = ",".join(COLUMNS)
    return fail(
        "damaged",
        f"这不是 `teda compare-models` 记下的一版结果：表头应为 {head}，各行如其所示。",
        f"these are no results kept by `teda compare-models`: the head must be {head}, with rows to match.",
        path,
    )
