from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
from numpy.testing import assert_array_equal
from streamlit.testing.v1 import AppTest

import sim
from sim.outcomes.board_of_fan import fan_board
from sim.places import STATIC, page_folder
from sim.scenario.load import load_scenario
from sim.scenario.workspace import load_workspace
from sim.ui.cache import Sample, fan_of
from sim.ui.texts import TEXTS
from tests.ui.pages import HAN, html, open_app, row, texts, workbench

pytestmark = pytest.mark.slow

OUTPUT = "gross_industrial_output"


@pytest.fixture(scope="module")
def start() -> AppTest:
    return open_app()


def test_the_page_opens_in_chinese(start: AppTest) -> None:
    assert not start.exception
    assert not html(start, "fault")
    told = workbench(start)
    assert told is not None
    assert (told["query"], told["answer"]) == ("scenario=plan", None)
    assert told["rest"].endswith("&lang=zh&year=2035")


@pytest.mark.parametrize("page", ["explore", "scoreboard", "audit", "notes"])
@pytest.mark.parametrize(
    "query", [{}, {"compare": "trend", "year": "2025", "set": "industrial_land_supply:2"}]
)
def test_english_leaves_no_chinese(page: str, query: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: page)
    app = open_app(lang="en", **query)
    assert not app.exception
    assert not html(app, "fault")
    left = {(kind, found) for kind, text in texts(app) for found in HAN.findall(text)}
    assert not left


def test_every_text_is_there_in_both_languages() -> None:
    for key, text in TEXTS.items():
        assert set(text) == {"zh", "en"}, key
        assert not HAN.search(text["en"]), key


def asking(query: str, monkeypatch: pytest.MonkeyPatch, **link: str) -> dict[str, Any]:
    """Return what the workbench is told when it has asked for the members of a study."""
    monkeypatch.setattr("sim.ui.explore.asked_query", lambda: query)
    app = open_app(**parse_qs(query), **link)
    assert not app.exception
    assert not html(app, "fault")
    told = workbench(app)
    assert told is not None
    return told["answer"]


def test_the_answer_is_of_what_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    pinned = "plan;set:public_investment:120;name:高投入"
    query = f"scenario=plan&compare=trend&compare={pinned}&chart=rd_intensity&set=fiscal_research_support:30"
    answer = asking(query, monkeypatch)
    workspace = load_workspace()
    fan = fan_of(load_scenario("plan"), {"fiscal research support": 30}, Sample(7, "forecast"), workspace)
    other = fan_of(load_scenario("trend"), {}, Sample(7, "forecast"), workspace)
    variant = fan_of(load_scenario("plan"), {"public investment": 120}, Sample(7, "forecast"), workspace)
    assert (answer["query"], answer["members"], answer["failed"]) == (query, 1000, 0)
    assert [*answer["bands"]] == ["rd_intensity"]
    assert_array_equal(np.array(answer["bands"]["rd_intensity"]), fan.quantiles("rd_intensity"))
    for text, beside in (("trend", other), (pinned, variant)):
        bands = np.array(answer["pins"][text]["bands"]["rd_intensity"])
        assert_array_equal(bands, beside.quantiles("rd_intensity"))
        assert answer["pins"][text]["chances"][OUTPUT]["2025"] == beside.probability(OUTPUT, 2025)
        joint = fan_board(beside, workspace).group("headline", 2025).joint.value
        assert answer["pins"][text]["joint"]["2025"] == joint
    ours, theirs = (each.table.rows["rd_intensity"].series for each in (fan, other))
    assert ours is not None
    assert theirs is not None
    middle = np.quantile((ours - theirs)[:, 1:], 0.5, axis=1)
    assert_array_equal(np.array(answer["pins"]["trend"]["differences"]["rd_intensity"][2]), middle)
    assert answer["chances"][OUTPUT]["2025"] == fan.probability(OUTPUT, 2025)
    assert answer["central"] == {}


def test_what_is_given_by_year_is_run_by_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = asking("scenario=plan&path=fiscal_research_support:2021:7,2026:30", monkeypatch)
    table = sim.indicators(sim.run_scenario("plan", set={"fiscal research support": {2021: 7, 2026: 30}}))
    series = table.rows["rd_intensity"].series
    assert series is not None
    assert_array_equal(np.array(answer["central"]["rd_intensity"][0]), series[:, 0])


