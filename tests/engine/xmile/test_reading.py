"""What else an XMILE file says: units, documentation, groups, settings, and that only equations count."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.engine.model import Model, load_model
from sim.engine.units.check import Finding
from tests.engine.xmile.build import aux, model_of, values_of, xmile_of


def test_units_documentation_limits_and_groups() -> None:
    inside = (
        "<units>people/year</units><doc>&lt;p&gt;出生 / &lt;b&gt;Births&lt;/b&gt;&lt;/p&gt;</doc>"
        '<range min="0" max="9"/>'
    )
    model = model_of(aux("births", "1", inside), '<group name="people"><entity name="births"/></group>')
    births = model["births"]
    assert (births.units, births.comment, births.limits, births.group) == (
        "people/year",
        "出生 / Births",
        (0, 9),
        "people",
    )
    assert births.line == 10
    assert model["TIME STEP"].units == "Months"


def test_aliases_of_units() -> None:
    """2.4: units that are alike balance."""
    units = "<model_units><unit name='widgets'><eqn/><alias>gadgets</alias></unit></model_units>"
    variables = aux("a", "1", "<units>widgets</units>"), aux("b", "a", "<units>gadgets</units>")

    def faults(beside: str) -> list[Finding]:
        return [one for one in model_of(*variables, beside=beside).check_units() if one.is_fault]

    assert len(faults("")) == 1
    assert faults(units) == []


def test_the_interval_of_saves() -> None:
    half = "<dt>0.25</dt>"
    text = xmile_of(aux("y", "1"), step=half)
    assert Model(text, "m.xmile").saveper == 0.25
    stella = text.replace('method="Euler"', 'method="Euler" isee:save_interval="2"')
    assert Model(stella, "m.xmile").saveper == 2
    xmutil = xmile_of(
        aux("SAVEPER", "TIME_STEP * 4"), aux("FINAL TIME", "7"), aux("y", "FINAL_TIME"), step=half
    )
    model = Model(xmutil, "m.xmile")
    assert (model.saveper, model.final_time) == (1, 4)  # <sim_specs> counts, not what stands beside it
    assert model.simulate()["y"][0, 0] == 4


def test_a_draw_is_drawn_once_however_often_a_function_reads_it() -> None:
    noisy = (
        aux("y", "SAFEDIV(1, RANDOM(1, 2)) * 0 + (RANDOM(3, 4) MOD 10)"),
        aux("z", "SMTH1(NORMAL(5, 1, 3), 1)"),
    )
    run = model_of(*noisy, stop=20).simulate()
    drawn = run["y"][:, 0]
    assert np.all((drawn >= 3) & (drawn < 4))
    assert len(set(drawn)) == len(drawn)
    assert 2 < run["z"][0, 0] < 8


@pytest.mark.parametrize(
    ("equation", "low", "high"),
    [
        ("UNIFORM(2, 3)", 2, 3),
        ("UNIFORM(0, 9, NAN, 2, 3)", 2, 3),
        ("NORMAL(5, 2, 1, 4, 6)", 4, 6),
        ("NORMAL(5, 2, NAN, 4, NaN)", 4, np.inf),
        ("EXPRND(3, 1, 2, 4)", 2, 4),
        ("TRIANGULAR(1, 2, 4, NAN, 1.5)", 1.5, 4),
        ("EXPRND(1)", 0, np.inf),
        ("TRIANGULAR(1, 2, 4)", 1, 4),
        ("WEIBULL(3, 15.7, NAN, 5, 30)", 5, 30),
    ],
)
def test_random_functions(equation: str, low: float, high: float) -> None:
    drawn: np.ndarray[Any, Any] = np.array(values_of(aux("y", equation), stop=50))
    assert np.all((drawn >= low) & (drawn <= high))
    assert len(set(drawn)) > 40


def test_a_weibull_distribution_has_its_scale() -> None:
    drawn = np.array(values_of(aux("y", "WEIBULL(3, 10)"), stop=4000))
    assert np.mean(drawn < 10) == pytest.approx(1 - np.exp(-1), abs=0.03)
    assert np.mean(drawn < 5) == pytest.approx(1 - np.exp(-(0.5**3)), abs=0.03)


def test_how_often_an_event_happens() -> None:
    """Stella's MONTECARLO: 1 with a probability in percent per unit of time, 0 otherwise."""
    drawn = values_of(aux("y", "MONTECARLO(20)"), stop=4000, step="<dt>0.5</dt>")
    assert set(drawn) == {0, 1}
    assert np.mean(drawn) == pytest.approx(0.1, abs=0.02)


def test_a_number_of_stages_that_has_a_name() -> None:
    """A chain has the stages that the file gives; where a run changes their number it has no value."""
    text = (
        aux("n", "stages"),
        aux("stages", "3"),
        aux("x", "STEP(1, 1)"),
        aux("y", "DELAYN(x, 6, n) - DELAY3(x, 6) + SMTHN(x, 6, stages, 1) - SMTH3(x, 6, 1)"),
    )
    model = model_of(*text)
    assert model.simulate()["y"][:, 0] == pytest.approx(0)
    assert np.isnan(model.simulate({"stages": [2.0]})["y"][:, 0]).all()


def test_the_picture_changes_no_hash_and_the_file_none_of_the_commands(tmp_path: Path) -> None:
    text = xmile_of(aux("y", "1"))
    drawn = text.replace(
        "</variables>", '</variables><views><view><aux name="y" x="1" y="2"/></view></views>'
    )
    assert Model(text, "m.xmile").hash == Model(drawn, "m.xmile").hash
    assert Model(text, "m.xmile").hash != Model(text.replace("<eqn>1", "<eqn>2"), "m.xmile").hash
    for name in ("m.xmile", "m.stmx", "m.ITMX", "m.xml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        assert load_model(path).constants["y"] == 1


def test_a_byte_order_mark_and_a_declared_encoding(tmp_path: Path) -> None:
    path = tmp_path / "m.stmx"
    path.write_bytes(b"\xef\xbb\xbf" + xmile_of(aux("产出", "2")).encode())
    assert load_model(path).constants["产出"] == 2
    path.write_bytes(xmile_of(aux("产出", "2")).replace("utf-8", "GB18030").encode("gb18030"))
    assert load_model(path).constants["产出"] == 2


def test_sizes_stay_linear() -> None:
    """A thousand variables, each of the one before: no recursion, no second look at all of them."""
    chain = [aux("v0", "1"), *(aux(f"v{n}", f"v{n - 1} + 1") for n in range(1, 1001))]
    assert values_of(*chain, name="v1000") == (1001,) * 5
