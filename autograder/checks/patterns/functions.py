"""A function too many, one that is missing, or one in the place of another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from autograder.checks.errors import Message
from autograder.checks.patterns.finding import Finding
from autograder.checks.patterns.pair import Pair, distinct, near
from autograder.checks.values import Array

Function = Callable[[Array], Array]


def sigmoid(x: Array) -> Array:
    """1 / (1 + e^−x) without overflow."""
    half: Array = 0.5 * (1 + np.tanh(x / 2))
    return half


def _softmax(x: Array) -> Array:
    e = np.exp(x - x.max(axis=0, keepdims=True))
    shares: Array = e / e.sum(axis=0, keepdims=True)
    return shares


def logit(p: Array) -> Array:
    """The x of p = sigmoid(x)."""
    return np.asarray(np.log(p) - np.log1p(-p))


ONE_MINUS = "1 − x"
MISSING: Mapping[str, Function] = {"tanh": np.tanh, "sigmoid": sigmoid, "softmax": _softmax}
# A missing square is a root too many: each relation is told in one way only.
APPLIED: Mapping[str, Function] = {
    ONE_MINUS: lambda x: 1 - x,
    "|x|": np.abs,
    "max(x, 0)": lambda x: np.maximum(x, 0),
    "x²": np.square,
    "√x": np.sqrt,
    "tanh(x)": np.tanh,
    "sigmoid(x)": sigmoid,
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
            return Finding("pattern.applied", {"function": name}, _one_too_many(name))
    return None


def _one_too_many(name: str) -> Message | None:
    plain = name.removesuffix("(x)")
    return Message("advice.one_too_many", {"function": plain}) if plain.isalpha() else None


def missing(pair: Pair) -> Finding | None:
    """The right array is a function of this one."""
    for name, function in MISSING.items():
        if (pair.right.ndim or name != "softmax") and _leads_to(function, pair):
            values = {"function": name}
            return Finding("pattern.missing", values, Message("advice.function_missing", values))
    return None


def unlike(pair: Pair) -> Finding | None:
    """One of tanh and sigmoid was taken where the other belongs."""
    for used, wanted in (("sigmoid", "tanh"), ("tanh", "sigmoid")):
        if _leads_to(partial(_exchanged, used=used, wanted=wanted), pair):
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


def _exchanged(x: Array, used: str, wanted: str) -> Array:
    return MISSING[wanted](INVERSE[used](x))


def not_normalised(pair: Pair) -> Finding | None:
    """Divided by its sum over an axis, the array is right."""
    for axis in pair.wide_axes():
        if _leads_to(partial(_shares, axis=axis), pair):
            return Finding("pattern.not_normalised", cause=Message("advice.not_normalised"))
    return None


def _shares(x: Array, axis: int) -> Array:
    shares: Array = x / x.sum(axis=axis, keepdims=True)
    return shares


def _is(pair: Pair, function: Function) -> bool:
    target = function(pair.right)
    return bool(np.isfinite(target).all()) and pair.is_moved(target)


def _leads_to(function: Function, pair: Pair) -> bool:
    result = function(pair.actual)
    is_other = not near(pair.actual, pair.right, 1e-5)
    return is_other and distinct(pair.right) >= pair.enough and near(result, pair.right)
