"""The board of targets: counts by hand, independent of order, and the figures derived from them."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.errors import SimError
from sim.outcomes.board import Board, Points, build_board
from sim.outcomes.indicators import indicators
from sim.outcomes.share import Share
from sim.outcomes.tally import Tally
from sim.outcomes.targets import HEADLINE, TABLE1, Group, Target, groups_of, targets_of
from sim.run.single import prepare, simulate
from sim.scenario.workspace import load_workspace

# Capital is 1,000 at the end of 2019 and grows by 100 a year: output of year Y is (Y - 2010) x 100 x this.
RATIOS = (4.0, 5.0, 6.0, 7.0)
BREAKS = 1e307  # times the capital it is beyond all numbers


def tally_of(home: Path, *ratios: float) -> Tally:
    """Return the tally of the small model with these outputs per capital."""
    workspace = load_workspace(home)
    scenario = prepare("trend", (), workspace)
    run = simulate(scenario, workspace, None, {"output per capital": np.array(ratios)})
    tally = Tally(targets_of(workspace), groups_of(workspace.registry.plan))
    broken = np.array([failure.member for failure in run.run.failures], dtype=np.int64)
    tally.add(indicators(run), broken)
    return tally


def board_of(home: Path, tally: Tally, figures: dict[tuple[str, int], Points]) -> Board:
    return build_board(tally, figures, load_workspace(home).registry, {})


def _by_name(tally: Tally) -> dict[tuple[str, int], Target]:
    return {(target.indicator, target.year): target for target in tally.targets}


def test_how_many_members_meet_each_target(small_home: Path) -> None:
    tally = tally_of(small_home, *RATIOS)
    met = {(target.indicator, target.year): count for target, count in tally.met.items()}
    assert met == {
        ("gross_output", 2025): 3,  # 6,000, 7,500, 9,000 and 10,500 against 7,500
        ("gross_output", 2035): 1,  # 10,000, 12,500, 15,000 and 17,500 against 15,270
        ("output_growth", 2025): 0,  # 1.5^(1/5) - 1 is 8.4% against 8.5%
        ("investment_sum", 2025): 4,  # five times 100 against 500
        ("resident_population", 2025): 0,  # 28 against 30
        ("energy_intensity_reduction", 2025): 4,  # 1 - 1/1.5 is 33.3% against 14.5%
    }
    assert tally.members == 4


def test_the_year_in_which_each_target_is_first_met(small_home: Path) -> None:
    tally = tally_of(small_home, *RATIOS)
    reached = {(target.indicator, target.year): years for target, years in tally.reached.items()}
    assert reached == {
        ("gross_output", 2025): {2021: 1, 2023: 1, 2025: 1, 2029: 1},
        ("gross_output", 2035): {2032: 1},  # 2,200 x 7 is 15,400
        ("output_growth", 2025): {},  # 10% in 2021 alone is no average of five years
        ("investment_sum", 2025): {2025: 4},
        ("resident_population", 2025): {2027: 4},
        ("energy_intensity_reduction", 2025): {2022: 4},  # 1 - 1/1.2 is 16.7%
    }


def test_targets_set_or_not_modelled_are_listed_and_not_counted(small_home: Path) -> None:
    tally = tally_of(small_home, *RATIOS)
    targets = _by_name(tally)
    kinds = {
        ("clean_share", 2025): "set_by_scenario",
        ("demand_for_health", 2025): "scenario_input",
        ("satisfaction", 2025): "not_modelled",
        ("share_of_city", 2035): "not_modelled",
    }
    assert {key: targets[key].kind for key in kinds} == kinds
    assert all(targets[key] not in tally.met and targets[key].groups == () for key in kinds)


def test_how_many_targets_members_meet_together(small_home: Path) -> None:
    tally = tally_of(small_home, *RATIOS)
    table1 = Group(TABLE1, 2025)
    named = {target.indicator for target in table1.members(tally.targets)}
    # the stand-in for energy is no target of the plan, the vision for 2035 none of Table 1
    assert named == {"gross_output", "output_growth", "investment_sum", "resident_population"}
    assert tally.together[table1].tolist() == [0, 1, 3, 0, 0]
    assert tally.together[Group(HEADLINE, 2035)].tolist() == [3, 1]


def test_members_that_break_are_not_counted(small_home: Path) -> None:
    tally = tally_of(small_home, RATIOS[0], BREAKS, *RATIOS[1:])
    assert _counts(tally) == _counts(tally_of(small_home, *RATIOS))


def _counts(tally: Tally) -> dict[str, list[dict[str, object]]]:
    return {name: table.to_pylist() for name, table in tally.as_tables().items()}


@pytest.mark.parametrize("shards", [((4, 5), (6, 7)), ((7,), (5, 4), (6,)), ((6, 5, 4), (7,))])
def test_shards_merge_in_any_order(small_home: Path, shards: tuple[tuple[float, ...], ...]) -> None:
    whole = tally_of(small_home, *RATIOS)
    merged = Tally(whole.targets, tuple(whole.together))
    for shard in shards:
        merged.merge(tally_of(small_home, *shard))
    assert _counts(merged) == _counts(whole)


def test_tallies_of_different_targets_do_not_merge(small_home: Path) -> None:
    whole = tally_of(small_home, *RATIOS)
    with pytest.raises(ValueError, match="different targets"):
        whole.merge(Tally(whole.targets[1:], tuple(whole.together)))


def test_tables_and_back(small_home: Path) -> None:
    tally = tally_of(small_home, *RATIOS)
    again = Tally.from_tables(tally.as_tables())
    assert again.targets == tally.targets
    assert again.members == 4
    assert _counts(again) == _counts(tally)


def test_the_interval_of_wilson() -> None:
    low, high = Share(3, 4).interval
    # (0.75 + 3.8415/8 ± 1.96 sqrt(0.1875/4 + 3.8415/64)) / (1 + 3.8415/4)
    assert (low, high) == pytest.approx((0.30064, 0.95441), abs=1e-5)
    assert Share(0, 1000).interval == pytest.approx((0.0, 3.8415 / 1003.8415), abs=1e-6)
    assert Share(1000, 1000).interval[1] == 1.0
    assert all(map(math.isnan, (Share(0, 0).value, *Share(0, 0).interval)))


def test_the_board_shows_year_never_and_shortfall(small_home: Path) -> None:
    tally = tally_of(small_home, *RATIOS)
    board = board_of(
        small_home,
        tally,
        {
            ("gross_output", 2025): Points(6000.0, 8250.0, 10500.0),
            ("gross_output", 2035): Points(10000.0, 13750.0, 17500.0),
            ("resident_population", 2025): Points(28.0, 28.0, 28.0),
            ("demand_for_health", 2025): Points(20.0, 20.0, 20.0),
        },
    )
    near, far = board["gross_output", 2025], board["gross_output", 2035]
    assert (near.median_year, near.shortfall) == (2023, 0.0)
    assert far.median_year == 2032
    assert far.never == Share(3, 4)
    assert far.shortfall == 1520.0
    assert far.relative_shortfall == pytest.approx(1520 / 15270)
    people = board["resident_population", 2025]
    assert (people.shortfall, people.relative_shortfall) == (2.0, pytest.approx(1 / 15))
    given = board["demand_for_health", 2025]
    assert (given.share, given.never, given.median) == (None, None, 20.0)
    assert math.isnan(given.shortfall)


def test_a_median_that_prints_as_the_target_lacks_nothing(small_home: Path) -> None:
    tally = tally_of(small_home, *RATIOS)
    board = board_of(small_home, tally, {("gross_output", 2025): Points(7000.0, 7499.6, 8000.0)})
    assert board["gross_output", 2025].shortfall == 0.0


def test_binding_targets_come_first_then_table_1_as_numbered(small_home: Path) -> None:
    board = board_of(small_home, tally_of(small_home, *RATIOS), {})
    assert [(row.target.indicator, row.target.year) for row in board.rows] == [
        ("energy_intensity_reduction", 2025),
        ("output_growth", 2025),
        ("gross_output", 2025),
        ("gross_output", 2035),
        ("investment_sum", 2025),
        ("satisfaction", 2025),
        ("resident_population", 2025),
        ("clean_share", 2025),
        ("demand_for_health", 2025),
        ("share_of_city", 2035),
    ]


def test_together_on_the_board(small_home: Path) -> None:
    board = board_of(small_home, tally_of(small_home, *RATIOS), {})
    table1 = board.group(TABLE1, 2025)
    assert [table1.quantile(level) for level in (0.05, 0.25, 0.5, 0.95)] == [1, 1, 2, 2]
    assert table1.joint == Share(0, 4)
    assert board.group(HEADLINE, 2035).joint == Share(1, 4)
    with pytest.raises(SimError, match=r'no group of targets "table1 2035". Nearest: "table1 2025"'):
        board.group(TABLE1, 2035)


def test_the_board_as_a_frame(small_home: Path) -> None:
    frame = board_of(small_home, tally_of(small_home, *RATIOS), {}).to_frame()
    row = frame.set_index(["indicator", "year"]).loc[("gross_output", 2025)]
    assert row[["met", "members", "probability", "median_year", "never"]].tolist() == [3, 4, 0.75, 2023, 0.0]
    shares: NDArray[np.float64] = frame.loc[frame["kind"] == "set_by_scenario", "probability"].to_numpy()
    assert np.isnan(shares).all()


def test_a_target_is_found_by_indicator_and_year(small_home: Path) -> None:
    board = board_of(small_home, tally_of(small_home, *RATIOS), {})
    assert [row.target.year for row in board["gross_output"]] == [2025, 2035]
    assert board["gross_output", 2025] is board["gross_output"][0]
    assert board["工业总产值", 2025] is board["Gross industrial output"][0] is board["gross_output"][0]
    assert "gross_output" in board
    assert ("gross_output", 2035) in board
    assert ("gross_output", 2030) not in board
    with pytest.raises(SimError, match=r'no target "gross_outptu". Nearest: "gross_output"'):
        board["gross_outptu"]
    with pytest.raises(SimError, match='"gross_output" has no target for 2030; there is one for: 2025, 2035'):
        board["gross_output", 2030]


def test_a_board_shows_its_content(small_home: Path) -> None:
    board = board_of(small_home, tally_of(small_home, *RATIOS), {})
    assert repr(board) == "<Board of an ensemble: 10 targets, 6 of them judged, 4 members>"
    assert "<td>gross_output</td>" in board._repr_html_()


def test_an_effective_number_of_members() -> None:
    plain, even = Share(300, 1000), Share(300, 1000, 0.25)
    assert Share(300, 1000, 1.0).interval[0] < plain.interval[0]  # Student's z, for sixteen replicates
    assert even.error / plain.error == pytest.approx(0.5 * 2.1314 / 1.96, rel=0.02)
    low, high = even.interval
    n, z = 4000, 2.131449545559323
    for end in (low, high):  # Wilson: (p - q)² = z² q (1 - q) / n
        assert (0.3 - end) ** 2 == pytest.approx(z**2 * end * (1 - end) / n)


def test_how_many_meet_a_target_without_rounding(small_home: Path) -> None:
    tally = tally_of(small_home, *[4.9999, 4.0] * 50, 5.0)  # 7,499.85 is printed as 7,500
    target = _by_name(tally)["gross_output", 2025]
    assert (tally.met[target], tally.exact[target]) == (51, 1)
    again = Tally.from_tables(tally.as_tables())
    again.merge(tally)
    assert (again.met[target], again.exact[target]) == (102, 2)
    standing = board_of(small_home, tally, {})["gross_output", 2025]
    assert standing.exact_share == Share(1, 101)
    assert standing.is_rounding_felt
    assert not board_of(small_home, tally_of(small_home, *RATIOS), {})["gross_output", 2025].is_rounding_felt


def test_tables_of_an_earlier_format_know_nothing_of_rounding(small_home: Path) -> None:
    tables = tally_of(small_home, *RATIOS).as_tables()
    old = {
        name: table.drop_columns(["effect"])
        for name, table in tables.items()
        if "effect" in table.column_names
    }
    tally = Tally.from_tables({**tables, **old, "met": old["met"].drop_columns(["met_exact"])})
    standing = board_of(small_home, tally, {})["gross_output", 2025]
    assert standing.exact_share is None
    assert not standing.is_rounding_felt
