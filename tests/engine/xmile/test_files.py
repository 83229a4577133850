# ruff: noqa: E501 - elements of files, a line each
"""XMILE as the files of other tools have it: older forms, spellings, Vensim's own words.

Each is a small model of its own with what was found in public files; sections are those of the OASIS Standard
XMILE 1.0, "help" is Stella's own.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine.external.data_sets import read_data_sets
from sim.engine.model import Model
from sim.errors import SimError
from tests.engine.xmile.build import aux, model_of, over, values_of, xmile_of

STEPS = aux("x", "TIME")


# --- older forms and spellings ----------------------------------------------------------------


def test_a_model_whose_variables_stand_in_it_without_variables() -> None:
    """STELLA 10 and iThink 10 save so, ``level="3"`` in another namespace; nothing of it may vanish."""
    inner = '<model name="M"><aux name="rate"><eqn>0.5</eqn></aux></model>'
    macro = '<macro name="TWICE"><parm>x</parm><eqn>d</eqn><aux name="d"><eqn>2 * x</eqn></aux></macro>'
    text = xmile_of(
        '<stock name="s"><eqn>8</eqn><inflow>births</inflow></stock>',
        '<flow name="births"><eqn>TWICE(M.rate)</eqn></flow><module name="M"/><display/>',
        beside=inner + macro,
    )
    text = text.replace("<variables>", "").replace("</variables>", "")
    text = text.replace(
        "http://docs.oasis-open.org/xmile/ns/XMILE/v1.0", "http://www.systemdynamics.org/XMILE"
    )
    run = Model(text.replace('version="1.0" xmlns', 'version="1.0" level="3" xmlns'), "m.stmx").simulate()
    assert run["s"][:, 0].tolist() == [8, 9, 10, 11, 12]


@pytest.mark.parametrize(("method", "first"), [("RK4", 0.375), ("RK2", 0.5), ("Euler", 0)])
def test_a_method_that_stands_in_an_element_of_its_own(method: str, first: float) -> None:
    """STELLA 10 and iThink 10: it was read as Euler's."""
    flow = '<flow name="out"><eqn>s</eqn></flow>'
    text = xmile_of('<stock name="s"><eqn>1</eqn><outflow>out</outflow></stock>', flow)
    text = text.replace('method="Euler" ', "").replace("</stop>", f"</stop><method>{method}</method>")
    assert Model(text, "m.stmx").simulate()["s"][1, 0] == pytest.approx(first)


def test_an_interval_of_saves_that_is_a_step_of_its_own() -> None:
    """sd.js."""
    text = xmile_of(aux("y", "TIME")).replace("</stop>", "</stop><savestep>2</savestep>")
    assert Model(text, "m.xmile").simulate()["y"][:, 0].tolist() == [0, 2, 4]


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("farms' size", "farms'_size"),
        ("can't pay", "Can't_Pay"),
        ("their own'", "their_own'"),
        ("their own'", '"their own\'"'),
        ("Ann's Bob's", "ann's_bob's"),
    ],
)
def test_apostrophes_within_names(name: str, written: str) -> None:
    """Stella leaves such names without quotes; an apostrophe at the end is theirs before it turns an array."""
    assert values_of(aux(name, "3"), aux("y", f"2 * {written} + 1")) == (7,) * 5


def test_an_apostrophe_still_turns_an_array() -> None:
    """3.7.1.2."""
    table = "".join(
        f'<element subscript="{region}, {age}"><eqn>{10 * at + age}</eqn></element>'
        for at, region in enumerate(("North", "South Side"))
        for age in (1, 2, 3)
    )
    turned = f'<aux name="t">{over("Age", "Region")}<eqn>a\'</eqn></aux>'
    run = model_of(f'<aux name="a">{over("Region", "Age")}{table}</aux>', turned).simulate()
    assert run["t"][0, 0].tolist() == [[1, 11], [2, 12], [3, 13]]


@pytest.mark.parametrize("name", ["gain/loss, net", "STEP(up!)", "a*b^c + d", "1st"])
def test_flows_that_a_stock_lists_without_quotes(name: str) -> None:
    """As xmutil once wrote them: nothing but a name stands in <inflow>."""
    stock = f'<stock name="y"><eqn>1</eqn><inflow>{name.replace(" ", "_")}</inflow></stock>'
    assert values_of(stock, f'<flow name="{name}"><eqn>2</eqn></flow>') == (1, 3, 5, 7, 9)
    quoted = stock.replace("<inflow>", '<inflow>"').replace("</inflow>", '"</inflow>')
    assert values_of(quoted, f'<flow name="{name}"><eqn>2</eqn></flow>') == (1, 3, 5, 7, 9)


