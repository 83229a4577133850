"""Chromium and a server: required where CI is set, skipped elsewhere when there is no Chromium."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from sim.fonts.page import place_fonts
from sim.places import STATIC, page_folder
from tests.ui.server import CHROMIUM, CHROMIUM_OPTIONS, serve


@pytest.fixture(scope="package")
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


@pytest.fixture(scope="package")
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
