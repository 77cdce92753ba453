"""A diagnosis that names known mistakes, in one wording for notebooks and hidden tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.checks.errors import Message
from autograder.checks.result import Certainty, Diagnosis

MOST_CAUSES = 3  # more hints help nobody


def one_of(keys: Sequence[str], hints: Mapping[str, Message]) -> Diagnosis:
    """Any one of these known mistakes gives exactly the student's results."""
    causes = causes_of(keys, hints)
    if len(keys) == 1:
        fact = Message("diagnosis.named")
    elif len(keys) == len(causes):
        fact = Message("diagnosis.group", {"count": len(keys)})
    else:
        fact = Message("diagnosis.group_few", {"count": len(keys), "shown": len(causes)})
    return Diagnosis(Certainty.NAMED, (fact,), causes, tuple(keys))


def causes_of(keys: Sequence[str], hints: Mapping[str, Message]) -> tuple[Message, ...]:
    """The first few hints; equal ones once."""
    distinct: list[Message] = []
    for key in keys:
        if hints[key] not in distinct:
            distinct.append(hints[key])
    return tuple(distinct[:MOST_CAUSES])
