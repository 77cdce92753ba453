"""Arrays for tests of patterns: right ones of many shapes, and how to look at wrong ones."""

import numpy as np

from autograder.checks import text
from autograder.checks.comparison import Comparison, compared
from autograder.checks.patterns import cause, statements

# n, m, N, T among them, also equal ones and those of size 1.
SHAPES = {
    "n N T": [(4, 2, 6), (4, 1, 3), (3, 3, 3), (5, 2, 1), (5, 1, 2)],
    "n N": [(5, 3), (4, 1), (3, 3), (6, 2)],
    "n m": [(5, 3), (4, 4), (3, 6)],
    "n 1": [(5, 1), (3, 1)],
    "T": [(6,), (4,)],
}
CASES = [(axes, shape) for axes, shapes in SHAPES.items() for shape in shapes]


def normal(shape, seed=5):
    return np.random.default_rng(seed).normal(size=shape)


def gates(shape, seed=5):
    """Numbers as a sigmoid gives them."""
    return 1 / (1 + np.exp(-normal(shape, seed)))


def one(actual, right, axes="", name="a", rtol=1e-9, is_numerical=False):
    found = compared(name, np.asarray(actual), np.asarray(right), axes, rtol)
    return Comparison(**{**vars(found), "is_numerical": is_numerical})


def keys_of(*comparisons):
    return [message.key for message in statements(comparisons)]


def words_of(*comparisons, language="en"):
    return [text(message, language) for message in statements(comparisons)]


def cause_of(*comparisons):
    message = cause(comparisons)
    return message and message.key
