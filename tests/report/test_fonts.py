"""The Chinese font: its characters, its atomic creation, and the report of missing glyphs."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import matplotlib as mpl
import pytest
from fontTools.ttLib import TTFont
from matplotlib import font_manager

from sim.errors import SimError
from sim.fonts.build import cut_fonts, recipe, source_font
from sim.fonts.cache import font_files, is_complete, keep
from sim.fonts.characters import BEYOND_GB2312, characters
from sim.fonts.families import families, register_fonts

FEW = set("天津经开区 2025%")


def characters_of(path: Path) -> set[int]:
    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


@pytest.fixture(scope="module")
def few_fonts() -> dict[str, bytes]:
    return cut_fonts(FEW)


def test_the_character_set_covers_the_table_of_general_standard_characters() -> None:
    assert len(BEYOND_GB2312) == len(set(BEYOND_GB2312)) == 1467
    assert set("天津滨海新区堃璟昇≥≤→▲●‰℃①㎡") <= characters()


def test_all_four_files_hold_all_the_characters_that_the_package_has() -> None:
    wanted = {ord(char) for char in characters()} & characters_of(source_font())
    assert len(wanted) > 9_000
    made = font_files()
    for path in (made.regular, made.bold, made.web_regular, made.web_bold):
        assert wanted <= characters_of(path), path


def test_the_weights_match_their_names() -> None:
    made = font_files()
    for path, weight in ((made.regular, 400), (made.bold, 700)):
        with TTFont(path, lazy=True) as font:
            assert font["OS/2"].usWeightClass == weight
            assert font["head"].macStyle == (weight == 700)
            assert font["name"].getBestFamilyName() == "Noto Sans SC"
            assert font["name"].getBestSubFamilyName() == path.stem.partition("-")[2]
            assert "fvar" not in font
    assert (made.regular.parent / "OFL.txt").read_text("utf-8").startswith("Copyright")


def test_cutting_again_gives_the_same_bytes(few_fonts: dict[str, bytes]) -> None:
    assert cut_fonts(FEW) == few_fonts
    assert recipe(FEW) != recipe(FEW | {"港"})


def test_fonts_are_kept_in_the_first_folder_that_takes_them(
    tmp_path: Path, few_fonts: dict[str, bytes]
) -> None:
    blocked, free = tmp_path / "file", tmp_path / "free"
    blocked.write_text("")
    free.mkdir()
    assert keep(few_fonts, "r", [blocked, free]) == free
    assert {path.name for path in free.iterdir()} == {*few_fonts, "fonts.json"}


def test_nowhere_to_keep_the_fonts(tmp_path: Path, few_fonts: dict[str, bytes]) -> None:
    with pytest.raises(SimError) as caught:
        keep(few_fonts, "r", [tmp_path / "none"])
    assert str(caught.value).split(": ", 1)[1].splitlines()[0] == (
        "无处存放中文字体：static 文件夹、用户缓存文件夹和临时文件夹都不可写。"
    )


def test_a_damaged_file_or_another_recipe_is_not_taken(tmp_path: Path, few_fonts: dict[str, bytes]) -> None:
    folder = keep(few_fonts, "r", [tmp_path])
    assert is_complete(folder, "r")
    assert not is_complete(folder, "another")
    bold = folder / "NotoSansSC-Bold.ttf"
    bold.write_bytes(few_fonts[bold.name][:-1] + b"?")  # of the same size
    assert not is_complete(folder, "r")
    assert is_complete(keep(few_fonts, "r", [folder]), "r")


def test_many_may_keep_the_fonts_at_once(tmp_path: Path, few_fonts: dict[str, bytes]) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: keep(few_fonts, "r", [tmp_path]), range(8)))
    assert found == {tmp_path}
    assert is_complete(tmp_path, "r")
    assert {
        path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix != ".json"
    } == few_fonts


def test_rare_characters_come_from_further_fonts() -> None:
    assert families("津 2025") == ["Noto Sans SC", "DejaVu Sans"]
    assert families("CO₂ ✗") == ["Noto Sans SC", "DejaVu Sans"]
    assert families("發展") == ["Noto Sans SC", "DejaVu Sans", "Noto Sans SC Thin"]


def test_a_character_that_no_font_has_is_reported() -> None:
    with pytest.raises(SimError) as caught:
        families("津𠀀")
    assert str(caught.value) == (
        "津𠀀: 字体里没有这些字符，请换用别的字：𠀀 (U+20000)。\n"
        "      the fonts lack these characters; use others: 𠀀 (U+20000)."
    )


def test_registering_leaves_the_settings_alone() -> None:
    before = dict(mpl.rcParams)
    register_fonts()
    assert dict(mpl.rcParams) == before
    for weight in ("regular", "bold"):
        asked = font_manager.FontProperties(family=["Noto Sans SC"], weight=weight)
        assert font_manager.findfont(asked) == str(getattr(font_files(), weight))
