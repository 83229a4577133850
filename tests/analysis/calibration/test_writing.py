"""Writing of a fit into the model file: its numbers, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.calibration.writing import write_fit
from sim.scenario.workspace import load_workspace
from tests.analysis.synthetic import fit_of, make_synthetic, model_text


def test_writing_changes_the_numbers_and_nothing_else(own_home: Path) -> None:
    make_synthetic(own_home)
    old = model_text(own_home).splitlines()
    fit = fit_of(own_home)
    write_fit(fit, load_workspace(own_home))
    new = model_text(own_home).splitlines()
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    assert changed == [
        ("output per capital= 5", f"output per capital= {fit.fitted[0]:.15g}"),
        ("migration= 1", f"migration= {fit.fitted[1]:.15g}"),
    ]


@pytest.mark.parametrize(
    ("encoding", "line_end"), [("utf-8-sig", "\r\n"), ("gb18030", "\n"), ("utf-8", "\r\n")]
)
def test_writing_keeps_encoding_and_line_ends(own_home: Path, encoding: str, line_end: str) -> None:
    make_synthetic(own_home)
    path = own_home / "model" / "teda.mdl"
    text = model_text(own_home).replace("{UTF-8}\n", "").replace("\n", line_end)
    path.write_bytes(text.encode(encoding))
    fit = fit_of(own_home)
    write_fit(fit, load_workspace(own_home))
    for key, old in (("output per capital= ", "5"), ("migration= ", "1")):
        new = fit.fitted[fit.free.keys.index(key.rstrip("= "))]
        text = text.replace(f"{line_end}{key}{old}", f"{line_end}{key}{new:.15g}")
    assert path.read_bytes() == text.encode(encoding)
