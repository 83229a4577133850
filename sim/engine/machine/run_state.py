"""State of a run: all that a later run needs to go on with the same bits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.arrays import Array
from sim.engine.machine.passing import SUM, TAKEN, Left
from sim.errors import Argument, Fault, Faults, fail

Selection: TypeAlias = tuple[object, ...] | None


def state_of(value: object, place: str) -> RunState:
    """Return the state of a run; anything else is refused."""
    if isinstance(value, RunState):
        return value
    raise fail(
        "wrong-type",
        f"{value!r} 不可用，应是一次运行的 state（运行时给出 until）。",
        f"{value!r} is invalid; it must be the state of a run that was given until.",
        place,
    )


@dataclass(frozen=True, repr=False, eq=False)
class RunState:
    """Where all members of a run stand at a step, and what they remember.

    Parameters
    ----------
    model_hash : of the model that ran
    method : of integration
    start, step : INITIAL TIME and TIME STEP of the run [time units of the model]
    at : steps from the start to the state
    horizon : steps from the start to the end that the run was to have, as far as delays remember
    first_member, members : number of the first member, by which random functions draw, and how many
    selection : of the run, where its bits depend on what else is computed; else None
    left : values by name, (member,) each, and memories of delays, (step, member) each [units of the model]
    """

    model_hash: str
    method: str
    start: float
    step: float
    at: int
    horizon: int
    first_member: int
    members: int
    selection: Selection
    left: Left

    @property
    def time(self) -> float:
        """The moment of the state [time units of the model]."""
        return self.start + self.at * self.step

    @property
    def names(self) -> frozenset[str]:
        """The names of the values."""
        return frozenset(self.left.values)

    def __repr__(self) -> str:
        """Return the content of the state, in one line."""
        return f"<RunState at {self.time:g}, {len(self.left.values):,} values, members: {self.members:,}>"

    def __getitem__(self, members: slice) -> RunState:
        """Return the state of a range of members, by their places; its step must be 1."""
        first, _, step = members.indices(self.members)
        if step != 1:
            raise fail(
                "unsupported",
                "状态只能按连续的成员截取。",
                "a state can only be cut to members that follow one another.",
                Argument("members"),
            )
        return replace(self.only(np.arange(self.members)[members]), first_member=self.first_member + first)

    def only(self, members: NDArray[np.int64]) -> RunState:
        """Return the state of some members."""
        values = {name: value[members] for name, value in self.left.values.items()}
        memories = {key: memory[:, members] for key, memory in self.left.memories.items()}
        return replace(self, members=len(members), left=Left(values, memories))

    @property
    def as_inputs(self) -> Mapping[str, Array]:
        """The values by the names under which a kernel reads them."""
        return {TAKEN + name: value for name, value in self.left.values.items()}

    def check(self, model_hash: str, method: str, times: tuple[float, float], place: str) -> None:
        """Refuse a model, method, start or step that is not the state's.

        Parameters
        ----------
        times : INITIAL TIME and TIME STEP of the run that is to go on [time units of the model]
        """
        with Faults() as faults:
            if model_hash != self.model_hash:
                faults.append(
                    Fault(
                        "stale",
                        f"状态来自另一个模型（{self.model_hash[:12]}），这个模型是 {model_hash[:12]}。",
                        f"the state is of another model ({self.model_hash[:12]}); "
                        f"this one is {model_hash[:12]}.",
                        place,
                    )
                )
            if method != self.method:
                faults.append(
                    Fault(
                        "mismatch",
                        f"状态是用 {self.method} 方法算到的，不能改用 {method} 继续。",
                        f"the state was reached by the method {self.method}; "
                        f"a run cannot go on from it by {method}.",
                        place,
                    )
                )
            if times != (self.start, self.step):
                own, given = (f"{start:g}、{step:g}" for start, step in ((self.start, self.step), times))
                own_en, given_en = own.replace("、", " and "), given.replace("、", " and ")
                faults.append(
                    Fault(
                        "mismatch",
                        f"状态的 INITIAL TIME、TIME STEP 是 {own}，这次运行是 {given}。",
                        f"INITIAL TIME and TIME STEP of the state are {own_en}; of this run, {given_en}.",
                        place,
                    )
                )

    def check_names(self, wanted: tuple[str, ...], selection: Selection, place: str) -> None:
        """Refuse a run that needs what the state does not have.

        Parameters
        ----------
        wanted : inputs of the kernel, with those that it takes over
        """
        if self.selection is not None and self.selection != selection:
            raise fail(
                "mismatch",
                f"{self.method} 方法记得前一步的斜率：继续运行的输出、积分和替换的变量必须与保存状态时相同。",
                f"the method {self.method} remembers slopes of the step before: a run that goes on must have "
                "the outputs, integrals and replaced variables of the one that left the state.",
                place,
            )
        missing = [name.removeprefix(TAKEN) for name in wanted if name.startswith(TAKEN)]
        missing = [name for name in missing if name not in self.left.values]
        if missing:
            shown = ", ".join(f'"{name}"' for name in missing[:5])
            raise fail(
                "missing",
                f"状态里没有这次运行需要的 {shown}：在保存状态的那次运行中，它由输入给定。",
                f"the state lacks {shown}, which this run needs: the run that left it was given it instead.",
                place,
            )

    def check_integrals(self, keys: tuple[str, ...], place: str) -> None:
        """Refuse integrals whose beginning, between two saves, the state does not have."""
        missing = [key for key in keys if key + SUM not in self.left.values]
        if missing:
            raise fail(
                "missing",
                f'状态在两个保存时刻之间（{self.time:g}），没有 "{missing[0]}" 自上次保存以来的积分；'
                "请在保存状态的那次运行中也要求这个积分。",
                f"the state stands between two saves, at {self.time:g}, without the integral of "
                f'"{missing[0]}" since the last one; ask for it in the run that leaves the state too.',
                place,
            )
