"""A study in the page: levers, charts, comparisons and questions, with the figures of the engine."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import pytest
from playwright.sync_api import Browser, Page, expect

import sim
from sim.outcomes.levels import LEVELS
from sim.report.words.numbers import print_chance, print_change, print_figure
from sim.scenario.workspace import load_workspace
from sim.ui.cache import Sample, fan_of
from tests.report.html.browser import turned
from tests.ui.browser.visits import (
    ALL_MEMBERS,
    CHARTS,
    INVESTMENT,
    RESEARCH,
    WAIT,
    address_of,
    box,
    card,
    check,
    come_to_rest,
    follow,
    give,
    visit,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_lever_changes_charts_and_cards(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    check(page)
    expect(page.locator("canvas")).to_have_count(CHARTS)
    before = card(page, "rd_intensity")
    give(page, "30")
    assert card(page, "rd_intensity") != before
    figure = page.locator("tr[data-id=rd_intensity] [data-column='figure 2035']").inner_text()
    table = sim.indicators(sim.run_scenario("plan", set=turned({RESEARCH: 30})))
    assert figure == print_figure(float(table.rows["rd_intensity"].figure(2035)[0]), 1)
    check(page)


DRAG = """async (slider) => {
  const table = slider.getRootNode().querySelector(".targets");
  const before = table.innerText;
  for (let move = 0; move < 60; move++) {
    slider.value = Number(slider.value) + 1;
    slider.dispatchEvent(new Event("input"));
  }
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  return table.innerText !== before;
}"""


def test_the_server_hears_of_a_drag_once_it_rests(browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(WAIT)
    page.add_init_script(PATIENT)
    sent = messages(page)
    page.goto(address)
    come_to_rest(page)
    assert page.locator(f"[id='lever-{INVESTMENT}']").evaluate(DRAG)  # the page follows by itself
    page.wait_for_url(re.compile("path=public_investment:"))
    come_to_rest(page)
    told = {found[0] for each in sent if (found := re.search(rb"path=public_investment:[0-9.,:]+", each))}
    (path,) = parse_qs(urlsplit(page.url).query)["path"]
    assert told == {f"path={path}".encode()}
    assert path.endswith(f",2040:{box(page, INVESTMENT).input_value()}")
    assert not any(b'"whole":true' in each for each in sent)  # all members were computed by the page


def messages(page: Page) -> list[bytes]:
    """Return the list of what the page sends to its server, as it grows."""
    sent: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda data: sent.append(bytes(data))))
    return sent


# A browser whose workers never come to an end, and one on whose page no time is up.
STUCK = "window.Worker = class { postMessage() {} terminate() {} }"
SCRIPT = (Path(sim.__file__).parent / "report" / "html" / "page.js").read_text("utf-8")
(LIMIT,) = re.findall(r"^const PATIENCE = (\d+);", SCRIPT, re.MULTILINE)
PATIENT = f"""const own = window.setTimeout;
window.setTimeout = (act, time) => (time === {LIMIT} ? 0 : own(act, time));"""


@pytest.mark.parametrize(
    ("set_up", "seed"),
    [
        pytest.param(PATIENT, 7, id="here"),
        pytest.param(STUCK, 7, id="slow"),
        pytest.param(PATIENT, 3, id="other draws"),
    ],
)
def test_all_members_are_those_of_the_server(browser: Browser, address: str, set_up: str, seed: int) -> None:
    """The page computes them, unless it is slow or has other draws."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(WAIT)
    page.add_init_script(set_up)
    sent = messages(page)
    page.goto(f"{address}/?compare=trend&difference=1&seed={seed}&set=fiscal_research_support:30")
    come_to_rest(page)
    workspace = load_workspace()
    study = {"plan": {RESEARCH: 30}, "trend": {}}
    fan, other = (
        fan_of(sim.load_scenario(name), moved, Sample(seed, "forecast"), workspace)
        for name, moved in study.items()
    )
    chances = {row.id: share for row in fan.table if (share := fan.probability(row.id, 2025)) is not None}
    assert len(chances) > 20
    for key, share in chances.items():
        cell = page.locator(f"tr[data-id={key}] [data-column='chance 2025']")
        expect(cell).to_contain_text(print_chance(share))
    ours, theirs = (each.table.rows["gross_industrial_output"].series for each in (fan, other))
    assert ours is not None
    assert theirs is not None
    bands = np.quantile((ours - theirs)[:, 1:], LEVELS, axis=1)
    page.locator(".chart summary").first.click()
    last = page.locator(".chart tbody tr").last
    expect(last).to_contain_text("2040")
    shown = last.locator("td").all_inner_texts()[1 : 1 + len(LEVELS)]
    assert shown == [print_figure(float(value), 0) for value in bands[:, -1]]
    assert any(b'"whole":true' in each for each in sent) == ((set_up, seed) != (PATIENT, 7))
    check(page)


