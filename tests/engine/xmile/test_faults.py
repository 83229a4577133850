"""What an XMILE file may hold that cannot be read or run: each named with its place, in both languages."""

from __future__ import annotations

import pytest

from sim.engine.model import Model
from sim.errors import SimError
from tests.engine.xmile.build import aux, model_of, over, xmile_of


def _faults(text: str) -> SimError:
    with pytest.raises(SimError) as caught:
        Model(text, "m.xmile")
    return caught.value


@pytest.mark.parametrize(
    ("text", "code", "zh", "en"),
    [
        ("<xmile", "syntax", "标签没有写完", "unclosed token"),
        ("<xmile>\n<model>\n</xmile>", "syntax", "结束标签", "mismatched tag"),
        ("<model/>", "syntax", "根元素是 <model>", "its root is <model>"),
        ("<xmile/>", "no-data", "没有模型", "no <model>"),
        (
            "<xmile><sim_specs><start>0</start><stop>1</stop></sim_specs><model><variables/></model></xmile>",
            "no-data",
            "没有变量",
            "no variables",
        ),
        ("<xmile><model/></xmile>", "missing", "没有时间设置", "no <sim_specs>"),
        ("<a>" * 200, "too-large", "层数太多", "nested too deeply"),
        (
            '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]>\n<xmile>&c;</xmile>',
            "unsupported",
            'XML 实体（"a"）',
            'XML entities ("a")',
        ),
        ("<xmile>&outside;</xmile>", "syntax", "没有定义的实体", "undefined entity"),
        (
            "<xmile><header><includes/></header><model/></xmile>",
            "unsupported",
            "引用别的文件",
            "included files",
        ),
    ],
)
def test_a_file_that_is_refused(text: str, code: str, zh: str, en: str) -> None:
    (fault,) = _faults(text).faults
    assert fault.code == code
    assert zh in fault.zh
    assert en in fault.en
    assert fault.place.startswith("m.xmile")


def test_nothing_outside_the_file_is_read() -> None:
    text = '<!DOCTYPE xmile SYSTEM "file:///etc/passwd">' + xmile_of(aux("y", "1")).partition("?>")[2]
    assert Model(text, "m.xmile").constants["y"] == 1


@pytest.mark.parametrize(
    ("variables", "code", "zh", "en"),
    [
        ([aux("y", "1 + (2")], "syntax", "⟪⟫ 处：1 + (2⟪⟫", "at ⟪⟫: 1 + (2⟪⟫"),
        ([aux("y", "(" * 200 + "1" + ")" * 200)], "too-large", "括号的层数", "nested too deeply"),
        ([aux("y", "wrk"), aux("work", "1")], "undefined", '最接近的是 "work"', 'Nearest: "work"'),
        ([aux("y", "1"), aux("Y", "2")], "duplicate", "第 10 行已有", "first on line 10"),
        ([aux("y", "SMTH1(1)")], "mismatch", "要 2–3 个参数，这里有 1 个", "takes 2 to 3 arguments; 1 are"),
        ([aux("y", "1", over("Regon"))], "undefined", '没有名为 "Regon" 的维度', 'no dimension "Regon"'),
        (
            [aux("b", "1", over("Age")), aux("y", "b")],
            "missing",
            "缺少下标 [Age]",
            "lacks its subscript [Age]",
        ),
        ([aux("b", "1", over("Age")), aux("y", "b[1, 2]")], "mismatch", "有 1 个下标", "has 1 subscripts"),
        (
            [aux("b", "1", over("Region")), aux("y", "b[Region.Nort]")],
            "undefined",
            '没有元素 "Nort"',
            'has no element "Nort"',
        ),
        (
            [aux("y", "1"), aux("z", "y(2)")],
            "wrong-type",
            '"y" 不是图形函数',
            '"y" is not a graphical function',
        ),
        ([aux("y", "1", "<gf><ypts>1,2</ypts></gf>")], "mismatch", "0 个 x、2 个 y", "0 x and 2 y"),
        ([aux("y", "1", "<gf><xpts>1,b</xpts><ypts>1,2</ypts></gf>")], "not-a-number", '"b"', '"b"'),
        ([aux("y", "1", "<gf><xpts>1,2</xpts><ypts>1,,2</ypts></gf>")], "not-a-number", '""', '""'),
        (
            [aux("y", "1", '<gf type="bent"><xpts>1,2</xpts><ypts>1,2</ypts></gf>')],
            "invalid-choice",
            "bent",
            "continuous, extrapolate and discrete",
        ),
        (
            ['<module name="Plant"/>'],
            "undefined",
            '没有模块 "Plant" 的模型',
            'no model of the module "Plant"',
        ),
        (["<aux><eqn>1</eqn></aux>"], "missing", "<aux> 没有 name", "<aux> has no name"),
    ],
)
def test_a_variable_that_is_wrong(variables: list[str], code: str, zh: str, en: str) -> None:
    (fault,) = _faults(xmile_of(*variables)).faults
    assert fault.code == code
    assert zh in fault.zh
    assert en in fault.en
    assert fault.place in {"m.xmile:10", "m.xmile:11"}


