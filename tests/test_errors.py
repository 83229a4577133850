"""The error that a user sees."""

import pickle

from sim.errors import Fault, SimError


def test_an_error_travels_between_processes_with_its_faults() -> None:
    error = SimError([Fault("坏", "bad", "a.yaml:1"), Fault("更坏", "worse")])
    again = pickle.loads(pickle.dumps(error))
    assert isinstance(again, SimError)
    assert again.faults == error.faults
    assert str(again) == "a.yaml:1: 坏\n          bad\n更坏\nworse"