def test_a_flow_that_is_not_there_is_told_by_its_whole_name() -> None:
    with pytest.raises(SimError, match=r'"gone \+ lost"'):
        model_of('<stock name="y"><eqn>1</eqn><inflow>gone_+_lost</inflow></stock>')


def test_all_elements_of_a_dimension_by_its_name() -> None:
    """XMILE 1.1: ``Dimension.*``."""
    assert values_of(aux("a", "Age", over("Age")), aux("y", "SUM(a[Age.*]) + MAX(a[Age.*])")) == (9,) * 5


def test_an_expression_that_is_sometimes_not_a_number() -> None:
    run = model_of(aux("y", "IF TIME < 2 THEN 1 ELSE NAN")).simulate()
    assert run["y"][:2, 0].tolist() == [1, 1]
    assert [(one.variable, one.time) for one in run.failures] == [("y", 2)]


@pytest.mark.parametrize("equation", ["1,000", "0,5", "1.000,5", "1 000"])
def test_numbers_with_commas_or_blanks_are_refused(equation: str) -> None:
    """3.2.1: neither separators of thousands nor decimal commas."""
    with pytest.raises(SimError, match="syntax error"):
        model_of(aux("y", equation))


# --- limits that would close a circle ---------------------------------------------------------


def shop(goods: float) -> tuple[str, ...]:
    """Return a stock whose outflow, halved, comes back into it."""
    return (
        f'<stock name="goods"><eqn>{goods}</eqn><inflow>back</inflow><outflow>sold</outflow><non_negative/></stock>',
        '<flow name="sold"><eqn>3</eqn><non_negative/></flow><flow name="back"><eqn>sold / 2</eqn></flow>',
    )


def test_a_limit_that_would_depend_on_itself_is_watched() -> None:
    """4.2: what flows out is limited by what flows in, and that by what flows out.

    As long as there is enough, the order does not matter; where there is not, nothing is made up.
    """
    model = model_of(*shop(9))
    assert [note.code for note in model.notes] == ["unsupported"]
    assert 'would make "sold" depend on itself' in model.notes[0].en
    assert '存量 "goods" 不为负' in model.notes[0].zh
    run = model.simulate()
    assert run["goods"][:, 0].tolist() == [9, 7.5, 6, 4.5, 3]
    assert not run.failures


@pytest.mark.parametrize(("goods", "time"), [(1, 0), (4, 2), (7, 4)])
def test_where_such_a_limit_would_bind_there_is_no_value(goods: float, time: float) -> None:
    """At the last step too, where no stock shows it any more."""
    run = model_of(*shop(goods)).simulate()
    assert [(one.variable, one.time) for one in run.failures] == [("limit of goods", time)]
    known = [goods - 1.5 * step for step in range(5)]
    assert run["goods"][: int(time) + 1, 0].tolist() == known[: int(time) + 1]
    assert np.isnan(run["goods"][int(time) + 1 :]).all()


def test_only_the_limit_that_closes_the_circle_is_watched() -> None:
    """A pathway whose places are freed in the step in which they are taken; the queue before it is limited."""
    run = model_of(
        '<stock name="waiting"><eqn>5</eqn><inflow>referred</inflow><outflow>starting</outflow><non_negative/></stock>',
        '<stock name="served"><eqn>12</eqn><inflow>starting</inflow><outflow>ending</outflow><non_negative/></stock>',
        '<flow name="referred"><eqn>2</eqn></flow><flow name="ending"><eqn>served / 4</eqn></flow>',
        '<flow name="starting"><eqn>20 - served + ending</eqn><non_negative/></flow>',
    ).simulate()
    assert run["starting"][:, 0].tolist()[:3] == [7, 2, 2]  # 11 wanted, 5 and 2 there
    assert run["waiting"][:, 0].tolist() == [5, 0, 0, 0, 0]
    assert not run.failures


