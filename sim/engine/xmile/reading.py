"""An XMILE file as a `Source`: the same equations, in Vensim's language, that a .mdl file would hold.

Everything behind it (names, subscripts, units, the machine) is one for both formats.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from sim.engine.language.functions import NOT_SUPPORTED
from sim.engine.language.source import SKETCH_END, Equation, MacroArguments, Method, Source
from sim.engine.language.translate import supported_functions
from sim.engine.language.writing import name_text
from sim.engine.xmile.added_macros import ADDED, macro_equations
from sim.engine.xmile.collect import collect, group_comments, read_dimensions
from sim.engine.xmile.context import Context
from sim.engine.xmile.conveyors import with_outflows
from sim.engine.xmile.elements import Element, read_elements
from sim.engine.xmile.entries import Dimension, Names, entries_by_name, trees_of
from sim.engine.xmile.equations import EquationWriter
from sim.engine.xmile.fixed import Fixed
from sim.engine.xmile.functions import LOOKUP_CALL, LOOKUPS
from sim.engine.xmile.grammar import Apply, Name, trees_in
from sim.engine.xmile.limits import find_limits, may_be_held
from sim.engine.xmile.macros import macro_parts, read_macros
from sim.engine.xmile.notes import limits_in_stages, missing_elements, stand_ins, unread_parts
from sim.engine.xmile.settings import STAGED, read_integration, read_settings
from sim.errors import Fault, Faults, fail
from sim.names import CONTROLS, fold

_CONTROLS = {fold(name) for name in CONTROLS}
_CALL = re.compile(rf"\b({ADDED})\(")


def read_xmile(text: str, place: str, method: str = "") -> Source:
    """Return the equations of an XMILE file.

    Parameters
    ----------
    method : of integration, where it is not to be that of the file

    Raises
    ------
    SimError: XML that is not well-formed, and all faults of names and equations, each with its line.
        What XMILE allows and is not run here becomes a gap of its variable.
    """
    root = read_elements(text, place)
    if root.tag != "xmile":
        raise fail(
            "syntax",
            f"这不是 XMILE 文件：根元素是 <{root.tag}>，应为 <xmile>。",
            f"this is no XMILE file: its root is <{root.tag}>, not <xmile>.",
            f"{place}:{root.line}",
        )
    return _File(root, place, method).source()


def _is_vensims(root: Element) -> bool:
    """Return whether Vensim wrote a file, and no converter that has words of XMILE for Vensim's."""
    header = root.first("header")
    if header is None:
        return False
    written = f"{header.text_of('product')} {header.text_of('vendor')}".lower()
    return "vensim" in written and "xmutil" not in written


