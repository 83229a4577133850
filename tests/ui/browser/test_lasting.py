"""What outlives a reload, a link, a tab and a server: nothing that was set is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.ui.browser.visits import (
    ALL_MEMBERS,
    INVESTMENT,
    WAIT,
    address_of,
    box,
    cards,
    check,
    come_to_rest,
    follow,
    give,
    visit,
)
from tests.ui.server import free_port, serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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


def test_reload_loses_nothing(browser: Browser, address: str) -> None:
    page = visit(browser, address)
    give(page, "20")
    before = cards(page)
    page.reload()
    come_to_rest(page)
    assert cards(page) == before
    assert box(page).input_value() == "20"


def test_a_tampered_link_is_reported_in_the_page(browser: Browser, address: str) -> None:
    page = visit(browser, f"{address}/?set=public_service_share:35&set=fiscal_research_support:20&year=2o25")
    reported = page.locator(".fault:visible").inner_text()
    assert "超出 0–0.6" in reported
    assert '"year" is "2o25"' in reported
    assert box(page).input_value() == "20"
    expect(page.locator("[data-testid=stException]")).to_have_count(0)
