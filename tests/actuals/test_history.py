"""Policies as carried out, written as a scenario: what it holds, and what keeps it from being written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.actuals.history import write_history
from sim.actuals.policies import COLUMNS, Policy, kept_text
from sim.errors import SimError
from sim.scenario.load import Scenario, load_scenario
from sim.scenario.workspace import load_workspace
from tests.command_line import CommandResult, report

AUTOMOBILES = "demand growth[automobiles]"


def policy(lever: str, year: int, value: float, cell: str, source: str = "区统计公报") -> Policy:
    unit = "1/年" if lever == AUTOMOBILES else "亿元/年"
    return Policy(lever, year, value, unit, source, "台账.xlsx", "政策", cell)


RECORD = (
    policy("public investment", 2023, 80.25, "E4"),
    policy("public investment", 2021, 72, "E2", '审计报告 "2021"'),
    policy(AUTOMOBILES, 2022, -0.02, "E9"),
)


def keep(home: Path, *rows: Policy) -> None:
    (home / "actuals").mkdir(exist_ok=True)
    (home / "actuals" / "policies.csv").write_text(kept_text(rows), "utf-8")


def written(home: Path, out: str = "history.yaml", parent: str = "") -> Scenario:
    path = write_history("actuals", out, parent, load_workspace(home))
    return load_scenario(path, home)


def test_a_record_becomes_a_scenario_that_others_extend(at_home: Path) -> None:
    keep(at_home, *RECORD)
    scenario = written(at_home, parent="plan")
    assert scenario.paths["public investment"].values == {2021: 72, 2023: 80.25}
    assert scenario.sources == {"public investment": '审计报告 "2021"；区统计公报', AUTOMOBILES: "区统计公报"}
    assert scenario.constants[f"{AUTOMOBILES}@2022"] == -0.02
    assert scenario.constants["demand growth to[health]"] == 0.1  # the plan's, where there is no record
    assert scenario.title.zh == "实绩到 2023 年"
    text = Path("history.yaml").read_text("utf-8")
    assert "# 公共投资 / Public investment，台账.xlsx:政策:E2；台账.xlsx:政策:E4" in text
    head = "extends: history.yaml\ntitle: {zh: 新, en: New}\nabout: {zh: 新, en: New}\n"
    Path("policy.yaml").write_text(f"{head}levers: {{public investment: {{to: 120, end: 2030}}}}\n", "utf-8")
    policy = load_scenario("policy.yaml", at_home)
    assert policy.constants["public investment start"] == 2023
    assert policy.constants["public investment@2022"] == 76.125


def test_a_history_is_written_by_the_command(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep(at_home, *RECORD)
    result = CommandResult(capsys, "actuals", "policies", "--out", "record", "--lang", "en")
    assert (result.code, result.out, result.err) == (0, "", "written: record.yaml\n")
    assert load_scenario("record.yaml", at_home).paths["public investment"].last == 2023
    again = CommandResult(capsys, "actuals", "policies", "--out", "record")
    zh, en = (
        "这个文件已经存在，不会覆盖；请另取名称。",
        "this file is there already and is kept; choose another name.",
    )
    assert (again.code, again.err) == (2, report("record.yaml", zh, en))


def test_all_faults_are_told_with_their_cells_and_nothing_is_written(at_home: Path) -> None:
    keep(
        at_home,
        policy("public investment", 2021, 720, "E2"),
        policy("public investment", 2045, 72, "E3"),
        policy(AUTOMOBILES, 2022, 0.02, "E9"),
        policy(AUTOMOBILES, 2022, 0.03, "E10"),
    )
    with pytest.raises(SimError) as caught:
        written(at_home, "plan", "plam")
    assert [(fault.code, fault.place) for fault in caught.value.faults] == [
        ("duplicate", "plan.yaml"),
        ("unknown-name", "from=plam"),
        ("outside-limits", "台账.xlsx:政策:E2"),
        ("outside-limits", "台账.xlsx:政策:E3"),
        ("conflict", "台账.xlsx:政策:E10"),
    ]
    assert not Path("plan.yaml").exists()


def test_a_folder_without_policies(at_home: Path) -> None:
    with pytest.raises(SimError) as caught:
        written(at_home)
    [fault] = caught.value.faults
    assert (fault.code, fault.place) == ("no-data", "actuals")
    assert fault.en.startswith("this folder holds no policies (policies.csv);")


def test_a_damaged_file_is_told_as_such(at_home: Path) -> None:
    keep(at_home)
    path = at_home / "actuals" / "policies.csv"
    path.write_text(f"{','.join(COLUMNS)}\npublic investment,soon,many,,,,,\n", "utf-8")
    with pytest.raises(SimError) as caught:
        written(at_home)
    assert [fault.code for fault in caught.value.faults] == ["not-a-number", "not-a-number"]
