"""Scenarios and their draws are checked together, and share the draws."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.sampling.prepare import prepare_drawn
from sim.sampling.request import DrawRequest
from sim.scenario.workspace import Workspace


def test_scenarios_share_draws_whatever_they_set(workspace: Workspace) -> None:
    request = DrawRequest(members=5, vary={"public investment": (100.0, 160.0)})
    scenarios, sampler = prepare_drawn(["trend", "plan"], {"clean share": 0.3}, request, workspace)
    assert [scenario.name for scenario in scenarios] == ["trend", "plan"]
    assert "public investment to" in scenarios[1].constants
    inputs = sampler.inputs(0, 5, scenarios[1].constants)
    assert len(set(inputs["public investment to"].tolist())) == 5
    assert sampler.seed == 7


def test_all_faults_are_reported_together_and_once(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("clean share,what\n0.1,1\n", encoding="utf-8")
    request = DrawRequest(0, -1, "sobl", {"public investment": (5, 1)}, tmp_path / "own.csv")
    with pytest.raises(SimError) as caught:
        prepare_drawn(["trend", "paln"], {"nothing": 1}, request, workspace)
    assert [fault.en.split(";")[0] for fault in caught.value.faults] == [
        'no lever or constant "nothing". See teda list levers and teda list parameters.',
        'no scenario "paln". Nearest: "plan". There are: plan, trend.',
        "the lower end 5 must be below the upper end 1",
        "0 members",
        "-1 is invalid",
        'no method of sampling "sobl". Nearest: "sobol". There are: forecast, sobol, lhs, mc.',
        'no lever or constant "what". See teda list levers and teda list parameters.',
    ]


def test_ranges_are_checked_against_each_scenario(workspace: Workspace) -> None:
    request = DrawRequest(vary={"public investment start": (2020, 2026)})
    with pytest.raises(SimError, match="before it starts"):
        prepare_drawn(["plan"], (), request, workspace)


def test_set_constants_cannot_be_in_a_table(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("clean share\n0.1\n", encoding="utf-8")
    with pytest.raises(SimError) as caught:
        prepare_drawn(["trend"], {"clean share": 0.3}, DrawRequest(table=tmp_path / "own.csv"), workspace)
    assert [(fault.place, fault.zh, fault.en) for fault in caught.value.faults] == [
        (
            "draws",
            '"clean share to" 已设为 0.3，抽样表中不能再有这一列；请去掉其一。',
            '"clean share to" is set to 0.3 and is a column of the table too; leave out one of them.',
        )
    ]


@pytest.mark.parametrize(
    ("text", "member", "end", "start"),
    [
        ("public investment start\n2020\n2026\n2027\n", "1", "2025", "2026"),
        ("public investment start,public investment end\n2030,2031\n2028,2027.5\n", "1", "2027.5", "2028"),
        ("public investment start,public investment end\n2030,2031\n2028,2028\n", "", "", ""),
        ("public investment start\n" + "2021\n" * 6_000 + "2029\n", "6,000", "2025", "2029"),
    ],
)
def test_no_row_may_end_a_lever_before_it_starts(
    workspace: Workspace, tmp_path: Path, text: str, member: str, end: str, start: str
) -> None:
    (tmp_path / "own.csv").write_text(text, encoding="utf-8")
    request = DrawRequest(table=tmp_path / "own.csv")
    if not member:
        assert prepare_drawn(["plan"], (), request, workspace)[1].members == 2
        return
    with pytest.raises(SimError) as caught:
        prepare_drawn(["plan"], (), request, workspace)
    assert [(fault.place, fault.zh, fault.en) for fault in caught.value.faults] == [
        (
            "draws",
            f'成员 {member}："public investment" 的结束（{end}）早于开始（{start}）。',
            f'member {member}: "public investment" ends ({end}) before it starts ({start}).',
        )
    ]
