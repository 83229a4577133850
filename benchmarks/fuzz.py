"""Mutated models: each must load and run, or be refused with a clear error in both languages.

python benchmarks/fuzz.py [--count 10000] [--seed 1] [--workers 2] [--keep FOLDER]

Every case runs in a worker process, so that a crash of compiled code and a hang count as failures
too. A failure is told by its seed and number, from which it can be made again; ``--keep`` writes the
failing files. The exit code is 1 when there was any.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import random
import re
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TEDA = ROOT / "model" / "teda.mdl"
SMALL = tuple(sorted((ROOT / "tests" / "engine" / "models").glob("*.mdl")))
ONE_IN = 25  # cases of the large model: it takes as long to read as fifty of the small ones
PATIENCE = 60.0  # seconds until a case counts as hanging; the large model takes ten on a busy machine
MOST_STEPS, MOST_VALUES = 100_000, 5_000_000  # beyond these a model is read but not run
FEW = 200  # scalars of a model of which all are kept
MEMORY = 4 * 2**30  # bytes that a worker may take
FAILED = ("exception", "one language", "hang", "crash")

# --- mutations ------------------------------------------------------------------------------

Mutation = Callable[[str, random.Random], str]
_TOKEN = re.compile(r'"[^"\n]*"|[^\W\d][\w ]*\w|\d+\.?\d*(?:[eE][+-]?\d+)?|[^\s\w]')
_NUMBER = re.compile(r"\b\d+\.?\d*(?:[eE][+-]?\d+)?\b")
_SUBSCRIPT = re.compile(r"\[([^\[\]\n]*)\]")
_CHARACTERS = "()[]{}\"'~|,;:=<>!^*/+-.&$%#@\\ \n\tabcXYZ0159_"
_ODD = "\u200b\u202e\ufeff\u0301\U0001f600\u3000（），：＝٣²Ⅷßİ\x07\x0b\x1c\u2028\xa0￥年"
_NUMBERS = ("1e308", "-1e308", "1e999", "1e-320", "0", "-1", "nan", "inf", "9" * 40, "1e6", "0.1", "1e")
_CALLS = (
    "INTEG", "SMOOTH3I", "DELAY3", "DELAY N", "SMOOTH N", "DELAY FIXED", "DELAY MATERIAL", "TREND",
    "FORECAST", "SAMPLE IF TRUE", "INITIAL", "ACTIVE INITIAL", "GAME", "SUM", "VMIN", "ELMCOUNT",
    "WITH LOOKUP", "LOOKUP FORWARD",
    "LOOKUP EXTRAPOLATE", "IF THEN ELSE", "PULSE TRAIN", "XIDZ", "POWER", "LOG", "MODULO",
    "RANDOM UNIFORM", "ALLOCATE AVAILABLE", "GET DIRECT DATA", "VECTOR SORT ORDER", "A FUNCTION UNKNOWN",
)  # fmt: skip


def _delete(text: str, chance: random.Random) -> str:
    start = chance.randrange(len(text))
    return text[:start] + text[start + chance.randint(1, 6) :]


def _insert(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + "".join(chance.choices(_CHARACTERS, k=chance.randint(1, 4))) + text[at:]


def _swap(text: str, chance: random.Random) -> str:
    at = chance.randrange(max(1, len(text) - 1))
    return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]


def _odd(text: str, chance: random.Random) -> str:
    at = chance.randrange(len(text) + 1)
    return text[:at] + chance.choice(_ODD) * chance.choice((1, 1, 50)) + text[at:]


def _unbalance(text: str, chance: random.Random) -> str:
    places = [match.start() for match in re.finditer(r"[()\[\]{}\"']", text)]
    if not places or chance.random() < 0.5:
        at = chance.randrange(len(text) + 1)
        return text[:at] + chance.choice("()[]{}\"'") * chance.choice((1, 1, 2, 400)) + text[at:]
    at = chance.choice(places)
    return text[:at] + text[at + 1 :]


def _truncate(text: str, chance: random.Random) -> str:
    return text[: chance.randrange(1, len(text) + 1)]


def _exchange(
    pattern: re.Pattern[str], choose: Callable[[list[re.Match[str]], random.Random], str]
) -> Mutation:
    """Return a mutation that writes something else in the place of a match."""

    def mutate(text: str, chance: random.Random) -> str:
        matches = list(pattern.finditer(text))
        if not matches:
            return text
        place = chance.choice(matches)
        return text[: place.start()] + choose(matches, chance) + text[place.end() :]

    return mutate


def _swap_tokens(text: str, chance: random.Random) -> str:
    tokens = list(_TOKEN.finditer(text))
    if len(tokens) < 2:
        return text
    first, second = sorted(chance.sample(tokens, 2), key=lambda token: token.start())
    between = text[first.end() : second.start()]
    return text[: first.start()] + second[0] + between + first[0] + text[second.end() :]


def _equations(change: Callable[[list[str], random.Random], None]) -> Mutation:
    """Return a mutation of the list of equations."""

    def mutate(text: str, chance: random.Random) -> str:
        equations = text.split("|")
        change(equations, chance)
        return "|".join(equations)

    return mutate


def _repeat(equations: list[str], chance: random.Random) -> None:
    equations.insert(chance.randrange(len(equations)), chance.choice(equations))


def _remove(equations: list[str], chance: random.Random) -> None:
    del equations[chance.randrange(len(equations))]


def _deepen(matches: list[re.Match[str]], chance: random.Random) -> str:
    """Nest a token in brackets or signs, or write a long chain of it."""
    token, count = chance.choice(matches)[0], chance.choice((3, 60, 900))
    shapes = (
        "(" * count + token + ")" * count,
        "-" * count + token,
        ":NOT:" * count + token,
        "+".join([token] * count),
        "^".join([token] * count),
        f"MAX({token}," * count + "1" + ")" * count,
    )
    return chance.choice(shapes)


def _call(matches: list[re.Match[str]], chance: random.Random) -> str:
    arguments = [chance.choice(matches)[0] for _ in range(chance.randint(0, 5))]
    return f"{chance.choice(_CALLS)}({', '.join(arguments)})"


MUTATIONS: tuple[Mutation, ...] = (
    _delete, _insert, _swap, _odd, _unbalance, _truncate, _swap_tokens,
    _exchange(_TOKEN, lambda found, chance: chance.choice(found)[0]),
    _exchange(_NUMBER, lambda found, chance: chance.choice(_NUMBERS)),
    _exchange(_SUBSCRIPT, lambda found, chance: chance.choice(found)[0].replace(",", chance.choice(",;!"))),
    _exchange(_TOKEN, _deepen), _exchange(_TOKEN, _call), _equations(_repeat), _equations(_remove),
)  # fmt: skip


def _spoil(raw: bytes, chance: random.Random) -> bytes:
    """Overwrite a few bytes: what a disk or a wrong encoding does."""
    spoilt = bytearray(raw)
    for _ in range(chance.randint(1, 8)):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt)


def mutated(seed: int, number: int) -> bytes:
    """Return the file of a case: one to three mutations of one of the models."""
    chance = random.Random(f"{seed}/{number}")
    path = TEDA if number % ONE_IN == 0 else chance.choice(SMALL)
    text = path.read_text(encoding="utf-8")
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        text = chance.choice(MUTATIONS)(text or " ", chance)
    raw = text.encode()
    return _spoil(raw, chance) if raw and chance.random() < 0.08 else raw


# --- one case -------------------------------------------------------------------------------


def outcome_of(path: Path) -> tuple[str, str]:
    """Return what became of a file, and details where it failed."""
    from sim.errors import SimError

    try:
        return _tried(path)
    except SimError as error:
        return ("refused", "") if all(map(_is_told, error.faults)) else ("one language", str(error))
    except Exception:
        return "exception", traceback.format_exc()


def _tried(path: Path) -> tuple[str, str]:
    from sim.engine.model import load_model

    model = load_model(path)
    model.check_units()
    model.feedback()
    steps = (model.final_time - model.initial_time) / model.time_step
    scalars = sum(len(variable.elements) for variable in model.variables.values())
    if steps > MOST_STEPS or steps * scalars > MOST_VALUES:
        return "loaded", ""
    is_small = scalars < FEW  # machine code for every output of a large model takes seconds
    stocks = [name for name, variable in model.variables.items() if variable.kind == "stock"]
    is_staged = is_small and model.hash[0] in "0123"
    run = model.simulate(outputs=None if is_small else stocks, method="rk4" if is_staged else "euler")
    return ("broken members" if run.failures else "ran"), ""


def _is_told(fault: Any) -> bool:
    return any("\u4e00" <= char <= "\u9fff" for char in fault.zh) and bool(re.search("[a-zA-Z]{2}", fault.en))


# --- many cases -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """What became of a case."""

    number: int
    outcome: str
    details: str


def fuzz(count: int, seed: int, workers: int, patience: float = PATIENCE) -> Iterator[Case]:
    """Yield the cases as they end."""
    numbers = iter(range(count))
    crew = [_Worker(seed) for _ in range(min(workers, count))]
    try:
        for worker in crew:
            worker.take(next(numbers, None))
        while busy := [worker for worker in crew if worker.number is not None]:
            wait([worker.line for worker in busy], timeout=0.2)
            for worker in busy:
                case = worker.ended(patience)
                if case:
                    worker.take(next(numbers, None))
                    yield case
    finally:
        for worker in crew:
            worker.stop()


class _Worker:
    """A process that does one case after another, and is replaced when it hangs or dies."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.number: int | None = None
        self._since = 0.0
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.line, far_end = context.Pipe()
        self._process = context.Process(target=_work, args=(far_end, self.seed), daemon=True)
        self._process.start()
        far_end.close()
        with contextlib.suppress(EOFError):
            self.line.recv()  # imports are done

    def take(self, number: int | None) -> None:
        self.number, self._since = number, time.monotonic()
        if number is not None:
            self.line.send(number)

    def ended(self, patience: float) -> Case | None:
        """Return the case that has just ended, None while it goes on."""
        assert self.number is not None
        if self.line.poll():
            try:
                return Case(self.number, *self.line.recv())
            except (EOFError, OSError):
                self._process.join()
                return self._replaced("crash", f"exit code {self._process.exitcode}")
        if time.monotonic() - self._since > patience:
            return self._replaced("hang", f"over {patience:g} s")
        return None

    def _replaced(self, outcome: str, details: str) -> Case:
        assert self.number is not None
        case = Case(self.number, outcome, details)
        self.stop()
        self._start()
        return case

    def stop(self) -> None:
        self._process.kill()
        self._process.join()
        self.line.close()


