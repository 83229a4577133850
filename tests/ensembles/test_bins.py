"""Quantiles from counts: within the stated error of the exact ones, in any order of addition."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sim.ensembles import ledger
from sim.ensembles import plan as runs
from sim.ensembles.bins import BINS, Counts, edges_of
from sim.ensembles.ensemble import run_ensemble
from sim.errors import SimError
from sim.outcomes.indicators import IndicatorRow, IndicatorTable, indicators
from sim.outcomes.levels import LEVELS
from sim.run.single import run_scenario

NONE = np.array([], dtype=np.int64)


def table_of(home: Path, series: np.ndarray) -> IndicatorTable:
    """Return a table of one indicator of which everything is given: (year, member)."""
    table = indicators(run_scenario("plan", home=home))
    years = table.years[: len(series)]
    row = replace(table.rows["gross_output"], years=years, series=series)
    return replace(table, years=years, rows={"gross_output": row})


def counted(home: Path, pilot: np.ndarray, *parts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return levels and errors of members added part by part."""
    edges = edges_of(table_of(home, pilot), NONE, ())
    counts = Counts(edges)
    for part in parts:
        one = Counts(edges)
        one.add(table_of(home, part), NONE)
        counts.merge(one)
    (spread,) = counts.spreads(table_of(home, pilot))
    return spread.levels, spread.error


def test_every_quantile_is_within_its_stated_error(small_home: Path) -> None:
    random = np.random.default_rng(5)
    members = np.vstack([random.normal(100, 3, 20_000), random.lognormal(0, 1, 20_000)])
    levels, error = counted(small_home, members[:, :1000], members)
    exact = np.quantile(members, LEVELS, axis=1).T
    assert (np.abs(levels - exact) <= error[:, None]).all()
    width = 1.5 * np.ptp(members[:, :1000], axis=1) / BINS  # a quarter wider on either side
    np.testing.assert_allclose(error, width, rtol=1e-9)


def test_no_order_changes_a_bit(small_home: Path) -> None:
    members = np.random.default_rng(6).lognormal(0, 1, (2, 3_000))
    parts = np.split(members, [500, 1_200, 2_900], axis=1)
    one = counted(small_home, members[:, :50], members)
    for other in (parts, parts[::-1]):
        for ours, theirs in zip(one, counted(small_home, members[:, :50], *other), strict=True):
            np.testing.assert_array_equal(ours, theirs)


def test_a_figure_that_all_share_is_exact(small_home: Path) -> None:
    same = np.full((1, 100), 440.8)
    levels, error = counted(small_home, same, same)
    assert (levels == 440.8).all()
    assert error.tolist() == [0.0]


def test_members_outside_all_bins_are_within_the_error(small_home: Path) -> None:
    pilot = np.linspace(0, 1, 10)[None]
    members = np.linspace(-5, 9, 281)[None]
    levels, error = counted(small_home, pilot, members)
    exact = np.quantile(members, LEVELS, axis=1).T
    assert (np.abs(levels - exact) <= error[:, None]).all()
    np.testing.assert_allclose(error[0], 9 - 1.25)  # from the last bin to the highest member


def test_members_lie_in_the_middles_of_equal_shares_of_their_bin(small_home: Path) -> None:
    """Three of a thousand bins over [-0.25, 1.25]: the middle one of three is in the middle of its bin."""
    members = np.array([[0.0, 0.4991, 0.4994, 0.4997, 1.0]])
    levels, error = counted(small_home, members[:, [0, -1]], members)
    low = -0.25 + 499 * 1.5 / BINS
    assert low < members[0, 1]
    assert members[0, 3] < low + error[0]
    np.testing.assert_allclose(levels[0, LEVELS.index(0.25)], low + 0.0015 * 1 / 6, rtol=1e-12)
    np.testing.assert_allclose(levels[0, LEVELS.index(0.5)], low + 0.0015 * 3 / 6, rtol=1e-12)
    np.testing.assert_allclose(levels[0, LEVELS.index(0.75)], low + 0.0015 * 5 / 6, rtol=1e-12)


@pytest.mark.parametrize("members", [1, 2, 3])
def test_few_members(small_home: Path, members: int) -> None:
    values = np.arange(10.0, 10.0 + members)[None]
    levels, error = counted(small_home, values, values)
    assert (np.abs(levels - np.quantile(values, LEVELS, axis=1).T) <= error[:, None]).all()


