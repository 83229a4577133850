"""The document of the model, on the small home whose every line is written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.structure import read_structure
from sim.bilingual_names import halves
from sim.report.documents.markdown import code, plain, slug, table
from sim.report.documents.model.build import build_document
from sim.report.documents.model.files import find_differences, write_document
from sim.report.words.variables import equation_lines, variable_name
from sim.scenario.workspace import load_workspace
from sim.sketch.sketch_file import draw_sketch
from tests.command_line import CommandResult

GROUPED = """\
{UTF-8}
*********
\t.tank
*********~
\t\t水箱 / Tank
\t|
water = INTEG(inflow - outflow, opening) ~ 吨 ~ 水量。箱里的水。 / Water in the tank. |
outflow = water*(1- \\
\t\tshare) ~ 吨/年 ~ 出水（按比例） / Outflow |
share = 0.5 ~ 1/年 ~ 比例 / Share |
opening = 8 ~ 吨 ~ 期初水量 / Opening |
**********
\t.outside
**********~
\t\t外部 / Outside. What nobody in the model moves.
\t|
inflow = IF THEN ELSE(Time < 2021, 1, 2) ~ 吨/年 ~ 进水 / Inflow |
level = water/2 ~ 吨 ~ 水位 / Level |
INITIAL TIME = 2019 ~ 年 ~ |
FINAL TIME = 2035 ~ 年 ~ |
TIME STEP = 1 ~ 年 ~ |
SAVEPER = 1 ~ 年 ~ |
"""
EMPTY = ("indicators", "levers", "loops", "parameters", "sources")
HOME = """\
name: {zh: 水箱, en: Tank}
short_name: {zh: 水箱, en: Tank}
plan: none
scenarios: [trend]
reference: trend
opening: trend
last_year_to_fit: 2021
"""
PLAN = """\
title: {zh: 无, en: None}
period: [2021, 2025]
base_year: 2020
horizons: [2025]
groups: {}
targets: {}
"""


@pytest.fixture
def tank_home(tmp_path: Path) -> Path:
    """Return a home of two sectors without registry entries and without a sketch."""
    folder = tmp_path / "home" / "model"
    folder.mkdir(parents=True)
    (folder / "teda.mdl").write_text(GROUPED, "utf-8")
    for name in EMPTY:
        (folder / f"{name}.yaml").write_text("{}\n", "utf-8")
    (folder / "home.yaml").write_text(HOME, "utf-8")
    (folder / "plans").mkdir()
    (folder / "plans" / "none.yaml").write_text(PLAN, "utf-8")
    (folder.parent / "scenarios").mkdir()
    scenario = "title: {zh: 趋势, en: Trend}\nabout: {zh: 无, en: None}\nlevers: {}\n"
    (folder.parent / "scenarios" / "trend.yaml").write_text(scenario, "utf-8")
    return folder.parent


def document(home: Path) -> str:
    return build_document(load_workspace(home))["model.md"]


def row(text: str, name: str) -> str:
    """Return the row of a variable or entry."""
    (found,) = [line for line in text.splitlines() if line.startswith(f'| <a id="{name}"></a>')]
    return found


def test_the_description_of_each_variable(tank_home: Path) -> None:
    structure = read_structure(load_workspace(tank_home))
    roles = {name: part.role for name, part in structure.parts.items()}
    assert roles == {
        "water": "stock",
        "inflow": "flow",
        "outflow": "flow",
        "share": "constant",
        "opening": "constant",
        "level": "auxiliary",
        "INITIAL TIME": "control",
        "FINAL TIME": "control",
        "TIME STEP": "control",
        "SAVEPER": "control",
    }
    assert structure.outside == ("inflow",)
    assert dict(load_workspace(tank_home).model.groups) == {
        "tank": "水箱 / Tank",
        "outside": "外部 / Outside. What nobody in the model moves.",
    }
    assert structure.sectors["tank"] == ("water", "outflow", "share", "opening")


def test_a_sector_is_described_in_both_languages(tank_home: Path) -> None:
    text = document(tank_home)
    assert '## <a id="sector-tank"></a>水箱 Tank\n' in text
    assert '## <a id="sector-outside"></a>外部 Outside\n' in text
    assert "\n\nOutside. What nobody in the model moves.\n\n" in text
    assert row(text, "variable-water") == (
        '| <a id="variable-water"></a>**水量**<br>`water`<br>存量 stock<br>吨 t '
        "| `water = INTEG(inflow - outflow, opening)`<br>水量。箱里的水。<br>Water in the tank. |"
    )
    assert row(text, "variable-outflow") == (
        '| <a id="variable-outflow"></a>**出水**<br>`outflow`<br>流量 flow<br>吨/年 t/year '
        "| `outflow = water*(1-share)`<br>出水（按比例）<br>Outflow |"
    )
    assert row(text, "variable-opening").startswith(
        '| <a id="variable-opening"></a>**期初水量**<br>`opening` | 8<br>吨 t |  |  |'
    )
    assert "- 进水 `inflow`，吨/年\n" in text
    assert "| [水箱 Tank](#sector-tank) | 1 | 1 | 0 | 2 |" in text


def test_the_registry_s_facts(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    text = document(small_home)
    assert f"| SHA-256 | `{workspace.model.hash}` |" in text
    assert row(text, "variable-output-per-capital") == (
        '| <a id="variable-output-per-capital"></a>**产出资本比**<br>`output per capital` | 5<br>1/年 1/year '
        "| 4\u00a0–\u00a06<br>三角分布<br>triangular | B "
        "| 便于手算。<br>Easy to compute by hand.<br>[s1](#source-s1) |"
    )
    assert row(text, "lever-public-investment") == (
        '| <a id="lever-public-investment"></a>**公共投资**<br>Public investment<br>`public investment` '
        "| 0\u00a0–\u00a0400<br>亿元/年 100M CNY/year | 100 | 120 "
        "| 80\u00a0–\u00a0110<br>2016–2020<br>[s1](#source-s1) | C "
        "| 政府投资。<br>Investment by the government.<br>规划原文 The plan: “年均投资120亿元”<br>"
        "[s1](#source-s1) |"
    )
    assert row(text, "loop-r1") == (
        '| <a id="loop-r1"></a>**R1 再投资**<br>Reinvestment<br>`switch R1` '
        "| 产值 → 投资 → 资本<br>output → investment → capital "
        "| 情景 `plan` 中 2035 年“工业总产值”降低<br>Gross industrial output in 2035 is lower |"
    )
    assert row(text, "source-s1") == '| <a id="source-s1"></a>`s1` | 规划纲要 | 2021 |  |'
    assert "`reinvestment= switch R1*reinvestment share*output`<br>此处可切断回路 [R1](#loop-r1)" in text
    assert "| 杠杆 Levers | 4 |" in text
    assert "| 按下标展开 Counting every element | 38 |" in text


def test_a_sector_with_a_view_has_its_picture(tank_home: Path) -> None:
    assert list(build_document(load_workspace(tank_home))) == ["model.md"]
    draw_sketch(str(tank_home / "model" / "teda.mdl"))
    files = build_document(load_workspace(tank_home))
    assert [name for name in files if "tank" in name] == ["pictures/tank.svg", "pictures/tank.en.svg"]
    assert "![水箱：存量流量图 / Tank: stocks and flows](pictures/tank.svg)\n" in files["model.md"]
    assert '<g data-variable="outflow">' in files["pictures/tank.svg"]
    assert "出水" in files["pictures/tank.svg"]
    assert ">outflow</tspan>" in files["pictures/tank.en.svg"]


def test_an_indicator_names_its_variable_and_target(small_home: Path) -> None:
    text = document(small_home)
    assert "<br>`energy_intensity_reduction`<br>% | 核算得出<br>accounting | `energy` ÷ `output`<br>" in text
    assert "| 5,000 | 2025：≥7,500<br>2035：≥15,270 |" in text


def test_every_variable_appears_in_the_document_once(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    text, structure = document(small_home), read_structure(workspace)
    for name, part in structure.parts.items():
        if part.role not in ("lever_part", "switch"):
            assert row(text, f"variable-{slug(name)}")


def test_the_text_is_fit_for_git(small_home: Path) -> None:
    text = document(small_home)
    assert "\r" not in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert not [line for line in text.splitlines() if line != line.rstrip()]
    assert text == document(small_home)


def test_the_document_changes_with_the_model_and_its_registry(own_home: Path) -> None:
    before = document(own_home)
    model = own_home / "model" / "teda.mdl"
    model.write_text(model.read_text("utf-8").replace("energy= 1000", "energy= 1001"), "utf-8")
    changed = document(own_home)
    assert "| 1,001<br>万吨标准煤/年 10k tce/year |" in changed
    levers = own_home / "model" / "levers.yaml"
    levers.write_text(levers.read_text("utf-8").replace("max: 400", "max: 401"), "utf-8")
    assert len({before, changed, document(own_home)}) == 3


# --- the command ----------------------------------------------------------------------------


def test_a_check_names_what_is_stale(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    result = CommandResult(capsys, "model", "document", "--check")
    assert result.code == 1
    assert (
        result.out == "✗ 模型文档已过期：\n  docs/model.md：没有这个文件\n请运行 teda model document 更新。\n"
    )
    assert CommandResult(capsys, "model", "document").out == "已更新 1 个文件：docs\n"
    assert CommandResult(capsys, "model", "document").out == "没有变化。\n"
    result = CommandResult(capsys, "model", "document", "--check", "--lang", "en")
    assert (result.code, result.out) == (0, "✓ The document agrees with the model.\n")
    page = at_home / "docs" / "model.md"
    page.write_text(page.read_text("utf-8").replace("# 模型说明", "# 模型"), "utf-8")
    (at_home / "docs" / "pictures").mkdir()
    (at_home / "docs" / "pictures" / "gone.svg").write_text("<svg/>", "utf-8")
    result = CommandResult(capsys, "model", "document", "--check", "--lang", "en")
    assert result.code == 1
    assert result.out == (
        "✗ The document is stale:\n  docs/model.md differs from line 1 on\n"
        "  docs/pictures/gone.svg belongs to no sector of the model\nRun teda model document to update it.\n"
    )
    CommandResult(capsys, "model", "document")
    assert not (at_home / "docs" / "pictures" / "gone.svg").exists()


def test_a_faulty_registry_is_reported(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (at_home / "model" / "sources.yaml").write_text("{}\n", "utf-8")
    result = CommandResult(capsys, "model", "document")
    assert result.code == 2
    assert 'no source "s1"' in result.err
    assert not (at_home / "docs").exists()


def test_a_line_end_of_windows_counts_as_stale(tmp_path: Path) -> None:
    files = {"model.md": "a\nb\n"}
    assert [each.path.name for each in write_document(tmp_path, files)] == ["model.md"]
    (tmp_path / "model.md").write_bytes(b"a\nb\r\n")
    assert [(each.kind, each.line) for each in find_differences(tmp_path, files)] == [("differs", 2)]


# --- words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("人口 / Population", "人口", "Population"),
        ("生产率（亿元/万人） / Productivity / head", "生产率（亿元/万人）", "Productivity / head"),
        ("铁路 / 公路里程 / Length of lines", "铁路 / 公路里程", "Length of lines"),
        ("Water a / b", "", "Water a / b"),
        ("水", "水", ""),
        ("", "", ""),
    ],
)
def test_the_halves_of_a_comment(text: str, zh: str, en: str) -> None:
    assert halves(text) == {"zh": zh, "en": en}


def test_names_of_levers_and_switches(small_home: Path) -> None:
    workspace = load_workspace(small_home)
    parts, loops = read_structure(workspace).parts, workspace.registry.loops
    named = ("public investment", "public investment start", "switch R1", "reinvestment share", "residents")
    assert [variable_name(parts[name], loops, "zh") for name in named] == [
        "公共投资",
        "公共投资：开始时间",
        "回路 R1 开关",
        "再投资率",
        "residents",
    ]
    assert variable_name(parts["switch R1"], loops, "en") == "switch R1"


def test_equations_are_cleaned_of_line_breaks(tank_home: Path) -> None:
    model = load_workspace(tank_home).model
    assert model.variables["outflow"].equation == "outflow = water*(1- share)"
    assert equation_lines(model.variables["outflow"]) == ["outflow = water*(1-share)"]
    assert equation_lines(model.variables["water"]) == ["water = INTEG(inflow - outflow, opening)"]


def test_markdown_means_nothing_in_plain_text() -> None:
    assert plain("a|b_c*d <e>") == r"a\|b\_c\*d \<e\>"
    assert code("a|b") == r"`a\|b`"
    assert table(("x", "y"), [("1", "2")], right=(1,)) == "| x | y |\n| --- | ---: |\n| 1 | 2 |"
    assert table(("x",), []) == ""
    assert slug("Output & GDP_2020") == "output-gdp-2020"
