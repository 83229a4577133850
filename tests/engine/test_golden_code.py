"""Golden code: any change of the generated machine code shows up in a diff."""

from __future__ import annotations

import pytest

from tests.engine.golden_code import CASES, COMMAND, FOLDER, code_of, file_of


def test_every_case_has_a_file_and_no_other() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.ll")) == sorted(CASES), COMMAND


@pytest.mark.parametrize("name", CASES)
def test_nothing_differs(name: str) -> None:
    assert code_of(name) == file_of(name).read_text(encoding="utf-8"), COMMAND


def test_the_text_has_no_history() -> None:
    forwards = {name: code_of(name) for name in CASES}
    backwards = {name: code_of(name) for name in reversed(CASES)}
    assert forwards == backwards
