"""Times of frames while a slider is dragged in a page in one file, and of the members behind it.

    python -m benchmarks.drag [MOVES]

Opens the page of the plan from the disk in Chromium and moves a slider at every frame. A frame's time is that
from the move to the end of the page's own work in it (the model's run, four charts, the table), by
``performance.now``; previews are counted by the table of probabilities. The load tells of other work.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import numpy as np
from playwright.sync_api import expect, sync_playwright

import sim
from tests.report.html.browser import ALL_MEMBERS, WAIT
from tests.ui.server import CHROMIUM, CHROMIUM_OPTIONS

MOVES = 300
DRAG = """async (moves) => {
  const slider = document.getElementById("lever-public investment");
  const status = document.querySelector(".status");
  const chances = document.querySelector(".targets");
  const [work, apart] = [[], []];
  let previews = 0;
  const seen = new MutationObserver((changes) => {
    if (changes.some(({ target }) => target.closest?.(".met, .missed"))) previews += 1;
  });
  seen.observe(chances, { subtree: true, childList: true, characterData: true });
  let last = performance.now();
  const began = last;
  for (let move = 0; move < moves; move++) {
    let start = 0;
    const before = new Promise((done) => requestAnimationFrame(() => done((start = performance.now()))));
    slider.value = 40 + (move * 7) % 150;
    slider.dispatchEvent(new Event("input"));
    const end = await new Promise((done) => requestAnimationFrame(() => done(performance.now())));
    await before;
    work.push(end - start);
    apart.push(end - last);
    last = end;
  }
  const lasted = performance.now() - began;
  seen.disconnect();
  const rested = performance.now();
  return { work, apart, previews, lasted, rested };
}"""


def main() -> None:
    """Print p50 and p95 of the frames, and how often the members followed."""
    moves = int(sys.argv[1]) if len(sys.argv) > 1 else MOVES
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        file = Path(folder) / "plan.html"
        file.write_bytes(sim.build_html(["plan", "trend"]))
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_OPTIONS)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(file.as_uri())
        expect(page.locator(".status")).to_have_text(ALL_MEMBERS, timeout=WAIT)
        page.evaluate(DRAG, 60)  # lets the browser compile with care
        expect(page.locator(".status")).to_have_text(ALL_MEMBERS, timeout=WAIT)
        found = page.evaluate(DRAG, moves)
        expect(page.locator(".status")).to_have_text(ALL_MEMBERS, timeout=WAIT)
        rest = page.evaluate("(since) => performance.now() - since", found["rested"])
        browser.close()
    print(f"{'load, processors':22} {os.getloadavg()[0]:.1f}, {os.cpu_count()}")
    for name, key in (("work in a frame", "work"), ("from frame to frame", "apart")):
        p50, p95 = np.quantile(found[key], (0.5, 0.95))
        print(f"{name:22} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms")
    print(f"{'previews of 71 members':22} {found['previews'] / found['lasted'] * 1000:.1f} a second")
    print(f"{'all 256 members':22} {rest:.0f} ms after the last move, 150 of them waited")


if __name__ == "__main__":
    main()