def test_the_year_changes_the_scoreboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "scoreboard")
    assert "7,500" in row(open_app(year="2025"), OUTPUT)
    assert "15,270" in row(open_app(year="2035"), OUTPUT)


def test_levers_of_a_link_move_the_scoreboard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "scoreboard")
    plain = row(open_app(), "rd_intensity")
    app = open_app(set=["fiscal_research_support:30", "fiscal_research_support_end:2030"])
    assert row(app, "rd_intensity") != plain
    assert "set=fiscal_research_support:30&set=fiscal_research_support_end:2030" in app.session_state["link"]


def test_a_tampered_link_is_reported_and_the_rest_restored() -> None:
    levers = ["fiscal_research_support:30", "<b>evil</b>:1"]
    app = open_app(scenario="plam", seed="x", set=levers, year="2025")
    assert not app.exception
    (reported,) = html(app, "fault")
    assert "没有名为 &quot;&lt;b&gt;evil&lt;/b&gt;&quot; 的杠杆" in reported
    assert "no lever &quot;&lt;b&gt;evil&lt;/b&gt;&quot;" in reported
    assert "&quot;seed&quot; is &quot;x&quot;" in reported
    told = workbench(app)
    assert told is not None
    assert told["query"] == "scenario=plan&set=fiscal_research_support:30"
    app.button(key="dismiss").click().run()
    assert not html(app, "fault")


def test_levers_that_do_not_go_together_are_reported_and_left_out() -> None:
    app = open_app(set=["fiscal_research_support_start:2030", "fiscal_research_support_end:2025"])
    (reported,) = html(app, "fault")
    assert "2025）早于开始（2030）" in reported
    told = workbench(app)
    assert told is not None
    assert told["query"] == "scenario=plan"


def test_indicators_that_are_not_modelled_have_no_figure(
    small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEDA_HOME", str(small_home))
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "scoreboard")
    (board,) = html(open_app(year="2025"), "board")
    row = board.split('data-indicator="satisfaction"')[1].split("</tr>")[0]
    assert "未建模" in row
    cells = [cell.split(">", 1)[1] for cell in row.split("<td ")[1:]]
    assert cells[3].startswith("—")
    assert cells[4].startswith("—")


def test_a_scenario_input_has_a_figure_and_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "scoreboard")
    (board,) = html(open_app(year="2025"), "board")
    row = board.split('data-indicator="government_service_satisfaction"')[1].split("</tr>")[0]
    assert "情景输入" in row
    assert "达标" not in row
    rows = [part.split("</tr>")[0] for part in board.split("<tr data-indicator=")[1:]]
    assert len(rows) >= 55
    assert not any("未建模" in found for found in rows)


def test_a_home_without_a_model_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_HOME", str(tmp_path / "nowhere"))
    app = open_app()
    assert not app.exception
    (reported,) = html(app, "fault")
    assert "这里没有 model 文件夹" in reported
    assert "there is no folder model here" in reported


