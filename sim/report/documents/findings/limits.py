"""Numbers of the findings on what limits output, from the draws of each scenario."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np

from sim.analysis.binding import LIMITS, BindingTable, LimitedOutput
from sim.registry.levers import GRADES


def limit_numbers(limits: Mapping[str, BindingTable], last: int) -> dict[str, dict[tuple[str, int], float]]:
    """Return the numbers by name, each by scenario and year.

    Of the gross industrial output, for each limit: ``demand_gain``, the median over the draws of what a
    tenth more adds, as a share; ``demand_tightest``, the share of draws in which it binds most, and
    ``demand_most``, the largest such share of a year up to the last; ``demand_rank``, its place by that
    share; ``demand_bound``, the number of industries in which it is the one that binds most most often. Of
    the limits on energy and carbon: ``supply_binds``, ``required_intensity_binds`` and
    ``carbon_cap_binds``, the share of draws in which they bind; ``supply_grade`` and so on, their grade
    with A as 1.

    Parameters
    ----------
    limits : by scenario, of draws
    last : year
    """
    found: dict[str, dict[tuple[str, int], float]] = {}
    for scenario, table in limits.items():
        for at, year in enumerate(table.years):
            for name, value in (*_of_output(table, at), *_of_energy(table, at)):
                found.setdefault(name, {})[scenario, year] = float(value)
    for limit in LIMITS:
        shares = found[f"{limit}_tightest"]
        most = {
            name: max(shares[name, year] for year in limits[name].years if year <= last) for name in limits
        }
        found[f"{limit}_most"] = {(name, 0): share for name, share in most.items()}
    for one in next(iter(limits.values())).energy:
        found[f"{one.id}_grade"] = {("", 0): 1 + GRADES.index(one.grade) if one.grade else math.nan}
    return found


def industrial_output(table: BindingTable) -> LimitedOutput:
    """Return the gross industrial output."""
    return next(one for one in table.whole if one.id == "gross_industrial_output")


def _of_output(table: BindingTable, at: int) -> Iterator[tuple[str, float]]:
    output = industrial_output(table)
    assert output.medians is not None
    assert output.tightest is not None
    shares = output.tightest[:, at]
    ranks = np.argsort(np.argsort(-shares, kind="stable"), kind="stable") + 1
    usual = [each.usual(at) for each in table.industries]
    for place, limit in enumerate(LIMITS):
        yield f"{limit}_gain", output.medians[place, at]
        yield f"{limit}_tightest", shares[place]
        yield f"{limit}_rank", ranks[place]
        yield f"{limit}_bound", sum(one is not None and one[0] == limit for one in usual)


def _of_energy(table: BindingTable, at: int) -> Iterator[tuple[str, float]]:
    for one in table.energy:
        assert one.shares is not None
        yield f"{one.id}_binds", one.shares[at]
