"""Folders at URLs: the same files as on a disk, and the faults where that fails."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

from sim.ensembles.folder.local import Folder
from sim.ensembles.folder.remote import RemoteFolder, folder_at, within
from sim.errors import SimError


@pytest.fixture
def url() -> Iterator[str]:
    """Return a folder in memory, as fsspec reaches it."""
    yield "memory://store/plan"
    files = fsspec.filesystem("memory")
    if files.exists("/store"):
        files.rm("/store", recursive=True)


@pytest.fixture(params=["disk", "memory"])
def folder(request: pytest.FixtureRequest, tmp_path: Path, url: str) -> Folder:
    return folder_at(tmp_path / "plan" if request.param == "disk" else url)


def test_files_come_back_as_they_were_written(folder: Folder) -> None:
    assert (folder.is_there(), folder.exists(), folder.has("shards/a")) == (False, False, False)
    folder.write("shards/b", b"two")
    folder.write("shards/a", b"one")
    with folder.writing("draws") as stream:
        stream.write(b"many")
        assert not folder.has("draws")
    assert (folder.is_there(), folder.exists(), folder.has("shards/a")) == (True, True, True)
    assert folder.read("draws") == b"many"
    assert folder.names("shards") == ["a", "b"]
    with folder.opened("shards/b") as stream:
        stream.seek(1)
        assert stream.read() == b"wo"


def test_incomplete_files_do_not_exist(folder: Folder) -> None:
    def write_half() -> None:
        with folder.writing("draws") as stream:
            stream.write(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        write_half()
    assert not folder.has("draws")


def test_a_file_is_replaced_removed_and_set_aside(folder: Folder) -> None:
    folder.write("table", b"old")
    folder.write("table", b"new")
    assert folder.read("table") == b"new"
    assert folder.set_aside("table") == "table.damaged-1"
    folder.write("table", b"newer")
    assert folder.set_aside("table") == "table.damaged-2"
    assert folder.read("table.damaged-1") == b"new"
    folder.remove("table.damaged-1")
    folder.remove("table.damaged-1")
    assert not folder.has("table.damaged-1")


def test_a_missing_file_is_reported_with_its_place(folder: Folder) -> None:
    with pytest.raises(SimError) as caught:
        folder.read("table")
    (fault,) = caught.value.faults
    assert fault.place == folder.place_of("table")
    assert fault.en.startswith("cannot be read: ")


def test_a_file_url_is_a_path(tmp_path: Path) -> None:
    folder = folder_at(f"file://{tmp_path.as_posix()}/my%20runs")
    assert not isinstance(folder, RemoteFolder)
    folder.write("table", b"1")
    assert (tmp_path / "my runs" / "table").read_bytes() == b"1"


def test_folders_within_others(tmp_path: Path) -> None:
    assert within("s3://bucket/runs/", "plan") == "s3://bucket/runs/plan"
    assert within(tmp_path, "plan") == tmp_path / "plan"
    assert os.fspath(within("runs", "plan")) == os.path.join("runs", "plan")  # noqa: PTH118


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (
            "s4://bucket/x",
            '没有名为 "s4" 的存储。最接近的是 "',
            'there is no storage of the kind "s4". Nearest: "',
        ),
        ("abfs://bucket/x", "存到这里需要附加的软件包（", "this place needs a further package ("),
    ],
)
def test_places_that_cannot_be_reached(place: str, zh: str, en: str) -> None:
    with pytest.raises(SimError) as caught:
        folder_at(place)
    (fault,) = caught.value.faults
    assert fault.place == place
    assert fault.zh.startswith(zh)
    assert fault.en.startswith(en)


def test_a_file_that_cannot_be_written_is_reported_with_its_place(folder: Folder) -> None:
    folder.write("shards", b"a file where a folder has to be")
    with pytest.raises(SimError) as caught:
        folder.write("shards/part", b"1")
    (fault,) = caught.value.faults
    assert fault.place == folder.place_of("shards/part")
    assert fault.en.startswith("cannot be written: ")