def test_each_element_is_watched_by_itself() -> None:
    stock, flows = shop(0)
    own = "".join(
        f'<element subscript="{name}"><eqn>{goods}</eqn></element>'
        for name, goods in (("North", 9), ("South Side", 1))
    )
    stock = stock.replace("<eqn>0</eqn>", over("Region") + own)
    flows = flows.replace("<eqn>", over("Region") + "<eqn>")
    run = model_of(stock, flows).simulate()
    assert run["goods"][:, 0, 0].tolist() == [9, 7.5, 6, 4.5, 3]
    assert np.isnan(run["goods"][1:, 0, 1]).all()
    assert [one.variable for one in run.failures] == ["limit of goods[South Side]"]


METHODS = pytest.mark.parametrize("method", ["RK2", "RK4"])


def tank(outflow: str) -> tuple[str, str]:
    """Return a stock of 8 that is not negative, and its outflow."""
    return (
        '<stock name="s"><eqn>8</eqn><outflow>out</outflow><non_negative/></stock>',
        f'<flow name="out"><eqn>{outflow}</eqn><non_negative/></flow>',
    )


@METHODS
def test_limits_that_do_not_act_leave_runge_kutta_as_it_is(method: str) -> None:
    """Whatever a tool does with a limit within a step, it does nothing where there is enough."""
    model = model_of(*tank("s / 4"), method=method)
    assert [note.code for note in model.notes] == ["unsupported"]
    assert f"the file asks for {method}" in model.notes[0].en
    free = model_of(*(part.replace("<non_negative/>", "") for part in tank("s / 4")), method=method)
    assert not free.notes
    run = model.simulate()
    assert run["s"].tolist() == free.simulate()["s"].tolist()
    assert not run.failures


@METHODS
@pytest.mark.parametrize("outflow", ["3", "s * 3", "PULSE(20, 2)"])
def test_limits_that_act_within_a_step_leave_no_value(method: str, outflow: str) -> None:
    model = model_of(*tank(outflow), method=method)
    run = model.simulate()
    assert [one.variable for one in run.failures] in (["out"], ["s"])
    assert np.isnan(run["s"][-1, 0])
    known = model_of(*tank(outflow)).simulate()
    for name in ("s", "out"):
        assert model.simulate(method="euler")[name].tolist() == known[name].tolist()


# --- Vensim's own files -----------------------------------------------------------------------


def test_words_and_saves_of_vensim() -> None:
    """``:NOT:`` binds looser than comparisons, as in its own language; settings carry remarks of their own."""
    y = aux("y", "IF_THEN_ELSE(:NOT: x<3\n\t:OR: x<1 :AND: x=:NA:, 5, -1)")
    assert values_of(STEPS, y) == (-1, -1, -1, 5, 5)
    text = xmile_of(
        STEPS, step="<dt>0.5<doc>step</doc></dt><vensim:saveper>2<doc>saves</doc></vensim:saveper>"
    )
    assert Model(text, "m.xmile").simulate()["x"][:, 0].tolist() == [0, 2, 4]
    text = text.replace("2<doc>saves", "TIME_STEP<doc>saves")
    assert len(Model(text, "m.xmile").simulate().time) == 9


def test_a_stock_with_a_net_flow_of_vensim() -> None:
    """Written as ``vensim:netflow`` where its rate is no sum of flows: the stock would stand still."""
    assert values_of('<stock name="y"><eqn>1</eqn><vensim:netflow>y * 2</vensim:netflow></stock>') == (
        1,
        3,
        9,
        27,
        81,
    )


def test_macros_of_vensim() -> None:
    """Names with blanks, settings of the model with a dollar sign, and an output after a colon."""
    macros = """
    <macro name="PREV"><parm>input</parm><eqn>PREV</eqn><variables><stock name="PREV"><eqn>input</eqn>
      <vensim:netflow>(input-PREV)/TIME STEP$</vensim:netflow></stock></variables></macro>
    <macro name="SLOW_FALL"><parm>input</parm><parm>tau</parm><eqn>SLOW_FALL</eqn><variables>
      <stock name="SLOW_FALL"><eqn>input</eqn><vensim:netflow>RATE</vensim:netflow></stock>
      <aux name="RATE" access="output"><eqn>MIN(0,(input-SLOW FALL)/tau)</eqn></aux></variables></macro>
    """
    run = model_of(
        aux("tea", "16 - 4 * TIME"),
        aux("before", "PREV(tea)"),
        aux("felt", "SLOW_FALL(tea, 2: fall)"),
        aux("y", "2 * fall"),
        beside=macros,
    ).simulate()
    assert run["before"][:, 0].tolist() == [16, 16, 12, 8, 4]
    assert run["felt"][:, 0].tolist() == [16, 16, 14, 11, 7.5]
    assert run["y"][:, 0].tolist() == [0, -4, -6, -7, -7.5]


