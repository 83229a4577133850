"""Where an expression of an XMILE file stands, and what may be said of its faults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sim.engine.language.syntax import Node
from sim.engine.xmile.entries import Dimension, Entry, Names, not_here
from sim.engine.xmile.grammar import Tree
from sim.errors import SimError
from sim.names import fold


class PerElementError(Exception):
    """An equation of a whole array that must be written for each element by itself."""


@dataclass(frozen=True)
class Context:
    """Surroundings of an expression.

    Parameters
    ----------
    names : of the file
    entry : variable that it defines; None in a macro
    path : modules that it is in
    place : file:line
    dimensions : of the left side
    elements : element that each dimension has, by folded name; none in an equation of a whole array
    macro : its name, where it is one
    locals : names within a macro, as written, by folded name
    is_fixed : whether a variable keeps its value over a run
    is_reducing : whether arrays stand for all of their elements
    """

    names: Names
    entry: Entry | None
    path: tuple[str, ...]
    place: str
    dimensions: tuple[Dimension, ...] = ()
    elements: Mapping[str, str] = field(default_factory=dict)
    macro: str = ""
    locals: Mapping[str, str] = field(default_factory=dict)
    is_fixed: Callable[[Tree, tuple[str, ...]], bool] = lambda _tree, _path: False
    is_reducing: bool = False

    @property
    def variable(self) -> str:
        """The name of the variable, for messages."""
        return self.entry.name if self.entry else self.macro

    def left_dimension(self, name: str) -> Dimension | None:
        """Return the dimension of the left side that has a name."""
        return next((one for one in self.dimensions if fold(one.name) == fold(name)), None)


Translate = Callable[[Tree, Context], Node]


def no_stretch(context: Context) -> SimError:
    """Return the fault of a subscript that stands for several elements where one is needed."""
    return not_here(
        f'"{context.variable}"：* 和 a[2:5] 只能用在 SUM、MEAN 等函数里，两端须是依次的序号或元素名；'
        "a' 只能用在维度次序相反的变量的方程里。",
        f'"{context.variable}": * and a[2:5] are read within SUM, MEAN and the like only, the ends being '
        "numbers or names of elements in their order; a' in the equation of a variable that has the "
        "dimensions in reverse order.",
        context.place,
    )
