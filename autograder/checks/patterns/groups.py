"""Which arrays are right and which are wrong together, by what their names stand for.

A gradient is called d and the name of what it belongs to: `dW`, `dUf`, `dba`, `dh_prev`, `dx`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.checks.errors import Message
from autograder.checks.patterns.finding import Finding

WEIGHTS = re.compile(r"d([UWb])((?!y)[a-z]?)")  # by of the output layer is not among them
INPUTS = re.compile(r"d(x|x_t|[a-z]+0|[a-z]_prev)")
OUTPUT = ("dV", "dby")
FEWEST = 3
# Where one kind of weights alone is wrong.
ONLY = {"W": "advice.only_w", "U": "advice.only_u", "b": "advice.only_b"}


@dataclass(frozen=True)
class Sides:
    """The names of the wrong and of the right arrays."""

    wrong: tuple[str, ...]
    right: tuple[str, ...]

    def within(self, names: re.Pattern[str]) -> Sides:
        return Sides(*(tuple(filter(names.fullmatch, side)) for side in (self.wrong, self.right)))

    def by(self, group: int) -> Sides:
        """The weights by kind (1: U, W or b) or by gate (2), each wholly right or wrong."""
        wrong, right = (
            {found[group] for name in side if (found := WEIGHTS.fullmatch(name))}
            for side in (self.wrong, self.right)
        )
        return Sides(tuple(sorted(wrong)), tuple(sorted(right - wrong)))


def together(wrong: Sequence[str], right: Sequence[str]) -> Iterator[Finding]:
    """What the split into right and wrong says beyond the names themselves."""
    if not wrong or not right or len(wrong) + len(right) < FEWEST:
        return
    sides = Sides(tuple(wrong), tuple(name for name in right if name not in wrong))
    for split in (_output, _gates, _kinds, _paths):
        if found := split(sides):
            yield found


def _output(sides: Sides) -> Finding | None:
    """The output layer beside all that comes before it."""
    if {*OUTPUT} <= {*sides.right}:
        return Finding("together.output_right", cause=Message("advice.before_output"))
    is_alone = {*sides.wrong} <= {*OUTPUT} and len(sides.right) > 1
    return Finding("together.output_wrong") if is_alone else None


def _gates(sides: Sides) -> Finding | None:
    weights = sides.within(WEIGHTS)
    gates = weights.by(2)
    if not gates.wrong or not gates.right or "" in gates.wrong + gates.right:
        return None
    if {*gates.wrong} & {*_gates_of(weights.right)}:
        return None  # told by kind
    return Finding("together.gates", {"wrong": gates.wrong, "right": gates.right})


def _gates_of(names: Sequence[str]) -> Iterator[str]:
    return (found[2] for name in names if (found := WEIGHTS.fullmatch(name)))


def _kinds(sides: Sides) -> Finding | None:
    """By what the gradient before the activation is multiplied with: x_t, the state, or 1."""
    kinds = sides.within(WEIGHTS).by(1)
    if not kinds.wrong or not kinds.right or {*kinds.wrong, *kinds.right} != {"U", "W", "b"}:
        return None
    values = {"wrong": _called(kinds.wrong), "right": _called(kinds.right)}
    key = ONLY.get("".join(kinds.wrong))
    return Finding("together.kinds", values, Message(key) if key else None)


def _called(kinds: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"d{kind}…" for kind in kinds)


def _paths(sides: Sides) -> Finding | None:
    """The way back to x and to the state, beside the gradients of the weights."""
    weights, inputs = sides.within(WEIGHTS), sides.within(INPUTS)
    if weights.right and not weights.wrong and inputs.wrong:
        return Finding(
            "together.weights_right", {"wrong": inputs.wrong}, Message("advice.way_back")
        )
    if inputs.right and not inputs.wrong and weights.wrong and len(inputs.right) > 1:
        return Finding("together.inputs_right", {"right": inputs.right}, _own_sums(weights))
    return None


def _own_sums(weights: Sides) -> Message | None:
    return None if weights.right else Message("advice.own_sums")
