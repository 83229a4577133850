"""The options of ``teda ensemble`` on its draws."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import CommandResult, report


def test_varied_quantities_and_method_are_reported_with_the_results(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = CommandResult(
        capsys, "ensemble", "plan", "--members", "16", "--sampling", "lhs", "--lang", "en",
        "--vary", "public investment=100..160", "--vary", "clean share=0.2..0.9",
    )  # fmt: skip
    assert (result.code, result.err) == (0, "")
    assert (
        "The range comes from uncertain parameters before observations and from the varied quantities "
        "(clean share to 0.2–0.9, public investment to 100–160 100M CNY/year), not from "
        "other levers or the model's structure. "
        "The Latin hypercube holds for these 16 members; with another number all change. "
    ) in " ".join(result.out.split())


def test_a_table_gives_as_many_members_as_it_has_rows(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (at_home / "own.csv").write_text("migration\n" + "1.5\n" * 12, encoding="utf-8")
    result = CommandResult(capsys, "ensemble", "plan", "--draws", "own.csv")
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith("情景 plan：规划，12 个成员，")
    assert "抽样表 own.csv 有 1 列；表中没有的常量不抽样，取情景或模型的值。\n" in result.out


def test_a_table_may_lie_over_the_draws(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "own.csv").write_text("clean share\n" + "0.3\n" * 12, encoding="utf-8")
    result = CommandResult(
        capsys, "ensemble", "plan", "--set", "own.csv", "--set", "public investment=120", "--lang", "en"
    )
    assert (result.code, result.err) == (0, "")
    assert "The table own.csv has 1 columns; constants that it does not name are drawn as usual." in " ".join(
        result.out.split()
    )
    result = CommandResult(capsys, "ensemble", "plan", "--set", "own.csv", "--set", "other.parquet")
    assert result.err == report('--set "other.parquet"', "只能有一个表。", "there can be one table only.")


def test_all_that_is_wrong_is_reported_at_once(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "own.csv").write_text("migration\nmany\n", encoding="utf-8")
    result = CommandResult(
        capsys, "ensemble", "plan", "--members", "0", "--sampling", "latin", "--draws", "own.csv",
        "--vary", "public investment=100..160", "--set", "public investment=120",
    )  # fmt: skip
    assert (result.code, result.out) == (2, "")
    assert result.err == (
        report(
            '--vary "public investment=100..160"',
            '"public investment to" 已设为 120，不能同时变动；请去掉其一。',
            '"public investment to" is set to 120 and cannot vary as well; leave out one of them.',
        )
        + report(
            "--members",
            "成员数为 0，应在 1 到 1,073,741,824 之间。",
            "0 members; the number must be from 1 to 1,073,741,824.",
        )
        + report(
            "--sampling",
            '没有名为 "latin" 的抽样方法。可用的有：forecast, sobol, lhs, mc。',
            'no method of sampling "latin". There are: forecast, sobol, lhs, mc.',
        )
        + report(
            "own.csv:2", '"migration" 为 "many"，应是数字。', '"migration" is "many"; it must be a number.'
        )
    )
    assert not (at_home / "runs").exists()
