"""Whatever is given to a public function, it answers, or says in both languages what is wrong."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import sim
from tests.conftest import SMALL

pytestmark = pytest.mark.slow

WRONG: tuple[Any, ...] = (
    object(), 1.5, -3, float("nan"), "zz", [object()], {"a": object()}, b"\xff", True, (), {}, "", 10**30,
    np.array([1, 2]),
)  # fmt: skip
CALLS: dict[str, dict[str, Any]] = {
    "load_model": {"path": str(SMALL / "model" / "teda.mdl")},
    "load_registry": {},
    "open_home": {},
    "load_scenario": {"name": "trend"},
    "list_scenarios": {},
    "run_scenario": {"scenario": "trend"},
    "indicators": {"run": "trend"},
    "compare_models": {"old": "model/teda.mdl", "new": "model/teda.mdl"},
    "compare": {"scenarios": ["trend", "plan"]},
    "audit": {},
    "condition": {"known_by": "2021-12-31", "members": 64},
    "validate": {"scenario": "trend", "members": 64},
    "evaluate": {"members": 64},
    "appraise": {"scenarios": "trend", "members": 64},
    "contribute": {"scenario": "plan", "indicator": "gross_industrial_output", "members": 16},
    "gradient": {"scenario": "plan", "indicator": "gross_industrial_output"},
    "signposts": {
        "scenario": "trend",
        "targets": "gross_industrial_output>=8000@2030",
        "members": 128,
    },
    "likeliest": {
        "scenario": "trend",
        "targets": "gross_industrial_output>=8000@2030",
        "members": 128,
    },
    "measure_next": {
        "scenario": "trend",
        "targets": "gross_industrial_output>=8000@2030",
        "members": 128,
    },
    "loops": {"scenario": "trend", "members": 1, "until": 2026},
    "pareto": {
        "scenario": "trend",
        "objectives": ["mean:resident_population@2028", "change"],
        "levers": "housing supply",
        "members": 16,
        "generations": 2,
    },
    "why": {"scenario": "plan", "indicator": "gross_industrial_output"},
    "backcast": {
        "scenario": "trend",
        "targets": "gross_industrial_output>=9000@2030",
        "levers": "public investment",
        "members": 16,
    },
    "seal_forecast": {"scenario": "trend", "members": 64, "out": "ledger.jsonl"},
    "check_ledger": {"path": "ledger.jsonl"},
    "score_ledger": {"path": "ledger.jsonl"},
    "discover": {"scenario": "trend", "indicator": "gross_industrial_output", "members": 512},
    "sensitivity": {"scenario": "trend", "indicator": "gross_industrial_output", "members": 512},
    "run_ensemble": {"scenario": "trend", "members": 8, "out": "made"},
    "run_sweep": {"scenario": "trend", "levers": {"public investment": [80]}},
    "branch": {"scenario": "trend", "year": 2025, "members": 8},
    "sample_draws": {"members": 8},
    "open_ensemble": {"place": "none"},
    "probability": {"folder": "none"},
    "build_chart": {"run": "trend", "indicator": "gross_industrial_output"},
    "build_deck": {"run": "trend"},
    "build_html": {"source": "trend"},
    "build_workbook": {"run": "trend", "ensemble": None},
    "build_report": {"run": "trend", "ensemble": None},
}


def test_every_public_function_is_tried() -> None:
    functions = {name for name in sim.__all__ if not inspect.isclass(getattr(sim, name))}
    assert functions == CALLS.keys()


@pytest.mark.parametrize("name", CALLS)
def test_no_argument_raises_anything_else(name: str, at_home: Path) -> None:
    function = getattr(sim, name)
    for argument in inspect.signature(function).parameters:
        if argument != "progress":  # a function of the caller's
            for value in WRONG:
                _try(function, {**CALLS[name], argument: value}, f"{argument}={value!r}")


@pytest.mark.parametrize("argument", inspect.signature(sim.Model.simulate).parameters)
def test_nor_does_one_of_a_run(argument: str) -> None:
    model = sim.load_model(SMALL / "model" / "teda.mdl")
    for value in WRONG if argument != "self" else ():
        _try(model.simulate, {argument: value}, f"{argument}={value!r}")


def test_all_faults_come_together() -> None:
    with pytest.raises(sim.SimError) as caught:
        sim.run_scenario("trend", threads=0, home=3)  # type: ignore[arg-type]
    assert [fault.place for fault in caught.value.faults] == ["home", "threads"]
    with pytest.raises(sim.SimError) as caught:
        sim.discover("trend", 7, members="many", seed=0.5)  # type: ignore[arg-type]
    assert [fault.place for fault in caught.value.faults] == ["indicator", "members", "seed"]


def _try(function: Any, arguments: dict[str, Any], case: str) -> None:
    try:
        function(**arguments)
    except sim.SimError:  # a fault cannot be made without both languages
        return
    except Exception as error:
        raise AssertionError(f"{case}: {type(error).__name__}: {error}") from error
