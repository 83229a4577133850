"""Layouts of views: their elements, places and file format."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.engine.model import Model, load_model
from sim.sketch.audit import audit_views, unnamed_rates
from sim.sketch.diagram import Diagram, diagrams
from sim.sketch.layout import draw_view
from sim.sketch.records import Arrow, Cloud, Note, Valve, View, Word
from sim.sketch.sketch_file import with_sketch
from sim.sketch.vensim import read_views, write_views
from tests.sketch.sketched import BATH, SKETCH


@pytest.fixture(scope="module")
def bath() -> Model:
    return Model(BATH, "bath.mdl")


@pytest.fixture(scope="module")
def views(bath: Model) -> tuple[View, ...]:
    return tuple(map(draw_view, diagrams(bath)))


def named_links(diagram: Diagram) -> set[tuple[str, str, bool]]:
    """Return the links of a diagram by name."""
    names = [node.name for node in diagram.nodes]
    return {(names[link.cause], names[link.effect], link.is_faint) for link in diagram.links}


# --- what stands in a view ------------------------------------------------------------------


def test_a_view_for_every_group(bath: Model) -> None:
    water, levers = diagrams(bath)
    assert (water.title, levers.title) == ("water", "levers")
    roles = {(node.name, node.role, node.is_shadow) for node in water.nodes}
    assert roles == {
        ("water in tub", "stock", False),
        ("cistern", "stock", False),
        ("inflow", "flow", True),
        ("drain", "flow", False),
        ("leak", "flow", False),
        ("drain time", "word", False),
        ("opening water", "word", False),
        ("leak rate", "word", False),
        ("switch B1", "word", False),
    }
    names = [node.name for node in levers.nodes]
    assert [names[node] for node in levers.levers[0]] == [
        "inflow",
        "inflow from",
        "inflow to",
        "inflow start",
        "inflow end",
    ]


def test_flows_join_their_stocks(bath: Model) -> None:
    water = diagrams(bath)[0]
    names = [node.name for node in water.nodes]
    pipes = {
        (names[pipe.flow], *(None if end is None else names[end] for end in (pipe.source, pipe.target)))
        for pipe in water.pipes
    }
    assert pipes == {
        ("inflow", None, "water in tub"),
        ("drain", "water in tub", "cistern"),
        ("leak", "water in tub", None),
    }


def test_arrows_are_the_causes(bath: Model) -> None:
    assert named_links(diagrams(bath)[0]) == {
        ("opening water", "water in tub", True),
        ("water in tub", "drain", False),
        ("drain time", "drain", False),
        ("switch B1", "drain", False),
        ("leak rate", "cistern", False),
    }


def test_rates_without_a_name_are_reported(bath: Model) -> None:
    assert unnamed_rates(bath) == {"cistern": ("leak rate",)}


def test_a_constant_of_many_users_has_shadows_near_them() -> None:
    users = "".join(f"user {number} = hub*{number} ~~|\n" for number in range(9))
    controls = "INITIAL TIME=0~~|FINAL TIME=1~~|TIME STEP=1~~|SAVEPER=1~~|"
    (diagram,) = diagrams(Model(f"hub = 2 ~~|\n{users}{controls}", "hub.mdl"))
    hubs = [number for number, node in enumerate(diagram.nodes) if node.name == "hub"]
    assert [diagram.nodes[number].is_shadow for number in hubs] == [False, True, True]
    assert [sum(link.cause == number for link in diagram.links) for number in hubs] == [3, 3, 3]


# --- where ----------------------------------------------------------------------------------


def test_nothing_overlaps_and_nothing_is_missing(bath: Model, views: tuple[View, ...]) -> None:
    audits = audit_views(bath, views)
    assert all(one.is_sound for one in audits)
    assert [(one.variables, one.shadows, one.arrows, one.pipes) for one in audits] == [
        (8, 1, 5, 6),
        (9, 0, 5, 0),
    ]


def test_stocks_joined_by_a_flow_are_on_one_line(views: tuple[View, ...]) -> None:
    words = {word.name: word for word in views[0].words}
    assert words["water in tub"].centre[1] == words["cistern"].centre[1]
    assert words["water in tub"].centre[0] < words["drain"].centre[0] < words["cistern"].centre[0]


def test_a_valve_precedes_its_name(views: tuple[View, ...]) -> None:
    records = views[0].records
    for number, record in enumerate(records):
        if isinstance(record, Valve):
            name = records[number + 1]
            assert isinstance(name, Word)
            assert (name.is_flow, name.id, name.centre[0]) == (True, record.id + 1, record.centre[0])


def test_many_flows_of_one_stock_all_find_room() -> None:
    flows = [f"in {number}" for number in range(6)] + [f"out {number}" for number in range(6)]
    net = "+".join(flows[:6]) + "".join(f"-{name}" for name in flows[6:])
    controls = "INITIAL TIME=0~~|FINAL TIME=1~~|TIME STEP=1~~|SAVEPER=1~~|"
    text = f"stock = INTEG({net}, 0) ~~|\n" + "".join(f"{name} = Time ~~|\n" for name in flows) + controls
    model = Model(text, "star.mdl")
    view = draw_view(diagrams(model)[0])
    (audit,) = audit_views(model, [view])
    assert audit.is_sound
    assert audit.pipes == 24
    assert sum(isinstance(one, Cloud) for one in view.records) == 12


def test_a_ring_of_stocks_is_laid_out() -> None:
    text = "".join(
        f"stock {n} = INTEG(flow {(n - 1) % 3}-flow {n}, 1) ~~|\nflow {n} = stock {n} ~~|\n" for n in range(3)
    )
    model = Model(text + "INITIAL TIME=0~~|FINAL TIME=1~~|TIME STEP=1~~|SAVEPER=1~~|", "ring.mdl")
    (audit,) = audit_views(model, map(draw_view, diagrams(model)))
    assert (audit.is_sound, audit.pipes) == (True, 6)


def test_the_same_model_gives_the_same_bytes(bath: Model, views: tuple[View, ...]) -> None:
    assert write_views(map(draw_view, diagrams(bath))) == write_views(views)


def test_an_audit_reports_what_is_wrong(bath: Model, views: tuple[View, ...]) -> None:
    water = views[0]
    stock = next(word for word in water.words if word.name == "cistern")
    other = next(word for word in water.words if word.name == "leak rate")
    kept = tuple(one for one in water.records if one is not other)
    again = Word(900, stock.name, stock.centre, 10, 10)
    audit = audit_views(bath, [View("water", (*kept, again, Arrow(901, 900, 902)))])[0]
    assert audit.missing == ("leak rate",)
    assert audit.repeated == ("cistern",)
    assert ("cistern", "cistern") in audit.overlaps
    assert audit.loose >= 1
    assert not audit.is_sound


def test_a_group_without_a_view_is_reported(bath: Model, views: tuple[View, ...]) -> None:
    audits = audit_views(bath, views[:1])
    assert [one.title for one in audits] == ["water", "levers"]
    assert len(audits[1].missing) == 9


# --- reading and writing --------------------------------------------------------------------


def test_written_content_is_read_back(views: tuple[View, ...]) -> None:
    read = read_views(write_views(views))
    assert [view.title for view in read] == ["water", "levers"]
    for before, after in zip(views, read, strict=True):
        assert after.words == before.words
        assert [(one.source, one.target, one.is_pipe, one.has_head) for one in after.arrows] == [
            (one.source, one.target, one.is_pipe, one.has_head) for one in before.arrows
        ]


def test_a_sketch_of_vensim_is_read() -> None:
    (view,) = read_views(BATH + SKETCH)
    assert view.title == "by hand"
    items = view.items
    assert items[1] == Word(1, "Water in tub", (275, 69), 40, 20, is_boxed=True)
    assert items[2] == Cloud(2, (91, 71), 8, 8)
    assert items[5] == Valve(5, (167, 71))
    assert items[6] == Word(6, "inflow", (167, 90), 19, 11, is_flow=True, is_shadow=True)
    assert items[10] == Note(10, "A note, with a <comma>", (269, 22), 37, 9)
    arrows = {arrow.id: arrow for arrow in view.arrows}
    assert arrows[3] == Arrow(3, 5, 1, is_pipe=True, points=((204, 71),))
    assert arrows[4] == Arrow(4, 5, 2, is_pipe=True, has_head=False, points=((130, 71),))
    assert arrows[8] == Arrow(8, 7, 1, is_arc=True, points=((203, 140),))
    assert arrows[9] == Arrow(9, 7, 6)
    (again,) = read_views(write_views([View(view.title, view.records[:11])]))
    assert again.records == view.records[:11]


def test_a_name_with_marks_is_quoted() -> None:
    word = Word(1, 'gas, "wet"', (50, 50), 20, 10)
    text = write_views([View("one", (word,))])
    assert '10,1,"gas, \\"wet\\"",50,50' in text
    assert read_views(text)[0].words == (word,)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_only_the_sketch_is_replaced(views: tuple[View, ...], encoding: str, line_end: str) -> None:
    raw = (BATH + SKETCH).replace("\n", line_end).encode(encoding)
    new = with_sketch(raw, write_views(views))
    head = BATH.replace("\n", line_end).encode(encoding)
    assert new.startswith(head + b"\\\\\\---///")
    assert new.endswith(f"{line_end}:L<%^E!@{line_end}1:Current.vdf{line_end}".encode())
    assert new.count(b"///---\\\\\\") == 1
    assert (b"\r\n" in new) == (line_end == "\r\n")
    assert with_sketch(new, write_views(views)) == new


def test_a_sketch_is_in_the_encoding_of_its_file() -> None:
    raw = "Empleo año = 1\n  ~ año\n  ~ é|\n".encode("cp1252")
    view = View("España", (Word(1, "Empleo año", (50, 50), 20, 10),))
    assert "10,1,Empleo año,50,50".encode("cp1252") in with_sketch(raw, write_views([view]))


def test_a_file_without_a_sketch_gets_one(views: tuple[View, ...]) -> None:
    new = with_sketch(BATH.encode(), write_views(views)).decode()
    assert new.startswith(BATH)
    assert [view.title for view in read_views(new)] == ["water", "levers"]


# --- other readers --------------------------------------------------------------------------


@pytest.fixture
def drawn(views: tuple[View, ...], tmp_path: Path) -> Path:
    """Return the file of the bath with its sketch."""
    path = tmp_path / "bath.mdl"
    path.write_bytes(with_sketch(BATH.encode(), write_views(views)))
    return path


def test_the_engine_computes_the_same(bath: Model, drawn: Path) -> None:
    before, after = bath.simulate(), load_model(drawn).simulate()
    for name in ("water in tub", "cistern", "drain"):
        np.testing.assert_array_equal(after[name], before[name])


def test_pysd_reads_the_views(drawn: Path) -> None:
    vensim_file = pytest.importorskip("pysd.translators.vensim.vensim_file")
    file = vensim_file.VensimFile(drawn)
    file.parse()
    file.parse_sketch(subview_sep=[])
    views = file.sections[0].views_dict
    assert {"inflow", "inflow_from"} <= views["levers"]
    assert {"water_in_tub", "drain", "leak"} <= views["water"]
    assert "inflow" not in views["water"]


def test_pysimlin_reads_and_draws_the_views(bath: Model, drawn: Path) -> None:
    simlin = pytest.importorskip("simlin", reason="pysimlin has no build for this system")
    model = simlin.load(drawn)
    theirs = model.run(analyze_loops=False).results
    np.testing.assert_allclose(theirs["cistern"], bath.simulate()["cistern"][:, 0], rtol=1e-9)
    picture = model.project.render_svg_string(model.project.get_model_names()[0])
    assert all(name in picture for name in ("cistern", "opening", "inflow"))
