"""Firefox without a driver of its own: it speaks WebDriver BiDi by itself.

Playwright brings another build of Firefox than the one that people have, so a page is opened in the latter.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.waiting import PATIENCE, program

PROGRAM = "firefox-esr"
_LISTENS = re.compile(r"WebDriver BiDi listening on (ws://127\.0\.0\.1:\d+)")


class Firefox:
    """A tab of a running Firefox."""

    def __init__(self, line: ClientConnection) -> None:
        self._line, self._number = line, 0
        self._call("session.new", capabilities={})
        self._tab = self._call("browsingContext.getTree")["contexts"][0]["context"]

    def open(self, address: str) -> None:
        """Open an address, and wait until it is loaded."""
        self._call("browsingContext.navigate", context=self._tab, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:
        """Return what an expression yields in the page, once it does: what JSON can hold."""
        found = self._call(
            "script.evaluate",
            expression=f"Promise.resolve({expression}).then(JSON.stringify)",
            target={"context": self._tab},
            awaitPromise=True,
        )
        assert found["type"] == "success", found["exceptionDetails"]["text"]
        return json.loads(found["result"].get("value", "null"))

    def _call(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        self._line.send(json.dumps({"id": self._number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self._line.recv(PATIENCE))
            if answer.get("id") == self._number:
                assert answer["type"] == "success", answer
                return answer["result"]


@contextmanager
def firefox(folder: Path) -> Iterator[Firefox]:
    """Run Firefox without a window and without a network, with a profile of its own in a folder."""
    words = [PROGRAM, "--headless", "--no-remote", "--offline", "--remote-debugging-port", "0"]
    own = {**os.environ, "HOME": str(folder)}
    with program([*words, "--profile", str(folder)], env=own) as process:
        assert process.stderr
        told = (_LISTENS.search(line) for line in process.stderr)
        address = next(match[1] for match in told if match)
        with connect(f"{address}/session", max_size=None) as line:
            yield Firefox(line)
