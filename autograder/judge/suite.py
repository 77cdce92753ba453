"""What suites of hidden tests have in common: shared calls, gradients, slopes, honest work."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from types import ModuleType
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from autograder.checks import CheckFailed, check, literal
from autograder.checks.comparison import compared
from autograder.checks.values import as_array
from autograder.judge.student import Student

Array = NDArray[Any]
Arrays = dict[str, Any]
Function = Callable[..., Any]
GATE_TOLERANCE = 1e-9

_results: WeakKeyDictionary[Student, dict[Any, Any]] = WeakKeyDictionary()


def correct(student: Student, reference: ModuleType, *names: str) -> AbstractContextManager[None]:
    """Within the block the student's code calls the reference's functions of these names: an
    error in one of them is paid for where it was made, and only there."""
    return student.using(**{name: getattr(reference, name) for name in names})


def shared(key: Any, ask: Function, student: Student, *arguments: Any) -> Any:
    """What `ask` first gave for this student and this key: one journey for several tests.

    Numbers alone are kept, as copies: anything else is alive in the student's room. Compare with
    a problem drawn anew: the function may have changed the arrays that it got.
    """
    results = _results.setdefault(student, {})
    if key in results:
        return results[key]
    value = ask(student, *arguments)
    if _is_made_of_numbers(value):
        results[key] = copy.deepcopy(value)
    return value


def _is_made_of_numbers(value: Any) -> bool:
    if type(value) in (dict, tuple, list):
        items = value.values() if type(value) is dict else value
        return all(map(_is_made_of_numbers, items))
    if type(value) is np.ndarray:
        return bool(value.dtype.kind == "f")
    return type(value) in (float, np.float64)


def only(parameters: Arrays, *names: str) -> Arrays:
    """The same parameters with every array zero but the named ones."""
    return {
        name: value if name in names else np.zeros_like(value) for name, value in parameters.items()
    }


def counted(function: Function) -> tuple[Function, list[int]]:
    """The same function, and a list that grows by one item with every call."""
    calls: list[int] = []

    def call(*arguments: Any, **named: Any) -> Any:
        calls.append(1)
        return function(*arguments, **named)

    return call, calls


def check_linear(work: Mapping[int, int]) -> None:
    """Twice the steps take at most twice the calls of the cell, and a few more.

    `work`: number of steps T → number of calls, for T = 4 and T = 8.
    """
    require(
        work[8] <= 2 * work[4] + 2,
        f"the cell is called {work[4]} times for T = 4, and {work[8]} times for T = 8",
        f"T = 4 时调用单元 {work[4]} 次，T = 8 时调用 {work[8]} 次",
    )


def require(condition: bool, en: str, zh: str) -> None:
    """Raises `CheckFailed` with this sentence unless the condition holds."""
    if not condition:
        raise CheckFailed(literal(en, zh))


def check_gradients(actual: Any, expected: Arrays, axes: Mapping[str, str]) -> None:
    """The dict `actual` holds the expected gradients; `axes` spell their shapes: "n m"."""
    check.all_close(actual, expected, axes)


@contextmanager
def showing_gates(caches: Any, expected: Any, places: Mapping[str, int]) -> Iterator[None]:
    """A failure within the block holds the gates of all steps, too: its picture shows them.

    `places`: where each gate (n, N) lies in the cache of a step. They change no verdict: caches
    without gates, or none at all, show none.
    """
    try:
        yield
    except CheckFailed as failure:
        failure.comparisons += tuple(
            compared(name, gate, right, "n N T", GATE_TOLERANCE)
            for name, place in places.items()
            if (gate := _steps_of(caches, place)) is not None
            if gate.shape == (right := np.stack([c[place] for c in expected], axis=-1)).shape
        )
        raise


def _steps_of(caches: Any, place: int) -> Array | None:
    """What the caches hold at a place, (n, N, T), if they hold finite numbers there."""
    try:
        steps = [as_array(cache[place]) for cache in caches]
        gates = np.stack([step for step in steps if step is not None], axis=-1)
        return gates if gates.dtype.kind == "f" and np.isfinite(gates).all() else None
    except Exception:  # the caches are the student's
        return None


def check_shapes(gradients: Any, axes: Mapping[str, str], sizes: Mapping[str, int]) -> None:
    """Every gradient has the shape that its axes spell."""
    gradients = check.keys(gradients, " ".join(axes))
    for name, spelled in axes.items():
        check.shape(name, gradients[name], **_named(spelled.split(), sizes))


def _named(axes: Sequence[str], sizes: Mapping[str, int]) -> dict[str, int]:
    """Keyword arguments for check.shape: "n n" → {"n": 5, "n_": 5}, "n 1" → {"n": 5, "_": 1}."""
    return {
        "_" if axis == "1" else axis + "_" * axes[:i].count(axis): sizes.get(axis, 1)
        for i, axis in enumerate(axes)
    }


def check_slopes(loss: Function, arguments: Arrays, gradients: Arrays) -> None:
    """Central differences of `loss` along one random direction agree with the gradients.

    All arrays move at once; where that shows an error, one at a time, so that it has a name.
    """
    draw = np.random.default_rng(7)
    along = {name: draw.standard_normal(array.shape) for name, array in arguments.items()}
    numeric, claimed = _slopes(loss, arguments, gradients, along)
    if np.isclose(claimed, numeric, rtol=1e-7, atol=1e-9):
        return
    for name, direction in along.items():
        numeric, claimed = _slopes(loss, arguments, gradients, {name: direction})
        check.close(f"dL/d{name}", claimed, numeric, rtol=1e-6)


def _slopes(loss: Function, arguments: Arrays, gradients: Arrays, along: Arrays) -> tuple[Any, Any]:
    """The derivative of `loss` along the directions by name, and what `gradients` say it is."""

    def moved(h: float) -> Any:
        return loss({**arguments, **{name: arguments[name] + h * u for name, u in along.items()}})

    claimed = sum(np.sum(gradients["d" + name] * direction) for name, direction in along.items())
    return (moved(1e-5) - moved(-1e-5)) / 2e-5, claimed
