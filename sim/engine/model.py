"""Public face of the engine: a model file loaded, described and simulated."""

from __future__ import annotations

import functools
import math
import os
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from sim import arguments
from sim.arguments import names_of
from sim.arrays import Array
from sim.bilingual_names import Names, comment_names
from sim.cache import kept
from sim.document import read_text
from sim.engine.collection import paused_collection
from sim.engine.external.data_sets import DataSets, read_data_sets, with_data
from sim.engine.external.files import Files
from sim.engine.feedback import Feedback, find_feedback, scalar_loops
from sim.engine.language.noise import MEMBER
from sim.engine.language.parser import Parsed, parse_equations, set_aside
from sim.engine.language.settings import integration_of, notes_on_settings
from sim.engine.language.source import Source
from sim.engine.machine.clock import Timeline, timeline_of
from sim.engine.machine.compiled import Batch, Clock, Kernel
from sim.engine.machine.diagnosis import first_breaks
from sim.engine.machine.equation import CLOCK, Equation
from sim.engine.machine.gradients import (
    Gradients,
    Layout,
    check_whole,
    no_derivative,
    own_values,
    passes,
    read_directions,
)
from sim.engine.machine.held import OWN, held_key, split_held
from sim.engine.machine.inputs import Given, Input, read_inputs
from sim.engine.machine.loop_scores import Loop, LoopScores
from sim.engine.machine.methods import METHODS, SCHEMES, Scheme
from sim.engine.machine.methods import listed as listed_methods
from sim.engine.machine.order import find_loops, in_order, needs_at_step
from sim.engine.machine.passing import Left, Passing
from sim.engine.machine.results import Failure, Gradient, Record, Row, Run
from sim.engine.machine.run_state import RunState, Selection, state_of
from sim.engine.machine.tangents import NoDerivative
from sim.engine.machine.tape import lower
from sim.engine.products import factors_beside
from sim.engine.reading import read_source
from sim.engine.system import System, build_system
from sim.engine.variables import Variable, describe
from sim.errors import Argument, Fault, Faults, SimError, fail
from sim.files import fingerprint
from sim.names import fold
from sim.notebook import table_html

if TYPE_CHECKING:
    import pandas as pd

    from sim.engine.reality import RealityCheck
    from sim.engine.units.check import Finding

__all__ = [
    "CLOCK", "Equation", "Failure", "Feedback", "Gradient", "Left", "Loop", "Model", "Record", "Run",
    "RunState", "Variable", "cached_model", "held_key", "load_model", "split_held",
]  # fmt: skip

_KERNELS_KEPT = 8  # selections of outputs for which a model keeps machine code


@arguments.reading()
def load_model(
    path: str | os.PathLike[str],
    *,
    data: str | os.PathLike[str] | Iterable[str | os.PathLike[str]] = (),
    partial: bool = False,
) -> Model:
    """Read and check a model file, of Vensim or XMILE.

    Parameters
    ----------
    path : path of the model file (.mdl, .xmile, .stmx, .itmx)
    data : file or files that fill the data variables without an equation
    partial : whether to omit unsupported variables and all that depend on them, instead of refusing the
        file; `Model.notes` lists them

    Returns
    -------
    Model : the model, ready to run

    Raises
    ------
    SimError: the file cannot be read, or has syntax errors, unknown names, unsupported functions
        or algebraic loops; all faults that one stage of reading finds, each with its line.

    Examples
    --------
    >>> model = sim.load_model("model/teda.mdl")
    >>> model["resident population"].units
    '万人'
    >>> model.simulate({"birth rate": 0.01}, outputs="resident population")
    <Run of 1 variables (resident population), 22 times from 2019 to 2040, members: 1>
    """
    return Model(
        read_text(path),
        os.fspath(path),
        data=read_data_sets(arguments.paths_of(data, "data")),
        partial=partial,
    )


def cached_model(path: str | os.PathLike[str], *, partial: bool = False) -> Model:
    """Return the model of a file, parsed and compiled once as long as the file is unchanged."""
    place = os.fspath(path)
    return _loaded(place, fingerprint(place), partial)


