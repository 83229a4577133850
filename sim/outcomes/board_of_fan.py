"""The board of an ensemble that is kept in memory."""

from __future__ import annotations

import numpy as np

from sim.outcomes.board import Board, Figures, Points, Together, build_board
from sim.outcomes.fan import CENTRAL, Fan
from sim.outcomes.tally import Tally
from sim.outcomes.targets import groups_of, targets_of
from sim.scenario.workspace import Workspace

LEVELS = (0.05, 0.5, 0.95)


def fan_board(fan: Fan, workspace: Workspace) -> Board:
    """Return the board of a fan's draws; the run at the model's own values is not counted."""
    left_out = np.concatenate(([CENTRAL], 1 + np.flatnonzero(~fan.sound)))
    tally = Tally(targets_of(workspace), groups_of(workspace.registry.plan))
    tally.add(fan.table, left_out)
    return build_board(tally, _figures(fan, tally), workspace.registry, {})


def fan_together(fan: Fan, workspace: Workspace) -> tuple[Together, ...]:
    """Return the targets that the draws meet together, as the board of the fan has them, in less time."""
    targets, found = targets_of(workspace), []
    for group in groups_of(workspace.registry.plan):
        members = tuple(group.members(targets))
        number = np.zeros(fan.members, dtype=np.int64)
        for target in members:
            met = fan.met(target.indicator, target.year)
            if met is not None:
                number += met
        if members:
            found.append(Together(group, members, np.bincount(number, minlength=len(members) + 1)))
    return tuple(found)


def _figures(fan: Fan, tally: Tally) -> Figures:
    figures: dict[tuple[str, int], Points] = {}
    for target in tally.targets if fan.members else ():
        figure = fan.table.rows[target.indicator].figure(target.year)
        if figure is not None:
            figures[target.indicator, target.year] = Points(
                *map(float, np.quantile(figure[1:][fan.sound], LEVELS))
            )
    return figures
