"""The simulator in Chromium: required where CI is set, skipped elsewhere when there is no Chromium."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from sim.fonts.page import place_fonts
from sim.places import STATIC, page_folder
from tests.ui.pages import HAN
from tests.ui.server import CHROMIUM, CHROMIUM_OPTIONS, serve
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WAIT = 180_000  # milliseconds, on however busy a machine
RESEARCH = "财政科技支持"
CHARTS = 6
ROW = 34  # pixels, of a table
expect.set_options(timeout=WAIT)

SHAPES = """() => [...document.querySelectorAll("[data-testid=stVegaLiteChart] svg")].map(
  (chart) => [...chart.querySelectorAll("path")].map((path) => path.getAttribute("d")).join("|"))"""

# Every text that a reader or a screen reader meets, the language switch and scripts apart.
TEXTS = """() => {
  const found = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    if (element.closest(".st-key-language, script, style")) continue;
    if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent);
    else for (const name of ["aria-label", "title", "alt", "placeholder", "value"])
      if (element.getAttribute(name)) found.push(element.getAttribute(name));
  }
  return found;
}"""

# A character that the fonts lack is drawn as the same box as one that no font has.
TOFU = """async (characters) => {
  await document.fonts.ready;
  const family = getComputedStyle(document.querySelector(".teda h1")).fontFamily;
  const chart = document.querySelector("[data-testid=stVegaLiteChart] svg text");
  const families = [family, ...(chart ? [getComputedStyle(chart).fontFamily] : [])];
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


def visit(browser: Browser, address: str, width: int = 1440, height: int = 900) -> Page:
    """Return a page of a visitor of their own, with all charts drawn."""
    page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.set_default_timeout(WAIT)
    page.goto(address)
    expect(page.locator("[data-testid=stVegaLiteChart] svg")).to_have_count(CHARTS)
    come_to_rest(page)
    return page


def come_to_rest(page: Page) -> None:
    """Wait until the server has answered and all fonts are there."""
    expect(page.locator("[data-testid=stApp]")).to_have_attribute("data-test-script-state", "notRunning")
    page.evaluate("document.fonts.ready.then(() => true)")


def check(page: Page) -> None:
    """Refuse a page with a traceback or a message of a fault."""
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
    expect(page.locator(".fault")).to_have_count(0)


def move_research(page: Page, presses: int) -> None:
    """Move the slider of research by the keyboard and wait until all that it changes has changed.

    Every press is a run of its own; the address is the last that a run changes.
    """
    before = page.evaluate(SHAPES)
    slider = page.get_by_role("slider", name=RESEARCH)
    slider.focus()
    for _ in range(presses):
        slider.press("ArrowRight")
    page.wait_for_function(
        f"(before) => ({SHAPES})().every((shape, place) => shape !== before[place])", arg=before
    )
    page.wait_for_url(re.compile(rf"set=fiscal_research_support:{re.escape(slider.input_value())}(&|$)"))
    come_to_rest(page)


def card(page: Page, key: str) -> str:
    return page.locator(f'.card[data-indicator="{key}"]').inner_text()


def cards(page: Page) -> str:
    return page.locator(".cards").inner_text()


def test_a_lever_changes_charts_and_cards(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    check(page)
    before = card(page, "rd_intensity")
    move_research(page, 20)
    assert card(page, "rd_intensity") != before
    check(page)


def test_a_lever_is_given_by_year_in_a_table(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/?path=public_investment:2021:72,2025:100")
    page.get_by_role("button", name="逐年 2021–2025").click()
    table = page.locator("[data-testid=stDataFrame] canvas").first
    expect(table).to_be_visible()
    come_to_rest(page)
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 0.8 * box["width"], box["y"] + 2.5 * ROW)  # 2022, below the head and 2021
    page.keyboard.press("Enter")
    editor = page.locator(".gdg-input")
    editor.fill("81")
    editor.press("Enter")
    come_to_rest(page)
    page.get_by_role("button", name="采用").click()
    page.wait_for_url(re.compile(r"path=public_investment:2021:72,2022:81,2025:100(&|$)"))
    come_to_rest(page)
    check(page)


def test_english_leaves_no_chinese(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.get_by_text("English", exact=True).click()
    expect(page.locator("h1")).to_have_text("TEDA scenario simulator")
    page.wait_for_url(re.compile("lang=en"))
    menu = {"Scoreboard": "scoreboard", "Plan audit": "audit", "Model": "model", "Notes": "notes"}
    for name, path in {**menu, "Explore": ""}.items():
        page.get_by_role("link", name=name).click()
        page.wait_for_url(re.compile(rf"{address}/{path}\?.*lang=en"))
        come_to_rest(page)
        page.wait_for_function(
            f"() => !({TEXTS})().some((text) => /[\\u2e80-\\u9fff\\uff00-\\uffef]/.test(text))"
        )
        check(page)
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_link_restores_the_state_elsewhere(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/?compare=trend&year=2025")
    move_research(page, 10)
    page.get_by_text("English", exact=True).click()
    page.wait_for_url(re.compile("lang=en"))
    expect(page.locator("h1")).to_have_text("TEDA scenario simulator")
    come_to_rest(page)
    there = visit(browser, page.url)
    check(there)
    assert there.url == page.url
    assert cards(there) == cards(page)
    wait_until(lambda: there.evaluate(SHAPES) == page.evaluate(SHAPES))
    slider = there.get_by_role("slider", name="Fiscal research support")
    assert slider.input_value() == page.get_by_role("slider", name="Fiscal research support").input_value()


def test_reload_loses_nothing(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    move_research(page, 5)
    before = cards(page)
    page.reload()
    expect(page.locator("[data-testid=stVegaLiteChart] svg")).to_have_count(CHARTS)
    come_to_rest(page)
    assert cards(page) == before


def test_no_character_is_a_box(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    page.wait_for_function("document.fonts.check('16px \"Noto Sans SC\"', '津')")
    texts = "".join(page.evaluate(TEXTS))
    shown = sorted(set("".join(HAN.findall(texts))) - {"\u3000"})
    assert len(shown) > 100
    assert page.evaluate(TOFU, shown) == []


def test_a_tampered_link_is_reported_in_the_page(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/?set=public_service_share:35&set=fiscal_research_support:20&year=2o25")
    reported = page.locator(".fault").inner_text()
    assert "超出 0–0.6" in reported
    assert '"year" is "2o25"' in reported
    assert page.get_by_role("slider", name=RESEARCH).input_value() == "20"
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


@pytest.mark.parametrize("width", [1440, 390])
def test_a_click_in_a_picture_leads_to_a_variable(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 1000})
    page.set_default_timeout(WAIT)
    page.goto(f"{address}/model")
    stock = page.locator(".view [data-variable]:has(rect)").first
    stock.wait_for()
    name = str(stock.get_attribute("data-variable"))
    stock.click()
    expect(page.locator(".variable h3 code")).to_have_text(name)
    expect(page.locator("[data-testid=stVegaLiteChart] svg")).to_have_count(1)
    page.wait_for_url(re.compile(f"variable={name.replace(' ', '_')}"))
    expect(page.locator(".view .chosen")).not_to_have_count(0)
    over = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth")
    assert over <= 0
    check(page)
    there = browser.new_page(viewport={"width": width, "height": 1000})
    there.set_default_timeout(WAIT)
    there.goto(page.url)
    expect(there.locator(".variable h3 code")).to_have_text(name)