def _work(line: Connection, seed: int) -> None:
    with contextlib.suppress(ImportError):  # not on Windows
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    import sim.engine.model
    import sim.engine.units.check  # noqa: F401

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "mutated.mdl")
        line.send("ready")
        while True:
            path.write_bytes(mutated(seed, line.recv()))
            line.send(outcome_of(path))


def tally(cases: Iterable[Case]) -> tuple[Counter[str], list[Case]]:
    """Return how many cases ended how, and those that failed."""
    counts: Counter[str] = Counter()
    failures = []
    for case in cases:
        counts[case.outcome] += 1
        if case.outcome in FAILED:
            failures.append(case)
            print(f"case {case.number}: {case.outcome}\n{case.details}", flush=True)
    return counts, failures


def main() -> int:
    """Run the cases and print how many ended how."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=raw)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=multiprocessing.cpu_count())
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    start = time.perf_counter()
    counts, failures = tally(fuzz(chosen.count, chosen.seed, chosen.workers))
    for outcome, count in counts.most_common():
        print(f"{outcome:16s} {count:8,}")
    took = time.perf_counter() - start
    print(f"{len(failures)} of {chosen.count:,} failed, seed {chosen.seed}, {took:.0f} s")
    for case in failures if chosen.keep else ():
        chosen.keep.mkdir(parents=True, exist_ok=True)
        Path(chosen.keep, f"{chosen.seed}-{case.number}.mdl").write_bytes(mutated(chosen.seed, case.number))
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
