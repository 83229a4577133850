"""Reality checks of a model file (22190): what must hold whenever something else does.

``name :THE CONDITION: a :IMPLIES: b`` holds where b is true at every step at which a is. A test input,
``name :TEST INPUT: x = expression``, stands in a for a run in which x has that equation instead of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np

from sim.engine.language.parser import Parsed
from sim.engine.language.source import Source
from sim.engine.language.syntax import (
    Call,
    Implication,
    Node,
    Number,
    Operation,
    Reference,
    TestInput,
    references_in,
)
from sim.engine.machine.results import Run
from sim.errors import Fault, SimError
from sim.names import fold

RunVariant = Callable[[tuple[Parsed, ...], Source, str], Run]
_IF = Reference("IF THEN ELSE")


@dataclass(frozen=True)
class RealityCheck:
    """A reality check and its outcome.

    Parameters
    ----------
    name : as written
    line : of the model file
    holds : whether it does; None where it could not be run
    time : at which it was first broken [time units of the model]; None where it was not
    faults : why it could not be run
    """

    name: str
    line: int
    holds: bool | None
    time: float | None = None
    faults: tuple[Fault, ...] = ()


def run_reality_checks(parsed: tuple[Parsed, ...], source: Source, run: RunVariant) -> Iterator[RealityCheck]:
    """Yield the outcome of every reality check, in file order.

    Parameters
    ----------
    parsed : equations of the model, checks and test inputs included
    source : of the model
    run : runs other equations under another source, keeping one variable at every step
    """
    checks = [item for item in parsed if item.kind == "check"]
    inputs = {fold(item.name): item for item in checks if isinstance(item.rule, TestInput)}
    for item in checks:
        if not isinstance(item.rule, Implication):
            continue
        try:
            result = run(*_variant(item, item.rule, inputs, parsed, source), item.name)
        except SimError as error:
            yield RealityCheck(item.name, item.equation.line, None, faults=error.faults)
            continue
        broken = (result[item.name].reshape(len(result.time), -1) == 0).any(axis=1)
        time = float(result.time[np.argmax(broken)]) if broken.any() else None
        yield RealityCheck(item.name, item.equation.line, time is None, time)


def _variant(
    item: Parsed,
    rule: Implication,
    inputs: Mapping[str, Parsed],
    parsed: tuple[Parsed, ...],
    source: Source,
) -> tuple[tuple[Parsed, ...], Source]:
    """Return the equations with a variable that tells whether a check holds, and with its test inputs."""
    named = (fold(reference.name) for reference in references_in(rule.condition))
    used = [inputs[name] for name in dict.fromkeys(named) if name in inputs]
    condition = _with_inputs(rule.condition, inputs)
    is_kept = Call(_IF, (rule.consequence, Number(1.0), Number(0.0)))
    outcome = replace(item, kind="component", syntax=Call(_IF, (condition, is_kept, Number(1.0))))
    equations = [one for one in parsed if one.kind != "check"]
    for one in used:
        assert isinstance(one.rule, TestInput)
        target = one.rule.target
        key = (fold(target.name), tuple(map(fold, target.subscripts)))
        equations = [
            other for other in equations if (fold(other.name), tuple(map(fold, other.subscripts))) != key
        ]
        equations.append(
            replace(
                one, name=target.name, subscripts=target.subscripts, kind="component", syntax=one.rule.value
            )
        )
    digest = hashlib.sha256(f"{source.hash}\n{item.name}\n{outcome.syntax!r}".encode()).hexdigest()
    return (*equations, outcome), replace(source, hash=digest)


def _with_inputs(node: Node, inputs: Mapping[str, Parsed]) -> Node:
    """Return a condition in which every test input counts as true."""
    if isinstance(node, Reference) and fold(node.name) in inputs:
        return Number(1.0)
    if isinstance(node, Operation):
        return replace(node, parts=tuple(_with_inputs(part, inputs) for part in node.parts))
    return node
