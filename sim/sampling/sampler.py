"""The draws of an ensemble, block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from sim.arrays import Array
from sim.errors import Argument, Fault, Faults, fail
from sim.sampling.earlier import EarlierDraws
from sim.sampling.forecast import ForecastDraws, shipped_forecast
from sim.sampling.methods import DEFAULT, FORECAST, METHODS, PRIOR, method_faults
from sim.sampling.prior import joint_prior
from sim.sampling.registry_draws import RegistryDraws, registry_draws
from sim.sampling.request import MEMBERS, MOST_AT_ONCE, TABLE, Table, check_request, request_faults
from sim.sampling.table import TableDraws, read_table
from sim.sampling.varied import VariedDraws, varied_draws
from sim.scenario.vary import Varied
from sim.scenario.workspace import Workspace


class Part(Protocol):
    """Draws of some of an ensemble's constants."""

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the constants."""
        ...

    def block(self, first: int, stop: int) -> Array:
        """Return the values of members ``first`` to ``stop`` - 1, (constant, member) [units of the model]."""
        ...


@dataclass(frozen=True, eq=False)
class Sampler:
    """The draws of an ensemble, block by block: none of it needs all members in memory.

    Parameters
    ----------
    members : number of members
    seed : seed that the draws follow from
    method : ``forecast``, a name of `METHODS`, or ``table`` where a user gives the draws
    parts : draws of the registry or of a table, then values laid over them, then the request's own ranges
    """

    members: int
    seed: int
    method: str
    parts: tuple[Part, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the constants drawn, in the order of the registry's file or the table's columns."""
        return tuple(key for part in self.parts for key in part.keys)

    @property
    def asked_for(self) -> frozenset[str]:
        """Return the constants of the user's own table or ranges, which take precedence over a scenario."""
        own = (part for part in self.parts if isinstance(part, VariedDraws | TableDraws))
        earlier = (key for part in self.parts if isinstance(part, EarlierDraws) for key in part.asked_for)
        return frozenset((*earlier, *(key for part in own for key in part.keys)))

    @property
    def tables(self) -> tuple[TableDraws, ...]:
        """Return the tables that give some of the constants."""
        return tuple(part for part in self.parts if isinstance(part, TableDraws))

    @property
    def last_year(self) -> int | None:
        """Return the year of the last observation that the draws were conditioned on, None for a prior."""
        return next((part.last_year for part in self.parts if isinstance(part, ForecastDraws)), None)

    @property
    def is_tied_to_members(self) -> bool:
        """Return whether a member changes with the number of members."""
        return self.method in METHODS and METHODS[self.method].is_tied_to_members

    def replicates(self, count: int, members: int) -> Sampler | None:
        """Return draws in replicates, independent of these and of one another, one after the other.

        None where they would tell nothing: where members are independent already, or a table gives them.
        """
        drawn = [part for part in self.parts if isinstance(part, RegistryDraws | VariedDraws)]
        if len(drawn) < len(self.parts) or METHODS[self.method].is_independent:
            return None
        parts = tuple(part.replicates(count, members) for part in drawn)
        return replace(self, members=count * members, parts=parts)

    def block(self, first: int, stop: int) -> Array:
        """Return the values of members ``first`` to before ``stop``.

        A member's values are the same bits whatever block it is drawn in.

        Returns
        -------
        (constant, stop - first) [units of the model]
        """
        blocks = [part.block(first, stop) for part in self.parts]
        return blocks[0] if len(blocks) == 1 else np.concatenate(blocks)

    def inputs(self, first: int, stop: int, fixed: Mapping[str, float]) -> dict[str, Array]:
        """Return the inputs of members, (member,) [units of the model] by key.

        Parameters
        ----------
        first, stop : members from the first to before the stop
        fixed : constants that the scenario sets, by key; of these only what the user's own ranges or
            table give is drawn
        """
        return self.inputs_of(self.block(first, stop), fixed)

    def inputs_of(self, block: Array, fixed: Mapping[str, float]) -> dict[str, Array]:
        """Return the inputs of members whose values a block has, as `inputs` does."""
        asked_for = self.asked_for
        return {
            key: np.full(len(values), fixed[key]) if key in fixed and key not in asked_for else values
            for key, values in zip(self.keys, block, strict=True)
        }

    def manifest(self) -> dict[str, object]:
        """Return everything that determines the draws, apart from registry and model."""
        found: dict[str, object] = {"method": self.method, "seed": self.seed, "members": self.members}
        if self.is_tied_to_members:
            found["tied_to_members"] = True
        for part in self.parts:
            if isinstance(part, TableDraws):
                found["table" if self.method == TABLE else "overlay"] = part.manifest()
            if isinstance(part, ForecastDraws):
                found["forecast"] = part.manifest()
            if isinstance(part, VariedDraws):
                found["vary"] = part.manifest()
            if isinstance(part, EarlierDraws):
                found |= part.facts
        return found


