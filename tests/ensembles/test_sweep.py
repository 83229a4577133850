"""Sweeps: every combination of values of some levers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.ensembles import sweep
from sim.ensembles.sweep import run_sweep
from sim.errors import SimError
from sim.outcomes.indicators import indicators
from sim.run.single import run_scenario


def test_every_point_is_a_single_run(small_home: Path) -> None:
    axes = {"public investment": [80, 120.5], "clean share": np.array([0.1, 0.2, 0.3])}
    found = run_sweep("plan", axes, home=small_home)
    assert found["gross_output"].dims == ("public investment", "clean share", "year")
    for investment in axes["public investment"]:
        for share in axes["clean share"]:
            alone = indicators(
                run_scenario(
                    "plan", {"public investment": investment, "clean share": float(share)}, small_home
                )
            )
            point = found.sel({"public investment": investment, "clean share": share})
            for row in alone:
                if row.series is not None:
                    np.testing.assert_array_equal(point[row.id], row.series[:, 0])


def test_levers_are_called_as_they_were_given(small_home: Path) -> None:
    found = run_sweep("plan", {"Clean_Share": 0.2}, home=small_home, outputs="gross_output")
    assert list(found) == ["gross_output"]
    assert found["Clean_Share"].to_numpy().tolist() == [0.2]
    assert found["Clean_Share"].attrs["key"] == "clean share to"
    assert found.attrs["scenario"] == "plan"


def test_blocks_change_nothing(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    axes = {"clean share": np.linspace(0, 1, 7)}
    whole = run_sweep("plan", axes, home=small_home)
    monkeypatch.setattr(sweep, "_AT_ONCE", 3)
    assert run_sweep("plan", axes, home=small_home).identical(whole)


@pytest.mark.parametrize(
    ("levers", "place", "english"),
    [
        ({}, "levers", "no lever is given."),
        ({"clean share": []}, 'levers["clean share"]', "no value is given."),
        ({"clean share": [0.1, 7]}, 'levers["clean share"]', "is 7 [%], outside 0 to 1 [fraction]"),
        ({"clean share": ["much"]}, 'levers["clean share"]', 'is "much"; it must be a number'),
        ({"clean shar": [0.1]}, 'levers["clean shar"]', 'no lever or constant "clean shar"'),
        ({"clean share": np.zeros(100_001)}, "levers", "these are 100,001 combinations; at most 100,000"),
        ([0.1], "levers", "must be a dict"),
    ],
)
def test_a_sweep_with_a_fault(small_home: Path, levers: object, place: str, english: str) -> None:
    with pytest.raises(SimError) as caught:
        run_sweep("plan", levers, home=small_home)  # type: ignore[arg-type]
    assert caught.value.faults[0].place == place
    assert english in caught.value.faults[0].en