def test_steps_are_taken_back_and_forth(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    undo, redo = page.locator("#undo"), page.locator("#redo")
    expect(undo).to_be_disabled()
    first = box(page).input_value()
    give(page, "20")
    give(page, "100", INVESTMENT)
    undo.click()
    expect(box(page, INVESTMENT)).not_to_have_value("100")
    expect(box(page)).to_have_value("20")
    come_to_rest(page)
    page.keyboard.press("Control+z")
    expect(box(page)).to_have_value(first)
    expect(undo).to_be_disabled()
    redo.click()  # before the server has answered the step back
    expect(box(page)).to_have_value("20")
    page.wait_for_timeout(500)
    come_to_rest(page)
    assert address_of("20").search(page.url)  # an older answer does not take its place
    page.reload()
    expect(box(page)).to_have_value("20")
    come_to_rest(page)
    redo.click()  # steps back and forth outlive a reload
    expect(box(page, INVESTMENT)).to_have_value("100")
    expect(redo).to_be_disabled()
    come_to_rest(page)
    undo.click()
    expect(box(page, INVESTMENT)).not_to_have_value("100")
    come_to_rest(page)
    page.go_forward()
    expect(box(page, INVESTMENT)).to_have_value("100")
    page.go_back()
    expect(box(page, INVESTMENT)).not_to_have_value("100")
    come_to_rest(page)
    follow(page, "说明")
    expect(page.get_by_text("怎样读图")).to_be_visible()
    for _ in range(300):  # the workbench takes its own with it
        if page.workers:
            page.wait_for_timeout(200)
    assert not page.workers
    page.go_back()
    expect(box(page)).to_have_value("20")
    come_to_rest(page)
    check(page)


def test_a_lever_is_given_by_year(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/?path=public_investment:2021:72,2025:100")
    lever = page.locator(f".lever[data-name='{INVESTMENT}']")
    lever.get_by_text("依据与时间").click()
    lever.get_by_text("逐年给值", exact=True).click()
    expect(lever.get_by_label("公共投资 2021")).to_have_value("72")
    lever.get_by_label("公共投资 2022").fill("81")
    page.locator("[id='lever-fiscal research support-box']").focus()  # leaving a box takes its number
    page.wait_for_url(re.compile("path=public_investment:2021:72,2022:81,2025:100(&|$)"))
    come_to_rest(page)
    path = {2021: 72, 2022: 81, 2025: 100}
    table = sim.indicators(sim.run_scenario("plan", set={INVESTMENT: path}))
    figure = page.locator("tr[data-id=gross_industrial_output] [data-column='figure 2025']")
    expect(figure).to_have_text(print_figure(float(table.rows["gross_industrial_output"].figure(2025)[0]), 0))
    check(page)


def test_the_years_of_a_ramp_go_to_the_server(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/?year=2025")
    lever = page.locator(f".lever[data-name='{RESEARCH}']")
    lever.get_by_text("依据与时间").click()
    page.locator(f"[id='lever-{RESEARCH}-end']").fill("2035")
    page.locator(f"[id='lever-{RESEARCH}-end']").press("Enter")
    page.wait_for_url(re.compile("set=fiscal_research_support_end:2035"))
    come_to_rest(page)
    table = sim.indicators(sim.run_scenario("plan", set={f"{RESEARCH} end": 2035}))
    figure = float(table.rows["rd_intensity"].figure(2025)[0])
    shown = page.locator("tr[data-id=rd_intensity] [data-column='figure 2025']")
    expect(shown).to_have_text(print_figure(figure, 1))
    check(page)


def test_a_pinned_variant_has_all_members_of_the_server(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/?year=2025&set=public_investment:120")
    page.locator("#pin").click()
    page.get_by_label("第 1 个对照的名称").fill("高投入")
    page.get_by_label("第 1 个对照的名称").press("Enter")
    give(page, "95", INVESTMENT)
    page.wait_for_url(re.compile("compare=plan;set:public_investment:120;name:"))
    page.locator("summary", has_text="方案比较").click()
    workspace = load_workspace()
    fan = fan_of(sim.load_scenario("plan"), {INVESTMENT: 120.0}, Sample(7, "forecast"), workspace)
    share = fan.probability("national_high_tech_firms", 2025)
    assert share is not None
    row = page.locator(".comparison tr", has_text="2025 年 国家高新技术企业数量")
    expect(row.locator("td").nth(1)).to_have_text(re.compile(f" · {print_chance(share)}$"))
    page.locator("#difference").select_option(label="与“高投入”之差")
    page.reload()
    come_to_rest(page)
    expect(page.get_by_label("第 1 个对照的名称")).to_have_value("高投入")
    expect(page.locator(".targets th.pin-1").first).to_have_text("2025 高投入")
    check(page)


def test_a_row_says_why_and_an_old_link_leads_there(browser: Browser, address: str) -> None:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(WAIT)
    page.goto(f"{address}/scoreboard?compare=trend&year=2025")
    expect(page.locator(".status")).to_have_text(ALL_MEMBERS)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.locator("tr[data-id=gross_industrial_output] button.name").click()
    expect(page.locator(".reasons p").nth(1)).to_have_text(re.compile("^趋势 6,"))
    expect(page.locator(".reasons table")).to_have_count(2)
    give(page, "30")
    expect(page.locator(".reasons tr[data-name='fiscal research support'] td").first).to_have_text("30")
    check(page)


def test_a_question_is_answered_by_all_members_of_the_server(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    page.locator("#questions [data-id=investment_debt]").click()
    page.wait_for_url(re.compile("compare=plan&.*difference=1&path=public_investment:.*:120(&|$)"))
    come_to_rest(page)
    workspace = load_workspace()
    plan, sample = sim.load_scenario("plan"), Sample(7, "forecast")
    one, other = (fan_of(plan, levers, sample, workspace) for levers in (turned({INVESTMENT: 120}), {}))
    key, place = "government_debt_ratio", one.table.years.tolist().index(2035)
    series = [each.table.rows[key].series[place] for each in (one, other)]  # type: ignore[index]
    low, high = np.quantile((series[0] - series[1])[1:], (LEVELS[0], LEVELS[-1]))
    answer = f"九成成员的差在 {print_change(low, 1)} 至 {print_change(high, 1)} 之间。"
    expect(page.locator(".answer")).to_contain_text(answer)
    expect(page.locator("#page .unseen[role=status]")).to_contain_text(answer)
    page.locator("#undo").click()
    expect(page.locator(".answer")).to_be_hidden()
    come_to_rest(page)
    check(page)
