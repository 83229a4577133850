"""Models converted to XMILE and back: the same figures, the same descriptions, and what cannot be carried."""

from __future__ import annotations

import warnings
from pathlib import Path
from xml.dom import minidom

import numpy as np
import pytest

from sim.engine.conversion import TOLERANCE, convert_model
from sim.engine.model import Model
from sim.errors import SimError
from sim.names import fold
from tests.engine.build import text_of
from tests.engine.paths import MODELS as FILES
from tests.engine.to_xmile.models import MODELS
from tests.engine.xmile.build import aux, over, xmile_of

TEDA = Path(__file__).parents[3] / "model" / "teda.mdl"
SMALL = Path(__file__).parents[2] / "small" / "model" / "teda.mdl"
NOT_IN_XMILE = {"arrays"}  # VECTOR …, INVERT MATRIX, ALLOCATE BY PRIORITY
TEXTS = {
    **MODELS,
    **{path.stem: path.read_text("utf-8") for path in FILES.glob("*.mdl") if path.stem not in NOT_IN_XMILE},
    "small": SMALL.read_text("utf-8"),
}


def _gap(one: Model, other: Model) -> float:
    """Largest relative difference of the figures of all scalars that the first model has."""
    first, second = one.simulate().to_frame(), other.simulate().to_frame()
    gaps = [0.0]
    for name in first.columns:
        a, b = first[name].to_numpy(), second[name].to_numpy()
        scale = np.maximum(np.maximum(np.abs(a), np.abs(b)), 1e-300)
        gaps.append(float(np.max(np.where(a == b, 0.0, np.abs(a - b) / scale))))
    return max(gaps)


@pytest.mark.parametrize("about", sorted(TEXTS))
def test_figures_stay_there_and_back(about: str) -> None:
    text = TEXTS[about]
    there = convert_model(text, "m.mdl", "m.xmile")
    back = convert_model(there.text, "m.xmile", "m.mdl")
    again = convert_model(back.text, "m.mdl", "m.stmx")
    assert max(there.largest_gap, back.largest_gap, again.largest_gap) <= TOLERANCE
    assert there.variables > 5
    original = Model(text, "m.mdl")
    assert _gap(original, Model(there.text, "m.xmile")) <= TOLERANCE
    assert _gap(original, Model(back.text, "m.mdl")) <= TOLERANCE


@pytest.mark.slow
def test_the_model_of_the_zone_there_and_back() -> None:
    text = TEDA.read_text("utf-8")
    there = convert_model(text, "teda.mdl", "teda.xmile")
    back = convert_model(there.text, "teda.xmile", "teda.mdl")
    original, xmile, mdl = Model(text, "teda.mdl"), Model(there.text, "t.xmile"), Model(back.text, "t.mdl")
    assert _gap(original, xmile) <= TOLERANCE
    assert _gap(original, mdl) <= TOLERANCE
    for name, variable in original.variables.items():
        for other in (xmile, mdl):
            assert (other[name].units, other[name].limits) == (variable.units, variable.limits), name
            assert other[name].group == variable.group or variable.group == "Control", name
            if name not in ("INITIAL TIME", "FINAL TIME", "TIME STEP", "SAVEPER"):
                assert other[name].comment == variable.comment, name
    assert set(original.constants) <= set(xmile.constants)
    assert {**original.groups, "Control": ""} == {**mdl.groups, "Control": ""}
    (note,) = there.notes
    assert "图没有转换" in note.zh


def test_descriptions_stay() -> None:
    there = convert_model(MODELS["units and groups"], "m.mdl", "m.xmile")
    minidom.parseString(there.text)  # well-formed, its prefixes declared
    for model in (
        Model(there.text, "m.xmile"),
        Model(convert_model(there.text, "m.xmile", "m.mdl").text, "m.mdl"),
    ):
        assert model["births"].units == "people/year"
        assert model["population"].comment == '人口 < 100 & "other" / Population'
        assert model["population"].limits == (0, None)
        assert model["unused"].limits == (-1, 4)
        assert (model["births"].group, model.groups["people"]) == ("people", "人口 / People")
        assert (model.saveper, model["TIME STEP"].units) == (1, "year")
        assert [one for one in model.check_units() if one.is_fault] == []