@pytest.mark.parametrize(
    ("variable", "zh", "en"),
    [
        (
            '<stock name="z"><eqn>0</eqn><conveyor><len>3</len><capacity>9</capacity></conveyor></stock>',
            "传送带",
            "a conveyor",
        ),
        ('<stock name="z"><eqn>0</eqn><queue/></stock>', "队列", "a queue"),
        ('<stock name="z"><eqn>0</eqn><oven/></stock>', "烤箱", "an oven"),
        ('<flow name="z"><eqn>0</eqn><multiplier>2</multiplier></flow>', "multiplier", "multiplier"),
        (aux("z", "HISTORY(y, TIME / 2)"), "HISTORY (time that varies)", "HISTORY (time that varies)"),
        (aux("z", "RANK(y, 1 : x)"), "RANK(… : …)", "RANK(… : …)"),
        (aux("z", "NAN(y)"), "方程还没有写", "not written yet"),
        (aux("z", "NAN"), "方程还没有写", "not written yet"),
        (aux("z", "POISSON(2)"), "POISSON", "POISSON"),
        (aux("z", "isee.THING(2)"), "ISEE.THING", "ISEE.THING"),
        (aux("z", "DELAY(y, TIME)"), "DELAY (delay time that changes)", "DELAY (delay time that changes)"),
        (aux("z", "DELAY(y, RANDOM_0_1())"), "DELAY (delay time", "DELAY (delay time"),
        (aux("z", "SMTHN(y, 2, TIME)"), "SMTHN (order", "SMTHN (order"),
        *(
            (aux("z", equation), "a[2:5]", "a[2:5]")
            for equation in (
                "b[1:2]",
                "MEAN(b[*], 1)",
                "b[@1]",
                "SUM(b[2:1])",
                "SUM(b[0:2])",
                "SUM(b[1:4])",
                "SUM(b[TIME:3])",
                "SUM(b[*:y])",
                "b'",
            )
        ),
        (aux("z", "SUM(b[1:2] * b[2:3])"), "两段元素", "two stretches"),
        (aux("z", "SUM(b[*] * b[2:3])"), "两段元素", "two stretches"),
        (aux("z", "b(2)"), "顺序号", "by its number"),
        (aux("z", "RANK(b, 2)"), "RANK", "RANK"),
        (aux("z", "STDDEV(b)"), "STDDEV", "STDDEV"),
        (aux("z", "b[*]"), "SUM、MEAN", "SUM, MEAN"),
        (aux("z", " ??? "), "方程还没有写", "not written yet"),
    ],
)
def test_what_is_not_run_here_stops_only_what_needs_it(variable: str, zh: str, en: str) -> None:
    """Never a word that the file is wrong: the code says that it is this engine's limit."""
    variables = (aux("y", "1"), aux("b", "1", over("Age")), variable, aux("after", "z + 1"))
    (fault,) = _faults(xmile_of(*variables)).faults
    assert fault.code == "unsupported"
    assert zh in fault.zh
    assert en in fault.en
    assert fault.place == "m.xmile:12"
    model = model_of(*variables, partial=True)
    assert model.left_out == ("z", "after")
    assert "y" in model


def test_all_faults_are_told_at_once() -> None:
    found = _faults(xmile_of(aux("a", "1 +"), aux("b", "SMTH1(1)"), aux("c", ")")))
    assert [fault.place for fault in found.faults] == ["m.xmile:10", "m.xmile:12"]
    found = _faults(xmile_of(aux("b", "SMTH1(1)"), aux("c", "lost[1]")))
    assert [fault.place for fault in found.faults] == ["m.xmile:10", "m.xmile:11"]


def test_a_method_that_is_not_known() -> None:
    with pytest.raises(SimError, match="gear"):
        model_of(aux("y", "1"), method="gear").simulate()


