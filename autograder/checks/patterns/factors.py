"""Arrays that are right up to a factor: one for all entries, or one for each slice."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from autograder.checks.errors import Message
from autograder.checks.patterns.finding import AXES, Finding, axis_word, factor_text, few
from autograder.checks.patterns.pair import ENOUGH, NEAR, Pair, distinct, near, slices
from autograder.checks.patterns.products import is_product
from autograder.checks.values import Array

# A single number, such as a loss, always has a factor: it must be one of few, and fit better.
SURE = 1e-9
# What a factor N or T comes from, and what 1/N or 1/T.
OF_SIZE = {
    "N": ("advice.factor_n_many", "advice.factor_n_few"),
    "T": ("advice.factor_t_many", "advice.factor_t_few"),
}
WELL_KNOWN = (-1.0, 2.0, 0.5, -2.0)


def sign(pair: Pair) -> Finding | None:
    if not near(-pair.actual, pair.right, _tolerance(pair)):
        return None
    return Finding("pattern.sign", cause=Message("advice.sign"))


def factor(pair: Pair) -> Finding | None:
    """One factor for all entries, and which sizes it is the product of."""
    found = factor_of(pair.actual, pair.right)
    if found is None or not _is_no_accident(pair, found):
        return None
    values: dict[str, object] = {"factor": factor_text(found), "sizes": _sizes_text(pair, found)}
    return Finding("pattern.factor", values, _cause(pair, found), _generals(pair, found))


def factor_of(actual: Array, right: Array) -> float | None:
    """c with actual = c · right, by least squares; None where there is none, or it is 0 or 1."""
    scale = float(np.max(np.abs(right), initial=0.0))
    if not 0 < scale < np.inf:
        return None
    unit = right / scale
    found = float(np.sum(actual * unit) / np.sum(unit * unit)) / scale
    is_one = not np.isfinite(found) or not found or abs(found - 1) <= 10 * NEAR
    return None if is_one or not near(actual, found * right) else found


def _tolerance(pair: Pair) -> float:
    return NEAR if pair.is_numerical or distinct(pair.right) >= ENOUGH else SURE


def _is_no_accident(pair: Pair, found: float) -> bool:
    if distinct(pair.right) >= pair.enough:
        return True
    sizes = [float(size) for size in _products(pair)]
    known = (*WELL_KNOWN, *sizes, *(1 / size for size in sizes))
    nearest = min(known, key=lambda one: abs(one - found))
    return near(pair.actual, nearest * pair.right, _tolerance(pair))


def _products(pair: Pair) -> dict[int, list[str]]:
    """Products of sizes, and what they are called: N, T, N·T first of all, then those with m, n."""
    found: dict[int, list[str]] = {}
    for names in (_sizes(pair, "NT"), _sizes(pair, "mnNT")):
        called: dict[int, list[str]] = {}
        for count in range(1, len(names) + 1):
            for chosen in combinations(names, count):
                product = int(np.prod([pair.sizes[name] for name in chosen]))
                called.setdefault(product, []).append("·".join(chosen))
        found = {**called, **found}
    return found


def _sizes(pair: Pair, names: str) -> list[str]:
    return [name for name in names if pair.sizes.get(name, 1) > 1]


def _called(pair: Pair, found: float) -> tuple[int, list[str]]:
    """The size that the factor or its reciprocal is, and its names."""
    for size, names in _products(pair).items():
        if min(abs(abs(found) / size - 1), abs(abs(found) * size - 1)) <= 2 * NEAR:
            is_batch_or_time = set("".join(names)) <= set("NT·")
            # A 2 or a sign has many reasons: m or n is told where it hardly is an accident.
            return (size, names) if is_batch_or_time or (size > 2 and found > 0) else (0, [])
    return 0, []


def _sizes_text(pair: Pair, found: float) -> Message | str:
    size, names = _called(pair, found)
    if not names:
        return ""
    return Message("factor.sizes", {"sizes": tuple(f"{name} = {size}" for name in names)})


def _cause(pair: Pair, found: float) -> Message | None:
    _, names = _called(pair, found)
    if found < 0 or (not names and not _is_whole(found)):
        return None
    if len(names) == 1 and names[0] in OF_SIZE:
        return Message(OF_SIZE[names[0]][found < 1])
    if names and "·" in names[0] and found < 1:
        return Message("advice.mean_of_all")
    if round(max(found, 1 / found)) == 2:
        return Message("advice.twice" if found > 1 else "advice.half")
    return Message("advice.too_large" if found > 1 else "advice.too_small")


def _generals(pair: Pair, found: float) -> tuple[Finding, ...]:
    """The factor as N or 1/T, whatever their sizes are."""
    if found < 0:
        return ()
    return tuple(
        Finding(
            "pattern.factor",
            {"factor": f"1/{name}" if found < 1 else name, "sizes": ""},
            Message(OF_SIZE[name][found < 1]),
        )
        for name in _called(pair, found)[1]
        if name in OF_SIZE
    )


def _is_whole(found: float) -> bool:
    large = max(found, 1 / found)
    return abs(large - round(large)) <= 2 * NEAR * large


def factor_by_slice(pair: Pair) -> Finding | None:
    """Each time step, example, row or column is right up to a factor of its own."""
    for axis in sorted(pair.wide_axes(), key=lambda axis: pair.axes[axis] not in AXES):
        factors = _factors(slices(pair.actual, axis), slices(pair.right, axis))
        if factors is not None:
            return _by_slice(pair, axis, factors)
    return None


def _factors(actual: Array, right: Array) -> list[float] | None:
    """The factor of each slice, if there is one for each and they differ."""
    factors, support = [], 0
    for a, b in zip(actual, right, strict=True):
        found = 1.0 if near(a, b) else factor_of(a, b)
        if found is None and not a.any():
            found = 0.0
        if found is None or not b.any():
            return None
        factors.append(found)
        support += distinct(b) - 1 if found != 1.0 else 0
    is_told = support >= ENOUGH and not all(found in (0.0, 1.0) for found in factors)
    return factors if is_told and len(set(np.round(factors, 5))) > 1 else None


def _by_slice(pair: Pair, axis: int, factors: list[float]) -> Finding:
    word = axis_word(pair, axis)
    if pair.axes[axis] == "T":
        return Finding("pattern.factor_by_step", {"factors": _listed(factors)}, _growth(factors))
    cause = None
    if is_product(pair):
        cause = Message("advice.first_factor" if axis == 0 else "advice.second_factor")
    elif pair.axes[axis] == "N":
        cause = Message("advice.mixed_examples")
    return Finding("pattern.factor_by_slice", {"axis": word}, cause)


def _listed(factors: list[float]) -> tuple[str, ...]:
    texts = [f"t={t}: {factor_text(found, digits=2)}" for t, found in enumerate(factors)]
    return few(texts)


def _growth(factors: list[float]) -> Message | None:
    """Factors k, k−1, …, 1 come from a sum that goes on; 1, 1/2, … from a division by it."""
    count = range(1, len(factors) + 1)
    for wanted in (list(count), list(reversed(count))):
        if np.allclose(factors, wanted, rtol=1e-5):
            return Message("advice.counted_again")
    return None
