from __future__ import annotations

import sim
from sim.analysis.decision.reach import reaches
from sim.scenario.load import load_scenario
from sim.scenario.workspace import load_workspace


def test_the_value_that_is_needed_is_the_nearest_that_meets_the_target() -> None:
    workspace = load_workspace()
    scenario = load_scenario("trend")
    found = reaches(scenario, "rd_intensity", 2025, workspace)
    assert [abs(each.change) for each in found] == sorted((abs(each.change) for each in found), reverse=True)
    research = next(each for each in found if each.slot.key == "fiscal research support")
    ends = {research.low: research.slot.lever.minimum, research.high: research.slot.lever.maximum}
    for figure, value in ends.items():
        table = sim.indicators(sim.run_scenario("trend", set={research.slot.key: value}))
        assert float(table.rows["rd_intensity"].figure(2025)[0]) == figure
    unmet = [
        each for each in reaches(scenario, "gross_industrial_output", 2025, workspace) if each.needed is None
    ]
    assert unmet  # 7,500 is beyond most levers


def test_a_target_that_is_met_needs_no_move() -> None:
    workspace = load_workspace()
    scenario = load_scenario("plan")
    for each in reaches(scenario, "fixed_asset_investment", 2025, workspace):
        assert each.needed is not None
        assert abs(each.needed - each.own) <= (each.slot.lever.maximum - each.slot.lever.minimum) / 40
