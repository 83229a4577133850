"""Pictures of views as SVG."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sim.engine.model import Model
from sim.errors import SimError
from sim.sketch.geometry import circle_through, way_of
from sim.sketch.labels import labels
from sim.sketch.picture import sector_picture, view_names
from sim.sketch.sketch_file import draw_sketch
from sim.sketch.text_metrics import balanced, text_width, wrap
from tests.sketch.sketched import BATH, SKETCH

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def by_hand(tmp_path: Path) -> Path:
    path = tmp_path / "bath.mdl"
    path.write_text(BATH + SKETCH, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("drawn") / "bath.mdl"
    path.write_text(BATH, encoding="utf-8")
    assert draw_sketch(path)
    return path


def words_of(svg: str) -> dict[str, str]:
    """Return the shown text of every word, lines joined, by its tooltip."""
    groups = (
        group for group in ElementTree.fromstring(svg).iter(f"{SVG}g") if group.find(f"{SVG}text") is not None
    )
    return {
        group.findtext(f"{SVG}title") or "": " ".join(part.text or "" for part in group.iter(f"{SVG}tspan"))
        for group in groups
    }


# --- pictures -------------------------------------------------------------------------------


def test_the_views_are_listed(by_hand: Path, drawn: Path) -> None:
    assert view_names(by_hand) == ("by hand",)
    assert view_names(drawn) == ("water", "levers")


def test_a_picture_shows_what_the_sketch_has(by_hand: Path) -> None:
    svg = sector_picture(by_hand, "by hand", "en")
    root = ElementTree.fromstring(svg)
    box = next(one for one in root.iter(f"{SVG}rect") if one.get("stroke"))
    assert [box.get(key) for key in ("x", "y", "width", "height")] == ["235", "49", "80", "40"]
    assert words_of(svg) == {
        "water in tub · 浴缸水量 [m3]": "water in tub",
        "inflow · 进水 [m3/minute]": "<inflow>",
        "drain time · 排水时间 [minute]": "drain time",
        "nothing known": "nothing known",
    }
    assert "A note," in svg
    assert "&lt;comma&gt;" in svg
    pipes = [path.get("d") for path in root.iter(f"{SVG}path") if path.get("stroke-width") == "5"]
    assert pipes == ["M167 71L225 71", "M167 71L99 71"]  # to the box, short of its arrow head; to the cloud


def test_an_arrow_bends_through_its_point(by_hand: Path) -> None:
    svg = sector_picture(by_hand, "by hand", "en")
    thin = [
        path for path in ElementTree.fromstring(svg).iter(f"{SVG}path") if path.get("stroke-width") == "1.1"
    ]
    assert len(thin) == 2  # the arrow to what is not there is left out
    assert sum("A" in (path.get("d") or "") for path in thin) == 1


def test_chinese_labels(drawn: Path) -> None:
    shown = words_of(sector_picture(drawn, "water"))
    assert shown["water in tub [m3]"] == "浴缸水量"
    assert shown["cistern [m3]"] == "蓄水池"
    assert shown["inflow [m3/minute]"] == "<进水>"
    assert shown["switch B1 [Dmnl]"] == "回路 B1 开关"
    levers = words_of(sector_picture(drawn, "levers", "zh"))
    assert levers["inflow [m3/minute]"] == "进水"
    assert levers["inflow from [m3/minute]"] == "进水：起点值"
    assert levers["TIME STEP [minute]"] == "TIME STEP"


def test_tints_tell_levers_switches_and_shadows_apart(drawn: Path) -> None:
    def ink(view: str, word: str) -> str:
        svg = sector_picture(drawn, view, "en")
        return re.search(rf'fill="(#\w+)"[^>]*><tspan[^>]*>{word}', svg)[1]

    inks = [
        ink("water", "drain<"),
        ink("water", "&lt;inflow"),
        ink("water", "switch B1"),
        ink("levers", "inflow<"),
        ink("water", "drain time"),
    ]
    assert len(set(inks)) == len(inks)


def test_the_frame_holds_everything(drawn: Path) -> None:
    for lang in ("zh", "en"):
        root = ElementTree.fromstring(sector_picture(drawn, "water", lang))
        left, top, width, height = map(int, (root.get("viewBox") or "").split())
        for one in root.iter(f"{SVG}tspan"):
            assert left < float(one.get("x", "nan")) < left + width
            assert top < float(one.get("y", "nan")) < top + height


def test_the_same_file_gives_the_same_bytes(drawn: Path) -> None:
    before = drawn.read_bytes()
    picture = sector_picture(drawn, "water")
    assert not draw_sketch(drawn)
    assert drawn.read_bytes() == before
    assert sector_picture(drawn, "water") == picture


def test_a_picture_follows_its_file(by_hand: Path) -> None:
    before = sector_picture(by_hand, "by hand", "en")
    by_hand.write_text((BATH + SKETCH).replace("275,69,40,20", "375,69,40,20"), encoding="utf-8")
    assert sector_picture(by_hand, "by hand", "en") != before


@pytest.mark.parametrize(
    ("view", "lang", "zh", "en"),
    [
        (
            "watr",
            "zh",
            '草图里没有视图 "watr"。最接近的是 "water"。',
            'the sketch has no view "watr". Nearest: "water".',
        ),
        ("water", "fr", '"fr" 不是语言，应为 zh 或 en。', '"fr" is not a language; use zh or en.'),
    ],
)
def test_bad_input_is_reported(drawn: Path, view: str, lang: str, zh: str, en: str) -> None:
    with pytest.raises(SimError) as caught:
        sector_picture(drawn, view, lang)
    (fault,) = caught.value.faults
    assert (fault.zh, fault.en) == (zh, en)
    assert fault.place == (str(drawn) if lang == "zh" else "")


def test_a_file_without_a_sketch_has_no_views(tmp_path: Path) -> None:
    path = tmp_path / "bath.mdl"
    path.write_text(BATH, encoding="utf-8")
    assert view_names(path) == ()


# --- letters and lines ----------------------------------------------------------------------


def test_labels_of_a_view_differ() -> None:
    variables = Model(BATH, "bath.mdl").variables
    shown = labels(variables, variables, "zh")
    assert len(set(shown.values())) == len(variables)
    assert labels(("drain",), variables, "en") == {"drain": "drain"}


def test_texts_wrap_at_blanks_and_between_chinese_characters() -> None:
    assert wrap("one two three", 60) == ("one two", "three")
    assert wrap("incomprehensible", 20) == ("incomprehensible",)
    assert wrap("进水：起点", 30) == ("进", "水：", "起点")
    assert balanced("一二三四五六七八九", 104) == ("一二三四五", "六七八九")
    assert all(text_width(line) <= 104 for line in balanced("岗位不增长时的正常迁入率", 104))


def test_an_arc_is_part_of_a_circle() -> None:
    circle = circle_through((0, 0), (5, 5), (10, 0))
    assert circle is not None
    assert circle.radius == pytest.approx(5)
    assert circle.centre == (pytest.approx(5), pytest.approx(0))
    assert circle.at(0.5) == (pytest.approx(5), pytest.approx(5))
    assert circle_through((0, 0), (5, 0.1), (10, 0)) is None
    assert way_of((0, 0), None, (10, 0), 5) == [(0, 0), (5, 0), (10, 0)]
