"""Shares in round words, and values with their unit."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.sensitivity.factors import Factor
from sim.registry.distributions import Distribution
from sim.report.sensitivity.factor_words import words_of
from sim.report.sensitivity.sentences import about
from sim.scenario.workspace import load_workspace


@pytest.mark.parametrize(
    ("share", "zh", "en"),
    [
        (0.61, "约六成", "about 61%"),
        (0.64, "约六成半", "about 64%"),
        (0.5, "约五成", "about 50%"),
        (0.1, "约一成", "about 10%"),
        (0.06, "约 6%", "about 6%"),
        (-0.01, "约 0%", "about 0%"),
        (0.99, "几乎全部", "about 99%"),
    ],
)
def test_a_share_in_round_words(share: float, zh: str, en: str) -> None:
    assert (about(share, "zh"), about(share, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("key", "low", "high", "zh", "en"),
    [
        ("output per capital", 0.004, 0.036, "0.40 至 3.60%/年", "0.40 to 3.60% a year"),
        ("migration", 0.5, 1.5, "0.50 至 1.50 万人/年", "0.50 to 1.50 × 10k people/year"),
        ("energy", 1000, 26000, "1,000 至 26,000 万吨标准煤/年", "1,000 to 26,000 × 10k tce/year"),
        ("reinvestment share", 0.03, 0.0302, "0.030000 至 0.030200", "0.030000 to 0.030200"),
        ("public investment start", 2021, 2026.5, "2021.00 至 2026.50 年", "2021.00 to 2026.50"),
    ],
)
def test_a_range_has_its_unit_and_enough_digits(
    small_home: Path, key: str, low: float, high: float, zh: str, en: str
) -> None:
    workspace = load_workspace(small_home)
    spread = Distribution(kind="uniform", low=low, high=high)
    factor = Factor((key,), spread, low)
    assert words_of(factor, workspace, "zh").between(low, high) == zh
    assert words_of(factor, workspace, "en").between(low, high) == en


@pytest.mark.parametrize(
    ("key", "zh", "en", "grade"),
    [
        ("energy", "能源消费", "Energy use", "D"),
        ("public investment to", "公共投资", "Public investment", "C"),
        ("public investment start", "公共投资：开始时间", "Public investment: start", "C"),
        ("demand growth to[health]", "医药需求增速", "Growth of health demand", "C"),
        ("switch R1", "switch R1", "switch R1", "—"),
    ],
)
def test_whatever_may_vary_has_a_name(small_home: Path, key: str, zh: str, en: str, grade: str) -> None:
    workspace = load_workspace(small_home)
    factor = Factor((key,), Distribution(kind="uniform", low=0.0, high=1.0), 0.0)
    words = [words_of(factor, workspace, language) for language in ("zh", "en")]
    assert [each.name for each in words] == [zh, en]
    assert {each.grade for each in words} == {grade}
