"""Fingerprint of a machine: the properties on which equal results depend."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.ensembles.workers.faults import unlike
from sim.ensembles.workers.machine import PACKAGES, Machine, arithmetic_hash, code_hash, this_machine


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "engine").mkdir()
    (tmp_path / "ui").mkdir()
    (tmp_path / "cli").mkdir()
    (tmp_path / "engine" / "kernel.py").write_bytes(b"a = 1\nb = 2\n")
    (tmp_path / "ui" / "page.py").write_bytes(b"c = 3\n")
    (tmp_path / "cli" / "help.py").write_bytes(b"d = 4\n")
    return tmp_path


def test_the_fingerprint_of_a_machine() -> None:
    names = [what for what, _ in this_machine().facts]
    assert names == ["Python", *PACKAGES, "simulator code", "arithmetic"]
    assert "-" not in dict(this_machine().facts).values()


def test_the_code_that_shards_pass_through_counts(package: Path) -> None:
    before = code_hash(package)
    (package / "engine" / "kernel.py").write_bytes(b"a = 1\nb = 3\n")
    assert code_hash(package) != before


def test_a_new_name_counts(package: Path) -> None:
    before = code_hash(package)
    (package / "engine" / "kernel.py").rename(package / "engine" / "kernels.py")
    assert code_hash(package) != before


def test_pages_commands_and_line_ends_do_not_count(package: Path) -> None:
    before = code_hash(package)
    (package / "ui" / "page.py").write_bytes(b"c = 5\n")
    (package / "cli" / "help.py").write_bytes(b"d = 5\n")
    (package / "engine" / "kernel.py").write_bytes(b"a = 1\r\nb = 2\r\n")
    assert code_hash(package) == before


def test_arithmetic_is_that_of_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    before = arithmetic_hash()
    assert arithmetic_hash() == before
    exponential = np.exp
    monkeypatch.setattr(np, "exp", lambda x: np.nextafter(exponential(x), np.inf))
    assert arithmetic_hash() != before


def test_differences_are_reported_for_every_machine() -> None:
    mine = Machine((("Python", "3.11"), ("numpy", "2.4.6")))
    older, other = (
        Machine((("Python", "3.11"), ("numpy", "2.3.0"))),
        Machine((("Python", "3.12"), ("numpy", "-"))),
    )
    assert mine.unlike(mine) == []
    assert mine.unlike(other) == [("Python", "3.11", "3.12"), ("numpy", "2.4.6", "-")]
    error = unlike(mine, [("tcp://a:1", older), ("tcp://b:2", other)])
    assert [fault.en.split(";")[0] for fault in error.faults] == [
        "tcp://a:1 is unlike this machine, and results may differ: numpy is 2.4.6 here and 2.3.0 there. "
        "Install one version everywhere.",
        "tcp://b:2 is unlike this machine, and results may differ: Python is 3.11 here and 3.12 there. "
        "Install one version everywhere.",
        "tcp://b:2 is unlike this machine, and results may differ: numpy is 2.4.6 here and - there. "
        "Install one version everywhere.",
    ]
    assert error.faults[0].zh == (
        "tcp://a:1 与本机不同，算出的结果可能不一致：numpy 在本机为 2.4.6，在那里为 2.3.0。"
        "请在各机器上安装同一版本。"
    )
