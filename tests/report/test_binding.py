"""``teda run --binding``: what a tenth more of each limit adds to output, year by year, by hand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from sim.analysis.binding import LIMITS, binding
from sim.report.layout import width_of
from tests.command_line import CommandResult
from tests.drawn_homes import without_ranges

# A tenth more demand adds a fifth to cars; energy three tenths from the end of 2024 on; labour adds more
# than demand where output per capital, 4 to 6 and mostly 5, is above 5.5: in an eighth of the draws. Land
# adds 0.4% to medicine, which is too little to bind.
EQUATIONS = """\
gross output[automobiles]= 100*(1+2*relief of demand+4*MAX(0, output per capital-5)*relief of labour
    +STEP(3*relief of energy, 2024)) ~ 亿元/年 ~ |
gross output[health]= 50*(1+0.04*relief of land) ~ 亿元/年 ~ |
gross industrial output= SUM(gross output[industry!]) ~ 亿元/年 ~ |
services value added= 50+0*relief of capital ~ 亿元/年 ~ |
gross domestic product= gross industrial output+services value added ~ 亿元/年 ~ |
supply cut= 2*MAX(0, output per capital-5) ~ 万吨标准煤/年 ~ |
enforced cut= enforcement by curtailment*STEP(4, 2024) ~ 万吨标准煤/年 ~ |
carbon cut= 0 ~ 万吨标准煤/年 ~ |
energy to cut= switch R1*MAX(supply cut, enforced cut) ~ 万吨标准煤/年 ~ |
cut of heavy industry= MIN(energy to cut, 3) ~ 万吨标准煤/年 ~ |
cut of other industries= energy to cut-cut of heavy industry ~ 万吨标准煤/年 ~ |
cut of services and homes= 0 ~ 万吨标准煤/年 ~ |
enforcement by curtailment= 1 ~ Dmnl ~ |
"""
GRADED = """\
enforcement by curtailment:
  name: {zh: 限产, en: Curtailment}
  grade: D
  reason: {zh: 假设。, en: An assumption.}
  distribution: {kind: fixed, by: choice}
