"""Hooks of the documentation site: each page in its own language, with a link to its counterpart."""

from __future__ import annotations

from copy import copy
from typing import Any

ENGLISH = ".en.md"


def counterpart(name: str) -> str:
    """Return the name of the same page in the other language."""
    if name.endswith(ENGLISH):
        return name.removesuffix(ENGLISH) + ".md"
    return name.removesuffix(".md") + ENGLISH


def on_page_context(context: dict[str, Any], page: Any, config: Any, nav: Any) -> dict[str, Any]:
    """Set the language of the theme, show the pages of that language, and link to the other one."""
    name = page.file.src_path
    is_english = name.endswith(ENGLISH) or name.startswith("decisions/")
    config.theme["language"] = "en" if is_english else "zh"
    config.site_name = "TEDA scenario simulator" if is_english else "泰达情景模拟器"
    known = {other.file.src_path: other.url for other in nav.pages}
    other = known.get(counterpart(name), known["index.md" if is_english else "index.en.md"])
    links = (page.url, other) if not is_english else (other, page.url)
    config.extra["alternate"] = [
        {"name": label, "link": link, "lang": lang}
        for label, link, lang in zip(("中文", "English"), links, ("zh", "en"), strict=True)
    ]
    chinese, english = nav.items[:2]
    shown = copy(nav)
    shown.items = (english if is_english else chinese).children
    context["nav"] = shown
    return context
