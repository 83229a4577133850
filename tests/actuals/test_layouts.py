"""Every layout is read back: each figure in its unit, of its year, from its cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.actuals import layouts
from tests.actuals.importing import figures, import_source, wrong
from tests.actuals.layouts import Source

FORMS = ("csv", "xlsx", "xls")
ENCODINGS = ("gbk", "utf-8", "utf-8-sig", "utf-16")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("make", layouts.ALL)
def test_layouts_in_every_form(make: Callable[[], Source], form: str, tmp_path: Path) -> None:
    found = import_source(tmp_path, make().as_(form))
    assert wrong(found) == []
    assert figures(found) == make().truth


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("make", [layouts.bureau, layouts.listed])
def test_encodings(make: Callable[[], Source], encoding: str, tmp_path: Path) -> None:
    assert figures(import_source(tmp_path, make().as_("csv", encoding))) == make().truth


def test_cells_and_vintages_are_kept(tmp_path: Path) -> None:
    found = import_source(tmp_path, layouts.own())
    one = next(one for one in found.actuals if (one.id, one.period.code) == ("resident_population", "2022"))
    assert (one.file, one.sheet, one.cell, one.status, one.source) == (
        "own.xlsx",
        "表1",
        "F3",
        "年报",
        "统计公报",
    )
    half = import_source(tmp_path, layouts.release()).actuals[0]
    assert (half.cell, half.status, half.period.code) == ("B3", "快报", "2023H1")


def test_other_regions_are_not_the_zone(tmp_path: Path) -> None:
    found = import_source(tmp_path, layouts.provinces())
    assert [name for name, _, _ in found.unknown] == ["天津市：常住人口规模"]