@functools.lru_cache(maxsize=8)
def _loaded(place: str, content: str, partial: bool) -> Model:
    text, files = read_text(place), Files.beside(place)
    reading = kept(
        "model",
        (place, content, partial),
        lambda: _read(text, place, files, {}, partial),
        lambda _: files.is_unused,  # a model of several files is read anew
    )
    return Model(text, place, files, partial=partial, reading=reading)


@dataclass(frozen=True)
class _Reading:
    """What a file says, checked: all of a model that takes long to find out."""

    source: Source
    system: System
    integration: str
    method: str | None
    notes: tuple[Fault, ...]
    variables: dict[str, Variable]


@paused_collection()
def _read(
    text: str, place: str, files: Files, data: DataSets, is_partial: bool, method: str = ""
) -> _Reading:
    source = read_source(text, place, method)
    return _reading_of(parse_equations(source), source, files, data, is_partial)


@paused_collection()
def _reading_of(
    parsed: tuple[Parsed, ...], source: Source, files: Files, data: DataSets, is_partial: bool
) -> _Reading:
    system = build_system(parsed, source, files, data, is_partial=is_partial)
    notes = (*notes_on_settings(source), *source.notes, *set_aside(parsed, source), *system.notes)
    Faults(find_loops(system.cells, source)).check()
    return _Reading(source, system, *integration_of(source), notes, describe(system))


