"""The year of a peak: not a course but a spread, the share of draws that have their peak in each year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.report.charts.result import IndicatorResult
from sim.units import Language

UNIT: dict[Language, str] = {"zh": "% 的抽样", "en": "% of draws"}
RISING: dict[Language, str] = {"zh": "{}\n仍在上升", "en": "{}\nno peak"}


@dataclass(frozen=True)
class Peaks:
    """Shares of draws by the year of their peak.

    Parameters
    ----------
    years : (year,) from the base year to that of the finding, in which a draw is still rising
    shares : (year,) [per cent]
    """

    years: tuple[int, ...]
    shares: tuple[float, ...]

    def names(self, language: Language) -> tuple[str, ...]:
        """Return the years as they stand below bars: of the last one that it is no peak."""
        return (*map(str, self.years[:-1]), RISING[language].format(self.years[-1]))


def peaks_of(shown: IndicatorResult) -> Peaks | None:
    """Return the spread of a year of a peak; None for another measure, and where no members are kept."""
    ensemble = shown.ensemble
    if shown.entry.measure != "peak_year" or ensemble is None or not ensemble.manifest.get("keeps_members"):
        return None
    base, figures = shown.table.registry.base_year, ensemble.sound_figures(shown.row.id).of(shown.focus)
    if figures is None:
        return None
    found = np.rint(figures).astype(int) + base
    years = tuple(range(base, shown.focus + 1))
    return Peaks(years, tuple(100 * float((found == year).mean()) for year in years))
