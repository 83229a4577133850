"""``teda run --binding``: constraints on the output of each industry, year by year, by hand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from sim.analysis.binding import binding
from sim.report.layout import width_of
from tests.command_line import CommandResult

LOST = {  # 亿元 a year, constant from one year's end to the next
    "demand": "20, 0",
    "labour": "5, 0",
    "capital": "0, 0",
    "land": "0, 0",
}
ENERGY = """\
output lost to energy[automobiles]= 10+STEP(20,2024) ~ 亿元/年 ~ |
output lost to energy[health]= 0 ~ 亿元/年 ~ |
"""  # from the end of 2024 on, automobiles lose 20 a year more


@pytest.fixture
def home(own_home: Path) -> Path:
    """Return a home whose model knows what limits its two industries."""
    equations = "gross output[industry]= 100, 50 ~ 亿元/年 ~ |\n" + ENERGY
    for limit, values in LOST.items():
        equations += f"output lost to {limit}[industry]= {values} ~ 亿元/年 ~ |\n"
    file = own_home / "model" / "teda.mdl"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("capital= INTEG", f"{equations}\ncapital= INTEG", 1), encoding="utf-8")
    labels = "automobiles: {zh: 汽车, en: Cars}\nhealth: {zh: 医药, en: Medicine}\n"
    (own_home / "model" / "elements.yaml").write_text(labels, encoding="utf-8")
    return own_home


def test_the_tightest_limit_and_its_share(home: Path) -> None:
    table = binding("plan", home=home)
    assert table.years == tuple(range(2021, 2036))
    cars, health = table.industries
    assert (cars.element, cars.label.zh, health.label.en) == ("automobiles", "汽车", "Medicine")
    first, later = table.years.index(2024), table.years.index(2025)
    assert (cars.output[first], cars.lost[:, first].tolist()) == (100, [20, 5, 0, 10, 0])
    assert (cars.binds(first), cars.share(first)) == ("demand", 0.2)
    assert cars.lost[:, later].tolist() == [20, 5, 0, 30, 0]
    assert (cars.binds(later), cars.share(later)) == ("energy", 0.3)
    assert (health.binds(first), health.share(first)) == (None, 0)


def test_the_table_has_a_block_for_each_industry(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = CommandResult(capsys, "run", "plan", "--binding", "--home", str(home)).out.splitlines()
    assert lines[2].split() == ["因何少产", "2021", "2022", "2023", "2024", "2025", "2030", "2035"]
    cars = lines[lines.index("【汽车】") + 1 :]
    assert cars[0].split() == ["需求", *["20.0"] * 7]
    assert cars[6].split() == ["最紧的约束", *["需求"] * 4, *["能源"] * 3]
    assert cars[7].split() == ["占产值", *["20.0%"] * 4, *["30.0%"] * 3]
    health = lines[lines.index("【医药】") + 1 :]
    assert health[6].split() == ["最紧的约束", *["—"] * 7]


def test_every_year_is_a_row(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("run", "plan", "--binding", "--every", "year", "--until", "2025", "--lang", "en")
    out = CommandResult(capsys, *arguments, "--home", str(home)).out
    lines = out.splitlines()
    cars = lines[lines.index("[Cars]") + 1 :]
    assert cars[4].split() == ["2025", "20.0", "5.0", "0.0", "30.0", "0.0", "100.0", "energy", "30.0%"]
    assert cars[5] == "[Medicine]"
    assert max(map(width_of, lines)) <= 100


def test_json_and_csv_hold_every_year(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("run", "plan", "--binding", "--home", str(home), "--format")
    record = json.loads(CommandResult(capsys, *arguments, "json").out)
    cars = record["industries"][0]
    assert cars["years"]["2025"] == {
        "output": 100, "binds": "energy", "share": 0.3,
        "lost": {"demand": 20, "labour": 5, "capital": 0, "energy": 30, "land": 0},
    }  # fmt: skip
    assert list(cars["years"]) == [str(year) for year in range(2021, 2036)]
    rows = list(csv.DictReader(io.StringIO(CommandResult(capsys, *arguments, "csv").out)))
    assert len(rows) == 2 * 15
    assert (rows[4]["year"], rows[4]["lost_to_energy"], rows[4]["binds"]) == ("2025", "30.0", "energy")
    assert rows[15]["binds"] == ""


def test_a_model_without_the_variables(own_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "run", "plan", "--binding", "--home", str(own_home))
    assert (result.code, result.out) == (2, "")
    assert '限制产出的因素要由变量 "output lost to land[industry]" 得出，模型中没有它。' in result.err
    assert (
        'the limits on output are computed from "gross output[industry]", which the model does not have.'
        in result.err
    )


def test_a_variable_that_is_not_by_industry(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home / "model" / "teda.mdl"
    text = file.read_text(encoding="utf-8")
    before = "output lost to land[industry]= 0, 0"
    assert before in text
    file.write_text(text.replace(before, "output lost to land= 0"), encoding="utf-8")
    result = CommandResult(capsys, "run", "plan", "--binding", "--home", str(home))
    assert result.code == 2
    assert '"output lost to land" and "gross output" must be by industry alone' in result.err


def test_every_requires_binding(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "run", "plan", "--every", "month")
    assert result.code == 2
    assert '"month" is invalid; it must be year.' in result.err
    assert "--every goes with --binding only." in result.err