class Model:
    """A model, ready to run. Running it changes nothing in it.

    Parameters
    ----------
    text : text of the model file
    place : name of the file in messages; files that the model reads must be in its folder
    files : files read when the model was first built; for unpickling
    data : points of data variables without an equation, by folded name
    partial : whether to omit unsupported variables and all that depend on them

    Attributes
    ----------
    variables : description of each variable, by name, in file order
    groups : comment of each group of variables, by name, in file order
    constants : default value of each constant, by key [units of the model]
    initial_time, final_time, time_step, saveper : the file's time settings [time units of the model]
    method : method of integration in the file's settings; None where it is not supported
    notes : parts of the file that a run does not use, each with its line
    left_out : variables that a partial model omits
    hash : SHA-256 of the equations and data, hexadecimal
    """

    def __init__(
        self,
        text: str,
        place: str,
        files: Files | None = None,
        *,
        data: DataSets | None = None,
        partial: bool = False,
        reading: _Reading | None = None,
    ) -> None:
        self._text, self._place, self._data, self._is_partial = text, place, data or {}, partial
        self._files = files or Files.beside(place)
        reading = reading or _read(text, place, self._files, self._data, partial)
        self._source, self._system, self.notes = reading.source, reading.system, reading.notes
        self._integration, self.method = reading.integration, reading.method
        self.left_out = self._system.left_out
        self.hash = self._files.hash_with(with_data(self._source.hash, self._data))
        self.variables: Mapping[str, Variable] = MappingProxyType(reading.variables)
        self.groups: Mapping[str, str] = MappingProxyType(dict(self._source.groups))
        self._names = {fold(name): name for name in self.variables}
        self._elements: dict[str, tuple[str, ...]] = {}
        for name, shape in self._system.shapes.items():
            self._elements |= {fold(key): (key,) for key in shape.keys} | {fold(name): shape.keys}
        plain = read_inputs({}, self._system, self._elements, place, SCHEMES[self.method or METHODS[0]])
        self.constants: Mapping[str, float] = MappingProxyType(
            {key: float(np.ravel(value)[0]) for key, value in plain.values.items() if key != MEMBER}
        )
        self._kernels: dict[tuple[Any, ...], Kernel] = {}
        self._lock = threading.Lock()
        self._equations: dict[str, Equation] = {}
        self._loops: dict[tuple[Loop, ...], LoopScores] = {}
        line = self._timeline(plain, None, self.method or METHODS[0], None)
        self.initial_time, self.time_step = line.clock.start, line.clock.step
        self.saveper, self.final_time = line.saveper, float(line.times[-1])

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle as text and data files: machine code is never sent to another machine."""
        build = functools.partial(Model, data=self._data, partial=self._is_partial)
        return build, (self._text, self._place, self._files)

    def __getitem__(self, name: str) -> Variable:
        """Return a variable by its name, however it is spelt, or by how its comment begins.

        Raises
        ------
        SimError: the model has no such variable.
        """
        known = self.find(str(name)) or self._called.known(str(name))
        if known not in self.variables:
            raise SimError(self._no_variable(str(name)))
        return self.variables[known]

    @functools.cached_property
    def _called(self) -> Names:
        """What variables are called beside their names: how their comments begin."""
        called = {name: comment_names(one.comment) for name, one in self.variables.items()}
        return Names(("变量", "variable"), called)

    def _no_variable(self, name: str) -> Fault:
        found = self._called.find(name)
        if found:
            return self._called.several(name, found, self._place)
        zh, en = self._called.hint(name) if self._called.nearest(name) else ("", "")
        return Fault(
            "unknown-name",
            f'模型没有变量 "{name}"。{zh}',
            f'the model has no variable "{name}".{en}',
            self._place,
        )

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the variables, in file order."""
        return iter(self.variables)

    def __contains__(self, name: object) -> bool:
        """Return whether the model has a variable."""
        return self.find(str(name)) is not None

    def __repr__(self) -> str:
        """Return the content of the model, in one line."""
        kinds = Counter(variable.kind for variable in self.variables.values())
        counts = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common())
        times = f"{self.initial_time:g} to {self.final_time:g}"
        return f"<Model {self._place}: {len(self.variables):,} variables ({counts}), {times}>"

    def _repr_html_(self) -> str:
        """Return the variables as a table."""
        return table_html(repr(self), self.to_frame())

    def to_frame(self) -> pd.DataFrame:
        """Return a row for each variable: index name, columns kind, units, subscripts, limits, comment."""
        import pandas as pd  # takes a second, which only frames need

        rows = [
            (one.kind, one.units, ", ".join(one.dimensions), *one.limits, one.group, one.comment)
            for one in self.variables.values()
        ]
        columns = ["kind", "units", "subscripts", "low", "high", "group", "comment"]
        return pd.DataFrame(rows, index=pd.Index(self.variables, name="name"), columns=columns)

    def find(self, name: str) -> str | None:
        """Return a variable's name as the file writes it, or None; case, blanks and underscores are alike."""
        return self._names.get(fold(name))

    def constant_keys(self, name: str) -> tuple[str, ...]:
        """Return the keys of the constants that a name or ``name[element]`` denotes; () if none."""
        keys = self._elements.get(fold(name), ())
        return keys if all(key in self.constants for key in keys) else ()

    def default_of(self, key: str) -> float:
        """Return what an input is where it is not given: a constant's value, or that nothing is held."""
        return OWN if split_held(key) else self.constants[key]

    def feedback(self) -> tuple[Feedback, ...]:
        """Return the feedback groups of variables, the largest first."""
        return find_feedback(self._system)

    def kind_of(self, key: str) -> str:
        """Return what a scalar is: "constant", "auxiliary", "stock" or another state, "series" (data)."""
        return self._system.cells[key].kind

    def factors_beside(self, key: str) -> tuple[str, ...]:
        """Return the scalars by which equations multiply a scalar, as `sim.engine.products` finds them."""
        return factors_beside(key, self._system.cells.values())

    def equation(self, key: str) -> Equation:
        """Return the equation of a scalar apart from the model; of a stock its net flow."""
        with self._lock:
            if key not in self._equations:
                self._equations[key] = Equation(self._system.cells[key], (self.hash, self._is_partial))
            return self._equations[key]

    @property
    def scheme(self) -> Scheme:
        """Return the stages of a step by the model's method.

        Raises
        ------
        SimError: the file asks for a method that is not supported.
        """
        return SCHEMES[self._method]

    def every_stage(
        self, inputs: Mapping[str, Input], final_time: float, keys: Iterable[str] | None = None
    ) -> Mapping[str, Array]:
        """Run the model and return scalars at every stage of every step, stages of delays too.

        Parameters
        ----------
        inputs : as those of `simulate`
        final_time : end [time units of the model], one of the steps
        keys : of the scalars; all by default

        Returns
        -------
        (stage, member) [units of the model] by key, the stages of a step behind one another, the end last;
        the time itself under `CLOCK`

        Raises
        ------
        SimError: as `simulate`.
        """
        stages = self.scheme.stages
        given = read_inputs({**inputs}, self._system, self._elements, self._place, self.scheme)
        wanted = given.cells if keys is None else dict.fromkeys(keys)
        keys = tuple(key for key in wanted if key != CLOCK and given.cells[key].kind != "series")
        line = self._timeline(given, self.time_step, self._method, None)
        steps = round((final_time - self.initial_time) / self.time_step)
        times = np.empty(steps * len(stages) + 1)
        values = np.empty((len(keys), times.size, given.members))
        for place, stage in enumerate(stages):
            clock = replace(line.clock, saves=steps + (place == 0))
            method = f"{self._method}#{place}" if place else self._method
            values[:, place :: len(stages)] = self._run(given, keys, (), method, clock, None).values
            times[place :: len(stages)] = clock.times + stage.position / 2 * self.time_step
        return {**dict(zip(keys, values, strict=True)), CLOCK: times[:, None]}

    def loop_shares(
        self,
        inputs: Mapping[str, Input],
        loops: Sequence[Loop],
        moments: tuple[float, float, float],
        threads: int | None = None,
    ) -> Array:
        """Run the model and return what loops do from one step to the next.

        Parameters
        ----------
        inputs : as those of `simulate`
        loops : of one feedback group of `loops_of_scalars`
        moments : start, end and interval [time units of the model]: moments are the ends of intervals, each
            against the step before it
        threads : largest number of threads; all processors by default

        Returns
        -------
        (loop, moment, member) : share of a loop in what all of them do, minus where it balances

        Raises
        ------
        SimError: as `simulate`.
        """
        choice = tuple(loops)
        with self._lock:
            if choice not in self._loops:
                self._loops = {choice: LoopScores(self._system.cells, loops, (self.hash, self._is_partial))}
            scores = self._loops[choice]
        given = read_inputs({**inputs}, self._system, self._elements, self._place, self.scheme)
        keys = tuple(key for key in scores.causes if key != CLOCK)
        line = self._timeline(given, self.time_step, self._method, threads)
        start, end, interval = (round(moment / self.time_step) for moment in moments)
        first = start - round(self.initial_time / self.time_step) + interval
        after = replace(line.clock, saves=(end - start) // interval, every=interval, first_save=first)
        clocks = (replace(after, first_save=first - 1), after)
        before, after_it = (self._points(given, keys, clock, threads) for clock in clocks)
        return scores.at(before, after_it, threads).reshape(len(loops), after.saves, -1)

    def _points(
        self, given: Given, keys: tuple[str, ...], clock: Clock, threads: int | None
    ) -> dict[str, Array]:
        """Return scalars at the saves of a run, one save after the other: (point,)."""
        values = self._run(given, keys, (), self._method, clock, threads).values
        points = {key: each.ravel() for key, each in zip(keys, values, strict=True)}
        return {**points, CLOCK: np.repeat(clock.times, given.members)}

    def loops_of_scalars(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """Return the feedback loops by the keys of their scalars, for each group; the largest group first."""
        return scalar_loops(self._system)

    def check_units(self) -> tuple[Finding, ...]:
        """Return faults and doubtful findings on the units of the equations, in file order."""
        from sim.engine.units.check import check_units  # pint takes half a second to import

        parsed = (part for shape in self._system.shapes.values() for part in shape.parts)
        return check_units(parsed, self._source)

    def reality_checks(self) -> tuple[RealityCheck, ...]:
        """Run every reality check of the file on its own and return what came out, in file order."""
        from sim.engine.reality import run_reality_checks

        def run(parsed: tuple[Parsed, ...], source: Source, name: str) -> Run:
            reading = _reading_of(parsed, source, self._files, self._data, self._is_partial)
            variant = Model(self._text, self._place, self._files, data=self._data, reading=reading)
            return variant.simulate(outputs=[name], save_every=variant.time_step)

        return tuple(run_reality_checks(parse_equations(self._source), self._source, run))

    @arguments.reading(until=arguments.number, state=state_of)
    def simulate(
        self,
        inputs: Mapping[str, Input] | None = None,
        outputs: str | Iterable[str] | None = None,
        integrals: str | Iterable[str] | None = None,
        threads: int | None = None,
        method: str | None = None,
        step: float | None = None,
        save_every: float | None = None,
        final_time: float | None = None,
        first_member: int = 0,
        until: float | None = None,
        state: RunState | None = None,
        gradients: str | Iterable[str] = (),
    ) -> Run:
        """Run the model.

        Parameters
        ----------
        inputs : values by ``name`` or ``name[element]`` [units of the model]: a number or (member,) for a
            constant or auxiliary; for an auxiliary also a time series, a pandas Series by time or a
            DataFrame (time, member), interpolated between its points and constant beyond them; for a
            lookup its points (point, 2). Under ``name@2021`` a number or (member,) for an auxiliary: what
            it is over the time unit that ends at 2021, in the place of its equation
        outputs : names of the variables to keep; all by default
        integrals : names of variables whose exact integrals from one save to the next are kept too
        threads : largest number of threads; all processors by default. Results do not depend on it.
        method : "euler"; of second order "rk2", the midpoint method, and "heun", two evaluations a step, or
            "ab2", Adams and Bashforth's with one, begun anew at events; or "rk4", the classical Runge–Kutta
            method of fourth order. By default that of the file's settings. Events, fixed delays and held
            values are constant over the stages of a step that count.
        step, save_every, final_time : time step, interval of saves and end [time units of the model]; by
            default the model's TIME STEP, SAVEPER and FINAL TIME
        first_member : number of the first member, from 0, by which random functions draw
        until : step at which the run ends early and leaves its state, `Run.state` [time units of the model];
            FINAL TIME, and what depends on it, stays as it is
        state : that an earlier run left, from which this one goes on with the same members and the bits of an
            uninterrupted run. Inputs act from that moment on: values held since the start (INITIAL, the
            delay times of fixed delays) stay. At the state's own moment, integrals are 0.
        gradients : inputs by which what is kept is differentiated too, `Run.gradients`: constants, and
            ``name@2021`` of auxiliaries, which counts what one more over that time unit does

        Returns
        -------
        Run : the kept variables, (time, member, *subscripts) each, and the members that became non-finite

        Raises
        ------
        SimError: unknown names, stocks, values that are not finite numbers, draws of different
            lengths, an invalid step or horizon, a method of the file that is not supported, a state of
            another model, method or step, a moment to end at that is no step, inputs or functions without a
            derivative.

        Examples
        --------
        >>> model = sim.load_model("model/teda.mdl")
        >>> whole = model.simulate(outputs="resident population")
        >>> first = model.simulate(outputs="resident population", until=2025)
        >>> later = model.simulate(outputs="resident population", state=first.state)
        >>> first.state.time
        2025.0
        >>> later
        <Run of 1 variables (resident population), 16 times from 2025 to 2040, members: 1>
        >>> bool((later["resident population"] == whole["resident population"][6:]).all())
        True
        >>> run = model.simulate(outputs="resident population", gradients="birth rate")
        >>> run.gradients["birth rate"]["resident population"].shape
        (22, 1)
        """
        method = method or self._method
        if method == "euler" and self._source.is_of_method:
            return self._under_euler.simulate(
                inputs, outputs, integrals, threads, method, step, save_every, final_time, first_member,
                until, state, gradients,
            )  # fmt: skip
        if method not in METHODS:
            raise fail(
                "invalid-choice",
                f'没有积分方法 "{method}"，应为 {"、".join(METHODS)} 之一。',
                f'no method "{method}"; there are {listed_methods("and")}.',
                Argument(f"method={method}"),
            )
        controls = {"TIME STEP": step, "FINAL TIME": final_time}
        settings = {name: value for name, value in controls.items() if value is not None}
        by = names_of(gradients, "gradients")
        if by:
            check_whole(is_resumed=state is not None, is_left=until is not None)
        given = read_inputs(
            {**own_values(by), **(inputs or {}), **settings},
            self._system,
            self._elements,
            self._place,
            SCHEMES[method],
            first_member,
            state,
        )
        directions = read_directions(by, given, self._elements, self._system.fixed, self._place)
        wanted = self._outputs if outputs is None else self._variables(names_of(outputs, "outputs"))
        summed = () if integrals is None else self._variables(names_of(integrals, "integrals"))
        line = self._timeline(given, save_every, method, threads, until)
        kept, integrated = self._scalars(wanted), self._scalars(summed)
        if state is not None:
            self._check_state(state, method, line, integrated)
        layout = Layout(self._rows(wanted, 0), self._rows(summed, len(kept)), len(kept), len(integrated))
        found: dict[str, Gradient] = {}
        for own in reversed(passes(directions, given.members * line.clock.steps)):
            batch = self._run(
                given, kept, integrated, method, line.clock, threads, is_left=until is not None, by=own
            )
            values = line.kept(batch.values, layout.rows_before_integrals(len(own), len(batch.kinks)))
            found = layout.gradients(line.times, values, batch.kinks, own) | found
        run = Run(
            line.times,
            layout.plain(values, len(own), len(batch.kinks)),
            layout.outputs,
            layout.integrals,
            self._failures(batch, given, method, line.clock),
            None if until is None else self._state(batch.left, given, (kept, integrated), method, line.clock),
        )
        run.gradients = Gradients(found)
        return run

    def _timeline(
        self,
        given: Given,
        save_every: float | None,
        method: str,
        threads: int | None,
        until: float | None = None,
    ) -> Timeline:
        def watch(clock: Clock) -> Array:
            final: Array = self._run(given, ("FINAL TIME",), (), method, clock, threads).values[0]
            return final

        return timeline_of(given, save_every, self._place, watch, until)

    # --- states ----------------------------------------------------------------------------

    def _state(
        self,
        left: Left,
        given: Given,
        wanted: tuple[tuple[str, ...], tuple[str, ...]],
        method: str,
        clock: Clock,
    ) -> RunState:
        first = int(np.ravel(given.values[MEMBER])[0]) if MEMBER in given.values else 0
        return RunState(
            model_hash=self.hash,
            method=method,
            start=clock.start,
            step=clock.step,
            at=clock.steps,
            horizon=clock.steps if clock.horizon is None else clock.horizon,
            first_member=first,
            members=given.members,
            selection=_selection(method, wanted, given),
            left=left,
        )

    def _check_state(self, state: RunState, method: str, line: Timeline, summed: tuple[str, ...]) -> None:
        """Refuse a state that a run cannot go on from with the bits of an uninterrupted one."""
        clock, place = line.clock, self._place
        state.check(self.hash, method, (clock.start, clock.step), place)
        if state.left.memories and clock.steps > state.horizon:
            end, known = (clock.start + steps * clock.step for steps in (clock.steps, state.horizon))
            raise fail(
                "outside-limits",
                f"状态中的延迟只记到 {known:g}，不能算到 {end:g}；请用更晚的 FINAL TIME 重新保存状态。",
                f"the delays of the state remember up to {known:g}, not to {end:g}; "
                "leave the state in a run with a later FINAL TIME.",
                place,
            )
        if line.rows is not None and summed and state.at:
            raise fail(
                "unsupported",
                "SAVEPER 不是 TIME STEP 的整数倍时，接着状态运行不能求积分；请指定 save_every。",
                "a run from a state has no integrals where SAVEPER is no multiple of TIME STEP; "
                "give save_every.",
                place,
            )
        if clock.first_save > clock.origin:
            state.check_integrals(summed, place)

    @functools.cached_property
    def _under_euler(self) -> Model:
        """The model with the equations that it has under Euler's method."""
        reading = _read(self._text, self._place, self._files, self._data, self._is_partial, "euler")
        return Model(
            self._text, self._place, self._files, data=self._data, partial=self._is_partial, reading=reading
        )

    @property
    def _method(self) -> str:
        if self.method is not None:
            return self.method
        name = self._integration
        raise fail(
            "unsupported",
            f"文件选用的积分方法 {name} 这里不支持；请指定方法：{'、'.join(METHODS)} 之一。",
            f"the file asks for integration by {name}, which is not supported here; "
            f"choose {listed_methods('or')}.",
            self._place,
        )

    # --- requested outputs -----------------------------------------------------------------

    @property
    def _outputs(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.variables.values() if one.kind != "lookup")

    def _variables(self, names: Iterable[str]) -> tuple[str, ...]:
        with Faults() as faults:
            found = [faults.take(self._over_time, name) for name in names]
        return tuple(dict.fromkeys(found))

    def _over_time(self, name: str) -> str:
        variable = self[name]
        if variable.kind == "lookup":
            raise fail(
                "no-data",
                f'"{variable.name}" 是查找表，没有随时间的值。',
                f'"{variable.name}" is a lookup and has no values over time.',
                self._place,
            )
        return variable.name

    def _scalars(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for name in names for key in self.variables[name].elements)

    def _rows(self, names: Iterable[str], first: int) -> dict[str, Row]:
        rows = {}
        for name in names:
            variable = self.variables[name]
            rows[name] = Row(first, variable)
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
        *,
        is_left: bool = False,
        by: tuple[str, ...] = (),
    ) -> Batch:
        state = given.state
        selection = _selection(method, (outputs, integrals), given)
        passing = Passing(state.names if state else None, is_left, is_left and selection is None)
        drawn = tuple(sorted(key for key, value in given.values.items() if not isinstance(value, float)))
        choice = (
            outputs,
            integrals,
            method,
            given.changes,
            drawn,
            is_left,
            tuple(sorted(passing.taken or ())),
            by,
        )
        key = (self.hash, self._is_partial, choice)
        with self._lock:
            kernel = self._kernels.pop(choice, None)
            try:
                kernel = kernel or Kernel(
                    lambda: lower(given.cells, outputs, integrals, drawn, passing), method, key, by
                )
            except NoDerivative as one:
                raise no_derivative(str(one), given, (*outputs, *integrals), by, self._place) from one
            self._kernels[choice] = kernel  # the last used is moved to the end
            if len(self._kernels) > _KERNELS_KEPT:
                del self._kernels[next(iter(self._kernels))]
        moments = kernel.moments(clock) if kernel.shape.series else clock.times
        series = {key: given.series[key].at(moments, kernel.fineness) for key in kernel.shape.series}
        if state is None:
            return kernel.run(given.values, series, given.members, clock, threads)
        state.check_names(kernel.shape.inputs, selection, self._place)
        values = {**given.values, **state.as_inputs}
        return kernel.run(values, series, given.members, clock, threads, state.left)

    # --- members that broke -----------------------------------------------------------------

    def _failures(self, batch: Batch, given: Given, method: str, clock: Clock) -> tuple[Failure, ...]:
        """Trace each non-finite member to its first break."""
        broken = np.flatnonzero(~batch.is_finite)
        if not broken.size:
            return ()
        if given.state is not None and given.state.selection is not None:  # no other outputs can be asked for
            return tuple(Failure(int(member), "", math.nan) for member in broken)
        order = in_order(given.cells, needs_at_step(given.cells))
        keys = tuple(key for key in order if "#" not in key)

        def history(members: int, saved: Clock) -> Array:
            return self._run(given.only(broken[:members]), keys, (), method, saved, None).values

        found = first_breaks(history, keys, broken.size, clock)
        return tuple(Failure(int(member), *where) for member, where in zip(broken, found, strict=True))


def _selection(method: str, wanted: tuple[tuple[str, ...], tuple[str, ...]], given: Given) -> Selection:
    """Return what is asked of a run by a method that remembers slopes; None for others."""
    return (*wanted, given.changes) if SCHEMES[method].is_extrapolated else None
