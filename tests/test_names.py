"""One rule decides when two names are equal, for the model, its runs and users' settings."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine.model import load_model
from sim.names import fold
from tests.engine.build import model_of


@pytest.mark.parametrize(
    "spelling",
    [
        "demand growth to[health,old town]",
        "Demand_Growth  to [ Health , Old_Town ]",
        '"demand growth to"["health", "old town"]',
        "\tDEMAND GROWTH TO [health ,old__town]_",
    ],
)
def test_case_quotes_blanks_and_underscores_do_not_count(spelling: str) -> None:
    assert fold(spelling) == "demand growth to[health,old town]"


@pytest.mark.parametrize("other", ["demandgrowth", "demand-growth", "demand growth[to]", "需求增长"])
def test_further_differences_count(other: str) -> None:
    assert fold(other) != fold("demand growth")


def test_a_run_takes_and_gives_the_spellings_that_settings_take(small_home: Path) -> None:
    model = load_model(small_home / "model" / "teda.mdl")
    spelt, plain = "Demand_Growth to [ Health ]", "demand growth to[health]"
    run = model.simulate({spelt: 0.1}, outputs=["demand growth to"])
    assert run[spelt][0, 0] == run[plain][0, 0] == 0.1
    assert model.constant_keys(spelt) == (plain,)


def test_blanks_after_the_comma_of_two_subscripts_do_not_count() -> None:
    model = model_of("row: a, b", "column: c, d", "x[row, column] = 1")
    run = model.simulate({"x[a, c]": 3.0})
    np.testing.assert_array_equal(run["x[ a , c ]"], run["x[a,c]"])
    assert run["x[a,c]"][0, 0] == 3
