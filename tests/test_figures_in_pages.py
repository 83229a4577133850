"""Figures that pages written by hand quote from commands: what the commands give today."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest

from sim.scenario.workspace import load_workspace
from tests.command_line import CommandResult

DOCS = Path(__file__).parents[1] / "docs"
LANGUAGES = pytest.mark.parametrize(("page_end", "language"), [("", "zh"), (".en", "en")])
SHOWN = 5  # rows of the table of the tutorial
OTHER = "examples/investment-120.yaml"

Row = dict[str, str]


def rows_of(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[Row]:
    result = CommandResult(capsys, *arguments, "--lang", "en", "--format", "csv")
    assert result.code == 0, result.err
    return [*csv.DictReader(io.StringIO(result.out.removeprefix("\ufeff")))]


def of_row(rows: Sequence[Row], indicator: str, year: str = "") -> list[Row]:
    """Return the lines of a row, one for each scenario."""
    return [row for row in rows if row["id"] == indicator and year in ("", row.get("year"))]


def per_cent(share: str, digits: int = 1) -> str:
    return f"{100 * float(share):.{digits}f}"


@pytest.mark.slow
@LANGUAGES
def test_the_tutorial_quotes_what_its_commands_give(
    page_end: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (DOCS / f"tutorial{page_end}.md").read_text("utf-8")
    compared = rows_of(capsys, "compare", "plan", OTHER)
    for indicator, columns in (
        ("gross_industrial_output", ("2025", "2035")),
        ("fixed_asset_investment", ("2025 assessed",)),
        ("government_debt_ratio", ("2025", "2035")),
    ):
        for row in of_row(compared, indicator):
            for column in columns:
                figure = float(row[column])
                assert f"{figure:,.1f}" in text or f"{figure:,.0f}" in text, (indicator, column, figure)
    rows = rows_of(capsys, "probability", "plan", OTHER)
    moved = {}
    for key in load_workspace().registry.indicators:
        pair = [row["probability"] for row in of_row(rows, key, "2025")]
        if len(pair) == 2 and all(pair):
            moved[key] = (pair[0], pair[1])
    most = sorted(moved, key=lambda key: -abs(float(moved[key][0]) - float(moved[key][1])))[:SHOWN]
    for key in most:
        name = load_workspace().registry.indicators[key].name.text(language)
        before, after = map(per_cent, moved[key])
        assert f"| {name} | {before}% | {after}% |" in text
    before, after = map(float, moved[most[0]])
    assert f" {100 * abs(after - before):.1f} " in text


@pytest.mark.slow
@LANGUAGES
def test_the_example_of_a_branch_quotes_what_its_commands_give(
    page_end: str, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (DOCS / f"ensembles{page_end}.md").read_text("utf-8")
    branch = tmp_path / "end-of-2025"
    assert CommandResult(capsys, "branch", "trend", "--year", "2025", "--out", str(branch)).code == 0
    scenarios = ("trend", "examples/from-2026.yaml", "examples/from-2026-demand.yaml")
    rows = rows_of(capsys, "probability", *scenarios, "--from", str(branch))
    outputs, growths = (
        of_row(rows, key, "2035") for key in ("gross_industrial_output", "output_growth_to_2035")
    )
    brackets = "（{}–{}）" if language == "zh" else " ({}–{})"
    for output, growth in zip(outputs, growths, strict=True):
        shares = (
            per_cent(row["probability"])
            + "%"
            + brackets.format(per_cent(row["probability_low"]), per_cent(row["probability_high"]))
            for row in (output, growth)
        )
        assert f"| {float(output['p50']):,.0f} | {' | '.join(shares)} |" in text
