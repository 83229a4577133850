"""The engine's public face: load a model file, look at its variables, run it."""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from sim.document import read_text
from sim.engine.clock import clock_of
from sim.engine.compiled import Array, Batch, Clock, Kernel
from sim.engine.expressions import Number, fold
from sim.engine.order import find_loops, in_order, needs_at_step
from sim.engine.parser import parse_equations
from sim.engine.results import Failure, Row, Run
from sim.engine.source import split_source
from sim.engine.system import build_system
from sim.engine.tape import lower
from sim.engine.variables import Variable, describe
from sim.errors import Fault, SimError, suggestion

__all__ = ["Array", "Failure", "Model", "Run", "Variable", "load_model"]

_KERNELS_KEPT = 8  # choices of outputs for which a model keeps machine code
_DIAGNOSED = 64  # failed members that are traced to a variable and a time


def load_model(path: str | os.PathLike[str]) -> Model:
    """Read and check a Vensim model file.

    Raises
    ------
    SimError: the file cannot be read, or has syntax errors, unknown names, unsupported functions
        or algebraic loops; all that one stage of reading finds, with lines.
    """
    return Model(read_text(path), os.fspath(path))


class Model:
    """A model, ready to run. Running it changes nothing in it.

    Parameters
    ----------
    text : of the model file
    place : how messages name the file
    """

    def __init__(self, text: str, place: str) -> None:
        self._text, self._place = text, place
        source = split_source(text, place)
        self._system = build_system(parse_equations(source), source)
        loops = find_loops(self._system.cells, source)
        if loops:
            raise SimError(loops)
        self.hash = source.hash
        self.variables: Mapping[str, Variable] = MappingProxyType(describe(self._system))
        self._names = {fold(name): name for name in self.variables}
        self.constants: Mapping[str, float] = MappingProxyType(
            {
                key: cell.value.value
                for key, cell in self._system.cells.items()
                if cell.kind == "constant" and isinstance(cell.value, Number)
            }
        )
        self._keys = {fold(key): key for key in self._system.cells}
        clock = clock_of(self._system.cells, self.constants, None, place)
        self.initial_time = clock.start
        self.time_step = clock.step
        self.saveper = clock.every * clock.step
        self.final_time = float(clock.times[-1])
        self._kernels: dict[tuple[tuple[str, ...], tuple[str, ...]], Kernel] = {}
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as text: machine code stays on the machine that made it."""
        return Model, (self._text, self._place)

    def find(self, name: str) -> str | None:
        """Return a variable's name as the file writes it, or None; case, blanks and underscores are alike."""
        return self._names.get(fold(name))

    def constant_keys(self, name: str) -> tuple[str, ...]:
        """Return the keys of the constants that a name or ``name[element]`` stands for; () if none."""
        key, variable = self._keys.get(fold(name)), self.find(name)
        keys = (key,) if key else self.variables[variable].elements if variable else ()
        return keys if all(each in self.constants for each in keys) else ()

    def simulate(
        self,
        inputs: Mapping[str, float | Array] | None = None,
        outputs: Iterable[str] | None = None,
        integrals: Iterable[str] | None = None,
        threads: int | None = None,
        save_every: float | None = None,
    ) -> Run:
        """Run the model by Euler's method.

        Parameters
        ----------
        inputs : values of constants, by ``name`` or ``name[element]``: a number, or (members,)
        outputs : variables to keep; all by default
        integrals : variables whose exact integral from one save to the next is kept too
        threads : at most this many at once; all cores by default. No bit depends on it.
        save_every : time between saves; the model's SAVEPER by default

        Raises
        ------
        SimError: unknown names, things that are no constants, values that are no finite numbers,
            draws of different lengths, a step or horizon that cannot be.
        """
        values, members = self._values(inputs or {})
        wanted = self._variables(self.variables if outputs is None else outputs, outputs is None)
        summed = self._variables(integrals or (), False)
        clock = clock_of(self._system.cells, values, save_every, self._place)
        kernel = self._kernel(self._scalars(wanted), self._scalars(summed))
        batch = kernel.run(values, members, clock, threads)
        failures = self._failures(batch, values, clock)
        return Run(
            clock.times,
            batch.values,
            self._rows(wanted, 0),
            self._rows(summed, self._width(wanted)),
            failures,
        )

    # --- what was asked for -----------------------------------------------------------------

    def _values(self, inputs: Mapping[str, float | Array]) -> tuple[dict[str, float | Array], int]:
        """Return the value of every constant and the number of members."""
        values: dict[str, float | Array] = dict(self.constants)
        faults: list[Fault] = []
        lengths: dict[str, int] = {}
        for name, given in inputs.items():
            keys = self._constant_keys(name, faults)
            value = np.asarray(given, dtype=np.float64) if _is_numeric(given) else None
            if value is None or value.ndim > 1 or value.size == 0 or not np.isfinite(value).all():
                faults.append(_not_numbers(name, given))
                continue
            if value.ndim == 1:
                lengths[name] = value.size
            values.update((key, value if value.ndim else float(value)) for key in keys)
        if len(set(lengths.values())) > 1:
            shown = ", ".join(f'"{name}" {length:,}' for name, length in lengths.items())
            faults.append(Fault(f"各组抽样的成员数不同：{shown}。", f"the draws differ in length: {shown}."))
        if faults:
            raise SimError(faults)
        return values, next(iter(lengths.values()), 1)

    def _constant_keys(self, name: str, faults: list[Fault]) -> tuple[str, ...]:
        keys = self.constant_keys(name)
        if keys:
            return keys
        if self.find(name) or fold(name) in self._keys:
            zh, en = f'"{name}" 不是常量，不能设定。', f'"{name}" is not a constant and cannot be set.'
        else:
            near_zh, near_en = suggestion(name, self.constants)
            zh, en = f'模型没有常量 "{name}"。{near_zh}', f'the model has no constant "{name}".{near_en}'
        faults.append(Fault(zh, en, self._place))
        return ()

    def _variables(self, names: Iterable[str], skip_lookups: bool) -> tuple[str, ...]:
        found, faults = [], []
        for name in names:
            known = self.find(name)
            if known is None:
                zh, en = suggestion(name, self.variables)
                zh, en = f'模型没有变量 "{name}"。{zh}', f'the model has no variable "{name}".{en}'
                faults.append(Fault(zh, en, self._place))
            elif self.variables[known].kind != "lookup":
                found.append(known)
            elif not skip_lookups:
                zh, en = (
                    f'"{known}" 是查找表，没有随时间的值。',
                    f'"{known}" is a lookup and has no values over time.',
                )
                faults.append(Fault(zh, en, self._place))
        if faults:
            raise SimError(faults)
        return tuple(dict.fromkeys(found))

    def _scalars(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for name in names for key in self.variables[name].elements)

    def _width(self, names: Iterable[str]) -> int:
        return len(self._scalars(names))

    def _rows(self, names: Iterable[str], first: int) -> dict[str, Row]:
        rows = {}
        for name in names:
            variable = self.variables[name]
            rows[name] = Row(first, variable.sizes, variable.elements)
            first += len(variable.elements)
        return rows

    def _kernel(self, outputs: tuple[str, ...], integrals: tuple[str, ...]) -> Kernel:
        with self._lock:
            kernel = self._kernels.pop((outputs, integrals), None)
            kernel = kernel or Kernel(lower(self._system.cells, outputs, integrals))
            self._kernels[outputs, integrals] = kernel  # the last used goes last
            if len(self._kernels) > _KERNELS_KEPT:
                del self._kernels[next(iter(self._kernels))]
        return kernel

    # --- members that broke -----------------------------------------------------------------

    def _failures(
        self, batch: Batch, values: Mapping[str, float | Array], clock: Clock
    ) -> tuple[Failure, ...]:
        """Trace each member that turned non-finite to where it first did."""
        broken = np.flatnonzero(~batch.is_finite)
        if not broken.size:
            return ()
        traced = broken[:_DIAGNOSED]
        order = in_order(self._system.cells, needs_at_step(self._system.cells))
        keys = [key for key in order if "#" not in key]
        picked = {key: value if isinstance(value, float) else value[traced] for key, value in values.items()}
        steps = Clock(clock.start, clock.step, (clock.saves - 1) * clock.every + 1, 1)
        history = self._kernel(tuple(keys), ()).run(picked, traced.size, steps, None)
        found = [_first_break(history.values[:, :, place], keys, steps.times) for place in range(traced.size)]
        return tuple(
            Failure(int(member), *(found[place] if place < len(found) else ("", math.nan)))
            for place, member in enumerate(broken)
        )


def _first_break(history: Array, keys: list[str], times: Array) -> tuple[str, float]:
    """Return the first non-finite scalar in the order of computation: (key, step) → its key and time."""
    moments, rows = np.nonzero(~np.isfinite(history.T))
    return (keys[rows[0]], float(times[moments[0]])) if moments.size else ("", math.nan)


def _is_numeric(value: Any) -> bool:
    array = np.asarray(value)
    return array.dtype.kind in "iuf"


def _not_numbers(name: str, given: Any) -> Fault:
    shown = repr(given) if np.ndim(given) == 0 else "[…]"
    return Fault(
        f'"{name}" 的值是 {shown}，应为有限的数，或每个成员一个数的一维数组。',
        f'"{name}" is {shown}; it must be a finite number, '
        "or a one-dimensional array with a number per member.",
    )
