"""What the browser tests of the simulator share: a visit, and what its page shows."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Locator, Page, expect

from tests.waiting import PATIENCE

RESEARCH, INVESTMENT = "fiscal research support", "public investment"
WAIT = 1000 * PATIENCE  # milliseconds, on however busy a machine
ALL_MEMBERS = re.compile("^1,000 (个成员|members)$")
CHARTS = 4
expect.set_options(timeout=WAIT)


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


def follow(page: Page, name: str) -> None:
    """Open a page of the menu, which has those of the evidence below one entry."""
    if page.get_by_role("link", name=name).count():
        page.get_by_role("link", name=name).click()
    else:
        page.get_by_text(re.compile("^(研究依据|Evidence)$")).click()
        page.get_by_role("menuitem", name=name).click()
