"""The report of a forecast: what observations taught is told apart from what chance moves."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import sim
from sim.report.tables.forecast import forecast_report
from sim.report.writers import plain_text
from tests.analysis.record.homes import write_observations


@pytest.fixture(scope="module")
def text(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    home = Path(shutil.copytree(small_home, tmp_path_factory.mktemp("forecast") / "home"))
    write_observations(home)
    found = sim.condition(members=256, home=home)
    return plain_text(forecast_report(found).blocks("zh"))


def test_only_what_was_learned_beyond_chance_is_listed(text: str) -> None:
    listed = text.split("参数（移动最多者）")[1].split("部门")[0]
    assert "产出资本比" in listed  # output was observed
    assert "能源消费" not in listed  # nothing of energy was
    assert "个参数和扰动学到了超出抽样误差（4 倍标准误）的东西；其余" in text.replace("\n", "")
