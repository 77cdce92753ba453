"""Plans for lists, tuples, sets, dicts and values of many parts: see `plans`."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.sandbox import richdata
from autograder.sandbox.frames import WireError
from autograder.sandbox.leaf_plans import scalar

if TYPE_CHECKING:
    from autograder.sandbox.plans import Made, Make, Planner


def plan_list(planner: Planner, body: Any, depth: int) -> Make:
    parts = planner.nodes_of(body, depth)
    return planner.mutable(lambda made: [part(made) for part in parts])


def plan_tuple(planner: Planner, body: Any, depth: int) -> Make:
    parts = planner.nodes_of(body, depth)
    return lambda made: tuple([part(made) for part in parts])


def plan_set(planner: Planner, body: Any, depth: int) -> Make:
    parts = planner.keys(body, depth)
    return planner.mutable(lambda made: {_plain(part(made)) for part in parts})


def plan_frozenset(planner: Planner, body: Any, depth: int) -> Make:
    parts = planner.keys(body, depth)
    return lambda made: frozenset([_plain(part(made)) for part in parts])


def plan_dict(planner: Planner, body: Any, depth: int) -> Make:
    make = _pairs(planner, body, depth)
    if planner.shared or not body:
        return planner.mutable(make)
    sizes = [_bytes_of_array(planner, item) for _, item in body]
    if any(size is None for size in sizes) or any(type(key) is not str for key, _ in body):
        return make
    return planner.numbered(make, sum(size for size in sizes if size), 2 * len(sizes))


def _bytes_of_array(planner: Planner, tree: Any) -> int | None:
    """How many bytes the array of this node has; None if it is no array."""
    if type(tree) is not dict:
        return None
    ((tag, body),) = tree.items()
    if tag == "R":
        size, parts = planner.again[body]
        return None if parts else size
    return int(body[2]) if tag in ("a", "A") else None


def plan_ordered_dict(planner: Planner, body: Any, depth: int) -> Make:
    make = _pairs(planner, body, depth)
    return planner.mutable(lambda made: OrderedDict(make(made)))


def plan_counter(planner: Planner, body: Any, depth: int) -> Make:
    make = _pairs(planner, body, depth)
    return planner.mutable(lambda made: Counter(make(made)))


def _pairs(planner: Planner, body: Any, depth: int) -> Callable[[Made], dict[Any, Any]]:
    if type(body) is not list or any(type(pair) is not list or len(pair) != 2 for pair in body):
        raise WireError("pairs expected")
    if all(type(key) is str for key, _ in body):
        named = [(scalar(key), planner.node(item, depth)) for key, item in body]
        planner.count(len(named))
        return lambda made: {key: item(made) for key, item in named}
    pairs = [(planner.keys([key], depth)[0], planner.node(item, depth)) for key, item in body]
    return lambda made: {_plain(key(made)): item(made) for key, item in pairs}


def _plain(key: Any) -> Any:
    if not _is_plain(key):
        raise WireError("a key is not plain data")
    return key


def _is_plain(key: Any) -> bool:
    if type(key) in (tuple, frozenset):
        return all(map(_is_plain, key))
    plain = (str, int, float, bool, type(None), complex, bytes)
    return type(key) in plain or isinstance(key, np.generic) or richdata.is_key(key)


def plan_rich(planner: Planner, body: Any, depth: int) -> Make:
    """A kind of `richdata`; it checks the parts when it puts them together."""
    if type(body) is not list or not body or not richdata.is_kind(body[0], planner.shared):
        raise WireError("unknown kind")
    kind, parts = body[0], planner.nodes_of(body[1:], depth)
    planner.nodes += 1

    def make(made: Made) -> Any:
        try:
            return richdata.put_together(kind, [part(made) for part in parts])
        except WireError:
            raise
        except Exception as error:
            raise WireError(f"a malformed {kind}: {type(error).__name__}") from None

    return planner.mutable(make) if richdata.is_mutable(kind) else make
