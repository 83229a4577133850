"""The reader of checks.yaml: all faults of names, fields and years."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.checks.expectations import read_trials
from sim.errors import SimError
from sim.scenario.workspace import load_workspace
from tests.analysis.checks.homes import REALITY_CHECK
from tests.command_line import CommandResult


def test_all_faults_of_the_file_are_reported_together(
    own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = """\
reality:
  one:
    name: {zh: 一, en: One}
    sector: Controll
    scenario: tred
    set: {public investmnt: 0}
    expect: [capitl > 0, "demand[cars] > 0", output > 0 in 2050]
  two:
    name: {zh: 二, en: Two}
    sector: Control
    set: {public investmnt: 0}
    expect: [added(output * 2) > 0]
"""
    (own_home / "model" / "checks.yaml").write_text(text, encoding="utf-8")
    shown = CommandResult(capsys, "check", "--home", str(own_home))
    assert (shown.code, shown.out) == (2, "")
    for line, reported in (
        (4, 'the model has no sector "Controll". Nearest: "Control".'),
        (5, 'no scenario "tred". Nearest: "trend".'),
        (7, '"capitl" in "capitl > 0" is not a variable of the model. Nearest: "capital".'),
        (7, 'there is no "demand[cars]".'),
        (7, "the year 2050 is not in the run, 2019 to 2035."),
        (11, 'no lever or constant "public investmnt". Nearest: "public investment".'),
        (12, "must hold a single variable."),
    ):
        assert f"checks.yaml:{line}: " in shown.err
        assert reported in shown.err


@pytest.mark.parametrize(
    ("text", "line", "reported"),
    [
        ("realty: {}\n", 1, 'no field "realty". Nearest: "reality".'),
        ("reality: [1]\n", 1, '"reality" must be "name: value" pairs.'),
        (
            REALITY_CHECK.replace("SET", "clean share: many"),
            6,
            '"clean share" is "many"; it must be a number',
        ),
        (REALITY_CHECK.replace('["EXPECT"]', "[]"), 7, "must not be empty"),
    ],
)
def test_invalid_fields(own_home: Path, text: str, line: int, reported: str) -> None:
    (own_home / "model" / "checks.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SimError) as caught:
        read_trials(load_workspace(own_home))
    [fault] = caught.value.faults
    assert Path(fault.place).name == f"checks.yaml:{line}"
    assert reported in fault.en
