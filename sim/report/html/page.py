"""One HTML file from what a page holds: script, style, kernel and draws, and no need of a network.

The policy of the page allows its own script and style by their hashes, and compiling the kernel, and refuses
everything else. Equal contents give equal bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from functools import cache
from html import escape
from importlib import resources
from typing import Any

import numpy as np

from sim.report.html.study import Study
from sim.report.html.texts import page_texts
from sim.report.words.definitions import page_definitions
from sim.report.writers import finite
from sim.units import LANGUAGES, Language

_NAMES = (  # of the scripts, in the order in which they build on one another
    "kernel measures numbers results workers levers charts take_away pictures cards changes pins grid why "
    "questions terms tour study_files setting layout page"
)
_FILES = tuple(f"{name}.js" for name in _NAMES.split())
_TAGS: dict[Language, str] = {"zh": "zh-CN", "en": "en"}


def page_bytes(study: Study, language: Language) -> bytes:
    """Return the page, which opens in a language."""
    script, style = page_script(), _style()
    facts = json.dumps(
        finite({**study.facts, **_words(), "language": language}),
        ensure_ascii=False,
        separators=(",", ":"),
        allow_nan=False,
    )
    blocks = "\n".join(
        f'<script type="{kind}" id="{name}">{content}</script>'
        for name, kind, content in (
            ("facts", "application/json", facts.replace("<", "\\u003c")),
            ("module", "text/plain", packed(study.module)),
            ("drawn", "text/plain", _packed_draws(study)),
        )
    )
    page = f"""<!DOCTYPE html>
<html lang="{_TAGS[language]}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(script, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{escape(study.facts["title"][language])}</title>
<style>{style}</style>
</head>
<body>
<div id="page"></div>
<noscript>这个页面要用 JavaScript。 This page needs JavaScript.</noscript>
{blocks}
<script>{script}</script>
</body>
</html>
"""
    return page.encode()


def study_record(study: Study) -> dict[str, Any]:
    """Return all that a page holds as JSON has it, for a page that stands in another.

    Its ``script`` is a module with the classes of the page, its ``style`` that of a document of its own.
    """
    record: dict[str, Any] = finite({**study.facts, **_words()})
    return {
        **record,
        "module": packed(study.module),
        "draws": _packed_draws(study),
        "script": f"{_classes()}export {{ openPage, Trail, assessed, unpacked }};\n",
        "style": _style().replace(":root {", ":host {").replace("body {", "#page {"),
    }


def _words() -> dict[str, Any]:
    return {"texts": page_texts(), "terms": {language: page_definitions(language) for language in LANGUAGES}}


def _packed_draws(study: Study) -> str:
    return packed(np.ascontiguousarray(study.drawn, dtype="<f8").tobytes())


def packed(content: bytes) -> str:
    """Return bytes as text that a browser unpacks by itself: gzip in base64, without a date.

    Level 9 takes ten times as long for draws and spares a fiftieth.
    """
    return base64.b64encode(gzip.compress(content, 6, mtime=0)).decode("ascii")


@cache
def page_script() -> str:
    """Return the script of every page."""
    return f'"use strict";\n(() => {{\n{_classes()}start();\n}})();\n'


def _classes() -> str:
    return "".join(map(_file, _FILES))


@cache
def _style() -> str:
    return _file("page.css")


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _policy(script: str, style: str) -> str:
    directives: dict[str, Any] = {
        "default-src": "'none'",
        "script-src": f"{_hashed(script)} 'wasm-unsafe-eval'",
        "style-src": _hashed(style),
        "worker-src": "blob:",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _hashed(text: str) -> str:
    """Return the hash by which a policy allows a text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')}'"
