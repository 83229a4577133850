"""The command ``teda backcast``: found, not found and met already, in both languages; what is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.ensembles.branch import branch
from tests.command_line import CommandResult, report

ASKED = ("backcast", "trend", "--levers", "public investment、清洁能源占比", "--members", "64")


def test_a_setting_that_was_found(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, *ASKED, "--target", "gross_output>=12000@2030", "--probability", "60%")
    assert (result.code, result.err) == (0, "")
    lines = [" ".join(line.split()) for line in result.out.splitlines()]
    assert lines[1] == "要做到什么程度：工业总产值 2030 年 ≥ 12,000 亿元，达到的概率不低于 60%"
    assert any(line.startswith("找到了：动 1 个杠杆") for line in lines)
    assert any(line.startswith("public investment: {from: 100, to: ") for line in lines)
    (moved,) = (line.split() for line in lines if line.startswith("公共投资 100 "))
    assert moved[-1] == "2026–2027"
    english = CommandResult(
        capsys, *ASKED, "--target", "gross_output>=12000@2030", "--probability", "0.6", "--lang", "en"
    ).out
    assert "Found: 1 levers move" in english
    assert "no upper bound of the probability is given" in " ".join(english.split())


def test_one_that_was_not_found_is_not_called_impossible(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = CommandResult(capsys, *ASKED, "--target", "gross_output>=90000@2030")
    assert (result.code, result.err) == (0, "")
    assert "没有找到（已搜索，未证明）" in result.out
    assert "不可能" not in result.out
    record = json.loads(
        CommandResult(capsys, *ASKED, "--target", "gross_output>=90000@2030", "--format", "json").out
    )
    assert (record["outcome"], record["proved"], record["limit"]) == ("not found", False, None)
    met = CommandResult(capsys, *ASKED, "--target", "gross_output>=5000@2030", "--lang", "en").out
    assert "Met already, with no lever moved" in met


def test_it_goes_on_from_kept_states(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    branch("plan", 2023, 32, out="states")
    asked = (*ASKED, "--target", "gross_output>=12000@2030", "--from", "states", "--format", "json")
    record = json.loads(CommandResult(capsys, *asked).out)
    assert (record["first_year"], record["after"]["members"]) == (2024, 32)
    assert record["draws"]["branch"]["scenario"] == "plan"
    result = CommandResult(capsys, *asked, "--start", "2026")
    zh, en = "--from 已定下年份和成员，不能再用。", "--from has its year and members already; leave it out."
    assert (result.code, result.err) == (2, report("--start", zh, en))


def test_what_is_wrong_names_options(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "backcast", "trend", "--probability", "much")
    assert result.code == 2
    for place in ("--probability: ", "--target: ", "--levers: "):
        assert place in result.err
    result = CommandResult(capsys, *ASKED, "--target", "gross_output>=12000@2030", "--probability", "80")
    zh = "概率为 80，应大于 0、不大于 1。是否为 0.8？"
    en = "the probability is 80; it must be above 0 and not above 1. Did you mean 0.8?"
    assert (result.code, result.err) == (2, report("--probability", zh, en))
    result = CommandResult(
        capsys, *ASKED, "--target", "gross_output>=12000@2030", "--set", "public investment=120"
    )
    assert result.code == 2
    assert "--levers: 杠杆" in result.err
