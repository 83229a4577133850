"""The simulator in Chromium: required where CI is set, skipped elsewhere when there is no Chromium."""

from __future__ import annotations

import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import numpy as np
import openpyxl
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

import sim
from sim.fonts.page import place_fonts
from sim.outcomes.levels import LEVELS
from sim.places import STATIC, page_folder
from sim.report.words.numbers import print_chance, print_change, print_figure
from sim.scenario.workspace import load_workspace
from sim.ui.cache import Sample, fan_of
from sim.ui.link import read_link, study_query
from tests.report.html.browser import turned
from tests.ui.axe import violations
from tests.ui.latin import TEXTS as LATIN_TEXTS
from tests.ui.latin import foreign_words
from tests.ui.pages import HAN
from tests.ui.read_back import all_set
from tests.ui.server import CHROMIUM, CHROMIUM_OPTIONS, free_port, serve
from tests.waiting import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WAIT = 1000 * PATIENCE  # milliseconds, on however busy a machine
RESEARCH, INVESTMENT = "fiscal research support", "public investment"
ALL_MEMBERS = re.compile("^1,000 (个成员|members)$")
CHARTS = 4
expect.set_options(timeout=WAIT)

# Every text that a reader or a screen reader meets, the language switch and scripts apart.
TEXTS = """() => {
  const found = [document.title];
  const read = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      if (element?.closest(".st-key-language, script, style, dl")) continue; // dl: sources as named
      if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent);
      else for (const name of ["aria-label", "title", "alt", "placeholder", "value"])
        if (element.getAttribute(name)) found.push(element.getAttribute(name));
      if (node.shadowRoot) read(node.shadowRoot);
    }
  };
  read(document.body);
  return found;
}"""

# A character that the fonts lack is drawn as the same box as one that no font has.
TOFU = """async (characters) => {
  await document.fonts.ready;
  const families = [getComputedStyle(document.querySelector(".teda h1")).fontFamily];
  const draw = (char, font) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 48;
    const pen = canvas.getContext("2d");
    pen.font = `32px ${font}`;
    pen.fillText(char, 4, 38);
    return pen.getImageData(0, 0, 48, 48).data.join();
  };
  const missing = [];
  for (const font of families) {
    const box = draw("\\u{10FFFE}", font);
    for (const char of characters) if (draw(char, font) === box) missing.push(char);
  }
  return missing;
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        reason = f"no Chromium at {CHROMIUM}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(browser: Browser) -> Iterator[str]:
    place_fonts(page_folder() / STATIC)
    with serve() as address:
        yield address


@pytest.fixture(autouse=True)
def closed(browser: Browser) -> Iterator[None]:
    """Close what a test opened: pages that nobody looks at go on drawing, and the server keeps them."""
    yield
    for context in browser.contexts:
        context.close()


def visit(browser: Browser, address: str, width: int = 1440, height: int = 900) -> Page:
    """Return a page of a visitor of their own, with all members shown."""
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.set_default_timeout(WAIT)
    page.goto(address)
    come_to_rest(page)
    return page


def come_to_rest(page: Page) -> None:
    """Wait until all members are computed, the server knows of what, and all fonts are there."""
    if urlsplit(page.url).path == "/":  # the workbench
        expect(page.locator(".status")).to_have_text(ALL_MEMBERS)
        page.wait_for_url(re.compile("[?&]seen="))  # the server's part of the address
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    page.evaluate("document.fonts.ready.then(() => true)")


def check(page: Page) -> None:
    """Refuse a page with a traceback or a message of a fault."""
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    expect(page.locator(".fault:visible")).to_have_count(0)


def box(page: Page, lever: str = RESEARCH) -> Locator:
    """Return the box of a lever's number."""
    return page.locator(f"[id='lever-{lever}-box']")


def give(page: Page, value: str, lever: str = RESEARCH) -> None:
    """Type the end value of a lever and wait until all members have followed."""
    box(page, lever).fill(value)
    box(page, lever).press("Enter")
    page.wait_for_url(address_of(value, lever))
    come_to_rest(page)


def address_of(value: str, lever: str = RESEARCH) -> re.Pattern[str]:
    """Return what an address has in which a lever goes to a value, by its ramp or by year."""
    return re.compile(rf"(set|path)={lever.replace(' ', '_')}:([^&]*:)?{re.escape(value)}(&|$)")


def card(page: Page, key: str) -> str:
    return page.locator(f'.card[data-id="{key}"]').inner_text()


def cards(page: Page) -> str:
    return page.locator(".cards").inner_text()


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
PATIENT = """const own = window.setTimeout;
window.setTimeout = (act, time) => (time === 2000 ? 0 : own(act, time));"""


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


