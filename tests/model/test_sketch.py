"""The views of the shipped model: complete, without overlaps, and true to its equations."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engine.model import Model, load_model
from sim.sketch.audit import audit_views
from sim.sketch.diagram import diagrams
from sim.sketch.layout import draw_view
from sim.sketch.picture import sector_picture, view_names
from sim.sketch.records import View, Word
from sim.sketch.vensim import read_views, write_views

pytestmark = pytest.mark.slow

MODEL = Path(__file__).parents[2] / "model" / "teda.mdl"


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model(MODEL)


@pytest.fixture(scope="module")
def views() -> tuple[View, ...]:
    return read_views(MODEL.read_text("utf-8"))


def test_every_variable_appears_once_in_its_sectors_view(model: Model, views: tuple[View, ...]) -> None:
    audits = audit_views(model, views)
    wrong = [
        (one.title, one.overlaps, one.missing, one.repeated, one.loose) for one in audits if not one.is_sound
    ]
    assert wrong == []
    assert sum(one.variables for one in audits) == len(model.variables)


def test_the_arrows_are_those_of_the_equations(model: Model, views: tuple[View, ...]) -> None:
    for diagram, view in zip(diagrams(model), views, strict=True):
        names = [node.name for node in diagram.nodes]
        expected = sorted((names[link.cause], names[link.effect]) for link in diagram.links)
        items = dict(view.items)
        for valve in [record.id for record in view.records if not isinstance(record, Word)]:
            items[valve] = items.get(valve + 1, items.get(valve))
        drawn = sorted(
            (items[arrow.source].name, items[arrow.target].name) for arrow in view.arrows if not arrow.is_pipe
        )
        assert drawn == expected, view.title


def test_every_flow_of_every_stock_has_a_pipe(model: Model, views: tuple[View, ...]) -> None:
    for view in views:
        items = view.items
        piped = {
            (items[pipe.source + 1].name, items[pipe.target].name, pipe.has_head)
            for pipe in view.arrows
            if pipe.is_pipe and isinstance(items[pipe.target], Word)
        }
        stocks = [model.variables[word.name] for word in view.words if word.is_boxed]
        expected = {(flow, stock.name, True) for stock in stocks for flow in stock.inflows}
        expected |= {(flow, stock.name, False) for stock in stocks for flow in stock.outflows}
        assert piped == expected, view.title


def test_a_view_is_drawn_as_the_file_has_it(model: Model, views: tuple[View, ...]) -> None:
    """Seen on the shortest view with stocks; ``teda model sketch --write`` draws all of them."""
    with_stocks = [view for view in views if any(word.is_boxed for word in view.words)]
    shortest = min(with_stocks, key=lambda view: len(view.records))
    (diagram,) = (one for one in diagrams(model) if one.title == shortest.title)
    assert write_views([draw_view(diagram)]) == write_views([shortest])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_view_has_a_picture(views: tuple[View, ...], lang: str) -> None:
    assert view_names(MODEL) == tuple(view.title for view in views)
    for view in views:
        svg = sector_picture(MODEL, view.title, lang)
        assert svg.count("<tspan") >= len(view.words)
