"""Correlations between constants: read, refused, and turned into input of the draws."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.errors import SimError
from sim.registry.correlations import Pair, components, copula
from sim.registry.load import load_registry

ENTRY = """\
{name}:
  name: {{zh: 甲, en: A}}
  grade: D
  reason: {{zh: 假设。, en: Assumed.}}
  distribution: {{kind: uniform, low: 0, high: 1}}
"""
RANGES = "".join(ENTRY.format(name=name) for name in "abc")


def write(home: Path, *pairs: str) -> None:
    file = home / "model" / "parameters.yaml"
    file.write_text(file.read_text(encoding="utf-8") + RANGES, encoding="utf-8")
    rows = "".join(f"    - {pair}\n" for pair in pairs)
    text = f"group:\n  name: {{zh: 组, en: Group}}\n  reason: {{zh: 理由。, en: Reason.}}\n  pairs:\n{rows}"
    (home / "model" / "correlations.yaml").write_text(text, encoding="utf-8")


def faults(home: Path, *pairs: str) -> list[tuple[str, str, str]]:
    write(home, *pairs)
    with pytest.raises(SimError) as caught:
        load_registry(home)
    return [(Path(fault.place).name, fault.zh, fault.en) for fault in caught.value.faults]


def test_pairs_are_read(own_home: Path) -> None:
    write(own_home, "{of: [a, b], rank: -0.5}")
    (pair,) = load_registry(own_home).correlations["group"].pairs
    assert (pair.of, pair.rank) == (("a", "b"), -0.5)


def test_a_home_need_not_have_any(small_home: Path) -> None:
    assert load_registry(small_home).correlations == {}


@pytest.mark.parametrize(
    ("pair", "zh", "en"),
    [
        ("{of: [a, bb], rank: 0.5}", '没有名为 "bb" 的参数。', 'no parameter "bb".'),
        (
            "{of: [a, energy], rank: 0.5}",
            '"energy" 没有取值范围，不能有相关系数。',
            '"energy" has no range and cannot have a correlation.',
        ),
        (
            "{of: [a, b], rank: 1.5}",
            '"rank" 为 1.5，应在 -1 与 1 之间且不为 0。',
            '"rank" is 1.5; it must be between -1 and 1 and not 0.',
        ),
        ("{of: [a, a], rank: 0.5}", '"a" 不能与自身相关。', '"a" cannot be correlated with itself.'),
    ],
)
def test_a_wrong_pair_is_reported(own_home: Path, pair: str, zh: str, en: str) -> None:
    [(place, *reported)] = faults(own_home, "{of: [b, c], rank: 0.1}", pair)
    assert place == "correlations.yaml:6"
    assert reported[0].startswith(zh)
    assert reported[1].startswith(en)


def test_a_duplicate_pair_is_reported(own_home: Path) -> None:
    [(place, _, en)] = faults(own_home, "{of: [a, b], rank: 0.5}", "{of: [b, a], rank: 0.4}")
    assert (place, en) == ("correlations.yaml:6", 'the correlation of "b" and "a" is given already.')


def test_ranks_that_cannot_hold_together_name_the_constants(own_home: Path) -> None:
    pairs = [f"{{of: [{one}, {other}], rank: -0.9}}" for one, other in ("ab", "bc", "ac")]
    [(place, zh, en)] = faults(own_home, *pairs)
    assert place == "correlations.yaml"
    assert en == (
        'these correlations cannot hold together (their matrix is not positive definite): "a", "b", "c". '
        "Multiplied by about 0.55 they can."
    )
    assert '"a", "b", "c"' in zh


def test_sets_connected_by_pairs() -> None:
    pairs = [Pair(of=("d", "b"), rank=0.1), Pair(of=("e", "a"), rank=0.1), Pair(of=("c", "b"), rank=0.1)]
    assert components(pairs, dict.fromkeys("abcde")) == [("a", "e"), ("b", "c", "d")]


def test_the_copula_of_a_rank_of_a_half() -> None:
    matrix = copula(("a", "b"), [Pair(of=("b", "a"), rank=0.5)])
    np.testing.assert_allclose(matrix, [[1, 0.51764], [0.51764, 1]], atol=1e-5)
