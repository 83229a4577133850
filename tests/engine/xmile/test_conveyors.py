"""Conveyors: what flows out is what flowed in a transit time ago.

Sections are those of the OASIS Standard XMILE 1.0; "help" is Stella's pages on the computation of conveyors
and on initializing discrete stocks.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.errors import SimError
from tests.engine.xmile.build import aux, model_of, over, values_of

FLOWS = '<flow name="in"><eqn>10 + TIME</eqn></flow><flow name="out"/>'


def belt(conveyor: str, content: str = "<eqn>6</eqn>", flows: str = "<outflow>out</outflow>") -> str:
    """Return a conveyor with one inflow."""
    return f'<stock name="belt">{content}<inflow>in</inflow>{flows}<conveyor>{conveyor}</conveyor></stock>'


# --- 3.7.2, 4.2.1 -----------------------------------------------------------------------------


def test_what_flows_in_comes_out_a_transit_time_later() -> None:
    """Six on three slats: two a step for three steps, then the inflow of three steps before."""
    run = model_of(belt("<len>3</len>"), FLOWS, stop=6).simulate()
    assert run["out"][:, 0].tolist() == [2, 2, 2, 10, 11, 12, 13]
    assert run["belt"][:, 0].tolist() == [6, 14, 23, 33, 36, 39, 42]


def test_a_transit_time_counts_in_whole_steps() -> None:
    out = values_of(belt("<len>1.2</len>"), FLOWS, name="out", stop=2, step="<dt>0.5</dt>")
    assert out == (6, 6, 10, 10.5, 11)  # two slats of half a unit


def test_a_belt_is_no_shorter_than_a_step() -> None:
    assert values_of(belt("<len>0.1</len>"), FLOWS, name="out", stop=2) == (6, 10, 11)


def test_a_transit_time_belongs_to_what_enters_with_it() -> None:
    """From time 2 on it takes 5 steps, not 3: nothing arrives at 5 and 6, that of 2 at 7 (help)."""
    out = values_of(belt("<len>3 + STEP(2, 2)</len>"), FLOWS, name="out", stop=8)
    assert out == (2, 2, 2, 10, 11, 0, 0, 12, 13)


def test_several_inflows_and_what_the_outflow_was_written_as_does_not_count() -> None:
    flows = "<inflow>more</inflow><outflow>out</outflow>"
    out = values_of(
        belt("<len>2</len>", "<eqn>0</eqn>", flows),
        '<flow name="in"><eqn>1</eqn></flow><flow name="more"><eqn>TIME</eqn></flow>',
        '<flow name="out"><eqn>99</eqn></flow>',
        name="out",
    )
    assert out == (0, 0, 1, 2, 3)


def test_a_belt_that_begins_with_a_list() -> None:
    """help: a value for each time unit, the first comes out first, spread evenly over its steps."""
    start = belt("<len>3</len>", "<eqn>1, two, 2 * 3</eqn>")
    run = model_of(start, FLOWS, aux("two", "2"), step="<dt>0.5</dt>").simulate()
    assert run["out"][:, 0].tolist() == [1, 1, 2, 2, 6, 6, 10, 10.5, 11]
    assert run["belt"][0, 0] == 9
    assert run["belt"][6, 0] == 0.5 * run["in"][:6].sum()


def test_a_belt_of_belts_conserves() -> None:
    second = (
        '<stock name="next"><eqn>3</eqn><inflow>out</inflow><outflow>last</outflow>'
        "<conveyor><len>1.5</len></conveyor></stock>"
    )
    done = '<stock name="done"><eqn>0</eqn><inflow>last</inflow><non_negative/></stock>'
    run = model_of(belt("<len>2</len>"), FLOWS, second, '<flow name="last"/>', done, stop=9,
                   step="<dt>0.25</dt>").simulate()  # fmt: skip
    came = 9 + np.concatenate([[0], np.cumsum(run["in"][:-1, 0])]) * 0.25
    assert run["belt"][:, 0] + run["next"][:, 0] + run["done"][:, 0] == pytest.approx(came, rel=1e-13)


def test_elements_begin_with_contents_of_their_own() -> None:
    content = (
        over("Region")
        + '<element subscript="North"><eqn>6</eqn></element>'
        + '<element subscript="South Side"><eqn>9</eqn></element>'
    )
    run = model_of(
        belt("<len>3</len>", content),
        f'<flow name="in">{over("Region")}<eqn>10</eqn></flow><flow name="out">{over("Region")}</flow>',
    ).simulate()
    assert run["out"][:, 0].tolist() == [[2, 3], [2, 3], [2, 3], [10, 10], [10, 10]]


def test_a_conveyor_within_a_module() -> None:
    inner = f'<model name="M"><variables>{belt("<len>n</len>")}{FLOWS}{aux("n", "2")}</variables></model>'
    model = model_of('<module name="M"/>', aux("y", "M.out"), beside=inner)
    assert model.simulate()["y"][:, 0].tolist() == [3, 3, 10, 11, 12]


# --- leaks ------------------------------------------------------------------------------------

LEAK = '<flow name="lost"><eqn>share</eqn><leak/></flow>'
LEAKING = "<outflow>out</outflow><outflow>lost</outflow>"
KINDS = pytest.mark.parametrize("kind", ["linear", "exponential"])


def leaking(kind: str, content: str = "<eqn>60</eqn>", length: str = "4") -> str:
    mark = '<conveyor exponential_leak="true">' if kind == "exponential" else "<conveyor>"
    return belt(f"<len>{length}</len>", content, LEAKING).replace("<conveyor>", mark)


def on_slats(kind: str, share: float, step: float, inflow: np.ndarray) -> np.ndarray:
    """Return outflow, leak and content of a belt of four time units, slat by slat: (3, time)."""
    count = round(4 / step)
    ages = np.arange(count)[::-1]
    left = (1 - share * step) ** ages if kind == "exponential" else 1 - share * ages / count
    slats = [[60 / left.sum(), 60 / left.sum() * one] for one in left]  # what entered, what is left
    rows = []
    for rate in inflow:
        held, lost = sum(now for _, now in slats), 0.0
        for slat in slats:
            loss = slat[1] * share * step if kind == "exponential" else slat[0] * share / count
            slat[1] -= loss
            lost += loss
        rows.append((slats.pop(0)[1] / step, lost / step, held))
        slats.append([rate * step] * 2)
    return np.array(rows).T


@KINDS
@pytest.mark.parametrize("step", [1, 0.25])
def test_a_belt_that_leaks(kind: str, step: float) -> None:
    """3.7.2, help: linear by a share of what entered, exponential by a share a time unit of what is left."""
    text = f"<dt>{step}</dt>"
    run = model_of(leaking(kind), FLOWS, LEAK, aux("share", "0.2"), stop=9, step=text).simulate()
    known = on_slats(kind, 0.2, step, run["in"][:, 0])
    np.testing.assert_allclose([run[name][:, 0] for name in ("out", "lost", "belt")], known, rtol=1e-13)


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("linear", "10 * 4 * (1 - 0.2 * (4 - 0.5) / 4 / 2)"),
        ("exponential", "10 * (1 - (1 - 0.2 * 0.5)^(4 / 0.5)) / 0.2"),
    ],
)
def test_a_belt_in_equilibrium_stays_so(kind: str, content: str) -> None:
    """help: the content that a constant inflow of 10 keeps."""
    steady = '<flow name="in"><eqn>10</eqn></flow><flow name="out"/>'
    parts = (leaking(kind, f"<eqn>{content}</eqn>"), steady, LEAK, aux("share", "0.2"))
    run = model_of(*parts, stop=9, step="<dt>0.5</dt>").simulate()
    for name in ("belt", "out", "lost"):
        np.testing.assert_allclose(run[name], run[name][0, 0], rtol=1e-13)
    assert run["out"][0, 0] + run["lost"][0, 0] == pytest.approx(10)


@KINDS
def test_a_leak_of_nothing_is_none(kind: str) -> None:
    run = model_of(leaking(kind, "<eqn>6</eqn>", "3"), FLOWS, LEAK, aux("share", "0"), stop=6).simulate()
    assert run["out"][:, 0].tolist() == [2, 2, 2, 10, 11, 12, 13]
    assert not run["lost"].any()


def test_a_leak_that_is_not_marked() -> None:
    """3.7.2: where no outflow is marked, the first comes off the end and the next is a leak."""
    marked = '<flow name="lost"><eqn>0.2</eqn><leak/></flow>'
    runs = [
        model_of(leaking("linear"), FLOWS, lost, stop=9).simulate()
        for lost in (marked, marked.replace("<leak/>", ""))
    ]
    for name in ("belt", "out", "lost"):
        assert runs[0][name][:, 0].tolist() == runs[1][name][:, 0].tolist()


def test_the_fraction_within_leak_and_of_each_element() -> None:
    inside = "<leak>0.25</leak>"
    one = values_of(leaking("linear"), FLOWS, f'<flow name="lost">{inside}</flow>', name="lost")
    assert one == values_of(leaking("linear"), FLOWS, LEAK, aux("share", "0.25"), name="lost")
    each = "".join(
        f'<element subscript="{name}"><eqn>{share}</eqn></element>'
        for name, share in (("North", 0.25), ("South Side", 0))
    )
    run = model_of(
        leaking("linear", f"<eqn>60</eqn>{over('Region')}"),
        f'<flow name="in">{over("Region")}<eqn>10 + TIME</eqn></flow>',
        f'<flow name="out">{over("Region")}</flow>',
        f'<flow name="lost">{over("Region")}{each}<leak/></flow>',
    ).simulate()
    assert run["lost"][:, 0, 0].tolist() == list(one)
    assert not run["lost"][:, 0, 1].any()


# --- what is not run --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stock", "named"),
    [
        (belt("<len>3</len><capacity>5</capacity>"), "<capacity>"),
        (belt("<len>3</len><arrest>TIME</arrest>"), "<arrest>"),
        (belt("<len>4</len>", "<eqn>1, 2, 3</eqn>"), "<eqn>…, …</eqn>"),
        (
            belt("<len>3</len>", "<eqn>1, 2, 3</eqn>", LEAKING)
            + '<flow name="lost"><eqn>0.1</eqn><leak/></flow>',
            "<eqn>…, …</eqn>",
        ),
        (belt("<len>3</len>").replace("<conveyor>", '<conveyor discrete="true">'), 'discrete="true"'),
        (
            belt("<len>3</len>", flows=f"{LEAKING}<outflow>more</outflow>")
            + '<flow name="lost"><eqn>0.1</eqn><leak/></flow><flow name="more"><eqn>0.1</eqn></flow>',
            "<outflow>×2",
        ),
        (
            belt("<len>3</len>", flows=f"{LEAKING}<outflow>more</outflow>")
            + '<flow name="lost"><eqn>0.1</eqn><leak/></flow><flow name="more"><eqn>0.1</eqn><leak/></flow>',
            "<leak>×2",
        ),
        (
            belt("<len>3</len>", flows=LEAKING)
            + '<flow name="lost" leak_start="0" leak_end="0.25"><eqn>0.1</eqn><leak/></flow>',
            '<leak> leak_end="0.25"',
        ),
        (
            belt("<len>3</len>", flows=LEAKING)
            + '<flow name="lost"><eqn>0.1</eqn><leak/><leak_integers/></flow>',
            "<leak_integers>",
        ),
        (
            belt("<len>3</len>", flows="<inflow>more</inflow><outflow>out</outflow>")
            + '<flow name="more" isee:spreadflow="even"><eqn>1</eqn></flow>',
            'isee:spreadflow="even"',
        ),
    ],
)
def test_other_conveyors_are_refused_by_name(stock: str, named: str) -> None:
    with pytest.raises(SimError) as caught:
        model_of(stock, FLOWS)
    first, *_ = caught.value.faults
    assert first.code == "unsupported"
    assert first.en == f'"belt" is a conveyor with {named}, which is not supported.'
    assert all("not written yet" not in fault.en for fault in caught.value.faults)


@pytest.mark.parametrize(("share", "length"), [("0.01 * TIME", "4"), ("0.1", "4 + STEP(1, 2)")])
def test_a_leak_that_changes_is_refused(share: str, length: str) -> None:
    with pytest.raises(SimError) as caught:
        model_of(leaking("linear", length=length), FLOWS, LEAK, aux("share", share))
    assert {fault.en for fault in caught.value.faults} == {
        'the conveyor "belt" leaks while its transit time or the fraction changes, which is not supported.'
    }


def test_a_leak_without_a_fraction_or_a_conveyor() -> None:
    with pytest.raises(SimError, match='the equation of "lost" is not written yet'):
        model_of(leaking("linear"), FLOWS, '<flow name="lost"><leak/></flow>')
    with pytest.raises(SimError) as caught:
        model_of('<flow name="lost"><eqn>0.1</eqn><leak/></flow>')
    assert [fault.en for fault in caught.value.faults] == [
        '"lost" has <leak> but leaves no conveyor, which is not supported.'
    ]


def test_marks_without_effect_are_read() -> None:
    plain = belt("<len>3</len><capacity>INF</capacity>").replace(
        "<conveyor>", '<conveyor discrete="false" one_at_a_time="false" batch_integrity="false">'
    )
    flows = FLOWS.replace('name="in"', 'name="in" isee:spreadflow="beginning"')
    assert values_of(plain, flows, name="out") == values_of(belt("<len>3</len>"), FLOWS, name="out")


def test_a_conveyor_without_a_transit_time() -> None:
    with pytest.raises(SimError, match="has no <len>, its transit time"):
        model_of(belt(""), FLOWS)


def test_stages_within_a_step_are_not_those_of_a_belt() -> None:
    model = model_of(belt("<len>3</len>"), FLOWS, method="RK4")
    with pytest.raises(SimError, match="RK4 \\+ conveyor"):
        model.simulate()
    assert model.simulate(method="euler")["out"][:, 0].tolist() == [2, 2, 2, 10, 11]
