"""Every byte of an ensemble is accounted for; `benchmarks/flips.py` has more cases."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from benchmarks import flips
from sim.ensembles import plan as plans
from sim.ensembles.opening import open_ensemble
from sim.errors import SimError

CASES = 20


@pytest.fixture(autouse=True)
def many_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "SHARD", flips.SHARD)  # and put back after the test


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plans, "SHARD", flips.SHARD)
        return Path(flips.make(tmp_path_factory.mktemp("whole") / "run").folder)


@pytest.mark.slow
@pytest.mark.parametrize("damage", [flips.flip, flips.cut, flips.lose])
def test_any_damage_is_found_named_and_mended(whole: Path, damage: flips.Damage) -> None:
    chance = random.Random(damage.__name__)
    for _ in range(CASES):
        name = chance.choice(sorted(flips.content(whole)))
        if name != flips.MANIFEST or damage is not flips.lose:  # without it there is no ensemble
            assert flips.outcome(whole, damage, name, chance) == "found and mended", name


def test_a_folder_without_its_manifest_is_left_alone(whole: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(whole, tmp_path / "run"))
    (folder / flips.MANIFEST).unlink()
    before = flips.content(folder)
    with pytest.raises(SimError, match="not overwritten"):
        flips.make(folder, resume=True)
    assert flips.content(folder) == before


def test_a_lost_shard_is_no_smaller_ensemble(whole: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(whole, tmp_path / "run"))
    (folder / "shards" / "part-00002.parquet").unlink()
    ensemble = open_ensemble(folder)
    with pytest.raises(SimError, match=r"part-00002\.parquet(?s:.)*missing"):
        ensemble.members(next(iter(ensemble)))


def test_the_draws_are_those_of_the_members(whole: Path) -> None:
    draws = open_ensemble(whole).draws()
    assert draws.index.name == "member"
    assert len(draws) == flips.MEMBERS
