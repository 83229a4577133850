"""``teda model convert``: output, written files and exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engine.model import load_model
from tests.command_line import CommandResult, report
from tests.engine.build import text_of
from tests.engine.xmile.build import xmile_of

TEXT = text_of("s = INTEG(f, 1) ", "f = s / 5")
LEVEL = '<stock name="s"><eqn>1</eqn><inflow>f</inflow></stock><flow name="f"><eqn>s / 5</eqn></flow>'


@pytest.fixture
def model(at_home: Path) -> Path:
    path = at_home / "m.mdl"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_there_and_back(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = CommandResult(capsys, "model", "convert", "m.mdl", "m.xmile")
    assert (there.code, there.err) == (0, "")
    assert there.out == "已写出 m.xmile：6 个变量的数值与原文件一致（相对差最大 0）。\n"
    back = CommandResult(capsys, "model", "convert", "m.xmile", "again.mdl", "--lang", "en")
    assert (back.code, back.err) == (0, "")
    assert back.out == (
        "written: again.mdl. Figures of 6 variables equal those of the file "
        "(largest relative difference 0).\n"
    )
    ran = [CommandResult(capsys, "model", "run", name).out for name in ("m.mdl", "m.xmile", "again.mdl")]
    assert ran[0] == ran[1] == ran[2]
    assert load_model(model.with_name("m.xmile"))["s"].inflows == ("f",)


@pytest.mark.parametrize(("method", "code"), [("Euler", 0), ("midpoint", 4), ("RK4", 5)])
def test_a_method_is_kept(method: str, code: int, at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "m.xmile").write_text(xmile_of(LEVEL, method=method), "utf-8")
    assert CommandResult(capsys, "model", "convert", "m.xmile", "m.mdl").code == 0
    assert f"\n15:0,0,0,{code},0,0\n" in (at_home / "m.mdl").read_text("utf-8")


def test_a_method_that_vensim_has_not_is_named(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "m.xmile").write_text(xmile_of(LEVEL, method="RK2"), "utf-8")
    result = CommandResult(capsys, "model", "convert", "m.xmile", "m.mdl")
    assert (result.code, (at_home / "m.mdl").exists()) == (2, False)
    assert "integration by RK2 cannot be written into a .mdl" in result.err


def test_a_file_that_is_there_is_kept_unless_forced(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = model.with_name("m.xmile")
    target.write_text("mine", encoding="utf-8")
    refused = CommandResult(capsys, "model", "convert", "m.mdl", "m.xmile")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == report(
        "m.xmile",
        "这个文件已经存在，不会覆盖；请另取名称，或加 --force。",
        "this file is there already and is kept; choose another name, or add --force.",
    )
    assert target.read_text("utf-8") == "mine"
    assert CommandResult(capsys, "model", "convert", "m.mdl", "m.xmile", "--force").code == 0
    assert target.read_text("utf-8").startswith("<?xml")


@pytest.mark.parametrize(
    ("target", "zh", "en"),
    [
        (
            "m.txt",
            '不认识的后缀 ".txt"，应为 .mdl 或 .xmile、.stmx、.itmx。',
            'no format of the suffix ".txt"; there are .mdl and .xmile, .stmx, .itmx.',
        ),
        (
            "other.mdl",
            "原文件已是 Vensim 格式，直接复制即可。",
            "the file is in the format of Vensim already; copy it.",
        ),
        (
            "lost/m.xmile",
            "无法写入：没有文件夹 lost。",
            "cannot be written: there is no folder lost.",
        ),
    ],
)
def test_a_target_that_is_refused(
    model: Path, capsys: pytest.CaptureFixture[str], target: str, zh: str, en: str
) -> None:
    result = CommandResult(capsys, "model", "convert", "m.mdl", target)
    assert (result.code, result.out) == (2, "")
    assert result.err == report(target, zh, en)
    assert [path.name for path in model.parent.glob("*.xmile")] == []


def test_what_cannot_be_converted_writes_no_file(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    model.write_text("t((0,0),(9,9)) ~~|\n" + TEXT.replace("s / 5", "LOOKUP INVERT(t, s)"), encoding="utf-8")
    result = CommandResult(capsys, "model", "convert", "m.mdl", "m.stmx")
    assert (result.code, result.out) == (2, "")
    assert result.err == report(
        "m.mdl:3",
        '"f"：XMILE 没有函数 LOOKUP INVERT，无法转换。',
        '"f": XMILE has no function LOOKUP INVERT; it cannot be converted.',
    )
    assert not model.with_name("m.stmx").exists()


def test_what_is_left_out_is_said_on_standard_error(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = TEXT + "\\\\\\---/// Sketch\n*View 1\n10,1,s,1,1,1,1,3,3,0,0,0,0,0,0\n///---\\\\\\\n"
    model.write_text(drawn, encoding="utf-8")
    result = CommandResult(capsys, "model", "convert", "m.mdl", "m.stmx")
    assert result.code == 0
    assert "图没有转换" in result.err
    assert "the picture is not converted" in result.err