def test_a_year_without_figures_has_no_quantiles(small_home: Path) -> None:
    values = np.array([[np.nan, np.nan, np.nan], [1.0, 2.0, 3.0], [1.0, np.nan, 3.0]])
    levels, _ = counted(small_home, values, values)
    assert np.isnan(levels).all(axis=1).tolist() == [True, False, True]


def test_members_that_broke_are_left_out(small_home: Path) -> None:
    members = np.array([[1.0, 99.0, 2.0, 3.0]])
    sound = members[:, [0, 2, 3]]
    counts = []
    for values, broken in ((members, np.array([1])), (sound, NONE)):
        counts.append(Counts(edges_of(table_of(small_home, values), broken, ())))
        counts[-1].add(table_of(small_home, values), broken)
    np.testing.assert_array_equal(counts[0].edges.high["gross_output"], counts[1].edges.high["gross_output"])
    assert counts[0].as_table().equals(counts[1].as_table())


def test_counts_come_back_from_their_table(small_home: Path) -> None:
    members = np.random.default_rng(7).normal(0, 1, (2, 500))
    edges = edges_of(table_of(small_home, members), NONE, ())
    counts, again = Counts(edges), Counts(edges)
    counts.add(table_of(small_home, members), NONE)
    again.add_table(counts.as_table())
    assert again.as_table().equals(counts.as_table())


# --- a summary as a whole -------------------------------------------------------------------


def test_a_summary_holds_no_members(small_home: Path, tmp_path: Path) -> None:
    made = run_ensemble("plan", 40, 3, tmp_path / "s", home=small_home, summary=True)
    assert sorted(path.name for path in made.folder.iterdir()) == [
        "failures.parquet", "ledger.zip", "manifest.json", "met.parquet", "quantiles.parquet",
        "reached.parquet", "targets.parquet", "together.parquet",
    ]  # fmt: skip
    with pytest.raises(SimError, match="this ensemble is a summary; it kept no members"):
        made.members("gross_output")


def test_a_summary_is_that_of_the_members(small_home: Path, tmp_path: Path) -> None:
    whole = run_ensemble("plan", 3_000, 3, tmp_path / "w", home=small_home)
    summary = run_ensemble("plan", 3_000, 3, tmp_path / "s", home=small_home, summary=True)
    assert (whole.quantiles["error"] == 0).all()
    for name in ("p05", "p25", "p50", "p75", "p95"):
        for ours, theirs in ((summary.quantiles, whole.quantiles), (summary.targets, whole.targets)):
            if name in ours:
                assert ours[name].isna().equals(theirs[name].isna())
                off = (ours[name] - theirs[name]).abs()
                assert (off <= ours["error"] + 1e-9 * theirs[name].abs())[off.notna()].all()
    for name in ("indicator", "year", "target", "met", "members"):
        assert summary.targets[name].equals(whole.targets[name])


def test_workers_change_no_byte_of_a_summary(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "SHARD", 30)
    monkeypatch.setattr(ledger, "PAUSE", 0.0)
    made = [
        run_ensemble("plan", 400, 3, tmp_path / f"{count}", home=small_home, summary=True, workers=count)
        for count in (1, 4)
    ]
    ours, theirs = ({path.name: path.read_bytes() for path in one.folder.iterdir()} for one in made)
    assert ours == theirs


def test_too_many_members_for_exact_quantiles_are_counted(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sim.ensembles import gather

    exact = run_ensemble("plan", 200, 3, tmp_path / "exact", home=small_home)
    monkeypatch.setattr(gather, "ROOM", 8 * 200 * 3)  # three columns at once
    parts = run_ensemble("plan", 200, 3, tmp_path / "parts", home=small_home)
    assert parts.quantiles.equals(exact.quantiles)
    monkeypatch.setattr(gather, "ROOM", 8 * 199)  # not one
    counts = run_ensemble("plan", 200, 3, tmp_path / "counts", home=small_home)
    assert counts.members("gross_output").equals(exact.members("gross_output"))
    assert (counts.quantiles["error"] > 0).any()


def test_a_row_needs_a_series(small_home: Path) -> None:
    table = indicators(run_scenario("plan", home=small_home))
    unmodelled = {key: row for key, row in table.rows.items() if row.series is None}
    assert unmodelled
    assert isinstance(next(iter(unmodelled.values())), IndicatorRow)
    assert edges_of(replace(table, rows=unmodelled), NONE, ()).low == {}
