"""The file in Firefox, opened from the disk: the figures are those of the engine."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

import sim
from tests.report.html.browser import CELLS, TYPE, figures_of, turned
from tests.report.html.firefox import PROGRAM, firefox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which(PROGRAM) is None, reason=f"{PROGRAM} is not installed"),
]
RESTS = """new Promise((done) => { const look = () => {
  const table = document.querySelector(".targets");
  if (table && !table.hasAttribute("aria-busy")) done(true); else requestAnimationFrame(look);
}; look(); })"""
SET = {"fiscal research support": 18.0, "public investment": 120.0}


def test_firefox_shows_the_figures_of_the_engine(tmp_path: Path) -> None:
    file = tmp_path / "plan.html"
    file.write_bytes(sim.build_html("plan"))
    profile = tmp_path / "profile"
    profile.mkdir()
    with firefox(profile) as page:
        page.open(file.as_uri())
        assert page.evaluate(RESTS)
        assert _shown(page.evaluate(f"({CELLS})()")) == figures_of(sim.indicators("plan"))
        page.evaluate(f"({TYPE})({json.dumps({name: str(value) for name, value in SET.items()})})")
        assert _shown(page.evaluate(f"({CELLS})()")) == figures_of(
            sim.indicators(sim.run_scenario("plan", set=turned(SET)))
        )


def _shown(cells: dict[str, dict[str, str]]) -> dict[tuple[str, int], str]:
    return {
        (key, int(name.split()[1])): text.split("\n")[0]
        for key, texts in cells.items()
        for name, text in texts.items()
        if name.startswith("figure ")
    }