def sampler_of(
    workspace: Workspace,
    members: int | None,
    seed: int,
    method: str = DEFAULT,
    vary: Sequence[Varied] = (),
    table: Table | None = None,
    overlay: Table | None = None,
) -> Sampler:
    """Return the sampler of the forecast, of the prior or of a table, and of varied quantities.

    Two scenarios drawn with one seed share their draws, so that a difference between them is policy
    and not chance. With Sobol and Monte Carlo a member is the same however many there are; a Latin
    hypercube is tied to its number of members.

    Parameters
    ----------
    members : None for all rows of the table, or else 1,000
    vary : further uncertain quantities; they take precedence over the registry, whose other draws stay the
        same bits
    table : draws in place of those of the registry
    overlay : values in each member of some constants; other draws stay the same bits

    Raises
    ------
    SimError: invalid members, seed or method; a distribution that does not hold the model's
        value; a correlation of a constant with several elements; the faults of the tables.
    """
    own, over = _checked(workspace, members, seed, method, (table, overlay))
    tables = [one for one in (own, over) if one]
    count = members if members is not None else tables[0].rows if tables else MEMBERS
    Faults(_table_faults(tables, count, vary)).check()
    parts: list[Part] = [own] if own else []
    if own is None:
        others = {key for each in vary for key in each.keys} | {key for one in tables for key in one.keys}
        forecast = shipped_forecast(workspace) if method == FORECAST else None
        method = PRIOR if method == FORECAST and forecast is None else method
        if forecast:
            parts.append(replace(forecast, seed=seed).without(others))
        else:
            parts.append(registry_draws(workspace, METHODS[method], count, seed).without(others))
    parts += [over] if over else []
    if vary:
        own_method = METHODS[PRIOR if method == FORECAST else method]
        parts.append(varied_draws(vary, own_method, count, seed, len(joint_prior(workspace).axes)))
    sampler = Sampler(count, seed, TABLE if own else method, tuple(parts))
    if not sampler.keys:
        raise fail(
            "no-data",
            "没有一个参数给出要抽样的分布，无从抽样。",
            "no parameter has a distribution that is drawn: there is nothing to draw.",
            workspace.registry.documents["parameters"].path,
        )
    return sampler


def _checked(
    workspace: Workspace,
    members: int | None,
    seed: int,
    method: str,
    tables: tuple[Table | None, Table | None],
) -> tuple[TableDraws | None, TableDraws | None]:
    """Return the tables there are; their faults and those of the request are reported together."""
    with Faults(request_faults(MEMBERS if members is None else members, seed)) as faults:
        faults += method_faults(method, has_table=tables[0] is not None)
        own, over = (
            None if table is None else faults.take(read_table, table, workspace, argument)
            for table, argument in zip(tables, ("draws", "set"), strict=True)
        )
    return own, over


def _table_faults(tables: Sequence[TableDraws], members: int, vary: Sequence[Varied]) -> Iterator[Fault]:
    """Yield more members than rows, and columns that something else gives as well."""
    for table in tables:
        if members > table.rows:
            yield Fault(
                "mismatch",
                f"成员数为 {members:,}，而抽样表只有 {table.rows:,} 行。",
                f"{members:,} members, but the table of draws has {table.rows:,} rows.",
                Argument("members"),
            )
        for varied in vary:
            key = next((key for key in varied.keys if key in table.keys), None)
            if key is not None:
                yield Fault(
                    "conflict",
                    f'"{key}" 已在抽样表中，不能同时变动；请去掉其一。',
                    f'"{key}" is in the table of draws and cannot vary as well; leave out one of them.',
                    varied.place,
                )
    for key in {key for one in tables[1:] for key in one.keys} & {
        key for one in tables[:1] for key in one.keys
    }:
        zh = f'"{key}" 在 `draws` 和 `set` 两个表中都有，请去掉其一。'
        en = f'"{key}" is in both tables, `draws` and `set`; leave out one of them.'
        yield Fault("duplicate", zh, en, Argument("set"))


@dataclass(frozen=True, eq=False)
class Draws:
    """All draws of a small ensemble at once.

    Parameters
    ----------
    keys : keys of the constants that are drawn, in the order of the registry
    values : (constant, member) [units of the model]
    seed : seed that the draws follow from
    facts : everything that determines them, as in the manifest of an ensemble
    """

    keys: tuple[str, ...]
    values: Array
    seed: int
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def members(self) -> int:
        """Return the number of members."""
        return int(self.values.shape[1])

    def as_inputs(self) -> dict[str, Array]:
        """Return the engine's inputs, (member,) [units of the model] by key."""
        return dict(zip(self.keys, self.values, strict=True))


def draw(workspace: Workspace, members: int, seed: int, method: str = DEFAULT) -> Draws:
    """Draw the uncertain constants of the registry, all members at once.

    Raises
    ------
    SimError: as `sampler_of`.
    """
    check_request(members, seed, MOST_AT_ONCE)
    sampler = sampler_of(workspace, members, seed, method)
    return Draws(sampler.keys, sampler.block(0, members), seed, sampler.manifest())
