"""Whether a call changed its arguments."""

import numpy as np
import pytest

from autograder.sandbox.changes import Before


def arguments():
    shared = np.arange(4.0)
    return [shared, {"W": shared, "b": np.ones((2, 1))}, ([1, {2}], "text"), 1.5, {"n": {"k": [0]}}]


def grow(values):
    values[1]["new"] = 1


def reshape(values):
    values[0].shape = (2, 2)


def protect(values):
    values[0].flags.writeable = False


def retype(values):
    values[0].dtype = np.int64


CHANGES = {
    "an entry": lambda values: values[0].__setitem__(0, 9.0),
    "a nan": lambda values: values[1]["b"].fill(np.nan),
    "the sign of zero": lambda values: values[0].__setitem__(0, -0.0),
    "the shape": reshape,
    "the type": retype,
    "read-only": protect,
    "a new key": grow,
    "a key gone": lambda values: values[1].pop("b"),
    "an array replaced": lambda values: values[1].update(b=np.zeros((2, 1))),
    "the order of keys": lambda values: values[1].update(W=values[1].pop("W")),
    "in a tuple": lambda values: values[2][0].append(3),
    "in a set": lambda values: values[2][0][1].add(3),
    "deep inside": lambda values: values[4]["n"]["k"].clear(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_seen(change):
    values = arguments()
    before = Before(values, {})
    assert not before.is_changed()
    change(values)
    assert before.is_changed()


def test_reading_changes_nothing():
    values = arguments()
    before = Before(*values)
    repr(values), values[0].sum(), sorted(values[1])
    values[0][0] += 0.0
    values[1]["b"] = values[1]["b"]
    assert not before.is_changed()


def test_a_change_that_was_taken_back_is_none():
    values = arguments()
    before = Before(values)
    values[0][1] += 1
    values[4]["n"]["k"].append(1)
    values[0][1] -= 1
    values[4]["n"]["k"].pop()
    assert not before.is_changed()
