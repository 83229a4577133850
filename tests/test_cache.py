"""What is kept on disk comes back whole, or is made again."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sim import cache
from sim.cache import found, kept
from sim.engine.model import _loaded, cached_model, load_model
from sim.places import CACHE
from sim.registry.load import load_registry
from tests.engine.paths import MODELS

LARGE = b"0123456789" * 20_000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(CACHE, str(tmp_path / "cache"))
    return tmp_path / "cache" / "kept"


def _fails() -> bytes:
    raise AssertionError("made again")


def test_a_value_is_made_once(folder: Path) -> None:
    assert kept("value", 1, lambda: LARGE) == LARGE
    assert kept("value", 1, _fails) == LARGE
    assert [path.name.split("-")[0] for path in folder.iterdir()] == ["value"]


def test_what_is_kept_is_found_and_nothing_is_made(folder: Path) -> None:
    assert found("code", "key") is None
    value = kept("code", "key", lambda: b"x" * cache.WORTH)
    assert found("code", "key") == value
    assert found("code", "other") is None


def test_another_key_kind_or_code_is_another_value(monkeypatch: pytest.MonkeyPatch) -> None:
    kept("value", 1, lambda: LARGE)
    assert kept("value", 2, lambda: LARGE + b"2") == LARGE + b"2"
    assert kept("other", 1, lambda: LARGE + b"3") == LARGE + b"3"
    monkeypatch.setattr(cache, "_state_of_code", lambda: "changed")
    assert kept("value", 1, lambda: LARGE + b"4") == LARGE + b"4"


@pytest.mark.parametrize("place", [0, 31, 32, 33, 1_000, -1])
def test_a_flipped_bit_is_noticed_and_mended(folder: Path, place: int) -> None:
    kept("value", 1, lambda: LARGE)
    (path,) = folder.iterdir()
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[place] ^= 4
    path.write_bytes(damaged)
    assert kept("value", 1, lambda: LARGE) == LARGE
    assert path.read_bytes() == whole


@pytest.mark.parametrize("content", [b"", b"x", b"x" * 32, bytes(100_000)])
def test_a_broken_file_is_mended(folder: Path, content: bytes) -> None:
    kept("value", 1, lambda: LARGE)
    (path,) = folder.iterdir()
    path.write_bytes(content)
    assert kept("value", 1, lambda: LARGE) == LARGE
    assert kept("value", 1, _fails) == LARGE


def test_what_is_small_or_does_not_last_is_not_kept(folder: Path) -> None:
    assert kept("value", 1, lambda: 7) == 7
    assert kept("value", 2, lambda: LARGE, lambda value: value != LARGE) == LARGE
    assert not folder.exists() or not [*folder.iterdir()]


@pytest.mark.parametrize("name", ["", "file"])
def test_without_a_folder_all_is_made_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv(CACHE, name and str(tmp_path / name))
    for value in (LARGE, LARGE + b"2"):
        assert kept("value", 1, lambda value=value: value) == value
    assert (tmp_path / "file").read_text(encoding="utf-8") == "in the way"


def test_a_full_disk_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_self: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert kept("value", 1, lambda: LARGE) == LARGE
    assert [*folder.iterdir()] == []


def test_the_longest_unused_go_first(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LIMIT", 2.5 * len(LARGE))
    for key in (1, 2):
        kept("value", key, lambda: LARGE)
    now = time.time()
    for age, path in enumerate(sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)):
        os.utime(path, (now - 100 + age, now - 100 + age))
    kept("value", 1, _fails)  # used again
    kept("value", 3, lambda: LARGE)
    assert kept("value", 1, _fails) == LARGE
    assert kept("value", 3, _fails) == LARGE
    assert kept("value", 2, lambda: b"made anew") == b"made anew"


def test_a_kept_model_and_its_kernel_give_the_same_bits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "WORTH", 0)
    path = MODELS / "industries.mdl"
    fresh = load_model(path).simulate().to_frame()
    for _ in range(2):
        _loaded.cache_clear()
        assert cached_model(path).simulate().to_frame().equals(fresh)


def test_an_edited_registry_counts_at_once(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "WORTH", 0)
    before = load_registry(own_home)
    file = own_home / "model" / "levers.yaml"
    file.write_text(file.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
    assert load_registry(own_home).state != before.state


@pytest.mark.slow
def test_processes_that_begin_together_agree(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sim", "run", "plan", "--format", "csv"]
    environment = {**os.environ, CACHE: str(tmp_path / "shared")}
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, cwd=Path(__file__).parents[1])
        for _ in range(2)
    ]
    first, other = [process.communicate()[0] for process in running]
    assert first
    assert other == first
    assert subprocess.run(command, capture_output=True, env=environment, check=True).stdout == first
    assert not [*(tmp_path / "shared" / "kept").glob("draft-*")]


@pytest.mark.parametrize("name", ["cache.py", "report/html/charts.js", "report/html/page.css"])
def test_every_source_counts(name: str) -> None:
    assert f"/sim/{name}'" in cache._state_of_code()
