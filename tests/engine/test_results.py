"""A model and a run as objects: items by name, data frames, xarray, and notebook tables."""

from __future__ import annotations

import numpy as np
import pytest

from sim.engine.model import Model, Run
from sim.errors import SimError
from tests.engine.build import model_of

GROWTH = np.array([0.0, 1.0])


@pytest.fixture(scope="module")
def model() -> Model:
    return model_of(
        "town: east, west",
        "port: west",
        "people[town] = INTEG(growth*people[town], 100)",
        "moves[town, town] = 1",
        "ships[port] = 2",
        "growth = 0.1",
        "table((0,0),(1,1))",
        start=2020,
        end=2022,
        step=1,
    )


@pytest.fixture(scope="module")
def run(model: Model) -> Run:
    return model.simulate({"growth": GROWTH})


def test_variables_are_found_by_their_names(model: Model, run: Run) -> None:
    assert model["People"].elements == ("people[east]", "people[west]")
    assert "PEOPLE" in model
    assert "nothing" not in model
    assert "people[ east ]" in run
    assert "table" not in run
    assert list(run) == [name for name in model if name != "table"]


@pytest.mark.parametrize("name", ["peple", 0])
def test_unknown_names_are_faults_with_the_nearest(model: Model, run: Run, name: str) -> None:
    hint = ' Nearest: "people".' if name else ""
    with pytest.raises(SimError) as caught:
        model[name]
    assert caught.value.faults[0].en == f'the model has no variable "{name}".{hint}'
    with pytest.raises(SimError) as caught:
        run[name]
    assert caught.value.faults[0].en == f'this run did not keep "{name}".{hint}'


def test_a_single_name_is_not_read_letter_by_letter(model: Model) -> None:
    run = model.simulate(outputs="growth", integrals="people")
    assert list(run) == ["growth"]
    assert run.integral("people[east]")[1, 0] == 100


@pytest.mark.parametrize(
    ("arguments", "place", "en"),
    [
        ({"outputs": 5}, "outputs", "must be a name, or a list of names."),
        ({"integrals": ["people", 5]}, "integrals", "must be a name, or a list of names."),
        ({"threads": 2.5}, "threads", "2.5 is not a whole number."),
        ({"threads": 0}, "threads", "0 is invalid; it must be from 1 to 1,024."),
    ],
)
def test_arguments_of_another_kind_are_faults(
    model: Model, arguments: dict[str, object], place: str, en: str
) -> None:
    with pytest.raises(SimError) as caught:
        model.simulate(**arguments)  # type: ignore[arg-type]
    assert [(fault.place, fault.en) for fault in caught.value.faults] == [(place, en)]


def test_whole_numbers_of_numpy_are_taken(model: Model, run: Run) -> None:
    one = model.simulate({"growth": GROWTH}, threads=np.int64(1))
    assert np.array_equal(one["people"], run["people"])
    assert run.to_frame(np.int64(1)).equals(run.to_frame(1.0))  # type: ignore[arg-type]


def test_a_frame_holds_one_member(run: Run) -> None:
    frame = run.to_frame(1)
    assert frame.index.name == "Time"
    assert frame["people[west]"].tolist() == [100, 200, 400]
    with pytest.raises(SimError, match="no member 2; there are 0 to 1"):
        run.to_frame(2)


def test_a_model_is_a_frame_of_its_variables(model: Model) -> None:
    frame = model.to_frame()
    assert list(frame.index) == list(model)
    assert (frame.loc["people", "kind"], frame.loc["people", "subscripts"]) == ("stock", "town")


def test_a_dataset_has_axes_and_their_labels(run: Run) -> None:
    data = run.to_xarray()
    assert data["people"].dims == ("time", "member", "town")
    assert data["people"].sel(time=2022, member=1, town="west") == 400
    assert data["growth"].dims == ("time", "member")
    assert data["moves"].dims == ("time", "member", "town", "town'")
    assert data["ships"].dims == ("time", "member", "port")
    assert list(data.data_vars) == list(run)


def test_axes_of_parts_of_a_range_have_names_of_their_own() -> None:
    model = model_of("town: a, b, c", "x[a] = 1", "x[b] = 2", "y[town] = 3", start=0, end=0, step=1)
    data = model.simulate().to_xarray()
    assert data["y"].dims[2] != data["x"].dims[2]
    assert data[data["x"].dims[2]].values.tolist() == ["a", "b"]


def test_a_line_shows_the_content(model: Model, run: Run) -> None:
    assert repr(model) == (
        "<Model model.mdl: 9 variables (6 constant, 1 stock, 1 lookup, 1 auxiliary), 2020 to 2022>"
    )
    assert repr(run) == (
        "<Run of 8 variables (people, moves, ships, …), 3 times from 2020 to 2022, members: 2>"
    )


def test_notebooks_show_a_table_that_is_escaped_and_bounded() -> None:
    model = model_of(*(f'"<b>x{number}</b>" = 1' for number in range(100)), end=0)
    for shown in (model._repr_html_(), model.simulate()._repr_html_()):
        assert "<b>" not in shown
        assert "&lt;b&gt;x0&lt;/b&gt;" in shown
        assert "x50" not in shown
        assert shown.count("<tr") < 25
        assert shown.count("<th>") < 40
