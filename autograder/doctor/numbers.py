"""The numbers that hidden tests know: what they give to functions, expect, or spell out."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

import numpy as np

from autograder.audit.assignment import Assignment as Suite
from autograder.audit.judging import judged, limited
from autograder.judge.course import hidden_tests_path
from autograder.judge.errors import JudgeTimeoutError
from autograder.judge.student import Student

# Shorter ones (0.5, 1000) stand in any text.
DIGITS = 7


def hidden_numbers(suite: Suite) -> list[float]:
    """Every long number that the reference gets and gives in the tests; absolute values, sorted."""
    seen: list[float] = []

    def watched(function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            seen.extend(_numbers([arguments, named]))
            result = function(*arguments, **named)
            seen.extend(_numbers(result))
            return result

        return call

    reference = suite.reference()
    functions = {name: watched(reference[name]) for name in suite.tests if name in reference}
    student = Student({**reference, **functions})
    for test in (test for tests in suite.tests.values() for test in tests):
        with suppress(JudgeTimeoutError), limited():  # the suite's own check complains about that
            judged([test], student)
    path = hidden_tests_path(suite.root, suite.name)
    seen.extend(_literals(path.read_text(encoding="utf-8")))
    return sorted({abs(number) for number in seen if is_long(number)})


def is_long(number: float) -> bool:
    """Whether the number has more digits than fit into `DIGITS` − 1 of them."""
    if not math.isfinite(number) or number == 0:
        return False
    return abs(float(f"{number:.{DIGITS - 1}g}") - number) > 1e-9 * abs(number)


def _numbers(value: Any) -> Iterator[float]:
    if isinstance(value, dict):
        yield from _of_all(value.values())
    elif isinstance(value, list | tuple):
        yield from _of_all(value)
    elif isinstance(value, float | np.floating):
        yield float(value)
    elif isinstance(value, np.ndarray) and value.dtype.kind == "f":
        yield from map(float, value.ravel())


def _of_all(values: Iterable[Any]) -> Iterator[float]:
    for value in values:
        yield from _numbers(value)


def _literals(source: str) -> Iterator[float]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.value
