"""Derivatives of the reference that are right to the last digits, without any library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Small enough that its square vanishes beside 1, and no subtraction ever loses digits.
STEP = 1e-30


def complex_step(
    f: Callable[[NDArray[np.complex128]], Any], array: NDArray[Any]
) -> NDArray[np.float64]:
    """The gradient of a real, scalar function at `array` (any shape), of the same shape.

        ∂f/∂a_k = Im f(a + i·h·e_k) / h,   exact to rounding: the error is of order h²

    `f` takes a complex array of that shape and returns a scalar. It must be built of analytic
    pieces (no abs, no conjugate, no comparison but on the real part) and keep complex numbers
    complex. `array` stays as it is.

    Raises `TypeError` if `f` returns a real number: its imaginary part was dropped on the way.

    Source: Squire and Trapp, "Using Complex Variables to Estimate Derivatives of Real
    Functions", SIAM Review 40 (1998).
    """
    gradient = np.zeros(array.shape)
    for index in np.ndindex(array.shape):
        moved = array.astype(complex)
        moved[index] += 1j * STEP
        value = f(moved)
        if not np.iscomplexobj(value):
            raise TypeError(f"expected a complex number from f, got {type(value).__name__}")
        gradient[index] = np.imag(value) / STEP
    return gradient
