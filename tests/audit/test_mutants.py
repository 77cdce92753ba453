"""What the machine makes of a function: every change that one line of numpy can get wrong."""

import ast
import contextlib

import numpy as np
import pytest

from autograder.audit.equivalents import first_difference, same
from autograder.audit.mutants import mutants, slightly_wrong_programs
from autograder.audit.near import near_misses
from autograder.judge.clock import TimeUpError, at_most

MODULE = '''\
"""Two functions."""

import numpy as np


def turned(A, b, parts):
    """A and b: 1 + 1.

    A docstring is the stub's.
    """
    _, rest = parts
    total = (A.T @ b) - rest["db"]
    for t in range(2):
        total = total + np.sum(
            A[::-1], axis=t
        )
    return {"dA": total, "db": f"{1 + 1}"}


def other(x):
    return x * 3
'''
CHANGES = {mutant.change for mutant in mutants(MODULE, "turned")}


@pytest.mark.parametrize(
    "change",
    [
        'total = (A.T @ b) - rest["db"] → total = (A @ b) - rest["db"]',
        'total = (A.T @ b) - rest["db"] → total = (A.T * b) - rest["db"]',
        'total = (A.T @ b) - rest["db"] → total = (b@ A.T ) - rest["db"]',
        'total = (A.T @ b) - rest["db"] → total = ((A.T @ b) )',
        'total = (A.T @ b) - rest["db"] → total = (rest["db"])',
        'total = (A.T @ b) - rest["db"] → total = rest["db"]- (A.T @ b) ',
        'total = (A.T @ b) - rest["db"] → total = (A.T @ b) + rest["db"]',
        'total = (A.T @ b) - rest["db"] → total = (A.T @ b) - rest["dA"]',
        'total = (A.T @ b) - rest["db"] → total = (A.T @ b) - parts["db"]',
        'total = (A.T @ b) - rest["db"] → pass',
        'total = (A.T @ b) - rest["db"] → total = None',
        "for t in range(2): → for t in range(3):",
        "for t in range(2): → for t in range(1):",
        "for t in range(2): → for t in (2):",
        "total = total + np.sum( → total = total - np.sum(",
        "total = total + np.sum( → total = total + np.mean(",
        "A[::-1], axis=t → A[:], axis=t",
        "A[::-1], axis=t → A[::-1], axis=b",
    ],
)
def test_what_one_line_can_get_wrong_is_among_the_mutants(change):
    def squeezed(text):
        return text.replace(" ", "")

    assert squeezed(change) in {squeezed(found) for found in CHANGES}


def test_every_mutant_is_a_function_of_that_name_and_no_two_are_the_same():
    marks = set()
    for mutant in mutants(MODULE, "turned"):
        (function,) = ast.parse(mutant.source).body
        assert function.name == "turned"
        assert ast.get_docstring(function).startswith("A and b: 1 + 1.")
        marks.add(ast.dump(function))
    assert len(marks) == len(mutants(MODULE, "turned")) > 80


def test_docstrings_messages_and_what_nobody_reads_are_left_alone():
    for mutant in mutants(MODULE, "turned"):
        assert '"""A and b: 1 + 1.' in mutant.source
        assert (
            'f"{1 + 1}"' in mutant.source
            or '"db": None' in mutant.source
            or ("pass" in mutant.source or "return" in mutant.change)
        )
        assert "_, rest" in mutant.source or "parts" in mutant.change


def test_a_term_is_wrong_by_a_twentieth_of_a_percent():
    (found,) = slightly_wrong_programs(MODULE, "other")
    assert found.change == "return x * 3 → return (1.0005 * (x * 3))"


def test_a_function_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="third"):
        mutants(MODULE, "third")


# Near misses


RESULT = ({"a": np.array([[0.1, 2.0]])}, [np.array([1.0]), np.array([0.0, 4.0])], 3.5, None)


def test_near_misses_are_at_every_array_and_number_and_in_the_last_item_of_a_list():
    names = {miss.name for miss in near_misses([RESULT])}
    assert {name.partition("]  ")[0].rsplit("]", 1)[0] for name in names} == {
        "result[0]['a'",
        "result[1][-1",
        "result[2",
    }
    assert "result[1][-1] in float32" not in names  # 0 and 4 are the same numbers there
    assert "result[0]['a'] in float32" in names


def test_a_near_miss_changes_one_place_and_nothing_else():
    for miss in near_misses([RESULT]):
        value = miss.of(lambda: RESULT)()
        assert same(RESULT, RESULT)
        places = [same(value[i], RESULT[i]) for i in range(4)]
        assert places.count(False) <= 1
        assert value[3] is None
    (wrong,) = [m for m in near_misses([RESULT]) if m.name == "result[1][-1] one entry wrong"]
    assert wrong.of(lambda: RESULT)()[1][1][1] == pytest.approx(4 + 4e-6 + 1e-11, abs=1e-12)


def test_a_place_that_another_result_lacks_is_no_error():
    misses = near_misses([RESULT, {"b": np.array([1.1])}])
    (other,) = [miss for miss in misses if miss.name == "result['b'] scaled"]
    assert other.of(lambda: RESULT)() is RESULT
    assert near_misses([RESULT[3]]) == []


# Equivalence


@pytest.mark.parametrize(
    "other",
    [
        lambda x, k: x * k * (1 + 1e-8),
        lambda x, k: (x * k)[None],
        lambda x, k: [x * k],
        lambda x, k: x * 2.0,
        lambda x, k: x * k + (x > 1.2),
        lambda x, k: np.multiply(x, k, out=x),
        lambda x, k: None,
    ],
)
def test_functions_that_differ_on_what_the_tests_hand_in_or_nearby_are_told_apart(other):
    calls = [(np.array([1.0, 0.5, 0.0]), 2.0)]
    assert first_difference(lambda x, k: x * k, other, calls) == "other results for ((3,), 2.0)"


def test_functions_that_differ_by_rounding_alone_are_the_same():
    calls = [(np.array([1.3, 0.5]), {"k": 2.0})]
    assert (
        first_difference(lambda x, p: x * p["k"] * 3, lambda x, p: 3 * (p["k"] * x), calls) is None
    )
    assert first_difference(raises(ValueError), raises(ValueError), calls) is None
    assert first_difference(raises(ValueError), raises(TypeError), calls) is not None


def raises(error):
    def function(*_arguments):
        raise error

    return function


def test_codes_of_0_and_1_stay_codes():
    """One-hot columns are a promise of the contract, and a mutant may rely on it."""
    calls = [(np.eye(3), np.array([[0.2, 0.3, 0.5]]))]
    assert first_difference(lambda c, _: c.sum(axis=0), lambda c, _: c.max(axis=0), calls) is None
    assert first_difference(lambda _, p: p.sum(), lambda _, p: 1.0, calls) is not None


# The clock


def test_the_clock_stops_a_program_that_swallows_exceptions():
    def endless():
        while True:
            with contextlib.suppress(Exception):
                sum(range(1000))

    with pytest.raises(TimeUpError, match=r"more than 0\.05 s"), at_most(0.05):
        endless()


def test_the_clock_is_off_after_the_block():
    with at_most(0.01):
        pass
    sum(range(2_000_000))
