"""Frames → values. The decoder trusts nothing.

A head is first turned into a plan (see `plans`), which checks all that the head says: sizes,
depth, number of parts, dtype, and shape times item size, before anything is made of them. Each
byte of the blob is used once and in order. Calls of one function with other numbers have the same
head: its plan is kept.
"""

from __future__ import annotations

import json
import re
from typing import Any

from autograder.sandbox.frames import MAX_NODES, Revive, WireError
from autograder.sandbox.plans import Made, Plan, plan_of

MAX_MARKS = 10 * MAX_NODES
# Heads that are kept; a longer one hardly ever comes twice.
MAX_KEPT = 1_000
MAX_KEPT_HEAD = 8_000

# Every message starts with a new number (see `connection`), which no plan may depend on.
_NUMBERED = re.compile(rb'\{"t":\[([0-9]{1,18}),')
_kept: dict[tuple[bool, bytes], Plan] = {}


def decode(head: bytes, blob: bytes, revive: Revive | None = None, shared: bool = False) -> Any:
    """The value of a frame's head and blob; `revive(tag, body)` makes special nodes.

    Arrays are fresh, and writable unless they are marked read-only. With `shared` an object may
    occur twice. Only the judge's frames may do that: an object that holds itself many times over
    takes forever to print. Raises `WireError` for anything else than a well-formed frame.
    """
    numbered = _NUMBERED.match(head)
    try:
        if numbered is None:
            return _value(_plan(head, shared), blob, revive)
        plan = _plan(b'{"t":[0,' + head[numbered.end() :], shared)
        _, *rest = _value(plan, blob, revive)
        return (int(numbered[1]), *rest)
    except (ValueError, TypeError, RecursionError, OverflowError, MemoryError) as error:
        raise WireError(f"malformed frame: {type(error).__name__}") from None


def _value(plan: Plan, blob: bytes, revive: Revive | None) -> Any:
    if plan.size != len(blob):
        raise WireError("bytes left over, or missing")
    return plan.make(Made(blob, revive))


def _plan(head: bytes, shared: bool) -> Plan:
    plan = _kept.get((shared, head))
    if plan is None:
        plan = plan_of(_tree(head), shared)
        if len(head) <= MAX_KEPT_HEAD:
            if len(_kept) >= MAX_KEPT:
                _kept.clear()
            _kept[shared, head] = plan
    return plan


def _tree(head: bytes) -> Any:
    if sum(map(head.count, (b"[", b"{", b","))) > MAX_MARKS:
        raise WireError("too many parts")
    return json.loads(head.decode("ascii"))
