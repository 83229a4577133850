"""Movements of items of the appraisal, and what they come to whatever the weights of the items.

The movement of an item is the relative change of its figure from the reference, of a growth that of the
factor by which the year before is multiplied; it is favourable where its sign is that of the item's better
direction. Weights within a group are not published, only that they are not negative and come to the group's
weight: the weighted movement then lies between the smallest and the largest of the items'.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.errors import fail
from sim.outcomes.indicators import IndicatorTable
from sim.registry.appraisal import AppraisalItem

LOW, HIGH = 0.05, 0.95  # ends of the band of members


@dataclass(frozen=True)
class Spread:
    """A figure over members: its mean, and the points of 5% and 95% [fraction]."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Bounds:
    """What a weighted movement lies between, whatever the unknown weights [fraction].

    Parameters
    ----------
    mean : least and greatest mean over members
    band : 5% of the members' least, and 95% of their greatest: for any weights, nine members in ten and more
        lie between
    """

    mean: tuple[float, float]
    band: tuple[float, float]


def spread_of(values: Array) -> Spread:
    """Return the spread of members' values.

    Parameters
    ----------
    values : (member,)
    """
    return Spread(float(values.mean()), float(np.quantile(values, LOW)), float(np.quantile(values, HIGH)))


def relative_change(
    item: AppraisalItem, table: IndicatorTable, reference: IndicatorTable, year: int
) -> Array:
    """Return the relative change of an item's figure from the reference, (member,) [fraction].

    Raises
    ------
    SimError: a figure is zero in the reference, so that there is none.
    """
    own, other = _figure(item, table, year), _figure(item, reference, year)
    if (other == 0).any():
        zh = f"“{item.name.zh}”在基准情景 {year} 年有成员为 0，不能相对比较。"
        en = f'"{item.name.en}" is 0 in {year} in members of the reference: there is no relative change.'
        raise fail("non-finite", zh, en, str(item.indicator))
    return np.asarray(own / other - 1)


def favourable(item: AppraisalItem, change: Array) -> Array:
    """Return a change with the sign of the item's better direction, (member,) [fraction]."""
    return change if item.better == "higher" else -change


def bounds_of(movements: Sequence[Array], *, is_whole: bool) -> Bounds:
    """Return what the weighted movement of a group lies between.

    Parameters
    ----------
    movements : favourable movement of each item that is modelled, (member,) [fraction]
    is_whole : whether they are all that carry weight; otherwise others do too, which do not move

    Examples
    --------
    >>> movements = [np.array([0.02, 0.04]), np.array([-0.01, 0.01])]
    >>> bounds_of(movements, is_whole=True).mean, bounds_of([movements[0]], is_whole=False).mean
    ((0.0, 0.03), (0.0, 0.03))
    """
    still = [] if is_whole else [np.zeros_like(movements[0])]
    each = np.array([*movements, *still])
    means = each.mean(axis=1)
    return Bounds((float(means.min()), float(means.max())), _band(each.min(axis=0), each.max(axis=0)))


def total_bounds(groups: Iterable[tuple[float, Sequence[Array]]], members: int) -> Bounds:
    """Return what the movement of the whole lies between, with the published weights of the groups.

    What is not modelled does not move.

    Parameters
    ----------
    groups : weight of each group [fraction], and the favourable movements of its items that are modelled

    Examples
    --------
    >>> total_bounds([(0.3, [np.array([0.02, 0.04])]), (0.7, [])], 2).mean
    (0.0, 0.009)
    """
    least, greatest = np.zeros(members), np.zeros(members)
    low = high = 0.0
    for weight, movements in groups:
        each = np.array([*movements, np.zeros(members)])
        means = each.mean(axis=1)
        low, high = low + weight * float(means.min()), high + weight * float(means.max())
        least += weight * each.min(axis=0)
        greatest += weight * each.max(axis=0)
    return Bounds((low, high), _band(least, greatest))


def _band(least: Array, greatest: Array) -> tuple[float, float]:
    return float(np.quantile(least, LOW)), float(np.quantile(greatest, HIGH))


def _figure(item: AppraisalItem, table: IndicatorTable, year: int) -> Array:
    now = _level(item, table, year)
    return now / _level(item, table, year - 1) if item.growth else now


def _level(item: AppraisalItem, table: IndicatorTable, year: int) -> Array:
    assert item.indicator is not None
    found = table.rows[item.indicator].value(year)
    assert found is not None, item.indicator
    if item.per is None:
        return found
    below = table.rows[item.per].value(year)
    assert below is not None, item.per
    return np.asarray(found / below)
