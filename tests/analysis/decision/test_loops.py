"""Scores of loops: against pysimlin on three models, by hand, over members, and what is refused."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

import sim

LOGISTIC = {
    "population": "INTEG (births-deaths, 10)",
    "births": "population*birth rate",
    "deaths": "population*death fraction",
    "birth rate": "0.4",
    "death fraction": "0.4*population/capacity",
    "capacity": "1000",
}
WORKFORCE = {  # goods and workers chase one another
    "inventory": "INTEG (production-shipments, 300)",
    "production": "workers*productivity",
    "shipments": "100",
    "productivity": "2",
    "workers": "INTEG (hiring, 40)",
    "hiring": "(wanted workers-workers)/8",
    "wanted workers": "(shipments+(400-inventory)/6)/productivity",
}
CHAIN = {
    **{f"s{at}": f"INTEG (f{at - 1}-f{at}, {10 + at})" for at in range(1, 21)},
    **{f"f{at}": f"s{at}/{2 + 0.1 * at:g}" for at in range(1, 21)},
    "f0": "8-0.3*s20",
}


def written(model: dict[str, str], folder: Path) -> Path:
    """Write a model in Vensim's form and return its file."""
    times = {"INITIAL TIME": "0", "FINAL TIME": "20", "TIME STEP": "0.25", "SAVEPER": "0.25"}
    text = "".join(f"{name}= {equation}\n\t~\t\n\t~\t\n\t|\n\n" for name, equation in (model | times).items())
    file = folder / "model.mdl"
    file.write_text("{UTF-8}\n" + text, "utf-8")
    return file


@pytest.mark.parametrize("model", [LOGISTIC, WORKFORCE, CHAIN], ids=["logistic", "workforce", "chain"])
def test_scores_are_those_of_pysimlin(model: dict[str, str], tmp_path: Path) -> None:
    simlin = pytest.importorskip("simlin")
    file = written(model, tmp_path)
    own = sim.load_model(file)
    (loops, *_) = own.loops_of_scalars()
    shares = own.loop_shares({}, loops, (0, 20, 0.25))[:, :, 0]
    found = {frozenset(loop): share for loop, share in zip(loops, shares, strict=True)}
    known = {
        frozenset(name.replace("_", " ") for name in loop.variables): loop.behavior_time_series[1:]
        for loop in simlin.load(str(file)).run().loops
    }
    assert found.keys() == known.keys()
    for loop, share in found.items():
        assert share == pytest.approx(known[loop], rel=1e-6, abs=1e-9)


def test_shares_add_up_and_a_loop_alone_has_all(small_home: Path) -> None:
    """Where a hundredth of output is reinvested; without that nothing feeds back, and all shares are 0."""
    (still,) = sim.loops("trend", members=1, home=small_home, until=2028).loops
    assert (still.share == 0).all()
    (loop,) = sim.loops(
        "trend", members=4, home=small_home, until=2028, set={"reinvestment share": 0.01}
    ).loops
    assert loop.named == ("R1",)
    assert loop.share == pytest.approx(np.ones(3))
    assert loop.sign == pytest.approx(1)


def test_members_that_meet_and_miss_are_told_apart(own_home: Path) -> None:
    asked = {"home": own_home, "until": 2028, "set": {"reinvestment share": 0.01}}
    found = sim.loops("trend", "gross_output>=12000@2030", members=20, **asked)  # type: ignore[arg-type]
    assert found.met is not None
    assert 0 < found.met < 1
    for one in found.loops:
        assert one.met is not None
        assert one.missed is not None
        assert one.share == pytest.approx(found.met * one.met + (1 - found.met) * one.missed)


def test_equal_requests_have_equal_bits_however_members_are_parted(own_home: Path) -> None:
    asked = {"home": own_home, "until": 2027, "set": {"reinvestment share": 0.01}}
    one, two = (sim.loops("plan", members=129, threads=threads, **asked) for threads in (1, 2))  # type: ignore[arg-type]
    for first, second in itertools.zip_longest(one.loops, two.loops):
        assert (first.share == second.share).all()


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"start": 1999}, "it must be from 2021"),
        ({"until": 2024}, "it must be from 2026"),
        ({"members": 5000}, "from 1 to 1,024"),
        ({"targets": "gross_outptu>=1@2030"}, "gross_output"),
    ],
)
def test_what_cannot_be_scored_is_told(small_home: Path, asked: dict[str, object], said: str) -> None:
    request = {"scenario": "trend", "members": 1, "home": small_home, **asked}
    with pytest.raises(sim.SimError) as caught:
        sim.loops(**request)  # type: ignore[arg-type]
    assert said in str(caught.value)
