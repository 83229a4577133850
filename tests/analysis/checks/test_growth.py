"""Growth and assumed constants on a model whose results are known by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.checks.drawn import unseen
from sim.analysis.checks.growth import GROWTH, assumed_moves, growth_shifts
from sim.errors import SimError
from sim.registry.load import load_registry, read_reality
from sim.scenario.workspace import load_workspace
from tests.analysis.checks.homes import change, outcome

ENTRY = """\
growth:
  output:
    name: {zh: 产值增速, en: Growth of output}
    indicator: output_growth
    scenarios: [trend, plan]
    most: 2
"""


def write(home: Path, text: str = ENTRY) -> Path:
    """Write the growth to be judged into a home."""
    (home / "model" / "checks.yaml").write_text(text, encoding="utf-8")
    return home


def assume(home: Path) -> None:
    """Give the reinvestment share, of grade D, a range from none to 2% of output."""
    change(home, "teda.mdl", "reinvestment share= 0", "reinvestment share= 0.01")
    path = home / "model" / "parameters.yaml"
    head, _, tail = path.read_text(encoding="utf-8").partition("reinvestment share:")
    tail = tail.replace("{kind: fixed, by: choice}", "{kind: uniform, low: 0, high: 0.02}", 1)
    path.write_text(f"{head}reinvestment share:{tail}", encoding="utf-8")


def test_only_assumed_constants_are_moved(own_home: Path) -> None:
    assert outcome(GROWTH, own_home).examined == 0  # nothing is to be judged
    assert assumed_moves(load_workspace(write(own_home))) == []
    assume(own_home)
    [move] = assumed_moves(load_workspace(own_home))
    assert (move.key, move.low, move.high) == (
        "reinvestment share",
        pytest.approx(0.001),
        pytest.approx(0.019),
    )


def test_growth_that_rests_on_an_assumption_is_reported(own_home: Path) -> None:
    assume(write(own_home))
    shifts = growth_shifts(load_workspace(own_home), unseen)
    assert {each.scenario for each in shifts} == {"trend", "plan"}
    assert shifts[0].moved == pytest.approx(8, abs=2)  # 5 of output per capital, 1.8% of which comes back
    assert [abs(each.moved) for each in shifts] == sorted((abs(each.moved) for each in shifts), reverse=True)
    faults = outcome(GROWTH, own_home).faults
    assert len(faults) == 2
    assert (
        "the constant reinvestment share of grade D, from its 5% to its 95% point, moves growth"
        in faults[0].en
    )
    write(own_home, ENTRY.replace("most: 2", "most: 20"))
    assert outcome(GROWTH, own_home).is_passed


def test_growth_of_an_unknown_indicator(own_home: Path) -> None:
    write(own_home, ENTRY.replace("output_growth", "output_grows"))
    with pytest.raises(SimError) as caught:
        read_reality(load_registry(own_home))
    assert [fault.en for fault in caught.value.faults] == [
        'no modelled indicator "output_grows". Nearest: "output_growth".'
    ]
