"""``teda run``: its tables, JSON, CSV and files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from sim.report.layout import width_of
from sim.scenario.load import list_scenarios
from tests.command_line import CommandResult
from tests.drawn_homes import likely_to_miss, without_ranges

ROOT = Path(__file__).resolve().parents[2]


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
