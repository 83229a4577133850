"""Parallel coordinates: where lines cross the axes, what stands at their ends, and the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.decision.trade_offs import TradeOffs
from sim.report.charts.parallel import parallel_chart, places_of
from tests.command_line import CommandResult

ASKED = ("gross_output>=12000@2030", "change")
LEVERS = "public investment, clean share"


@pytest.fixture(scope="module")
def found(small_home: Path) -> TradeOffs:
    return sim.pareto("trend", ASKED, LEVERS, members=16, generations=3, home=small_home)


def test_the_best_is_on_top_whichever_way_is_better(found: TradeOffs) -> None:
    places = places_of(found)
    chances = [found.own.values[0], *(one.judged.values[0] for one in found.settings)]
    changes = [found.own.values[1], *(one.judged.values[1] for one in found.settings)]
    assert places.shape == (len(found.settings) + 1, 2)
    assert places[int(np.argmax(chances)), 0] == 1
    assert places[int(np.argmin(changes)), 1] == 1 == places[0, 1]
    assert places.min() == 0


def test_axes_say_what_they_measure_and_how_far(found: TradeOffs) -> None:
    (axes,) = parallel_chart(found, "en").axes
    said = [text.get_text() for text in axes.texts]
    assert any("change of levers" in text and text.endswith("0.00") for text in said)
    assert len(axes.lines) == len(found.settings) + 1 + len(found.objectives)


def test_a_file_is_written_and_other_suffixes_are_refused(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["pareto", "trend", "--levers", LEVERS, "--members", "16", "--generations", "2"]
    command += [word for one in ASKED for word in ("--objective", one)]
    assert CommandResult(capsys, *command, "--chart", "front.svg").code == 0
    assert "<svg" in (at_home / "front.svg").read_text("utf-8")
    refused = CommandResult(capsys, *command, "--chart", "front.txt")
    assert refused.code == 2
    assert refused.err.startswith("--chart")
