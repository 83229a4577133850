"""The engine's public face: load a model file, look at its variables, run it."""

from __future__ import annotations

import functools
import os
import threading
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from sim.arrays import Array
from sim.document import read_text
from sim.engine.external.files import Files
from sim.engine.feedback import Feedback, find_feedback
from sim.engine.language.expressions import fold
from sim.engine.language.parser import parse_equations
from sim.engine.language.source import split_source
from sim.engine.machine.clock import clock_of
from sim.engine.machine.compiled import Batch, Clock, Kernel
from sim.engine.machine.diagnosis import first_breaks
from sim.engine.machine.inputs import Given, Input, read_inputs
from sim.engine.machine.kernel import METHODS
from sim.engine.machine.order import find_loops, in_order, needs_at_step
from sim.engine.machine.results import Failure, Row, Run
from sim.engine.machine.tape import lower
from sim.engine.system import build_system
from sim.engine.variables import Variable, describe
from sim.errors import Fault, SimError, fail, suggestion
from sim.files import fingerprint

if TYPE_CHECKING:
    from sim.engine.units.check import Finding

__all__ = ["Failure", "Feedback", "Model", "Run", "Variable", "cached_model", "load_model"]

_KERNELS_KEPT = 8  # choices of outputs for which a model keeps machine code


def load_model(path: str | os.PathLike[str]) -> Model:
    """Read and check a Vensim model file.

    Raises
    ------
    SimError: the file cannot be read, or has syntax errors, unknown names, unsupported functions
        or algebraic loops; all that one stage of reading finds, with lines.
    """
    return Model(read_text(path), os.fspath(path))


def cached_model(path: str | os.PathLike[str]) -> Model:
    """Return the model of a file, parsed and compiled once as long as the file stays the same."""
    place = os.fspath(path)
    return _loaded(place, fingerprint(place))


@functools.lru_cache(maxsize=8)
def _loaded(place: str, _content: str) -> Model:
    return load_model(place)


