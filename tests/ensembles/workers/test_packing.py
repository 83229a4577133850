"""Packing of objects sent between machines."""

import numpy as np

from sim.ensembles.workers.packing import pack


def test_counts_shrink_and_come_back() -> None:
    counts = np.zeros(100_000, np.int64)
    counts[::50] = np.arange(2_000)
    parcel = pack(("counts", counts))
    name, again = parcel.open()
    assert name == "counts"
    np.testing.assert_array_equal(again, counts)
    assert parcel.size > counts.nbytes
    assert len(parcel.content) < counts.nbytes / 10
