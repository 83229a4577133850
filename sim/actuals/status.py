"""Vintages of official figures: how final a published figure is."""

from __future__ import annotations

import re

PRELIMINARY = "快报"  # what figures of a part of a year are, where nothing says otherwise
_SIGNS = (  # the first that fits
    ("普查修订", re.compile("普查|修订")),
    ("年报", re.compile("年报|年鉴|最终核实|决算")),
    ("快报", re.compile("快报|初步|初核|快讯")),
)


def status_in(text: str) -> str:
    """Return the vintage that a text names: 快报, 年报 or 普查修订; "" without one.

    Examples
    --------
    >>> status_in("2023年（第五次全国经济普查修订）"), status_in("统计年鉴2024"), status_in("产值")
    ('普查修订', '年报', '')
    """
    return next((status for status, sign in _SIGNS if sign.search(text)), "")
