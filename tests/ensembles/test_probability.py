"""The board of an ensemble on disk: computed from its small tables, with any gaps reported."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sim
from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.probability import probability
from sim.ensembles.result import Ensemble
from sim.errors import SimError
from sim.outcomes.board_of_fan import fan_board
from sim.outcomes.fan import run_fan
from sim.outcomes.targets import HEADLINE, TABLE1
from sim.run.single import prepare
from sim.sampling.sampler import draw
from sim.scenario.workspace import load_workspace
from tests.conftest import SMALL


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    return run_ensemble("plan", members=40, seed=3, out=tmp_path_factory.mktemp("p") / "plan", home=SMALL)


@pytest.fixture
def copied(made: Ensemble, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made.folder, tmp_path / "copy"))


def test_every_figure_follows_from_the_members(made: Ensemble) -> None:
    board = probability(made.folder, SMALL)
    row = board["gross_output", 2035]
    members = made.members("gross_output")
    far = members.loc[2035].to_numpy()
    met = far.round() >= 15270
    assert 0 < met.sum() < 40
    assert (row.met, row.members) == (met.sum(), 40)
    assert row.median == np.quantile(far, 0.5)
    assert (row.points.low, row.points.high) == (np.quantile(far, 0.05), np.quantile(far, 0.95))
    first = (members.to_numpy().round() >= 15270).argmax(axis=0)[met]  # of a rising output
    years = members.index.to_numpy()[first]
    assert dict(row.reached) == {int(year): int((years == year).sum()) for year in np.unique(years)}


def test_members_are_not_needed(copied: Path) -> None:
    shutil.rmtree(copied / "shards")
    (copied / "draws.parquet").unlink()
    frame = sim.probability(copied, SMALL).to_frame()
    assert frame["members"].unique().tolist() == [40]
    assert frame.set_index("indicator").loc["clean_share", "kind"] == "set_by_scenario"


def test_the_board_in_memory_is_that_of_the_folder(made: Ensemble) -> None:
    workspace = load_workspace(SMALL)
    fan = run_fan(prepare("plan", (), workspace), workspace, draw(workspace, 40, 3))
    kept, here = probability(made.folder, SMALL), fan_board(fan, workspace)
    ends = ["probability_low", "probability_high"]  # a fan has no replicates
    assert here.to_frame().drop(columns=ends).equals(kept.to_frame().drop(columns=ends))
    assert [one.counts.tolist() for one in here.together] == [one.counts.tolist() for one in kept.together]


def test_groups_name_their_targets(made: Ensemble) -> None:
    board = probability(made.folder, SMALL)
    assert [(one.group.name, one.group.year) for one in board.together] == [
        (HEADLINE, 2025),
        (HEADLINE, 2035),
        (TABLE1, 2025),
    ]
    assert [target.indicator for target in board.group(HEADLINE, 2035).targets] == ["gross_output"]
    assert board.group(HEADLINE, 2035).joint == board["gross_output", 2035].share


def _without_checksums(folder: Path) -> None:
    """Write the manifest as it was before format 3."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    del manifest["files"], manifest["checksum"]
    (folder / "manifest.json").write_text(json.dumps({**manifest, "format": 2}), "utf-8")


def test_a_folder_of_an_older_version_says_what_to_do(copied: Path) -> None:
    _without_checksums(copied)
    for name in ("met", "together"):
        (copied / f"{name}.parquet").unlink()
    with pytest.raises(SimError) as caught:
        probability(copied, SMALL)
    (fault,) = caught.value.faults
    assert (fault.zh, fault.en) == (
        "这个集合里没有 met.parquet, together.parquet，是较早的版本生成的；请重新运行这个集合。",
        "this ensemble has no met.parquet, together.parquet: an older version made it. "
        "Run the ensemble again.",
    )


def test_a_damaged_table_is_reported(copied: Path) -> None:
    (copied / "reached.parquet").write_bytes(b"PAR1")
    with pytest.raises(SimError, match="damaged"):
        probability(copied, SMALL)


def test_tables_that_do_not_fit_together_are_reported(copied: Path) -> None:
    _without_checksums(copied)
    table = pq.read_table(copied / "reached.parquet")
    names = pa.array(["nobody"] * table.num_rows)
    pq.write_table(table.set_column(0, "indicator", names), copied / "reached.parquet")
    with pytest.raises(SimError) as caught:
        probability(copied, SMALL)
    (fault,) = caught.value.faults
    assert fault.zh == "met, reached, together 几个表的内容互不相符，已损坏；请重新运行这个集合。"
    assert fault.en.startswith("the tables met, reached, together do not fit together: they are damaged.")


def test_indicators_of_another_home_are_reported(made: Ensemble) -> None:
    with pytest.raises(SimError) as caught:
        probability(made.folder)
    assert 'no indicator "gross_output"' in caught.value.faults[0].en
