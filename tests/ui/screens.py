"""Take the pictures of the tutorial from the real page: ``python -m tests.ui.screens``."""

from __future__ import annotations

import io
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from sim.fonts.page import place_fonts
from sim.places import STATIC
from tests.ui.server import CHROMIUM, CHROMIUM_OPTIONS, ROOT, serve

FOLDER = ROOT / "docs" / "screens"
VIEW = {"width": 1280, "height": 800}
COLOURS = 96  # of the palette; a page has few
WAIT = 180_000  # milliseconds
CHANGED = "scenario=plan&compare=plan&set=public_investment:120&year=2025"
PICTURES = {  # by name: the address, and how far to scroll [pixels]
    "explore": ("?year=2025", 0),
    "changed": (f"?{CHANGED}", 0),
    "charts": (f"?{CHANGED}", 450),
    "targets": (f"?{CHANGED}", 1350),
    "confidence": ("confidence?", 0),
    "model": ("model?", 0),
}


def take(browser: Browser, address: str, scroll: int) -> bytes:
    """Return a picture of a page at rest, as PNG with few colours."""
    page = browser.new_context(viewport=VIEW).new_page()  # type: ignore[arg-type]
    page.set_default_timeout(WAIT)
    expect.set_options(timeout=WAIT)
    page.goto(address)
    expect(page.locator("h1").first).to_be_visible()
    app = page.locator("[data-testid=stApp]")
    if urlsplit(page.url).path == "/":
        expect(page.locator(".status")).to_contain_text("1,000")
    for _ in range(3):  # a page may run again once its fonts are there
        page.wait_for_timeout(1500)
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
    if scroll:
        page.mouse.move(800, 600)
        page.mouse.wheel(0, scroll)
        page.wait_for_timeout(1500)
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    page.context.close()
    kept = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


def main() -> None:
    """Write every picture in both languages."""
    FOLDER.mkdir(exist_ok=True)
    place_fonts(ROOT / STATIC)
    with sync_playwright() as play, serve() as server:
        browser = play.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_OPTIONS)
        for language, suffix in (("zh", ""), ("en", ".en")):
            for name, (path, scroll) in PICTURES.items():
                joint = "&" if "?" in path else "?"
                address = f"{server}/{path}{joint}lang={language}"
                (FOLDER / f"{name}{suffix}.png").write_bytes(take(browser, address, scroll))
        browser.close()


if __name__ == "__main__":
    main()
