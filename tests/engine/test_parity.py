"""Our own small models and TEDA's, compared with two other engines that read the same file."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pysd
import pytest

from sim.engine.model import load_model
from sim.names import fold
from tests.engine.paths import MODELS

TEDA = Path(__file__).parents[2] / "model" / "teda.mdl"
ALL = [*sorted(MODELS.glob("*.mdl")), TEDA]

# PULSE(10, 0): Vensim counts a width of 0 as one step (vensim.com/documentation/fn_pulse.html);
# PySD makes no pulse of it.
UNLIKE_PYSD = {"arithmetic": {"event", "level", "quoted name, with marks: ~ |", "twice"}}
# DELAY FIXED: Vensim repeats the input of the delay time ago, and counts a delay below the step as
# one step (fn_delay_fixed.html), as PySD and we do; pysimlin ends it a step early and swings wildly
# below the step.
UNLIKE_SIMLIN = {"delays": {"pipeline", "short pipeline"}}
# pysimlin runs DELAY N and SMOOTH N not as Vensim writes them, nor TREND, ARCTAN and VMAX here, nor some
# functions of arrays (of VECTOR REORDER and INVERT MATRIX it says so).
NO_SIMLIN = {"arrays", "delays_of_any_order", "language"}
LONGEST = 0.25  # PySD takes a third of a second for a step of TEDA's model: a quarter of a year each


def _largest_gap(ours: pd.DataFrame, theirs: pd.DataFrame, left_out: set[str]) -> float:
    """Largest relative difference over all our columns; theirs must have each.

    A difference is measured against the value, but never against less than a thousandth of the
    variable's largest, or than 0.001: a stock that its own outflow empties keeps a residue of rounding.
    """
    columns = {fold(str(name)): name for name in theirs.columns}
    gaps = [0.0]
    for name in ours.columns:
        if name in left_out or fold(name) in ("time step", "saveper", "initial time", "final time"):
            continue
        a = ours[name].to_numpy()
        b = theirs[columns[fold(name)]].to_numpy(dtype=float)
        assert a.shape == b.shape
        scale = np.maximum(np.abs(b), 1e-3 * max(np.abs(b).max(), 1.0))
        gaps.append(float((np.abs(a - b) / scale).max()))
    return max(gaps)


def _by_euler(path: Path, folder: Path) -> Path:
    """Return a copy that asks for Euler's method: PySD has no other; pysimlin's others hold no event."""
    copy = folder / path.name
    copy.write_text(re.sub(r"(?m)^(15:0,0,0,)\d", r"\g<1>0", path.read_text("utf-8")), "utf-8")
    return copy


def _as_double(start: Callable[[], float]) -> Callable[[], float]:
    """A smooth that PySD starts at a whole number loses what its first input has behind the point."""
    return lambda: start() * 1.0


@pytest.mark.slow
@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_equals_pysd(path: Path, tmp_path: Path) -> None:
    copy = _by_euler(path, tmp_path)  # PySD writes a module beside the model
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = pysd.read_vensim(str(copy))
        for state in model._dynamicstateful_elements:
            if hasattr(state, "init_func"):  # a macro has none of its own
                state.init_func = _as_double(state.init_func)
        compiled = load_model(copy)
        step = max(compiled.time_step, LONGEST)
        ours = compiled.simulate(step=step, save_every=step).to_frame()
        theirs = model.run(time_step=step, return_timestamps=ours.index.to_numpy())
    assert _largest_gap(ours, theirs, UNLIKE_PYSD.get(path.stem, set())) < 1e-9


@pytest.mark.parametrize("path", [p for p in ALL if p.stem not in NO_SIMLIN], ids=lambda path: path.stem)
def test_equals_pysimlin(path: Path, tmp_path: Path) -> None:
    simlin = pytest.importorskip("simlin", reason="pysimlin has no build for this system")
    copy = _by_euler(path, tmp_path)
    theirs = simlin.load(copy).run(analyze_loops=False).results
    ours = load_model(copy).simulate().to_frame()
    assert _largest_gap(ours, theirs, UNLIKE_SIMLIN.get(path.stem, set())) < 1e-6


def test_the_engines_differ_only_where_documented() -> None:
    """What is left out of the comparison is checked by hand here."""
    arithmetic = load_model(MODELS / "arithmetic.mdl").simulate()
    event = dict(zip(arithmetic.time, arithmetic["event"][:, 0], strict=True))
    assert [event[time] for time in (3.75, 4.0, 5.75, 6.0, 9.75, 10.0, 10.25)] == [0, 1, 1, 0, 0, 3, 0]
    delays = load_model(MODELS / "delays.mdl").simulate()
    inflow = delays["order inflow"][:, 0]
    np.testing.assert_array_equal(delays["pipeline"][32:, 0], inflow[:-32])
    np.testing.assert_array_equal(delays["pipeline"][:32, 0], 7)
    np.testing.assert_array_equal(delays["short pipeline"][1:, 0], inflow[:-1])
