from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.outcomes.board_of_fan import fan_board, fan_together
from sim.outcomes.fan import Fan, run_fan
from sim.outcomes.indicators import indicators
from sim.outcomes.levels import LEVELS
from sim.outcomes.marks import target_marks, vision_multiple, vision_path
from sim.run.single import prepare, simulate
from sim.sampling.sampler import draw
from sim.scenario.workspace import Workspace, load_workspace

MEMBERS, SEED = 64, 3


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load_workspace(Path(__file__).parents[1] / "small")


@pytest.fixture(scope="module")
def fan(workspace: Workspace) -> Fan:
    return run_fan(prepare("plan", (), workspace), workspace, draw(workspace, MEMBERS, SEED))


def test_the_first_member_is_the_single_run_to_the_bit(workspace: Workspace, fan: Fan) -> None:
    alone = indicators(simulate(prepare("plan", (), workspace), workspace))
    for row in alone:
        central = fan.central(row.id)
        if row.series is None:
            assert central is None
        else:
            assert central is not None
            np.testing.assert_array_equal(central, row.series[:, 0])


def test_the_spread_is_that_of_the_draws(workspace: Workspace, fan: Fan) -> None:
    run = simulate(
        prepare("plan", (), workspace), workspace, draws=draw(workspace, MEMBERS, SEED).as_inputs()
    )
    drawn = indicators(run).rows["gross_output"]
    assert drawn.series is not None
    np.testing.assert_array_equal(fan.quantiles("gross_output"), np.quantile(drawn.series, LEVELS, axis=1))
    met = drawn.met(2025)
    assert met is not None
    assert fan.probability("gross_output", 2025) == met.mean()
    figure = drawn.figure(2025)
    assert figure is not None
    assert fan.figure_range("gross_output", 2025) == tuple(np.quantile(figure, (0.05, 0.95)))


def test_scenarios_share_their_draws(workspace: Workspace, fan: Fan) -> None:
    raised = prepare("plan", {"public investment": 300.0}, workspace)
    other = run_fan(raised, workspace, draw(workspace, MEMBERS, SEED))
    first, then = (each.table.rows["gross_output"].series for each in (fan, other))
    assert first is not None
    assert then is not None
    assert (then[-1] > first[-1]).all()  # member by member, which chance alone would not give


def test_targets_that_are_not_judged_have_no_probability(fan: Fan) -> None:
    assert fan.probability("clean_share", 2025) is None  # set by the scenario
    assert fan.probability("demand_for_health", 2025) is None  # a scenario input
    assert fan.probability("satisfaction", 2025) is None  # not modelled
    assert fan.probability("resident_population", 2035) is None  # no target


def test_a_constant_that_the_scenario_sets_is_not_drawn(workspace: Workspace) -> None:
    fixed = prepare("plan", {"output per capital": 5.5}, workspace)
    fan = run_fan(fixed, workspace, draw(workspace, MEMBERS, SEED))
    assert fan.members == 0
    assert fan.quantiles("gross_output") is None
    assert fan.figure("gross_output", 2025) > 0


def test_targets_of_several_years_are_spans(fan: Fan) -> None:
    rows = fan.table.rows
    (growth,) = target_marks(rows["output_growth"], 2035)
    assert (growth.first, growth.year, growth.level) == (2021, 2025, 8.5)
    (total,) = target_marks(rows["investment_sum"], 2035)
    assert (total.first, total.year, total.level, total.target) == (2021, 2025, 100, 500)
    assert [mark.year for mark in target_marks(rows["gross_output"], 2025)] == [2025]


def test_the_path_to_the_vision_grows_evenly(fan: Fan) -> None:
    row = fan.table.rows["gross_output"]
    years = np.arange(2020, 2036)
    path = vision_path(row, years)
    assert path is not None
    assert (path[0], path[-1]) == pytest.approx((5000, 15270))
    assert np.ptp(path[1:] / path[:-1]) < 1e-12
    assert vision_multiple(row) == pytest.approx(3.054)
    assert vision_path(fan.table.rows["resident_population"], years) is None


def test_ranges_of_several_figures_are_those_of_each(fan: Fan) -> None:
    asked = [
        ("gross_output", 2025),
        ("satisfaction", 2025),
        ("output_growth", 2019),
        ("investment_sum", 2025),
    ]
    found = fan.figure_ranges(asked)
    assert [*found] == asked
    for key, year in asked:
        figure = fan.table.rows[key].figure(year)
        if figure is None or np.isnan(figure).any():
            assert found[key, year] is None
        else:
            assert found[key, year] == tuple(np.quantile(figure[1:], (0.05, 0.95)))
    assert found["satisfaction", 2025] is None
    assert found["output_growth", 2019] is None
    assert None not in (found["gross_output", 2025], found["investment_sum", 2025])


def test_members_that_broke_are_left_out(workspace: Workspace, fan: Fan) -> None:
    sound = fan.sound.copy()
    sound[::3] = False
    partly = Fan(fan.table, sound, fan.facts)
    series, figure = fan.table.rows["gross_output"].series, fan.table.rows["gross_output"].figure(2025)
    assert series is not None
    assert figure is not None
    levels = np.quantile(series[:, 1:][:, sound], LEVELS, axis=1)
    np.testing.assert_array_equal(partly.quantiles("gross_output"), levels)
    assert partly.figure_range("gross_output", 2025) == tuple(np.quantile(figure[1:][sound], (0.05, 0.95)))
    together = {each.group: each.counts for each in fan_board(partly, workspace).together}
    found = {each.group: each.counts for each in fan_together(partly, workspace)}
    assert found.keys() == together.keys()
    for group, counts in together.items():
        np.testing.assert_array_equal(found[group], counts)
