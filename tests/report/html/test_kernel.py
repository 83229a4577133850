"""The page's own kernel under Node: 64 members of the forecast have the bits of the native engine."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

import sim
from sim.engine.model import load_model
from sim.engine.web_kernel import WebKernel, web_kernel
from sim.report.html import page
from sim.report.html.study import drawn_inputs, kernel_facts, shared_inputs
from sim.run.single import recorded
from sim.sampling.sampler import draw
from sim.scenario.workspace import load_workspace

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
KERNEL = Path(page.__file__).with_name("kernel.js")
RUN = """
import { readFileSync, writeFileSync } from "node:fs";
const [code, wasm, given, out] = process.argv.slice(2);
const Kernel = new Function(`${readFileSync(code, "utf8")}; return Kernel;`)();
const { spec, values, drawn, blocks } = JSON.parse(readFileSync(given));
const kernel = new Kernel(new WebAssembly.Module(readFileSync(wasm)), spec, blocks[blocks.length - 1][1] * 8);
values.forEach((value, place) => kernel.setShared(place, value));
for (const [place, column] of drawn) kernel.setDrawn(place, column);
const parts = blocks.map(([first, end]) => Buffer.from(kernel.results(first, end).buffer));
writeFileSync(out, Buffer.concat(parts));
"""


def _under_node(kernel: WebKernel, blocks: list[list[int]], folder: Path) -> list[np.ndarray]:
    """Return the results of blocks of members, (row, save, member) each."""
    places, values = drawn_inputs(kernel)
    facts = kernel_facts(kernel)
    given = {
        "spec": facts,
        "values": shared_inputs(kernel),
        "drawn": list(zip(places, values.tolist(), strict=True)),
        "blocks": blocks,
    }
    files = {name: folder / name for name in ("run.mjs", "kernel.wasm", "given.json", "out")}
    files["run.mjs"].write_text(RUN)
    files["kernel.wasm"].write_bytes(kernel.module)
    files["given.json"].write_text(json.dumps(given))
    subprocess.run(["node", files["run.mjs"], KERNEL, *list(files.values())[1:]], check=True)
    found, at = [], 0
    data = np.frombuffer(files["out"].read_bytes())
    for first, end in blocks:
        count = (end - first) * 8
        size = facts["rows"] * facts["saves"] * count
        found.append(data[at : at + size].reshape(facts["rows"], facts["saves"], count))
        at += size + count
    return found


@pytest.mark.slow
def test_members_of_the_forecast_have_the_bits_of_the_engine(tmp_path: Path) -> None:
    workspace = load_workspace()
    draws = draw(workspace, 64, 7).as_inputs()
    levels, flows = recorded(workspace.registry.indicators.values())
    kernel = web_kernel(workspace.model, draws, levels, flows, 1.0)
    first, others = _under_node(kernel, [[0, 1], [1, 8]], tmp_path)
    found = np.concatenate([first, others], axis=2)
    native = workspace.model.simulate(draws, levels, flows, save_every=1.0)
    own = [native[name] for name in levels] + [native.integral(name) for name in flows]
    expected = np.concatenate([np.moveaxis(each.reshape(*each.shape[:2], -1), 2, 0) for each in own])
    assert np.ptp(found[:, -1], axis=1).max() > 0
    assert found.tobytes() == expected.tobytes()


def test_delays_and_given_series_have_the_bits_of_the_engine(tmp_path: Path) -> None:
    (tmp_path / "model.mdl").write_text(
        """level = INTEG(inflow - DELAY FIXED(inflow, lag, 1), 10) ~ l ~~|
inflow = wave * SMOOTH(price, 3) ~ l/Month ~~|
wave = 2 + SIN(Time) ~~~|
price ~~~|
lag = 2.5 ~ Month ~~|
INITIAL TIME = 0 ~~~|
FINAL TIME = 20 ~~~|
TIME STEP = 0.25 ~~~|
SAVEPER = 1 ~~~|
"""
    )
    (tmp_path / "price.csv").write_text("time,price\n0,1\n5,4\n12,2\n20,7\n")
    model = load_model(tmp_path / "model.mdl", data=tmp_path / "price.csv")
    kernel = web_kernel(model, None, ["level", "inflow"])
    (found,) = _under_node(kernel, [[0, 1]], tmp_path)
    native = model.simulate(outputs=["level", "inflow"])
    for row, name in enumerate(("level", "inflow")):
        assert found[row, :, 0].tobytes() == np.ascontiguousarray(native[name][:, 0]).tobytes()


def test_the_script_is_sound(tmp_path: Path) -> None:
    script = tmp_path / "page.js"
    script.write_text(page.page_script(), "utf-8")
    subprocess.run(["node", "--check", script], check=True)
    assert sim.__version__
