"""The error that a user sees, its codes, and the collector of faults."""

import ast
import doctest
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import get_args

import pytest

import sim.errors
from sim.errors import Code, Fault, Faults, SimError, fail

PACKAGE = Path(sim.errors.__file__).parent
BAD, WORSE = Fault("syntax", "坏", "bad", "a.yaml:1"), Fault("missing", "更坏", "worse")


def test_an_error_travels_between_processes_with_its_faults() -> None:
    error = SimError([BAD, WORSE])
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, SimError)
    assert again.faults == error.faults
    assert [fault.code for fault in again.faults] == ["syntax", "missing"]
    assert str(again) == "a.yaml:1: 坏\n          bad\n更坏\nworse"


def test_a_fault_is_reported_once() -> None:
    assert SimError([BAD, WORSE, BAD]).faults == (BAD, WORSE)


def test_a_fault_is_moved_to_a_place() -> None:
    assert WORSE.at("b.yaml:2") == Fault("missing", "更坏", "worse", "b.yaml:2")


def _codes_given() -> Iterator[str]:
    """Yield the codes that calls name: ``Fault("syntax", …)``, ``fail(…)``, ``reader.fault(…)``."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name == "fail" or name.lower().endswith("fault"):
                    texts = (part.value for part in ast.walk(node.args[0]) if isinstance(part, ast.Constant))
                    yield from (text for text in texts if isinstance(text, str))


def test_every_code_of_the_table_is_used() -> None:
    assert set(get_args(Code)) <= set(_codes_given())


def _read(fault: Fault | None) -> str:
    if fault:
        raise SimError(fault)
    return "read"


def _raised(block: Callable[[Faults], object]) -> tuple[Fault, ...]:
    """Return the faults that a block of collecting raises."""

    def collect() -> None:
        with Faults() as faults:
            block(faults)

    with pytest.raises(SimError) as caught:
        collect()
    return caught.value.faults


def test_a_collector_reads_on_and_raises_all_faults_at_its_end() -> None:
    reached: list[str] = []

    def block(faults: Faults) -> None:
        faults.take(_read, BAD)
        reached.append(faults.take(_read, fault=None))
        faults.append(WORSE)

    assert _raised(block) == (BAD, WORSE)
    assert reached == ["read"]


def test_a_collector_without_faults_raises_nothing() -> None:
    with Faults() as faults:
        value = faults.take(_read, fault=None)
        faults.check()
    assert value == "read"


def test_an_error_that_ends_the_block_comes_after_what_was_collected() -> None:
    def block(faults: Faults) -> None:
        faults.append(BAD)
        raise fail("missing", "更坏", "worse")

    assert _raised(block) == (BAD, WORSE)


def test_collected_faults_can_end_a_block_early() -> None:
    def block(faults: Faults) -> None:
        faults.take(_read, BAD)
        faults.check()
        faults.append(WORSE)

    assert _raised(block) == (BAD,)


def test_another_error_passes_through_a_collector() -> None:
    def collect() -> None:
        with Faults() as faults:
            faults.append(BAD)
            raise KeyError

    with pytest.raises(KeyError):
        collect()


def test_the_examples_hold() -> None:
    assert doctest.testmod(sim.errors).failed == 0