def test_a_server_that_begins_again_finds_all_that_was_set(browser: Browser) -> None:
    port = free_port()
    with serve(port=port) as address:
        page = visit(browser, f"{address}/?year=2025&set=public_investment:95")
        board = visit(browser, f"{address}/notes?year=2025&set=public_investment:95")
        give(page, "20")
    page.evaluate(
        "{ const own = setTimeout; window.setTimeout = (act, time) => own(act, time === 20000 ? 9 : time); }"
    )
    page.locator(".tools").get_by_role("button", name="存为工作簿（Excel）").click()
    expect(page.locator(".told p")).to_have_text("服务器没有回应，请稍后再试；推演和 CSV 不受影响。")
    page.get_by_role("button", name="知道了").click()
    give_offline = box(page)
    give_offline.fill("25")
    give_offline.press("Enter")
    with serve(port=port):
        page.wait_for_url(address_of("25"))
        expect(page.locator(".status")).to_have_text(ALL_MEMBERS)
        expect(box(page)).to_have_value("25")
        expect(box(page, INVESTMENT)).to_have_value("95")
        come_to_rest(page)
        follow(page, "说明")
        page.wait_for_url(re.compile("notes.*set=public_investment:95"))
        assert address_of("25").search(page.url)
        assert "set=public_investment:95" in page.url
        check(page)
        come_to_rest(board)
        board.wait_for_url(re.compile("notes.*set=public_investment:95"))
        check(board)


