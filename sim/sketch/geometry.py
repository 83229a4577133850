"""Geometry of arrows: straight lines, and arcs of the circle through three points."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sim.sketch.records import Point

Place = tuple[float, float]
FLAT = 0.5  # distance from the straight line below which an arc is drawn straight [pixel]


@dataclass(frozen=True)
class Circle:
    """An arc of a circle.

    Parameters
    ----------
    centre, radius : [pixel]
    start, sweep : angle of the first point and the angle to the last [radian]
    """

    centre: Place
    radius: float
    start: float
    sweep: float

    def at(self, share: float) -> Place:
        """Return the point [pixel] at a share of the arc, 0 to 1."""
        angle = self.start + self.sweep * share
        return (
            self.centre[0] + self.radius * math.cos(angle),
            self.centre[1] + self.radius * math.sin(angle),
        )


def circle_through(start: Place, middle: Place, end: Place) -> Circle | None:
    """Return the arc from start to end through the middle, None where that is a straight line."""
    (ax, ay), (bx, by), (cx, cy) = start, middle, end
    twice = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    chord = math.hypot(cx - ax, cy - ay)
    if not chord or abs(twice) / 2 < FLAT * chord:
        return None
    a, b, c = ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy
    x = (a * (by - cy) + b * (cy - ay) + c * (ay - by)) / twice
    y = (a * (cx - bx) + b * (ax - cx) + c * (bx - ax)) / twice
    first = math.atan2(ay - y, ax - x)
    to_middle = (math.atan2(by - y, bx - x) - first) % math.tau
    to_end = (math.atan2(cy - y, cx - x) - first) % math.tau
    sweep = to_end if to_middle <= to_end else to_end - math.tau
    return Circle((x, y), math.hypot(ax - x, ay - y), first, sweep)


def way_of(start: Place, middle: Place | None, end: Place, spacing: float) -> list[Place]:
    """Return points along an arrow [pixel], at most about ``spacing`` apart, its two ends included."""
    circle = circle_through(start, middle, end) if middle else None
    if circle is None:
        parts = max(2, math.ceil(math.hypot(end[0] - start[0], end[1] - start[1]) / spacing))
        return [
            (start[0] + (end[0] - start[0]) * part / parts, start[1] + (end[1] - start[1]) * part / parts)
            for part in range(parts + 1)
        ]
    parts = max(2, math.ceil(abs(circle.radius * circle.sweep) / spacing))
    return [start, *(circle.at(part / parts) for part in range(1, parts)), end]


def bulge(start: Point, end: Point, share: float) -> Point:
    """Return the point beside the middle of a line, a share of its length to the left [pixel]."""
    across, down = end[0] - start[0], end[1] - start[1]
    return (
        round((start[0] + end[0]) / 2 + down * share),
        round((start[1] + end[1]) / 2 - across * share),
    )
