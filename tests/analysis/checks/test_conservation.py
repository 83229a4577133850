"""Conservation: accounts and stocks that do not close."""

from __future__ import annotations

from pathlib import Path

from sim.analysis.checks.check import Found
from sim.analysis.checks.conservation import CONSERVATION
from tests.analysis.checks.homes import change, outcome


def test_an_account_that_does_not_close(own_home: Path) -> None:
    text = (
        'accounts:\n  money: {name: {zh: 账, en: Money}, expect: ["change(capital) = added(reinvestment)"]}\n'
    )
    (own_home / "model" / "checks.yaml").write_text(text, encoding="utf-8")
    faults = outcome(CONSERVATION, own_home).faults
    assert [fault.en.split(":")[0] for fault in faults] == ["Money (scenario trend)", "Money (scenario plan)"]
    assert "in 2020 the left side is 100, the right side 0." in faults[0].en


def test_a_stock_with_a_flow_that_has_no_name(own_home: Path, small_home: Path) -> None:
    assert outcome(CONSERVATION, small_home) == Found(4, ())
    change(
        own_home, "teda.mdl", "INTEG (total investment, 1000)", "INTEG (total investment-0.01*capital, 1000)"
    )
    faults = outcome(CONSERVATION, own_home).faults
    assert len(faults) == 2
    assert faults[0].en.startswith(
        'the stock "capital" changes by +90 in 2020 (scenario trend), but its inflows less its outflows '
        "are +100. Check its equation"
    )
    assert Path(faults[0].place).name == "teda.mdl:7"
