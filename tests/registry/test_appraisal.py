"""The file of the method of appraisal: each message for what is wrong, and what the shipped one rests on."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.registry.load import load_registry, read_appraisal
from tests.analysis.appraisal.homes import METHOD, write_method


def faults(home: Path, old: str, new: str) -> list[tuple[str, str]]:
    """Return file and line, and English text, of each fault of a changed method."""
    assert old in METHOD
    write_method(home, METHOD.replace(old, new, 1))
    registry = load_registry(home)
    with pytest.raises(SimError) as caught:
        read_appraisal(registry)
    return [(Path(fault.place).name, fault.en) for fault in caught.value.faults]


def line_of(text: str) -> str:
    return f"appraisal.yaml:{METHOD[: METHOD.index(text)].count(chr(10)) + 1}"


@pytest.mark.parametrize(
    ("old", "new", "line", "en"),
    [
        ("weight: 50", "weight: 40", "groups:", "the weights are 90 in sum; they must be 100."),
        ("group: size", "group: sise", "group: size", 'no group "sise". Nearest: "size".'),
        ("indicator: gross_output", "indicator: grossoutput", "indicator: gross_output",
         'no indicator "grossoutput". Nearest: "gross_output".'),
        ("indicator: gross_output", "indicator: output_growth", "indicator: gross_output",
         '"output_growth" has no level of a year (growth) to compare.'),
        ("per: gross_output", "per: satisfaction", "per: gross_output",
         '"satisfaction" has no level of a year (none) to compare.'),
        ("    better: higher\n", "", "  output:\n    group",
         '"better", higher or lower, goes with "indicator".'),
        ("    reason: {zh: 模型没有用水。, en: The model has no water.}\n", "", "  water:\n",
         'give either "indicator" or, where the model has none, "reason".'),
        ("    reason:", "    growth: true\n    reason:", "  water:\n",
         '"per", "growth" and "near" go with "indicator" only.'),
        ("basis: results", "basis: rumour", "basis: results",
         '"items.growth.basis" is "rumour"; it must be one of: method, results.'),
        ("m1: {title", "m2: {title", "source: [m1]", 'no source "m1". Nearest: "m2".'),
    ],
)  # fmt: skip
def test_each_fault(own_home: Path, old: str, new: str, line: str, en: str) -> None:
    found = faults(own_home, old, new)
    assert en in {text for _, text in found}
    place = next(place for place, text in found if text == en)
    expected = int(line_of(line).partition(":")[2])
    assert abs(int(place.partition(":")[2]) - expected) <= 1, place


def test_more_items_than_are_published(own_home: Path) -> None:
    text = METHOD.replace("basis: results", "basis: method").replace("count: 2", "count: 1")
    write_method(own_home, text)
    with pytest.raises(SimError, match='"size" has 1 items as published; 2 are listed'):
        read_appraisal(load_registry(own_home))


def test_a_home_may_have_none(small_home: Path) -> None:
    assert read_appraisal(load_registry(small_home)).groups == {}


def test_the_shipped_method_invents_nothing() -> None:
    method = read_appraisal(load_registry())
    assert {key: group.weight for key, group in method.groups.items()} == {
        "opening_up": 30, "innovation": 15, "green": 15, "coordination": 10, "quality": 30,
    }  # fmt: skip
    counts = {key: group.count for key, group in method.groups.items()}
    quotes = {key: str(source.quote) for key, source in method.sources.items()}
    for key, group in method.groups.items():
        quote = "".join(quotes[name] for name in group.source)
        assert f"{group.weight:g}%" in quote
        assert counts[key] is None or f"{counts[key]}项二级指标" in quote
    for item in method.items.values():  # an item that is modelled and named by the method stands in a quote
        quote = "".join(quotes[name] for name in item.source)
        if item.basis == "method" and item.indicator:
            last = item.name.zh.removeprefix("规模以上工业单位增加值").removeprefix("企业")
            assert last.replace("研究与试验发展", "研究与试验发展(R&D)") in quote, item.name.zh
    assert all(source.confidence in ("low", "medium", "high") for source in method.sources.values())
    assert {name for item in method.items.values() for name in item.source} <= method.sources.keys()