"""


@pytest.fixture
def home(own_home: Path) -> Path:
    """Return a home whose model knows what limits its two industries."""
    equations = EQUATIONS + "".join(f"relief of {limit}= 0 ~ Dmnl ~ |\n" for limit in LIMITS)
    file = own_home / "model" / "teda.mdl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("capital= INTEG", f"{equations}\ncapital= INTEG", 1), encoding="utf-8")
    labels = "automobiles: {zh: 汽车, en: Cars}\nhealth: {zh: 医药, en: Medicine}\n"
    (own_home / "model" / "elements.yaml").write_text(labels, encoding="utf-8")
    with (own_home / "model" / "parameters.yaml").open("a", encoding="utf-8") as parameters:
        parameters.write(GRADED)
    return own_home


def test_what_each_limit_adds_and_which_binds(home: Path) -> None:
    table = binding("plan", home=home)
    assert table.years == tuple(range(2021, 2036))
    cars, health, services, industry, economy = table.rows
    assert (cars.id, cars.label.zh, health.label.en) == ("automobiles", "汽车", "Medicine")
    first, later = table.years.index(2024), table.years.index(2025)
    assert cars.output[first] == 100
    assert cars.gains[:, first] == pytest.approx([0.2, 0, 0, 0, 0])
    assert (cars.binds(first), cars.binds(later)) == ("demand", "energy")
    assert cars.gains[:, later] == pytest.approx([0.2, 0, 0, 0.3, 0])
    assert health.gains[:, first] == pytest.approx([0, 0, 0, 0, 0.004])
    assert (health.binds(first), health.usual(first)) == (None, None)
    assert services.gains.tolist() == [[0] * 15] * 5
    assert industry.gains[0, first] == pytest.approx(20 / 150)
    assert economy.gains[0, first] == pytest.approx(20 / 200)


def test_the_tightest_limit_in_the_draws(home: Path) -> None:
    table = binding("plan", home=home)
    cars, first = table.industries[0], table.years.index(2024)
    assert table.members == 1000
    assert cars.tightest is not None
    assert cars.medians is not None
    assert cars.tightest[:, first] == pytest.approx([0.875, 0.125, 0, 0, 0], abs=0.01)
    assert cars.usual(first) == ("demand", cars.tightest[0, first])
    assert cars.medians[:2, first] == pytest.approx([0.2, 0], abs=0.01)


def test_which_limit_on_energy_binds_and_on_what_evidence(home: Path) -> None:
    table = binding("plan", home=home)
    supply, intensity, _ = table.energy
    first, later = table.years.index(2024), table.years.index(2025)
    assert (intensity.cuts[first], intensity.cuts[later], intensity.grade) == (0, 4, "D")
    assert [part[later] for part in intensity.borne] == [3, 1, 0]
    assert [ground.name for ground in intensity.grounds] == ["enforcement by curtailment"]
    assert (supply.cuts.tolist(), supply.grade) == ([0] * 15, None)
    shares = np.array([limit.shares for limit in table.energy])
    # more than 0.05 where output per capital is above 5.025, until the required intensity is tighter
    assert shares[0, [first, later]].tolist() == pytest.approx([0.975**2 / 2, 0], abs=0.01)
    assert shares[1:, later].tolist() == [1, 0]
    cut_off = binding("plan", {"switch R1": 0}, home)
    assert not any(limit.cuts.any() for limit in cut_off.energy)


def test_the_text_has_a_block_for_each_output(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = CommandResult(capsys, "run", "plan", "--binding", "--home", str(home)).out.splitlines()
    assert lines[2].split() == ["放宽后增产", "%", "2021", "2022", "2023", "2024", "2025", "2030", "2035"]
    cars = lines[lines.index("【汽车】") + 1 :]
    assert cars[0].split() == ["需求", *["20.0%"] * 7]
    assert cars[6].split() == ["最紧的约束", *["需求"] * 4, *["能源"] * 3]
    assert cars[7].split() == ["抽样中最常见", *["需求"] * 4, *["能源"] * 3]
    assert set(cars[8].split()[1:5]) <= {"87%", "88%"}
    assert lines[lines.index("【医药】") + 7].split() == ["最紧的约束", *["—"] * 7]
    assert "成员取自先验（未向观测学习）。" in "".join(lines)
    energy = [line.split() for line in lines if "能耗强度要求" in line and line.startswith("20")]
    assert energy[0] == ["2025", "能耗强度要求", "D", "4.0", "3.0", "1.0", "0.0", "100%"]


def test_every_year_is_a_row(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("run", "plan", "--binding", "--every", "year", "--until", "2025", "--lang", "en")
    lines = CommandResult(capsys, *arguments, "--home", str(home)).out.splitlines()
    cars = lines[lines.index("[Cars]") + 1 :]
    shown = ["2025", "20.0%", "0.0%", "0.0%", "30.0%", "0.0%", "100.0", "energy", "energy"]
    assert cars[4].split()[:-1] == shown
    assert cars[5] == "[Medicine]"
    assert max(map(width_of, lines)) <= 100


def test_json_and_csv_hold_every_year(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("run", "plan", "--binding", "--home", str(home), "--format")
    record = json.loads(CommandResult(capsys, *arguments, "json").out)
    assert (record["relief"], record["least"], record["members"]) == (0.1, 0.005, 1000)
    cars = record["rows"][0]["years"]
    assert list(cars) == [str(year) for year in range(2021, 2036)]
    assert (cars["2025"]["output"], cars["2025"]["binds"]) == (100, "energy")
    assert cars["2025"]["gain"]["energy"] == pytest.approx(0.3)
    assert cars["2024"]["tightest"]["demand"] == pytest.approx(0.875, abs=0.01)
    intensity = record["energy"][1]
    assert (intensity["id"], intensity["grade"]) == ("required_intensity", "D")
    assert intensity["years"]["2025"]["heavy_industry"] == 3
    rows = list(csv.DictReader(io.StringIO(CommandResult(capsys, *arguments, "csv").out)))
    assert len(rows) == 5 * 15
    assert (rows[4]["year"], rows[4]["binds"], rows[4]["energy_limit"]) == (
        "2025",
        "energy",
        "required_intensity",
    )
    assert (rows[3]["energy_limit"], rows[15]["binds"]) == ("", "")


def test_a_home_that_draws_nothing(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    without_ranges(home)
    table = binding("plan", home=home)
    assert (table.facts, table.members, table.industries[0].tightest) == (None, 0, None)
    out = CommandResult(capsys, "run", "plan", "--binding", "--home", str(home)).out
    assert "抽样中最常见" not in out


def test_a_model_without_the_variables(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "run", "plan", "--binding", "--home", str(own_home))
    assert (result.code, result.out) == (2, "")
    assert '产出受何制约要由变量 "relief of land" 得出，模型中没有它。' in result.err
    assert 'what limits output is computed from "gross output", which the model does not have.' in result.err


def test_a_variable_with_other_subscripts(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home / "model" / "teda.mdl"
    text = file.read_text(encoding="utf-8")
    for before, after in (
        ("services value added= 50", "services value added[industry]= 50"),
        ("gross industrial output+services value added", "gross industrial output"),
    ):
        assert before in text
        text = text.replace(before, after, 1)
    file.write_text(text, encoding="utf-8")
    result = CommandResult(capsys, "run", "plan", "--binding", "--home", str(home))
    assert result.code == 2
    assert '"services value added" 应不分下标，才能得出产出受何制约。' in result.err
    assert (
        '"services value added" must have no subscript; otherwise what limits output is undefined.'
        in result.err
    )


def test_every_requires_binding(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "run", "plan", "--every", "month")
    assert result.code == 2
    assert '"month" is invalid; it must be year.' in result.err
    assert "--every goes with --binding only." in result.err
