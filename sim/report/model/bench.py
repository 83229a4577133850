"""Report of how fast a model is read, compiled and run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from sim.report.record import Cell, Column, Report, Row, Table, key_values
from sim.report.words.numbers import NO_FIGURE, print_count, print_duration, print_figure, print_size
from sim.run.bench import Bench
from sim.units import Language

_WORDS: Mapping[Language, Mapping[str, str]] = {
    "zh": {
        "heading": "变量 {} 个，{} 步，成员 {} 个",
        "read": "读取",
        "compile": "编译并首次运行",
        "single": "再运行一次",
        "threads": "{} 线程",
        "rate": "次/s",
        "held": "同时保存的结果（变量 {} 个）",
        "extra": "结果之外的内存峰值",
    },
    "en": {
        "heading": "{} variables, {} steps, {} members",
        "read": "read",
        "compile": "compile and first run",
        "single": "another run",
        "threads": "threads: {}",
        "rate": "runs/s",
        "held": "results held at a time (variables: {})",
        "extra": "peak memory beyond the results",
    },
}


def bench_report(bench: Bench) -> Report:
    """Return the report of a benchmark."""
    return Report(
        lambda language: [_table(bench, language)], lambda _: _key_values(bench), partial(_record, bench)
    )


def _record(bench: Bench) -> dict[str, object]:
    return {
        "variables": bench.variables,
        "steps": bench.steps,
        "outputs": list(bench.outputs),
        "members": bench.members,
        "read_seconds": bench.read,
        "compile_seconds": bench.compile,
        "single_run_seconds": bench.single,
        "runs_per_second": {str(threads): rate for threads, rate in bench.rates.items()},
        "result_bytes": bench.held,
        "extra_bytes": bench.extra,
    }


def _key_values(bench: Bench) -> Table:
    """Return the record as columns key and value, the rates at the end."""
    record = _record(bench)
    del record["runs_per_second"]
    rates = {f"runs_per_second, threads {threads}": rate for threads, rate in bench.rates.items()}
    return key_values((record | rates).items())


def _table(bench: Bench, language: Language) -> Table:
    words = _WORDS[language]
    heading = words["heading"].format(*map(print_count, (bench.variables, bench.steps, bench.members)))
    rows: list[Row] = [[words[key], _seconds(getattr(bench, key))] for key in ("read", "compile", "single")]
    rows += [
        [words["threads"].format(threads), Cell(rate, f"{print_figure(rate, 0)} {words['rate']}")]
        for threads, rate in bench.rates.items()
    ]
    rows.append([words["held"].format(len(bench.outputs)), _bytes(bench.held)])
    rows.append([words["extra"], NO_FIGURE if bench.extra is None else _bytes(bench.extra)])
    return Table([Column(heading, is_figure=False, limit=60), Column("")], rows)


def _seconds(value: float) -> Cell:
    return Cell(value, print_duration(value))


def _bytes(size: int) -> Cell:
    return Cell(size, print_size(size))
