"""Ensembles that go on from the end of a year: the bits of one run through, and folders to be trusted."""

from __future__ import annotations

import json
import random
import shutil
import signal
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.ensembles import plan as plans
from sim.ensembles.branching import branch as branches
from sim.ensembles.folder.store import sealed
from sim.ensembles.result import Ensemble
from sim.ensembles.workers.stopping import Stopped
from sim.errors import SimError

ROOT = Path(sim.__file__).parents[1]
MEMBERS, CASES = 50, 20


def _agree(whole: Ensemble, later: Ensemble) -> None:
    """Assert that all members of all indicators have the same bits in all years."""
    assert list(later) == list(whole)
    for name in whole:
        ours, theirs = later.members(name), whole.members(name)
        assert ours.index.equals(theirs.index)
        assert ours.to_numpy().tobytes() == theirs.to_numpy().tobytes(), name
    assert later.failures.equals(whole.failures)


def _refused(**asked: object) -> list[str]:
    with pytest.raises(SimError) as caught:
        sim.run_ensemble(**{"scenario": "trend", **asked})  # type: ignore[arg-type]
    return [fault.en for fault in caught.value.faults]


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plans, "SHARD", 20)


@pytest.fixture
def folder(at_home: Path, small_parts: None) -> Path:
    """Return the folder of a branch of three parts; the working directory is a small home."""
    sim.branch("trend", 2025, members=MEMBERS, out="states")
    return at_home / "states"


# --- bits -----------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("year", [2020, 2025, 2039])
def test_every_indicator_of_the_shipped_model(year: int, tmp_path: Path) -> None:
    scenario = sim.load_scenario(ROOT / "scenarios" / "plan.yaml")
    whole = sim.run_ensemble(scenario, members=24)
    kept = sim.branch(scenario, year, members=24, out=tmp_path / "states", threads=1)
    later = sim.run_ensemble(scenario, branch=tmp_path / "states", workers=2)
    assert kept.year == year
    assert later.notes == ()
    assert later.members("gross_industrial_output").index[-1] == 2040
    _agree(whole, later)
    assert later.targets[["indicator", "year", "met", "p50"]].equals(
        whole.targets[["indicator", "year", "met", "p50"]]
    )


@pytest.mark.slow
def test_a_new_policy_changes_nothing_before() -> None:
    whole = sim.run_ensemble("trend", members=24)
    kept = sim.branch("trend", 2025, members=24)
    later = sim.run_ensemble(ROOT / "examples" / "from-2026.yaml", branch=kept)
    assert later.notes == ()
    before, after = whole.members("gross_industrial_output"), later.members("gross_industrial_output")
    assert before.loc[:2025].to_numpy().tobytes() == after.loc[:2025].to_numpy().tobytes()
    assert (after.loc[2035] > before.loc[2035]).all()
    assert (later.difference(whole).fan("gross_industrial_output").loc[2035, "above"]) == 1


@pytest.mark.slow
def test_policy_on_top_of_what_was_done() -> None:
    history, policy = (ROOT / "examples" / f"{name}.yaml" for name in ("history-to-2025", "policy-from-2026"))
    later = sim.run_ensemble(policy, branch=sim.branch(history, 2025, members=24))
    assert later.notes == ()
    _agree(sim.run_ensemble(policy, members=24), later)


@pytest.mark.usefixtures("at_home", "small_parts")
@pytest.mark.parametrize("kept", ["memory", "disk"])
def test_parts_and_shards(kept: str) -> None:
    whole = sim.run_ensemble("plan", members=MEMBERS)
    branch = sim.branch("plan", 2023, members=MEMBERS, out=None if kept == "memory" else "states")
    assert len(branch.manifest["files"]) == 3
    _agree(whole, sim.run_ensemble("plan", branch=branch, out="runs/later"))
    assert sim.run_ensemble("plan", branch=branch).draws().equals(whole.draws())
    one = sim.run_ensemble("plan", branch=branch, outputs=["gross_output"], summary=True)
    assert one.fan("gross_output").shape == (16, 5)


@pytest.mark.usefixtures("at_home", "small_parts")
def test_a_table_of_draws_goes_with_its_members() -> None:
    table = sim.sample_draws(members=30, seed=9)
    whole = sim.run_ensemble("plan", draws=table)
    branch = sim.branch("plan", 2024, draws=table)
    _agree(whole, sim.run_ensemble("plan", branch=branch))


