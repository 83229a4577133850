"""The command line: output of every command, exit codes, and each message for a wrong command."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import typer

from sim.analysis.conditioning.condition import condition
from sim.analysis.model_changes.compare import keep_release
from sim.cli.errors import guarded
from sim.cli.main import app, model_app
from sim.ensembles.branch import branch
from sim.ensembles.ensemble import run_ensemble
from sim.registry.home import copy_home, find_home
from sim.report.deck.build import build_deck
from sim.report.layout import width_of
from sim.scenario.load import list_scenarios
from sim.scenario.workspace import load_workspace
from tests.analysis.appraisal.homes import write_method
from tests.analysis.record.homes import write_observations
from tests.analysis.synthetic import make_synthetic
from tests.command_line import GROWTH, CommandResult, report
from tests.drawn_homes import likely_to_miss, without_ranges
from tests.report.office_templates import as_potx, bytes_of, office_template

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ", ".join(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


# --- help -----------------------------------------------------------------------------------


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


# --- run ------------------------------------------------------------------------------------


def test_a_run_shows_the_scoreboard(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "run", "trend")
    assert (result.code, result.err) == (0, "")
    golden = (Path(__file__).parents[1] / "small" / "trend.txt").read_text("utf-8")
    assert result.out == golden.replace("HASH", result.out.split("模型：")[1].strip())


def test_no_target_below_a_half_is_marked_as_met(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    likely_to_miss(at_home)
    for command in (["run", "trend"], ["compare", "trend", "plan"]):
        lines = CommandResult(capsys, *command).out.splitlines()
        (output, *_) = (" ".join(line.split()) for line in lines if line.startswith("工业总产值 "))
        assert "7,500 ✗" in output
        assert any(line.startswith("✓ 达标概率不低于 50%  ✗ 低于 50%。概率为 1,000 个成员") for line in lines)
    record = json.loads(CommandResult(capsys, "run", "trend", "--format", "json").out)
    (output,) = (row for row in record["indicators"] if row["id"] == "gross_output")
    assert output["assessed"]["2025"] == output["targets"]["2025"]
    assert output["probability"]["2025"] == pytest.approx(1 / 3, abs=0.01)
    assert output["met"]["2025"] is False
    assert (record["draws"]["members"], record["draws"]["seed"]) == (1_000, 7)
    for form, share in (("csv", "2025 达标概率"), ("csv-long", "达标概率")):
        rows = csv.DictReader(io.StringIO(CommandResult(capsys, "run", "trend", "--format", form).out))
        shares = {row["id"]: row[share] for row in rows if row.get("年份", "2025") == "2025"}
        assert float(shares["gross_output"]) == pytest.approx(1 / 3, abs=0.01)


def test_a_home_that_draws_nothing_is_marked_by_the_run(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without_ranges(at_home)
    out = CommandResult(capsys, "run", "trend").out
    assert "7,500 ✓ 7,500" in out
    assert "达标概率" not in out
    assert "按单次推演：没有要抽样的参数，没有概率。" in out


@pytest.mark.slow
def test_the_shipped_scenarios_are_marked_by_the_forecast(capsys: pytest.CaptureFixture[str]) -> None:
    records = [
        json.loads(CommandResult(capsys, "run", "plan", "--format", "json", *prior).out)
        for prior in ([], ["--prior"])
    ]
    assert ["forecast" in record["draws"] for record in records] == [True, False]
    for record in records:
        for row in record["indicators"]:
            for year, share in row["probability"].items():
                assert row["met"][year] == (None if share is None else share >= 0.5)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_tables_fit_a_hundred_columns(
    at_home: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    for command in (["run", "plan"], ["compare", "trend", "plan"]):
        result = CommandResult(capsys, *command, "--lang", language)
        assert max(map(width_of, result.out.splitlines())) <= 100


def test_english_tables_hold_no_chinese(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        ["run", "plan", "--set", "migration=2"],
        ["compare", "trend", "plan"],
        ["model", "run", "model/teda.mdl"],
        ["model", "check", "model/teda.mdl"],
        ["model", "bench", "model/teda.mdl", "--members", "8"],
        ["run", "plan", "--format", "csv"],
    ):
        result = CommandResult(capsys, *command, "--lang", "en")
        assert result.code == 0
        assert not any("\u4e00" <= char <= "\u9fff" for char in result.out)


def test_until_leaves_the_later_years_out(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "run", "trend", "--until", "2025", "--format", "json")
    [output, *_] = json.loads(result.out)["indicators"]
    assert list(output["values"]) == [str(year) for year in range(2020, 2026)]
    assert output["met"] == {"2025": True}
    assert "2035" not in CommandResult(capsys, "run", "trend", "--until", "2025").out.splitlines()[2]


def test_the_json_contract(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = json.loads(CommandResult(capsys, "run", "trend", "--format", "json").out)
    assert result["scenario"] == "trend"
    assert len(result["model_hash"]) == 64
    rows = {row["id"]: row for row in result["indicators"]}
    assert len(rows) == 10
    row = rows["investment_sum"]
    assert row["name"] == {"zh": "累计固定资产投资总额", "en": "Cumulative fixed-asset investment"}
    assert row["unit"] == "亿元"
    assert row["kind"] == "causal"
    assert row["price_basis"] == "current"
    assert row["values"] == {str(year): 100.0 for year in range(2020, 2036)}
    assert row["assessed"] == {"2025": 500.0}
    assert row["targets"] == {"2025": 500}
    assert row["target_kind"] == "plan"
    assert row["met"] == {"2025": True}
    assert rows["gross_output"]["met"] == {"2025": True, "2035": False}
    assert rows["output_growth"]["values"]["2020"] is None


@pytest.mark.parametrize(
    ("key", "values", "assessed", "targets", "met"),
    [
        ("satisfaction", 0, {"2025": None}, {"2025": 90}, {"2025": None}),
        ("energy_intensity", 16, {"2025": 0.133}, {"2025": None}, {"2025": None}),
        ("clean_share", 16, {"2025": 20}, {"2025": 20}, {"2025": None}),
        ("demand_for_health", 16, {"2025": 20}, {"2025": 20}, {"2025": None}),
        ("share_of_city", 0, {"2035": None}, {"2035": 20}, {"2035": None}),
    ],
)
def test_rows_that_are_not_judged_in_json(
    at_home: Path,
    capsys: pytest.CaptureFixture[str],
    key: str,
    values: int,
    assessed: dict[str, float | None],
    targets: dict[str, float | None],
    met: dict[str, None],
) -> None:
    result = json.loads(CommandResult(capsys, "run", "trend", "--format", "json").out)
    [row] = [row for row in result["indicators"] if row["id"] == key]
    assert len(row["values"]) == values
    assert (row["assessed"], row["targets"], row["met"]) == (assessed, targets, met)


def test_csv_goes_round(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = CommandResult(capsys, "run", "plan", "--format", "csv").out
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(text))}
    result = json.loads(CommandResult(capsys, "run", "plan", "--format", "json").out)
    for record in result["indicators"]:
        row = rows[record["id"]]
        assert row["指标"] == record["name"]["zh"]
        for year in map(str, range(2020, 2036)):
            figure = record["values"].get(year)
            half = 0.501 * 10.0 ** -len(row[year].partition(".")[2])  # as printed
            assert row[year] == "" if figure is None else float(row[year]) == pytest.approx(figure, abs=half)
        for year, met in record["met"].items():
            assert row[f"{year} 达标"] == {True: "达标", False: "未达标", None: ""}[met]


def test_csv_in_a_file_opens_in_excel(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = CommandResult(capsys, "run", "plan", "--format", "csv").out
    result = CommandResult(capsys, "run", "plan", "--out", "结果 一.csv")
    assert (result.code, result.out, result.err) == (0, "", "已写入 结果 一.csv\n")
    raw = (at_home / "结果 一.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfid,")
    assert raw.decode("utf-8-sig").replace("\r\n", "\n") == shown.replace("\r\n", "\n")


def test_a_table_in_a_file_equals_the_one_shown(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "run", "plan", "--lang", "en", "--out", "plan.txt")
    assert result.err == "written: plan.txt\n"
    assert (at_home / "plan.txt").read_text("utf-8") == CommandResult(
        capsys, "run", "plan", "--lang", "en"
    ).out


def test_set_is_shown_and_works(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "run", "trend", "--set", "migration=2")
    assert result.out.startswith("情景 trend：趋势（改动：migration=2）\n")
    assert "34†✓" in result.out


def test_home_takes_precedence_over_the_environment(
    small_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEDA_HOME", "/nowhere")
    assert CommandResult(capsys, "run", "trend", "--home", str(small_home)).code == 0
    assert CommandResult(capsys, "run", "trend").code == 2


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", [entry.name for entry in list_scenarios(ROOT)])
def test_shipped_scenarios_answer_all_of_the_plan(
    capsys: pytest.CaptureFixture[str], name: str, language: str
) -> None:
    home = ["--home", str(ROOT)]
    result = CommandResult(capsys, "run", name, "--lang", language, *home)
    assert (result.code, result.err) == (0, "")
    assert max(map(width_of, result.out.splitlines())) <= 100
    rows = json.loads(CommandResult(capsys, "run", name, "--format", "json", *home).out)["indicators"]
    assert sum(row["attribute"] is not None for row in rows) == 55
    for row in rows:
        if row["kind"] == "not_modelled":
            assert row["values"] == {}
            assert set(row["assessed"].values()) == set(row["met"].values()) == {None}
        else:
            missing = [year for year, figure in row["values"].items() if figure is None]
            assert missing == (["2020"] if row["measure"] == "growth" else [])


# --- compare --------------------------------------------------------------------------------


def test_two_scenarios_are_compared_with_their_difference(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = CommandResult(capsys, "compare", "trend", "plan").out.splitlines()
    assert lines[:2] == ["情景 trend：趋势", "情景 plan：规划"]
    [output] = [line.split() for line in lines if line.startswith("工业总产值  ")][:1]
    assert output == ["工业总产值", "亿元", "7,500", "7,500", "✓", "8,100†✓", "+600"]
    assert not any(line.startswith("政务服务满意度") for line in lines)


def test_what_one_lever_sets_is_marked_and_is_no_merit(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = CommandResult(capsys, "compare", "trend", "plan").out
    [made] = [
        line.split() for line in text.splitlines() if line.endswith("2025   +600† 公共投资 100%（假设）")
    ]
    assert made[0] == "工业总产值"
    assert "plan：可评的规划目标 5 个，达标概率不低于 50% 的 4 个（其中 4 个主要由情景设定 †" in text
    assert "† 主要由情景设定：一个杠杆单独就决定了与 trend 差距的 80% 以上，达标不算成绩。" in text
    reference = CommandResult(capsys, "run", "trend").out
    assert "†" not in reference
    run = CommandResult(capsys, "run", "plan", "--set", "public investment=120", "--format", "json").out
    rows = {row["id"]: row for row in json.loads(run)["indicators"]}
    assert rows["gross_output"]["set_by_scenario"] == {"2025": True, "2035": True}
    assert rows["resident_population"]["set_by_scenario"] == {"2025": False}
    behind = rows["gross_output"]["difference"]["2025"]
    assert (behind["set_mainly_by"], behind["levers"][0]["stated_by_the_plan"]) == ("public investment", True)


def test_several_scenarios_as_json_and_csv(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = ["trend", "plan", "trend"]
    result = json.loads(CommandResult(capsys, "compare", *names, "--format", "json").out)
    assert [run["scenario"] for run in result["scenarios"]] == names
    text = CommandResult(capsys, "compare", *names, "--format", "csv", "--lang", "en").out
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Scenario"] for row in rows] == [name for name in names for _ in range(10)]


def test_a_comparison_needs_two(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "compare", "plan")
    assert result.code == 2
    assert result.err == report(
        "teda compare", "至少要有两个情景才能比较。", "at least two scenarios are needed."
    )


def test_faults_of_all_compared_scenarios_are_reported_once(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = CommandResult(capsys, "compare", "paln", "tredn", "--set", "energy=x")
    assert result.code == 2
    known = "可用的有：plan, trend。", "There are: plan, trend."
    assert result.err == (
        report(
            "scenarios",
            f'没有名为 "paln" 的情景。最接近的是 "plan"。{known[0]}',
            f'no scenario "paln". Nearest: "plan". {known[1]}',
        )
        + report('--set "energy=x"', '"energy" 为 "x"，应是数字。', '"energy" is "x"; it must be a number.')
        + report(
            "scenarios",
            f'没有名为 "tredn" 的情景。最接近的是 "trend"。{known[0]}',
            f'no scenario "tredn". Nearest: "trend". {known[1]}',
        )
    )


# --- model ----------------------------------------------------------------------------------


def test_a_model_is_run_as_its_file_says(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "any.mdl").write_text(GROWTH, encoding="utf-8")
    result = CommandResult(capsys, "model", "run", "any.mdl", "--format", "csv")
    header, *rows = csv.reader(io.StringIO(result.out))
    assert header[0] == "Time"
    population = [float(row[header.index("population")]) for row in rows]
    assert [row[0] for row in rows] == ["0", "1", "2"]
    assert population == [100, 150, 225]


def test_a_model_with_settings_as_json(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "any.mdl").write_text(GROWTH, encoding="utf-8")
    output = CommandResult(capsys, "model", "run", "any.mdl", "--set", "Birth_Rate=1", "--format", "json")
    result = json.loads(output.out)
    assert result["time"] == [0, 1, 2]
    assert result["variables"]["population"] == [100, 200, 400]
    assert len(result["model_hash"]) == 64


def test_a_model_as_table(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "any.mdl").write_text(GROWTH, encoding="utf-8")
    lines = CommandResult(capsys, "model", "run", "any.mdl").out.splitlines()
    assert lines[0].split() == ["变量", "单位", "0", "1", "2"]
    assert ["population", "人", "100", "150", "225"] in [line.split() for line in lines]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_models_in_the_encodings_of_chinese_windows(
    at_home: Path, capsys: pytest.CaptureFixture[str], encoding: str
) -> None:
    (at_home / "any.mdl").write_bytes(GROWTH.replace("population", "人口").encode(encoding))
    result = CommandResult(capsys, "model", "run", "any.mdl", "--format", "csv")
    assert result.code == 0
    assert "人口" in result.out


def test_settings_of_a_model_are_checked(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "any.mdl").write_text(GROWTH, encoding="utf-8")
    result = CommandResult(capsys, "model", "run", "any.mdl", "--set", "birht rate=1", "--set", "births=2")
    assert result.code == 2
    assert result.err == report(
        '--set "birht rate=1"',
        '没有名为 "birht rate" 的常量。最接近的是 "birth rate"（1/年）。',
        'no constant "birht rate". Nearest: "birth rate" [1/year].',
    ) + report(
        '--set "births=2"',
        '"births" 由模型算出，不是常量，不能设定。',
        '"births" is computed by the model; only constants can be set.',
    )


def test_a_model_that_becomes_non_finite(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "any.mdl").write_text(GROWTH, encoding="utf-8")
    result = CommandResult(capsys, "model", "run", "any.mdl", "--set", "birth rate=1e308", "--format", "csv")
    assert result.code == 1
    assert result.err == report(
        "any.mdl",
        '变量 "births" 从时间 0 起不是有限的数字。请检查所设的数值。',
        '"births" is not a finite number from time 0 on. Check the values that were set.',
    ) + report(
        "any.mdl",
        '由此还有 1 个变量不是有限的数字："population"。其余照常。',
        '1 further variables are not finite: "population". The rest is as usual.',
    )
    rows = list(csv.DictReader(io.StringIO(result.out)))
    assert [row["births"] for row in rows] == [""] * len(rows)
    assert {row["birth rate"] for row in rows} == {"1e+308"}


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("population*birth rate", "population*(birth rate", 3),
        ("population*birth rate", "population*brith rate", 3),
        ("population*birth rate", "VMIN(population*birth rate)", 3),
        ("birth rate = 0.5", "birth rate = births", 3),
    ],
)
def test_a_model_that_cannot_be_read_is_bad_input(
    at_home: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, line: int
) -> None:
    (at_home / "any.mdl").write_text(GROWTH.replace(old, new), encoding="utf-8")
    for command in ("run", "check"):
        result = CommandResult(capsys, "model", command, "any.mdl", "--out", "never.csv")
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith(f"any.mdl:{line}: ")
        assert not (at_home / "never.csv").exists()


@pytest.mark.parametrize(
    ("content", "zh", "en"),
    [
        (None, "找不到这个文件。", "there is no such file."),
        (b"", "文件是空的。", "the file is empty."),
        (
            b"\x89PNG\x00",
            "不是文本文件，或编码不认识。可用的编码是 UTF-8 和 GBK（GB18030）。",
            "not a text file, or in an unknown encoding. UTF-8 and GBK (GB18030) can be read.",
        ),
    ],
)
def test_a_file_that_is_not_a_model(
    at_home: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, zh: str, en: str
) -> None:
    if content is not None:
        (at_home / "x.mdl").write_bytes(content)
    result = CommandResult(capsys, "model", "check", "x.mdl")
    assert (result.code, result.err) == (2, report("x.mdl", zh, en))


# --- wrong commands -------------------------------------------------------------------------


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
            '多出了参数 "trend"；含空格的值请加引号。',
            'unexpected argument "trend"; put a value with blanks in quotation marks.',
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


# --- how it ends ----------------------------------------------------------------------------


def test_control_c_ends_with_130() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    assert guarded(interrupted) == 130


def test_an_internal_error_shows_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    def broken() -> None:
        raise RuntimeError("boom\nmore")

    assert guarded(broken) == 70
    assert capsys.readouterr().err == (
        "程序内部出错（RuntimeError: boom）。请附上所用的命令和 TEDA_DEBUG=1 时的输出告知维护者。\n"
        "an internal error (RuntimeError: boom). Please report it with the command used "
        "and what it prints with TEDA_DEBUG=1.\n"
    )


def test_the_trace_is_shown_when_asked_for(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("boom")

    monkeypatch.setenv("TEDA_DEBUG", "1")
    assert guarded(broken) == 70
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="uses head")
def test_a_pipe_that_closes_early_is_quiet(small_home: Path) -> None:
    command = f"{shlex.quote(sys.executable)} -m sim run plan --format json | head -n 1"
    done = subprocess.run(
        ["/bin/bash", "-o", "pipefail", "-c", command],
        cwd=ROOT,
        env={**os.environ, "TEDA_HOME": str(small_home)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "{\n", "")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_behind_standard_output_is_reported(small_home: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sim", "run", "plan", "--home", str(small_home)],
            cwd=ROOT,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert (done.returncode, done.stderr) == (
        2,
        report("stdout", "无法写入：磁盘已满。", "cannot be written: the disk is full."),
    )


@pytest.mark.slow
def test_output_survives_a_terminal_without_chinese(small_home: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sim", "run", "plan"],
        cwd=ROOT,
        env={**os.environ, "TEDA_HOME": str(small_home), "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0
    assert done.stderr.startswith(b"the output's encoding ascii has no Chinese, so this is English")
    assert done.stdout.isascii()


def test_help_imports_neither_engine_nor_tables() -> None:
    code = (
        "import sys\nfrom sim.cli.main import main\n"
        "try:\n    main(['run', '--help'])\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('numpy', 'pandas', 'pysd', 'llvmlite') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "spared"),
    [
        (("deck", "plan", "--out", "a.pptx"), ("matplotlib", "pandas", "xarray", "scipy")),
        (("refresh", "a.pptx"), ("matplotlib", "pandas", "xarray", "scipy")),
        (("report", "plan", "--out", "a.docx"), ("pandas", "xarray", "scipy")),
        (
            ("chart", "plan", "--indicator", "gross_output", "--out", "a.png"),
            ("pandas", "xarray", "scipy", "urllib.request"),
        ),
    ],
)
def test_briefings_import_what_they_paint_with(
    own_home: Path, words: tuple[str, ...], spared: tuple[str, ...]
) -> None:
    code = (
        "import sys\nfrom sim.cli.main import main\n"
        f"def run(*words):\n    try:\n        main([*words, '--home', {str(own_home)!r}])\n"
        "    except SystemExit as end:\n        assert not end.code, words\n"
        f"words = {words!r}\n"
    )
    if words[0] == "refresh":
        first = subprocess.run(
            [sys.executable, "-c", f"{code}run('deck', 'plan', '--out', 'a.pptx')"], cwd=own_home, check=False
        )
        assert first.returncode == 0
    else:  # the draws are kept on disk: the command under test finds them there, as people's second one does
        subprocess.run([sys.executable, "-c", f"{code}run(*words)"], cwd=own_home, check=True)
    code += f"run(*words)\nprint([name for name in {spared!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=own_home, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"
