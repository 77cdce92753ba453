"""Fingerprints of what a failed check saw: what enters them, and what never can."""

import math

import numpy as np
import pytest

from autograder.checks import CheckFailed, Message, literal
from autograder.checks.lessons import Lesson
from autograder.checks.naming import (
    DIGITS,
    LARGEST,
    candidates,
    directions,
    fingerprint,
    named,
    projections,
    repeated,
)
from autograder.checks.result import Certainty

ARRAY = np.random.default_rng(3).standard_normal((5, 4))
FAILURE = CheckFailed(Message("close.differs", {"name": "s", "error": 0.3}))


def print_of(*arrays, failure=FAILURE):
    return fingerprint(failure, [(f"a{number}", array) for number, array in enumerate(arrays)])


def lesson(prints, *keys):
    hints = {key: literal(f"most likely {key}", f"很可能{key}") for key in keys}
    return Lesson("small", ("double",), mistakes=hints, fingerprints={"double": prints})


def test_the_same_numbers_have_the_same_fingerprint():
    assert print_of(ARRAY) == print_of(ARRAY.copy()) == print_of(ARRAY.tolist())
    assert len(print_of(ARRAY)) == 32


@pytest.mark.parametrize(
    "other",
    [2 * ARRAY, -ARRAY, ARRAY[::-1], ARRAY.T, ARRAY.T.reshape(5, 4), 0 * ARRAY, ARRAY + 1e-6],
)
def test_other_numbers_have_another(other):
    assert print_of(other) != print_of(ARRAY)


def test_the_failed_fact_and_the_names_count():
    shape = CheckFailed(Message("shape.wrong", {"name": "s"}))
    assert print_of(ARRAY, failure=shape) != print_of(ARRAY)
    assert fingerprint(FAILURE, [("s", ARRAY)]) != fingerprint(FAILURE, [("y", ARRAY)])


@pytest.mark.parametrize(
    "values",
    [
        [],
        [1.5],
        [1.5, 2.5, 3.5],
        [np.arange(3.0)],
        [np.arange(7.0)],
        [None, "text", {"a": 1}, print],
        [np.array([None] * 40)],
        [ARRAY.astype(np.float32)],
        [np.zeros(LARGEST + 1)],
    ],
)
def test_what_says_too_little_has_none(values):
    assert print_of(*values) is None


def test_an_exception_in_the_students_code_has_none():
    raised = CheckFailed(Message("student.raised_line", {}))
    assert print_of(ARRAY, failure=raised) is None


@pytest.mark.parametrize(
    "odd",
    [
        np.full((5, 4), np.nan),
        np.where(ARRAY > 0, np.inf, ARRAY),
        ARRAY + 1j,
        ARRAY.astype(np.longdouble) * np.longdouble("1e4000"),
        1e300 * ARRAY,
        1e-300 * ARRAY,
        np.ma.masked_greater(ARRAY, 0),
        ARRAY > 0,
        [[1, 2], [3]],
        np.zeros((0, 5)),
    ],
)
def test_odd_values_hurt_nobody(odd):
    assert print_of(ARRAY, odd) not in (None, print_of(ARRAY))


def test_where_something_is_nan_counts():
    one, other = ARRAY.copy(), ARRAY.copy()
    one[0, 0] = other[1, 0] = np.nan
    assert print_of(one) != print_of(other)


def test_near_an_edge_both_sides_are_looked_at():
    """A number is moved to the edge of its rounding, and from there a hair to either side."""
    way = directions("a0", ARRAY.shape, projections(ARRAY))[0].reshape(ARRAY.shape)
    unit = 2.0 ** math.frexp(np.linalg.norm(ARRAY))[1] * 10.0**-DIGITS
    number = np.sum(way * ARRAY) / unit
    edge = ARRAY + way * (round(number) - number) * unit / np.sum(way**2)
    hair = 1e-4 * unit * way / np.sum(way**2)
    below, above = edge - hair, edge + hair
    assert print_of(below) != print_of(above)
    assert print_of(below) in candidates(FAILURE, [("a0", above)])
    assert print_of(above) in candidates(FAILURE, [("a0", below)])


def test_an_array_that_was_looked_at_before_enters_once():
    again = ARRAY * (1 + 1e-14)
    seen = [("s", ARRAY), ("k", 3), ("s in the cache", again), ("y", 2 * ARRAY)]
    assert repeated(seen) == [None, None, 0, None]
    small = np.arange(1.0, 6.0)
    assert print_of(small, small, small) is None
    assert print_of(small, 2 * small) is not None


def test_a_mistake_that_is_known_is_named_with_its_hint():
    print_ = fingerprint(FAILURE, [("s", ARRAY)])
    found = named(lesson({print_: ("a",)}, "a"), "double", FAILURE, [("s", ARRAY)])
    assert found.certainty is Certainty.NAMED
    assert found.keys == ("a",)
    assert [fact.key for fact in found.facts] == ["diagnosis.named"]
    assert found.causes == (literal("most likely a", "很可能a"),)
    assert named(lesson({print_: ("a",)}, "a"), "shifted", FAILURE, [("s", ARRAY)]) is None
    assert named(lesson({print_: ("a",)}, "a"), "double", FAILURE, [("s", -ARRAY)]) is None


def test_a_large_group_shows_three_hints_and_says_so():
    print_ = fingerprint(FAILURE, [("s", ARRAY)])
    keys = tuple("abcd")
    found = named(lesson({print_: keys}, *keys), "double", FAILURE, [("s", ARRAY)])
    assert found.facts == (Message("diagnosis.group_few", {"count": 4, "shown": 3}),)
    assert len(found.causes) == 3
    assert found.keys == keys
