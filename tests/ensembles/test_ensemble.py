"""Ensembles: members equal single runs, shards change nothing, and folders say what they hold."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.ensembles import plan as runs
from sim.ensembles.ensemble import run_ensemble, run_ensembles
from sim.ensembles.folder.memory import MemoryFolder
from sim.ensembles.members import frame_of, member_figures
from sim.ensembles.opening import open_ensemble
from sim.ensembles.result import Ensemble
from sim.errors import SimError
from sim.outcomes.indicators import indicators
from sim.run.single import run_scenario
from sim.sampling.request import DrawRequest
from sim.scenario.workspace import load_workspace


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Ensemble:
    from tests.conftest import SMALL

    return run_ensemble("plan", members=40, seed=3, out=tmp_path_factory.mktemp("e") / "plan", home=SMALL)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_folder_has_the_documented_files(made: Ensemble) -> None:
    assert sorted(_bytes(made.folder)) == [
        "draws.parquet",
        "failures.parquet",
        "ledger.zip",
        "manifest.json",
        "met.parquet",
        "quantiles.parquet",
        "reached.parquet",
        "shards/part-00000.parquet",
        "targets.parquet",
        "together.parquet",
    ]
    shard = pq.read_table(made.folder / "shards" / "part-00000.parquet")
    assert shard.column_names[:2] == ["member", "year"]
    assert shard.column_names[2:] == made.manifest["indicators"]
    assert shard["member"].to_pylist() == [*range(40)] * 16
    assert shard["year"].to_pylist() == np.repeat(np.arange(2020, 2036), 40).tolist()
    assert {
        key: made.manifest[key] for key in ("scenario", "members", "seed", "method", "state", "failed")
    } == {
        "scenario": "plan",
        "members": 40,
        "seed": 3,
        "method": "sobol",
        "state": "finished",
        "failed": 0,
    }


def test_a_member_equals_the_single_run_with_its_draws(made: Ensemble, small_home: Path) -> None:
    draws = made.draws()
    alone = run_scenario("plan", set=draws.iloc[17].to_dict(), home=small_home)
    for row in indicators(alone):
        if row.series is not None:
            np.testing.assert_array_equal(made.members(row.id)[17].to_numpy(), row.series[:, 0])


def test_quantiles_are_those_of_the_members(made: Ensemble) -> None:
    members = made.members("gross_output")
    fan = made.fan("gross_output")
    assert fan.loc[2030].tolist() == np.quantile(members.loc[2030], [0.05, 0.25, 0.5, 0.75, 0.95]).tolist()


def test_an_ensemble_is_its_indicators(made: Ensemble) -> None:
    assert made["gross_output"].equals(made.fan("gross_output"))
    assert "gross_output" in made
    assert made.to_frame().equals(made.quantiles)
    data = made.to_xarray()
    assert data["gross_output"].sel(year=2030, quantile=0.5) == made["gross_output"].loc[2030, "p50"]
    with pytest.raises(SimError, match=r'no indicator "gross_outptu" in the ensemble\. Nearest: "gross_o'):
        made["gross_outptu"]


def test_an_ensemble_shows_its_content(made: Ensemble) -> None:
    assert repr(made) == (
        "<Ensemble of plan: 40 members by sobol from seed 3; 8 indicators (gross_output, output_growth, "
        f"investment_sum, …); in {made.folder}>"
    )
    assert "<td>gross_output</td>" in made._repr_html_()


def test_the_share_that_meets_a_target(made: Ensemble) -> None:
    target = made.targets.set_index(["indicator", "year"]).loc[("gross_output", 2025)]
    members = made.members("gross_output").loc[2025]
    assert target["met"] == (members.round() >= target["target"]).mean()
    assert target["members"] == 40


def test_figures_set_by_the_scenario_are_not_judged(made: Ensemble, small_home: Path) -> None:
    rows = indicators(run_scenario("plan", home=small_home))
    judged = {row.id for row in rows if row.kind in ("causal", "accounting")}
    shares = made.targets.set_index("indicator")["met"]
    assert shares[[key for key in shares.index if key not in judged]].isna().all()
    assert shares[[key for key in shares.index if key in judged]].notna().all()


def test_equal_requests_give_equal_bytes(made: Ensemble, small_home: Path, tmp_path: Path) -> None:
    again = run_ensemble("plan", members=40, seed=3, out=tmp_path / "again", home=small_home, workers=2)
    assert _bytes(again.folder) == _bytes(made.folder)


def test_shards_change_no_figure(
    made: Ensemble, small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "SHARD", 16)
    reported: list[tuple[int, int]] = []
    split = run_ensemble(
        "plan",
        40,
        3,
        tmp_path / "split",
        home=small_home,
        workers=1,
        progress=lambda done, total: reported.append((done, total)),
    )
    assert reported == [(0, 40), (16, 40), (32, 40), (40, 40)]
    assert len(list((split.folder / "shards").iterdir())) == 3
    assert split.quantiles.equals(made.quantiles)
    assert split.members("gross_output").equals(made.members("gross_output"))


def test_set_constants_are_not_drawn(small_home: Path, tmp_path: Path) -> None:
    workspace = load_workspace(small_home)
    uncertain = {name: workspace.model.constants[name] for name in workspace.registry.drawn}
    fixed = run_ensemble("plan", 9, 1, tmp_path / "fixed", set=uncertain, home=small_home)
    np.testing.assert_array_equal(fixed.quantiles["p05"], fixed.quantiles["p95"])
    assert fixed.members("gross_output").shape[1] == 9


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_workers_change_no_byte(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(runs, "SHARD", 7)
    one = run_ensemble("plan", 40, 3, tmp_path / "one", home=small_home, workers=1)
    many = run_ensemble("plan", 40, 3, tmp_path / "many", home=small_home, workers=workers)
    assert _bytes(many.folder) == _bytes(one.folder)


def test_some_indicators_only(made: Ensemble, small_home: Path, tmp_path: Path) -> None:
    asked = ("clean_share", "gross_output")
    some = run_ensemble("plan", 40, 3, tmp_path / "some", home=small_home, outputs=asked)
    assert some.manifest["indicators"] == [key for key in made.manifest["indicators"] if key in asked]
    assert some.members("gross_output").equals(made.members("gross_output"))
    shares = made.targets[made.targets["indicator"].isin(asked)].reset_index(drop=True)
    assert some.targets.equals(shares)


def test_indicators_that_are_none(small_home: Path, tmp_path: Path) -> None:
    with pytest.raises(SimError) as caught:
        run_ensemble("plan", 9, 1, tmp_path / "x", home=small_home, outputs=["gros_output"], every="day")
    assert [fault.en for fault in caught.value.faults] == [
        'no indicator "gros_output". Nearest: "gross_output".',
        '"day" is invalid; it must be year or step.',
    ]
    assert not (tmp_path / "x").exists()


def test_every_step_keeps_the_variables_behind_the_indicators(
    small_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "STEP_SHARD", 3)
    fine = run_ensemble(
        "plan", 4, 3, tmp_path / "fine", home=small_home, outputs=["gross_output"], every="step"
    )
    files = sorted((fine.folder / "steps").iterdir())
    assert [path.name for path in files] == ["part-00000.parquet", "part-00001.parquet"]
    table = pq.read_table(files[1]).to_pandas()
    workspace = load_workspace(small_home)
    (name,) = workspace.registry.indicators["gross_output"].flows
    draws = fine.draws()
    alone = run_scenario("plan", set=draws.iloc[3].to_dict(), home=small_home)
    step = workspace.model.simulate(
        {**alone.scenario.constants}, outputs=[name], save_every=workspace.model.time_step
    )
    assert table.columns.tolist() == ["member", "time", name]
    assert table["member"].tolist() == [3] * len(step.time)
    several = pq.read_table(files[0]).to_pandas()
    assert several[["time", "member"]].equals(several[["time", "member"]].sort_values(["time", "member"]))
    assert several[several["member"] == 2]["time"].tolist() == step.time.tolist()
    np.testing.assert_array_equal(table["time"], step.time)
    np.testing.assert_array_equal(table[name], step[name][:, 0])


def test_members_are_found_in_any_order_of_rows(made: Ensemble) -> None:
    """Folders up to format 5 have all years of a member together."""
    name = "shards/part-00000.parquet"
    content = io.BytesIO()
    pq.write_table(pq.read_table(made.folder / name).sort_by([("member", "ascending")]), content)
    earlier = MemoryFolder({name: content.getvalue()})
    found = frame_of(member_figures(earlier, {}, "gross_output"))
    pd.testing.assert_frame_equal(found, made.members("gross_output"))


def test_scenarios_have_a_folder_each_and_share_their_draws(small_home: Path, tmp_path: Path) -> None:
    request = runs.Request(DrawRequest(9, 1))
    plan, trend = run_ensembles(["plan", "trend"], request, tmp_path / "both", home=small_home)
    assert (plan.folder, trend.folder) == (tmp_path / "both" / "plan", tmp_path / "both" / "trend")
    ours, theirs = (pq.read_table(one.folder / "draws.parquet") for one in (plan, trend))
    assert ours.equals(theirs)
    assert run_ensemble("trend", 9, 1, tmp_path / "alone", home=small_home).quantiles.equals(trend.quantiles)
    with pytest.raises(SimError, match="the scenario plan is given twice"):
        run_ensembles(["plan", "plan"], request, tmp_path / "twice", home=small_home)


def test_the_faults_of_all_scenarios_are_reported_together(small_home: Path, tmp_path: Path) -> None:
    with pytest.raises(SimError) as caught:
        run_ensembles(["plann", "trnd"], runs.Request(DrawRequest(9, 1)), tmp_path / "x", home=small_home)
    assert [fault.en.split(".")[0] for fault in caught.value.faults] == [
        'no scenario "plann"',
        'no scenario "trnd"',
    ]


def test_all_folders_are_looked_at_before_anything_runs(small_home: Path, tmp_path: Path) -> None:
    for name in ("plan", "trend"):
        run_ensemble(name, 8, 1, tmp_path / name, home=small_home)
    (tmp_path / "plan" / "manifest.json").unlink()
    with pytest.raises(SimError) as caught:
        run_ensembles(["plan", "trend"], runs.Request(DrawRequest(9, 1)), tmp_path, home=small_home)
    assert [fault.en.split(";")[0] for fault in caught.value.faults] == [
        "something is here already and is not overwritten",
        "another ensemble is here and is not overwritten",
        "the number of members: 8 there, 9 now.",
    ]


def test_members_of_an_unknown_indicator(made: Ensemble) -> None:
    with pytest.raises(SimError, match=r'no indicator "gross" in the ensemble\. Nearest: "gross_output"'):
        made.members("gross")


def test_a_folder_with_something_in_it_is_left_alone(small_home: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(SimError) as caught:
        run_ensemble("plan", 9, 1, tmp_path, home=small_home)
    (fault,) = caught.value.faults
    assert fault.zh == "这里已有内容，不会覆盖；请换一个文件夹，或先删除它。"
    assert (
        fault.en == "something is here already and is not overwritten; choose another folder, or delete it."
    )
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_an_ensemble_of_another_model_is_refused(made: Ensemble, own_home: Path) -> None:
    path = own_home / "model" / "teda.mdl"
    path.write_text(
        path.read_text(encoding="utf-8").replace("{UTF-8}", "{UTF-8}\n{another}", 1), encoding="utf-8"
    )
    workspace = load_workspace(own_home)
    ours, theirs = workspace.model.hash[:12], made.manifest["model_hash"][:12]
    with pytest.raises(SimError) as caught:
        open_ensemble(made.folder, workspace)
    (fault,) = caught.value.faults
    assert fault.zh == f"这个集合是用另一个模型算的（{theirs}），当前模型是 {ours}；请重新运行这个集合。"
    assert fault.en == (
        f"this ensemble was run with another model ({theirs}); "
        f"the present one is {ours}. Run the ensemble again."
    )


def _damage(folder: Path, made: Ensemble) -> Path:
    return Path(shutil.copytree(made.folder, folder))


def test_no_folder_no_manifest_and_damage_are_reported(made: Ensemble, tmp_path: Path) -> None:
    with pytest.raises(SimError, match="there is no such ensemble folder"):
        open_ensemble(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SimError, match=r"this is not an ensemble folder: it holds no manifest\.json"):
        open_ensemble(tmp_path / "empty")
    broken = _damage(tmp_path / "a", made)
    (broken / "manifest.json").write_text("{")
    with pytest.raises(SimError, match="the manifest is damaged"):
        open_ensemble(broken)
    (broken / "manifest.json").write_text(json.dumps({"format": 1}))
    with pytest.raises(SimError, match="the manifest is damaged"):
        open_ensemble(broken)
    cut = _damage(tmp_path / "b", made)
    (cut / "quantiles.parquet").write_bytes((cut / "quantiles.parquet").read_bytes()[:100])
    with pytest.raises(SimError, match="the file is damaged"):
        open_ensemble(cut)
