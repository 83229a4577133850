"""What readers meet in either language, on any screen, by keyboard or by ear."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.ui.axe import violations
from tests.ui.browser.visits import INVESTMENT, WAIT, check, come_to_rest, follow, visit
from tests.ui.latin import TEXTS as LATIN_TEXTS
from tests.ui.latin import foreign_words
from tests.ui.pages import HAN

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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


def test_no_character_is_a_box(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    page.wait_for_function("document.fonts.check('16px \"Noto Sans SC\"', '津')")
    texts = "".join(page.evaluate(TEXTS))
    shown = sorted(set("".join(HAN.findall(texts))) - {"\u3000"})
    assert len(shown) > 100
    assert page.evaluate(TOFU, shown) == []


@pytest.mark.parametrize("width", [1440, 1280, 390])
def test_nothing_hangs_over_the_edge(browser: Browser, address: str, width: int) -> None:
    page = visit(browser, address, width)
    over = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - window.innerWidth")
    assert over <= 0


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
