"""Part of a branch: states, past and draws of a block of members, as a table and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from sim.arrays import Array
from sim.engine.model import Failure, Left, Record, RunState
from sim.run.begin import Begin
from sim.sampling.table_file import MEMBER

_FACTS = b"facts"  # in a table's metadata: all that is no column
_STATE, _MEMORY, _LEVEL, _FLOW, _DRAW = "state", "memory", "level", "flow", "draw"  # before a column's name


@dataclass(frozen=True)
class Part:
    """Members of a branch.

    Parameters
    ----------
    begin : where they stand
    draws : (constant, member) [units of the model]
    """

    begin: Begin
    draws: Array


def table_of(part: Part, first: int, keys: tuple[str, ...]) -> pa.Table:
    """Return a row for each member.

    Parameters
    ----------
    first : number of the first member
    keys : constants that are drawn
    """
    state, record = part.begin.state, part.begin.record
    columns: dict[str, NDArray[Any]] = {MEMBER: np.arange(first, first + state.members)}
    columns |= {f"{_STATE} {name}": values for name, values in state.left.values.items()}
    for key, memory in state.left.memories.items():
        columns |= {f"{_MEMORY} {step} {key}": values for step, values in enumerate(memory)}
    for kind, series in ((_LEVEL, record.outputs), (_FLOW, record.integrals)):
        for key, rows in series.items():
            columns |= {f"{kind} {row} {key}": values for row, values in enumerate(rows)}
    columns |= {f"{_DRAW} {key}": values for key, values in zip(keys, part.draws, strict=True)}
    facts = {
        "state": {
            "model_hash": state.model_hash,
            "method": state.method,
            "start": state.start,
            "step": state.step,
            "at": state.at,
            "horizon": state.horizon,
            "first_member": state.first_member,
        },
        "time": record.time.tolist(),
        "failures": [[one.member, one.variable, one.time] for one in record.failures],
    }
    table = pa.table({name: np.ascontiguousarray(values) for name, values in columns.items()})
    return table.replace_schema_metadata({_FACTS: json.dumps(facts, ensure_ascii=False).encode()})


def part_of(table: pa.Table) -> Part:
    """Return the members of a table that `table_of` made."""
    facts: dict[str, Any] = json.loads(table.schema.metadata[_FACTS])
    columns = {name: table[name].to_numpy() for name in table.column_names}
    state = RunState(
        **facts["state"],
        members=table.num_rows,
        selection=None,
        left=Left(_named(columns, _STATE), _stacked(columns, _MEMORY)),
    )
    failures = tuple(Failure(int(member), name, time) for member, name, time in facts["failures"])
    record = Record(np.array(facts["time"]), _stacked(columns, _LEVEL), _stacked(columns, _FLOW), failures)
    draws = _named(columns, _DRAW)
    return Part(Begin(state, record), np.stack(list(draws.values())))


def only(part: Part, first: int, stop: int) -> Part:
    """Return the members of a part from one place to before another."""
    state, record = part.begin.state, part.begin.record
    cut = slice(first, stop)
    outputs, integrals = (
        {key: values[:, cut] for key, values in series.items()}
        for series in (record.outputs, record.integrals)
    )
    failures = tuple(
        Failure(one.member - first, one.variable, one.time)
        for one in record.failures
        if first <= one.member < stop
    )
    begin = Begin(state[cut], Record(record.time, outputs, integrals, failures))
    return Part(begin, part.draws[:, cut])


def joined(parts: Iterable[Part]) -> Part:
    """Return the members of several parts, one after the other."""
    first, *others = parts
    for other in others:
        state, record = first.begin.state, first.begin.record
        left, past = other.begin.state.left, other.begin.record
        failures = (Failure(one.member + state.members, one.variable, one.time) for one in past.failures)
        both = replace(
            state,
            members=state.members + other.begin.state.members,
            left=Left(
                _side_by_side(state.left.values, left.values),
                _side_by_side(state.left.memories, left.memories),
            ),
        )
        kept = Record(
            record.time,
            _side_by_side(record.outputs, past.outputs),
            _side_by_side(record.integrals, past.integrals),
            (*record.failures, *failures),
        )
        first = Part(Begin(both, kept), np.concatenate([first.draws, other.draws], axis=1))
    return first


def _side_by_side(ours: Mapping[str, Array], theirs: Mapping[str, Array]) -> dict[str, Array]:
    return {key: np.concatenate([values, theirs[key]], axis=-1) for key, values in ours.items()}


def _named(columns: Mapping[str, Array], kind: str) -> dict[str, Array]:
    """Return the columns of a kind by what follows it."""
    start = f"{kind} "
    return {name[len(start) :]: values for name, values in columns.items() if name.startswith(start)}


def _stacked(columns: Mapping[str, Array], kind: str) -> dict[str, Array]:
    """Return the series of a kind, (moment, member) each: their columns follow one another in time."""
    rows: dict[str, list[Array]] = {}
    for name, values in _named(columns, kind).items():
        rows.setdefault(name.partition(" ")[2], []).append(values)
    return {key: np.stack(values) for key, values in rows.items()}
