"""Pages from the disk in Chromium, for tests and benchmarks."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

import sim
from sim.outcomes.indicators import IndicatorTable
from sim.report.words.figures import figure_of
from sim.report.words.numbers import print_figure
from tests.ui.server import CHROMIUM, CHROMIUM_OPTIONS
from tests.waiting import PATIENCE

WAIT = 1000 * PATIENCE  # milliseconds, on however busy a machine
ALL_MEMBERS = re.compile(r"^256 (个成员|members)$")
RESEARCH, INVESTMENT = "fiscal research support", "public investment"
# What the table of targets shows, by indicator and column.
CELLS = """() => Object.fromEntries([...document.querySelectorAll(".targets tr[data-id]")].map((row) =>
  [row.dataset.id, Object.fromEntries([...row.querySelectorAll("[data-column]")].map((cell) =>
    [cell.dataset.column, cell.textContent]))]))"""
# Types numbers into the boxes of levers, in place of those of the scenario, and waits for the table.
TYPE = """async (values) => {
  document.getElementById("reset").click();
  for (const [name, text] of Object.entries(values)) {
    const box = document.getElementById(`lever-${name}-box`);
    box.value = text;
    box.dispatchEvent(new Event("change"));
  }
  const table = document.querySelector(".targets");
  do await new Promise(requestAnimationFrame); while (table.hasAttribute("aria-busy"));
}"""
# The table of the first chart, as (year, figures); a browser tells a page that it was opened a moment later.
CHART = """async () => {
  const { rows } = document.querySelector(".chart table tbody");
  while (!rows.length) await new Promise(requestAnimationFrame);
  return [...rows].map((row) => [...row.cells].map((cell) => cell.textContent));
}"""


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser; without Chromium the test fails where CI is set, and is skipped elsewhere."""
    if not CHROMIUM.exists():
        reason = f"no Chromium at {CHROMIUM}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


class Opened:
    """A page opened from a file, with all that it asked of a network or said in the console.

    Parameters
    ----------
    browser : that opens it
    file : its file
    lacking : a global name that the browser is to lack
    options : of the browser's context: size, reduced motion
    """

    def __init__(self, browser: Browser, file: Path, lacking: str = "", **options: Any) -> None:
        context = browser.new_context(**options)
        if lacking:
            context.add_init_script(f"delete globalThis.{lacking}")
        self.page: Page = context.new_page()
        self.requests: list[str] = []
        self.said: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.set_default_timeout(WAIT)
        self.page.goto(file.as_uri())
        expect(self.page.locator("canvas, [role=alert]:visible").first).to_be_visible(timeout=WAIT)

    def rest(self) -> None:
        """Wait until all members are computed."""
        expect(self.page.locator(".status")).to_have_text(ALL_MEMBERS, timeout=WAIT)

    @property
    def foreign(self) -> list[str]:
        """Return what was asked for beside the file and what it holds itself."""
        return [url for url in self.requests if not url.startswith(("file:", "blob:"))]


def turned(given: Mapping[str, float]) -> dict[str, str]:
    """Return what the page sets where these measures of the plan are moved: their turn from 2026, by year."""
    plan = sim.load_scenario("plan").constants
    found = {}
    for lever, value in given.items():
        now = plan[f"{lever} to"]
        years = {2026: now + (value - now) / 4, 2027: now + 3 * (value - now) / 4, 2028: value, 2040: value}
        found[lever] = ",".join(f"{year}:{float(f'{each:.12g}'):g}" for year, each in years.items())
    return found


def figures_of(table: IndicatorTable) -> dict[tuple[str, int], str]:
    return {
        (row.id, year): print_figure(figure_of(row, year), row.entry.decimals)
        for row in table
        if row.series is not None
        for year in table.registry.plan.horizons
    }


def shown_figures(
    opened: Opened, table: IndicatorTable, column: str = "figure"
) -> dict[tuple[str, int], str]:
    """Return the figures on the page, of what is set or of a pinned study."""
    cells = opened.page.evaluate(CELLS)
    return {
        (key, year): texts[f"{column} {year}"].split("\n")[0]
        for key, texts in cells.items()
        for year in table.registry.plan.horizons
    }


def figure_cell(opened: Opened, key: str, year: int = 2025) -> Locator:
    return opened.page.locator(f"tr[data-id={key}] [data-column='figure {year}']")
