"""Scale of a native chart's vertical axis, and ranges around points."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from sim.report import style

INTERVALS = 6  # between the lines of the grid, at most
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def set_limits(chart: Any, limits: tuple[float, float]) -> None:
    """Set the axis to round figures around the limits of the content, as its pictures have them."""
    low, high, step = round_limits(*limits)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, step


def round_limits(low: float, high: float) -> tuple[float, float, float]:
    """Return round ends of an axis that hold a range, and the step between its lines."""
    rough = (high - low) / INTERVALS
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(each * power for each in _STEPS if each * power >= rough * (1 - 1e-9))
    ends = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return round(ends[0], 12), round(ends[1], 12), round(step, 12)


def add_range(element: Any, figures: Sequence[float | None], base: float, ends: tuple[float, float]) -> None:
    """Add the range of an estimate as an error bar at the only point of a series."""
    count = len(figures)
    place = next(number for number, figure in enumerate(figures) if figure is not None)
    sizes = {"plus": max(0.0, ends[1] - base), "minus": max(0.0, base - ends[0])}
    bars = "".join(
        f'<c:{side}><c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{count}"/>'
        f'<c:pt idx="{place}"><c:v>{size!r}</c:v></c:pt></c:numLit></c:{side}>'
        for side, size in sizes.items()
    )
    ink = style.OBSERVED.lstrip("#")
    found = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="both"/>'
        f'<c:errValType val="cust"/><c:noEndCap val="1"/>{bars}<c:spPr><a:ln w="15875"><a:solidFill>'
        f'<a:srgbClr val="{ink}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    element.find(qn("c:cat")).addprevious(found)
