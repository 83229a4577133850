"""The zip file of a checkout."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from sim.environment import bundle, commands, place


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository with launchers and a file that is not under version control."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "teda"\nversion = "2"\n', "utf-8")
    (tmp_path / "a.txt").write_text("a\n", "utf-8")
    for name in (*bundle.LAUNCHERS, "gone.txt"):
        (tmp_path / name).write_text(name, "utf-8")
    (tmp_path / bundle.LAUNCHERS[1]).chmod(0o755)
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "."], cwd=tmp_path, check=True)
    (tmp_path / "gone.txt").unlink()
    (tmp_path / "own.txt").write_text("mine", "utf-8")
    monkeypatch.setattr(place, "ROOT", tmp_path)
    return tmp_path


def test_the_launchers_come_first_and_can_be_run(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert commands.main(["zip"]) == 0
    path = checkout / "dist" / "teda-2.zip"
    assert str(path) in capsys.readouterr().err
    with zipfile.ZipFile(path) as file:
        found = {entry.filename: entry.external_attr >> 16 for entry in file.infolist()}
        assert file.read("teda-2/a.txt") == b"a\n"
    launchers = [f"teda-2/{name}" for name in bundle.LAUNCHERS]
    assert list(found) == [*launchers, "teda-2/a.txt", "teda-2/pyproject.toml"]
    assert found[launchers[1]] == 0o100755
    assert found["teda-2/a.txt"] == 0o100644


def test_equal_checkouts_give_equal_bytes(checkout: Path) -> None:
    first = bundle.bundle().read_bytes()
    for path in checkout.glob("*.txt"):
        path.touch()
    assert bundle.bundle().read_bytes() == first
    assert [path.name for path in (checkout / "dist").iterdir()] == ["teda-2.zip"]


def test_a_folder_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, checkout: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(place.Trouble, match="Only a folder cloned by git"):
        bundle.bundle()


def test_the_launchers_of_this_project() -> None:
    for name in bundle.LAUNCHERS:
        text = (place.ROOT / name).read_text("utf-8")
        assert "bootstrap.py app" in text
        assert "清华" in text
        assert "PIP_INDEX_URL" in text
