"""The batch: a whole class at once, with nbgrader's files and rows as the result."""

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

GRAMMAR = "rfc3987_syntax"


@contextmanager
def _without(module: str) -> "Iterator[None]":
    """`module` counts as not installed."""
    sys.modules.setdefault(module, None)  # type: ignore[arg-type]
    try:
        yield
    finally:
        if sys.modules.get(module, "") is None:
            del sys.modules[module]


# nbformat imports jsonschema, and that an optional parser of IRIs whose grammar takes more than
# half of all start-up time to build. No notebook and no configuration is checked with it.
if "jsonschema" not in sys.modules:
    with _without(GRAMMAR):
        import jsonschema  # noqa: F401
