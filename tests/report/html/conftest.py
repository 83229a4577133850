"""A browser, and the page of all shipped scenarios opened in it from the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

import sim
from sim.outcomes.fan import Fan, run_fan
from sim.report.html.study import MEMBERS
from sim.sampling.request import SEED
from sim.sampling.sampler import draw
from sim.scenario.workspace import Workspace, load_workspace
from tests.made_once import made_once
from tests.report.html.browser import Opened, chromium


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(autouse=True)
def closed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Close what a test opened, beside what its file shares: pages that nobody looks at go on drawing."""
    browser = request.getfixturevalue("browser") if "browser" in request.fixturenames else None
    shared = browser.contexts if browser else []
    yield
    for context in browser.contexts if browser else []:
        if context not in shared:
            context.close()


@pytest.fixture(scope="session")
def shipped() -> Path:
    """Return the page of all shipped scenarios, the plan first, made once for all processes."""
    names = [each.name for each in sim.list_scenarios()]
    names.sort(key=lambda name: name != "plan")
    folder = made_once("page", lambda folder: (folder / "scenarios.html").write_bytes(sim.build_html(names)))
    return folder / "scenarios.html"


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace()


@pytest.fixture(scope="module")
def opened(browser: Browser, shipped: Path) -> Opened:
    found = Opened(browser, shipped, viewport={"width": 1400, "height": 900})
    found.rest()
    return found


@pytest.fixture(scope="module")
def fan(workspace: Workspace) -> Fan:
    return run_fan(sim.load_scenario("plan"), workspace, draw(workspace, MEMBERS, SEED))


@pytest.fixture
def visitor(browser: Browser, shipped: Path) -> Opened:
    """Return the page as somebody sees it who was never here before, on a phone."""
    found = Opened(browser, shipped, viewport={"width": 390, "height": 844}, has_touch=True)
    found.rest()
    return found
