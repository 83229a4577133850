"""``teda calibrate``: output, exit codes, and files left unchanged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.analysis.synthetic import make_synthetic
from tests.command_line import CommandResult, report

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def fitted_home(at_home: Path) -> Path:
    """Return a working directory whose observations the model made."""
    make_synthetic(at_home)
    return at_home


def _model(home: Path) -> bytes:
    return (home / "model" / "teda.mdl").read_bytes()


def test_the_table_reports_the_fit_and_leaves_the_model_unchanged(fitted_home: Path, capsys: Capture) -> None:
    old = _model(fitted_home)
    result = CommandResult(capsys, "calibrate")
    assert (result.code, result.err) == (0, "")
    assert "用 2021 年及以前的 4 个观测值拟合 2 个参数" in result.out
    assert "8 个起点中 8 个得到同一结果" in result.out
    assert "产出资本比" in result.out
    assert result.out.endswith("模型文件没有改动。\n")
    assert _model(fitted_home) == old


def test_the_json_has_every_figure(fitted_home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, "calibrate", "trend", "--seed", "3", "--format", "json")
    record = json.loads(result.out)
    assert (record["scenario"], record["seed"], record["converged"], record["at_bound"]) == (
        "trend", 3, True, [],
    )  # fmt: skip
    assert record["written"] is None
    # Output per capital is 5 where it should be 5.2: 0.2 × 1,000 in errors of 26, and 0.2 × 1,100 of 85.8.
    before = {(one["id"], one["period"]): one["residual_before"] for one in record["observations"]}
    assert before["gross_output", "2020"] == pytest.approx(-200 / 26)
    assert before["gross_output", "2021"] == pytest.approx(-220 / 85.8)
    assert record["fit"]["weighted_squares_before"] == pytest.approx(sum(x**2 for x in before.values()))
    assert record["fit"]["weighted_squares_after"] < 0.1
    output = record["parameters"][0]
    assert (output["key"], output["unit"], output["low"], output["high"]) == (
        "output per capital", "1/年", 4, 6,
    )  # fmt: skip
    assert output["posterior_deviation"] < 0.2 * output["prior_deviation"]


def test_equal_requests_give_equal_bytes(fitted_home: Path, capsys: Capture) -> None:
    first = CommandResult(capsys, "calibrate", "--format", "json")
    assert first.code == 0
    assert CommandResult(capsys, "calibrate", "--format", "json").out == first.out


def test_writing_says_what_it_changed(fitted_home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, "calibrate", "--write", "--lang", "en")
    assert result.code == 0
    assert "Constants written: 2\n  output per capital = 5 → 5.199\n  migration = 1 → 1.372\n" in result.out
    assert b"output per capital= 5.199" in _model(fitted_home)


def test_a_bound_is_reported_and_nothing_is_written(at_home: Path, capsys: Capture) -> None:
    make_synthetic(at_home, output_per_capital=7)
    old = _model(at_home)
    result = CommandResult(capsys, "calibrate", "--write")
    assert result.code == 1
    assert result.out.endswith("✗ 碰到边界，不能采用：产出资本比。\n模型文件没有改动。\n")
    assert _model(at_home) == old


def test_the_faults_of_all_options_are_reported_together(at_home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, "calibrate", "--seed", "x", "--format", "csv")
    assert result.code == 2
    assert result.err == report(
        "--format csv",
        '"csv" 不可用，应是以下之一：table, json, xlsx。',
        '"csv" is invalid; it must be one of: table, json, xlsx.',
    ) + report("--seed", '"x" 不是整数。', '"x" is not a whole number.')


def test_an_unknown_scenario_is_bad_input(fitted_home: Path, capsys: Capture) -> None:
    result = CommandResult(capsys, "calibrate", "trned")
    assert result.code == 2
    assert '"trend"' in result.err
