from __future__ import annotations

from pathlib import Path

import pytest

from sim.errors import SimError
from sim.fonts.cache import font_files
from sim.fonts.page import place_fonts
from sim.ui.address import FONT_FAMILY, FONT_FILES
from sim.ui.landing import ICON

ROOT = Path(__file__).resolve().parents[2]


def test_the_fonts_are_put_next_to_the_page(tmp_path: Path) -> None:
    place_fonts(tmp_path / "static")
    made = font_files()
    assert {path.name for path in (tmp_path / "static").iterdir()} == set(FONT_FILES.values())
    for source in (made.web_regular, made.web_bold):
        assert (tmp_path / "static" / source.name).read_bytes() == source.read_bytes()


def test_an_impossible_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "static").write_text("no folder", "utf-8")
    with pytest.raises((SimError, OSError)):
        place_fonts(tmp_path / "static")


def test_the_theme_names_the_files_that_are_made() -> None:
    theme = (ROOT / ".streamlit" / "config.toml").read_text("utf-8")
    for name in FONT_FILES.values():
        assert f'url = "app/static/{name}"' in theme
    assert theme.count(f'family = "{FONT_FAMILY}"') == len(FONT_FILES)
    assert theme.index("Microsoft YaHei") < theme.index("PingFang SC") < theme.index(FONT_FAMILY)


def test_no_page_asks_another_server() -> None:
    assert ICON.startswith("<svg")
    for path in (ROOT / "sim" / "ui").glob("*.py"):
        found = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in found, path
        assert "https://" not in found, path
