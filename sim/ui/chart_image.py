"""A chart of reports as a picture on a page, with its title for those who do not see it."""

from __future__ import annotations

from base64 import b64encode
from html import escape

PNG, SVG = "image/png", "image/svg+xml"


def image_html(content: bytes, kind: str, title: str) -> str:
    """Return a picture as HTML: `st.image` would give it no text in place of it."""
    data = b64encode(content).decode("ascii")
    return f'<img class="chart-image" alt="{escape(title)}" src="data:{kind};base64,{data}">'
