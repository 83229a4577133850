"""Observed figures: read, with every fault of a row reported at its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.registry.load import load_registry

HEAD = "indicator,year,value,grade,source,use\n"


def _write(home: Path, text: str) -> None:
    (home / "model" / "observations.csv").write_text(text, encoding="utf-8")


def test_a_home_without_observations_has_none(small_home: Path) -> None:
    assert load_registry(small_home).observations == {}


def test_observations_are_read_by_indicator_and_year(own_home: Path) -> None:
    _write(own_home, HEAD + "gross_output,2022,5400.5,B,s1,\ngross_output,2021,5200,A,s1,setting\n")
    first, second = load_registry(own_home).observations["gross_output"]
    assert (first.year, first.value, first.grade, first.is_set_by) == (2021, 5200, "A", True)
    assert (second.year, second.is_set_by) == (2022, False)


def test_the_shipped_observations_name_their_sources() -> None:
    registry = load_registry()
    assert registry.observations["national_high_tech_firms"][0].value == 892
    assert all(seen.source in registry.sources for rows in registry.observations.values() for seen in rows)


@pytest.mark.parametrize(
    ("row", "zh", "en"),
    [
        (
            "gross_outpt,2021,1,A,s1,",
            '没有名为 "gross_outpt" 的指标。最接近的是 "gross_output"。',
            'no indicator "gross_outpt". Nearest: "gross_output".',
        ),
        (
            "gross_output,2020,1,A,s1,",
            '"year" 为 "2020"，应是 2021 到 2035 的年份，或其中一段，如 2021, 2021H1, 2021Q1-Q3, 2023M1-2。',
            '"year" is "2020"; it must be a year from 2021 to 2035 or part of one, '
            "as in 2021, 2021H1, 2021Q1-Q3, 2023M1-2.",
        ),
        (
            "gross_output,2021,many,A,s1,",
            '"value" 为 "many"，应是有限的数字。',
            '"value" is "many"; it must be a finite number.',
        ),
        (
            "gross_output,2021,1,E,s1,",
            '"grade" 为 "E"，应是以下之一：A, B, C, D。',
            '"grade" is "E"; it must be one of: A, B, C, D.',
        ),
        ("gross_output,2021,1,A,zzz,", '没有名为 "zzz" 的来源。', 'no source "zzz".'),
        ("gross_output,2021,1", "应有 6 列，这里有 3 列。", "there must be 6 columns; here are 3."),
    ],
)
def test_a_wrong_row_is_reported(own_home: Path, row: str, zh: str, en: str) -> None:
    _write(own_home, HEAD + "gross_output,2021,5200,A,s1,\n" + row + "\n")
    with pytest.raises(SimError) as caught:
        load_registry(own_home)
    (fault,) = caught.value.faults
    assert fault.place.endswith("observations.csv:3")
    assert (fault.zh, fault.en) == (zh, en)


def test_a_duplicate_figure_is_reported(own_home: Path) -> None:
    _write(own_home, HEAD + "gross_output,2021,1,A,s1,\ngross_output,2021,2,A,s1,\n")
    with pytest.raises(SimError, match='"gross_output" has a figure for 2021 already'):
        load_registry(own_home)


def test_a_wrong_heading_is_reported(own_home: Path) -> None:
    _write(own_home, "a,b\n")
    with pytest.raises(
        SimError, match="the columns must be indicator,year,value,grade,source,use; variable,"
    ):
        load_registry(own_home)


# --- variables and parts of years -----------------------------------------------------------------

WIDE = "indicator,variable,measure,year,value,bound,unit,price_basis,grade,source,use\n"


def reported(home: Path, row: str) -> list[str]:
    """Return the English of each fault of a row of the wide form."""
    _write(home, WIDE + row + "\n")
    with pytest.raises(SimError) as caught:
        load_registry(home)
    assert {fault.place.rpartition(":")[2] for fault in caught.value.faults} == {"2"}
    return [fault.en for fault in caught.value.faults]


def test_half_years_and_variables_are_kept_with_the_yearly_figures(own_home: Path) -> None:
    _write(
        own_home,
        "# a remark, with a comma\n"
        + WIDE
        + "gross_output,,flow,2021H1,2600,,亿元,current,A,s1,fit\n"
        + ",output + energy,flow,2021,5200,>,亿元,constant,B,s1,fit\n"
        + "gross_output,,,2022,5400,,,,A,s1,validation\n",
    )
    registry = load_registry(own_home)
    half, total, year = registry.observed
    assert (half.period.end, half.unit, half.price_basis, half.line) == (2020.5, "亿元", "current", 3)
    assert (total.variables, total.bound, total.use) == (("output", "energy"), ">", "fit")
    assert registry.observations == {"gross_output": (year,)}
    assert (year.measure, year.unit, year.is_set_by) == ("flow", "亿元", False)


@pytest.mark.parametrize(
    ("row", "en"),
    [
        (
            "gross_output,,,2021,1,,万元,,A,s1,",
            '"unit" is "万元"; the indicator\'s is "亿元".',
        ),
        ("gross_output,,stock,2021,1,,,,A,s1,", '"measure" is "stock"; the indicator\'s is "flow".'),
        (
            "gross_output,,,2021,1,,,constant,A,s1,",
            '"price_basis" is "constant"; the indicator\'s is "current".',
        ),
        ("gross_output,output,,2021,1,,,,A,s1,", 'give "indicator" or "variable", and not both.'),
        (
            ",output,level,2021,1,,亿元,none,A,s1,",
            '"measure" is "level"; it must be one of: stock, flow, growth.',
        ),
        (
            ",output,flow,2021,1,,亿元,real,A,s1,",
            '"price_basis" is "real"; it must be one of: constant, current, none.',
        ),
        ("gross_output,,,2021,1,>=,,,A,s1,", '"bound" is ">="; it must be one of: "", >, <.'),
        (
            "gross_output,,,2036H1,1,,,,A,s1,",
            '"year" is "2036H1"; it must be a year from 2021 to 2035 or part of one, '
            "as in 2021, 2021H1, 2021Q1-Q3, 2023M1-2.",
        ),
        (
            "gross_output,,,2022,1,,,,A,s1,fit",
            '"use" is "fit", but "2022" is after 2021; later figures only test (validation).',
        ),
    ],
)
def test_a_wrong_row_of_the_wide_form_is_reported(own_home: Path, row: str, en: str) -> None:
    assert reported(own_home, row) == [en]


def test_all_faults_of_a_row_are_reported_together(own_home: Path) -> None:
    assert len(reported(own_home, "gross_output,,stock,2020,many,,万元,,E,s1,late")) == 6


def test_a_duplicate_half_year_is_reported(own_home: Path) -> None:
    row = ",output,flow,2021H1,1,,亿元,none,A,s1,\n"
    _write(own_home, WIDE + row + row)
    with pytest.raises(SimError, match='"output" has a figure for 2021 H1 already'):
        load_registry(own_home)


def test_the_shipped_figures_are_marked_with_what_they_may_be_used_for() -> None:
    rows = load_registry().observed
    assert len(rows) >= 25
    assert {row.use for row in rows} == {"setting", "fit", "validation"}
    assert all(row.year <= 2021 for row in rows if row.use == "fit")
    assert any(not row.period.is_year for row in rows)
