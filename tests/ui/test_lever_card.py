"""The card of a lever: its published figures and its effect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.scenario.workspace import load_workspace
from sim.ui.cache import scenarios_of
from sim.ui.lever_card import lever_html
from sim.ui.texts import say
from sim.ui.view import lever_name, slots_of
from sim.units import Language
from tests.ui.pages import HAN, open_app

pytestmark = pytest.mark.slow


def reported(home: Path | None, name: str, language: Language = "zh", scenario: str = "trend") -> str:
    """Return the card without tags."""
    workspace = load_workspace(home)
    slot = next(each for each in slots_of(workspace) if lever_name(each) == name)
    card = lever_html(slot, scenarios_of(workspace)[scenario], workspace, language)
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", card)).strip()


def test_a_lever_is_moved_from_limit_to_limit(small_home: Path) -> None:
    card = reported(small_home, "public investment")
    assert card.startswith(
        "历史上 80–110 亿元/年（2016–2020） 证据等级 C 规划值 120 “年均投资120亿元” "
        "来源 规划纲要, 2021：“工业总产值”"
    )
    assert "情景“趋势”，其他一切照旧" in card
    assert "0 → 400 2025 2035 工业总产值 亿元 6,900 → 9,300 +2,400" in card


def test_a_lever_that_moves_less_than_a_digit_says_by_how_much() -> None:
    card = reported(None, "public investment", "en", "plan")
    assert "In the past 54–110 100M CNY/year (2016–2020)" in card
    assert not re.search(r"[+−]0(\.0+)? ", card)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_lever_has_a_card(language: Language) -> None:
    workspace = load_workspace()
    for slot in slots_of(workspace):
        card = reported(None, lever_name(slot), language)
        assert slot.lever.grade in card
        assert (say("no_history", language) in card) == (slot.lever.history is None)
        if language == "en":
            assert not HAN.findall(card)


def test_the_button_is_next_to_the_slider(small_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_HOME", str(small_home))
    app = open_app()
    assert not app.exception
    labels = [each.proto.popover.label for each in app.get("popover")] or [
        block.proto.popover.label for block in app.get("container") if block.proto.HasField("popover")
    ]
    assert "依据与影响" in labels
