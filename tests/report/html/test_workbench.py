"""What readers do with a page opened from the disk works."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

import sim
from sim.analysis.decision.reach import reaches
from sim.analysis.decision.shapley import exact_parts
from sim.outcomes.board_of_fan import fan_board
from sim.outcomes.fan import Fan, run_fan
from sim.outcomes.levels import LEVELS
from sim.report.html.study import MEMBERS
from sim.report.words.figures import figure_of
from sim.report.words.numbers import print_chance, print_change, print_digits, print_figure
from sim.sampling.request import SEED
from sim.sampling.sampler import draw
from sim.scenario.workspace import Workspace
from tests.report.html.browser import (
    CELLS,
    CHART,
    INVESTMENT,
    RESEARCH,
    TYPE,
    WAIT,
    Opened,
    figure_cell,
    figures_of,
    shown_figures,
    turned,
)
from tests.ui.latin import TEXTS, foreign_words

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_slider_moves_by_keyboard_and_by_mouse(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    slider, box = page.locator(f"[id='lever-{RESEARCH}']"), page.locator(f"[id='lever-{RESEARCH}-box']")
    figure = figure_cell(opened, "rd_intensity", 2035)
    before = figure.text_content()
    slider.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    moved = box.input_value()
    assert float(moved) > 9
    expect(figure).not_to_have_text(before or "")
    expect(page.locator("h2#results")).to_have_text("规划（已改 1 项）")
    opened.rest()
    bounds = slider.bounding_box()
    assert bounds
    middle = bounds["y"] + bounds["height"] / 2
    page.mouse.move(bounds["x"] + bounds["width"] / 2, middle)
    page.mouse.down()
    for step in range(10):
        page.mouse.move(bounds["x"] + bounds["width"] * (0.5 + step / 30), middle)
    page.mouse.up()
    assert float(box.input_value()) > float(moved)
    opened.rest()
    expect(page.locator(".targets th.pin-1")).to_have_text(["2025 规划（原值）", "2035 规划（原值）"])
    (path,) = turned({RESEARCH: float(box.input_value())}).values()
    expect(page.locator("footer code")).to_have_text(f'teda run plan --set "{RESEARCH}={path}"')
    page.click("#reset")
    assert box.input_value() == "9"
    expect(figure).to_have_text(before or "")
    assert opened.said == []


def test_changes_are_told_with_the_part_of_each(
    browser: Browser, shipped: Path, workspace: Workspace
) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    expect(page.locator(".changes")).to_be_hidden()
    given = {RESEARCH: 30.0, INVESTMENT: 120.0, "promotion effort": 2.0}
    page.evaluate(TYPE, {name: repr(value) for name, value in given.items()})
    opened.rest()
    page.locator(".changes > summary").click()
    assert page.locator(".changes li").all_inner_texts()[0] == (
        "公共投资：2025 年末 85 → 2027 年末 120 亿元/年"
    )
    order = (INVESTMENT, "promotion effort", RESEARCH)
    worth = []
    for coalition in range(2 ** len(order)):
        levers = turned({name: given[name] for player, name in enumerate(order) if coalition >> player & 1})
        table = sim.indicators(sim.run_scenario("plan", set=levers))
        worth.append(float(figure_of(table.rows["gross_industrial_output"], 2035)))
    parts = exact_parts(np.array(worth))
    cells = page.locator(".changes tbody tr").nth(1).locator("td").all_inner_texts()
    assert cells[0] == "2035"
    assert cells[1:4] == [
        print_figure(worth[0], 1),
        print_figure(worth[-1], 1),
        print_change(worth[-1] - worth[0], 1),
    ]
    assert cells[4:] == [print_change(part, 1) for part in parts]
    assert opened.said == []


def _column(opened: Opened, column: str) -> list[str]:
    """Return what a column of the grid shows, from top to bottom."""
    cells = opened.page.locator(f".targets [data-column='{column}']:visible").all_inner_texts()
    return [text.split("\n")[0] for text in cells]


def test_the_grid_is_sorted_and_filtered(opened: Opened, fan: Fan) -> None:
    page = opened.page
    head = page.locator(".targets th", has_text="2025 推演值")
    plain = _column(opened, "figure 2025")
    for direction in ("ascending", "descending"):
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", direction)
        shown = [float(text.replace(",", "")) for text in _column(opened, "figure 2025") if text != "—"]
        assert shown == sorted(shown, reverse=direction == "descending")
        assert len(shown) > 50
    head.get_by_role("button").click()
    assert _column(opened, "figure 2025") == plain
    page.get_by_label("查找指标").fill("产值")
    expect(page.locator(".tools [role=status]")).to_have_text(re.compile(r"^显示 \d+ / \d+$"))
    names = page.locator(".targets button.name:visible").all_inner_texts()
    assert names
    assert all("产值" in name for name in names)
    page.get_by_label("查找指标").fill("")
    page.get_by_label("全部达标可能").select_option(label="很难达标")
    for key in page.evaluate(
        "() => [...document.querySelectorAll('.targets tr[data-id]')].map((row) => row.dataset.id)"
    ):
        shares = [fan.probability(key, year) for year in fan.table.registry.plan.horizons]
        assert next(share for share in shares if share is not None) < 0.1
    page.get_by_label("全部达标可能").select_option("")
    page.get_by_label("全部属性").select_option(label="约束性")
    bound = [key for key, entry in fan.table.registry.plan.targets.items() if entry.attribute == "binding"]
    expect(page.locator(".targets tr[data-id]")).to_have_count(len(bound))
    page.get_by_label("全部属性").select_option("")
    assert _column(opened, "figure 2025") == plain


def test_the_grid_has_gaps_and_what_was_published(opened: Opened, fan: Fan, workspace: Workspace) -> None:
    cells = opened.page.evaluate(CELLS)
    registry = fan.table.registry
    for key in ("gross_industrial_output", "rd_intensity", "market_entities"):
        row = fan.table.rows[key]
        gap = float(figure_of(row, 2025)) - row.planned.values[2025]
        assert cells[key]["gap 2025"] == print_change(gap, row.entry.decimals)
        last = max(registry.observations.get(key, ()), key=lambda one: one.year, default=None)
        assert cells[key]["published"].endswith("—" if last is None else f"\n{last.year}")
    assert cells["fixed_asset_investment"]["base"] == "440.8/年"  # beside a target of five years
    assert "/年\n" in cells["fixed_asset_investment"]["published"]
    assert cells["gross_industrial_output"]["base"] == "5,090"
    board = fan_board(fan, workspace)
    table1 = board.group("table1", 2025)
    summary = opened.page.locator(".grid > .note").inner_text()
    low, middle, high = (table1.quantile(level) for level in (0.05, 0.5, 0.95))
    assert f"中位数为 {middle}（5%–95%：{low}–{high}）" in summary
    judged = [
        row
        for row in board
        if row.share is not None and row.target.year == 2025 and row.planned.kind == "plan"
    ]
    met = sum(row.share.value >= 0.5 for row in judged if row.share)
    assert f"2025 年可评的规划目标 {len(judged)} 个，达标概率不低于 50% 的 {met} 个" in summary


def test_a_row_says_what_levers_would_do(opened: Opened, workspace: Workspace) -> None:
    page = opened.page
    name = page.locator("tr[data-id=national_high_tech_firms] button.name")
    name.click()
    expect(name).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".reasons")).not_to_contain_text(re.compile("…|正在"), timeout=WAIT)
    found = [
        each
        for each in reaches(sim.load_scenario("plan"), "national_high_tech_firms", 2025, workspace)
        if each.change
    ]
    found = [each for place, each in enumerate(found) if place < 6 or each.needed is not None]
    rows = page.locator(".reasons tbody tr")
    assert rows.evaluate_all("(rows) => rows.map((row) => row.dataset.name)") == [
        each.slot.key for each in found
    ]
    ends = page.locator(".reasons tbody td:nth-child(3)").all_inner_texts()
    assert ends == [f"{print_figure(each.low, 1)} → {print_figure(each.high, 1)}" for each in found]
    needed = page.locator(".reasons tbody td:nth-child(4)").all_inner_texts()
    assert [text == "—" for text in needed] == [each.needed is None for each in found]
    strong = next(each for each in found if each.needed is not None and each.needed != each.own)
    page.locator(f".reasons tr[data-name='{strong.slot.key}']").get_by_role("button").click()
    opened.rest()
    table = sim.indicators(sim.run_scenario("plan", set={strong.slot.key: strong.needed}))
    assert shown_figures(opened, table) == figures_of(table)
    assert table.rows["national_high_tech_firms"].met(2025)[0]
    page.click("#reset")
    name.click()
    expect(page.locator(".reasons")).to_have_count(0)
    opened.rest()


def test_own_variants_are_pinned_and_compared(
    browser: Browser, shipped: Path, workspace: Workspace, fan: Fan
) -> None:
    opened = Opened(browser, shipped, viewport={"width": 1400, "height": 900})
    opened.rest()
    page = opened.page
    page.evaluate(TYPE, {RESEARCH: "30", INVESTMENT: "120"})
    opened.rest()
    page.click("#pin")
    page.get_by_label("第 2 个对照的名称").fill("高投入；A&B;name:%")
    page.get_by_label("第 2 个对照的名称").press("Enter")
    page.select_option("#add-pin", label="趋势（原值）")
    expect(page.locator("#pin")).to_be_disabled()
    page.evaluate(TYPE, {INVESTMENT: "60"})
    opened.rest()
    variant = sim.run_scenario("plan", set=turned({RESEARCH: 30, INVESTMENT: 120}))
    for place, run in enumerate((sim.run_scenario("plan"), variant, sim.run_scenario("trend")), 1):
        table = sim.indicators(run)
        assert shown_figures(opened, table, f"pin-{place}") == figures_of(table)
    page.locator("summary", has_text="方案比较").click()
    texts = [row.split("\t") for row in page.locator(".comparison tr").all_inner_texts()]
    rows = {title: figures for title, *figures in texts}
    assert rows["公共投资（亿元/年）"] == ["60", "85", "120", "70"]
    assert rows["财政科技支持（亿元/年）"] == ["9", "9", "30", "6"]
    other = run_fan(variant.scenario, workspace, draw(workspace, MEMBERS, SEED))
    joint = [fan_board(each, workspace).group("headline", 2035).joint.value for each in (fan, other)]
    assert rows["2035 年主要指标同时达标的概率"][1:3] == [print_chance(share) for share in joint]
    known = page.url
    page.reload()
    opened.rest()
    assert page.url == known
    expect(page.get_by_label("第 2 个对照的名称")).to_have_value("高投入；A&B;name:%")
    page.get_by_role("button", name="移除 趋势").click()
    expect(page.locator(".pin")).to_have_count(2)
    page.click("#undo")
    expect(page.locator(".pin")).to_have_count(3)
    page.get_by_role("button", name="打开 高投入").click()
    opened.rest()
    assert page.input_value(f"[id='lever-{INVESTMENT}-box']") == "120"
    expect(page.locator(".targets th.pin-2")).to_have_count(0)  # it is what is set
    assert opened.said == []


def test_differences_from_a_pinned_study_are_paired(
    browser: Browser, shipped: Path, workspace: Workspace, fan: Fan
) -> None:
    opened = Opened(browser, shipped)
    page = opened.page
    opened.rest()
    page.evaluate(TYPE, {RESEARCH: "30"})
    opened.rest()
    page.select_option("#difference", label="与“规划（原值）”之差")
    page.locator(".chart summary").first.click()
    scenario = sim.run_scenario("plan", set=turned({RESEARCH: 30})).scenario
    changed = run_fan(scenario, workspace, draw(workspace, MEMBERS, SEED))
    key = fan.table.registry.zone.headline[0]
    ours, theirs = (each.table.rows[key].series for each in (changed, fan))
    assert ours is not None
    assert theirs is not None
    bands = np.quantile((ours - theirs)[:, 1:], LEVELS, axis=1)
    row = page.evaluate(CHART)[-1]
    assert row[1:7] == [print_figure(float(value), 0) for value in ((ours - theirs)[-1, 0], *bands[:, -1])]
    page.get_by_role("button", name="移除 规划").click()
    expect(page.locator("#difference")).to_be_hidden()


def test_a_chinese_page_has_no_english(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    page.evaluate(TYPE, {RESEARCH: "30"})
    opened.rest()
    page.locator("tr[data-id=rd_intensity] button.name").click()
    for details in page.locator("details").all():
        details.evaluate("(each) => { each.open = true; }")
    expect(page.locator(".comparison td").first).to_be_visible()
    assert foreign_words(page.evaluate(TEXTS)) == {}


def test_a_multiple_says_what_it_amounts_to(browser: Browser, shipped: Path, workspace: Workspace) -> None:
    opened = Opened(browser, shipped)
    page, lever = opened.page, "promotion effort"
    cost = workspace.model.constants["cost of promotion"]
    lines = page.locator(f".lever[data-name='{lever}'] .equivalent")
    for text in ("1.2", "2", "0.25"):
        page.fill(f"[id='lever-{lever}-box']", text)
        page.press(f"[id='lever-{lever}-box']", "Enter")
        value = print_digits(float(text) * cost, 3)
        said = f"其他不变时 ≈ {value} 亿元/年 · 招商支出（2020 年力度）为 {print_digits(cost, 3)}"
        expect(lines).to_have_text([said])
    page.click("#language")
    expect(lines).to_have_text(
        [re.compile(r"^all else equal ≈ 0\.\d+ \(100M CNY/year\) · Cost of investment promotion")]
    )
    expect(page.locator(f".lever[data-name='{RESEARCH}'] .equivalent")).to_have_count(0)
    opened.rest()
    assert opened.said == []


def test_cards_have_the_years_between_the_horizons(opened: Opened) -> None:
    row = sim.indicators("plan").rows["gross_industrial_output"]
    lines = opened.page.locator(".card[data-id='gross_industrial_output'] .line")
    expect(lines.locator(".year")).to_have_text(["2025", "2030", "2035"])
    figures = [row.figure(year) for year in (2025, 2030, 2035)]
    expect(lines.locator("b")).to_have_text(
        [print_figure(float(each[0]), 0) for each in figures if each is not None]
    )
    expect(lines.locator(".aim")).to_have_text(["目标 7,500", "", "目标 15,270"])


def test_another_scenario_keeps_the_levers_that_were_moved(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    page.evaluate(TYPE, {RESEARCH: "30"})
    page.select_option("#scenario", label="趋势")
    opened.rest()
    assert page.input_value(f"[id='lever-{RESEARCH}-box']") == "30"
    table = sim.indicators(sim.run_scenario("trend", set=turned({RESEARCH: 30})))
    assert shown_figures(opened, table) == figures_of(table)


def test_the_language_switches_every_word(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    page.fill(f"[id='lever-{INVESTMENT}-box']", "120")
    page.press(f"[id='lever-{INVESTMENT}-box']", "Enter")
    page.click("#language")
    opened.rest()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#language")).to_be_focused()
    assert page.input_value(f"[id='lever-{INVESTMENT}-box']") == "120"
    for details in page.locator("details").all():
        details.evaluate("(each) => { each.open = true; }")
    words = page.evaluate("() => document.getElementById('page').innerText")
    evidence = page.evaluate(
        "() => [...document.querySelectorAll('dl')].map((each) => each.innerText).join()"
    )
    left = re.sub("[中文]", "", words)
    for text in evidence.split("\n"):
        left = left.replace(text, "")
    assert not re.findall("[\u4e00-\u9fff]+", left)
    page.reload()
    opened.rest()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert page.input_value(f"[id='lever-{INVESTMENT}-box']") == "120"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("999", "999 超出 0–250，没有采用。"),
        ("-1", "-1 超出 0–250，没有采用。"),
        ("一百", "“一百”不是数字。"),
        ("1e999", "“1e999”不是数字。"),
        ("", "“”不是数字。"),
    ],
)
def test_a_number_that_cannot_be_used_is_told(opened: Opened, text: str, told: str) -> None:
    page, box = opened.page, f"[id='lever-{INVESTMENT}-box']"
    opened.rest()
    before = page.evaluate(CELLS)
    page.fill(box, text)
    page.press(box, "Tab")
    lever = page.locator(f".lever[data-name='{INVESTMENT}']")
    expect(lever.locator("[role=alert]")).to_have_text(told)
    expect(page.locator(box)).to_have_attribute("aria-invalid", "true")
    assert page.evaluate(CELLS) == before
    page.fill(box, "８５")
    page.press(box, "Tab")
    expect(lever.locator("[role=alert]")).to_be_hidden()
    assert page.input_value(box) == "85"


def test_less_motion_computes_at_rest_only(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped, reduced_motion="reduce")
    opened.rest()
    before = opened.page.evaluate(CELLS)
    now = opened.page.evaluate(
        f"""async () => {{
          const slider = document.getElementById("lever-{RESEARCH}");
          slider.value = Number(slider.value) + 200;
          slider.dispatchEvent(new Event("input"));
          await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          return ({CELLS})();
        }}"""
    )
    assert now == before
    expect(figure_cell(opened, "rd_intensity", 2035)).not_to_have_text(
        before["rd_intensity"]["figure 2035"], timeout=WAIT
    )


def test_a_frame_that_comes_late_changes_nothing(browser: Browser, shipped: Path) -> None:
    opened = Opened(browser, shipped)
    opened.rest()
    page = opened.page
    page.evaluate(
        """() => { // as in a tab that is hidden
          window.held = new Map();
          window.requestAnimationFrame = (act) => window.held.set(window.held.size + 1, act).size;
          window.cancelAnimationFrame = (number) => window.held.delete(number);
        }"""
    )
    page.fill(f"[id='lever-{RESEARCH}-box']", "25")
    page.press(f"[id='lever-{RESEARCH}-box']", "Enter")
    page.wait_for_url(re.compile("path=fiscal_research_support:.*:25(&|$)"))
    opened.rest()
    page.evaluate("() => window.held.forEach((act) => act(performance.now()))")
    opened.rest()
    expect(page.locator(".targets")).not_to_have_attribute("aria-busy", "true")


def test_a_browser_without_workers_computes_all_the_same(
    opened: Opened, browser: Browser, shipped: Path
) -> None:
    alone = Opened(browser, shipped, lacking="Worker")
    alone.rest()
    opened.rest()
    assert alone.page.evaluate(CELLS) == opened.page.evaluate(CELLS)
    assert not [url for url in alone.requests if url.startswith("blob:")]


def test_a_browser_without_web_assembly_is_told(browser: Browser, shipped: Path) -> None:
    page = Opened(browser, shipped, lacking="WebAssembly").page
    expect(page.locator("[role=alert]")).to_contain_text("请用 2023 年以后的 Chrome、Edge、Firefox 或 Safari")
    expect(page.locator("[role=alert]")).to_contain_text("cannot run WebAssembly")
