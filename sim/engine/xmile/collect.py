"""Variables of an XMILE file: those of the root model, and those of every module in it (3.8, 4.7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sim.engine.xmile.elements import Element, shown_name
from sim.engine.xmile.entries import Dimension, Entry, Names, Part, not_here, parsed
from sim.engine.xmile.grammar import Apply, Literal, Name, trees_in
from sim.engine.xmile.variables import KINDS, VariableReader, is_on
from sim.errors import Faults, fail, suggestion
from sim.names import fold

_DEEPEST = 20  # modules within one another
_MOST = 50_000  # variables and modules of all modules


@dataclass(frozen=True)
class _Model:
    """A model of the file and where it stands."""

    element: Element
    path: tuple[str, ...]
    is_not_negative: Mapping[str, bool]


@dataclass(frozen=True)
class _Link:
    """A connection of an input: names that it may have, and its source as the modules of a path see it."""

    targets: tuple[str, ...]
    source: Name
    path: tuple[str, ...]


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
        found = list(reader.entries(_Model(main, (), _behaviour(main, behaviour))))
    known = {fold(entry.name) for entry in found}
    links = {}
    for link in reader.links:
        target = next((one for one in map(fold, link.targets) if one in known), None)
        if target is not None:
            links[target] = link
    names = Names({fold(entry.name): entry for entry in found}, dimensions)
    return [_linked(entry, links, names) for entry in found]


def _linked(entry: Entry, links: Mapping[str, _Link], names: Names) -> Entry:
    """Return an input with the variable that a module connects it to as its equation (4.7).

    It is what that variable is, whatever the module has in its place: a stock among them is not filled
    a second time. A graphical function is taken over with its points, for it may be called.
    """
    link = links.get(fold(entry.name))
    if link is None:
        return entry
    source = _graph_at(link, links, names)
    if source is not None and source.dimensions != entry.dimensions:
        source = None
    return replace(
        entry,
        kind="aux" if entry.kind == "stock" else entry.kind,
        path=source.path if source else link.path,
        parts=source.parts if source else (Part((), link.source, None, entry.element.line),),
        inflows=(),
        outflows=(),
        is_not_negative=False,
        gap=(),
        transit=None,
    )


def _graph_at(link: _Link, links: Mapping[str, _Link], names: Names) -> Entry | None:
    """Return the graphical function that a connection comes from, through others; None for other variables.

    None also where its value is more than its points at an argument: a flow may be limited, and a function in
    the argument may be a draw.
    """
    for _ in range(_DEEPEST):
        source = None if link.source.subscripts else names.find(link.source.parts, link.path)
        if source is None or fold(source.name) not in links:
            return source if source is not None and _is_plain_graph(source) else None
        link = links[fold(source.name)]
    return None


def _is_plain_graph(entry: Entry) -> bool:
    inner = (tree for part in entry.parts for tree in trees_in(part.tree or Literal(0.0)))
    return (
        bool(entry.ways) and entry.kind in ("aux", "gf") and not any(isinstance(one, Apply) for one in inner)
    )


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
                found[kind] = is_on(where)
    return found


class _Collector:
    """Reads the variables of models, those of modules under the names of their modules."""

    def __init__(
        self,
        models: Mapping[str, Element],
        dimensions: Mapping[str, Dimension],
        place: str,
        faults: Faults,
    ) -> None:
        self._models, self._reader = models, VariableReader(dimensions, place)
        self._place, self._faults = place, faults
        self.links: list[_Link] = []
        self._count = 0

    def entries(self, model: _Model) -> Iterator[Entry]:
        groups = _groups(model.element)
        for element in model.element.variables:
            self._count += 1
            if element.tag in KINDS:
                entry = self._faults.take(self._reader.entry, element, model.path, model.is_not_negative)
                if entry is not None:
                    group = groups.get(fold(element.name)) if groups else None
                    yield entry if group is None else replace(entry, group=group)
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
        if len(model.path) >= _DEEPEST or self._count > _MOST:
            zh, en = f'模块 "{name}" 的层数或变量太多。', f'the module "{name}" is too deep or too large.'
            raise fail("too-large", zh, en, at)
        if found.first("sim_specs") is not None:
            raise not_here(
                f'模块 "{name}" 有自己的时间设置，这里所有模块共用一个。',
                f'the module "{name}" has time settings of its own; here all modules share one.',
                at,
            )
        path = (*model.path, name)
        own = list(element.all("connect2"))  # Stella's, beside the standard's
        for link in own or element.all("connect"):
            self._connect(link, name, model.path)
        return _Model(found, path, _behaviour(found, model.is_not_negative))

    def _connect(self, link: Element, module: str, path: tuple[str, ...]) -> None:
        at = f"{self._place}:{link.line}"
        ends = [parsed(link.attributes.get(end, ""), at) for end in ("to", "from")]
        target, source = ends
        if not isinstance(target, Name) or not isinstance(source, Name):
            raise fail("syntax", "connect 应给出两个变量名。", "connect takes two names of variables.", at)
        to = target.parts
        if to[0] == "":
            places = [to[1:]]
        else:  # Stella lists a connection at both ends; its own elements name them from where the module is
            inside, around = (*path, module, *to), [(*path[:at], *to) for at in range(len(path), -1, -1)]
            if link.tag == "connect2" or fold(to[0]) == fold(module):
                places = [*around, inside]
            else:
                places = [inside, *(around if len(to) > 1 else ())]
        self.links.append(_Link(tuple(map(".".join, places)), source, path))


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
