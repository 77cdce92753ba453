"""What a detector found, and how axes and factors are called in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from autograder.checks.comparison import Comparison
from autograder.checks.errors import Message
from autograder.checks.patterns.pair import Pair

FEW = 8
ROUND = 64  # a fraction of larger numbers is told as a decimal
AXES = {"T": "axis.time", "N": "axis.example", "n": "axis.unit"}


@dataclass(frozen=True)
class Finding:
    """`key` is a sentence on `{names}` and `{right}`, which are filled in later.

    `generals` say the same without the sizes of these arrays: 1/N in place of 1/4.
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    cause: Message | None = None
    generals: tuple[Finding, ...] = ()

    @property
    def kind(self) -> tuple[object, ...]:
        """Equal for two arrays of which the same can be said."""
        return self.key, repr(self.values), self.cause and self.cause.key


Detector = Callable[[Pair], Finding | None]
# A finding and the arrays that it is true of.
Told = tuple[Finding, tuple[str, ...]]


def first(detectors: Sequence[Detector], pair: Pair) -> Finding | None:
    """What the first detector says that says anything."""
    found = first_of(detectors, pair)
    return found[1] if found else None


def first_of(detectors: Sequence[Detector], pair: Pair) -> tuple[Detector, Finding] | None:
    """The first detector that says anything, and what it says."""
    return next(((one, found) for one in detectors if (found := one(pair))), None)


def by_kind(found: Iterable[tuple[str, Finding | None]]) -> list[Told]:
    """Arrays of which the same can be said share it; what is said of the most comes first."""
    kinds: dict[tuple[object, ...], tuple[Finding, list[str]]] = {}
    for name, finding in found:
        if finding is not None:
            kinds.setdefault(finding.kind, (finding, []))[1].append(name)
    told = [(finding, tuple(names)) for finding, names in kinds.values()]
    return sorted(told, key=lambda one: -len(one[1]))


def sentence(finding: Finding, names: Sequence[str], one: Comparison) -> Message:
    """The finding on these arrays, in the words for what they were held against."""
    right = Message("right.numerical" if one.is_numerical else "right.expected")
    return Message(finding.key, {"names": few(names), "right": right, **finding.values})


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
