"""Distributions of scipy.stats in the registry: valid ones, and each message for an invalid one."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.registry.distributions import Distribution
from sim.registry.load import load_registry


def written(home: Path, words: str) -> Path:
    """Give the one uncertain constant of the small home another distribution."""
    file = home / "model" / "parameters.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("{kind: triangular, low: 4, high: 6}", words), encoding="utf-8")
    return home


def test_shape_loc_and_scale_are_read(own_home: Path) -> None:
    words = "{kind: beta, shape: {a: 2, b: 5}, loc: 4, scale: 2, low: 4, high: 6}"
    found = load_registry(written(own_home, words)).parameters["output per capital"].spread
    assert found == Distribution(kind="beta", shape={"a": 2, "b": 5}, loc=4, scale=2, low=4, high=6)


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (
            "{kind: gama, low: 4, high: 6}",
            '"distribution.kind" 为 "gama"，应是 triangular, uniform, lognormal, fixed，或 scipy.stats '
            '中一个连续分布的名称。最接近的是 "gamma"。',
            '"distribution.kind" is "gama"; it must be triangular, uniform, lognormal, fixed, or the name '
            'of a continuous distribution of scipy.stats. Nearest: "gamma".',
        ),
        (
            "{kind: beta, low: 4, high: 6}",
            "beta 缺少形状参数 a、b；应写 shape: {a: …, b: …}。",
            "beta lacks the shape parameters a, b; write shape: {a: …, b: …}.",
        ),
        (
            "{kind: skewnorm, shape: {alpha: 2}, low: 4, high: 6}",
            'skewnorm 没有形状参数 "alpha"。应有：a。',
            'skewnorm has no shape parameter "alpha". It has: a.',
        ),
        (
            "{kind: norm, shape: {sigma: 2}, loc: 5, low: 4, high: 6}",
            'norm 没有形状参数 "sigma"。应有：（无）。',
            'norm has no shape parameter "sigma". It has: (none).',
        ),
        (
            "{kind: beta, shape: {a: -1, b: 5}, loc: 4, scale: 2, low: 4, high: 6}",
            "beta 不能取这组形状参数：a = -1, b = 5。",
            "beta cannot have these shape parameters: a = -1, b = 5.",
        ),
        (
            "{kind: norm, loc: 5, scale: 0, low: 4, high: 6}",
            '"scale" 为 0，应大于 0。',
            '"scale" is 0; it must be above 0.',
        ),
        (
            "{kind: norm, loc: 50, low: 4, high: 6}",
            "norm 几乎不落在 4–6 内（概率 0）；请核对 loc 和 scale。",
            "norm hardly ever falls between 4 and 6 (probability 0); check loc and scale.",
        ),
        (
            "{kind: norm, loc: 5, low: 6, high: 4}",
            '"high" 为 4，应大于 "low"（6）。',
            '"high" is 4; it must be above "low" (6).',
        ),
        (
            "{kind: uniform, low: 4, high: 6, scale: 2}",
            '"scale" 只用于 scipy.stats 的分布；uniform 由 "low" 和 "high" 给定。',
            '"scale" belongs to distributions of scipy.stats; "low" and "high" give uniform.',
        ),
        (
            "{kind: beta, shape: {a: two, b: 5}, low: 4, high: 6}",
            '"distribution.shape.a" 为 "two"，应是数字。',
            '"distribution.shape.a" is "two"; it must be a number.',
        ),
    ],
)
def test_a_wrong_distribution_is_reported(own_home: Path, words: str, zh: str, en: str) -> None:
    with pytest.raises(SimError) as caught:
        load_registry(written(own_home, words))
    assert (zh, en) in [(fault.zh, fault.en) for fault in caught.value.faults]
    assert all(fault.place.endswith("parameters.yaml:6") for fault in caught.value.faults)
