"""The message for each kind of a wrong command."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import typer

from sim.cli.main import app
from tests.command_line import CommandResult, report

COMMANDS = ", ".join(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("arguments", "place", "zh", "en"),
    [
        (
            ["rnu", "plan"],
            "teda",
            '没有命令 "rnu"。最接近的是 "run"。',
            'no command "rnu". Nearest: "run".',
        ),
        (
            ["zzzz"],
            "teda",
            f'没有命令 "zzzz"。可用的有：{COMMANDS}。',
            f'no command "zzzz". There are: {COMMANDS}.',
        ),
        (
            ["model", "chekc"],
            "teda model",
            '没有命令 "chekc"。最接近的是 "check"。',
            'no command "chekc". Nearest: "check".',
        ),
        (
            ["run", "plan", "--fromat", "csv"],
            "teda run",
            '没有选项 "--fromat"。最接近的是 "--format"。',
            'no option "--fromat". Nearest: "--format".',
        ),
        (["run"], "teda run", "缺少参数 SCENARIO。", "the argument SCENARIO is missing."),
        (["model", "run"], "teda model run", "缺少参数 FILE。", "the argument FILE is missing."),
        (
            ["run", "plan", "--set"],
            "teda run",
            "选项 --set 后面缺少值。",
            "the option --set needs a value.",
        ),
        (
            ["run", "plan", "trend"],
            "teda run",
            '多出了参数 "trend"；选项要写出名称（见 --help），含空格的值请加引号。',
            'unexpected argument "trend"; give options by their names (see --help), '
            "and put a value with blanks in quotation marks.",
        ),
        (
            ["run", "plan", "--format", "tabel"],
            "--format tabel",
            '"tabel" 不可用，应是以下之一：table, csv, csv-long, json, xlsx。是否为 table？',
            '"tabel" is invalid; it must be one of: table, csv, csv-long, json, xlsx. Did you mean table?',
        ),
        (
            ["run", "plan", "--lang", "cn"],
            "--lang cn",
            '"cn" 不可用，应是以下之一：zh, en。',
            '"cn" is invalid; it must be one of: zh, en.',
        ),
        (
            ["compare", "plan", "trend", "--until", "2060"],
            "--until 2060",
            '"2060" 不可用，应是 2021 到 2035 的年份。',
            '"2060" is invalid; it must be a year from 2021 to 2035.',
        ),
        (
            ["run", "paln"],
            "scenarios",
            '没有名为 "paln" 的情景。最接近的是 "plan"。可用的有：plan, trend。',
            'no scenario "paln". Nearest: "plan". There are: plan, trend.',
        ),
        (
            ["run", "plan.yaml"],
            "plan.yaml",
            '找不到这个文件。是否指情景 "plan"？',
            'there is no such file. Did you mean the scenario "plan"?',
        ),
        (
            ["run", "model/teda.mdl"],
            "model/teda.mdl",
            '这是模型文件，不是情景；请用 teda model run "model/teda.mdl"。',
            'this is a model and no scenario; use teda model run "model/teda.mdl".',
        ),
        (
            ["run", "plan", "--out", "no/x.csv"],
            "no/x.csv",
            "无法写入：没有文件夹 no。",
            "cannot be written: there is no folder no.",
        ),
        (
            ["run", "plan", "--out", "model"],
            "model",
            "这是文件夹，不是文件。",
            "this is a folder, not a file.",
        ),
    ],
)
def test_a_wrong_command(
    at_home: Path,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    place: str,
    zh: str,
    en: str,
) -> None:
    result = CommandResult(capsys, *arguments)
    assert (result.code, result.out, result.err) == (2, "", report(place, zh, en))


def test_faults_of_all_options_are_reported_together(capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "run", "plan", "--lang", "fr", "--format", "xml")
    assert [line.split(":")[0] for line in result.err.splitlines()[::2]] == [
        "--lang fr",
        "--format xml",
    ]


def test_faults_of_a_scenario_file_have_its_lines(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "extends: trend\ntitle: {zh: 高, en: High}\nabout: {zh: 高, en: High}\n"
    path = at_home / "scenarios" / "high.yaml"
    path.write_text(f"{text}levers:\n  clean share: {{to: 35}}\n", encoding="utf-8")
    result = CommandResult(capsys, "run", "high")
    assert (result.code, result.err) == (
        2,
        report(
            f"scenarios{os.sep}high.yaml:5",
            '"clean share" 为 35 [%]，超出 0–1 [比例]。是否为 0.35？',
            '"clean share" is 35 [%], outside 0 to 1 [fraction]. Did you mean 0.35?',
        ),
    )
