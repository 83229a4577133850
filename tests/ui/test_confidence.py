"""The page of the confidence tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.analysis.checks.catalogue import CHECKS
from sim.analysis.record.kept import write_record
from sim.analysis.record.replay import validate
from sim.scenario.workspace import load_workspace
from tests.analysis.record.homes import write_observations
from tests.ui.pages import html, open_app

pytestmark = pytest.mark.slow

FAILING = """\
reality:
  grows:
    name: {zh: 资本不增, en: Capital stays}
    sector: Control
    expect: [capital = 1000]
"""


@pytest.fixture(autouse=True)
def on_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sim.ui.shell._navigate", lambda _language: "confidence")


def shown(block: str) -> str:
    """Return the text of the page without tags."""
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", block))


def test_every_check_and_those_not_passed(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_HOME", str(own_home))
    (own_home / "model" / "checks.yaml").write_text(FAILING, encoding="utf-8")
    app = open_app()
    assert not app.exception
    (block,) = html(app, "confidence")
    assert re.findall(r'data-check="(\w+)"', block) == [check.key for check in CHECKS]
    assert "“资本不增”（情景 trend）：应有 capital = 1000；2020 年左边为 1,100，右边为 1,000。" in shown(
        block
    )
    assert "未通过 资本不增 情景 trend capital = 1000 capital = 1000：2020 年左边 1,100" in shown(block)
    assert "R1 再投资 · 2035 年“工业总产值”应降低，实为 +0.0%" in shown(block)


def test_the_record_of_past_forecasts_that_the_home_keeps(
    own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEDA_HOME", str(own_home))
    (block,) = html(open_app(), "confidence")
    assert "没有与当前模型相符的预测记录；请运行 teda validate --document。" in shown(block)
    write_observations(own_home)
    write_record(validate(home=own_home, members=64), load_workspace(own_home))
    (block,) = html(open_app(), "confidence")
    assert "预测记录：情景 趋势，每个时点 64 个成员，种子 7" in shown(block)
    assert "逐项：24 次预测，差的在前" in shown(block)
    assert block.count("2021 年末") >= 7


def test_an_edited_file_counts_at_once(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_HOME", str(own_home))
    file = own_home / "model" / "checks.yaml"
    for level, verdict in (("1000", "未通过"), ("1000 + 100 * years", "通过")):
        file.write_text(FAILING.replace("1000", level), encoding="utf-8")
        (block,) = html(open_app(), "confidence")
        assert f" {verdict} 资本不增 情景 trend" in shown(block)


def test_faults_of_the_file_are_reported_in_the_page(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEDA_HOME", str(own_home))
    (own_home / "model" / "checks.yaml").write_text(
        FAILING.replace("capital =", "capitl ="), encoding="utf-8"
    )
    (fault,) = html(open_app(), "fault")
    assert "checks.yaml:5" in fault
    assert "Nearest: &quot;capital&quot;" in fault
