"""Naive forecasts by hand, for output of 5,000 and 23 residents in the base year."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.analysis.calibration.observations import Point, known_points
from sim.analysis.record.naive import RULES, Naive
from sim.analysis.record.replay import split
from sim.registry.seasons import Season, Seasons
from sim.scenario.workspace import Workspace, load_workspace
from tests.analysis.record.homes import make_home

HEAD = "indicator,variable,measure,year,value,bound,unit,price_basis,grade,known,source,use\n"


def home_with(home: Path, *rows: str) -> Workspace:
    """Return a home with other observations."""
    text = HEAD + "".join(f"{row}\n" for row in rows)
    (home / "model" / "observations.csv").write_text(text, encoding="utf-8")
    return load_workspace(home)


def naive(workspace: Workspace, place: int, origin: int, account: float | None = None) -> list[float | None]:
    """Return the three figures for an observation, by its place, from the end of a year."""
    points = known_points(workspace)
    return [*Naive(points[place], split(points, origin)[0], account, workspace).figures()]


def of(figures: list[float | None], rule: str) -> float | None:
    return figures[RULES.index(rule)]


OUTPUT = (
    "gross_output,,,2021,5600,,,,A,2022-02-01,s1,",
    "gross_output,,,2022H1,2500,,,,A,2022-08-01,s1,",
    "gross_output,,,2023H1,3000,,,,A,2023-08-01,s1,",
    "gross_output,,,2024,7000,,,,A,2025-02-01,s1,",
)


def test_a_level_stays_or_grows_on_or_follows_the_plan(own_home: Path) -> None:
    workspace = home_with(own_home, *OUTPUT)
    # 2,500 more by 2025; the growth of the base year is published as 1.8%.
    assert naive(workspace, 3, 2020) == pytest.approx([5000, 5000 * 1.018**4, 7000])
    assert naive(workspace, 3, 2022) == pytest.approx([5600, 5600 * 1.12**3, 7000])


def test_part_of_a_year_is_held_against_the_same_part_or_a_share_of_the_year(own_home: Path) -> None:
    workspace = home_with(own_home, *OUTPUT)
    assert naive(workspace, 1, 2020) == pytest.approx([2500, 2500 * 1.018**2, 3000])
    growth = 2500 / (5600 / 2)  # the half of 2022 beside half of 2021
    assert naive(workspace, 2, 2022) == pytest.approx([2500, 2500 * growth, 3250])
    seasons = Seasons((Season("H1", None, "output", 0.4, 0.01),))
    object.__setattr__(workspace.registry, "seasons", seasons)
    assert of(naive(workspace, 1, 2020), "last_value") == pytest.approx(0.4 * 5000)
    assert of(naive(workspace, 1, 2020), "plan") == pytest.approx(0.4 * 6000)


def test_growth_is_zero_or_the_last_published_or_the_plans(own_home: Path) -> None:
    rows = (
        ",output,growth,2021,6,,%,none,B,2022-02-01,s1,",
        "output_growth,,,2021H1,12,,,,B,2021-08-01,s1,",
        ",output,growth,2022,9,,%,none,B,2023-02-01,s1,",
    )
    workspace = home_with(own_home, *rows)
    assert naive(workspace, 2, 2020) == pytest.approx([0, 1.8, 8.5])
    assert naive(workspace, 2, 2021) == pytest.approx([0, 12, 8.5])
    assert naive(workspace, 2, 2022) == pytest.approx([0, 6, 8.5])  # the whole year, published later


def test_growth_that_nobody_published_follows_from_levels(own_home: Path) -> None:
    rows = (
        "resident_population,,,2022,25.3,,,,C,2023-02-01,s1,",
        ",residents,growth,2024,3,,%,none,B,2025-02-01,s1,",
    )
    workspace = home_with(own_home, *rows)
    assert naive(workspace, 1, 2021) == [0, None, pytest.approx(100 * 1.4 / 27.2)]  # 30 in 2025
    assert of(naive(workspace, 1, 2023), "last_growth") == pytest.approx(100 * (1.1**0.5 - 1))


def test_a_target_of_five_years_is_the_line_that_adds_up_to_it(own_home: Path) -> None:
    workspace = home_with(own_home, "investment_sum,,,2022,120,,,,A,2023-02-01,s1,")
    line = [of(naive(workspace, 0, 2020, account=80.0), "plan")]
    # 500 over five years from 80: 400 and another 100 over 1 + 2 + 3 + 4 + 5 steps.
    assert line == pytest.approx([80 + 2 * 100 / 15])


def test_what_is_not_known_or_not_planned_has_no_figure(own_home: Path) -> None:
    workspace = home_with(own_home, ",energy,flow,2022,1200,,万吨标准煤,none,A,2023-02-01,s1,")
    assert naive(workspace, 0, 2020) == [None, None, None]
    assert naive(workspace, 0, 2020, account=1000.0) == [1000.0, None, None]


def test_shares_are_compared_in_the_unit_of_the_indicator(own_home: Path) -> None:
    rows = (
        "energy_intensity,,,2021,0.2,,,,A,2022-02-01,s1,",
        "energy_intensity,,,2022,0.19,,,,A,2023-02-01,s1,",
        "energy_intensity_reduction,,,2022,5,,,,A,2023-02-01,s1,",
    )
    workspace = home_with(own_home, *rows)
    assert of(naive(workspace, 1, 2022), "last_value") == 0.2
    # The reduction of a ratio is another quantity than the ratio; it is 0 in the base year by definition.
    assert naive(workspace, 2, 2022) == [0.0, None, pytest.approx(14.5 * 2 / 5)]


def test_limits_are_no_levels(own_home: Path) -> None:
    rows = (
        "gross_output,,,2021,5600,>,,,A,2022-02-01,s1,",
        "gross_output,,,2022,6000,,,,A,2023-02-01,s1,",
    )
    assert of(naive(home_with(own_home, *rows), 1, 2022), "last_value") == 5000


def test_the_figure_itself_is_not_read(tmp_path: Path) -> None:
    homes = [make_home(tmp_path / name, output_2024=value) for name, value in (("a", 1.0), ("b", 9e9))]
    places = [load_workspace(home) for home in homes]
    points: list[tuple[Point, ...]] = [known_points(each) for each in places]
    place = next(at for at, one in enumerate(points[0]) if one.seen.period.code == "2024")
    assert naive(places[0], place, 2024) == naive(places[1], place, 2024)
