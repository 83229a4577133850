"""SVG shapes of a view: pipes, arrows with heads, valves and clouds."""

from __future__ import annotations

import math

from sim.sketch.geometry import Circle, Place, circle_through, way_of
from sim.sketch.records import Arrow, Cloud, Point, Valve

ARROW_INK, FAINT_INK, PIPE_INK = "#3f6fa8", "#c3cad3", "#1d3a5f"
GAP = 3  # between an arrow and what it starts and ends at [pixel]
HEAD, HEAD_WIDTH = 8, 3.2  # of a causal arrow [pixel]
PIPE_HEAD, PIPE_HEAD_WIDTH = 11, 7.0  # of a pipe [pixel]
SPACING = 2.0  # between the points at which an arrow is cut [pixel]

End = tuple[Point, tuple[int, int]]


def number(value: float) -> str:
    """Return a coordinate to a tenth of a pixel."""
    return f"{round(value, 1) + 0.0:g}"


# --- arrows ---------------------------------------------------------------------------------


def arrow_shapes(arrow: Arrow, source: End, target: End, colour: str = ARROW_INK) -> list[str]:
    """Return a causal arrow between the edges of two things, head included; nothing where they touch."""
    middle = arrow.points[0] if arrow.points and arrow.is_arc else None
    way = way_of(source[0], middle, target[0], SPACING)
    way = [place for place in way if not (_covers(source, place) or _covers(target, place))]
    if len(way) < 3:
        return []
    ink = FAINT_INK if arrow.is_faint else colour
    stop = max(1, len(way) - 1 - round(HEAD / SPACING))
    line = _line(way, stop, circle_through(source[0], middle, target[0]) if middle else None)
    return [
        f'<path d="{line}" fill="none" stroke="{ink}" stroke-width="1.1"/>',
        _head(way[stop], way[-1], HEAD_WIDTH, ink),
    ]


def _line(way: list[Place], stop: int, circle: Circle | None) -> str:
    (x, y), (to_x, to_y) = way[0], way[stop]
    start = f"M{number(x)} {number(y)}"
    if circle is None:
        return f"{start}L{number(to_x)} {number(to_y)}"
    radius = number(circle.radius)
    turned = abs(circle.sweep) * stop / max(1, len(way) - 1) > math.pi
    return f"{start}A{radius} {radius} 0 {int(turned)} {int(circle.sweep > 0)} {number(to_x)} {number(to_y)}"


def _covers(end: End, place: Place) -> bool:
    (x, y), (width, height) = end
    return abs(place[0] - x) < width + GAP and abs(place[1] - y) < height + GAP


def _head(start: Place, tip: Place, width: float, ink: str, length: float = 0) -> str:
    across, down = tip[0] - start[0], tip[1] - start[1]
    long = math.hypot(across, down) or 1.0
    across, down = across / long, down / long
    foot = (tip[0] - across * (length or long), tip[1] - down * (length or long))
    corners = [
        tip,
        (foot[0] - down * width, foot[1] + across * width),
        (foot[0] + down * width, foot[1] - across * width),
    ]
    listed = " ".join(f"{number(x)},{number(y)}" for x, y in corners)
    return f'<polygon points="{listed}" fill="{ink}"/>'


# --- pipes ----------------------------------------------------------------------------------


def pipe_shapes(arrow: Arrow, source: End, target: End) -> list[str]:
    """Return a pipe from the middle of its valve to the edge of a stock or cloud, along its corners."""
    way: list[Place] = [source[0], *_corners(arrow, source[0], target)]
    way.append(_meeting(way[-1], target))
    if arrow.has_head:
        before = _short_of(way[-2], way[-1], PIPE_HEAD - 1)
        head = [_head(way[-2], way[-1], PIPE_HEAD_WIDTH, PIPE_INK, PIPE_HEAD)]
        way[-1] = before
    else:
        head = []
    line = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in way)
    joined = f'd="{line}" fill="none" stroke-linejoin="round"'
    return [
        f'<path {joined} stroke="{PIPE_INK}" stroke-width="5"/>',
        f'<path {joined} stroke="#ffffff" stroke-width="2.6"/>',
        *head,
    ]


def _corners(arrow: Arrow, start: Point, target: End) -> list[Point]:
    """Return the corners of a pipe; a point that only marks the middle of a straight one is no corner."""
    (x, y), _ = target
    return [
        one
        for one in arrow.points
        if not (
            _is_between(start[0], one[0], x)
            and _is_between(start[1], one[1], y)
            and _is_flat(start, one, (x, y))
        )
    ]


def _is_between(low: int, value: int, high: int) -> bool:
    return min(low, high) - 2 <= value <= max(low, high) + 2


def _is_flat(start: Point, middle: Point, end: Point) -> bool:
    area = (middle[0] - start[0]) * (end[1] - start[1]) - (middle[1] - start[1]) * (end[0] - start[0])
    return abs(area) <= 4 * math.hypot(end[0] - start[0], end[1] - start[1])


def _meeting(start: Place, target: End) -> Place:
    """Return where a pipe from a point meets the edge of its end, at a right angle where it can."""
    (x, y), (width, height) = target
    if abs(start[1] - y) < height:
        return (x + width if start[0] > x else x - width), start[1]
    if abs(start[0] - x) < width:
        return start[0], (y + height if start[1] > y else y - height)
    return x, y


def _short_of(start: Place, end: Place, by: float) -> Place:
    across, down = end[0] - start[0], end[1] - start[1]
    share = by / (math.hypot(across, down) or 1.0)
    return end[0] - across * share, end[1] - down * share


# --- valves and clouds ----------------------------------------------------------------------


def valve_shape(valve: Valve) -> str:
    """Return the two triangles of a valve, tip to tip."""
    (x, y), width, height = valve.centre, valve.half_width, valve.half_height
    left, right, top, bottom = x - width, x + width, y - height, y + height
    outline = f"M{left} {top}L{right} {bottom}L{left} {bottom}L{right} {top}Z"
    return f'<path d="{outline}" fill="#ffffff" stroke="{PIPE_INK}" stroke-width="1.2"/>'


def cloud_shape(cloud: Cloud) -> str:
    """Return a cloud of five bulges."""
    (x, y), width, height = cloud.centre, cloud.half_width, cloud.half_height
    places = ((-0.5, 0.2, 0.5), (0.5, 0.2, 0.5), (0, -0.3, 0.65), (-0.1, 0.35, 0.5), (0.25, 0.35, 0.45))
    circles = [(x + a * width, y + b * height, c * height + 1.5) for a, b, c in places]
    drawn = (
        f'<circle cx="{number(a)}" cy="{number(b)}" r="{number(radius + extra)}" fill="{ink}"/>'
        for extra, ink in ((0.0, PIPE_INK), (-1.2, "#ffffff"))
        for a, b, radius in circles
    )
    return f"<g>{''.join(drawn)}</g>"
