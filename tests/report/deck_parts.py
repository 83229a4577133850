"""Structural checks of the parts of a deck that Office refuses or repairs when they are wrong."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
LARGEST = 2**32 - 1
_SERIES = ("idx", "order", "tx", "spPr", "invertIfNegative", "marker", "dPt", "dLbls", "trendline", "errBars",
           "cat", "val", "smooth", "extLst")  # fmt: skip
_LABEL = ("idx", "delete", "layout", "tx", "numFmt", "spPr", "txPr", "dLblPos", "showLegendKey", "showVal",
          "showCatName", "showSerName", "showPercent", "showBubbleSize", "separator", "extLst")  # fmt: skip
_SCALING = ("logBase", "orientation", "max", "min", "extLst")
_ORDERS = {"ser": _SERIES, "dLbl": _LABEL, "scaling": _SCALING}


def faults_of(packed: bytes) -> list[str]:
    """Return what is wrong with the parts of a packed document, and with the workbooks in it."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        return [f"{name}: {fault}" for name in archive.namelist() for fault in _of_part(archive, name)]


def _of_part(archive: zipfile.ZipFile, name: str) -> Iterator[str]:
    content = archive.read(name)
    if name.endswith(".xlsx"):
        yield from faults_of(content)
    if not name.endswith((".xml", ".rels")):
        return
    root: Any = etree.fromstring(content)
    if name.endswith(".rels"):
        yield from _of_relations(archive, name, root)
    if "/charts/chart" in name:
        yield from chart_faults(root)
    if "/worksheets/" in name:
        yield from _of_sheet(root)


def _of_relations(archive: zipfile.ZipFile, name: str, root: Any) -> Iterator[str]:
    """Yield relations without a part, and ids that stand twice."""
    folder = posixpath.dirname(posixpath.dirname(name))
    ids = [relation.get("Id") for relation in root.iter(RELATION)]
    if len(set(ids)) < len(ids):
        yield f"ids {ids}"
    for relation in root.iter(RELATION):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target")))[1:]
        if relation.get("TargetMode") != "External" and target not in archive.namelist():
            yield f"no part {target}"


def chart_faults(root: Any) -> Iterator[str]:
    """Yield ids of axes, indices of series and orders of elements that the schema does not allow."""
    plot = root.find(f".//{CHART}plotArea")
    axes = [each for each in plot if each.tag.endswith("Ax")]
    ids = [axis.find(f"{CHART}axId").get("val") for axis in axes]
    if len(set(ids)) != len(ids) or not all(each.isdigit() and int(each) <= LARGEST for each in ids):
        yield f"ids of axes {ids}"
    pairs = {axis.find(f"{CHART}axId").get("val"): axis.find(f"{CHART}crossAx").get("val") for axis in axes}
    if any(pairs.get(crossed) != own for own, crossed in pairs.items()):
        yield f"axes cross {pairs}"
    for kind in (each for each in plot if each.tag.endswith("Chart")):
        used = [each.get("val") for each in kind.findall(f"{CHART}axId")]
        if len(used) != (0 if kind.tag.endswith("pieChart") else 2) or not set(used) <= set(ids):
            yield f"{etree.QName(kind).localname} uses axes {used}"
    for part in ("idx", "order"):
        numbers = [series.find(f"{CHART}{part}").get("val") for series in plot.iter(f"{CHART}ser")]
        if len(set(numbers)) < len(numbers):
            yield f"{part} of series {numbers}"
    for parent, order in _ORDERS.items():
        for element in root.iter(CHART + parent):
            names = [etree.QName(child).localname for child in element]
            if names != sorted(names, key=order.index):
                yield f"order in {parent}: {names}"
    for points in root.iter(f"{CHART}numCache", f"{CHART}strCache"):
        count = int(points.find(f"{CHART}ptCount").get("val"))
        places = [int(point.get("idx")) for point in points.iter(f"{CHART}pt")]
        if places != sorted(set(places)) or any(place >= count for place in places):
            yield f"points {places} of {count}"


def _of_sheet(root: Any) -> Iterator[str]:
    """Yield cells that stand twice or out of order."""
    rows = [int(row.get("r")) for row in root.iter(f"{SHEET}row")]
    cells = [cell.get("r") for cell in root.iter(f"{SHEET}c")]
    if rows != sorted(set(rows)) or len(set(cells)) < len(cells):
        yield f"rows {rows}, cells {cells}"
