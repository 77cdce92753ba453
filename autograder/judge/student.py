"""The student as a hidden test sees one: functions by name, wherever they run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, MutableMapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

Function = Callable[..., Any]
Namespace = MutableMapping[str, Any]


class Student:
    """The functions that a student defined.

    In plain nbgrader `namespace` is the notebook's own; in the two rooms it is the judge's view
    of the student's room, and every function in it is a proxy.
    """

    def __init__(self, namespace: Namespace) -> None:
        self._namespace = namespace

    def __getattr__(self, name: str) -> Any:
        try:
            return self._namespace[name]
        except KeyError:
            raise NameError(f"name {name!r} is not defined", name=name) from None

    def using(self, **functions: Function) -> AbstractContextManager[None]:
        """Within the block the student's code finds these functions under these names."""
        replace = getattr(self._namespace, "replaced", None)
        if replace is not None:
            context: AbstractContextManager[None] = replace(functions)
            return context
        return _replaced(self._namespace, functions)


_MISSING = object()


@contextmanager
def _replaced(namespace: Namespace, functions: dict[str, Function]) -> Iterator[None]:
    before = {name: namespace.get(name, _MISSING) for name in functions}
    namespace.update(functions)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is _MISSING:
                namespace.pop(name, None)
            else:
                namespace[name] = value
