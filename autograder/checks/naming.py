"""The known mistake behind a visible check that failed, told by its fingerprint.

A fingerprint is a hash of what the check saw. Each array enters it as a few random projections,
rounded to `DIGITS` digits of the array's size. Directions come from name and shape alone: if they
differed from mistake to mistake, enough mistakes that are multiples of the right result would give
as many equations as it has entries. As it is there is one projection for four entries at most.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
import math
from collections.abc import Iterator, Sequence

import numpy as np

from autograder.checks.errors import CheckFailed
from autograder.checks.known import one_of
from autograder.checks.lessons import Lesson
from autograder.checks.result import Diagnosis
from autograder.checks.values import Array, as_array, as_listed_array, kind_of

Seen = Sequence[tuple[str, object]]

DIGITS = 9
MOST_PROJECTIONS = 3
ENTRIES_EACH = 4  # a projection for so many entries: far fewer equations than unknowns
# Right programs differ by 1e-13 of an array's size, 1e-4 of a unit. So near an edge, both sides.
EDGE = 0.005
ZERO = 1e-10  # what is smaller is rounding
SAME = 1e-9
LEAST = 2  # projections: 18 digits, so that trying all numbers takes ages
ROUNDS = 1_000  # of the hash, which makes trying slower still
LARGEST = 100_000  # entries: no lecture's example is larger, and no check shall be slow
MOST_CANDIDATES = 64


def fingerprint(failure: CheckFailed, seen: Seen) -> str | None:
    """What a wrong result on the visible example is known by; None where it says too little."""
    return next(iter(candidates(failure, seen)), None)


def candidates(failure: CheckFailed, seen: Seen) -> tuple[str, ...]:
    """The fingerprint, and its neighbours where a number lies near the edge of its rounding."""
    fact = failure.fact
    before = repeated(seen)
    fresh = [value for (_, value), place in zip(seen, before, strict=True) if place is None]
    if fact.key.startswith("student.") or sum(map(projections, fresh)) < LEAST:
        return ()
    head = f"{fact.key}|{fact.values.get('name', '')}|{fact.values.get('names', '')}"
    parts = [
        _words(name, value) if place is None else [f"{name}|={place}"]
        for (name, value), place in zip(seen, before, strict=True)
    ]
    found = itertools.islice(itertools.product(*parts), MOST_CANDIDATES)
    return tuple(dict.fromkeys(_slow_hash([head, *words]) for words in found))


def named(lesson: Lesson, exercise: str, failure: CheckFailed, seen: Seen) -> Diagnosis | None:
    """The known mistakes with this fingerprint, or None."""
    known = lesson.fingerprints.get(exercise, {})
    prints = candidates(failure, seen) if known else ()
    keys = next((known[each] for each in prints if each in known), ())
    return one_of(keys, lesson.mistakes) if keys else None


def plain(value: object) -> Array | None:
    """The value as an array of real numbers; None if it is none, or too large to look at."""
    array = as_array(value)
    array = as_listed_array(value) if array is None else array
    if array is None or array.dtype.kind not in "biufc" or array.size > LARGEST:
        return None
    if array.dtype in (np.float16, np.float32, np.complex64):  # its rounding is the machine's
        return None
    if array.dtype.kind == "c":
        array = np.stack([array.real, array.imag])
    with np.errstate(over="ignore"):
        return array.astype(float)


def repeated(seen: Seen) -> list[int | None]:
    """For each value the place of the first one with its numbers; None for a first one.

    Checks look at the same array again and again, under other names. It enters a fingerprint once:
    other directions for each name would be other equations about the same entries.
    """
    firsts: list[tuple[int, Array]] = []
    places: list[int | None] = []
    for place, (_, value) in enumerate(seen):
        array = plain(value)
        found = None
        if array is not None:
            found = next((at for at, first in firsts if _is_same(first, array)), None)
            firsts += [(place, array)] if found is None else []
        places.append(found)
    return places


def _is_same(one: Array, other: Array) -> bool:
    if one.shape != other.shape:
        return False
    size = float(np.max(np.abs(one), initial=ZERO, where=np.isfinite(one)))
    with np.errstate(all="ignore"):  # what is infinite is compared by ==
        near = np.abs(one - other) <= SAME * size
    return bool((near | (one == other) | (np.isnan(one) & np.isnan(other))).all())


def projections(value: object) -> int:
    """How many numbers a fingerprint holds of this value."""
    array = plain(value)
    return 0 if array is None else min(MOST_PROJECTIONS, array.size // ENTRIES_EACH)


def _words(name: str, value: object) -> list[str]:
    """What the hash gets of one value; several, the likeliest first, where rounding decides."""
    array = plain(value)
    if array is None:
        return [f"{name}|{kind_of(value).key}"]
    is_finite = np.isfinite(array)
    entries = np.where(is_finite, array, 0.0).ravel()
    odd = "" if is_finite.all() else str(np.where(is_finite, 0.0, array).tolist())
    head = f"{name}|{array.shape}|{odd}"
    if float(np.max(np.abs(entries), initial=0.0)) < ZERO:
        return [f"{head}|0"]
    ways = directions(name, array.shape, projections(value))
    return [f"{head}|{tail}" for tail in _rounded(entries, ways)]


def _rounded(entries: Array, ways: Array) -> Iterator[str]:
    """The projections in units of 10^−DIGITS of the norm's power of two, with neighbours."""
    largest = np.max(np.abs(entries))
    norm = float(largest * np.sqrt(np.sum((entries / largest) ** 2)))
    numbers = ways @ (entries / largest)
    for exponent in dict.fromkeys(_exponent(norm * by) for by in (1.0, 1 - 1e-9, 1 + 1e-9)):
        in_units = numbers * (largest / math.ldexp(1.0, exponent)) * 10.0**DIGITS
        for combination in itertools.product(*(_near(float(number)) for number in in_units)):
            yield f"{exponent}|{combination}"


def _exponent(norm: float) -> int:
    return min(math.frexp(norm)[1], 1023)


def _near(number: float) -> tuple[int, ...]:
    """The integer below, and the next one where the number lies near the edge between them."""
    below = math.floor(number)
    if number - below < EDGE:
        return below, below - 1
    return (below, below + 1) if number - below > 1 - EDGE else (below,)


@functools.lru_cache(256)
def directions(name: str, shape: tuple[int, ...], count: int) -> Array:
    """(count, entries) numbers between 1/2 and 3/2 with random signs: the same on every machine."""
    entries = math.prod(shape)
    stream = hashlib.shake_256(f"{name}|{shape}".encode()).digest(8 * count * entries)
    bits = np.frombuffer(stream, dtype="<u8").reshape(count, entries)
    lengths = 0.5 + (bits >> np.uint64(11)).astype(float) / 2.0**53
    signs = np.where(bits & np.uint64(1), 1.0, -1.0)
    return np.asarray(signs * lengths)


def _slow_hash(words: Sequence[str]) -> str:
    found = "\n".join(words).encode()
    for _ in range(ROUNDS):
        found = hashlib.blake2b(found, digest_size=16).digest()
    return found.hex()
