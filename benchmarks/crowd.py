"""Measures the page under many visitors: from telling the server a study to the last byte of its answer.

    python -m benchmarks.crowd [--visitors 50] [--slow 0] [--browsers 2] [--every 8] [--seconds 60]

Each visitor is a client that speaks Streamlit's protocol, as a browser does once its own line is drawn: it
opens the page and then tells, at moments of its own, a study that nobody has told before. Browsers compute
all members themselves; slow visitors are those that leave them to the server. Among them are real browsers in
which a slider moves, as often. The server runs on this machine beside them all. What a moving thumb costs the
server, nothing, is a test (tests/ui/browser); what it costs the browser is measured by
`benchmarks.drag`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import statistics
import time
from dataclasses import dataclass, field

import psutil
from playwright.async_api import Browser, async_playwright, expect
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from tests.ui.server import CHROMIUM, CHROMIUM_OPTIONS, serve

LEVER, LOW, HIGH = "fiscal_research_support", 5.0, 30.0
FIRST = f"scenario=plan&year=2035&set={LEVER}"
LIMIT = 120.0  # seconds, after which an answer is given up
PAUSE = 0.15  # seconds of rest after which a browser asks
SHOWN = re.compile(r"^1,000 ")  # what a page says once it shows all members
# Moves a slider and returns the seconds until all members of that are drawn.
MOVE = """async (slider) => {
  const status = slider.getRootNode().querySelector(".status");
  const isWhole = () => status.textContent.startsWith("1,000 ");
  const begun = performance.now();
  slider.value = slider.value === slider.max ? slider.min : Number(slider.value) + Number(slider.step);
  slider.dispatchEvent(new Event("input"));
  while (isWhole()) await new Promise(requestAnimationFrame);
  while (!isWhole()) await new Promise(requestAnimationFrame);
  return (performance.now() - begun) / 1000;
}"""


@dataclass
class Crowd:
    """What all visitors have seen.

    Parameters
    ----------
    opened, answered : seconds that the page took to be complete, and each answer
    drawn : seconds from a move in a browser to all members drawn in it
    size : bytes of the answers
    """

    opened: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)
    size: int = 0


class Visitor:
    """One session of the page; a slow one asks the server for all members."""

    def __init__(self, line: ClientConnection, seed: int, is_slow: bool, crowd: Crowd) -> None:
        self.line, self.is_slow, self.crowd = line, is_slow, crowd
        self.chance = random.Random(seed)
        self.component = self.fragment = ""
        self.asked = 0

    async def open(self) -> None:
        """Open the page, and wait until it is complete."""
        start = time.perf_counter()
        await self._send({})
        await self._finished(None)
        self.crowd.opened.append(time.perf_counter() - start)

    async def ask(self) -> None:
        """Tell a new study, and wait for the answer."""
        query = f"{FIRST}:{self.chance.uniform(LOW, HIGH):.6f}"
        self.asked += 1
        start = time.perf_counter()
        await self._send({"asked": {"query": query, "whole": self.is_slow, "number": self.asked}})
        await self._finished(query)
        self.crowd.answered.append(time.perf_counter() - start)

    async def _send(self, value: dict[str, object]) -> None:
        message = BackMsg()
        message.rerun_script.query_string = f"{FIRST}:10"
        if value:
            state = message.rerun_script.widget_states.widgets.add()
            state.id, state.json_value = self.component, json.dumps(value)
            message.rerun_script.fragment_id = self.fragment  # as a browser does: the rest stays as it is
        await self.line.send(message.SerializeToString())

    async def _finished(self, query: str | None) -> None:
        """Wait for the end of the run that holds the answer to a query."""
        is_here = query is None
        async with asyncio.timeout(LIMIT):
            while True:
                data = await self.line.recv()
                assert isinstance(data, bytes)
                self.crowd.size += len(data)
                message = ForwardMsg.FromString(data)
                component = message.delta.new_element.bidi_component
                if component.component_name.endswith("teda_workbench"):
                    self.component, self.fragment = component.id, message.delta.fragment_id
                    is_here = is_here or (query is not None and query in data.decode("utf-8", "replace"))
                if message.HasField("script_finished") and is_here:
                    return


async def visit(address: str, seed: int, asked: argparse.Namespace, crowd: Crowd) -> None:
    """Open the page and set studies, at the pace of a visitor, until time is over."""
    url = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    protocols = [Subprotocol("streamlit")]
    async with connect(url, subprotocols=protocols, max_size=None, origin=Origin(address)) as line:
        visitor = Visitor(line, seed, seed <= asked.slow, crowd)
        await asyncio.sleep(visitor.chance.uniform(0, asked.every))
        await visitor.open()
        end = time.perf_counter() + asked.seconds
        while time.perf_counter() < end:
            pause = visitor.chance.uniform(0.5, 1.5) * asked.every
            begun = time.perf_counter()
            await visitor.ask()
            await asyncio.sleep(max(0.0, pause - (time.perf_counter() - begun)))


async def browse(browser: Browser, address: str, asked: argparse.Namespace, crowd: Crowd) -> None:
    """Move a slider in a page, at the pace of a visitor, until time is over."""
    page = await browser.new_page()
    await page.goto(f"{address}/?{FIRST}:10")
    await expect(page.locator(".status")).to_have_text(SHOWN, timeout=LIMIT * 1e3)
    slider = page.locator(f"[id='lever-{LEVER.replace('_', ' ')}']")
    end = time.perf_counter() + asked.seconds
    while time.perf_counter() < end:
        async with asyncio.timeout(LIMIT):
            crowd.drawn.append(await slider.evaluate(MOVE))
        await asyncio.sleep(max(0.0, asked.every - crowd.drawn[-1]))
    await page.close()


async def first(address: str) -> None:
    """Come before the others, as the visitor for whom all is read and compiled."""
    await visit(address, 0, argparse.Namespace(every=0, seconds=3, slow=0), Crowd())


async def crowded(address: str, asked: argparse.Namespace) -> Crowd:
    """Return what so many visitors see at once."""
    crowd = Crowd()
    clients = [visit(address, seed, asked, crowd) for seed in range(1, asked.visitors + 1)]
    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=str(CHROMIUM), args=CHROMIUM_OPTIONS)
        pages = [browse(browser, address, asked, crowd) for _ in range(asked.browsers)]
        await asyncio.gather(*clients, *pages)
        await browser.close()
    return crowd


def _quantiles(seconds: list[float]) -> str:
    cuts = statistics.quantiles(seconds, n=20)
    return f"p50 {statistics.median(seconds):.2f} s, p95 {cuts[-1]:.2f} s, longest {max(seconds):.2f} s"


def _spent(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def main() -> None:
    """Print how long visitors wait."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument(
        "--slow", type=int, default=0, help="of them, those that leave all members to the server"
    )
    parser.add_argument("--browsers", type=int, default=2, help="real ones beside them")
    parser.add_argument("--every", type=float, default=8.0, help="seconds between two answers to a visitor")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long visitors stay")
    asked = parser.parse_args()
    with serve() as address:
        server = max(psutil.Process().children(recursive=True), key=_spent)
        asyncio.run(first(address))
        start, before = time.perf_counter(), _spent(server)
        crowd = asyncio.run(crowded(address, asked))
        elapsed, spent = time.perf_counter() - start, _spent(server) - before
    count = len(crowd.answered)
    print(f"{asked.visitors} visitors, {asked.slow} of them slow, a study each {asked.every:g} s")
    print(f"{count} answers in {elapsed:.0f} s")
    print(f"page opened  {_quantiles(crowd.opened)}")
    print(f"answers      {_quantiles(crowd.answered)}")
    if crowd.drawn:
        print(f"in browsers  {_quantiles(crowd.drawn)} from move to picture, {PAUSE:g} of them waited")
    each = spent / (count + len(crowd.drawn))
    print(f"server       {each:.2f} s of processor time and {crowd.size / count / 1e3:.0f} kB an answer")


if __name__ == "__main__":
    main()
