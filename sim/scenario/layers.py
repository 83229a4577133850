"""What a scenario's levers are, put together layer by layer: a parent's files, its own, settings on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from sim.engine.model import Model
from sim.errors import Fault, SimError
from sim.scenario.paths import LeverPath
from sim.scenario.settable import LeverSlot

RAMP = 1  # years that a ramp after a path takes where its end is not given


@dataclass(frozen=True)
class Entry:
    """What one entry of a file, or a setting, says of levers.

    Parameters
    ----------
    slots : the scalar levers that it is about
    fields : values of ``from``, ``to``, ``start`` and ``end``, as far as they are given
    path : values by year, None where there are none
    place : where it stands, for messages
    """

    slots: tuple[LeverSlot, ...]
    fields: Mapping[str, float]
    path: LeverPath | None = None
    place: str = ""


@dataclass(frozen=True)
class Levers:
    """The constants that layers set so far, and the paths among them.

    Parameters
    ----------
    constants : inputs of the model by key: constants, and what a lever with a path is in every year
    paths : by the lever's key
    """

    constants: Mapping[str, float] = field(default_factory=dict)
    paths: Mapping[str, LeverPath] = field(default_factory=dict)

    def changed_from(self, below: Levers) -> list[str]:
        """Return the inputs that these levers set and others do not, or not to the same value."""
        return [key for key, value in self.constants.items() if below.constants.get(key) != value]

    def with_entry(self, entry: Entry, model: Model) -> Levers:
        """Return the levers with one more entry on top; a path takes the place of what was before.

        Raises
        ------
        SimError: a starting value for a lever whose years are given already.
        """
        found = self
        for slot in entry.slots:
            if entry.path is not None:
                found = found._with_path(slot, entry.path, entry.fields, model)
            elif "from" in entry.fields and slot.key in self.paths:
                raise SimError(path_fault(slot).at(entry.place))
            else:
                own = {slot.constant(name).key: value for name, value in entry.fields.items()}
                found = replace(found, constants={**found.constants, **own})
        return found

    def _with_path(
        self, slot: LeverSlot, path: LeverPath, fields: Mapping[str, float], model: Model
    ) -> Levers:
        """Return the levers with a path: until its first year the starting value, then each year's.

        The ramp of the model file goes on from the end of the last year: its starting value is the last.
        After a path to the end of the run there is none: that of the layers below stays until the first year.
        """
        yearly = path.yearly()
        held = slot.held_years
        constants = {key: value for key, value in self.constants.items() if key not in held}
        below = self.paths.get(slot.key)
        if path.last == slot.years[1] and not fields and (below is None or below.before is None):
            constants |= {slot.held(year): value for year, value in yearly.items()}
            return Levers(constants, {**self.paths, slot.key: replace(path, before=None)})
        before = fields.get("from", self._before(slot, model))
        opening = dict.fromkeys(range(slot.years[0], min(yearly)), before)
        start = fields.get("start", float(path.last))
        ramp = {
            "from": yearly[path.last],
            "to": fields.get("to", yearly[path.last]),
            "start": start,
            "end": fields.get("end", min(start + RAMP, float(slot.years[1]))),
        }
        constants |= {slot.constant(name).key: value for name, value in ramp.items()}
        constants |= {slot.held(year): value for year, value in (opening | yearly).items()}
        return Levers(constants, {**self.paths, slot.key: replace(path, before=before)})

    def _before(self, slot: LeverSlot, model: Model) -> float:
        """Return the starting value of a lever below any path."""
        known = self.paths.get(slot.key)
        if known is not None and known.before is not None:
            return known.before
        key = slot.constant("from").key
        return self.constants.get(key, model.constants[key])


def path_fault(slot: LeverSlot) -> Fault:
    """Return the fault of a starting value for a lever whose years are given."""
    return Fault(
        "conflict",
        f'"{slot.key}" 已逐年给值，不能再单改起点值 from；请在同一处写明 path 和 from。',
        f'"{slot.key}" has a path already; to change its from, state path and from in one place.',
    )
