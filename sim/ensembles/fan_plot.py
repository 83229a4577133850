"""A fan of quantiles drawn into the axes of a script; the finished chart is `sim.build_chart`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.fonts.families import families, register_fonts
from sim.units import Language

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes

_COLOUR = "#0F4C75"
_BANDS = (("p05", "p95", "5–95%", 0.2), ("p25", "p75", "25–75%", 0.35))  # ends, label, opacity
_MEDIAN = {"zh": "中位数", "en": "median"}


def draw_fan(fan: pd.DataFrame, name: str, unit: str, language: Language, axes: Axes | None = None) -> Axes:
    """Draw the bands and the median of an indicator by year, and return the axes.

    Parameters
    ----------
    fan : index year, columns p05 … p95 [unit]
    axes : of Matplotlib; those of a new figure by default
    """
    register_fonts()
    if axes is None:
        from matplotlib.figure import Figure

        axes = Figure(figsize=(8, 4.5), layout="constrained").add_subplot()
    shown = fan.dropna()
    for low, high, label, opacity in _BANDS:
        axes.fill_between(
            shown.index, shown[low], shown[high], color=_COLOUR, alpha=opacity, linewidth=0, label=label
        )
    axes.plot(shown.index, shown["p50"], color=_COLOUR, linewidth=2, label=_MEDIAN[language])
    axes.set_title(name, loc="left", fontfamily=families(name), parse_math=False)
    axes.set_ylabel(unit, fontfamily=families(unit), parse_math=False)
    axes.legend(frameon=False, prop={"family": families(_MEDIAN[language])})
    axes.spines[["right", "top"]].set_visible(False)
    return axes
