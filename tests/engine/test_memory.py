"""Memory use of a run, and that no state remains from one run to the next."""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.engine.model import Model, Run, load_model
from sim.errors import SimError
from tests.engine.build import model_of
from tests.engine.paths import MODELS

ROOT = Path(__file__).parents[2]
ALLOWED = 64 * 2**20  # bytes beyond the results
PEAK = """
import pathlib, resource, sys
import numpy as np
from sim.engine.model import load_model

def peak():
    status = pathlib.Path("/proc/self/status")
    if status.exists():  # Linux begins ru_maxrss with what the process took that started this one
        return next(int(line.split()[1]) for line in status.open() if line.startswith("VmHWM")) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)

model = load_model(sys.argv[1])
keys = [key for key in model.constants if key not in ("INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER")]
outputs = [name for name, one in model.variables.items() if one.kind in ("stock", "auxiliary")][:12]
model.simulate(outputs=outputs)
members = int(sys.argv[2])
draws = {key: np.full(members, model.constants[key]) for key in keys}
run = model.simulate({key: draw[:100] for key, draw in draws.items()}, outputs)
size = sum(run[name].nbytes for name in outputs) * members // 100
before = peak()
run = model.simulate(draws, outputs)
print(len(keys), size, peak() - before)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="getrusage is of POSIX")
def test_a_large_ensemble_takes_its_results_and_little_more() -> None:
    """All constants are drawn; what the caller gives is read where it stands."""
    path = ROOT / "model" / "teda.mdl"
    done = subprocess.run(
        [sys.executable, "-c", PEAK, str(path), "100001"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    drawn, size, taken = map(int, done.stdout.split())
    assert drawn > 200
    assert size > 2 * ALLOWED  # else the test would not tell
    assert size * 0.9 < taken < size + ALLOWED


def test_a_run_too_large_for_memory_is_reported() -> None:
    """More than 64-bit machines address: nothing of it is ever taken."""
    model = model_of(*(f"x{number} = Time + shift" for number in range(6)), "shift = 0", end=1e6)
    with pytest.raises(SimError) as caught:
        model.simulate({"shift": np.zeros(1_000_000)}, [f"x{number}" for number in range(6)])
    (fault,) = caught.value.faults
    assert (fault.zh, fault.en) == (
        "这次运行要 384,000.0 GB 内存，超出可用的内存。请减少成员、变量或保存的时刻。",
        "this run needs 384,000.0 GB of memory, more than there is. "
        "Ask for fewer members, variables or saved moments.",
    )


def values(run: Run) -> bytes:
    return b"".join(run.to_frame(member).to_numpy().tobytes() for member in range(run.members))


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(MODELS / "industries.mdl")


def disturb(model: Model) -> None:
    """Run a model in every way in which something might be left behind."""
    model.simulate({"depreciation rate": 0.3})
    model.simulate({"scale[cars]": np.array([1.0, 2.0, 3.0])}, threads=2)
    model.simulate({"total output": 5.0})
    model.simulate({"total output": pd.Series([1.0, 9.0], index=[2020, 2030])})
    model.simulate(method="rk4", save_every=model.time_step * 2)
    model.simulate(final_time=model.initial_time + model.time_step * 4, integrals=["total output"])
    with pytest.raises(SimError):
        model.simulate({"no such constant": 1.0})
    with pytest.raises(SimError):
        model.simulate(step=-1)


def test_nothing_stays_from_one_run_to_the_next(model: Model) -> None:
    first = model.simulate()
    before, constants = values(first), dict(model.constants)
    disturb(model)
    assert values(model.simulate()) == before
    assert values(first) == before  # results are the caller's own
    assert dict(model.constants) == constants
    assert values(load_model(MODELS / "industries.mdl").simulate()) == before
    assert values(pickle.loads(pickle.dumps(model)).simulate()) == before


def test_changing_results_changes_no_later_run(model: Model) -> None:
    run = model.simulate()
    before = values(run)
    run["capital"][:] = np.nan
    assert values(model.simulate()) == before


@pytest.mark.parametrize("count", [1, 7, 8, 9, 129])
def test_draws_are_read_and_not_written(model: Model, count: int) -> None:
    draws = np.linspace(0.05, 0.2, 3 * count)[::3]  # not contiguous
    draws.flags.writeable = False
    kept = draws.copy()
    run = model.simulate({"depreciation rate": draws}, ["capital"])
    np.testing.assert_array_equal(draws, kept)
    for member in {0, count // 2, count - 1}:
        alone = model.simulate({"depreciation rate": float(draws[member])}, ["capital"])
        np.testing.assert_array_equal(run["capital"][:, member], alone["capital"][:, 0])


def test_runs_at_the_same_time_do_not_meet(model: Model) -> None:
    from concurrent.futures import ThreadPoolExecutor

    rates = np.linspace(0.05, 0.2, 24)
    alone = [values(model.simulate({"depreciation rate": rate})) for rate in rates]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda rate: values(model.simulate({"depreciation rate": rate})), rates))
    assert together == alone
