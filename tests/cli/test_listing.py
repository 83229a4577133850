"""The command ``teda list``: what there is, in both languages, and how it is narrowed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli.listing import KINDS as WORDS
from sim.report.tables.listing import KINDS
from tests.command_line import CommandResult, report


def test_alone_it_lists_what_can_be_listed(capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "list")
    assert result.code == 0
    assert [line.split()[0] for line in result.out.splitlines()[2:]] == list(KINDS) == list(WORDS.ids)


@pytest.mark.parametrize("kind", WORDS.ids)
def test_every_kind_is_listed_in_every_format(
    at_home: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    [records, text, table] = (
        CommandResult(capsys, "list", kind, "--format", form) for form in ("json", "table", "csv")
    )
    ids = [record["id"] for record in json.loads(records.out)]
    assert ids
    assert [line.partition(",")[0].strip('"') for line in table.out.splitlines()[1:]] == ids
    assert all(name.split()[0] in text.out for name in ids)


def test_a_lever_has_names_unit_range_default_and_scenarios(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = CommandResult(capsys, "list", "杠杆", "投资", "--format", "json")
    assert json.loads(result.out) == [
        {
            "id": "public investment",
            "name": {"zh": "公共投资", "en": "Public investment"},
            "unit": {"zh": "亿元/年", "en": "100M CNY/year"},
            "low": 0.0,
            "high": 400.0,
            "default": 100.0,
            "trend": 100.0,
            "plan": 200.0,
        }
    ]


@pytest.mark.parametrize("word", ["工业总", "INDUSTRIAL output", "gross_output"])
def test_a_word_of_either_language_narrows_the_list(
    at_home: Path, capsys: pytest.CaptureFixture[str], word: str
) -> None:
    result = CommandResult(capsys, "list", "indicators", word, "--format", "json")
    assert "gross_output" in [record["id"] for record in json.loads(result.out)]


def test_a_word_that_no_name_holds_is_told(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "list", "scenarios", "xyz", "--lang", "en")
    assert (result.code, result.out) == (0, 'No name of scenarios holds "xyz".\n')


def test_another_kind_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "list", "levrs")
    zh, en = '没有名为 "levrs" 的清单。最接近的是 "levers"。', 'no list "levrs". Nearest: "levers".'
    assert (result.code, result.out, result.err) == (2, "", report("teda list", zh, en))