@pytest.mark.parametrize("about", sorted(MODELS))
def test_flows_of_stocks(about: str) -> None:
    """Every stock keeps its net flow: from variables where they make it up, else from a flow of its own."""
    model = Model(convert_model(MODELS[about], "m.mdl", "m.xmile").text, "m.xmile")
    for one in model.variables.values():
        if one.kind == "stock" and "INTEG" in one.equation:
            assert one.inflows or one.outflows or "INTEG(0," in one.equation, one.name


def test_flows_are_named_where_they_can_be() -> None:
    model = Model(convert_model(MODELS["stocks and flows"], "m.mdl", "m.xmile").text, "m.xmile")
    assert (model["a"].inflows, model["a"].outflows) == (("inflow",), ("outflow", "loss"))
    assert (model["b"].inflows, model["b"].outflows) == (("outflow",), ())
    for name in "cdeg":  # used already, part of a sum, in another order, twice
        assert model[name].inflows == (f"{name} net flow",)


CARRIED = {
    "FORECAST": "FORECAST(Time + 1, 3, 2)",
    "INTEGER": "INTEGER((Time - 5) / 2)",
    "MODULO": "MODULO(Time - 5, 3)",
    "VENSIM_PULSE": "PULSE(2, 3) + PULSE(4, 0)",
    "PULSE_TRAIN": "PULSE TRAIN(1, 1.5, 4, 9)",
    "QUANTUM": "QUANTUM(Time - 5, 0.7) + QUANTUM(1, 0.1) + QUANTUM(3, 0)",
    "SAMPLE_IF_TRUE": "SAMPLE IF TRUE(MODULO(Time, 3) < 1, Time, 7)",
    "SINH": "SINH(Time / 5)",
    "COSH": "COSH(Time / 5)",
    "TANH": "TANH(Time / 5)",
    "VENSIM_TREND": "TREND(Time + 1, 3, 0.1) + TREND(0, 3, 0.1)",
    "XIDZ": "XIDZ(3, Time - 4, 8) + XIDZ(3, 5e-7, 8)",
    "ZIDZ": "ZIDZ(3, Time - 4)",
}


@pytest.mark.parametrize("macro", sorted(CARRIED))
def test_a_carried_macro_says_what_the_function_does(macro: str) -> None:
    """Other tools run the macro itself; a sign more in it, and this engine runs it as any macro."""
    original = text_of(f"y = {CARRIED[macro]}")
    text = convert_model(original, "m.mdl", "m.xmile").text
    assert f'<macro name="{macro}">' in text
    changed = text.replace("<parm>", "<parm> ").replace("</eqn>\n  </macro>", " + 0</eqn>\n  </macro>")
    assert changed != text
    known = Model(original, "m.mdl").simulate()["y"]
    found = Model(changed, "m.xmile").simulate()["y"]
    np.testing.assert_allclose(found, known, rtol=1e-9, atol=1e-9)
    assert "macro" in Model(changed, "m.xmile")["y"].equation or fold(macro).startswith("vensim")


