"""What an ensemble tells of its members: figures, verdicts, differences, and other layouts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.ensembles.ensemble import run_ensemble
from sim.ensembles.result import Ensemble
from sim.errors import SimError
from sim.outcomes.indicators import indicators
from sim.run.single import run_scenario
from tests.conftest import SMALL

MEMBERS, SEED = 40, 3


@pytest.fixture(scope="module")
def both() -> dict[str, Ensemble]:
    return run_ensemble(["plan", "trend"], MEMBERS, SEED, home=SMALL)


@pytest.fixture(scope="module")
def made(both: dict[str, Ensemble]) -> Ensemble:
    return both["plan"]


def test_the_figure_assessed_is_that_of_the_member_s_own_run(made: Ensemble, small_home: Path) -> None:
    alone = indicators(run_scenario("plan", set=made.draws().iloc[17].to_dict(), home=small_home))
    for name, year in made.targets[["indicator", "year"]].itertuples(index=False):
        figure = alone[name].assessed(year)
        assert figure is not None
        assert made.assessed(name, year)[17] == figure[0]
        met = alone[name].met(year)
        if met is not None:
            assert made.met((name, year)).iloc[17, 0] == met[0]


def test_the_mean_of_the_verdicts_is_the_probability(made: Ensemble) -> None:
    judged = made.targets.dropna(subset="met")
    pairs = list(judged[["indicator", "year"]].itertuples(index=False, name=None))
    found = made.met(pairs)
    assert list(found) == pairs
    assert found.columns.names == ["indicator", "year"]
    np.testing.assert_array_equal(found.mean(), judged["met"])
    joint = made.met(pairs, joint=True)
    np.testing.assert_array_equal(joint, found.all(axis=1))


def test_a_target_is_named_in_either_language_and_by_year(made: Ensemble) -> None:
    assert made.about is not None
    name = made.about.indicators["gross_output"]["name"]
    for spelling in ("gross_output", name["zh"], name["en"]):
        assert list(made.met(spelling)) == [("gross_output", 2025)]
        assert made.members(spelling).equals(made.members("gross_output"))
    assert list(made.met(["gross_output"], 2035)) == [("gross_output", 2035)]


@pytest.mark.parametrize(
    ("asked", "year", "english"),
    [
        ("gross_output", 2031, '"gross_output" has no target for 2031; there is one for: 2025, 2035.'),
        ("clean_share", 2025, '"clean_share" is set by the scenario; it is not judged.'),
        ("gros_output", None, 'no indicator "gros_output" in the ensemble. Nearest: "gross_output".'),
        ([], None, "no target is given."),
    ],
)
def test_no_verdict(made: Ensemble, asked: str | list[str], year: int | None, english: str) -> None:
    with pytest.raises(SimError) as caught:
        made.met(asked, year)
    assert [fault.en for fault in caught.value.faults] == [english]


def test_no_figure_for_the_year(made: Ensemble) -> None:
    with pytest.raises(SimError, match="has no figure for 2019; the years are 2020 to 2035"):
        made.assessed("gross_output", 2019)
    with pytest.raises(SimError, match="is not a whole number"):
        made.assessed("gross_output", "soon")  # type: ignore[arg-type]


def test_a_difference_is_paired_by_member(both: dict[str, Ensemble]) -> None:
    plan, trend = both["plan"], both["trend"]
    gain = plan.difference(trend)
    members = plan.members("gross_output") - trend.members("gross_output")
    assert gain.members("gross_output").equals(members)
    assert repr(gain) == "<Difference of plan less trend: 40 members paired>"
    fan = gain["gross_output"]
    assert fan.loc[2035, "p50"] == np.median(members.loc[2035])
    assert fan.loc[2035, "above"] == (members.loc[2035] > 0).mean() == 1
    frame = gain.to_frame().set_index(["indicator", "year"])
    assert frame.loc[("gross_output", 2035), "p95"] == fan.loc[2035, "p95"]


def test_no_difference_of_other_draws(made: Ensemble, small_home: Path) -> None:
    other = run_ensemble("trend", MEMBERS, SEED + 1, home=small_home)
    with pytest.raises(SimError) as caught:
        made.difference(other)
    assert caught.value.faults[0].en == (
        "the draws of the two ensembles differ (seed, draws_hash), so that members cannot be paired; "
        "run both with the same members, seed and tables."
    )


def test_arrays_of_quantiles_and_of_members(made: Ensemble) -> None:
    members = made.to_xarray(members=True)
    assert dict(members.sizes) == {"year": 16, "member": MEMBERS}
    assert members["gross_output"].sel(year=2030).median() == made.fan("gross_output").loc[2030, "p50"]
    assert members["gross_output"].attrs["units"] == made.about.indicators["gross_output"]["unit"]["en"]
    assert made.to_xarray()["gross_output"].attrs == members["gross_output"].attrs


def test_the_layout_of_the_iamc(made: Ensemble) -> None:
    table = made.to_iamc()
    assert list(table) == ["model", "scenario", "region", "variable", "unit", "year", "value"]
    assert not table.isna().any().any()
    name = made.about.indicators["gross_output"]["name"]["en"]
    row = table[(table["variable"] == f"{name}|50.0th Percentile") & (table["year"] == 2030)]
    assert row["value"].tolist() == [made.fan("gross_output").loc[2030, "p50"]]
    assert not table.duplicated(["variable", "year"]).any()


def test_tables_carry_names_units_and_origin(small_home: Path, tmp_path: Path) -> None:
    made = run_ensemble("plan", 8, out=tmp_path / "kept", home=small_home)
    registry = indicators(run_scenario("plan", home=small_home)).registry
    for name in ("shards/part-00000", "draws", "quantiles", "targets", "met"):
        found = pq.read_schema(made.folder / f"{name}.parquet").metadata
        assert found[b"scenario"] == b"plan"
        assert found[b"model_hash"].decode() == made.manifest["model_hash"]
        assert found[b"registry_hash"].decode() == made.manifest["registry_hash"]
    column = pq.read_schema(made.folder / "shards" / "part-00000.parquet").field("gross_output").metadata
    entry = registry.indicators["gross_output"]
    assert {
        key.decode(): value.decode() for key, value in column.items() if not key.startswith(b"PARQUET")
    } == {
        "unit": entry.unit.zh,
        "unit_en": entry.unit.en,
        "name_zh": entry.name.zh,
        "name_en": entry.name.en,
    }
    drawn = pq.read_schema(made.folder / "draws.parquet").field("output per capital").metadata
    assert drawn[b"unit"]


def test_members_that_became_non_finite_are_left_out(made: Ensemble) -> None:
    failures = pd.DataFrame({"member": [3, 5], "variable": ["x", "x"], "time": [2021.0, 2022.0]})
    some = replace(made, failure_table=pa.Table.from_pandas(failures))
    assert list(some.assessed("gross_output", 2025).index) == [
        one for one in range(MEMBERS) if one not in (3, 5)
    ]
    assert len(some.met("gross_output")) == MEMBERS - 2
    assert some.difference(made).members("gross_output").shape[1] == MEMBERS - 2


def test_an_ensemble_of_an_older_version_says_so(made: Ensemble) -> None:
    old = replace(made, about=None)
    assert old.fan("gross_output").equals(made.fan("gross_output"))
    with pytest.raises(SimError, match="an older version made this ensemble"):
        old.to_iamc()
    with pytest.raises(
        SimError, match=r'no indicator "gros_output" in the ensemble. Nearest: "gross_output"'
    ):
        old.fan("gros_output")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_fan_is_drawn(made: Ensemble, language: str) -> None:
    axes = made.plot_fan("gross_output", language=language)
    fan = made.fan("gross_output")
    np.testing.assert_array_equal(axes.lines[0].get_xydata(), fan["p50"].reset_index().to_numpy())
    entry = made.about.indicators["gross_output"]
    assert (axes.get_title(loc="left"), axes.get_ylabel()) == (
        entry["name"][language],
        entry["unit"][language],
    )
    outer = axes.collections[0].get_paths()[0].vertices[:, 1]
    assert (outer.min(), outer.max()) == (fan["p05"].min(), fan["p95"].max())
    assert made.plot_fan("clean_share", axes) is axes