def test_data_texts_and_checks_of_vensim(tmp_path: Path) -> None:
    """Data are given to the run, texts are carried, and reality checks are told of."""
    variables = (
        aux("y", "twice + 1"),
        '<aux vensim:kind="data" name="twice"><eqn>:HOLD BACKWARD::=2*given_here\t</eqn></aux>',
        '<aux vensim:kind="data" name="given here"><eqn>:INTERPOLATE:</eqn></aux>',
        '<aux vensim:kind="string" name="help link"><eqn>:IS: \'https://example.org/a.html\'</eqn></aux>',
        '<vensim:rc kind="constraint" name="cold"><eqn>:THE CONDITION: y = 1 :IMPLIES: y = 1</eqn></vensim:rc>',
    )
    with pytest.raises(SimError, match='"given here" has no equation, and no data are given for it'):
        model_of(*variables)
    file = tmp_path / "d.csv"
    file.write_text("time,given here\n0,1\n4,9\n", encoding="utf-8")
    model = Model(xmile_of(*variables), "m.xmile", data=read_data_sets([file]))
    assert model.simulate()["y"][:, 0].tolist() == [3, 3, 3, 3, 19]  # held from point to point
    assert [note.en for note in model.notes] == ["<rc> is not read."]


# --- what Vensim wrote before it had its own namespace ------------------------------------------

VENSIMS = ("<vendor>test</vendor><product version=\"1.0\" lang=\"en\">test</product>",
           "<product version=\"1.0\" lang=\"en\">Vensim</product><vendor>Ventana Systems, Inc.</vendor>")  # fmt: skip


def test_functions_in_a_file_of_vensims_are_vensims() -> None:
    """PULSE has a start and a width there, in XMILE (3.5.4) an amount and a time."""
    text = xmile_of(
        aux("y", "3 * PULSE(TIME_STEP, 2) + IF_THEN_ELSE(TIME < 1, 10, 0)"),
        aux("z", "SMOOTHi(y, 2, 1) * 0 + LOG(8, 2) + GAME (STEP(1, 2))"),
    )
    run = Model(text.replace(*VENSIMS), "m.xmile").simulate()
    assert run["y"][:, 0].tolist() == [10, 3, 3, 0, 0]
    assert run["z"][:, 0].tolist() == [3, 3, 4, 4, 4]
    written = VENSIMS[1].replace("Vensim", "Vensim, xmutil")
    run = Model(text.replace(VENSIMS[0], written), "m.xmile").simulate()
    assert run["y"][:, 0].tolist() == [10, 0, 3, 0, 0]  # a converter's: XMILE's, 1 / DT at the time 2


def test_a_setting_with_its_name() -> None:
    model = model_of(aux("y", "TIME"), step="<dt> TIME_STEP=0.5</dt>")
    assert model.time_step == 0.5
    with pytest.raises(SimError, match="must be a number"):
        model_of(aux("y", "TIME"), step="<dt>rate=0.5</dt>")


def test_signs_that_should_be_escaped() -> None:
    """Vensim left ``&`` and ``<`` of comments as they were; they begin no markup, so nothing else is meant."""
    comment = "<doc>Atmosphere & Ocean, R&D, T < 5, a &lt; b &#38; c</doc>"
    text = xmile_of(aux("y", "3", comment), '<aux name="z"><eqn>IF y < 4 THEN 1 ELSE 2</eqn></aux>')
    model = Model(text, "m.xmile")
    assert model.constants["y"] == 3
    assert model.simulate()["z"][:, 0].tolist() == [1] * 5
    assert model.variables["y"].comment == "Atmosphere & Ocean, R&D, T < 5, a < b & c"
    for broken in ("<doc>a &nbsp; b & c</doc>", "<doc>a & b</dc>", "<doc>a & b <![CDATA[ c ]]></doc>"):
        with pytest.raises(SimError, match="XML"):
            Model(xmile_of(aux("y", "3", broken)), "m.xmile")