XMILE = {
    "functions": (
        aux("x", "TIME - 2"),
        aux("a", "INT(x) + (x MOD 3) + SAFEDIV(1, x) + ROUND(x / 2) + LOG10(x + 9) + x // 2"),
        aux("b", "DELAY(x, 2) + DELAYN(x, 2, 3) + DELAYN(x, 2, 3, 1) + SMTHN(x, 2, 2) + SMTHN(x, 2, 4, 0)"),
        aux("c", "TREND(x + 9, 3) + FORCST(x + 9, 3, 2, 0.1) + PREVIOUS(x, 4) + INIT(x)"),
        aux("d", "PULSE(3, 2) + PULSE(x, 1, 2) + STEP(2, 3) + RAMP(1, 2) + PREVIOUS(SELF, 1)"),
        aux("e", "IF x > 1 AND NOT (x = 2) OR x <= -1 THEN PI ELSE MIN(INF, x)"),
        aux("f", "RANDOM(1, 2, 3) + NORMAL(0, 1, 2) + EXPRND(2) + TRIANGULAR(1, 2, 3)"),
    ),
    "arrays": (
        aux("a", "10 * Region + Age", over("Region", "Age")),
        aux("b", "a[North, Age - 1] + SUM(a[*, Age])", over("Age")),
        aux("c", "b[TIME] + MEAN(a) + MAX(b) + SIZE(a)"),
        f'<stock name="s">{over("Age")}<eqn>Age</eqn><inflow>b</inflow></stock>',
    ),
    "stocks that are not negative": (
        '<stock name="s"><eqn>6</eqn><inflow>i</inflow><outflow>o</outflow><outflow>p</outflow>'
        "<non_negative/></stock>",
        '<flow name="i"><eqn>1</eqn></flow><flow name="o"><eqn>2</eqn></flow>',
        '<flow name="p"><eqn>3</eqn></flow>',
    ),
    "graphical functions": (
        '<gf name="f" type="extrapolate"><xpts>1,2</xpts><ypts>3,5</ypts></gf>',
        aux("g", "TIME", '<gf type="discrete"><xscale min="0" max="4"/><ypts>1,5,5</ypts></gf>'),
        aux("h", "f(TIME) + LOOKUP(g, 3) + g"),
    ),
    "modules and macros": (
        '<module name="Sub"><connect to="in" from=".x"/></module>',
        aux("x", "TIME"),
        aux("y", "Sub.out + LIFT(x, 2) + LIFT(1)"),
    ),
}  # fmt: skip
BESIDE = """
<model name="Sub"><variables><aux name="in" access="input"/>
<stock name="out"><eqn>1</eqn><inflow>f</inflow></stock>
<flow name="f"><eqn>in</eqn></flow></variables></model>
<macro name="LIFT"><parm>x</parm><parm default="10">by</parm><eqn>total + by</eqn><variables>
<stock name="total"><eqn>0</eqn><inflow>more</inflow></stock><flow name="more"><eqn>x</eqn></flow>
</variables></macro>
"""


@pytest.mark.parametrize("about", sorted(XMILE))
def test_an_xmile_file_there_and_back(about: str) -> None:
    beside = BESIDE if about == "modules and macros" else ""
    text = xmile_of(*XMILE[about], beside=beside, stop=12, step="<dt>0.5</dt>")
    there = convert_model(text, "m.stmx", "m.mdl")
    back = convert_model(there.text, "m.mdl", "m.xmile")
    assert max(there.largest_gap, back.largest_gap) <= TOLERANCE
    assert _gap(Model(text, "m.stmx"), Model(back.text, "m.xmile")) <= TOLERANCE
    if about == "functions":  # XMILE's own functions stand in the file again, not the macros they became
        assert "macro" not in back.text
        for name in (
            "INT(",
            "MOD",
            "SAFEDIV",
            "ROUND",
            "DELAYN",
            "SMTHN",
            "TREND",
            "FORCST",
            "PULSE",
            "PREVIOUS",
        ):
            assert name in back.text


@pytest.mark.parametrize(
    ("equations", "zh", "en"),
    [
        (("y = VECTOR RANK(x[d], 1)",), "没有函数 VECTOR RANK", "no function VECTOR RANK"),
        (("y = 2 * INTEG(1, 0)",), "INTEG 应单独写在等号右边", "INTEG must stand alone"),
        (("y = DELAY N(Time, Time + 1, 0, 3)",), "DELAY N 只有在", "DELAY N is that of XMILE only"),
        (("y = RANDOM EXPONENTIAL(0, 5, 0, 1, 0)",), "没有上下限", "has no limits"),
        (("y = RANDOM TRIANGULAR(0, 9, 1, 2, 3, 0)",), "没有另外的上下限", "no limits of its own"),
        (
            ("y = LOOKUP INVERT(f, 2)", "f((0,0),(9,9))"),
            "没有函数 LOOKUP INVERT",
            "no function LOOKUP INVERT",
        ),
    ],
)
def test_what_xmile_cannot_hold(equations: tuple[str, ...], zh: str, en: str) -> None:
    left = "y[d]" if "VECTOR" in equations[0] else "y"
    first = equations[0].replace("y =", f"{left} =", 1)
    text = text_of("d: d1, d2", "x[d] = 3, 4", first, *equations[1:])
    with pytest.raises(SimError) as caught:
        convert_model(text, "m.mdl", "m.xmile")
    fault = caught.value.faults[0]
    assert fault.code == "unsupported"
    assert zh in fault.zh
    assert en in fault.en
    assert fault.place == "m.mdl:3"


