"""Unit labels in both languages."""

from __future__ import annotations

import pytest

from sim.units import is_dimensionless, unit_label


@pytest.mark.parametrize(
    ("unit", "zh", "en"),
    [
        ("亿元/年", "亿元/年", "100M CNY/year"),
        ("100M CNY/Year", "亿元/年", "100M CNY/year"),
        ("万吨标准煤/(亿元*年)", "万吨标准煤/(亿元*年)", "10k tce/(100M CNY*year)"),
        ("Dmnl", "无量纲", "dimensionless"),
        ("Dmnl/Year", "1/年", "1/year"),
        ("1/年", "1/年", "1/year"),
        ("", "", ""),
        ("widgets / 年", "widgets/年", "widgets/year"),
    ],
)
def test_labels(unit: str, zh: str, en: str) -> None:
    assert (unit_label(unit, "zh"), unit_label(unit, "en")) == (zh, en)


def test_pure_numbers() -> None:
    assert [unit for unit in ("Dmnl", "1", " 比例 ", "1/年", "元") if is_dimensionless(unit)] == [
        "Dmnl",
        "1",
        " 比例 ",
    ]