@pytest.mark.usefixtures("at_home", "small_parts")
def test_steps_begin_with_the_states(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    branch = sim.branch("plan", 2024, members=30)
    for out, given in (("whole", {"members": 30}), ("later", {"branch": branch})):
        sim.run_ensemble("plan", out=out, every="step", **given)  # type: ignore[arg-type]
    whole, later = (
        pq.read_table(f"{out}/steps/part-00000.parquet").to_pandas() for out in ("whole", "later")
    )
    assert later["time"].min() == 2024
    assert later.reset_index(drop=True).equals(whole[whole["time"] >= 2024].reset_index(drop=True))


@pytest.mark.usefixtures("at_home")
def test_what_is_asked_twice_is_made_once(small_parts: None) -> None:
    first = sim.branch("trend", 2025, members=MEMBERS, out="states")
    content = {path.name: path.read_bytes() for path in Path("states").rglob("*.*") if path.is_file()}
    again = sim.branch("trend", 2025, members=MEMBERS, out="states", progress=lambda *_: pytest.fail("run"))
    assert again.manifest == first.manifest
    assert {path.name: path.read_bytes() for path in Path("states").rglob("*.*") if path.is_file()} == content


# --- what differs from the past -------------------------------------------------------------------


def test_levers_that_moved_earlier_and_other_constants_are_told(folder: Path) -> None:
    found = sim.run_ensemble("plan", branch=folder, set={"migration": 0.01})
    first, second = found.notes
    assert first.en == (
        "the past to the end of 2025 is that of scenario trend; these levers had another path before and go "
        "over to the new one at once: public investment (starts 2020) 100 → 200; demand "
        "growth[automobiles] (starts 2020) 0 → 0.05; demand growth[health] (starts 2020) 0 → 0.1. For a "
        "change step by step from 2026 on, set from to the value left of the arrow, and start to 2025."
    )
    assert second.en == (
        "these constants differ from the past, scenario trend, and act from the end of 2025 only: migration."
    )
    output = found.members("gross_output")
    trend = sim.run_ensemble("trend", members=MEMBERS).members("gross_output")
    assert output.loc[:2025].equals(trend.loc[:2025])
    assert (output.loc[2027] > trend.loc[2027]).all()


def test_a_policy_that_begins_at_the_states_is_no_other_past(folder: Path, at_home: Path) -> None:
    (at_home / "next.yaml").write_text(
        "extends: trend\ntitle: {zh: 下一步, en: Next}\nabout: {zh: 加力。, en: More.}\n"
        "levers:\n  public investment: {from: 100, to: 200, start: 2025, end: 2030}\n",
        encoding="utf-8",
    )
    found = sim.run_ensemble(str(at_home / "next.yaml"), branch=folder)
    assert found.notes == ()
    assert found.manifest["branch"]["year"] == 2025


# --- what is refused ------------------------------------------------------------------------------


def test_what_the_members_decide_already(folder: Path) -> None:
    asked = {"members": 9, "seed": 8, "sampling": "mc", "vary": {"migration": (0, 1)}}
    assert _refused(branch=folder, **asked) == [
        f"members and draws are those of the states kept (`branch`); leave out `{name}`."
        for name in ("members", "seed", "sampling", "vary")
    ]
    assert _refused(branch=folder, until_error=0.01) == [
        "members and draws are those of the states kept (`branch`); leave out `until_error`."
    ]


@pytest.mark.parametrize("year", [2019, 2035, 1])
def test_a_year_outside_the_run(year: int, at_home: Path) -> None:
    with pytest.raises(SimError, match=f"the year is {year}; it must be from 2020 to 2034"):
        sim.branch("trend", year)


def test_an_indicator_whose_past_was_not_kept(folder: Path, at_home: Path) -> None:
    path = at_home / "model" / "indicators.yaml"
    text = path.read_text("utf-8")
    assert "variable: residents" in text
    path.write_text(text.replace("variable: residents", "variable: capital"), encoding="utf-8")
    assert _refused(branch=folder)[0] == (
        'the state has the past of other variables, not of "capital"; leave it again.'
    )


def test_another_model(folder: Path, at_home: Path) -> None:
    model = at_home / "model" / "teda.mdl"
    model.write_text(model.read_text("utf-8").replace("output per capital= 5", "output per capital= 4.5"))
    (fault,) = _refused(branch=folder)
    assert "these states were reached with another model" in fault


def test_a_folder_of_something_else(folder: Path, at_home: Path) -> None:
    sim.run_ensemble("trend", members=4, out="ensemble")
    (at_home / "nothing").mkdir()
    assert _refused(branch="nowhere") == ["there is no such folder."]
    for name in ("ensemble", "nothing"):
        assert _refused(branch=name) == [
            "no states are kept here (branch.json); keep them with teda branch first."
        ]
    with pytest.raises(SimError, match="something else is here; nothing is overwritten"):
        sim.branch("trend", 2025, members=4, out="ensemble")
    with pytest.raises(SimError, match=r"other states are here \(they differ in year\)"):
        sim.branch("trend", 2026, members=MEMBERS, out="states")
    with pytest.raises(SimError, match=r"not an ensemble folder: it holds no manifest\.json"):
        sim.open_ensemble("states")


def test_any_damage_is_found_and_named(folder: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.is_file())
    for case in range(CASES):
        damaged = Path(shutil.copytree(folder, tmp_path / f"case-{case}"))
        path = damaged / chance.choice(names)
        content = bytearray(path.read_bytes())
        if case % 2:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        else:
            del content[chance.randrange(len(content)) :]
        path.write_bytes(content)
        with pytest.raises(SimError) as caught:
            sim.run_ensemble("trend", branch=damaged)
        (fault,) = caught.value.faults
        assert fault.code == "damaged", path
        assert fault.place.endswith(path.name)
        with pytest.raises(SimError):  # nor is it taken for whole where it is asked for again
            sim.branch("trend", 2025, members=MEMBERS, out=damaged)


def test_a_lost_part(folder: Path) -> None:
    (folder / "states" / "part-00001.parquet").unlink()
    assert _refused(branch=folder) == ["the file is missing."]


def test_parts_that_changed_places(folder: Path) -> None:
    first, second = (folder / "states" / f"part-0000{number}.parquet" for number in (0, 1))
    content = first.read_bytes(), second.read_bytes()
    first.write_bytes(content[1])
    second.write_bytes(content[0])
    assert _refused(branch=folder) == ["the file is damaged."]


def test_an_interrupted_branch_is_made_whole_by_the_same_command(at_home: Path, small_parts: None) -> None:
    def stop(done: int, total: int) -> None:
        if done == 20:
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(Stopped) as stopped:
        sim.branch("trend", 2025, members=MEMBERS, out="states", progress=stop)
    assert stopped.value.exit_code == 130
    assert stopped.value.fault is not None
    assert stopped.value.fault.en == "stopped before all states were kept; run the same command again."
    assert _refused(branch="states") == [
        "these states are not complete; run the same command teda branch again."
    ]
    sim.branch("trend", 2025, members=MEMBERS, out="states")
    sim.branch("trend", 2025, members=MEMBERS, out="at once")
    for path in Path("at once").rglob("*.*"):
        if path.is_file():
            assert (Path("states") / path.relative_to("at once")).read_bytes() == path.read_bytes()


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("year", [2021, 2026])
def test_members_that_break_before_or_after(year: int, at_home: Path) -> None:
    model = at_home / "model" / "teda.mdl"
    text = model.read_text("utf-8")
    failing = text.replace(
        "residents= INTEG (migration,",
        "residents= INTEG (migration+SQRT(2023-Time+5.5-output per capital)*0,",
    )
    model.write_text(failing.replace("SQRT(2023", "SQRT(2023"), encoding="utf-8")
    whole = sim.run_ensemble("trend", members=MEMBERS)
    assert len(set(whole.failures["time"])) > 1
    _agree(whole, sim.run_ensemble("trend", branch=sim.branch("trend", year, members=MEMBERS)))


def test_a_sealed_manifest_of_another_kind_is_no_branch(folder: Path) -> None:
    path = folder / branches.MANIFEST
    facts = json.loads(path.read_text("utf-8"))
    del facts["keys"]
    path.write_bytes(sealed(facts))
    assert _refused(branch=folder) == ["the manifest is damaged."]


def test_draws_over_several_parts(folder: Path) -> None:
    branch = branches.open_branch(str(folder))
    values = branch.sampler().block(5, 45)
    assert values.shape == (len(branch.manifest["keys"]), 40)
    assert np.array_equal(values[:, 15:35], branch.sampler().block(20, 40))
