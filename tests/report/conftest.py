"""The day on which the briefings of these tests are made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.report.words.periods import SOURCE_DATE

MADE = "1795824000"  # 28 November 2026: 2025 is over, 2035 is not


@pytest.fixture(autouse=True, scope="session")
def made_in_2026() -> Iterator[None]:
    """Hold the present, so that sentences are the same in every year."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(SOURCE_DATE, MADE)
        yield