def test_the_last_study_is_offered_to_a_later_visit(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    page.goto(address)
    come_to_rest(page)
    expect(page.get_by_role("button", name="继续上次的推演")).to_have_count(0)
    give(page, "20")
    page.close()
    later = context.new_page()
    later.set_default_timeout(WAIT)
    later.goto(address)
    come_to_rest(later)
    expect(box(later)).not_to_have_value("20")
    offer = later.get_by_role("button", name="继续上次的推演")
    assert (
        offer.evaluate("(each) => getComputedStyle(each).cursor") == "pointer"
    )  # has the style of its place
    later.get_by_text("English", exact=True).click()
    expect(later.get_by_role("button", name="Go on with it")).to_be_visible()
    later.get_by_text("中文", exact=True).click()
    offer.click()
    expect(box(later)).to_have_value("20")
    come_to_rest(later)
    check(later)


def test_two_tabs_on_one_study_keep_both(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    first, second = context.new_page(), context.new_page()
    for page in (first, second):
        page.set_default_timeout(WAIT)
        page.goto(f"{address}/?set=public_investment:95")
        come_to_rest(page)
    give(first, "20")
    give(second, "25")
    expect(first.get_by_text("另一个标签页也在改方案")).to_be_visible()
    assert box(first).input_value() == "20"
    first.get_by_role("button", name="知道了").click()
    expect(first.get_by_text("另一个标签页也在改方案")).to_have_count(0)
    for page in (first, second):
        page.close()
    later = context.new_page()
    later.set_default_timeout(WAIT)
    later.goto(address)
    come_to_rest(later)
    later.get_by_role("button", name="更早的推演 2").click()
    expect(box(later)).to_have_value("20")
    expect(box(later, INVESTMENT)).to_have_value("95")
    come_to_rest(later)
    check(later)


@pytest.mark.parametrize(
    "path",
    [
        *(
            "?compare=trend&set=public_investment:120",
            "nowhere",
            "audit",
            "evaluation",
            "confidence",
            "findings",
            "notes",
        ),
        *("model", "model?variable=demand_growth", "model?variable=productive_capital"),
    ],
)
def test_chinese_leaves_no_english_and_all_can_read_it(browser: Browser, address: str, path: str) -> None:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(WAIT)
    page.goto(f"{address}/{path}")
    expect(page.locator(".teda h1")).to_be_visible()
    for _ in range(2):  # a page may run again once its fonts are there
        page.wait_for_timeout(1500)
        come_to_rest(page)
    if path.startswith("?"):
        page.locator("tr[data-id=gross_industrial_output] button.name").click()
        expect(page.locator(".reasons table")).to_have_count(2)
    assert foreign_words(page.evaluate(LATIN_TEXTS)) == {}
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(300)  # what follows the width
        assert violations(page) == [], width


def follow(page: Page, name: str) -> None:
    """Open a page of the menu, which has those of the evidence below one entry."""
    if page.get_by_role("link", name=name).count():
        page.get_by_role("link", name=name).click()
    else:
        page.get_by_text(re.compile("^(研究依据|Evidence)$")).click()
        page.get_by_role("menuitem", name=name).click()


def test_english_leaves_no_chinese(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.get_by_text("English", exact=True).click()
    expect(page.locator("h1")).to_have_text("TEDA scenario simulator")
    page.wait_for_url(re.compile("lang=en"))
    menu = {"Plan audit": "audit", "Model": "model", "Notes": "notes"}
    for name, path in {**menu, "What would it take": "how", "Explore": ""}.items():
        follow(page, name)
        page.wait_for_url(re.compile(rf"{address}/{path}\?.*lang=en"))
        come_to_rest(page)
        page.wait_for_function(
            f"() => !({TEXTS})().some((text) => /[\\u2e80-\\u9fff\\uff00-\\uffef]/.test(text))"
        )
        assert violations(page) == []
        check(page)
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_link_restores_the_state_elsewhere(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/?compare=trend&year=2025")
    give(page, "20")
    page.get_by_text("English", exact=True).click()
    page.wait_for_url(re.compile("lang=en"))
    expect(page.locator("h1")).to_have_text("TEDA scenario simulator")
    expect(page.locator("#undo")).to_have_text("Undo")
    come_to_rest(page)
    there = visit(browser, page.url)
    check(there)
    assert there.url == page.url
    assert cards(there) == cards(page)
    assert box(there).input_value() == "20"
    expect(there.locator(".pin .name")).to_have_value("Trend")


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


def test_reload_loses_nothing(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    give(page, "20")
    before = cards(page)
    page.reload()
    come_to_rest(page)
    assert cards(page) == before
    assert box(page).input_value() == "20"


def test_no_character_is_a_box(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    page.wait_for_function("document.fonts.check('16px \"Noto Sans SC\"', '津')")
    texts = "".join(page.evaluate(TEXTS))
    shown = sorted(set("".join(HAN.findall(texts))) - {"\u3000"})
    assert len(shown) > 100
    assert page.evaluate(TOFU, shown) == []


def test_a_tampered_link_is_reported_in_the_page(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/?set=public_service_share:35&set=fiscal_research_support:20&year=2o25")
    reported = page.locator(".fault:visible").inner_text()
    assert "超出 0–0.6" in reported
    assert '"year" is "2o25"' in reported
    assert box(page).input_value() == "20"
    expect(page.locator("[data-testid=stException]")).to_have_count(0)


@pytest.mark.parametrize("width", [1440, 1280, 390])
def test_nothing_hangs_over_the_edge(browser: Browser, address: str, width: int) -> None:
    page = visit(browser, address, width)
    over = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth")
    assert over <= 0


def test_a_file_can_be_taken_away(browser: Browser, address: str, tmp_path: Path) -> None:
    page = visit(browser, address)
    page.get_by_role("button", name="下载数据").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="指标总表 (CSV)").click()
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    content = target.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "工业总产值" in content.decode("utf-8-sig")


OWN = 'extends: trend\ntitle: {zh: "自拟", en: "Own"}\nabout: {zh: "试。", en: "A trial."}\nlevers:\n'


def test_a_scenario_file_is_opened_or_its_faults_are_told(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    page = visit(browser, f"{address}/?year=2025&compare=plan&set=public_investment:95")
    file, told = tmp_path / "own.yaml", page.locator(".told p")
    file.write_text(
        f"{OWN}  {INVESTMENT}: {{to: 120, end: 2030}}\n  {RESEARCH}: {{path: {{2026: 30}}}}\n", "utf-8"
    )
    page.set_input_files("#file", file)
    expect(told.first).to_have_text(
        "已打开“own.yaml”（自拟）：情景“趋势”上的 2 项改动；撤销可回到原来的设定。"
    )
    page.wait_for_url(re.compile("scenario=trend&compare=plan&.*set=public_investment:120"))
    come_to_rest(page)
    table = sim.indicators(file)
    figure = page.locator("tr[data-id=rd_intensity] [data-column='figure 2035']")
    expect(figure).to_have_text(print_figure(float(table.rows["rd_intensity"].figure(2035)[0]), 1))
    page.get_by_role("button", name="知道了").click()
    before = page.url
    file.write_text(f"{OWN}  {INVESTMENT}: {{to: 120, stop: 2030}}\n  {RESEARCH}: {{to: -1}}\n", "utf-8")
    page.set_input_files("#file", file)
    expect(told.first).to_have_text("“own.yaml”有错，没有打开，原来的设定不变：")
    assert [line.partition("：")[0] for line in told.all_inner_texts()[1:]] == ["own.yaml:5", "own.yaml:6"]
    assert page.url == before
    page.locator("#undo").click()
    expect(box(page, INVESTMENT)).to_have_value("95")
    come_to_rest(page)


def test_a_study_with_every_lever_set_is_saved_and_read_back(
    browser: Browser, address: str, tmp_path: Path
) -> None:
    workspace = load_workspace()
    view = all_set(workspace, random.Random(1))
    page = visit(browser, f"{address}/?{study_query(view)}")
    check(page)
    with page.expect_download() as waiting:
        page.click("#save")
    waiting.value.save_as(tmp_path / "all.json")
    study = json.loads((tmp_path / "all.json").read_text("utf-8"))["study"]
    scenarios = {"plan": sim.load_scenario("plan")}
    found, faults = read_link(parse_qs(study, keep_blank_values=True), workspace, scenarios)
    assert (found.levers, found.paths, faults) == (view.levers, view.paths, [])
    page.click("#reset")
    page.set_input_files("#file", tmp_path / "all.json")
    page.wait_for_url(re.compile("set=public_investment:"))
    assert study_of(page.url) == study_of(study)


def study_of(text: str) -> list[tuple[str, list[str]]]:
    """Return the parts of an address or a study that say what is set."""
    query = parse_qs(text.partition("?")[2] or text)
    return [(name, query[name]) for name in ("scenario", "set", "path")]


def test_what_is_shown_is_taken_away_as_a_workbook(browser: Browser, address: str, tmp_path: Path) -> None:
    page = visit(browser, f"{address}/?year=2025&compare=trend&difference=1&set=public_investment:120&seed=3")
    expect(page.locator("#difference")).to_have_value("1")
    chart = page.locator(".chart").first
    chart.locator("summary").click()
    expect(chart.locator("tbody tr").first).to_be_visible()
    rows = chart.locator("tbody tr").all()
    shown = [[cell.inner_text() for cell in row.locator("th, td").all()] for row in rows]
    for place, name in ((chart, "gross_industrial_output"), (page.locator(".tools"), "targets")):
        with page.expect_download() as waiting:
            place.get_by_role("button", name="存为工作簿（Excel）").click()
        assert waiting.value.suggested_filename == f"{name}.xlsx"
        waiting.value.save_as(tmp_path / f"{name}.xlsx")
    sheet, source = openpyxl.load_workbook(tmp_path / "gross_industrial_output.xlsx")
    heads, *rows_taken = sheet.iter_rows(values_only=True)
    assert heads[:2] == ("年份", "与“趋势”之差")
    assert [
        [str(year), *(print_figure(float(value), 0) for value in figures)] for year, *figures in rows_taken
    ] == shown
    assert sheet["B8"].number_format == "#,##0"
    notes = [row[1] for row in source.iter_rows(values_only=True)]
    assert 'teda run plan --set "public investment=120"' in notes
    assert f"重新打开：{page.url}" in notes
    assert any("的前 1,000 个，种子 3。" in str(note) for note in notes)
    sheet, _ = openpyxl.load_workbook(tmp_path / "targets.xlsx")
    figures = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    place = figures["指标"].index("2025 推演值")
    cell = page.locator("tr[data-id=gross_industrial_output] [data-column='figure 2025']")
    assert print_figure(float(str(figures["工业总产值"][place])), 0) == cell.inner_text()
    check(page)


@pytest.mark.parametrize("width", [1440, 390])
def test_a_click_in_a_picture_leads_to_a_variable(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 1000})
    page.set_default_timeout(WAIT)
    page.goto(f"{address}/model")
    stock = page.locator(".view [data-variable]:has(rect)").first
    stock.wait_for()
    name = str(stock.get_attribute("data-variable"))
    stock.click()
    expect(page.locator(".variable h2 code")).to_have_text(name)
    expect(page.locator("[data-testid=stVegaLiteChart] svg")).to_have_count(1)
    page.wait_for_url(re.compile(f"variable={name.replace(' ', '_')}"))
    expect(page.locator(".view .chosen")).not_to_have_count(0)
    over = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth")
    assert over <= 0
    check(page)
    there = browser.new_page(viewport={"width": width, "height": 1000})
    there.set_default_timeout(WAIT)
    there.goto(page.url)
    expect(there.locator(".variable h2 code")).to_have_text(name)


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


FOCUSED = """() => {
  let found = document.activeElement;
  while (found.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found.id;
}"""


def test_levers_come_first_by_keyboard_and_their_results_are_said(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate(FOCUSED) == f"lever-{INVESTMENT}"
    outline = "(each) => getComputedStyle(each).outlineStyle"
    assert page.locator(f"[id='lever-{INVESTMENT}']").evaluate(outline) == "solid"
    said = page.locator("#page .unseen[role=status]")
    expect(said).to_have_text(re.compile("^规划：2035 年 工业总产值 "))
    before = said.inner_text()
    page.keyboard.press("End")
    expect(said).to_have_text(re.compile(r"^规划（已改 1 项）：2035 年 工业总产值 "))
    assert said.inner_text().split("：")[1] != before.split("：")[1]
    come_to_rest(page)
    page.locator("#pin").press("Enter")
    expect(said).to_have_text("已钉住：规划（已改 1 项）")
    page.get_by_role("link", name="怎样能达到").click()
    expect(page.locator(".teda-skip")).to_have_count(0)
