"""Figures held against what the model can reach: a mistaken unit shows, and is asked about."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from sim.actuals.actual import Actual, when
from sim.actuals.quantities import DIGITS, quantity
from sim.errors import Fault
from sim.outcomes.observed import COMPARED, compare_observations
from sim.run.single import prepare
from sim.scenario.workspace import Workspace

BAND = 5.0  # times more or less than the model's figure
WIDE_BAND = 20.0  # of shares in per cent, which may start near nothing
CLOSE = 3.0  # times, within which another unit explains a figure
FEW = 20.0  # firms or patents, of which any number is as likely
GROWTH, REDUCTION = (-60.0, 150.0), (-50.0, 80.0)  # [%]
POWERS = (-8, -6, -4, -3, -2, 2, 3, 4, 6, 8)  # of ten between units that are in use
_NAMED = {  # units of a kind, by which a suggestion names another scale
    "CNY": ("元", "千元", "万元", "百万元", "亿元", "万亿元"),
    "USD": ("美元", "万美元", "百万美元", "亿美元"),
    "people": ("人", "千人", "万人"),
    "count": ("家", "万家"),
    "share": ("%", "比例"),
    "tce": ("吨标准煤", "万吨标准煤"),
    "t": ("吨", "万吨"),
    "CNY/people": ("元/人", "万元/人"),
    "m2": ("平方米", "万平方米"),
}


@dataclass(frozen=True)
class Doubt:
    """A figure that the model can hardly have reached.

    Parameters
    ----------
    figure : of the model for the same period [unit of the subject]
    unit : in which the file's figure would be plausible, "" where none makes it so
    """

    actual: Actual
    figure: float
    unit: str

    def fault(self) -> Fault:
        """Return it as a fault, which says how to answer."""
        one, wanted = self.actual, self.actual.subject.unit
        when_zh, when_en = when(one.period)
        zh = f"“{one.name}”{when_zh}读作 {one.value:,.6g} {wanted}，模型同期约 {self.figure:,.4g} {wanted}"
        en = f'"{one.id}" in {when_en} reads as {one.value:,.6g} {wanted}, in the model {self.figure:,.4g}'
        accept = f"--accept {one.place}"
        if self.unit:
            zh += (
                f"：文件的单位是否为“{self.unit}”？是则加 --unit {one.id}={self.unit}；数无误则加 {accept}。"
            )
            en += f': is it in {self.unit}? Then --unit "{one.id}={self.unit}"; if it is right, {accept}.'
            return Fault("units", zh, en, one.place)
        zh += f"，相差太远，请核对单位和数；无误则加 {accept}。"
        en += f", too far from it: check unit and figure; if it is right, add {accept}."
        return Fault("outside-limits", zh, en, one.place)


def doubts(actuals: Sequence[Actual], accepted: Collection[str], workspace: Workspace) -> list[Doubt]:
    """Return the figures that the reference scenario, in which policy stays, is far from.

    Parameters
    ----------
    accepted : places of figures, or cells alone, that the user has found right
    """
    asked = [
        one for one in actuals if not {one.place, one.cell} & {*accepted} and one.subject.measure in COMPARED
    ]
    if not asked:
        return []
    reference = prepare(workspace.registry.zone.reference, (), workspace)
    compared = compare_observations(reference, workspace, [one.observation() for one in asked])
    found = []
    for one, each in zip(asked, compared, strict=True):
        figure = float(np.ravel(each.figure)[0])
        if math.isfinite(figure) and not _is_plausible(one, figure):
            found.append(Doubt(one, figure, _likely_unit(one, figure)))
    return found


def _is_plausible(one: Actual, figure: float) -> bool:
    if one.subject.measure == "growth":
        return GROWTH[0] <= one.value <= GROWTH[1] and not _is_fraction(one.value, figure)
    if one.subject.measure == "reduction":
        return REDUCTION[0] <= one.value <= REDUCTION[1] and not _is_fraction(one.value, figure)
    kind = getattr(quantity(one.subject.unit), "kind", "")
    if kind == "count" and abs(one.value - figure) <= FEW:
        return True
    if one.value == 0 or figure <= 0:
        return abs(one.value - figure) <= 1e-9
    is_share = kind == "share" and 1 <= one.value <= 100
    return 1 / BAND <= one.value / figure <= (WIDE_BAND if is_share else BAND)


def _is_fraction(value: float, figure: float) -> bool:
    """Return whether a figure in per cent looks like a fraction: 0.066 for 6.6%.

    Published growth has one decimal: one below 1 with more, or nearer to the model times a hundred, is none.
    """
    if value == 0 or abs(value) >= 1:
        return False
    return round(value, 1) != round(value, DIGITS) or abs(100 * value - figure) < abs(value - figure)


def _likely_unit(one: Actual, figure: float) -> str:
    """Return the unit in which the file's figure would be near the model's, "" if there is none."""
    wanted = quantity(one.subject.unit)
    if wanted is None:
        return ""
    if not one.subject.is_level:
        return "比例" if abs(one.value) < 1 else ""
    if one.value <= 0 or figure <= 0:
        return ""
    near = min(POWERS, key=lambda power: abs(math.log(one.value * 10.0**power / figure)))
    if not 1 / CLOSE <= one.value * 10.0**near / figure <= CLOSE:
        return ""
    stated = quantity(one.given_unit) or wanted
    size = stated.size * 10.0**near
    return next(
        (unit for unit in _NAMED.get(wanted.kind, ()) if math.isclose(quantity(unit).size, size)),  # type: ignore[union-attr]
        "",
    )
