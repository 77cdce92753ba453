"""The `check` object of a notebook: every check as a method, and `with check("exercise"):`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any, TypeVar

import numpy.typing as npt

from autograder.checks import arrays, catalogue, gradients, mutation, structure
from autograder.checks.autograding import is_autograding
from autograder.checks.block import Block
from autograder.checks.display import publish
from autograder.checks.errors import Message, printable
from autograder.checks.frames import Cell
from autograder.checks.growth import growth_note
from autograder.checks.lessons import HERE, Lesson, lesson_of
from autograder.checks.values import Array, has_type, items_of

V = TypeVar("V")
MOST_LOOKED_INTO = 50  # no result of an exercise has so many parts
Publish = Callable[[str, str, Mapping[str, object] | None], None]


class Check:
    """The checks of a notebook. Each returns what it was given, or raises `CheckFailed`."""

    def __init__(self) -> None:
        self.passed = 0
        self.publish: Publish = publish
        self.assignment = ""
        self.solved: set[str] = set()  # exercises whose check passed when it last ran
        # The student's values that the checks of this block have looked at, for `naming`.
        self.seen: list[tuple[str, Any]] = []
        # The names of those whose numbers were compared, in order.
        self.compared: list[str] = []
        # What checks of this block have to say that fails nothing.
        self.noted: list[Message] = []

    @property
    def lesson(self) -> Lesson | None:
        """What is known of this notebook's assignment. A broken file takes no check away.

        While grading, the notebook's folder is the student's: what lies there is not read.
        """
        folder = None if is_autograding() else HERE
        try:
            return lesson_of(self.assignment, folder)
        except ValueError:
            return None

    @property
    def language(self) -> str:
        """The language of all messages: `en` or `zh`. Setting another raises ValueError."""
        return catalogue.current_language()

    @language.setter
    def language(self, language: str) -> None:
        catalogue.use_language(language)

    def __call__(self, title: str) -> Block:
        """`with check("softmax"):` shows at the end of the block whether it passed."""
        return Block(self, title, Cell.of(sys._getframe(1)))

    def returns(self, value: Any, names: str) -> tuple[Any, ...]:
        """A tuple or list with one item for each name; the items."""
        self._look_into(value)
        return self._pass(structure.returns(value, names))

    def keys(self, value: Any, names: str) -> dict[str, Any]:
        """A dict with at least these keys; the dict."""
        self._look_into(value)
        return self._pass(structure.keys(value, names))

    def shape(self, name: str, value: V, /, **axes: int) -> V:
        """A numeric array with these axes, in this order: `n=5, N=2`. No axes: a number.

        `n_` is another axis called n, `_` an axis without a name: `n=5, _=1`.
        """
        self.seen.append((name, value))
        return self._pass(arrays.shape(name, value, axes))

    def close(
        self,
        name: str,
        actual: V,
        expected: npt.ArrayLike,
        axes: str = "",
        rtol: float = 1e-9,
    ) -> V:
        """max|actual − expected| ≤ rtol · max|expected| + 1e-12, after shape, kind, finiteness.

        `axes` names the axes, `"n N T"`; with a T, the message tells which steps are wrong.
        """
        self._compare([(name, actual)])
        return self._pass(arrays.close(name, actual, expected, axes, rtol))

    def all_close(
        self,
        values: Any,
        expected: Mapping[str, npt.ArrayLike],
        axes: Mapping[str, str] | None = None,
        rtol: float = 1e-9,
    ) -> dict[str, Any]:
        """A dict with at least the arrays of `expected`, each close as in `close`.

        One failure tells of all arrays: which are right, which are wrong.
        """
        found = structure.keys(values, " ".join(expected))
        self._compare([(key, found[key]) for key in expected])
        arrays.all_close(found, expected, axes or {}, rtol)
        self.passed += len(expected)
        return found

    def equal(self, name: str, actual: V, expected: object) -> V:
        """Exactly equal: integers, strings, bools, shapes."""
        return self._pass(structure.equal(name, actual, expected))

    def gradient(
        self,
        name: str,
        analytic: V,
        f: Callable[[], Any],
        array: Array,
        axes: str = "",
        rtol: float = 1e-6,
        step: float = 1e-5,
    ) -> V:
        """`analytic` is the derivative of the number f() by `array`, which f sees changed."""
        self._compare([(name, analytic)])
        return self._pass(gradients.gradient(name, analytic, f, array, axes, rtol, step))

    def gradients(
        self,
        analytic: Any,
        f: Callable[[], Any],
        arrays: Mapping[str, tuple[Array, str]],
        rtol: float = 1e-6,
        step: float = 1e-5,
    ) -> dict[str, Any]:
        """A dict with the derivative of f() by each of these arrays: `{"dW": (W, "n m")}`."""
        claimed = structure.keys(analytic, " ".join(arrays))
        self._compare([(key, claimed[key]) for key in arrays])
        value = gradients.gradients(claimed, f, arrays, rtol, step)
        self.passed += len(arrays)
        return value

    @contextmanager
    def unchanged(self, **arguments: Any) -> Iterator[None]:
        """After the block these arguments are as they were before it."""
        with mutation.unchanged(arguments, self.seen):
            yield
        self.passed += 1

    def raises(
        self,
        error: type[BaseException] | tuple[type[BaseException], ...],
        function: Callable[..., Any],
        /,
        *args: Any,
        **kwargs: Any,
    ) -> BaseException:
        """`function(*args, **kwargs)` raises this; the exception."""
        return self._pass(structure.raises(error, function, args, kwargs))

    def linear(
        self, function: Callable[..., Any], arguments: Callable[[int], tuple[Any, ...]]
    ) -> None:
        """A note if `function(*arguments(T))` does more than twice the work for twice the T.

        It fails nothing and is no check that counts.
        """
        note = growth_note(function, arguments)
        if note is not None:
            self.noted.append(note)

    def _compare(self, values: list[tuple[str, Any]]) -> None:
        self.seen += values
        self.compared += [name for name, _ in values]

    def _look_into(self, value: Any) -> None:
        """A result of the wrong form is known by what it holds."""
        if has_type(value, dict):
            found = ((printable(key, 40), item) for key, item in dict.items(value))
        elif has_type(value, list, tuple):
            found = ((f"[{place}]", item) for place, item in enumerate(items_of(value)))
        else:
            return
        self.seen += islice(found, MOST_LOOKED_INTO)

    def _pass(self, value: V) -> V:
        self.passed += 1
        return value


check = Check()
