"""The page of the model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from sim.analysis.structure import read_structure
from sim.run.single import run_scenario
from sim.scenario.workspace import load_workspace
from sim.ui.cache import course_of, scenarios_of
from sim.ui.variable_chart import course_data
from tests.ui.pages import HAN, html, open_app, texts

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def at_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "model")


@pytest.fixture
def small(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TEDA_HOME", str(small_home))
    return small_home


def reported(app: AppTest) -> str:
    """Return what the page says of the variable, without tags."""
    (card,) = html(app, "variable")
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", card)).strip()


def labels(app: AppTest, key: str) -> list[str]:
    """Return the words on the buttons of a list."""
    (found,) = [pills for pills in app.pills if pills.key == key]
    return list(found.options)


def test_a_variable_of_the_address_is_shown(small: Path) -> None:
    app = open_app(variable="output_per_capital")
    assert not app.exception
    assert reported(app) == (
        "产出资本比 output per capital 常量 1/年 output per capital= 5 数值 5 范围 0–20 "
        "不确定范围 4–6 1/年（三角分布） 证据等级 B 理由 便于手算。 来源 规划纲要, 2021：“工业总产值” "
        "行 teda.mdl:22 "
        "单独变动的影响 情景“规划”，其他一切照旧（不计滑块的改动），从范围一端到另一端。 4 → 6 2025 2035 "
        "工业总产值 亿元 6,480 → 9,720 +3,240 14,400 → 21,600 +7,200 工业总产值增长率 % 10.1 0 8.9 0 "
        "累计固定资产投资总额 亿元 700 0 1,000 0 "
        "常住人口规模 万人 28 0 38 0 单位产值能源消耗降低 % 38.3 0 72.2 0"
    )
    assert labels(app, "uses:output per capital:zh") == ["output"]
    assert "variable=output_per_capital" in app.session_state["link"]


def test_a_cause_leads_to_its_own_card(small: Path) -> None:
    app = open_app(variable="output")
    assert labels(app, "causes:output:zh") == ["capital", "产出资本比"]
    app.pills(key="causes:output:zh").set_value("output per capital").run()
    assert reported(app).startswith("产出资本比 output per capital 常量")
    assert "variable=output_per_capital" in app.session_state["link"]
    app.pills(key="uses:output per capital:zh").set_value("output").run()
    assert reported(app).startswith("output")


def test_a_stock_does_not_lead_to_itself(small: Path) -> None:
    assert load_workspace(small).model.variables["demand"].causes[0] == "demand"
    assert labels(open_app(variable="demand"), "causes:demand:zh") == [
        "汽车需求增速、医药需求增速",
        "初始需求",
    ]


def test_a_search_and_a_sector(small: Path) -> None:
    app = open_app()
    assert not html(app, "variable")
    search = app.selectbox(key="variable:zh")
    assert "再投资率  reinvestment share" in search.options
    search.set_value("reinvestment share").run()
    assert reported(app).startswith("再投资率")
    app.selectbox(key="sector:zh").set_value("Control").run()
    assert not html(app, "variable")
    assert "sector=Control" in app.session_state["link"]
    assert labels(app, "list:Control:control:zh") == ["INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER"]


def test_the_value_that_a_scenario_sets(small: Path) -> None:
    app = open_app(variable="public_investment_to", scenario="plan")
    assert "数值 100（规划：200）" in reported(app)
    assert "数值 100（" not in reported(open_app(variable="public_investment_to", scenario="trend"))


def test_the_course_is_that_of_the_scenario(small: Path) -> None:
    workspace = load_workspace(small)
    variable = workspace.model.variables["public investment"]
    run = course_of(scenarios_of(workspace)["plan"], {}, workspace)
    rows = course_data(variable, run, workspace.registry, "zh").to_pylist()
    assert [(row["year"], row["value"]) for row in rows[:7]] == [
        (2020, 100),
        (2021, 120),
        (2022, 140),
        (2023, 160),
        (2024, 180),
        (2025, 200),
        (2026, 200),
    ]
    moved = course_of(scenarios_of(workspace)["plan"], {"public investment": 300}, workspace)
    assert course_data(variable, moved, workspace.registry, "zh").to_pylist()[-1]["figure"] == "300"
    demand = course_data(workspace.model.variables["demand"], run, workspace.registry, "en").to_pylist()
    assert {row["element"] for row in demand} == {"automobiles", "health"}
    assert len(demand) == 2 * 16


def test_the_course_agrees_with_the_indicators() -> None:
    workspace = load_workspace()
    plan = run_scenario("plan")
    key = next(name for name in workspace.registry.indicators["resident_population"].levels)
    run = course_of(scenarios_of(workspace)["plan"], {}, workspace)
    assert (run[key] == plan.run[key]).all()


def test_an_unknown_variable_is_reported_with_the_nearest(small: Path) -> None:
    app = open_app(variable="outputt", sector="Contrl")
    assert not app.exception
    (fault,) = html(app, "fault")
    assert "模型中没有变量 &quot;outputt&quot;，已忽略。最接近的是 &quot;output&quot;。" in fault
    assert "the model has no variable &quot;outputt&quot;; ignored. Nearest: &quot;output&quot;." in fault
    assert "the model has no sector &quot;Contrl&quot;; ignored. Nearest: &quot;Control&quot;." in fault
    assert not html(app, "variable")


@pytest.mark.parametrize("kind", ["stock", "flow", "lever", "constant", "switch", "lookup"])
def test_english_leaves_no_chinese(kind: str) -> None:
    parts = read_structure(load_workspace()).parts
    name = next((name for name, part in parts.items() if part.role == kind), None)
    app = open_app(lang="en", variable=name or "")
    assert not app.exception
    left = {(where, found) for where, text in texts(app) for found in HAN.findall(text)}
    assert not left


def test_every_variable_can_be_shown(small: Path) -> None:
    for name in load_workspace(small).model.variables:
        app = open_app(variable=name)
        assert not app.exception
        assert name in reported(app)
