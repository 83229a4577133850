"""The file of a page: what is in it, what it may do, and that it is the same for the same inputs."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import sim
from sim.report.html.levers import lever_groups
from sim.report.html.page import packed
from sim.report.html.texts import page_texts
from sim.report.words.lever_scale import lever_unit
from sim.scenario.workspace import load_workspace

HAN = re.compile("[\u4e00-\u9fff]")


class _Elements(HTMLParser):
    """The elements of a page: their attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(("", {}, ""))

    def handle_data(self, data: str) -> None:
        if self.found:
            tag, attributes, text = self.found[-1]
            self.found[-1] = (tag, attributes, text + data)

    def of(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attributes, text) for name, attributes, text in self.found if name == tag]


@pytest.fixture(scope="module")
def small_page(small_home: Path) -> str:
    return sim.build_html(["plan", "trend"], home=small_home).decode()


def _facts(page: str) -> dict:
    texts = {attributes.get("id"): text for attributes, text in _Elements(page).of("script")}
    return json.loads(texts["facts"])


def test_the_same_inputs_give_the_same_bytes(small_home: Path, small_page: str) -> None:
    assert sim.build_html(["plan", "trend"], home=small_home).decode() == small_page
    assert sim.build_html(["trend", "plan"], home=small_home).decode() != small_page


def test_the_policy_allows_the_own_script_and_style_only(small_page: str) -> None:
    elements = _Elements(small_page)
    policy = next(a["content"] for a, _ in elements.of("meta") if a.get("http-equiv"))
    allowed = dict(part.split(" ", 1) for part in policy.split("; "))

    def hashed(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    (script,) = (text for attributes, text in elements.of("script") if not attributes)
    ((_, style),) = elements.of("style")
    assert allowed == {
        "default-src": "'none'",
        "script-src": f"{hashed(script)} 'wasm-unsafe-eval'",
        "style-src": hashed(style),
        "worker-src": "blob:",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    assert not [a for tag, a, _ in elements.found if {"src", "href", "style"} & a.keys()]
    assert not re.search(r"https?://", script + style)


def test_provenance_and_texts_of_both_languages(small_home: Path, small_page: str) -> None:
    facts = _facts(small_page)
    workspace = load_workspace(small_home)
    for language in ("zh", "en"):
        assert any(workspace.model.hash in line for line in facts["origin"][language])
    assert [each["name"] for each in facts["scenarios"]] == ["plan", "trend"]
    for key, text in page_texts().items():
        assert set(text) == {"zh", "en"}
        assert key == "language" or not HAN.search(text["en"]), key


def test_what_is_packed_has_no_date() -> None:
    assert packed(b"model") == packed(b"model")
    assert base64.b64decode(packed(b"model"))[4:8] == bytes(4)


@pytest.mark.slow
def test_the_shipped_scenarios_fit_into_a_mail(shipped: Path) -> None:
    page = shipped.read_bytes()
    assert len(page) < 4_000_000
    facts = _facts(page.decode())
    assert facts["members"] == 257
    assert len(facts["scenarios"]) == len(sim.list_scenarios())
    registry = sim.load_registry()
    assert sum(len(group["levers"]) for group in facts["groups"]) == len(registry.levers)
    assert any("预测" in line for line in facts["origin"]["zh"])


def test_faults_are_told(small_home: Path, tmp_path: Path) -> None:
    with pytest.raises(sim.SimError, match="at least one scenario is needed"):
        sim.build_html([], home=small_home)
    with pytest.raises(sim.SimError, match='two scenarios have the name "plan"'):
        sim.build_html(["plan", small_home / "scenarios" / "plan.yaml"], home=small_home)
    with pytest.raises(sim.SimError, match='no scenario "plann"'):
        sim.build_html("plann", home=small_home)
    with pytest.raises(sim.SimError, match="there is no such file"):
        sim.build_html(tmp_path / "nothing.mdl")


def test_a_multiple_says_what_it_is_of() -> None:
    workspace = load_workspace()
    slots = {slot.key: slot for elements in workspace.slots.values() for slot in elements.values()}
    scenario = sim.load_scenario("plan")
    groups = lever_groups(workspace, [scenario], {})
    found = {lever["name"]: lever["equivalents"] for group in groups for lever in group["levers"]}
    assert found.keys() == slots.keys()
    told = {name for name, each in found.items() if each}
    multiples = {name for name, slot in slots.items() if lever_unit(slot, "en") == "multiple"}
    assert told == {name for name in multiples if not slots[name].suffix}
    assert {"promotion effort", "efficiency effort", "ethylene project"} < told
    (cost,) = found["promotion effort"]
    model = workspace.model
    assert cost["value"] == model.constants["cost of promotion"]
    assert cost["unit"] == {"zh": "亿元/年", "en": "100M CNY/year"}
    assert cost["name"]["zh"] == "招商支出（2020 年力度）"
    runs = [
        model.simulate(
            {f"promotion effort {end}": effort for end in ("from", "to")},
            ["cost of efforts", "budget scale"],
            final_time=2020,
        )
        for effort in (1.0, 1.5)
    ]
    more = runs[1]["cost of efforts"][0, 0] - runs[0]["cost of efforts"][0, 0]
    assert more == pytest.approx(0.5 * cost["value"] * runs[0]["budget scale"][0, 0], rel=1e-9)
    assert runs[0]["budget scale"][0, 0] == pytest.approx(1, abs=0.05)
