from __future__ import annotations

import json
import os
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
from tests.ui.pages import HAN, html, open_app, texts, workbench

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


def test_the_first_page_has_nothing_in_which_tables_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit would load pandas for it, and the first visitor would wait."""
    looked_at: list[object] = []
    monkeypatch.setattr("streamlit.dataframe_util.determine_data_format", looked_at.append)
    assert workbench(open_app()) is not None
    assert looked_at == []


def test_the_files_of_other_servers_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.workbench.page_folder", lambda: tmp_path)
    (tmp_path / STATIC).mkdir()
    of_another, of_none = (tmp_path / STATIC / f"workbench-{name}.json" for name in "ab")
    for file in (of_another, of_none):
        file.write_text("{}")
    os.utime(of_none, (0, 0))
    told = workbench(open_app())
    assert told is not None
    own = tmp_path / STATIC / told["address"].rsplit("/", 1)[-1]
    assert set((tmp_path / STATIC).iterdir()) == {own, of_another}


@pytest.mark.parametrize("page", ["explore", "audit", "notes"])
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
    monkeypatch.setattr("sim.ui.shell.asked_query", lambda: query)
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


def test_a_link_keeps_what_it_was_opened_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "notes")
    app = open_app(set=["fiscal_research_support:30", "fiscal_research_support_end:2030"])
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
    forecast = asking("scenario=plan", monkeypatch)
    prior = asking("scenario=plan", monkeypatch, draws="prior")
    key = "national_high_tech_firms"
    assert forecast["chances"][key]["2025"] != prior["chances"][key]["2025"]
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "notes")
    app = open_app()
    assert any("取自预测" in text for text in html(app, "facts"))
    assert "draws=" not in app.session_state["link"]
    app.selectbox(key="draws:zh").set_value("prior").run()
    assert not app.exception
    assert "draws=prior" in app.session_state["link"]
    again = open_app(draws="prior", lang="en")
    assert any("from the prior (no observations)" in text for text in html(again, "facts"))


def test_without_a_forecast_there_is_no_choice(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_HOME", str(small_home))
    app = open_app()
    assert not [box for box in app.selectbox if str(box.key).startswith("draws:")]


def test_a_link_says_what_has_changed_since_it_was_made(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEDA_HOME", str(own_home))
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "notes")
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


def test_the_answer_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = {"indicator": OUTPUT, "year": 2025}
    monkeypatch.setattr("sim.ui.explore.asked_why", lambda: wanted)
    answer = asking("scenario=plan&compare=trend", monkeypatch)["why"]
    assert (answer["indicator"], answer["year"]) == (OUTPUT, 2025)
    assert answer["sentences"][0].startswith("趋势 6,")
    assert len(answer["rows"]) > 5
    assert {len(row) for row in answer["rows"]} == {len(answer["heads"])}
    alone = asking("scenario=plan", monkeypatch)["why"]
    assert "2020" in alone["sentences"][0]


@pytest.mark.parametrize(
    "wanted",
    [
        None,
        7,
        {"indicator": "nothing", "year": 2025},
        {"indicator": OUTPUT, "year": 1},
        {"indicator": [OUTPUT]},
    ],
)
def test_what_cannot_be_asked_about_has_no_answer(wanted: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.explore.asked_why", lambda: wanted)
    assert asking("scenario=plan", monkeypatch)["why"] is None


def test_the_answer_has_what_is_met_together(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_HOME", str(small_home))
    answer = asking("scenario=trend", monkeypatch)
    assert answer["joint"]["2025"] == 0  # no draw has 30 residents
    assert answer["table1"]["count"] == 4
    assert 0 <= answer["table1"]["low"] <= answer["table1"]["middle"] <= answer["table1"]["high"] <= 4
    low, high = answer["ranges"]["gross_output"]["2025"]
    assert low < high
