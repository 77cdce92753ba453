"""Which operators of the student's own objects a test may use on its own data.

`square(31) == 961` asks the object that `square` gave, if it is no plain data: the object would
see the 961 and could say yes. That is right where the exercise is to write such a class, and where
the reference gives objects of a package; elsewhere plain data is expected, and said to be.
"""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode

from autograder.judge.exceptions import PlainDataError
from autograder.judge.proxies import is_proxy

# In the notebook's metadata, put there for each hand-in by whoever knows the reference.
KEY = "operators"
Operators = frozenset[str]

_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
_ARITHMETIC = ("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "divmod")
_BITS = ("and_", "or_", "xor", "lshift", "rshift")
GUARDED = frozenset((*_COMPARISONS, *_ARITHMETIC, *_BITS, "contains"))


def operators_of(notebook: NotebookNode) -> Operators | None:
    """The special methods that the reference's classes define, such as `__eq__`; None for any."""
    ours = notebook.metadata.get("autograder", {})
    names = ours.get(KEY) if isinstance(ours, dict) else None
    return frozenset(map(str, names)) if isinstance(names, list) else None


def is_refused(operation: str, args: tuple[Any, ...], allowed: Operators | None) -> bool:
    """Whether the student's object must not be asked, since it would see the test's own data.

    Raises `PlainDataError` if the test can't go on without an answer.
    """
    if allowed is None or operation not in GUARDED or all(map(is_proxy, args)):
        return False
    if not _names_of(operation).isdisjoint(allowed):
        return False
    if operation in ("eq", "ne") and any(arg is None for arg in args):
        return True  # an object is not None, whatever it says
    raise PlainDataError(
        "your code gave an object of a class of its own; the test expects plain data here: "
        "a number, a text, a list, an array"
    )


def _names_of(operation: str) -> set[str]:
    name = operation.rstrip("_")
    mirrored = {"lt": "gt", "gt": "lt", "le": "ge", "ge": "le", "ne": "eq"}.get(name, f"r{name}")
    return {f"__{name}__", f"__{mirrored}__"}
