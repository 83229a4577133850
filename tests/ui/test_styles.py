"""Style sheets and scripts that lie beside the pages."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from sim.ui.styles import COLOURS, PAGE_STYLE, script, sheet

SHEETS = sorted(each.name for each in files("sim.ui").iterdir() if each.name.endswith(".css"))


@pytest.mark.parametrize("name", SHEETS)
def test_every_colour_of_a_sheet_is_known(name: str) -> None:
    assert set(re.findall(r"var\(--([a-z-]+)", sheet(name))) <= {"st-font"}


def test_no_colour_is_idle() -> None:
    written = "".join((files("sim.ui") / name).read_text(encoding="utf-8") for name in SHEETS)
    assert [name for name in COLOURS if f"var(--{name})" not in written] == []


def test_a_page_has_one_style_sheet() -> None:
    assert PAGE_STYLE.startswith("<style>\n.stApp { color: #")
    assert PAGE_STYLE.count("{") == PAGE_STYLE.count("}")
    assert PAGE_STYLE.endswith("</style>")


def test_scripts_name_their_placeholders() -> None:
    assert {"FAMILY", "FILES"} <= set(re.findall("[A-Z]{4,}", script("fonts.js")))
