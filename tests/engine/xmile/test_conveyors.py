"""Conveyors: what flows out is what flowed in a transit time ago.

Sections are those of the OASIS Standard XMILE 1.0; "help" is Stella's page on the computation of conveyors.
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


# --- what is not run --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stock", "named"),
    [
        (belt("<len>3</len><capacity>5</capacity>"), "<capacity>"),
        (belt("<len>3</len><arrest>TIME</arrest>"), "<arrest>"),
        (belt("<len>3</len>", "<eqn>1, 2, 3</eqn>"), "<eqn>…, …</eqn>"),
        (belt("<len>3</len>").replace("<conveyor>", '<conveyor discrete="true">'), 'discrete="true"'),
        (
            belt("<len>3</len>", flows="<outflow>out</outflow><outflow>lost</outflow>")
            + '<flow name="lost"><eqn>0.1</eqn><leak/></flow>',
            "<leak>",
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
