"""A model as a module for browsers: what it reads, what it writes, and the memory it needs.

Takes a model and the inputs of a run; gives the kernel that such a run has, as WebAssembly, with everything
that its caller must know to run it with other values of the same inputs. The bits are those of `simulate`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from sim.arrays import Array
from sim.engine.external.series import TimeSeries
from sim.engine.machine.array_code import ARRAYS, layout_of
from sim.engine.machine.clock import Timeline
from sim.engine.machine.compiled import Clock
from sim.engine.machine.extrapolation import extrapolated
from sim.engine.machine.inputs import Given, Input, read_inputs
from sim.engine.machine.ir import LANES
from sim.engine.machine.kernel import kernel_text, places_of_delays, vectors_of_table
from sim.engine.machine.methods import SCHEMES
from sim.engine.machine.tape import PER_RUN, Tape, lower
from sim.engine.machine.web_assembly import module_of
from sim.engine.model import Model
from sim.errors import fail
from sim.names import CONTROLS

LARGEST = 20_000  # operations: LLVM's time grows with their square


@dataclass(frozen=True, eq=False)
class WebKernel:
    """A kernel for browsers.

    Parameters
    ----------
    module : WebAssembly, which exports ``run`` and imports its memory and stack pointer from ``env``
    inputs : what it reads, by key and in order: a number, or (member,) [units of the model]
    fixed : keys of the inputs on which the times of a run depend, and which must stay as they are
    rows : what it writes, by key: outputs, then integrals since the save before
    outputs : how many of the rows are outputs
    series : given series that it reads, each at every moment: (moment,)
    clock : start, step and saves of a run
    kept : places of the model's own moments among the saves
    room : memory that it needs beside inputs and results, in vectors of eight doubles
    """

    module: bytes
    inputs: Mapping[str, float | Array]
    fixed: frozenset[str]
    rows: tuple[str, ...]
    outputs: int
    series: tuple[Array, ...]
    clock: Clock
    kept: tuple[int, ...]
    room: int

    @property
    def times(self) -> tuple[float, ...]:
        """Return the model's own moments [time units]."""
        times = self.clock.times.tolist()
        return tuple(times[place] for place in self.kept)


def web_kernel(
    model: Model,
    inputs: Mapping[str, Input] | None = None,
    outputs: Iterable[str] = (),
    integrals: Iterable[str] = (),
    save_every: float | None = None,
) -> WebKernel:
    """Return the kernel of a model for browsers.

    Parameters
    ----------
    inputs : as of `Model.simulate`; those given as (member,) may differ between members
    outputs, integrals : names of variables to keep
    save_every : time between saves; by default the model's SAVEPER

    Raises
    ------
    SimError: as `Model.simulate`; a model that is too large, or whose end changes in a run.
    """
    method = model._method
    given = read_inputs(inputs or {}, model._system, model._elements, model._place, SCHEMES[method])
    line = model._timeline(given, save_every, method, None)
    kept, summed = (model._scalars(model._variables(names)) for names in (outputs, integrals))
    drawn = tuple(sorted(key for key, value in given.values.items() if not isinstance(value, float)))
    tape = lower(given.cells, kept, summed, drawn)
    tape = extrapolated(tape) if SCHEMES[method].is_extrapolated else tape
    _check_size(tape, model)
    fixed = _settings_of(given, model)
    return WebKernel(
        module_of(kernel_text(tape, method)),
        {key: given.values[key] for key in tape.inputs},
        fixed,
        (*kept, *summed),
        len(kept),
        tuple(_moments(given.series[key], line, method) for key in tape.series),
        line.clock,
        tuple(range(line.clock.saves)) if line.rows is None else tuple(line.rows.tolist()),
        _room(tape, method, line.clock.steps + 1),
    )


def _check_size(tape: Tape, model: Model) -> None:
    if len(tape.nodes) > LARGEST:
        raise fail(
            "too-large",
            f"模型有 {len(tape.nodes):,} 个运算，能放进网页的上限是 {LARGEST:,} 个；请用 `teda model run`。",
            f"the model has {len(tape.nodes):,} operations; a page can hold {LARGEST:,}. "
            "Use `teda model run`.",
            model._place,
        )


def _settings_of(given: Given, model: Model) -> frozenset[str]:
    """Return the constants that the times of a run follow from."""
    settings = [name for name in CONTROLS if name in given.cells]
    tape = lower(given.cells, settings, [])
    if any(tape.nodes[number].level > PER_RUN for number in tape.outputs):
        raise fail(
            "unsupported",
            "FINAL TIME 等时间设置在运行中变化，这样的模型不能放进网页。",
            "a time setting such as FINAL TIME changes in the run; a page cannot hold such a model.",
            model._place,
        )
    return frozenset(tape.inputs)


def _moments(series: TimeSeries, line: Timeline, method: str) -> Array:
    """Return a given series at the moments at which a kernel reads it, (moment,)."""
    fineness, clock = SCHEMES[method].fineness, line.clock
    steps = np.arange(clock.steps * fineness + 1, dtype=np.float64) / fineness
    return series.at(clock.start + steps * clock.step, fineness)[:, 0]


def _room(tape: Tape, method: str, steps: int) -> int:
    """Return the vectors for memories of delays, arrays, and what all members share."""
    arrays = sum(layout_of(one.name, len(one.arguments)).room for one in tape.nodes if one.name in ARRAYS)
    return len(places_of_delays(tape)) * steps + arrays + vectors_of_table(tape, method) * -(-steps // LANES)
