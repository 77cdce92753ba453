"""The detectors in the order in which they are asked: what one says, the next need not say."""

from __future__ import annotations

from autograder.checks.patterns import (
    activations,
    blank,
    digits,
    factors,
    functions,
    parts,
    places,
    products,
    ranges,
    sums,
)
from autograder.checks.patterns.finding import Detector

# What the whole array is. The first that fits is told: the simpler before the rarer.
WHOLE: tuple[Detector, ...] = (
    blank.zeros,
    digits.short_format,
    digits.rounded,
    digits.nearly,
    factors.sign,
    places.transposed,
    places.reversed_in_time,
    places.shifted_in_time,
    places.axes_permuted,
    sums.summed,
    sums.accumulated,
    sums.not_accumulated,
    functions.one_minus,
    functions.missing,
    functions.unlike,
    functions.rectified,
    functions.not_normalised,
    functions.applied,
    factors.factor,
    blank.one_number,
    places.rolled,
    places.reversed_along,
    places.permuted,
    blank.repeated,
    blank.zero_steps,
    factors.factor_by_slice,
    activations.before,
    products.one_share,
    products.too_few,
    products.one_factor,
    ranges.clipped,
    ranges.offset,
    ranges.same_for_examples,
    blank.whole_numbers,
    places.reordered,
)
# What is true of some of it, or of its entries. Less telling, and told last.
PARTIAL: tuple[Detector, ...] = (
    ranges.saturated,
    parts.other_parts,
    parts.diagonal,
    ranges.same_error,
    ranges.outside,
)
