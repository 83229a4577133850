"""Limits on energy and carbon: which of them binds in a year, how much is cut, and on what evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.registry.levers import GRADES, Grade
from sim.registry.load import Registry
from sim.registry.schema import Bilingual

ENERGY: Mapping[str, str] = {  # variable of what a limit alone would cut: the limit
    "supply cut": "supply",
    "enforced cut": "required_intensity",
    "carbon cut": "carbon_cap",
}
TO_CUT = ("energy to cut", "cut of heavy industry", "cut of other industries", "cut of services and homes")
LEAST_CUT = 0.05  # [万吨标准煤/year]: less prints as 0.0 and does not bind

_GROUNDS: Mapping[str, tuple[str, ...]] = {  # levers and constants that a limit rests on
    "supply": ("base energy supply capacity", "supply reserve"),
    "required_intensity": ("energy intensity control", "enforcement by curtailment"),
    "carbon_cap": ("carbon cap",),
}


@dataclass(frozen=True)
class Ground:
    """A lever or constant that a limit rests on, and the grade of its evidence."""

    name: str
    label: Bilingual
    grade: Grade


@dataclass(frozen=True)
class EnergyLimit:
    """A limit on energy or carbon.

    Parameters
    ----------
    id : ``supply``, ``required_intensity`` or ``carbon_cap``
    grounds : what it rests on
    cuts : (year,) [万吨标准煤/year]  energy that it makes users do without, at the model's own values; 0
        where another of the limits is tighter
    borne : (year,) [万吨标准煤/year] each: the part of energy-intensive industry, of other industry, and of
        services and homes
    shares : (year,)  share of the draws in which it is the one that binds, None where nothing is drawn
    """

    id: str
    grounds: tuple[Ground, ...]
    cuts: Array
    borne: tuple[Array, Array, Array]
    shares: Array | None

    @property
    def grade(self) -> Grade | None:
        """Return the grade of its weakest ground."""
        return max((one.grade for one in self.grounds), key=GRADES.index, default=None)


def energy_limits(flows: Mapping[str, Array], registry: Registry) -> tuple[EnergyLimit, ...]:
    """Return the limits.

    Parameters
    ----------
    flows : (member, year) [万吨标准煤/year]  annual values by variable; member 0 has the model's own values
    """
    each = np.array([flows[name] for name in ENERGY])  # (limit, member, year)
    is_first = each.argmax(axis=0) == np.arange(len(ENERGY))[:, None, None]
    binds = is_first & (each > LEAST_CUT) & (flows[TO_CUT[0]] > LEAST_CUT)
    found = []
    for place, limit in enumerate(ENERGY.values()):
        own = binds[place, 0]
        heavy, other, homes = (np.where(own, flows[name][0], 0.0) for name in TO_CUT[1:])
        drawn = binds[place, 1:]
        found.append(
            EnergyLimit(
                limit,
                tuple(_grounds(limit, registry)),
                np.where(own, flows[TO_CUT[0]][0], 0.0),
                (heavy, other, homes),
                drawn.mean(axis=0) if len(drawn) else None,
            )
        )
    return tuple(found)


def _grounds(limit: str, registry: Registry) -> list[Ground]:
    entries = ((name, registry.levers.get(name) or registry.parameters.get(name)) for name in _GROUNDS[limit])
    return [Ground(name, entry.name, entry.grade) for name, entry in entries if entry]
