"""Running the course's own code in a process that must not show it."""

from __future__ import annotations

import contextlib
import io
import random
import warnings
from collections.abc import Iterator

import numpy as np

from autograder.checks import check


@contextlib.contextmanager
def unnoticed() -> Iterator[None]:
    """Nothing is printed; random numbers and the count of checks go on as if nothing had run."""
    ours, numpys, passed = random.getstate(), np.random.get_state(), check.passed
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")
        try:
            yield
        finally:
            random.setstate(ours)
            np.random.set_state(numpys)
            check.passed = passed
