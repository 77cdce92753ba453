"""What a detector found, and how axes and factors are called in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from autograder.checks.errors import Message
from autograder.checks.patterns.pair import Pair

FEW = 8
ROUND = 64  # a fraction of larger numbers is told as a decimal
AXES = {"T": "axis.time", "N": "axis.example", "n": "axis.unit"}


@dataclass(frozen=True)
class Finding:
    """`key` is a sentence on `{names}` and `{right}`, which are filled in later."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    cause: Message | None = None

    @property
    def kind(self) -> tuple[object, ...]:
        """Equal for two arrays of which the same can be said."""
        return self.key, repr(self.values), self.cause and self.cause.key


Detector = Callable[[Pair], Finding | None]


def first(detectors: Sequence[Detector], pair: Pair) -> Finding | None:
    """What the first detector says that says anything."""
    return next((found for detect in detectors if (found := detect(pair))), None)


def axis_word(pair: Pair, axis: int) -> Message:
    """ "time step", "example", "hidden unit"; "row" and "column" where the name is not unique."""
    name = pair.axes[axis]
    if name in AXES and pair.axes.count(name) == 1 and not _is_weight(pair):
        return Message(AXES[name])
    if pair.actual.ndim == 2:
        return Message(("axis.row", "axis.column")[axis])
    return Message("axis.row") if axis == 0 else Message("axis.other", {"axis": str(axis)})


def _is_weight(pair: Pair) -> bool:
    return not {"N", "T"} & set(pair.axes) and pair.actual.ndim == 2


def few(items: Sequence[object]) -> tuple[str, ...]:
    """The first items; a last one tells that there are more."""
    names = tuple(str(item) for item in items[:FEW])
    return names if len(items) <= FEW else (*names, "…")


def factor_text(factor: float, digits: int = 6) -> str:
    """4, 1/3, −2/3, or so many digits."""
    fraction = Fraction(factor).limit_denominator(ROUND)
    is_round = abs(float(fraction) - factor) <= 2e-6 * abs(factor)
    is_short = fraction.denominator == 1 or abs(fraction.numerator) == 1 or fraction.denominator < 4
    sign = "−" if factor < 0 else ""
    if is_round and is_short:
        return sign + str(abs(fraction))
    return f"{sign}{abs(factor):.{digits}g}"
