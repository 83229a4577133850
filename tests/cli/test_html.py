"""``teda html``: the file it writes and every message for a wrong command."""

from __future__ import annotations

from pathlib import Path

import pytest

import sim
from tests.command_line import GROWTH, CommandResult, report


@pytest.fixture
def at_work(at_home: Path) -> Path:
    (at_home / "growth.mdl").write_text(GROWTH, "utf-8")
    return at_home


def test_the_page_of_scenarios(at_work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "html", "plan", "trend", "--out", "made.html", "--lang", "en")
    assert (result.code, result.out, result.err) == (0, "", "written: made.html\n")
    made = (at_work / "made.html").read_bytes()
    assert made == sim.build_html(["plan", "trend"], home=at_work, language="en")
    assert b'<html lang="en">' in made


def test_the_page_of_a_model(at_work: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "html", "growth.mdl", "--out", "growth.html")
    assert (result.code, result.err) == (0, "已写入 growth.html\n")
    made = (at_work / "growth.html").read_text("utf-8")
    assert made.encode() == sim.build_html("growth.mdl")
    assert sim.load_model("growth.mdl").hash in made


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (
            ["plan"],
            report(
                "--out",
                "请用 --out 给出要写的文件，后缀为以下之一：.html, .htm。",
                "give the file to write with --out; its suffix must be one of: .html, .htm.",
            ),
        ),
        (
            ["plan", "--out", "made.pdf"],
            report(
                "--out made.pdf",
                '后缀 ".pdf" 不可用，应是以下之一：.html, .htm。',
                'the suffix ".pdf" is invalid; it must be one of: .html, .htm.',
            ),
        ),
        (
            ["growth.mdl", "plan", "--out", "made.html"],
            report(
                "teda html",
                '"growth.mdl" 是模型文件，只能单独成页。',
                '"growth.mdl" is a model and has a page of its own; name it alone.',
            ),
        ),
        (
            ["plan", "scenarios/plan.yaml", "--out", "made.html"],
            report(
                "plan",
                '有两个情景都叫 "plan"，请去掉其一，或给文件改名。',
                'two scenarios have the name "plan"; leave one out, or rename its file.',
            ),
        ),
    ],
)
def test_a_wrong_command(
    at_work: Path, arguments: list[str], fault: str, capsys: pytest.CaptureFixture[str]
) -> None:
    result = CommandResult(capsys, "html", *arguments)
    assert (result.code, result.out, result.err) == (2, "", fault)
    assert not (at_work / "made.html").exists()


def test_the_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "html", "--help")
    assert result.code == 0
    assert "teda html plan --out plan.html" in result.out
    assert "teda html model/teda.mdl --out model.html" in result.out
