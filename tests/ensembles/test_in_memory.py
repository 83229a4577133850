"""Ensembles of a script: in memory, of several scenarios, with draws and settings of its own."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.ensembles import ensemble as running
from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.probability import probability
from sim.ensembles.result import Ensemble
from sim.ensembles.workers.stopping import Stopped
from sim.errors import SimError
from sim.sampling.sample import sample_draws
from tests.conftest import SMALL

DRAWN = "output per capital"


@pytest.fixture(scope="module")
def made() -> Ensemble:
    return run_ensemble("plan", members=40, seed=3, home=SMALL)


def test_in_memory_as_in_a_folder(made: Ensemble, small_home: Path, tmp_path: Path) -> None:
    kept = run_ensemble("plan", members=40, seed=3, out=tmp_path / "kept", home=small_home)
    assert made.folder is None
    assert repr(made).endswith("; in memory>")
    assert made.manifest == kept.manifest  # with the checksum of every file
    assert made.members("gross_output").equals(kept.members("gross_output"))
    assert made.draws().equals(kept.draws())
    assert probability(made, small_home).to_frame().equals(probability(kept.folder, small_home).to_frame())


def test_nothing_is_written(small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run_ensemble("plan", members=8, home=small_home)
    assert list(tmp_path.iterdir()) == []


def test_a_summary_in_memory(small_home: Path) -> None:
    brief = run_ensemble("plan", members=40, seed=3, home=small_home, summary=True)
    with pytest.raises(SimError, match="it kept no members"):
        brief.assessed("gross_output", 2025)


def test_several_scenarios_share_their_draws(small_home: Path, tmp_path: Path) -> None:
    found = run_ensemble(["plan", "trend"], members=12, seed=3, home=small_home)
    assert list(found) == ["plan", "trend"]
    assert found["plan"].draws().equals(found["trend"].draws())
    kept = run_ensemble(("plan", "trend"), members=12, out=tmp_path, home=small_home)
    assert [each.folder for each in kept.values()] == [tmp_path / "plan", tmp_path / "trend"]


def test_draws_may_be_a_number(made: Ensemble, small_home: Path) -> None:
    found = run_ensemble("plan", seed=3, draws=np.int64(40), home=small_home)
    assert found.quantiles.equals(made.quantiles)
    with pytest.raises(SimError, match="both give a number"):
        run_ensemble("plan", members=40, draws=40, home=small_home)


def test_sampled_draws_are_those_of_the_ensemble(made: Ensemble, small_home: Path) -> None:
    draws = sample_draws(40, seed=3, home=small_home)
    assert list(draws) == ["member", DRAWN]
    assert draws.set_index("member").equals(made.draws())
    again = run_ensemble("plan", draws=draws, home=small_home)
    assert again.members("gross_output").equals(made.members("gross_output"))
    assert again.manifest["table"]["file"] == "DataFrame"


def test_a_table_lies_over_the_draws(made: Ensemble, small_home: Path) -> None:
    own = np.random.default_rng(1).uniform(0.1, 0.3, 40)
    found = run_ensemble("plan", seed=3, set=pd.DataFrame({"clean share": own}), home=small_home)
    assert found.manifest["method"] == "sobol"
    assert found.draws()[DRAWN].equals(made.draws()[DRAWN])
    np.testing.assert_array_equal(found.draws()["clean share to"], own)
    same = run_ensemble("plan", draws=found.draws(), home=small_home)  # its index numbers the members
    assert same.quantiles.equals(found.quantiles)
    edited = sample_draws(40, seed=3, home=small_home).assign(**{DRAWN: 0.3})
    over = run_ensemble("plan", seed=3, set=edited[[DRAWN]], home=small_home)
    assert over.quantiles.equals(run_ensemble("plan", draws=edited, home=small_home).quantiles)


@pytest.mark.parametrize(
    ("given", "place", "english"),
    [
        ({"set": pd.DataFrame({DRAWN: [0.3, None]})}, "set (row 1)", "must be a finite number"),
        ({"set": pd.DataFrame({DRAWN: ["much"]})}, "set (row 0)", 'is "much"; it must be a number'),
        ({"set": pd.DataFrame({"nonsense": [1.0]})}, "set", 'no lever or constant "nonsense"'),
        ({"draws": pd.DataFrame({"clean share": [9.0]})}, "draws (row 0)", "outside 0 to 1"),
        ({"draws": pd.DataFrame({"member": [1], DRAWN: [0.3]})}, "draws (row 0)", '"member" must be 0'),
        (
            {"draws": pd.DataFrame({DRAWN: [0.3]}), "set": pd.DataFrame({DRAWN: [0.3]})},
            "set",
            f'"{DRAWN}" is in both tables',
        ),
        (
            {"set": pd.DataFrame({"clean share": [0.1]}), "vary": {"clean share": (0.1, 0.2)}},
            'vary["clean share"]',
            "cannot vary as well",
        ),
        ({"set": pd.DataFrame({DRAWN: [0.3]}), "members": 2}, "members", "the table of draws has 1 rows"),
        ({"draws": pd.DataFrame({DRAWN: []})}, "draws", "the table has no rows"),
    ],
)
def test_a_table_with_a_fault(small_home: Path, given: dict[str, object], place: str, english: str) -> None:
    with pytest.raises(SimError) as caught:
        run_ensemble("plan", home=small_home, **given)
    assert caught.value.faults[0].place == place
    assert english in caught.value.faults[0].en


def test_what_memory_cannot_do(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "MOST_IN_MEMORY", 20)
    with pytest.raises(SimError) as caught:
        run_ensemble(["plan", "trend"], 12, home=small_home, resume=True)
    assert [fault.en for fault in caught.value.faults] == [
        "without `out` there is no ensemble to continue.",
        "at most 20 members are kept in memory, and these are 24; name a folder with `out`, or add "
        "`summary=True`.",
    ]
    assert run_ensemble("plan", 24, home=small_home, summary=True).manifest["members"] == 24


def test_a_stopped_run_in_memory_keeps_nothing(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ensembles.plan.SHARD", 4)
    with pytest.raises(Stopped) as caught:
        run_ensemble(
            "plan", 40, home=small_home, workers=1,
            progress=lambda done, _: os.kill(os.getpid(), signal.SIGINT) if done == 8 else None,
        )  # fmt: skip
    assert "of 40 members done, none kept. With `out` a run can be continued." in str(caught.value)
