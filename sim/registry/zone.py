"""Zone of a home: its plan, its scenarios and its headline indicators."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import Field

from sim.document import Document
from sim.errors import Fault
from sim.registry.agreement import unknown
from sim.registry.indicators import Indicator
from sim.registry.schema import Bilingual, Filled, Names, Record

Listed = Annotated[Names, Field(min_length=1)]


class Zone(Record):
    """Subject of a home, and its default views.

    Parameters
    ----------
    name, short_name : name of the zone, in full and as used in titles
    plan : name of a file in ``plans/``, without its suffix
    scenarios : scenarios that are compared, in which accounts must close
    reference : scenario without new policy, to which the model is calibrated and with which it is tested
    opening : scenario with which the page opens
    last_year_to_fit : year of the latest figures that may be fitted; later ones are for tests only
    headline : ids of the indicators that represent all others; none where there are no indicators
    """

    name: Bilingual
    short_name: Bilingual
    plan: Filled
    scenarios: Listed
    reference: Filled
    opening: Filled
    last_year_to_fit: int
    headline: Names = ()

    def faults(self) -> Iterator[tuple[tuple[Any, ...], Fault]]:
        """Yield scenarios that are not among those compared."""
        for field in ("reference", "opening"):
            name = getattr(self, field)
            if name not in self.scenarios:
                yield (field,), unknown("情景", "scenario", name, self.scenarios, "")


def zone_faults(zone: Zone, document: Document, indicators: Mapping[str, Indicator]) -> Iterator[Fault]:
    """Yield headline indicators that are missing or not modelled."""
    for index, name in enumerate(zone.headline):
        place = document.place("headline", index)
        if name not in indicators:
            yield unknown("指标", "indicator", name, indicators, place)
        elif not indicators[name].is_modelled:
            zh, en = (
                f'"{name}" 未建模，没有数值可显示。',
                f'"{name}" is not modelled: it has no figure to show.',
            )
            yield Fault("no-data", zh, en, place)
