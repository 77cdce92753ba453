"""Plans: how to make a value from the blob, worked out from a checked head.

A plan depends on the head alone, and the blob's size is all that it wants to know of the blob.
What only the bytes tell (code points, booleans, UTF-8) is checked whenever a value is made.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.sandbox.container_plans import (
    plan_counter,
    plan_dict,
    plan_frozenset,
    plan_list,
    plan_ordered_dict,
    plan_rich,
    plan_set,
    plan_tuple,
)
from autograder.sandbox.frames import (
    MAX_BLOB,
    MAX_DEPTH,
    MAX_NODES,
    Revive,
    WireError,
)
from autograder.sandbox.leaf_plans import (
    constant,
    copy_of,
    plan_array,
    plan_bytes,
    plan_complex,
    plan_fixed_array,
    plan_float,
    plan_integer,
    plan_range,
    plan_scalar,
    plan_slice,
    plan_text,
    scalar,
    size_of,
)

# Keys other than texts and machine integers can be made to collide: 10⁴ cost seconds, not hours.
MAX_ODD_KEYS = 10_000
_SCALARS = frozenset((str, int, bool, type(None), float))


class Made:
    """One value in the making: the bytes it is made of, and the parts that may come again."""

    __slots__ = ("again", "blob", "revive")

    def __init__(self, blob: bytes, revive: Revive | None) -> None:
        self.blob = blob
        self.revive = revive
        self.again: list[Any] = []


Make = Callable[[Made], Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """`make` makes the value, `size` is the length of the blob that it needs."""

    make: Make
    size: int


def plan_of(tree: Any, shared: bool) -> Plan:
    """Raises `WireError`, `ValueError` or `TypeError` if the head is not well-formed."""
    planner = Planner(shared)
    make = planner.node(tree, 0)
    return Plan(make, planner.at)


class Planner:
    """Walks through one head.

    Without `shared` only arrays come again, and dicts of arrays under names, each time as a new
    one: `again` has the bytes that each of them needs, and the number of a dict's parts. `size`
    and `nodes` count what comes again as often as it comes.
    """

    def __init__(self, shared: bool) -> None:
        self.shared = shared
        self.at = 0
        self.size = 0
        self.nodes = 0
        self.odd_keys = 0
        self.again: list[tuple[int, int]] = []

    def node(self, tree: Any, depth: int) -> Make:
        self.count(1)
        if depth > MAX_DEPTH:
            raise WireError("too deep")
        if type(tree) in _SCALARS:
            return constant(scalar(tree))
        if type(tree) is not dict or len(tree) != 1:
            raise WireError("unknown node")
        ((tag, body),) = tree.items()
        plan = _NODES.get(tag)
        return _special(tag, body) if plan is None else plan(self, body, depth + 1)

    def nodes_of(self, body: Any, depth: int) -> list[Make]:
        if type(body) is not list:
            raise WireError("a list expected")
        if self.nodes + len(body) > MAX_NODES:
            raise WireError("too many parts")
        return [self.node(part, depth) for part in body]

    def take(self, size: Any) -> tuple[int, int]:
        """Where the next `size` bytes of the blob start and end."""
        start, self.at = self.at, self.at + size_of(size)
        self.grow(self.at - start)
        return start, self.at

    def count(self, nodes: int) -> None:
        self.nodes += nodes
        if self.nodes > MAX_NODES:
            raise WireError("too many parts")

    def grow(self, size: int) -> None:
        self.size += size
        if self.size > MAX_BLOB:
            raise WireError("the value is too large")

    def mutable(self, make: Make) -> Make:
        """A list, dict or set: from the judge it may come again, as the same object."""
        return self.numbered(make, 0, 0) if self.shared else make

    def numbered(self, make: Make, size: int, parts: int) -> Make:
        self.again.append((size, parts))

        def make_and_keep(made: Made) -> Any:
            value = make(made)
            made.again.append(value)
            return value

        return make_and_keep

    def keys(self, body: Any, depth: int) -> list[Make]:
        """Values that can be hashed here, without the student's code."""
        if type(body) is not list:
            raise WireError("a list expected")
        self.odd_keys += sum(map(_is_odd_key, body))
        if self.odd_keys > MAX_ODD_KEYS:
            raise WireError("too many unusual keys")
        return [self.node(part, depth) for part in body]


def _special(tag: str, body: Any) -> Make:
    def make(made: Made) -> Any:
        if made.revive is None:
            raise WireError("unknown tag")
        return made.revive(tag, body)

    return make


def _again(planner: Planner, body: Any, _depth: int) -> Make:
    number = size_of(body)
    if number >= len(planner.again):
        raise WireError("no such object")
    if planner.shared:
        return lambda made: made.again[number]
    size, parts = planner.again[number]
    planner.grow(size)
    planner.count(parts)
    if parts:
        return lambda made: {key: copy_of(item) for key, item in made.again[number].items()}
    return lambda made: copy_of(made.again[number])


def _is_odd_key(tree: Any) -> bool:
    return type(tree) is float or (type(tree) is dict and "u" not in tree)


_NODES: dict[str, Callable[[Planner, Any, int], Make]] = {
    "l": plan_list,
    "t": plan_tuple,
    "s": plan_set,
    "f": plan_frozenset,
    "d": plan_dict,
    "o": plan_ordered_dict,
    "k": plan_counter,
    "c": plan_complex,
    "i": plan_integer,
    "F": plan_float,
    "b": plan_bytes,
    "u": plan_text,
    "r": plan_range,
    "z": plan_slice,
    "a": plan_array,
    "A": plan_fixed_array,
    "n": plan_scalar,
    "R": _again,
    "x": plan_rich,
}
