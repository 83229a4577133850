"""Periods of observed figures."""

from __future__ import annotations

import pytest

from sim.registry.periods import read_period


@pytest.mark.parametrize(
    ("text", "start", "end", "zh", "en"),
    [
        ("2021", 2020, 2021, "2021", "2021"),
        ("2021H1", 2020, 2020.5, "2021 年上半年", "2021 H1"),
        ("2022H2", 2021.5, 2022, "2022 年下半年", "2022 H2"),
        ("2025Q1-Q3", 2024, 2024.75, "2025 年 1—3 季度", "2025 Q1-Q3"),
        ("2023M1-2", 2022, 2022 + 1 / 6, "2023 年 1—2 月", "2023 M1-M2"),
        ("2023M12", 2022 + 11 / 12, 2023, "2023 年 12 月", "2023 M12"),
    ],
)
def test_a_period_is_a_part_of_a_year(text: str, start: float, end: float, zh: str, en: str) -> None:
    period = read_period(text)
    assert period is not None
    assert (period.start, period.end) == (pytest.approx(start), pytest.approx(end))
    assert (period.text("zh"), period.text("en")) == (zh, en)
    assert period.is_year == (text == "2021")


@pytest.mark.parametrize(
    "text", ["", "21", "2021H3", "2021Q0", "2021M13", "2021Q3-Q1", "2021H1-H2", "2021h1"]
)
def test_texts_that_are_not_periods(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize("text", ["2021", "2021H2", "2021Q1-Q3", "2023M1-2", "2023M3"])
def test_the_code_of_a_period_is_what_it_is_read_from(text: str) -> None:
    period = read_period(text)
    assert period is not None
    assert period.code == text
