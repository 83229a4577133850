"""Disturbances of single years: autoregressive series with a cycle in common, zero in a single run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.registry.parameters import Yearly
from sim.scenario.workspace import Workspace

CYCLE = "cycle"  # name of the common cycle's innovations, followed by the year


@dataclass(frozen=True)
class Disturbance:
    """A series of yearly disturbances of the model.

    Parameters
    ----------
    keys : the constant of each year, in order
    years : the years, as the model's elements name them
    shape : standard deviation, persistence and common share
    """

    keys: tuple[str, ...]
    years: tuple[str, ...]
    shape: Yearly

    def values(self, own: Array, cycle: Array) -> Array:
        """Return the disturbances, (year, member) [unit of the constant].

        Parameters
        ----------
        own, cycle : (year, member) standard normal innovations, of the series and of the common cycle
        """
        common, persistence = self.shape.common, self.shape.persistence
        innovations = np.sqrt(common) * cycle + np.sqrt(1 - common) * own
        found = np.empty_like(innovations)
        found[0] = innovations[0]
        for year in range(1, len(found)):
            found[year] = persistence * found[year - 1] + np.sqrt(1 - persistence**2) * innovations[year]
        return np.asarray(self.shape.deviation * found)


def disturbances_of(workspace: Workspace) -> tuple[Disturbance, ...]:
    """Return the yearly series of a workspace, in the order of the registry."""
    return tuple(
        series
        for name, parameter in workspace.registry.parameters.items()
        if isinstance(parameter.distribution, Yearly)
        for series in _series(workspace.model.constant_keys(name), parameter.distribution)
    )


def _series(keys: Sequence[str], shape: Yearly) -> Iterator[Disturbance]:
    """Yield a series for each of the other elements; the last subscript of the keys is the year."""
    by_rest: dict[str, list[str]] = {}
    for key in keys:
        by_rest.setdefault(_rest(key), []).append(key)
    for each in by_rest.values():
        yield Disturbance(tuple(each), tuple(map(_year, each)), shape)


def _rest(key: str) -> str:
    return key.removesuffix("]")[: -len(_year(key))]


def _year(key: str) -> str:
    return key.removesuffix("]").replace("[", ",").rsplit(",", 1)[-1]


def innovation_names(series: Sequence[Disturbance]) -> tuple[str, ...]:
    """Return the names of all innovations: those of the common cycle, then those of each series."""
    years = dict.fromkeys(year for each in series for year in each.years)
    return (*(f"{CYCLE} {year}" for year in years), *(key for each in series for key in each.keys))


def disturbed(series: Sequence[Disturbance], innovations: Mapping[str, Array]) -> dict[str, Array]:
    """Return the disturbances by constant, (member,) [unit of the constant].

    Parameters
    ----------
    innovations : (member,) standard normal, by the names of `innovation_names`
    """
    found: dict[str, Array] = {}
    for each in series:
        own = np.array([innovations[key] for key in each.keys])
        cycle = np.array([innovations[f"{CYCLE} {year}"] for year in each.years])
        found |= zip(each.keys, each.values(own, cycle), strict=True)
    return found
