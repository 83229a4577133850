"""Sealing: only what is not published, the same figures again, and whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.analysis.ledger.chain import chained, read_chain
from sim.analysis.ledger.file import read_ledger
from sim.analysis.ledger.row import SealedRow
from sim.analysis.ledger.seal import Sealing
from tests.analysis.ledger.homes import keep_actuals, publish


def seal(
    home: Path,
    *indicators: str,
    years: tuple[int, ...] = (2025, 2026),
    seed: int = 7,
    threads: int | None = None,
    actuals: Path | None = None,
) -> Sealing:
    return sim.seal_forecast(
        "trend", indicators, years, home / "ledger.jsonl",
        home=home, members=64, seed=seed, threads=threads, actuals=actuals,
    )  # fmt: skip


def test_the_default_is_what_the_model_computes_and_nobody_published(own_home: Path) -> None:
    publish(own_home, "gross_output,,,2025,7400,,,,A,,2026-02-01,s1,,")
    found = sim.seal_forecast(out=own_home / "ledger.jsonl", home=own_home, members=64)
    sealed = {(row.indicator, row.year) for row in found.rows}
    assert {year for _, year in sealed} == {2025, 2026}  # the plan's last year, and the next
    assert ("gross_output", 2025) not in sealed
    assert ("output_growth", 2025) not in sealed  # follows from the level
    assert {("gross_output", 2026), ("resident_population", 2025)} <= sealed
    assert not {"demand_for_health", "satisfaction"} & {name for name, _ in sealed}
    assert (found.again, found.count) == (0, len(found.rows))


def test_a_row_says_what_its_figures_follow_from(own_home: Path) -> None:
    found = seal(publish(own_home), "工业总产值", years=(2026,))
    (row,) = read_ledger(own_home / "ledger.jsonl").rows()
    assert found.rows == (row,)
    assert (row.indicator, row.year, row.unit, row.scenario) == ("gross_output", 2026, "亿元", "trend")
    assert (row.members, row.seed, row.draws, len(row.figures)) == (64, 7, "prior", 64)
    assert len({row.model_hash, row.scenario_hash, row.draws_hash}) == 3
    assert len(set(row.figures)) == 64
    assert 6000 < np.median(row.figures) < 10000
    assert row.naive["last_value"] == 7000
    assert row.naive["last_growth"] == pytest.approx(7000 * (7000 / 5000) ** (2 / 4))


def test_published_figures_are_refused_in_one_report(own_home: Path) -> None:
    publish(own_home)
    actuals = keep_actuals(own_home / "actuals", "output_growth,,,2026,5,,,,B,,2026-11-01,s1,,快报")
    with pytest.raises(sim.SimError) as caught:
        seal(own_home, "gross_output", "resident_population", "satisfaction", "nothing", years=(2024, 2050))
    texts = [(fault.place, fault.en) for fault in caught.value.faults]
    assert [place for place, _ in texts] == ["indicator", "indicator", "year", "indicator", "indicator"]
    assert texts[0][1].startswith('no indicator "nothing"')
    assert "it is no forecast to seal" in texts[1][1]
    assert texts[2][1] == "the year 2050 is invalid; it must be from 2021 to 2035."
    assert texts[3][1] == (
        'the figure of "gross_output" for 2024 is published (gross_output, s1): it is no forecast any more.'
    )
    with pytest.raises(sim.SimError, match='"gross_output" for 2026 is published'):
        seal(own_home, "gross_output", years=(2026,), actuals=actuals)
    assert not (own_home / "ledger.jsonl").exists()
    with pytest.raises(sim.SimError, match="the folder holds no imported actuals"):
        seal(own_home, actuals=own_home)


def test_the_same_forecast_has_the_same_bits_and_is_not_added_twice(own_home: Path) -> None:
    publish(own_home)
    first = seal(own_home, "gross_output", threads=1)
    content = (own_home / "ledger.jsonl").read_bytes()
    again = seal(own_home, "gross_output", "resident_population", threads=2)
    assert (again.again, len(again.rows), again.count) == (2, 2, 4)
    assert (own_home / "ledger.jsonl").read_bytes().startswith(content)
    assert sim.check_ledger(own_home / "ledger.jsonl", first.head).noted == 2
    other = sim.seal_forecast(
        "trend", "gross_output", (2025, 2026), own_home / "other.jsonl", home=own_home, members=64
    )
    assert [row.figures for row in other.rows] == [row.figures for row in first.rows]
    assert seal(own_home, "gross_output", seed=8).again == 0


def test_figures_that_differ_from_those_sealed_are_no_second_row(own_home: Path) -> None:
    publish(own_home)
    seal(own_home, "gross_output", years=(2026,))
    place = own_home / "ledger.jsonl"
    (row,) = read_ledger(place).rows()
    place.unlink()
    read_ledger(place, is_new=True).continued([replace(row, figures=(*row.figures[1:], 1.0))])
    with pytest.raises(sim.SimError, match="the machine or a package differs"):
        seal(own_home, "gross_output", years=(2026,))


def test_a_broken_ledger_is_not_continued(own_home: Path) -> None:
    publish(own_home)
    seal(own_home, "gross_output")
    place = own_home / "ledger.jsonl"
    content = place.read_bytes().replace(b'"year":2025', b'"year":2026', 1)
    place.write_bytes(content)
    with pytest.raises(sim.SimError, match=r"ledger.jsonl:1: (.|\n)*the line was altered"):
        seal(own_home, "resident_population")
    assert place.read_bytes() == content


def test_of_two_writers_the_second_is_told(own_home: Path) -> None:
    publish(own_home)
    seal(own_home, "gross_output", years=(2026,))
    place = own_home / "ledger.jsonl"
    first, second = read_ledger(place), read_ledger(place)
    (row,) = first.rows()
    first.continued([row])
    with pytest.raises(sim.SimError, match="another program changed the file since it was read"):
        second.continued([row])
    assert len(read_chain(place.read_bytes())) == 2
    if sys.platform == "win32":
        return
    import fcntl

    handle = os.open(own_home, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    with pytest.raises(sim.SimError, match="another program is writing this ledger"):
        read_ledger(place).continued([row])
    os.close(handle)
    assert len(read_ledger(place).continued([row])) == 3


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not killed this way")
def test_a_process_that_is_killed_leaves_the_old_file(own_home: Path) -> None:
    publish(own_home)
    seal(own_home, "gross_output", years=(2026,))
    place = own_home / "ledger.jsonl"
    content = place.read_bytes()
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from sim.analysis.ledger.file import read_ledger\n"
        "whole = Path.write_bytes\n"
        "def killed(path, content):\n"  # half of it is on the disk when the process dies
        "    whole(path, content[: len(content) // 2])\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "Path.write_bytes = killed\n"
        "ledger = read_ledger(sys.argv[1])\n"
        "ledger.continued(ledger.rows())\n"
    )
    done = subprocess.run([sys.executable, "-c", code, os.fspath(place)], cwd=Path(sim.__file__).parents[1])
    assert done.returncode == -signal.SIGKILL
    assert place.read_bytes() == content
    assert seal(own_home, "resident_population").count == 3


def test_a_line_that_holds_no_forecast(tmp_path: Path) -> None:
    place = tmp_path / "ledger.jsonl"
    naive = dict.fromkeys(("last_value", "last_growth", "plan"))
    row = {each.name: "2026-01-01" for each in fields(SealedRow)} | {"year": 1, "members": 1, "seed": 1}
    wrong = [{"a": 1}, row | {"naive": naive, "figures": "text"}, row | {"naive": naive, "figures": []}]
    wrong.append(row | {"naive": naive, "figures": ["nan"]})
    place.write_bytes(b"".join(chained([*wrong, row | {"naive": naive, "figures": [1]}], None)))
    with pytest.raises(sim.SimError) as caught:
        read_ledger(place).rows()
    assert [fault.place for fault in caught.value.faults] == [f"{place}:{line}" for line in (1, 2, 3, 4)]
    assert "the line holds no sealed forecast" in caught.value.faults[0].en
