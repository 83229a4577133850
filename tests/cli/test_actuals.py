"""The commands ``teda actuals``: what is shown, asked and kept, and each message for a wrong command."""

from __future__ import annotations

import io
import json
import shlex
from pathlib import Path

import openpyxl
import pytest

from sim.cli.actuals import actuals_app
from sim.report.layout import width_of
from tests.command_line import CommandResult, report

HEAD = "指标,2021年,2022年,2023年\n"
ROW = "工业总产值(亿元),5512.3,6033.4,6480.5\n"


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def write(name: str, text: str) -> None:
    Path(name).write_bytes(text.encode("gbk"))


def test_template_import_and_check(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert CommandResult(capsys, "actuals", "template").code == 0
    book = openpyxl.load_workbook("actuals.xlsx")
    book["指标"]["E2"] = 5512.3
    book.save("actuals.xlsx")
    shown = CommandResult(capsys, "actuals", "import", "actuals.xlsx", "--dry-run")
    assert shown.code == 0
    assert not Path("actuals").exists()
    kept = CommandResult(
        capsys, "actuals", "import", "actuals.xlsx", "--yes", "--status", "年报", "--known", "2022-01-28"
    )
    assert (kept.code, kept.out.splitlines()[-1]) == (0, "新增 1 个数，改动 0 个，已有 0 个；政策 0 条。")
    checked = CommandResult(capsys, "actuals", "check", "--format", "json")
    (row,) = json.loads(checked.out)["actuals"]
    assert (row["indicator"], row["period"], row["value"], row["cell"], row["known"]) == (
        "gross_output", "2021", 5512.3, "E2", "2022-01-28",
    )  # fmt: skip
    text = CommandResult(capsys, "actuals", "check", "--lang", "en").out
    assert text.splitlines()[-1].endswith("0 with a more final vintage; policies: 0. No faults.")


def test_a_template_replaces_nothing(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("actuals.xlsx").write_bytes(b"mine")
    result = CommandResult(capsys, "actuals", "template")
    zh, en = (
        "已有这个文件，不覆盖；请换一个名字。",
        "there is such a file, which is not replaced; name another.",
    )
    assert (result.code, result.err) == (2, report("actuals.xlsx", zh, en))


@pytest.mark.parametrize(("answer", "is_kept"), [("y", True), ("是", True), ("n", False), ("", False)])
def test_nothing_is_kept_without_consent(
    answer: str,
    is_kept: bool,
    at_home: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("a.csv", HEAD + ROW)
    typed(monkeypatch, answer)
    result = CommandResult(capsys, "actuals", "import", "a.csv")
    assert (result.code, Path("actuals/observations.csv").exists()) == (0, is_kept)
    assert "保存到 actuals？[y/N] " in result.err


def test_a_wrong_unit_is_asked_about(
    at_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.csv", HEAD + "工业总产值(亿元),55123000,60334000,64805000\n")
    typed(monkeypatch, "y", "y")
    result = CommandResult(capsys, "actuals", "import", "a.csv")
    assert result.code == 0
    assert (
        "a.csv:B2：“工业总产值”2021 写的是 55123000 亿元，模型约 5,500 亿元。该名称各数按“万元”读？[y/N] "
        in result.err
    )
    assert "flow,2021,5512.3,," in Path("actuals/observations.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("options", [["--yes"], ["--dry-run"], []])
def test_a_wrong_unit_without_an_answer_is_refused(
    options: list[str], at_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.csv", HEAD + "工业总产值(万元),5512.3,,\n")
    typed(monkeypatch)
    result = CommandResult(capsys, "actuals", "import", "a.csv", *options)
    assert (result.code, result.out, Path("actuals").exists()) == (2, "", False)
    assert (
        "a.csv:B2: “工业总产值”2021 年读作 0.55123 亿元，模型同期约 5,500 亿元：文件的单位是否为“亿元”？"
        in result.err
    )


def test_a_figure_far_from_the_model_is_kept_once_it_is_found_right(
    at_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a.csv", HEAD + "工业总产值(亿元),80000,,\n")
    typed(monkeypatch, "y", "y")
    assert CommandResult(capsys, "actuals", "import", "a.csv").code == 0
    assert Path("actuals/observations.csv").is_file()
    asked = CommandResult(capsys, "actuals", "import", "a.csv", "--yes", "--accept", "B2", "--out", "other")
    assert (asked.code, Path("other/observations.csv").is_file()) == (0, True)


def test_what_was_there_already_is_not_asked_about(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.csv", HEAD + ROW)
    assert CommandResult(capsys, "actuals", "import", "a.csv", "--yes").code == 0
    result = CommandResult(capsys, "actuals", "import", "a.csv", "--lang", "en")
    assert (result.code, result.err) == (0, "Nothing is new; nothing to keep.\n")


def test_what_is_left_out_and_unknown_is_told(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write("a.csv", "指标,2020年,2021年,2025年目标\n工业总产值(亿元),5000,5512.3,7500\n工业产出(亿元),1,2,3\n")
    result = CommandResult(capsys, "actuals", "import", "a.csv", "--dry-run", "--lang", "en")
    assert "Left out, 1: of the base year or before, and so no actual (a.csv:B2)." in result.out
    assert 'Left out, 1: the column "2025年目标" holds no actuals (a.csv:D1).' in result.out
    assert "Names not recognised, 1: 工业产出" in result.out


def test_wrong_options_are_told_together(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--status", "终报", "--known", "去年", "--unit", "工业总产值"]
    result = CommandResult(capsys, "actuals", "import", "a.csv", *options)
    assert result.code == 2
    assert [line.partition(": ")[0] for line in result.err.splitlines()[::2]] == [
        "--unit 工业总产值", "--status 终报", "--known 去年",
    ]  # fmt: skip


def test_a_folder_without_actuals(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "actuals", "check", "none")
    zh, en = "这个文件夹中没有 observations.csv。", "this folder holds no observations.csv."
    assert (result.code, result.err) == (2, report("none", zh, en))


def test_help_of_the_group(capsys: pytest.CaptureFixture[str]) -> None:
    bare, asked = CommandResult(capsys, "actuals"), CommandResult(capsys, "actuals", "--help")
    assert (bare.code, bare.out) == (0, asked.out)


@pytest.mark.parametrize("command", ["template", "import", "check"])
def test_help_is_in_both_languages_and_fits(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = CommandResult(capsys, "actuals", command, "-h").out
    assert page.startswith(f"用法 Usage: teda actuals {command} ")
    assert f"例 Examples\n  teda actuals {command}" in page
    assert max(map(width_of, page.splitlines())) <= 100


def test_examples_of_the_help_run(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = [actuals_app.info.epilog, *(one.epilog for one in actuals_app.registered_commands)]
    lines = [line.strip() for page in pages for line in str(page).splitlines()]
    write("a.csv", HEAD + ROW)
    write("p.csv", "杠杆,年份,数值\n公共投资,2021,72\n")
    assert CommandResult(capsys, "actuals", "import", "a.csv", "p.csv", "--yes").code == 0
    for line in (line for line in lines if line.startswith("teda ")):
        made = {"template": "actuals.xlsx", "policies": "history.yaml"}.get(line.split()[2])
        if made:  # an existing file is not replaced
            Path(made).unlink(missing_ok=True)
        assert CommandResult(capsys, *shlex.split(line)[1:]).code == 0, line
