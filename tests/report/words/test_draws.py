"""Notes on the draws behind an ensemble."""

from __future__ import annotations

from typing import Any

import pytest

from sim.report.words.draws import draw_notes

VARY = {"public investment to": {"low": 60.0, "high": 1200.0, "unit": "亿元/年"}}
TABLE = {"file": "own.csv", "sha256": "0", "columns": 1200, "beyond_registry": ["energy", "migration"]}


@pytest.mark.parametrize(
    ("manifest", "zh", "en"),
    [
        (
            {"method": "sobol", "members": 10},
            ["范围只来自参数的先验不确定性，不含政策杠杆与模型结构的不确定性。"],
            [
                "The range comes from uncertain parameters before observations alone, not from levers or the "
                "model's structure."
            ],
        ),
        (
            {"method": "lhs", "members": 2000, "tied_to_members": True, "vary": VARY},
            [
                "范围只来自参数的先验不确定性和变动的“public investment to”（60–1,200 亿元/年），"
                "不含其他杠杆与模型结构的不确定性。",
                "拉丁超立方抽样只对这 2,000 个成员成立：改变成员数，每个成员都会变。",
            ],
            [
                "The range comes from uncertain parameters before observations and from the varied "
                "quantities (public investment to 60–1,200 100M CNY/year), not from other levers or the "
                "model's structure.",
                "The Latin hypercube holds for these 2,000 members; with another number all change.",
            ],
        ),
        (
            {"method": "table", "members": 10, "table": TABLE},
            [
                "范围只来自抽样表，不含政策杠杆与模型结构的不确定性。",
                "抽样表 own.csv 有 1,200 列；表中没有的常量不抽样，取情景或模型的值。",
                "以下各列超出登记的范围：energy、migration。",
            ],
            [
                "The range comes from the table of draws alone, not from levers or the model's structure.",
                "The table own.csv has 1,200 columns; constants that it does not name are not drawn and "
                "have the value of the scenario or the model.",
                "These columns leave the registered ranges: energy, migration.",
            ],
        ),
    ],
)
def test_notes_on_the_draws(manifest: dict[str, Any], zh: list[str], en: list[str]) -> None:
    assert list(draw_notes(manifest, "zh")) == zh
    assert list(draw_notes(manifest, "en")) == en


def test_a_table_within_the_registered_ranges_has_no_note_on_them() -> None:
    found = list(draw_notes({"table": TABLE | {"beyond_registry": []}}, "en"))
    assert len(found) == 2
