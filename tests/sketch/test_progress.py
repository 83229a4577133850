"""Progress of drawing a sketch, and segments that touch boxes."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from sim.sketch.placement_cost import _hits
from sim.sketch.sketch_file import draw_sketch

SMALL = Path(__file__).parents[1] / "small" / "model" / "teda.mdl"


def test_variables_drawn_are_counted(tmp_path: Path) -> None:
    path = Path(shutil.copy(SMALL, tmp_path / "any.mdl"))
    steps: list[tuple[int, int]] = []
    draw_sketch(path, lambda done, total: steps.append((done, total)))
    assert steps[0][0] == 0
    assert [done for done, _ in steps] == sorted({done for done, _ in steps})
    assert all(done < total == steps[0][1] for done, total in steps)


def test_nothing_is_written_where_the_drawing_is_stopped(tmp_path: Path) -> None:
    path = Path(shutil.copy(SMALL, tmp_path / "any.mdl"))
    before = path.read_bytes()

    def stop(done: int, total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        draw_sketch(path, stop)
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["any.mdl"]


@pytest.mark.parametrize(
    ("start", "end", "is_hit"),
    [
        ((0, 0), (10, 10), True),  # through the middle
        ((0, 5), (3, 5), False),  # ends before it
        ((0, 5), (5, 5), True),  # ends within
        ((0, 8), (8, 16), False),  # passes a corner outside
        ((0, 3), (10, 3), True),  # through the upper part
        ((2, 0), (2, 10), False),  # to its left
    ],
)
def test_a_segment_touches_a_box(start: tuple[int, int], end: tuple[int, int], is_hit: bool) -> None:
    box = np.array([[[3, 2], [8, 7]]])
    segments = np.array([start]), np.array([end])
    assert _hits(segments, box).tolist() == [is_hit]
