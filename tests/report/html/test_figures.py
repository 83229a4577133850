"""Pages in Chromium, opened from the disk, have the figures of the engine."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

import sim
from sim.analysis.decision import backcast
from sim.analysis.evaluation.known import last_known
from sim.outcomes.fan import Fan
from sim.outcomes.levels import LEVELS
from sim.report.words.numbers import print_chance, print_figure
from sim.scenario.settable import LeverSlot
from sim.scenario.workspace import Workspace
from tests.report.html.browser import (
    CELLS,
    CHART,
    INVESTMENT,
    RESEARCH,
    TYPE,
    Opened,
    figures_of,
    shown_figures,
    turned,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


SETTINGS = 100


def test_every_scenario_has_the_figures_of_the_engine(opened: Opened) -> None:
    for number, entry in enumerate(["plan"] + [e.name for e in sim.list_scenarios() if e.name != "plan"]):
        opened.page.select_option("#scenario", str(number))
        opened.rest()
        table = sim.indicators(entry)
        assert shown_figures(opened, table) == figures_of(table), entry
    opened.page.select_option("#scenario", "0")
    opened.rest()


def _settings(slots: list[LeverSlot], chance: random.Random) -> dict[str, float]:
    """Return end values of some levers, as a reader might type them."""
    found = {}
    for slot in chance.sample(slots, chance.randint(1, 6)):
        low, high = slot.lever.minimum, slot.lever.maximum
        value = float(f"{chance.uniform(low, high):.4g}")
        found[slot.key] = min(max(value, low), high)
    return found


def test_random_settings_have_the_figures_of_the_engine(opened: Opened, workspace: Workspace) -> None:
    chance = random.Random(13)
    slots = [slot for elements in workspace.slots.values() for slot in elements.values()]
    percent = opened.page.evaluate(
        """() => JSON.parse(document.getElementById("facts").textContent).groups
        .flatMap((group) => group.levers).filter((lever) => lever.percent).map((lever) => lever.name)"""
    )
    for _ in range(SETTINGS):
        settings = _settings(slots, chance)
        typed = {
            name: f"{100 * value!r}" if name in percent else repr(value) for name, value in settings.items()
        }
        exact = {  # what the page reads from what is typed
            name: float(text) / 100 if name in percent else float(text) for name, text in typed.items()
        }
        opened.page.evaluate(TYPE, typed)
        given = _command_settings(opened)
        assert exact == {name: _end(given[name]) for name in exact}
        assert {name.partition("[")[0].rpartition(" ")[2] for name in given.keys() - exact} <= {
            "start",
            "end",
        }
        table = sim.indicators(sim.run_scenario("plan", set=given))
        assert shown_figures(opened, table) == figures_of(table), given
    opened.page.click("#reset")
    opened.rest()


def _command_settings(opened: Opened) -> dict[str, float | str]:
    """Return what the command on the page sets."""
    command = opened.page.locator("footer code").inner_text()
    found = re.findall(r'--set "([^"=]+)=([^"]+)"', command)
    return {name: value if ":" in value else float(value) for name, value in found}


def _end(value: float | str) -> float:
    """Return the value of a lever, or that at the end of its path."""
    return float(str(value).rpartition(":")[2])


def test_what_is_moved_anew_leaves_the_years_gone_as_they_were(opened: Opened, workspace: Workspace) -> None:
    page = opened.page
    known = last_known(workspace.registry.observed, workspace)
    assert known + 1 == backcast.START  # searches begin there too
    page.select_option("#scenario", label="趋势")
    opened.rest()
    page.locator(".chart summary").first.click()
    before = page.evaluate(CHART)
    page.evaluate(TYPE, {RESEARCH: "30", INVESTMENT: "150", "ethylene project": "0"})
    opened.rest()
    after = page.evaluate(CHART)
    same = [one[:7] == other[:7] for one, other in zip(before, after, strict=True)]
    assert same == [int(row[0]) <= known for row in before]
    years = {f"{RESEARCH} start": 2025, f"{RESEARCH} end": 2027, RESEARCH: 30}
    assert years.items() <= _command_settings(opened).items()
    ramp = page.locator(f".lever[data-name='{RESEARCH}'] .ramp")
    expect(ramp).to_have_text("2025 年末 6 → 2027 年末 30")
    page.evaluate(TYPE.replace('document.getElementById("reset").click();', ""), {RESEARCH: "6"})
    assert RESEARCH not in " ".join(_command_settings(opened))  # back where it was, nothing is left
    page.evaluate(
        TYPE.replace("-box", "-start").replace('document.getElementById("reset").click();', ""),
        {INVESTMENT: "2020"},
    )
    expect(page.locator(f".lever[data-name='{INVESTMENT}'] .ramp")).to_contain_text(
        "含 2025 年及以前，属事后假设"
    )
    assert f"{INVESTMENT} start" not in _command_settings(opened)
    page.click("#reset")
    page.locator(".chart summary").first.click()
    page.select_option("#scenario", label="规划")
    opened.rest()


def test_measures_of_the_years_gone_turn_after_them(opened: Opened, workspace: Workspace) -> None:
    """What a plan has done until the last published year stays as it was, to the last bit."""
    page = opened.page
    known = last_known(workspace.registry.observed, workspace)
    page.locator(".chart summary").first.click()
    before = page.evaluate(CHART)
    page.evaluate(TYPE, {INVESTMENT: "125", RESEARCH: "3", "carbon cap": "1000"})
    opened.rest()
    given = _command_settings(opened)
    years = {INVESTMENT: "2026:95,2027:115,2028:125,2040:125", RESEARCH: "2026:7.5,2027:4.5,2028:3,2040:3"}
    assert given == {**years, "carbon cap": 1000}
    assert turned({INVESTMENT: 125, RESEARCH: 3}) == years
    table = sim.indicators(sim.run_scenario("plan", set=given))
    assert shown_figures(opened, table) == figures_of(table)
    same = [one[:7] == other[:7] for one, other in zip(before, page.evaluate(CHART), strict=True)]
    assert same == [int(row[0]) <= known for row in before]
    ramp = page.locator(f".lever[data-name='{INVESTMENT}'] .ramp")
    expect(ramp).to_have_text("2025 年末 85 → 2027 年末 125")
    typed = TYPE.replace('document.getElementById("reset").click();', "")
    page.evaluate(typed, {INVESTMENT: "45"})
    assert _command_settings(opened)[INVESTMENT] == "2026:75,2027:55,2028:45,2040:45"
    page.evaluate(typed, {INVESTMENT: "85"})
    assert INVESTMENT not in _command_settings(opened)  # back where the scenario has it
    page.evaluate(typed.replace("-box", "-start"), {INVESTMENT: "2022"})
    expect(ramp).to_contain_text("属事后假设")
    page.click("#reset")
    page.locator(".chart summary").first.click()
    opened.rest()


def _likelihood(share: float) -> str:
    words = ((0.9, "很可能达标"), (0.66, "较可能达标"), (0.33, "难料"), (0.1, "较难达标"), (0, "很难达标"))
    return next(word for least, word in words if share >= least)


def test_probabilities_and_bands_are_those_of_the_same_members(opened: Opened, fan: Fan) -> None:
    opened.page.locator(".chart summary").first.click()
    cells, horizons = opened.page.evaluate(CELLS), fan.table.registry.plan.horizons
    judged = 0
    for key, texts in cells.items():
        for year in horizons:
            share = fan.probability(key, year)
            word = "" if share is None else f"{_likelihood(share)} {print_chance(share)}"
            assert texts[f"chance {year}"] == word, (key, year)
            band = fan.figure_range(key, year)
            decimals = fan.table.rows[key].entry.decimals
            ends = "" if band is None else " 至 ".join(print_figure(end, decimals) for end in band)
            assert texts[f"range {year}"] == ends, (key, year)
            judged += share is not None
    assert judged > 30
    first = fan.table.registry.zone.headline[0]
    decimals = fan.table.rows[first].entry.decimals
    bands, line = fan.quantiles(first), fan.central(first)
    assert bands is not None
    assert line is not None
    expected = [
        [str(year), *(print_figure(value, decimals) for value in (line[place], *bands[:, place]))]
        for place, year in enumerate(fan.table.years)
    ]
    assert len(LEVELS) == 5
    shown = opened.page.evaluate(CHART)
    assert [cells[: 2 + len(LEVELS)] for cells in shown] == expected
    heads = opened.page.locator(".chart table thead").first.locator("th").all_inner_texts()
    assert heads[2 + len(LEVELS) :] == ["2020 基数", "远景：基数的 3 倍（年均 7.6%）", "目标"]
    last = {cells[0]: cells[-1] for cells in shown}
    assert (last["2025"], last["2035"], last["2034"]) == ("7,500", "15,270", "—")
    opened.page.locator(".chart summary").first.click()


def test_the_years_of_a_ramp_have_the_figures_of_the_engine(opened: Opened) -> None:
    page = opened.page
    lever = page.locator(f".lever[data-name='{INVESTMENT}']")
    lever.locator("summary").first.click()
    for field, value in (("start", "2025"), ("end", "2030")):
        if field == "end":
            page.fill(f"[id='lever-{INVESTMENT}-{field}']", value)
            page.press(f"[id='lever-{INVESTMENT}-{field}']", "Enter")
    page.fill(f"[id='lever-{INVESTMENT}-start']", "2026")
    page.press(f"[id='lever-{INVESTMENT}-start']", "Enter")
    expect(page.locator("footer code")).to_contain_text('--set "public investment start=2026"')
    opened.rest()
    table = sim.indicators(
        sim.run_scenario("plan", set={f"{INVESTMENT} start": 2026, f"{INVESTMENT} end": 2030})
    )
    assert shown_figures(opened, table) == figures_of(table)
    page.fill(f"[id='lever-{INVESTMENT}-start']", "2031")
    page.press(f"[id='lever-{INVESTMENT}-start']", "Enter")
    expect(lever.locator("[role=alert]")).to_have_text("开始（2031）不能晚于结束（2030），没有采用。")
    page.click("#reset")


def test_a_lever_that_a_scenario_gives_by_year(browser: Browser, tmp_path: Path) -> None:
    """The other scenarios of the page have their own equations in its place."""
    scenario, file = tmp_path / "history.yaml", tmp_path / "history.html"
    scenario.write_text(
        "extends: plan\n"
        "title: {zh: 已执行, en: As carried out}\n"
        "about: {zh: 试, en: try}\n"
        f"levers: {{{INVESTMENT}: {{path: {{2021: 60, 2022: 95, 2024: 70}}}}}}\n",
        "utf-8",
    )
    file.write_bytes(sim.build_html([scenario, "plan"]))
    opened = Opened(browser, file)
    page = opened.page
    opened.rest()
    table = sim.indicators(scenario)
    assert shown_figures(opened, table) == figures_of(table)
    page.locator(f".lever[data-name='{INVESTMENT}'] summary").first.click()
    expect(page.locator(f"[id='lever-{INVESTMENT}-from']")).to_be_disabled()
    page.fill(f"[id='lever-{INVESTMENT}-start']", "2023")
    page.press(f"[id='lever-{INVESTMENT}-start']", "Enter")
    expect(page.locator(f".lever[data-name='{INVESTMENT}'] [role=alert]")).to_have_text(
        "已逐年给值到 2024 年，不能更早开始；没有采用。"
    )
    page.select_option("#scenario", "1")
    opened.rest()
    table = sim.indicators("plan")
    assert shown_figures(opened, table) == figures_of(table)
    assert opened.said == []


def test_it_asks_for_nothing_and_reports_nothing(opened: Opened, shipped: Path) -> None:
    assert opened.foreign == []
    assert opened.requests[0] == shipped.as_uri()
    assert opened.said == []
