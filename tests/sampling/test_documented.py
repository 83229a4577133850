"""The examples in docs/sampling.md are valid input."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from sim.document import read_yaml
from sim.registry.distributions import Distribution
from sim.registry.parameters import Parameter
from sim.registry.schema import check_record
from sim.sampling.methods import FORECAST, METHODS
from sim.sampling.quantiles import quantile_of

PAGE = (Path(__file__).parents[2] / "docs" / "sampling.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^distribution: (.*)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("words", SHOWN)
def test_the_distributions_shown_can_be_written(tmp_path: Path, words: str) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(
        f"name: {{zh: 名, en: Name}}\ngrade: D\nreason: {{zh: 理由, en: Reason}}\ndistribution: {words}\n",
        encoding="utf-8",
    )
    document = read_yaml(str(file))
    entry, faults = check_record(document, (), document.data, Parameter)
    assert not faults
    assert entry is not None
    if not isinstance(entry.distribution, Distribution):
        return  # of an account, of single years or of alternatives: tested where they are drawn
    values = quantile_of(entry.distribution, entry.distribution.low, np.linspace(0.1, 0.9, 11))
    assert values.min() >= entry.distribution.low
    assert values.max() <= entry.distribution.high


def test_every_own_distribution_and_some_of_scipy_are_shown() -> None:
    kinds = set(re.findall(r"^distribution: {kind: (\w+)", PAGE, re.MULTILINE))
    assert kinds > set(Distribution.own_kinds)


def test_every_method_is_documented() -> None:
    assert set(re.findall(r"^\| `(\w+)`", PAGE, re.MULTILINE)) == {*METHODS, FORECAST}
