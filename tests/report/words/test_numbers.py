"""Every number format, and that no room above the analysis has one of its own."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.registry.plan import Comparison
from sim.report.words import numbers

ROOT = Path(sim.__file__).parent
NAN, INF = float("nan"), float("inf")
MACHINE = {"f'04X'", "f'02d'"}  # a code point, the name of a quantile


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (7499.6, 0, "7,500"),
        (1234567.85, 1, "1,234,567.9"),
        (-0.04, 1, "0.0"),
        (-3.45, 1, "-3.5"),
        (NAN, 0, "—"),
        (INF, 0, "—"),
    ],
)
def test_figures(value: float, decimals: int, text: str) -> None:
    assert numbers.print_figure(value, decimals) == text


def test_many_figures_are_printed_as_one_is() -> None:
    values = np.array([1234.5, 0.05, -0.04, 2.5, -3.45, np.nan, 1e7])
    assert numbers.print_figures(values, 1) == ["1,234.5", "0.1", "0.0", "2.5", "-3.5", "—", "10,000,000.0"]


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        (numbers.print_stated(15270), "15,270"),
        (numbers.print_stated(4.86), "4.86"),
        (numbers.print_digits(1234567.0), "1.23457e+06"),
        (numbers.print_digits(12345.678), "12,345.7"),
        (numbers.print_digits(-0.0), "0"),
        (numbers.print_digits(NAN), "—"),
        (numbers.print_plain(2020.25), "2020.25"),
        (numbers.print_plain(NAN), "—"),
        (numbers.print_count(1234567), "1,234,567"),
        (numbers.print_share(0.625), "63%"),
        (numbers.print_share(-0.0001, 1), "0.0%"),
        (numbers.print_share(NAN), "—"),
        (numbers.print_change(3.25, 1), "+3.3"),
        (numbers.print_change(-3.25, 1), "-3.3"),
        (numbers.print_change(-0.01, 1), "+0.0"),
        (numbers.print_change(NAN, 1), "—"),
        (numbers.print_share_change(0.0123), "+1.2%"),
        (numbers.print_share_change(NAN), "—"),
        (numbers.print_range("1.5", "2.5"), "1.5–2.5"),
        (numbers.print_range("—", "—"), "—"),
        (numbers.print_between("1.5", "2.5", "zh"), "1.5 至 2.5"),
        (numbers.print_between("1.5", "2.5", "en"), "1.5 to 2.5"),
        (numbers.print_duration(0.0042), "4.20 ms"),
        (numbers.print_duration(1.5), "1.500 s"),
        (numbers.print_size(999), "999 B"),
        (numbers.print_size(1500), "1.5 kB"),
        (numbers.print_size(2e15), "2,000.0 TB"),
        (numbers.typeset("-1.5"), "−1.5"),
    ],
)
def test_formats(printed: str, text: str) -> None:
    assert printed == text


@pytest.mark.parametrize(
    ("share", "text"), [(0, "<1%"), (0.004, "<1%"), (0.007, "1%"), (0.5, "50%"), (0.996, ">99%"), (1, ">99%")]
)
def test_a_probability_is_never_certain(share: float, text: str) -> None:
    assert numbers.print_chance(share) == text


@pytest.mark.parametrize(("comparison", "text"), [(">=", "7,500"), (">", ">7,500"), ("<=", "≤7,500")])
def test_a_target_shows_its_sign_except_at_least(comparison: Comparison, text: str) -> None:
    assert numbers.print_target(7500, comparison) == text


def test_a_number_of_a_record_is_without_the_last_bits() -> None:
    assert numbers.record_number(0.1 + 0.2) == 0.3
    assert numbers.record_number(1234.56789, 6) == 1234.57
    assert numbers.record_number(NAN) is None


def _own_formats(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            yield ast.unparse(node.format_spec)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "format":
            yield "format()"
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "{:" in node.value:
            yield node.value


@pytest.mark.parametrize("room", ["report", "ui", "cli"])
def test_no_room_has_a_number_format_of_its_own(room: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}: {each}"
        for path in (ROOT / room).rglob("*.py")
        if path != Path(numbers.__file__)
        for each in _own_formats(path.read_text(encoding="utf-8"))
        if each not in MACHINE
    }
    assert found == set()