class Model:
    """A model, ready to run. Running it changes nothing in it.

    Parameters
    ----------
    text : of the model file
    place : how messages name the file; what the model reads must lie in its folder
    files : what it read when it was first built, for one that was pickled

    Attributes
    ----------
    groups : what the file says of each of its groups of variables, by name, in file order
    """

    def __init__(self, text: str, place: str, files: Files | None = None) -> None:
        self._text, self._place = text, place
        self._files = files or Files.beside(place)
        self._source = source = split_source(text, place)
        self._system = build_system(parse_equations(source), source, self._files)
        loops = find_loops(self._system.cells, source)
        if loops:
            raise SimError(loops)
        self.hash = self._files.hash_with(source.hash)
        self.variables: Mapping[str, Variable] = MappingProxyType(describe(self._system))
        self.groups: Mapping[str, str] = MappingProxyType(dict(source.groups))
        self._names = {fold(name): name for name in self.variables}
        self._elements: dict[str, tuple[str, ...]] = {}
        for name, shape in self._system.shapes.items():
            self._elements |= {fold(key): (key,) for key in shape.keys} | {fold(name): shape.keys}
        plain = read_inputs({}, self._system, self._elements, place)
        self.constants: Mapping[str, float] = MappingProxyType({k: float(v) for k, v in plain.values.items()})
        clock = clock_of(plain, None, place)
        self.initial_time = clock.start
        self.time_step = clock.step
        self.saveper = clock.every * clock.step
        self.final_time = float(clock.times[-1])
        self._kernels: dict[tuple[Any, ...], Kernel] = {}
        self._lock = threading.Lock()

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as text and data files: machine code stays on the machine that made it."""
        return Model, (self._text, self._place, self._files)

    def find(self, name: str) -> str | None:
        """Return a variable's name as the file writes it, or None; case, blanks and underscores are alike."""
        return self._names.get(fold(name))

    def constant_keys(self, name: str) -> tuple[str, ...]:
        """Return the keys of the constants that a name or ``name[element]`` stands for; () if none."""
        keys = self._elements.get(fold(name), ())
        return keys if all(key in self.constants for key in keys) else ()

    def feedback(self) -> tuple[Feedback, ...]:
        """Return the groups of variables that act on one another, the largest first."""
        return find_feedback(self._system)

    def check_units(self) -> tuple[Finding, ...]:
        """Return what is wrong or doubtful in the units of the equations, in file order."""
        from sim.engine.units.check import check_units  # pint takes half a second to import

        parsed = (part for shape in self._system.shapes.values() for part in shape.parts)
        return check_units(parsed, self._source)

    def simulate(
        self,
        inputs: Mapping[str, Input] | None = None,
        outputs: Iterable[str] | None = None,
        integrals: Iterable[str] | None = None,
        threads: int | None = None,
        method: Literal["euler", "rk4"] = "euler",
        step: float | None = None,
        save_every: float | None = None,
        final_time: float | None = None,
    ) -> Run:
        """Run the model.

        Parameters
        ----------
        inputs : by ``name`` or ``name[element]``: a number or (member,) for a constant or auxiliary;
            for these also a time series, a pandas Series by time or a DataFrame (time, member), read
            between its points and held beyond them; for a lookup its points (point, 2)
        outputs : variables to keep; all by default
        integrals : variables whose exact integral from one save to the next is kept too
        threads : at most this many at once; all cores by default. No bit depends on it.
        method : Euler's, or the classical Runge–Kutta of fourth order; events, fixed delays and held
            values stay as they are over the stages of its steps
        step, save_every, final_time : the model's TIME STEP, SAVEPER and FINAL TIME by default

        Raises
        ------
        SimError: unknown names, stocks, values that are no finite numbers, draws of different
            lengths, a step or horizon that cannot be.
        """
        if method not in METHODS:
            raise fail(
                "invalid-choice",
                f'没有积分方法 "{method}"，应为 {" 或 ".join(METHODS)}。',
                f'no method "{method}"; there are {" and ".join(METHODS)}.',
            )
        controls = {"TIME STEP": step, "FINAL TIME": final_time}
        settings = {name: value for name, value in controls.items() if value is not None}
        given = read_inputs({**(inputs or {}), **settings}, self._system, self._elements, self._place)
        wanted = self._variables(self.variables if outputs is None else outputs, outputs is None)
        summed = self._variables(integrals or (), False)
        clock = clock_of(given, save_every, self._place)
        batch = self._run(given, self._scalars(wanted), self._scalars(summed), method, clock, threads)
        return Run(
            clock.times,
            batch.values,
            self._rows(wanted, 0),
            self._rows(summed, len(self._scalars(wanted))),
            self._failures(batch, given, method, clock),
        )

    # --- what was asked for -----------------------------------------------------------------

    def _variables(self, names: Iterable[str], skip_lookups: bool) -> tuple[str, ...]:
        found, faults = [], []
        for name in names:
            known = self.find(name)
            if known is None:
                zh, en = suggestion(name, self.variables)
                zh, en = f'模型没有变量 "{name}"。{zh}', f'the model has no variable "{name}".{en}'
                faults.append(Fault("unknown-name", zh, en, self._place))
            elif self.variables[known].kind != "lookup":
                found.append(known)
            elif not skip_lookups:
                zh, en = (
                    f'"{known}" 是查找表，没有随时间的值。',
                    f'"{known}" is a lookup and has no values over time.',
                )
                faults.append(Fault("no-data", zh, en, self._place))
        if faults:
            raise SimError(faults)
        return tuple(dict.fromkeys(found))

    def _scalars(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for name in names for key in self.variables[name].elements)

    def _rows(self, names: Iterable[str], first: int) -> dict[str, Row]:
        rows = {}
        for name in names:
            variable = self.variables[name]
            rows[name] = Row(first, variable.sizes, variable.elements)
            first += len(variable.elements)
        return rows

    def _run(
        self,
        given: Given,
        outputs: tuple[str, ...],
        integrals: tuple[str, ...],
        method: str,
        clock: Clock,
        threads: int | None,
    ) -> Batch:
        drawn = frozenset(key for key, value in given.values.items() if not isinstance(value, float))
        choice = (outputs, integrals, method, given.changes, drawn)
        with self._lock:
            kernel = self._kernels.pop(choice, None)
            kernel = kernel or Kernel(lower(given.cells, outputs, integrals, drawn), method)
            self._kernels[choice] = kernel  # the last used goes last
            if len(self._kernels) > _KERNELS_KEPT:
                del self._kernels[next(iter(self._kernels))]
        moments = kernel.moments(clock) if kernel.series else clock.times
        series = {key: given.series[key].at(moments, kernel.fineness) for key in kernel.series}
        return kernel.run(given.values, series, given.members, clock, threads)

    # --- members that broke -----------------------------------------------------------------

    def _failures(self, batch: Batch, given: Given, method: str, clock: Clock) -> tuple[Failure, ...]:
        """Trace each member that turned non-finite to where it first did."""
        broken = np.flatnonzero(~batch.is_finite)
        if not broken.size:
            return ()
        order = in_order(given.cells, needs_at_step(given.cells))
        keys = tuple(key for key in order if "#" not in key)

        def history(members: int, saved: Clock) -> Array:
            return self._run(given.only(broken[:members]), keys, (), method, saved, None).values

        found = first_breaks(history, keys, broken.size, clock)
        return tuple(Failure(int(member), *where) for member, where in zip(broken, found, strict=True))
