"""Measures the page in a real browser: from the release of a slider's key until all charts have changed.

    python -m benchmarks.app_latency [MOVES]

The key goes down and up at once, as a user taps it. In the page an observer compares the
drawing of every chart with that before the key; the clock runs in the page itself.
"""

from __future__ import annotations

import json
import statistics
import sys
import time

from playwright.sync_api import Page, sync_playwright

from tests.ui.server import CHROMIUM, CHROMIUM_OPTIONS, serve

SLIDER = "财政科技支持"
CHARTS = 6
MOVES = 80
WARM_UP = 5
PAUSE = 700  # milliseconds between moves, in which the page comes to rest

WATCH = """
(limit) => new Promise((resolve) => {
  const charts = [...document.querySelectorAll("[data-testid=stVegaLiteChart]")];
  const shape = (chart) =>
    [...chart.querySelectorAll("svg path")].map((path) => path.getAttribute("d")).join("|");
  const before = charts.map(shape);
  const waiting = new Set(charts);
  let start = null;
  document.addEventListener("keyup", () => { start = performance.now(); }, { once: true, capture: true });
  const observer = new MutationObserver(() => {
    for (const chart of [...waiting])
      if (shape(chart) !== before[charts.indexOf(chart)]) waiting.delete(chart);
    if (waiting.size === 0) finish(performance.now() - start);
  });
  const finish = (time) => { observer.disconnect(); clearTimeout(timer); resolve(time); };
  const timer = setTimeout(() => finish(-waiting.size), limit);
  for (const chart of charts) observer.observe(chart, { subtree: true, childList: true, attributes: true });
})
"""


def settle(page: Page) -> None:
    """Wait until all charts are drawn."""
    page.wait_for_function(
        f"document.querySelectorAll('[data-testid=stVegaLiteChart] svg').length === {CHARTS}", timeout=60_000
    )
    page.wait_for_timeout(PAUSE)


def measure(page: Page, moves: int) -> list[float]:
    """Return the milliseconds that each move of the slider took."""
    page.get_by_role("slider", name=SLIDER).focus()
    found = []
    for move in range(moves):
        page.evaluate(
            f"window.tedaResult = null; ({WATCH})(3000).then((t) => {{ window.tedaResult = t; }}); 0"
        )
        page.keyboard.press("ArrowLeft" if move % 80 >= 40 else "ArrowRight")
        page.wait_for_timeout(PAUSE)
        page.wait_for_function("window.tedaResult !== null", timeout=5_000)
        found.append(float(page.evaluate("window.tedaResult")))
    return found


def main(moves: int) -> None:
    """Print first page times and latencies as JSON."""
    with serve() as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_OPTIONS)
        opened = []
        for _ in range(3):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            start = time.perf_counter()
            page.goto(address)
            page.wait_for_selector(".cards", timeout=60_000)
            cards = time.perf_counter() - start
            settle(page)
            opened.append(
                {"cards": round(cards, 2), "charts": round(time.perf_counter() - start - PAUSE / 1e3, 2)}
            )
        measure(page, WARM_UP)
        found = sorted(measure(page, moves))
        browser.close()
    missed = [each for each in found if each < 0]
    good = [each for each in found if each >= 0]
    result = {
        "first_page_seconds": opened,
        "moves": len(found),
        "missed": len(missed),
        "p50_ms": round(statistics.median(good)),
        "p95_ms": round(good[int(0.95 * (len(good) - 1))]),
        "max_ms": round(good[-1]),
    }
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else MOVES)
