"""Chromium and a server: required where CI is set, skipped elsewhere when there is no Chromium."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from sim.fonts.page import place_fonts
from sim.places import STATIC, page_folder
from tests.report.html.browser import chromium
from tests.ui.server import serve


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


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
