"""Help of every command, and the examples that it gives."""

from __future__ import annotations

import io
import re
import shlex
import shutil
from pathlib import Path

import pytest

from sim.analysis.conditioning.condition import condition
from sim.analysis.model_changes.compare import keep_release
from sim.cli.main import app, model_app
from sim.ensembles.branch import branch
from sim.ensembles.ensemble import run_ensemble
from sim.registry.home import copy_home, find_home
from sim.report.deck.build import build_deck
from sim.report.layout import width_of
from sim.scenario.workspace import load_workspace
from tests.analysis.appraisal.homes import write_method
from tests.analysis.record.homes import write_observations
from tests.analysis.synthetic import make_synthetic
from tests.command_line import GROWTH, CommandResult
from tests.report.office_templates import as_potx, bytes_of, office_template


def test_help_without_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    bare, asked = CommandResult(capsys), CommandResult(capsys, "--help")
    assert (bare.code, asked.code) == (0, 0)
    assert bare.out == asked.out
    assert bare.out.startswith("用法 Usage: teda COMMAND [OPTIONS]\n")
    assert re.search(r"\n  run +运行一个情景，列出规划全部指标、达标概率及是否达标。\n", bare.out)
    assert re.search(r"\n +Run a scenario and show all indicators of the plan", bare.out)
    commands = bare.out.split("命令 Commands\n")[1].split("\n\n")[0].splitlines()
    assert all(line.endswith("。") for line in commands[::2])
    assert all(line.endswith(".") for line in commands[1::2])
    assert re.search(r"  --help, -h +显示本页", bare.out)


def test_a_group_without_a_command_shows_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    bare, asked = CommandResult(capsys, "model"), CommandResult(capsys, "model", "--help")
    assert (bare.code, bare.out) == (0, asked.out)


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "list",
        "compare",
        "audit",
        "calibrate",
        "validate",
        "evaluate",
        "appraise",
        "contribute",
        "backcast",
        "ledger seal",
        "ledger score",
        "ledger check",
        "check",
        "sensitivity",
        "discover",
        "deck",
        "refresh",
        "workbook",
        "report",
        "findings",
        "probability",
        "model run",
        "model check",
        "model show",
        "model bench",
        "model sketch",
    ],
)
def test_help_of_a_command_is_in_both_languages(capsys: pytest.CaptureFixture[str], command: str) -> None:
    result = CommandResult(capsys, *command.split(), "-h")
    assert result.code == 0
    assert result.out.startswith(f"用法 Usage: teda {command} ")
    assert "选项 Options\n" in result.out
    assert "显示本页\n" in result.out
    assert f"例 Examples\n  teda {command} " in result.out
    assert max(map(width_of, result.out.splitlines())) <= 100


def examples() -> list[str]:
    """Return every example of every help page."""
    commands = [*app.registered_commands, *model_app.registered_commands]
    pages = [app.info.epilog, model_app.info.epilog, *(command.epilog for command in commands)]
    lines = [line.strip() for page in pages for line in str(page).splitlines()]
    asked = {line for line in lines if line.startswith("teda ")}
    return sorted(
        line for line in asked if line.split()[1] not in ("findings", "app")
    )  # of the shipped model alone; a server, in test_wheel.py


@pytest.mark.slow
@pytest.mark.parametrize("example", examples())
def test_examples_of_the_help_run(
    at_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, example: str
) -> None:
    (at_home / "any.mdl").write_text(GROWTH, encoding="utf-8")
    (at_home / "examples").mkdir()
    if "birth" in example:  # a variable that the small model lacks
        example = example.replace("model/teda.mdl", "any.mdl")
    example = example.replace("gross_industrial_output", "gross_output").replace(
        "gdp_growth", "output_growth"
    )
    example = example.replace("--until-error 1%", "--until-error 20%")
    if "--from runs/" in example:
        branch("trend", 2025, 16, out="runs/end-of-2025")
    elif example.startswith("teda ensemble") and "--until-error" not in example:
        example = re.sub(r" --members \d+", "", example) + " --members 16"
    if example.startswith("teda runs"):
        run_ensemble("plan", 16, out="runs/old")
        monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    if example.startswith(("teda rebuild", "teda evaluate")):
        write_observations(at_home)
    if example.startswith("teda appraise"):
        write_method(at_home)
    if "--groups" in example:
        (at_home / "examples" / "departments.yaml").write_text("投资: [公共投资]\n", encoding="utf-8")
    if "--outline" in example:
        (at_home / "examples" / "outline.yaml").write_text("slides: [cover, scoreboard]\n", encoding="utf-8")
    if "office.potx" in example:
        Path("office.potx").write_bytes(as_potx(bytes_of(office_template())))
    if example.startswith("teda refresh"):
        Path("briefing.pptx").write_bytes(build_deck("plan", None))
    if example.startswith("teda compare-models"):
        shutil.copy("model/teda.mdl", "my-model.mdl")
        keep_release(load_workspace(at_home))
    if "--home my-model" in example:
        copy_home(find_home(), "my-model")
    if example.startswith(("teda calibrate", "teda condition")) or "--draws forecast" in example:
        make_synthetic(at_home)
        example = example.replace("--members 2048", "--members 64")
    if "--draws forecast" in example:
        condition(members=64, out="forecast-2023")
    (at_home / "examples" / "draws.csv").write_text("migration\n" + "1.5\n" * 16, encoding="utf-8")
    for name in ("trend", "plan"):
        if f"--ensemble runs/{name}" in example or ("probability" in example and f"runs/{name}" in example):
            run_ensemble(name, 16, out=f"runs/{name}")
    own = [example.split()[2]] if example.startswith("teda run 我的") else []  # as `teda new` writes it
    for name in (
        *("examples/weak-demand.yaml", "examples/from-2026.yaml"),
        *("scenarios/vision.yaml", "scenarios/demand-shock.yaml"),
        *own,
    ):
        text = (at_home / "scenarios" / "plan.yaml").read_text("utf-8")
        (at_home / name).write_text(text, encoding="utf-8")
    result = CommandResult(capsys, *shlex.split(example)[1:])
    lacks_comments = example.startswith(("teda check", "teda rebuild"))
    outcome = 1 if lacks_comments else 0
    is_reported = any(
        word in example for word in ("--out", "--chart", "prune", "--release")
    ) or example.startswith(("teda new", "teda rebuild"))
    assert (result.code, "" if is_reported else result.err) == (outcome, "")


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "--version")
    assert result.code == 0
    assert result.out.startswith("teda ")
