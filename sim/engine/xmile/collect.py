"""Variables of an XMILE file: those of the root model, and those of every module in it (3.8, 4.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sim.engine.xmile.elements import Element, shown_name
from sim.engine.xmile.entries import (
    Dimension,
    Entry,
    Graph,
    Kind,
    Part,
    expression,
    not_here,
    parsed,
    read_graph,
)
from sim.engine.xmile.grammar import Name, Tree
from sim.errors import Fault, Faults, SimError, fail, suggestion
from sim.names import fold

_KINDS: dict[str, Kind] = {"stock": "stock", "flow": "flow", "aux": "aux", "gf": "gf"}
# What makes of a stock or flow something that this engine does not run.
_NOT_HERE = {
    "conveyor": ("传送带", "a conveyor"),
    "queue": ("队列", "a queue"),
    "oven": ("烤箱", "an oven"),
    "leak": ("传送带的漏出", "the leakage of a conveyor"),
    "overflow": ("队列的溢出", "the overflow of a queue"),
    "multiplier": ("流量的单位换算系数 multiplier", "a flow with a multiplier"),
}
_DEEPEST = 20  # modules within one another


@dataclass(frozen=True)
class _Model:
    """A model of the file and where it stands: its path, and what its inputs are connected to."""

    element: Element
    path: tuple[str, ...]
    links: Mapping[str, Tree]
    is_not_negative: Mapping[str, bool]


def read_dimensions(root: Element, place: str) -> dict[str, Dimension]:
    """Return the dimensions of a file by folded name (2.5).

    Raises
    ------
    SimError: a size that is no number.
    """
    found = {}
    holder = root.first("dimensions")
    for one in holder.all("dim") if holder is not None else ():
        elements = tuple(elem.name for elem in one.all("elem"))
        size = one.attributes.get("size", "")
        if not elements:
            if not size.strip().isdecimal() or int(size) > 100_000:
                raise fail(
                    "not-a-number",
                    f'维度 "{one.name}" 既没有元素，也没有不超过 100,000 的 size。',
                    f'the dimension "{one.name}" has neither elements nor a size up to 100,000.',
                    f"{place}:{one.line}",
                )
            elements = tuple(str(number) for number in range(1, int(size) + 1))
        found[fold(one.name)] = Dimension(one.name, elements)
    return found


def collect(root: Element, dimensions: Mapping[str, Dimension], place: str) -> list[Entry]:
    """Return the variables of a file, in its order.

    Raises
    ------
    SimError: all faults of the variables that were found, each with its line.
    """
    models = {fold(one.name): one for one in root.all("model")}
    main = models.get("") or next(root.all("model"), None)
    if main is None:
        raise fail("no-data", "文件里没有模型（<model>）。", "the file holds no <model>.", place)
    behaviour = _behaviour(root, {})
    with Faults() as faults:
        reader = _Collector(models, dimensions, place, faults)
        found = list(reader.entries(_Model(main, (), {}, _behaviour(main, behaviour))))
    return [_linked(entry, reader.links) for entry in found]


def _linked(entry: Entry, links: Mapping[str, Tree]) -> Entry:
    """Return an input with the variable that a module connects it to as its equation (4.7)."""
    source = links.get(fold(entry.name))
    if source is None:
        return entry
    return replace(entry, path=(), parts=(Part((), source, None, entry.element.line),))


def _behaviour(element: Element, above: Mapping[str, bool]) -> Mapping[str, bool]:
    """Return whether stocks and flows are not negative unless they say otherwise (2.6)."""
    holder = element.first("behavior")
    if holder is None:
        return above
    found = dict(above)
    for kind in ("stock", "flow"):
        one = holder.first(kind)
        for where in (holder, one):
            if where is not None and where.first("non_negative") is not None:
                found[kind] = _is_on(where)
    return found


def _is_on(element: Element) -> bool:
    return element.text_of("non_negative").strip().lower() != "false"


class _Collector:
    """Reads the variables of models, those of modules under the names of their modules."""

    def __init__(
        self,
        models: Mapping[str, Element],
        dimensions: Mapping[str, Dimension],
        place: str,
        faults: Faults,
    ) -> None:
        self._models, self._dimensions = models, dimensions
        self._place, self._faults = place, faults
        self.links: dict[str, Tree] = {}

    def entries(self, model: _Model) -> Iterator[Entry]:
        variables = model.element.first("variables")
        groups = _groups(model.element)
        for element in variables.children if variables is not None else ():
            if element.tag in _KINDS:
                entry = self._faults.take(self._entry, element, model)
                if entry is not None:
                    yield replace(entry, group=groups.get(fold(element.name), entry.group))
            elif element.tag == "module":
                inner = self._faults.take(self._module, element, model)
                if inner is not None:
                    yield from self.entries(inner)

    def _module(self, element: Element, model: _Model) -> _Model:
        at, name = f"{self._place}:{element.line}", element.name
        found = self._models.get(fold(shown_name(element.attributes.get("model_name", name))))
        if "resource" in element.attributes or (found and "resource" in found.attributes):
            raise not_here(
                f'模块 "{name}" 在另一个文件里，这里只读一个文件；请把它并入这个文件。',
                f'the module "{name}" is in another file; only one file is read. Put it into this one.',
                at,
            )
        if found is None or name == "":
            zh, en = suggestion(fold(name), self._models)
            raise fail(
                "undefined",
                f'没有模块 "{name}" 的模型（<model name="{name}">）。{zh}',
                f'there is no model of the module "{name}" (<model name="{name}">).{en}',
                at,
            )
        if len(model.path) >= _DEEPEST:
            zh, en = f'模块 "{name}" 的层数太多。', f'the module "{name}" is nested too deeply.'
            raise fail("too-large", zh, en, at)
        if found.first("sim_specs") is not None:
            raise not_here(
                f'模块 "{name}" 有自己的时间设置，这里所有模块共用一个。',
                f'the module "{name}" has time settings of its own; here all modules share one.',
                at,
            )
        path = (*model.path, name)
        for link in element.all("connect"):
            self._connect(link, name, model.path)
        return _Model(found, path, {}, _behaviour(found, model.is_not_negative))

    def _connect(self, link: Element, module: str, path: tuple[str, ...]) -> None:
        at = f"{self._place}:{link.line}"
        ends = [parsed(link.attributes.get(end, ""), at) for end in ("to", "from")]
        target, source = ends
        if not isinstance(target, Name) or not isinstance(source, Name):
            raise fail("syntax", "connect 应给出两个变量名。", "connect takes two names of variables.", at)
        to = target.parts
        if to[0] == "":
            whole = to[1:]
        else:
            whole = (*path, *to) if len(to) > 1 and fold(to[0]) == fold(module) else (*path, module, *to)
        start = source.parts if source.parts[0] == "" else ("", *path, *source.parts)
        self.links[fold(".".join(whole))] = Name(start, source.subscripts)

    # --- variables ----------------------------------------------------------------------------

    def _entry(self, element: Element, model: _Model) -> Entry:
        kind = _KINDS[element.tag]
        at = f"{self._place}:{element.line}"
        if not element.name:
            raise fail(
                "missing",
                f"<{element.tag}> 没有 name。",
                f"<{element.tag}> has no name.",
                at,
            )
        entry = Entry(
            kind,
            model.path,
            ".".join((*model.path, element.name)),
            self._dimensions_of(element, at),
            (),
            element,
            group=".".join(model.path),
        )
        gap = self._gap(element, entry.name, at)
        if gap:
            return replace(entry, gap=gap)
        try:
            parts = self._parts(element, entry.dimensions)
        except SimError as error:
            if any(fault.code != "unsupported" for fault in error.faults):
                raise
            return replace(entry, gap=error.faults)
        is_not_negative = model.is_not_negative.get(kind, False)
        if element.first("non_negative") is not None:
            is_not_negative = _is_on(element)
        inflows, outflows = (
            tuple(parsed(one.text, f"{self._place}:{one.line}") for one in element.all(tag))
            for tag in ("inflow", "outflow")
        )
        return replace(
            entry, parts=parts, inflows=inflows, outflows=outflows, is_not_negative=is_not_negative
        )

    def _gap(self, element: Element, name: str, at: str) -> tuple[Fault, ...]:
        for tag, (zh, en) in _NOT_HERE.items():
            if element.first(tag) is not None:
                return not_here(
                    f'"{name}" 是{zh}，这里不支持。', f'"{name}" is {en}, which is not supported.', at
                ).faults
        return ()

    def _dimensions_of(self, element: Element, at: str) -> tuple[Dimension, ...]:
        holder = element.first("dimensions")
        found = []
        for one in holder.all("dim") if holder is not None else ():
            dimension = self._dimensions.get(fold(one.name))
            if dimension is None:
                zh, en = suggestion(fold(one.name), self._dimensions)
                raise fail(
                    "undefined",
                    f'没有名为 "{one.name}" 的维度。{zh}',
                    f'no dimension "{one.name}".{en}',
                    at,
                )
            found.append(dimension)
        return tuple(found)

    def _parts(self, element: Element, dimensions: tuple[Dimension, ...]) -> tuple[Part, ...]:
        whole = self._part(element, ())
        own = [self._part(one, self._elements(one, dimensions)) for one in element.all("element")]
        if not own:
            return (whole,)
        return tuple(replace(one, tree=one.tree or whole.tree, graph=one.graph or whole.graph) for one in own)

    def _part(self, element: Element, elements: tuple[str, ...]) -> Part:
        equation, graph = element.first("eqn"), element if element.tag == "gf" else element.first("gf")
        line = equation.line if equation is not None and equation.text else element.line
        read: Graph | None = read_graph(graph, self._place) if graph is not None else None
        return Part(elements, expression(equation, self._place), read, line)

    def _elements(self, element: Element, dimensions: tuple[Dimension, ...]) -> tuple[str, ...]:
        written = [
            shown_name(one.replace('"', "")) for one in element.attributes.get("subscript", "").split(",")
        ]
        at = f"{self._place}:{element.line}"
        if len(written) != len(dimensions):
            raise fail(
                "mismatch",
                f"subscript 有 {len(written)} 个元素，变量有 {len(dimensions)} 个维度。",
                f"subscript has {len(written)} elements; the variable has {len(dimensions)} dimensions.",
                at,
            )
        found = []
        for one, dimension in zip(written, dimensions, strict=True):
            place = dimension.place(one.rpartition(".")[2] if dimension.place(one) is None else one)
            if place is None:
                zh, en = suggestion(one, dimension.elements)
                raise fail(
                    "undefined",
                    f'维度 "{dimension.name}" 没有元素 "{one}"。{zh}',
                    f'the dimension "{dimension.name}" has no element "{one}".{en}',
                    at,
                )
            found.append(dimension.elements[place])
        return tuple(found)


def group_comments(root: Element) -> dict[str, str]:
    """Return what is said of each group of the root model (4.6)."""
    models = (one for one in root.all("model") if not one.name)
    holders = [one for model in models for one in (model, *model.all("variables", "groups"))]
    groups = (group for holder in holders for group in holder.all("group"))
    return {group.name: " ".join(group.text_of("doc").split()) for group in groups}


def _groups(model: Element) -> dict[str, str]:
    """Return the group of each variable that is in one, by folded name (4.6)."""
    found = {}
    holders = [model, *model.all("variables", "groups")]
    for holder in holders:
        for group in holder.all("group"):
            for one in group.all("entity", "var"):
                found[fold(one.name or shown_name(one.text))] = group.name
    return found
