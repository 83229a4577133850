"""Ensembles with a user's own table, with levers that vary, and by other methods."""

from __future__ import annotations

import errno
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from sim.ensembles import draws_file, plan
from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.folder.local import Folder
from sim.ensembles.result import Ensemble
from sim.outcomes.indicators import indicators
from sim.run.single import run_scenario
from sim.sampling.request import DrawRequest

RANGES = {"public investment": (100.0, 160.0), "clean share": (0.2, 0.9)}


@pytest.fixture(scope="module")
def varied(tmp_path_factory: pytest.TempPathFactory, small_home: Path) -> Ensemble:
    """Return an ensemble of the plan, which sets public investment, with two levers that vary."""
    folder = tmp_path_factory.mktemp("e") / "varied"
    return run_ensemble("plan", 24, 3, folder, home=small_home, vary=RANGES)


def test_a_varied_lever_takes_precedence_over_the_scenario(varied: Ensemble, small_home: Path) -> None:
    draws = varied.draws()
    assert list(draws) == ["output per capital", "clean share to", "public investment to"]
    alone = run_scenario("plan", set=draws.iloc[17].to_dict(), home=small_home)
    for row in indicators(alone):
        if row.series is not None:
            np.testing.assert_array_equal(varied.members(row.id)[17].to_numpy(), row.series[:, 0])
    assert varied.members("investment_sum").loc[2025].nunique() == 24


def test_varied_quantities_do_not_change_the_registry_s_draws(
    varied: Ensemble, small_home: Path, tmp_path: Path
) -> None:
    plain = run_ensemble("plan", 24, 3, tmp_path / "plain", home=small_home)
    own, others = (pq.read_table(each.folder / "draws.parquet") for each in (plain, varied))
    assert own.column_names == ["member", "output per capital"]
    assert own.equals(others.select(own.column_names))


def test_an_indicator_of_a_lever_that_varies_is_still_set_by_the_scenario(varied: Ensemble) -> None:
    (row,) = varied.targets[varied.targets["indicator"] == "clean_share"].to_dict("records")
    assert row["p05"] < row["p95"]
    assert np.isnan(row["met"])


def test_the_draws_of_an_ensemble_are_a_table_for_another(
    varied: Ensemble, small_home: Path, tmp_path: Path
) -> None:
    again = run_ensemble(
        "plan", out=tmp_path / "again", home=small_home, draws=varied.folder / "draws.parquet"
    )
    assert again.manifest["members"] == 24
    assert again.manifest["method"] == "table"
    assert again.quantiles.equals(varied.quantiles)
    assert again.targets.equals(varied.targets)


@pytest.mark.parametrize("method", ["lhs", "mc"])
def test_shards_change_no_figure(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    whole = run_ensemble("plan", 40, 3, tmp_path / "whole", home=small_home, sampling=method, vary=RANGES)
    monkeypatch.setattr("sim.ensembles.plan.SHARD", 16)
    split = run_ensemble("plan", 40, 3, tmp_path / "split", home=small_home, sampling=method, vary=RANGES)
    assert len(list((split.folder / "shards").iterdir())) == 3
    assert split.manifest["method"] == method
    assert split.members("gross_output").equals(whole.members("gross_output"))
    assert split.quantiles.equals(whole.quantiles)


def test_draws_are_written_in_groups_of_members_while_shards_run(
    varied: Ensemble, small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "SHARD", 5)
    monkeypatch.setattr(draws_file, "_AT_ONCE", 10)
    folder = run_ensemble("plan", 24, 3, tmp_path / "groups", home=small_home, vary=RANGES).folder
    groups = pq.ParquetFile(folder / "draws.parquet")
    rows = [groups.metadata.row_group(number).num_rows for number in range(groups.num_row_groups)]
    assert rows == [10, 10, 4]
    assert groups.read().equals(pq.read_table(varied.folder / "draws.parquet"))
    before = (folder / "draws.parquet").read_bytes()
    (folder / "draws.parquet").unlink()
    (folder / "shards" / "part-00002.parquet").unlink()  # the only one that is run, and so drawn, again
    run_ensemble("plan", 24, 3, folder, home=small_home, vary=RANGES, resume=True)
    assert (folder / "draws.parquet").read_bytes() == before


def test_a_run_that_fails_is_told_of_and_leaves_no_draws(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(writer: pq.ParquetWriter) -> None:
        writer.is_open = False
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(pq.ParquetWriter, "close", full)
    with (
        pytest.raises(KeyError, match="first"),
        draws_file.draws_file(planned(small_home), Folder(tmp_path)),
    ):
        raise KeyError("first")
    assert list(tmp_path.iterdir()) == []


def planned(home: Path) -> plan.Plan:
    """Return an ensemble that is not run."""
    (found,) = plan.plan_ensembles(["plan"], plan.Request(DrawRequest(4)), home=home)
    return found