def test_a_broken_model_and_scenario_are_reported(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_HOME", str(own_home))
    mended = (own_home / "scenarios" / "trend.yaml").read_text("utf-8")
    (own_home / "scenarios" / "trend.yaml").write_text(mended + "levrs: {}\n", "utf-8")
    app = open_app()
    (reported,) = html(app, "fault")
    assert "trend.yaml" in reported
    (own_home / "scenarios" / "trend.yaml").write_text(mended, "utf-8")
    app.run()
    assert not html(app, "fault")
    assert workbench(app)


def test_a_small_model_has_its_own_facts(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_HOME", str(small_home))
    app = open_app(compare="trend")
    assert not app.exception
    assert not html(app, "fault")
    told = workbench(app)
    assert told is not None
    facts = json.loads((page_folder() / STATIC / Path(told["address"]).name).read_bytes())
    assert "gross_output" in facts["headline"]


def test_the_forecast_is_shown_and_the_prior_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "scoreboard")
    app = open_app(year="2025")
    assert any("抽样取自预测（已向截至 " in note or "预测" in note for note in html(app, "note"))
    assert "draws=" not in app.session_state["link"]
    before = row(app, "national_high_tech_firms")
    app.selectbox(key="draws:zh").set_value("prior").run()
    assert not app.exception
    assert "draws=prior" in app.session_state["link"]
    assert row(app, "national_high_tech_firms") != before
    again = open_app(year="2025", draws="prior", lang="en")
    assert any("1,000 draws from the prior (no observations)" in note for note in html(again, "note"))


def test_without_a_forecast_there_is_no_choice(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_HOME", str(small_home))
    app = open_app()
    assert not [box for box in app.selectbox if str(box.key).startswith("draws:")]


@pytest.mark.parametrize("draws", ["forecast", "prior"])
def test_verdicts_of_the_scoreboard_follow_the_probabilities(
    draws: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "scoreboard")
    app = open_app(year="2025", scenario="trend", draws=draws)
    (board,) = html(app, "board")
    found = re.findall(r'class="pill (good|bad)">.*?抽样区间.*?>(?:&[lg]t;)?(\d+)%', board)
    assert len(found) > 40
    assert {verdict for verdict, share in found if int(share) < 50} == {"bad"}
    assert {verdict for verdict, share in found if int(share) > 50} == {"good"}
    met = sum(verdict == "good" for verdict, _ in found)
    (facts,) = (text for text in html(app, "facts") if "可评的规划目标" in text)
    assert int(re.search(r"不低于 50% 的 (\d+) 个", facts)[1]) <= met  # type: ignore[index]
    assert any("“达标”指达标概率不低于 50%" in note for note in html(app, "note"))


def test_the_scoreboard_shows_the_targets_met_together(
    small_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEDA_HOME", str(small_home))
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "scoreboard")
    app = open_app(year="2025", scenario="trend")
    (reported,) = (text for text in html(app, "facts") if "趋势" in text)
    # no draw has 30 residents, so none meets all: 0 of 1,000 has the interval 0 to 3.84/1,003.84
    names = "工业总产值、工业总产值增长率、累计固定资产投资总额、常住人口规模"
    assert f"主要指标（{names}）同时达标的概率 0.0%（0.0–0.4）。" in reported
    assert "表 1 可评的 4 项中，抽样达标项数的中位数为 " in reported
    (board,) = html(app, "board")
    people = board.split('data-indicator="resident_population"')[1].split("</tr>")[0]
    assert '<span title="95% 抽样区间 0.0–0.4（%）">&lt;1%</span>' in people


def test_the_scoreboard_marks_a_base_that_is_an_estimate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "scoreboard")
    rows = html(open_app(), "board")[0].split("<tr ")
    [health] = [row for row in rows if 'data-indicator="output_health"' in row]
    assert re.search(r"≈2\d\d <span[^>]*265 至 290[^>]*>基数为估计</span>", health)
    [total] = [row for row in rows if f'data-indicator="{OUTPUT}"' in row]
    assert "基数为估计" not in total


def test_a_link_says_what_has_changed_since_it_was_made(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEDA_HOME", str(own_home))
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "scoreboard")
    link = open_app(set="public_investment:300").session_state["link"]
    query = {name: values[0] for name, values in parse_qs(link).items()}
    assert len(query["id"]) == 12
    again = open_app(**query)
    assert not html(again, "fault")
    assert again.session_state["link"] == link
    file = own_home / "scenarios" / "plan.yaml"
    file.write_text(file.read_text("utf-8").replace("{from: 100,", "{from: 60,"), "utf-8")
    changed = open_app(**query)
    (told,) = html(changed, "fault")
    assert "在链接生成之后改过" in told
    assert re.search("工业总产值 2035 年：当时 [0-9,.]+，现在 [0-9,.]+ 亿元", told)
    changed.button(key="told_seen").click().run()
    assert not html(changed, "fault")
    damaged = open_app(**{**query, "seen": "x,1"})
    (reported,) = html(damaged, "fault")
    assert "are damaged. Ignored." in reported


def test_the_scoreboard_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "scoreboard")
    app = open_app(year="2025", compare="trend")
    app.selectbox(key="why:zh").set_value(OUTPUT).run()
    assert not app.exception
    boards = html(app, "board")
    assert len(boards) == 2  # causes and levers are one block
    assert "单独达标所需终值" in boards[1]
    (words,) = (text for text in html(app, "facts") if "工业总产值" in text and "board" in text)
    assert "趋势" in words
