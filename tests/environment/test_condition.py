"""Extents, and files that were lost after the installation."""

import sys
import time
from pathlib import Path

import pytest

from sim.environment import condition, making, place


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose environment has one package of two files, and the Python that runs the tests."""
    (tmp_path / "requirements.lock").write_text("uv==1\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text("[project]\n", "utf-8")
    monkeypatch.setattr(place, "ROOT", tmp_path)
    monkeypatch.setattr(place, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(place, "LOCK", tmp_path / "requirements.lock")
    monkeypatch.setattr(place, "PYTHON", Path(sys.executable))
    package = packages() / "thing"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("one = 1\n", "utf-8")
    (package / "two.py").write_text("", "utf-8")
    record = packages() / "thing-1.dist-info"
    record.mkdir()
    rows = [
        "thing/__init__.py,sha256=x,8",
        "thing/two.py,,",
        "thing/__pycache__/two.pyc,,",
        f"{record.name}/RECORD,,",
    ]
    (record / "RECORD").write_text("\n".join(rows), "utf-8")
    return tmp_path


def packages() -> Path:
    """Return the folder of the packages."""
    inner = "site-packages" if place.WINDOWS else "python3/site-packages"
    return condition.libraries() / inner


def set_up(extent: str) -> None:
    condition.mark(condition.stamp(condition.probe(), extent))


def test_an_environment_for_tests_runs_the_simulator_as_well(house: Path) -> None:
    set_up("core")
    assert (condition.check("core"), condition.check("all")) == ("ready", "stale")
    set_up("all")
    assert (condition.check("core"), condition.check("all")) == ("ready", "ready")
    assert condition.extent_of("core") == "all"  # what was added for the tests stays


def test_the_extent_of_a_stamp_of_before(house: Path) -> None:
    condition.mark(f"{condition.base(condition.probe())}\n{condition.digest()}\n")
    assert condition.check("core") == "stale"
    assert condition.extent_of("core") == "all"


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_lost_files_are_noticed(house: Path, kind: str) -> None:
    set_up("core")
    (packages() / "thing" / "__pycache__").mkdir()
    (packages() / "thing" / "__pycache__" / "two.pyc").write_text("", "utf-8")
    (packages() / "more.py").write_text("", "utf-8")  # somebody's own
    (packages() / "more.py").unlink()
    assert condition.check("core") == "ready"
    (packages() / "thing" / "two.py").unlink()
    if kind == "folder":
        (packages() / "thing" / "__init__.py").unlink()
    assert condition.check("core") == "damaged"


def test_a_damaged_package_is_forgotten_so_that_it_is_installed_again(house: Path) -> None:
    assert condition.forget_damaged() == []
    (packages() / "thing" / "__init__.py").write_text("", "utf-8")  # shorter than it was
    assert condition.forget_damaged() == ["thing"]
    assert not (packages() / "thing-1.dist-info").exists()


def test_a_record_that_was_never_finished(house: Path) -> None:
    (packages() / "thing-1.dist-info" / "RECORD").unlink()
    assert condition.forget_damaged() == ["thing"]


def test_an_environment_that_was_being_filled_is_filled_on(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "install", lambda *_: ["no luck"])
    monkeypatch.setattr(making, "read_pip_settings", lambda: {"no-index": "1"})
    monkeypatch.setattr(making, "requirements", lambda *_: "uv==1\n")
    with pytest.raises(place.Trouble, match="could not be installed"):
        making.setup()
    assert condition.check("core") == "stale"  # and not to be made from nothing
    assert condition.extent_of("all") == "all"
    assert (packages() / "thing" / "two.py").exists()


def test_a_folder_that_is_no_environment_is_left_alone(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "VENV", house / "letters")
    (house / "letters").mkdir()
    (house / "letters" / "dear.txt").write_text("x", "utf-8")
    with pytest.raises(place.Trouble, match="is no Python environment and is left alone"):
        making.remove()
    assert (house / "letters" / "dear.txt").exists()


@pytest.mark.slow
def test_looking_for_lost_files_takes_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, "VENV", Path(sys.prefix))
    assert condition.count_files() > 1000
    spent = []
    for _ in range(10):
        start = time.process_time()
        condition.count_files()
        spent.append(time.process_time() - start)
    assert min(spent) < 0.1
