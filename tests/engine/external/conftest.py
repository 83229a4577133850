"""Files of numbers in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.external.build import NUMBERS, delimited, workbook


@pytest.fixture
def numbers(tmp_path: Path) -> Path:
    workbook(tmp_path / "n.xlsx", Sheet=NUMBERS)
    delimited(tmp_path / "n.csv", NUMBERS)
    delimited(tmp_path / "n.tab", NUMBERS, "\t")
    delimited(tmp_path / "n.txt", NUMBERS, ";")
    return tmp_path
