"""A first visit to a page opened from the disk: questions, tour, terms, rules of accessibility."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import expect

import sim
from sim.outcomes.fan import Fan, run_fan
from sim.outcomes.levels import LEVELS
from sim.report.html.study import MEMBERS
from sim.report.words.definitions import page_definitions
from sim.report.words.numbers import print_change, print_figure
from sim.sampling.request import SEED
from sim.sampling.sampler import draw
from sim.scenario.settings import apply_settings
from sim.scenario.workspace import Workspace
from tests.report.html.browser import RESEARCH, Opened, turned
from tests.ui.axe import violations

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_question_is_answered_and_one_step_leads_back(
    visitor: Opened, fan: Fan, workspace: Workspace
) -> None:
    page = visitor.page
    page.locator("#questions [data-id=research_doubled]").click()
    visitor.rest()
    assert page.evaluate("document.activeElement.id") == "results"
    key, place = "national_high_tech_firms", fan.table.years.tolist().index(2035)
    scenario = apply_settings(sim.load_scenario("plan"), turned({RESEARCH: 18}), workspace)
    other = run_fan(scenario, workspace, draw(workspace, MEMBERS, SEED))
    one, before = other.table.rows[key].series, fan.table.rows[key].series
    assert one is not None
    assert before is not None
    gap = one[place] - before[place]
    low, high = np.quantile(gap[1:], (LEVELS[0], LEVELS[-1]))
    expect(page.locator(".answer")).to_contain_text(
        f"2035 年 {print_figure(one[place, 0], 1)} 家，"
        f"“规划（原值）”为 {print_figure(before[place, 0], 1)} 家，相差 {print_change(gap[0], 1)} 家。"
        f"九成成员的差在 {print_change(low, 1)} 至 {print_change(high, 1)} 之间。"
    )
    assert page.locator(".unseen[aria-live]").text_content() == page.locator(".answer").text_content()
    assert page.locator("#difference").input_value() == "1"
    page.go_back()
    expect(page.locator(".answer")).to_be_hidden()
    expect(page.locator(f"[id='lever-{RESEARCH}-box']")).to_have_value("9")
    expect(page.locator("#questions")).to_be_hidden()
    page.reload()  # a later visit
    visitor.rest()
    expect(page.locator("#questions")).to_be_hidden()
    assert visitor.said == []


def test_every_question_has_an_answer_of_its_own(opened: Opened) -> None:
    page = opened.page
    answers = set()
    for card in page.locator("#questions li button").all():
        if not page.locator("#questions").is_visible():
            page.click("#ask")
        card.click()
        opened.rest()
        text = page.locator(".answer span").inner_text()
        assert re.search("九成成员|概率 .*%|95% 的成员", text), text
        answers.add(text)
    assert len(answers) == 6
    page.click("#language")
    answer = page.locator(".answer")
    for card, text in (
        ("no_ethylene", r" × 10k tce in 2035 "),
        ("investment_debt", r" percentage points\. "),
    ):
        page.click("#ask")
        page.click(f"#questions [data-id={card}]")
        expect(answer).to_contain_text(re.compile(text))
    page.click("#language")
    page.select_option("#scenario", "0")
    page.click("#reset")
    expect(page.locator(".answer")).to_be_hidden()


SIZES = [(390, 844), (820, 1180), (1440, 900)]


def test_the_page_keeps_the_rules_of_accessibility(visitor: Opened) -> None:
    page = visitor.page
    page.locator("tr[data-id=gross_industrial_output] button.name").click()
    page.locator(".legend .term").first.focus()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert violations(page) == [], width
        page.click("#language")
    page.click("#tour")
    assert violations(page) == []
    assert visitor.said == []


# Whether the box and what it speaks of are within the window, one beside the other.
APART = """() => {
  const bounds = (each) => document.querySelector(each).getBoundingClientRect();
  const [box, other] = [bounds(".tour"), bounds(".pointed")];
  const isIn = box.left >= 0 && box.top >= 0 && box.right <= innerWidth && box.bottom <= innerHeight
    && other.top >= 0 && other.bottom <= innerHeight;
  const isAside = box.right <= other.left || other.right <= box.left;
  return isIn && (isAside || box.bottom <= other.top || other.bottom <= box.top);
}"""


def test_the_tour_covers_nothing_of_what_it_speaks_of(visitor: Opened) -> None:
    page = visitor.page
    page.get_by_role("button", name="看四步导览").click()
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for number in range(1, 5):
            expect(page.locator(".tour h2")).to_have_text(re.compile(rf"^{number}/4 "))
            page.wait_for_function(APART)
            page.keyboard.press("ArrowRight")
        expect(page.locator(".tour")).to_have_count(0)
        assert page.evaluate("document.activeElement.id") == "tour"
        page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tour h2")).to_have_text(re.compile("^1/4 "))
    page.keyboard.press("Escape")
    expect(page.locator(".tour")).to_have_count(0)
    assert page.locator(".pointed").count() == 0
    assert visitor.said == []


def test_terms_are_explained_by_pointer_by_keyboard_and_by_touch(visitor: Opened) -> None:
    page = visitor.page
    meanings = {name: meaning for _, name, meaning in page_definitions("zh")}
    note = page.locator("#term-note")
    term = page.locator(".legend .term", has_text="基准参数")
    for show in (term.tap, term.focus, term.hover):
        show()
        expect(note).to_be_visible()
        expect(note).to_have_text(f"基准参数 {meanings['基准参数']}")
        assert term.get_attribute("aria-describedby") == "term-note"
        bounds = note.bounding_box()
        assert bounds
        assert bounds["x"] >= 0
        assert bounds["x"] + bounds["width"] <= 390
        page.keyboard.press("Escape")
        expect(note).to_be_hidden()
        page.evaluate("document.activeElement.blur()")
    page.locator("tr[data-id=gdp_growth] button.name").hover()
    expect(note).to_contain_text("地区生产总值增长率")
    page.keyboard.press("Escape")
    page.locator(".card[data-id=national_high_tech_firms] .term").tap()
    expect(note).to_contain_text(meanings["高新技术企业"])
    page.click("#language")
    page.locator(".legend .term", has_text="Central run").tap()
    expect(note).to_contain_text("The single run with every parameter")
    assert visitor.said == []
