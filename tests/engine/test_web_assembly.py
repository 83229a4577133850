"""The kernel of the shipped model as WebAssembly gives the bits of the native one, member by member."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from pathlib import Path

import numpy as np
import pytest

from sim.engine.machine.ir import LANES
from sim.engine.machine.kernel import kernel_text, places_of_delays, vectors_of_table
from sim.engine.machine.tape import Tape, lower
from sim.engine.machine.web_assembly import module_of
from sim.engine.model import Model, load_model

TEDA = Path(__file__).parents[2] / "model" / "teda.mdl"
OUTPUTS = ("gross industrial output", "resident population", "pm25", "energy use", "life expectancy")
INTEGRALS = ("budget revenue", "carbon emissions")
MEMBERS, DRAWN = 64, 40
PAGE, STACK, FIRST = 65_536, 4_000_000, 4_194_304


pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed"),
]


class Image:
    """Memory of a kernel from `FIRST` on, in which what it reads and writes stands."""

    def __init__(self) -> None:
        self.data = bytearray()

    def put(self, content: bytes) -> int:
        """Append bytes, aligned to a vector, and return their address."""
        self.data += bytes(-len(self.data) % 64)
        address = FIRST + len(self.data)
        self.data += content
        return address


def _draws(model: Model) -> dict[str, np.ndarray]:
    chance = np.random.default_rng(12)
    changing = [key for key, value in model.constants.items() if 0 < value < 1 and "switch" not in key]
    return {key: model.constants[key] * chance.uniform(0.95, 1.05, MEMBERS) for key in changing[:DRAWN]}


def _run_under_node(
    tape: Tape, model: Model, draws: dict[str, np.ndarray], method: str, folder: Path
) -> np.ndarray:
    rows, saves = len(tape.outputs) + len(tape.integrals), round(model.final_time - model.initial_time) + 1
    every = round(1 / model.time_step)
    steps = (saves - 1) * every + 1
    room = len(places_of_delays(tape)) * steps + vectors_of_table(tape, method) * -(-steps // LANES)
    image = Image()
    columns = [
        image.put(np.broadcast_to(draws.get(key, model.constants[key]), MEMBERS).tobytes())
        for key in tape.inputs
    ]
    inputs = image.put(struct.pack(f"<{len(columns)}I", *columns))
    strides = image.put(np.array([key in draws for key in tape.inputs], dtype=np.int64).tobytes())
    out = image.put(bytes(rows * saves * MEMBERS * 8))
    history = image.put(bytes(max(room, 1) * LANES * 8))
    check = image.put(bytes(MEMBERS * 8))
    values = [
        "0", str(MEMBERS // LANES), inputs, strides, 0, 0, 0, out, str(MEMBERS), str(saves), str(every),
        model.initial_time, model.time_step, history, str(steps), check,
        "0", "0", str(steps - 1), 0,
    ]  # fmt: skip
    arguments = {
        "first": FIRST,
        "pages": -(-(FIRST + len(image.data)) // PAGE) + 1,
        "stack": STACK,
        "results": {"from": out, "bytes": rows * saves * MEMBERS * 8},
        "values": values,
    }
    paths = [folder / name for name in ("kernel.wasm", "image", "out")]
    paths[0].write_bytes(module_of(kernel_text(tape, method)))
    paths[1].write_bytes(image.data)
    script = Path(__file__).with_name("run_kernel.mjs")
    subprocess.run(["node", script, *paths[:2], json.dumps(arguments), paths[2]], check=True)
    return np.frombuffer(paths[2].read_bytes()).reshape(rows, saves, MEMBERS)


@pytest.mark.parametrize("method", ["euler", "heun"])
def test_the_browser_gives_the_bits_of_this_machine(method: str, tmp_path: Path) -> None:
    model = load_model(TEDA)
    draws = _draws(model)
    tape = lower(model._system.cells, OUTPUTS, INTEGRALS, draws)
    assert len(draws) == DRAWN
    assert not tape.series
    assert {"exp", "pow", "ln"} <= {node.name for node in tape.nodes}
    found = _run_under_node(tape, model, draws, method, tmp_path)
    native = model.simulate(draws, OUTPUTS, INTEGRALS, method=method, save_every=1)
    assert not native.failures
    expected = [native[name] for name in OUTPUTS] + [native.integral(name) for name in INTEGRALS]
    assert np.ptp(found[0, -1]) > 0
    for values, name, ours in zip(found, (*OUTPUTS, *INTEGRALS), expected, strict=True):
        assert values.tobytes() == ours.tobytes(), name
