"""Local folders: files are whole or absent, and no second writer is admitted."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.ensembles.folder.local import DRAFT, LOCK, Folder
from sim.errors import SimError


def names(folder: Folder) -> list[str]:
    return sorted(
        path.relative_to(folder.path).as_posix() for path in folder.path.rglob("*") if path.is_file()
    )


def test_a_file_is_written_and_read(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "new")
    folder.write("deep/a.bin", b"first")
    folder.write("deep/a.bin", b"second")
    assert folder.read("deep/a.bin") == b"second"
    assert names(folder) == ["deep/a.bin"]


def test_a_failed_write_leaves_the_file_unchanged(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.write("a.bin", b"first")
    stream = folder.writing("a.bin")
    stream.__enter__().write(b"sec")
    assert len(names(folder)) == 2
    stream.__exit__(RuntimeError, RuntimeError("half way"), None)
    assert folder.read("a.bin") == b"first"
    assert names(folder) == ["a.bin"]


def test_another_content_is_set_aside_and_an_equal_one_left_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    for content in (b"one", b"one", b"two", b"three"):
        folder.put("a.bin", content)
    assert {name: folder.read(name) for name in names(folder)} == {
        "a.bin": b"three",
        "a.bin.damaged-1": b"one",
        "a.bin.damaged-2": b"two",
    }


def test_a_file_that_is_released_is_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(tmp_path)
    folder.write("a.bin", b"whole")
    folder.release("a.bin")
    monkeypatch.delattr(os, "posix_fadvise", raising=False)  # as on other systems
    folder.release("a.bin")
    assert folder.read("a.bin") == b"whole"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SimError) as caught:
        Folder(tmp_path).read("nothing")
    assert caught.value.faults[0].place == str(tmp_path / "nothing")
    assert caught.value.faults[0].en.startswith("cannot be read: ")


def test_traces_of_a_run_that_never_began_are_ignored(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    (tmp_path / LOCK).touch()
    (tmp_path / f".manifest.json-0000{DRAFT}").touch()
    assert not folder.exists()
    folder.drop_drafts()
    assert names(folder) == [LOCK]
    (tmp_path / "mine").touch()
    assert folder.exists()


def test_a_claim_ends_with_the_process_that_made_it(tmp_path: Path) -> None:
    code = (
        "import os, sys; from sim.ensembles.folder.local import Folder\n"
        "with Folder(sys.argv[1]).claimed():\n    print('mine', flush=True); sys.stdin.read()"
    )
    root = Path(__file__).parents[3]
    folder = Folder(tmp_path / "run")
    with subprocess.Popen(
        [sys.executable, "-c", code, str(folder.path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    ) as other:  # fmt: skip
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        assert folder.is_claimed()
        with pytest.raises(SimError, match="another program is writing this ensemble"), folder.claimed():
            pass
        other.kill()
    assert not folder.is_claimed()
    with folder.claimed():
        assert folder.is_claimed()
    assert not folder.path.exists()  # nothing was written