class _File:
    def __init__(self, root: Element, place: str, method: str) -> None:
        self._root, self._place = root, place
        self._is_staged = (method or read_integration(root)[1]) in STAGED
        self._refuse_what_is_elsewhere()
        dimensions = read_dimensions(root, place)
        found = collect(root, dimensions, place)
        self._saveper = next((one for one in found if fold(one.name) == "saveper"), None)
        entries = entries_by_name((one for one in found if fold(one.name) not in _CONTROLS), place)
        functions = frozenset(supported_functions()) | NOT_SUPPORTED
        macros = read_macros(root, functions)
        entries = with_outflows(entries, Names(entries, dimensions), place)
        names = Names(entries, dimensions, macros, is_vensims=_is_vensims(root))
        self._names = replace(names, called=frozenset(_called(names)))
        self._limits = find_limits(self._names, place)
        self._has_limits = self._limits.is_any or any(
            may_be_held(one, self._names) for one in entries.values()
        )

    def source(self) -> Source:
        with Faults() as faults:
            if not self._names.entries and self._root.first("sim_specs") is not None:
                faults.append(
                    Fault("no-data", "模型里没有变量。", "the model has no variables.", self._place)
                )
            equations = list(self._equations(faults))
            arguments, own = faults.take(self._macros) or ({}, [])
            settings = faults.take(read_settings, self._root, self._place, self._save_interval())
        dimensions = (*self._names.dimensions.values(), *self._names.stretches.values())
        ranges = [_range(one, self._line_of(one)) for one in dimensions]
        whole = [*ranges, *own, *equations, *settings.equations]
        added = dict.fromkeys(match for one in whole for match in _CALL.findall(one.text))
        for name in added:
            inputs, texts = macro_equations(name)
            arguments[name] = inputs, ()
            whole[:0] = texts
        digest = hashlib.sha256("\n".join(one.text for one in whole).encode()).hexdigest()
        known = group_comments(self._root)
        groups = {one.group: known.get(one.group, "") for one in whole if one.group}
        sketch = f"{SKETCH_END}\n{''.join(_synonyms(self._root))}"
        integration = self._integration(*settings.integration)
        is_of_method = self._is_staged and self._has_limits
        return Source(
            self._place,
            digest,
            tuple(whole),
            arguments,
            groups,
            sketch,
            self._notes(),
            integration,
            is_of_method,
        )

    def _integration(self, name: str, method: Method | None) -> tuple[str, Method | None]:
        """Return the file's method; none where stages within a step would move what moves between steps."""
        if method == "rk4" and any(one.transit for one in self._names.entries.values()):
            return f"{name} + conveyor", None
        return name, method

    def _macros(self) -> tuple[dict[str, MacroArguments], list[Equation]]:
        return macro_parts(self._root, self._names, self._place, is_staged=self._is_staged)

    def _notes(self) -> tuple[Fault, ...]:
        found = unread_parts(self._root, self._place) + self._limits.notes
        if self._is_staged and self._has_limits:
            found = (*found, limits_in_stages(self._root, self._place))
        entries = self._names.entries.values()
        return (*found, *missing_elements(entries, self._place), *stand_ins(entries, self._place))

    def _refuse_what_is_elsewhere(self) -> None:
        """Refuse parts of the model that are in other files: nothing is fetched."""
        header = self._root.first("header")
        includes = header.first("includes") if header else None
        with Faults() as faults:
            if includes is not None:
                faults.append(self._not_read("includes", includes))
            for model in self._root.all("model"):
                if "encryption-scheme" in model.attributes:
                    faults.append(self._not_read("encryption-scheme", model))

    def _not_read(self, what: str, element: Element) -> Fault:
        return Fault(
            "unsupported",
            f"文件用到 {what}：引用别的文件或加密的模型不读取；请导出成一个完整的文件。",
            f"the file uses {what}: included files and encrypted models are not read; export one whole file.",
            f"{self._place}:{element.line}",
        )

    def _equations(self, faults: Faults) -> Iterator[Equation]:
        limits, watched = self._limits.of_flows, self._limits.watched
        fixed = Fixed(self._names)
        for key, entry in self._names.entries.items():
            context = Context(
                self._names,
                entry,
                entry.path,
                f"{self._place}:{entry.element.line}",
                entry.dimensions,
                is_fixed=fixed,
            )
            writer = EquationWriter(
                entry, context, limits.get(key, ()), is_watched=key in watched, is_staged=self._is_staged
            )
            yield from faults.take(writer.equations) or ()

    def _save_interval(self) -> str:
        """Return the right-hand side of a variable SAVEPER, which xmutil writes for Vensim's setting."""
        if self._saveper is None:
            return ""
        entry = self._saveper
        context = Context(self._names, entry, entry.path, f"{self._place}:{entry.element.line}")
        texts = [one.text for one in EquationWriter(entry, context).equations()]
        return texts[0].partition("= ")[2] if texts else ""

    def _line_of(self, dimension: Dimension) -> int:
        holder = self._root.first("dimensions")
        found = (one.line for one in holder.all("dim") if one.name == dimension.name) if holder else iter(())
        return next(found, 1)


def _range(dimension: Dimension, line: int) -> Equation:
    elements = ", ".join(map(name_text, dimension.elements))
    return Equation(f"{name_text(dimension.name)}: {elements}", "", "", (None, None), line)


def _called(names: Names) -> Iterator[str]:
    """Yield the folded names of variables that an expression calls, or hands to LOOKUP."""
    if not any(entry.ways for entry in names.entries.values()):
        return
    for entry in names.entries.values():
        for whole in trees_of(entry):
            for tree in trees_in(whole):
                if isinstance(tree, Apply):
                    first = tree.arguments[:1]
                    for one in (tree.function, *first):
                        found = names.find(one.parts, entry.path) if isinstance(one, Name) else None
                        if found is not None and (one is tree.function or _is_lookup(tree)):
                            yield fold(found.name)


def _is_lookup(tree: Apply) -> bool:
    name = fold(tree.function.parts[-1])
    return name == LOOKUP_CALL or name in LOOKUPS


def _synonyms(root: Element) -> Iterator[str]:
    """Yield Vensim's settings of units that are alike, from the aliases of the file (2.4)."""
    holder = root.first("model_units")
    for unit in holder.all("unit") if holder is not None else ():
        names = [unit.name, *(one.text for one in unit.all("alias"))]
        equation = unit.text_of("eqn")
        if re.fullmatch(r"[\w$ ]+", equation):
            names.append(equation)
        plain = [name for name in names if name and "," not in name]
        if len(plain) > 1 and unit.attributes.get("disabled", "").lower() != "true":
            yield f"22:{','.join(plain)}\n"
