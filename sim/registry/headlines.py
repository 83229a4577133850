"""The five indicators that stand for all others."""

from __future__ import annotations

from collections.abc import Mapping

from sim.registry.indicators import Indicator

COUNT = 5
WANTED = (
    "gross_industrial_output",
    "resident_population",
    "rd_intensity",
    "national_high_tech_firms",
    "energy_use",
)


def headline_keys(indicators: Mapping[str, Indicator]) -> list[str]:
    """Return the wanted ones, else those marked as headline, else any that is modelled."""
    modelled = [key for key, entry in indicators.items() if entry.is_modelled]
    marked = [key for key in modelled if indicators[key].headline]
    wanted = [key for key in WANTED if key in modelled]
    return list(dict.fromkeys([*wanted, *marked, *modelled]))[:COUNT]