def test_settings_that_are_computed() -> None:
    text = text_of("y = 1").replace("FINAL TIME = 10", "FINAL TIME = y + 9")
    with pytest.raises(SimError, match="FINAL TIME is computed") as caught:
        convert_model(text, "m.mdl", "m.xmile")
    assert "FINAL TIME 由方程算出" in str(caught.value)


def test_a_run_that_ends_before_its_final_time() -> None:
    """The step does not divide the horizon."""
    text = text_of("y = FINAL TIME", end=10, step=0.3)
    assert convert_model(text, "m.mdl", "m.xmile").largest_gap == 0


def test_a_macro_whose_name_no_mdl_can_hold() -> None:
    macro = '<macro name="LI(T"><parm>x</parm><eqn>x + 1</eqn></macro>'
    text = xmile_of(aux("y", '"LI(T"(2)'), beside=macro)
    assert Model(text, "m.xmile").simulate()["y"][0, 0] == 3
    with pytest.raises(SimError, match="holds signs that no") as caught:
        convert_model(text, "m.xmile", "m.mdl")
    assert '"LI(T" 含有 .mdl 不允许的符号' in str(caught.value)


def test_what_is_left_out_is_said() -> None:
    text = text_of("y = 1", "check :THE CONDITION: y > 0 :IMPLIES: y > 0", "label :IS: 'a'")
    first, second = convert_model(text, "m.mdl", "m.xmile").notes
    assert ("现实性检验" in first.zh, "reality check" in first.en) == (True, True)
    assert ("文本变量" in second.zh, '"label"' in second.en) == (True, True)
    drawn = xmile_of(aux("y", "1")).replace("</variables>", "</variables><views><view/></views>")
    (note,) = convert_model(drawn, "m.stmx", "m.mdl").notes
    assert "the picture is not converted" in note.en


def test_a_conversion_whose_figures_differ_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last guard, should the writer be wrong: here it writes another number."""
    from sim.engine.to_xmile import expressions

    monkeypatch.setattr(expressions, "number_text", lambda value: repr(value * 1.0000001))
    with pytest.raises(SimError, match="differs from the file") as caught:
        convert_model(text_of("y = 3"), "m.mdl", "m.xmile")
    assert "数值不同" in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize("about", ["delays", "stocks and flows", "arithmetic without macros"])
def test_pysd_reads_what_is_written(about: str, tmp_path: Path) -> None:
    """A second reader of XMILE; it has no ``*`` and no macros, and takes (-2)^2 for -4."""
    import pysd

    texts = {
        "delays": (FILES / "delays.mdl").read_text("utf-8"),
        "arithmetic without macros": text_of(
            "x = Time - 5",
            "a = 2^3^0.5 - (7 - 3) - (2 - x) / (4 / (x + 20)) * (3 * 2)",
            "b = IF THEN ELSE(:NOT: (x > 0) :AND: (x <> -3 :OR: a >= 2), 1, IF THEN ELSE(x = 2, 5, -1))",
            "c = MIN(x, MAX(2, -x)) + ABS(x) + SQRT(ABS(x)) + EXP(x / 9) + LN(x + 9) + SIN(x) + ARCTAN(x)",
            "f((0,0), (1,3), (4,3), (6,-2.5))",
            "d = f(Time) + WITH LOOKUP(Time / 2, ((0,1),(2,5),(5,4)))",
            "region: north, south",
            "e[region] = INTEG(g[region] - e[region] / 4, 2)",
            "g[north] = 1",
            "g[south] = Time",
        ),
    }  # fmt: skip
    text = texts.get(about) or MODELS[about]
    path = tmp_path / "model.xmile"
    path.write_text(convert_model(text, "m.mdl", "m.xmile").text, "utf-8")
    ours = Model(text, "m.mdl").simulate().to_frame()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pysd.read_xmile(str(path)).run(return_timestamps=ours.index.to_numpy())
    columns = {fold(str(name)): name for name in theirs.columns}
    for name in ours.columns:
        if fold(name) not in ("time step", "saveper", "initial time", "final time"):
            found = theirs[columns[fold(name)]].to_numpy(dtype=float)
            np.testing.assert_allclose(found, ours[name], rtol=1e-9, atol=1e-9, err_msg=name)
