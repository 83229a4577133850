"""The synthetic model of the benchmarks has the size and shape that are claimed for it."""

from __future__ import annotations

from collections import Counter

import numpy as np

from benchmarks.world3_size import CONSTANTS, OUTPUTS, vensim_text, world3_size
from sim.engine.model import Model


def test_it_has_the_size_of_world3() -> None:
    model = Model(vensim_text(world3_size()), "size.mdl")
    kinds = Counter(variable.kind for variable in model.variables.values())
    assert (kinds["stock"], kinds["auxiliary"], kinds["lookup"]) == (41, 144, 55)
    assert kinds["constant"] == CONSTANTS + 4
    run = model.simulate(outputs=OUTPUTS)
    assert (len(OUTPUTS), run.time.size, run.failures) == (6, 401, ())
    everything = model.simulate().to_frame().drop(columns=[*model.constants])
    assert 0 <= everything.min().min() < everything.max().max() < 5
    assert (everything.std() > 0).mean() > 0.9  # it moves


def test_a_seed_gives_the_same_model() -> None:
    assert vensim_text(world3_size(5)) == vensim_text(world3_size(5))
    assert vensim_text(world3_size(5)) != vensim_text(world3_size(6))
    assert np.isfinite(Model(vensim_text(world3_size(5)), "m.mdl").simulate().to_frame().to_numpy()).all()
