"""The command ``teda probability``: text, CSV and JSON, of one ensemble and of several."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from sim.ensembles.ensemble import run_ensemble
from tests.command_line import CommandResult, report


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.conftest import SMALL

    home = tmp_path_factory.mktemp("runs")
    for name in ("trend", "plan"):
        run_ensemble(name, members=40, seed=3, out=home / name, home=SMALL)
    return home


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")  # a row is a line


def reported(capsys: pytest.CaptureFixture[str], home: Path, *arguments: str) -> CommandResult:
    return CommandResult(capsys, "probability", *arguments, "--home", str(home))


def test_one_ensemble_in_full(capsys: pytest.CaptureFixture[str], folders: Path, small_home: Path) -> None:
    found = reported(capsys, small_home, str(folders / "trend"))
    assert (found.code, found.err) == (0, "")
    lines = found.out.splitlines()
    assert lines[0].startswith("情景 trend：趋势，40 个成员，种子 3，模型 ")
    assert lines.index("【约束性指标】") < lines.index("【预期性指标】") < lines.index("【规划正文目标】")
    cells = {line.split()[0]: line.split()[1:] for line in lines if line}
    # 28 of 30 in every member; 0 of 40 has the interval 0 to 3.84/43.84
    assert cells["常住人口规模"] == [
        *("万人", "2025", "30", "0.0%", "0.0–8.8", "28", "28–28", "2.0", "(6.7%)", "2027", "0.0%")
    ]
    assert cells["单位产值能源消耗降低"][:4] == ["%", "2025", "14.5*", "100.0%"]
    assert cells["医药需求"][3:] == ["情景输入", "—", "20", "20–20", "—", "—", "—"]
    assert cells["政务服务满意度"][3:] == ["未建模", *["—"] * 6]
    assert "2025 年主要指标同时达标的概率 0.0% (0.0–8.8)；各自为：" in found.out
    assert "表 1 可评的 4 项 2025 年目标，达标项数中位数 " in found.out
    assert "95% 区间为 Wilson 区间" in found.out


def test_several_side_by_side(capsys: pytest.CaptureFixture[str], folders: Path, small_home: Path) -> None:
    found = reported(capsys, small_home, str(folders / "trend"), str(folders / "plan"), "--lang", "en")
    assert found.code == 0
    lines = found.out.splitlines()
    assert lines[0].startswith("Scenario trend: Trend, 40 members, seed 3, model ")
    assert lines[1].startswith("Scenario plan: Plan, 40 members, seed 3, model ")
    (row,) = (line for line in lines if line.startswith("Resident population"))
    assert row.split()[-6:] == ["0.0%", "(0.0–8.8)", "28", "0.0%", "(0.0–8.8)", "28"]
    assert lines.index("trend") < lines.index("plan")
    assert found.out.count("Headline indicators of 2025, all met together: 0.0% (0.0–8.8)") == 2


def test_json_has_counts_of_all(capsys: pytest.CaptureFixture[str], folders: Path, small_home: Path) -> None:
    found = reported(capsys, small_home, str(folders / "plan"), "--format", "json")
    (one,) = json.loads(found.out)["ensembles"]
    assert {key: one[key] for key in ("scenario", "members", "seed", "failed", "method")} == {
        "scenario": "plan",
        "members": 40,
        "seed": 3,
        "failed": 0,
        "method": "sobol",
    }
    targets = {(row["indicator"], row["year"]): row for row in one["targets"]}
    people = targets["resident_population", 2025]
    assert (people["met"], people["probability"], people["shortfall"]) == (0, 0.0, 2.0)
    assert people["reached"] == {"2027": 40}
    assert targets["clean_share", 2025]["probability"] is None
    table1 = one["together"][-1]
    assert (table1["group"], sum(table1["counts"]), len(table1["counts"])) == ("table1", 40, 5)
    assert table1["indicators"] == [
        "gross_output",
        "output_growth",
        "investment_sum",
        "resident_population",
    ]


def test_indicators_that_an_ensemble_did_not_keep_are_reported(
    capsys: pytest.CaptureFixture[str], small_home: Path, tmp_path: Path
) -> None:
    run_ensemble("plan", 16, 3, tmp_path / "few", home=small_home, outputs=["gross_output", "clean_share"])
    found = reported(capsys, small_home, str(tmp_path / "few"), "--lang", "en")
    assert (
        "plan did not keep 5 indicators with a target: they are neither in the table nor counted.\n"
        in found.out
    )
    assert "Resident population" not in found.out
    assert "Of the 1 targets of Table 1 for 2025" in found.out


def test_bins_are_reported(capsys: pytest.CaptureFixture[str], small_home: Path, tmp_path: Path) -> None:
    run_ensemble("plan", 300, 3, tmp_path / "binned", home=small_home, summary=True)
    found = reported(capsys, small_home, str(tmp_path / "binned"))
    assert "分位数由分组计数得出，各项的最大误差见 JSON 格式的 error。\n" in found.out
    found = reported(capsys, small_home, str(tmp_path / "binned"), "--format", "json")
    rows = json.loads(found.out)["ensembles"][0]["targets"]
    (output,) = (row for row in rows if (row["indicator"], row["year"]) == ("gross_output", 2035))
    assert 0 < output["error"] < 0.001 * output["p50"]


def test_csv_has_a_row_for_each_ensemble_and_target(
    capsys: pytest.CaptureFixture[str], folders: Path, small_home: Path, tmp_path: Path
) -> None:
    path = tmp_path / "p.csv"
    given = [str(folders / name) for name in ("trend", "plan")]
    assert reported(capsys, small_home, *given, "--out", str(path), "--lang", "en").code == 0
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    assert [row["Scenario"] for row in rows] == ["trend"] * 10 + ["plan"] * 10
    (people,) = (row for row in rows if row["id"] == "resident_population" and row["Scenario"] == "plan")
    assert (people["met"], people["p50"], people["median_year"]) == ("0", "28.0", "2027")


def test_the_faults_of_all_folders_are_reported(
    capsys: pytest.CaptureFixture[str], small_home: Path, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    found = reported(capsys, small_home, str(tmp_path / "empty"), str(tmp_path / "none"))
    assert (found.code, found.out) == (2, "")
    assert found.err == report(
        str(tmp_path / "empty"),
        "这不是集合文件夹：其中没有 manifest.json。",
        "this is not an ensemble folder: it holds no manifest.json.",
    ) + report(str(tmp_path / "none"), "找不到这个集合文件夹。", "there is no such ensemble folder.")


def test_a_scenario_beside_a_folder(
    capsys: pytest.CaptureFixture[str], folders: Path, small_home: Path
) -> None:
    found = reported(capsys, small_home, str(folders / "trend"), "plan")
    assert found.code == 0
    first, second = found.out.splitlines()[:2]
    assert first.startswith("情景 trend：趋势，40 个成员，种子 3，模型 ")
    assert second.startswith("情景 plan：规划，1,000 个成员，种子 7，模型 ")
    assert second.endswith("，抽样自先验（未向观测学习）")


def test_the_prior_goes_with_scenarios_only(
    capsys: pytest.CaptureFixture[str], folders: Path, small_home: Path
) -> None:
    place = str(folders / "trend")
    assert reported(capsys, small_home, place, "plan", "--prior").err == report(
        "--prior",
        f"{place} 是已有的集合，--prior 只用于情景；要看先验，请另算一个先验的集合。",
        f"{place} is an ensemble that there is already, and --prior goes with scenarios only; for the "
        "prior, run an ensemble of it.",
    )


def test_targets_whose_probability_depends_on_rounding_are_named(
    capsys: pytest.CaptureFixture[str], small_home: Path, tmp_path: Path
) -> None:
    table = tmp_path / "own.csv"
    table.write_text(
        "output per capital\n" + "4.9999\n4\n" * 50, encoding="utf-8"
    )  # 7,499.85 is printed as 7,500
    run_ensemble("trend", out=tmp_path / "felt", home=small_home, draws=table)
    found = reported(capsys, small_home, str(tmp_path / "felt"), "--lang", "en")
    assert (
        "these targets differ by more than the error of sampling (unrounded in brackets): Gross industrial "
        "output 2025 50.0% (0.0%)."
    ) in " ".join(found.out.split())
    found = reported(capsys, small_home, str(tmp_path / "felt"))
    assert "取整有影响" in found.out