def test_what_a_converter_writes_for_data_is_told() -> None:
    """A stand-in of xmutil's, which is 1 at all times; a graph of two points of its own is not told of."""
    graph = "<eqn>TIME</eqn><gf><yscale min='1' max='2'/><xpts>0,1</xpts><ypts>1,{}</ypts></gf>"
    model = Model(
        xmile_of(
            *(f'<aux name="{name}">{graph.format(end)}</aux>' for name, end in (("a", 1), ("b", 2), ("c", 1)))
        ),
        "m.xmile",
    )
    (note,) = model.notes
    assert note.en == (
        '2 variables, "a" first, are 1 at all times: a converter writes so what Vensim '
        "reads from files of data."
    )


def test_a_value_of_subscripts_beyond_the_last_is_told() -> None:
    """2.2.1: 0 unless the header says NaN, which is not read."""
    options = '<header><options><uses_arrays maximum_dimensions="1" invalid_index_value="{}"/></options>'
    text = xmile_of(aux("y", "1"))
    assert not Model(text.replace("<header>", options.format(0)), "m.xmile").notes
    (note,) = Model(text.replace("<header>", options.format("NaN")), "m.xmile").notes
    assert note.en == "<uses_arrays invalid_index_value> is not read."


def test_a_run_of_some_groups_is_told() -> None:
    """2.3: all of the model is run."""
    text = xmile_of(aux("y", "1"))
    assert not Model(text.replace("<dt>", '<run by="all"/><dt>'), "m.xmile").notes
    (note,) = Model(text.replace("<dt>", '<run by="group"/><dt>'), "m.xmile").notes
    assert note.en == "<run by> is not read."


def test_elements_without_an_equation_are_told() -> None:
    first = '<element subscript="1"><eqn>1</eqn></element>'
    rest = '<element subscript="2"><eqn>NAN</eqn></element><element subscript="3"><eqn>2</eqn></element>'
    model = model_of(
        f'<aux name="a">{over("Age")}<eqn>7</eqn>{first}</aux>',
        f'<aux name="b">{over("Age")}{first}{rest}</aux>',
        f'<aux name="c">{over("Age")}<eqn>7</eqn></aux>',
    )
    (note,) = model.notes
    assert note.place.endswith(":10")
    assert note.en == (
        '1 arrays, "a" first, have no equation for some of their elements, which have no value.'
    )


def test_modules_without_end() -> None:
    """A module of its own model, twice: the variables would double at every level."""
    text = (
        '<model name="Plant"><variables><aux name="v"><eqn>1</eqn></aux>'
        '<module name="a" simlin:model_name="Plant"/><module name="b" simlin:model_name="Plant"/>'
        "</variables></model>"
    )
    found = _faults(xmile_of('<module name="Plant"/>', beside=text))
    assert {fault.code for fault in found.faults} == {"too-large"}
    assert "层数或变量太多" in found.faults[0].zh
    assert "too deep or too large" in found.faults[0].en


def test_a_list_of_too_few_values() -> None:
    (fault,) = _faults(xmile_of(aux("z", "1, 2", over("Age")))).faults
    assert fault.zh == '"z" 的方程列出 2 个值，维度 "Age" 有 3 个元素。'
    assert fault.en == 'the equation of "z" lists 2 values; the dimension "Age" has 3 elements.'
    assert "syntax error" in _faults(xmile_of(aux("z", "1, 2"))).faults[0].en


def test_a_part_of_a_dimension_that_is_none() -> None:
    (fault,) = _faults(xmile_of(aux("b", "1", over("Age")), aux("z", "SUM(b[*:Region])"))).faults
    assert "North" in fault.en


def test_some_elements_that_are_not_negative() -> None:
    own = "".join(
        f'<element subscript="{place}"><eqn>1</eqn>{"<non_negative/>" * (place < 3)}</element>'
        for place in (1, 2, 3)
    )
    (fault,) = _faults(xmile_of(f'<stock name="s">{over("Age")}{own}</stock>')).faults
    assert fault.code == "unsupported"
    assert "部分元素有 non_negative" in fault.zh
    assert "for some of its elements only" in fault.en


def test_a_sum_over_both_axes_of_one_dimension() -> None:
    (fault,) = _faults(xmile_of(aux("m", "1", over("Age", "Age")), aux("y", "SUM(m)"))).faults
    assert fault.code == "unsupported"
    assert "同一个维度用了两次" in fault.zh
    assert "both axes of one dimension" in fault.en


def test_parts_that_are_passed_over_are_said() -> None:
    first, second = model_of(
        aux("y", "1", "<tone>loud</tone><isee:delay_aux/>"), beside="<data><import/></data>"
    ).notes
    assert (first.place, second.place) == ("model.xmile:12", "model.xmile:10")
    assert ("<data>" in first.zh, "<tone> is not read" in second.en) == (True, True)
