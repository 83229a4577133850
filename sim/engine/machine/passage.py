"""Passage of time: the loops over blocks of members, saves, steps and stages, whatever is done in them.

Gives the text of a function that runs eight members from one step to a later one: once what all members
share, then for each block what is needed once; at each step the reading of time, states and series and what
the flows need, at a save what the outputs need as well, then the move of the states. A Runge–Kutta step
passes through the same code four times, each time with the states at another point of the step.

It exists so that a kernel that is compiled and one that is interpreted keep the same time.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

from sim.engine.machine.ir import LANES, Writer, function, literal
from sim.engine.machine.methods import Scheme

ENTRY = "run"
PARAMETERS = (
    "i64 %first, i64 %end, ptr %inputs, ptr %strides, ptr %series, ptr %rows, ptr %lanes, ptr %out, "
    "i64 %row, i64 %saves, i64 %every, double %start, double %dt, ptr %history, i64 %steps, ptr %check, "
    "i64 %origin, i64 %first.save, i64 %last, ptr %handed"
)


class Passage(ABC):
    """The loops of a run; what is done in them is left to its kinds.

    Parameters
    ----------
    scheme : the stages of a step
    """

    def __init__(self, scheme: Scheme) -> None:
        self.scheme, self.staged = scheme, scheme.is_staged
        self.w = Writer()

    def text(self, more: str = "") -> str:
        """Return the text of the function, with further parameters."""
        w = self.w
        w.label("entry")
        self._begin_call()
        w.do("br label %ready")
        w.label("ready")
        w.do("br label %block")
        w.label("block")
        w.do("%b = phi i64 [ %first, %ready ], [ %b.next, %finish ]")
        w.do(f"%lane = mul i64 %b, {LANES}")
        self._begin_block()
        w.do("br label %begun")
        w.label("begun")
        w.do("br label %step")
        w.label("step")
        w.do("%k = phi i64 [ %origin, %begun ], [ %k.next, %moved ]")
        w.do("%s = phi i64 [ 0, %begun ], [ %s.next, %moved ]")
        w.do("%k.save = phi i64 [ %first.save, %begun ], [ %k.next.save, %moved ]")
        w.do("%is.save = icmp eq i64 %k, %k.save")
        if self.staged:
            self._begin_step()
            w.do("br label %stage.loop")
            w.label("stage.loop")
            w.do("%i = phi i64 [ 0, %step ], [ %i.next, %stage.done ]")
        self._compute(*self._times())
        w.do(f"br i1 {self._at_saved_stage('%is.save')}, label %save, label %saved")
        w.label("save")
        self._save()
        w.do("br label %saved")
        w.label("saved")
        w.do("%is.last = icmp eq i64 %k, %last")
        w.do(f"br i1 {self._at_saved_stage('%is.last')}, label %finish, label %move")
        w.label("move")
        if self.staged:
            self._move_in_stages()
        else:
            self._move()
            w.do("br label %moved")
        self._next_step()
        w.label("finish")
        self._finish()
        w.do("%b.next = add i64 %b, 1")
        w.do("%is.done = icmp eq i64 %b.next, %end")
        w.do("br i1 %is.done, label %exit, label %block")
        w.label("exit")
        w.do("ret void")
        return function(ENTRY, PARAMETERS + more, w.lines, result="void", linkage="dso_local")

    # --- what is done -------------------------------------------------------------------------

    @abstractmethod
    def _begin_call(self) -> None:
        """Reserve memory, and compute what all members share."""

    @abstractmethod
    def _begin_block(self) -> None:
        """Compute what a block needs once, and set all states."""

    @abstractmethod
    def _begin_step(self) -> None:
        """Put the first stage where the states are, with no slope yet."""

    @abstractmethod
    def _compute(self, time: str, step_time: str, moment: str) -> None:
        """Read time, states and given series, and compute what states and integrals need."""

    @abstractmethod
    def _save(self) -> None:
        """Compute what only the outputs need, and write them and the integrals since the last save."""

    @abstractmethod
    def _move(self) -> None:
        """Move states and integrals on by a step."""

    @abstractmethod
    def _move_discrete(self) -> None:
        """Note what delays take in, and what held values are from the next step on."""

    @abstractmethod
    def _move_stage(self, share: str, reach: str) -> None:
        """Add a stage's share of the slope, and go to where the next stage stands."""

    @abstractmethod
    def _commit(self) -> None:
        """Move states and integrals on by the slopes of all stages."""

    @abstractmethod
    def _finish(self) -> None:
        """Hand over what a later run begins with; report members that are not finite by a NaN."""

    # --- time ---------------------------------------------------------------------------------

    def _times(self) -> tuple[str, str, str]:
        """Return the time of the stage, that of its step, and the moment at which series are read."""
        step_time = self._time(self.w.emit("sitofp i64 %k to double"))
        if not self.staged:
            return step_time, step_time, "%k"
        time, moment = self._stage_time()
        return time, step_time, moment

    def _time(self, steps: str) -> str:
        w = self.w
        return w.spread(w.emit(f"fadd double %start, {w.emit(f'fmul double {steps}, %dt')}"))

    def _stage_time(self) -> tuple[str, str]:
        """Return the stage's time, and that in half steps for given series."""
        w = self.w
        halves = self._by_stage("i64", [str(stage.position) for stage in self.scheme.stages])
        moment = w.emit(f"add i64 {w.emit('mul i64 %k, 2')}, {halves}")
        steps = w.emit(f"fmul double {w.emit(f'sitofp i64 {moment} to double')}, 0.5")
        return self._time(steps), moment

    def _position(self) -> str:
        """Return the number of the stage's position among all of a step."""
        positions = self.scheme.positions
        return self._by_stage("i64", [str(positions.index(stage.position)) for stage in self.scheme.stages])

    def _by_stage(self, kind: str, values: list[str]) -> str:
        """Return what belongs to the stage."""
        w, found = self.w, values[-1]
        for number, value in reversed(list(enumerate(values[:-1]))):
            is_here = w.emit(f"icmp eq i64 %i, {number}")
            found = w.emit(f"select i1 {is_here}, {kind} {value}, {kind} {found}")
        return found

    def _at_saved_stage(self, condition: str) -> str:
        if not self.staged:
            return condition
        return self.w.emit(f"and i1 {condition}, {self.w.emit(f'icmp eq i64 %i, {self.scheme.saved}')}")

    # --- moving on ----------------------------------------------------------------------------

    def _move_in_stages(self) -> None:
        """Take a stage's share of the slope; the last stage ends the step.

        Where the last stage alone counts, no share is taken of the others, and it moves the states itself.
        """
        w, stages, at_end = self.w, self.scheme.stages, "br i1 %is.last.stage, label %commit, label"
        w.do("%is.first.stage = icmp eq i64 %i, 0")
        w.do("%i.next = add i64 %i, 1")
        w.do(f"%is.last.stage = icmp eq i64 %i.next, {len(stages)}")
        w.do("br i1 %is.first.stage, label %discrete, label %counted")
        w.label("discrete")
        self._move_discrete()
        w.do("br label %counted")
        w.label("counted")
        w.do(f"{at_end} %stage.move" if self.scheme.counts_last else "br label %stage.move")
        w.label("stage.move")
        share = w.spread(self._by_stage("double", [literal(stage.share) for stage in stages]))
        steps = self._by_stage("double", [literal(stage.reach) for stage in stages])
        self._move_stage(share, w.spread(w.emit(f"fmul double %dt, {steps}")))
        w.do("br label %stage.done" if self.scheme.counts_last else f"{at_end} %stage.done")
        w.label("stage.done")
        w.do("br label %stage.loop")
        w.label("commit")
        self._commit()
        w.do("br label %moved")

    def _next_step(self) -> None:
        w = self.w
        w.label("moved")
        w.do("%k.next = add i64 %k, 1")
        w.do("%was.save = zext i1 %is.save to i64")
        w.do("%to.next.save = select i1 %is.save, i64 %every, i64 0")
        w.do("%s.next = add i64 %s, %was.save")
        w.do("%k.next.save = add i64 %k.save, %to.next.save")
        w.do("br label %step")
