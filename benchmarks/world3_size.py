"""A model of WORLD3's size, of our own making: what it costs to run is alike, what it says is nothing.

240 equations: 41 stocks, 144 auxiliaries and 55 lookups; 401 moments. All values stay between 0 and
about 3, so that no engine meets a number out of range. The model is held in parts, so that it can be
written as a Vensim file and built for engines that read none.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

STOCKS, AUXILIARIES, LOOKUPS, CONSTANTS = 41, 144, 55, 80
START, END, STEP = 1900.0, 2100.0, 0.5
OUTPUTS = tuple(f"s{number}" for number in range(0, 36, 6))
Points = tuple[tuple[float, float], ...]

# How an auxiliary follows from two others, x and y, and a constant c. The sign and function names
# are Vensim's; `bptk` has the same for its own.
FORMS = (
    "(x/c+y)/3",
    "(x+y)/(1+x+c)",
    "MAX(x,y)*c/2",
    "MIN(x,2)*c/(1+y)",
    "IF THEN ELSE(x>c,y,c)",
    "x*c/(x*c+y*y+0.1)",
)


@dataclass(frozen=True)
class Auxiliary:
    """A form with what stands for x, y and c in it; or, with a table, that table read at x/c."""

    name: str
    form: str
    x: str
    y: str
    c: str
    table: str = ""


@dataclass(frozen=True)
class Stock:
    """A stock that moves towards the mean of two auxiliaries in ``lag`` time units."""

    name: str
    x: str
    y: str
    lag: float
    initial: float


@dataclass(frozen=True)
class Parts:
    """All of a model: values of constants, points of tables, auxiliaries in order, stocks."""

    constants: dict[str, float]
    tables: dict[str, Points]
    auxiliaries: tuple[Auxiliary, ...]
    stocks: tuple[Stock, ...]


def world3_size(seed: int = 3) -> Parts:
    """Return the model of a seed."""
    chance = random.Random(seed)
    constants = {f"c{number}": round(chance.uniform(0.5, 2), 4) for number in range(CONSTANTS)}
    tables = {f"t{number}": _points(chance) for number in range(LOOKUPS)}
    read = dict(zip(sorted(chance.sample(range(AUXILIARIES), LOOKUPS)), tables, strict=True))
    auxiliaries: list[Auxiliary] = []
    for number in range(AUXILIARIES):
        known = [f"s{stock}" for stock in range(STOCKS)] + [one.name for one in auxiliaries]
        x, y, c = chance.choice(known), chance.choice(known), chance.choice(list(constants))
        auxiliaries.append(Auxiliary(f"a{number}", chance.choice(FORMS), x, y, c, read.get(number, "")))
    names = [one.name for one in auxiliaries]
    stocks = tuple(
        Stock(
            f"s{number}",
            chance.choice(names),
            chance.choice(names),
            round(chance.uniform(5, 40), 2),
            round(chance.uniform(0.5, 2), 3),
        )
        for number in range(STOCKS)
    )
    return Parts(constants, tables, tuple(auxiliaries), stocks)


def _points(chance: random.Random) -> Points:
    return tuple((place / 2, round(chance.uniform(0.1, 2), 3)) for place in range(chance.randint(5, 11)))


def vensim_text(parts: Parts) -> str:
    """Return the model as a Vensim file."""
    equations = [f"{name} = {value}" for name, value in parts.constants.items()]
    equations += [f"{name}({_listed(points)})" for name, points in parts.tables.items()]
    equations += [f"{one.name} = {_right_side(one)}" for one in parts.auxiliaries]
    equations += [f"{one.name} = INTEG({_net_flow(one)}, {one.initial})" for one in parts.stocks]
    controls = {"INITIAL TIME": START, "FINAL TIME": END, "TIME STEP": STEP, "SAVEPER": STEP}
    equations += [f"{name} = {value}" for name, value in controls.items()]
    return "{UTF-8}\n" + "".join(f"{equation} ~~|\n" for equation in equations)


def _listed(points: Points) -> str:
    return ",".join(f"({x},{y})" for x, y in points)


def _net_flow(stock: Stock) -> str:
    return f"(({stock.x}+{stock.y})/2-{stock.name})/{stock.lag}"


def _right_side(one: Auxiliary) -> str:
    form = f"{one.table}(x/c)" if one.table else one.form
    return "".join({"x": one.x, "y": one.y, "c": one.c}.get(part, part) for part in _letters(form))


def _letters(form: str) -> Iterable[str]:
    """Yield a form letter by letter, but words whole."""
    word = ""
    for letter in form + " ":
        if letter.isalnum():
            word += letter
            continue
        yield from (word, letter)
        word = ""


def bptk_model(parts: Parts) -> Any:
    """Return the model built for BPTK-Py, which must be installed."""
    from BPTK_Py import Model
    from BPTK_Py import sd_functions as sd

    forms: dict[str, Callable[..., Any]] = {
        "(x/c+y)/3": lambda x, y, c: (x / c + y) / 3.0,
        "(x+y)/(1+x+c)": lambda x, y, c: (x + y) / (1.0 + x + c),
        "MAX(x,y)*c/2": lambda x, y, c: sd.max(x, y) * c / 2.0,
        "MIN(x,2)*c/(1+y)": lambda x, y, c: sd.min(x, 2.0) * c / (1.0 + y),
        "IF THEN ELSE(x>c,y,c)": lambda x, y, c: sd.If(x > c, y, c),
        "x*c/(x*c+y*y+0.1)": lambda x, y, c: x * c / (x * c + y * y + 0.1),
    }
    model = Model(starttime=START, stoptime=END, dt=STEP, name="size")
    elements = {name: model.constant(name) for name in parts.constants}
    elements |= {one.name: model.converter(one.name) for one in parts.auxiliaries}
    elements |= {one.name: model.stock(one.name) for one in parts.stocks}
    for name, value in parts.constants.items():
        elements[name].equation = value
    model.points.update({name: [list(point) for point in points] for name, points in parts.tables.items()})
    for one in parts.auxiliaries:
        x, y, c = (elements[name] for name in (one.x, one.y, one.c))
        elements[one.name].equation = sd.lookup(x / c, one.table) if one.table else forms[one.form](x, y, c)
    for stock in parts.stocks:
        change = model.biflow(f"change_{stock.name}")
        change.equation = ((elements[stock.x] + elements[stock.y]) / 2.0 - elements[stock.name]) / stock.lag
        elements[stock.name].initial_value = stock.initial
        elements[stock.name].equation = change
    return model
