"""A function too many, one that is missing, or one in the place of another."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from autograder.checks.errors import Message
from autograder.checks.patterns.finding import Finding
from autograder.checks.patterns.pair import Pair, distinct, near
from autograder.checks.values import Array

Function = Callable[[Array], Array]
Relation = Callable[[Array, Array], Array]


# To compute sigmoid or softmax is what students are asked for. Here they are only recognised: `p`
# comes back, moved by how far it is from what the function of `x` would be.
def _sigmoid_of(x: Array, p: Array) -> Array:
    """(1 − p) / p = e^−x, as differences: nothing overflows."""
    smaller = np.where(x < 0, p, 1 - p)
    moved: Array = p + smaller - (1 - smaller) * np.exp(-np.abs(x))
    return moved


def _softmax_of(x: Array, p: Array) -> Array:
    """p[i] / p[k] = e^(x[i] − x[k]), with the largest x[k] of each column; they sum to 1."""
    top = np.argmax(x, axis=0, keepdims=True)
    ratios = np.exp(x - np.take_along_axis(x, top, axis=0))
    rest = p - np.take_along_axis(p, top, axis=0) * ratios
    moved: Array = p + rest + (1 - p.sum(axis=0, keepdims=True))
    return moved


def logit(p: Array) -> Array:
    """The x of p = sigmoid(x)."""
    return np.asarray(np.log(p) - np.log1p(-p))


ONE_MINUS = "1 − x"
# Of x and a p: equal to the p that is the function of x, and to no other.
MISSING: Mapping[str, Relation] = {
    "tanh": lambda x, _: np.tanh(x),
    "sigmoid": _sigmoid_of,
    "softmax": _softmax_of,
}
SIGMOID = "sigmoid(x)"
# A missing square is a root too many: each relation is told in one way only.
APPLIED: Mapping[str, Function] = {
    ONE_MINUS: lambda x: 1 - x,
    "|x|": np.abs,
    "max(x, 0)": lambda x: np.maximum(x, 0),
    "x²": np.square,
    "√x": np.sqrt,
    "tanh(x)": np.tanh,
    "log(x)": np.log,
    "exp(x)": np.exp,
    "1 − x²": lambda x: 1 - x**2,
    "x · (1 − x)": lambda x: x * (1 - x),
    "1 / x": np.reciprocal,
}
INVERSE: Mapping[str, Function] = {"tanh": np.arctanh, "sigmoid": logit}


def one_minus(pair: Pair) -> Finding | None:
    if not _is(pair, APPLIED[ONE_MINUS]):
        return None
    return Finding("pattern.one_minus", cause=Message("advice.one_minus"))


def applied(pair: Pair) -> Finding | None:
    """The array is a function of the right one."""
    for name, function in APPLIED.items():
        if _is(pair, function):
            return _applied(name)
    return _applied(SIGMOID) if pair.is_moved(_sigmoid_of(pair.right, pair.actual)) else None


def _applied(name: str) -> Finding:
    return Finding("pattern.applied", {"function": name}, _one_too_many(name))


def _one_too_many(name: str) -> Message | None:
    plain = name.removesuffix("(x)")
    return Message("advice.one_too_many", {"function": plain}) if plain.isalpha() else None


def missing(pair: Pair) -> Finding | None:
    """The right array is a function of this one."""
    for name, function in MISSING.items():
        if (pair.right.ndim or name != "softmax") and _leads_to(
            function(pair.actual, pair.right), pair
        ):
            values = {"function": name}
            return Finding("pattern.missing", values, Message("advice.function_missing", values))
    return None


def unlike(pair: Pair) -> Finding | None:
    """One of tanh and sigmoid was taken where the other belongs."""
    for used, wanted in (("sigmoid", "tanh"), ("tanh", "sigmoid")):
        if _leads_to(_exchanged(pair, used, wanted), pair):
            values = {"used": used, "wanted": wanted}
            return Finding("pattern.unlike", values, Message("advice.unlike", values))
    return None


def rectified(pair: Pair) -> Finding | None:
    """max(x, 0) was taken where tanh belongs: right after tanh, where it is not 0."""
    is_cut = pair.actual == 0
    above, right = pair.actual[~is_cut], pair.right[~is_cut]
    is_telling = is_cut.any() and distinct(right) >= pair.enough
    if not is_telling or (pair.right[is_cut] > 0).any() or not near(np.tanh(above), right):
        return None
    values = {"used": "max(x, 0)", "wanted": "tanh"}
    return Finding("pattern.unlike", values, Message("advice.unlike", values))


def _exchanged(pair: Pair, used: str, wanted: str) -> Array:
    return MISSING[wanted](INVERSE[used](pair.actual), pair.right)


def not_normalised(pair: Pair) -> Finding | None:
    """Divided by its sum over an axis, the array is right."""
    for axis in pair.wide_axes():
        if _leads_to(_shares(pair.actual, axis), pair):
            return Finding("pattern.not_normalised", cause=Message("advice.not_normalised"))
    return None


def _shares(x: Array, axis: int) -> Array:
    shares: Array = x / x.sum(axis=axis, keepdims=True)
    return shares


def _is(pair: Pair, function: Function) -> bool:
    target = function(pair.right)
    return bool(np.isfinite(target).all()) and pair.is_moved(target)


def _leads_to(result: Array, pair: Pair) -> bool:
    """Whether what was made of the array is the right one."""
    is_other = not near(pair.actual, pair.right, 1e-5)
    return is_other and distinct(pair.right) >= pair.enough and near(result, pair.right)
