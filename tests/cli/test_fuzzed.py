"""Command lines at random end with 0, 1 or 2 and leave no file half-written."""

from __future__ import annotations

import pytest

from benchmarks.fuzz_commands import command_lines, commands, fuzz


def test_a_few_command_lines() -> None:
    codes, failures = fuzz(40, 3)
    assert failures == []
    assert codes.total() == 40


def test_equal_seeds_give_equal_command_lines() -> None:
    known = commands()
    first, again = (list(command_lines(50, 5, known)) for _ in range(2))
    assert first == again
    assert {line[0] for line in first} > {"model"}


@pytest.mark.slow
def test_more_command_lines() -> None:
    assert fuzz(200, 11)[1] == []
