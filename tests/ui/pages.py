"""Reads the pages that AppTest draws."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
from streamlit.testing.v1 import AppTest

from tests.waiting import PATIENCE

APP = Path(__file__).resolve().parents[2] / "app.py"
HAN = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+")
LANGUAGE_SWITCH = "language"


def open_app(**query: str | list[str]) -> AppTest:
    """Return the app as a visitor with a link sees it."""
    app = AppTest.from_file(str(APP), default_timeout=PATIENCE)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def html(app: AppTest, style: str) -> list[str]:
    """Return the blocks of HTML that have a style class."""
    return [block.body for block in app.get("html") if re.search(rf'class="[^"]*\b{style}\b', block.body)]


def workbench(app: AppTest) -> dict[str, Any] | None:
    """Return what the server tells the workbench, None where there is none on the page."""
    found = [
        each.proto for each in app.get("bidi_component") if each.proto.component_name == "teda_workbench"
    ]
    return json.loads(found[0].json)[0] if found else None


def texts(app: AppTest) -> Iterator[tuple[str, str]]:
    """Yield type and every text of what is drawn, the language switch apart."""
    for node in app._tree:
        proto = getattr(node, "proto", None)
        if proto is None or LANGUAGE_SWITCH in str(getattr(proto, "id", "")):
            continue
        yield from ((node.type, text) for text in _strings(proto))


def _strings(message: Any) -> Iterator[str]:
    for _, value in message.ListFields():
        yield from _strings_of(value)


def _strings_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield str(pa.ipc.open_stream(value).read_all().to_pydict())  # the data of a chart
    elif hasattr(value, "ListFields"):
        yield from _strings(value)
    elif hasattr(value, "__iter__"):
        for item in value:
            yield from _strings_of(value[item] if hasattr(value, "keys") else item)
