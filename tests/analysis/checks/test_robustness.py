"""Extreme conditions: draws over full ranges, and what breaks in them."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.checks.robustness import CHUNK, breaks, draw_of, extremes
from sim.scenario.workspace import load_workspace
from tests.analysis.checks.homes import change


def test_draws_cover_the_ranges_and_ramps_end_after_they_start(small_home: Path) -> None:
    draws = extremes(load_workspace(small_home), 0)
    investment = draws["public investment to"]
    assert (investment.min(), investment.max(), investment.shape) == (0, 400, (CHUNK,))
    assert 0.4 < ((investment > 0) & (investment < 400)).mean() < 0.6
    assert (draws["public investment start"] <= draws["public investment end"]).all()
    assert 2020 <= draws["public investment start"].min() < draws["public investment end"].max() <= 2035
    assert 4 < draws["output per capital"].min() < 4.1
    assert draw_of(load_workspace(small_home), 1)["public investment to"] == investment[1]


def test_a_stock_below_zero_is_found_with_its_draw_and_year(own_home: Path) -> None:
    change(
        own_home,
        "teda.mdl",
        "capital= INTEG (total investment, 1000)",
        "capital= INTEG (total investment-150, 1000)",
    )
    workspace = load_workspace(own_home)
    [broken] = [each for each in breaks(workspace, 50) if each.variable == "capital"]
    again = workspace.model.simulate(draw_of(workspace, broken.draw), outputs=["capital"], save_every=1)
    values = again["capital"][:, 0]
    assert values[again.time == broken.time] == [broken.value]
    assert broken.value < 0
    assert (values[again.time < broken.time] >= 0).all()
    assert 1 <= broken.draws < 50


def test_a_range_in_the_file_says_what_may_be_negative(own_home: Path) -> None:
    change(
        own_home,
        "teda.mdl",
        "INTEG (total investment, 1000)\n\t~\t亿元",
        "INTEG (total investment-150, 1000)\n\t~\t亿元 [-9999,?]",
    )
    names = {each.variable for each in breaks(load_workspace(own_home), 50)}
    assert "capital" not in names
    assert "output" in names


def test_a_non_finite_member_is_reported_and_the_others_continue(own_home: Path) -> None:
    change(
        own_home,
        "teda.mdl",
        "residents= INTEG (migration, 22)",
        "residents= INTEG (migration/(capital-capital), 22)",
    )
    [broken] = [each for each in breaks(load_workspace(own_home), 20) if each.variable == "residents"]
    assert (broken.draw, broken.time, broken.draws) == (0, 2020, 20)
