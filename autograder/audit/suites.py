"""`python -m autograder.audit.suites COURSE`: the suites on this arithmetic.

Prints one line of JSON. It needs numpy and nothing else, so that any numpy will do.
"""

from __future__ import annotations

import ctypes
import json
import platform
import sys
from pathlib import Path
from typing import Any

import numpy as np

from autograder.audit.assignment import Assignment, find_assignments, load_assignment
from autograder.audit.known_look import look_at_mistakes, look_at_spellings
from autograder.audit.suite_look import earns_everything

NAMES_OF_THE_KERNEL = (
    "scipy_openblas_get_corename64_",
    "scipy_openblas_get_corename",
    "openblas_get_corename64_",
    "openblas_get_corename",
)


def main() -> None:
    root = Path(sys.argv[1]).resolve()
    programs, mistakes, failed = 0, 0, []
    for name in find_assignments(root):
        assignment = load_assignment(root, name)
        counted, told = refused(assignment)
        programs += counted
        mistakes += len(assignment.mistakes)
        failed += [*told, *missed(assignment)]
    found = {"programs": programs, "mistakes": mistakes, "failures": failed}
    print(json.dumps({**arithmetic(), **found}))


def refused(assignment: Assignment) -> tuple[int, list[str]]:
    """How many right programs were judged, and what the tests say of those that they refuse."""
    programs, told = 0, []
    for exercise in assignment.exercises:
        found = look_at_spellings(assignment, exercise)
        programs += 1 + found.row.spellings
        complaints = (*earns_everything(assignment, exercise), *found.complaints)
        told += [f"{assignment.name}/{exercise}: {text}" for text in complaints]
    return programs, told


def missed(assignment: Assignment) -> list[str]:
    """The known mistakes that no test catches."""
    return [
        f"{assignment.name}/{exercise}: {text}"
        for exercise in assignment.exercises
        for text in look_at_mistakes(assignment, exercise).complaints
    ]


def arithmetic() -> dict[str, Any]:
    """What computes here: versions, the features of the processor in use, the BLAS kernel."""
    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "features": features(),
        "kernel": blas_kernel(),
    }


def features() -> list[str]:
    """The processor's features that numpy uses here, beyond those that it takes for granted."""
    core = getattr(np, "_core", None) or np.core
    found: dict[str, bool] = core._multiarray_umath.__cpu_features__
    return [name for name in core._multiarray_umath.__cpu_dispatch__ if found.get(name)]


def blas_kernel() -> str:
    """The name that OpenBLAS gives to its kernel; empty where numpy brings another BLAS."""
    maps = Path("/proc/self/maps")
    lines = maps.read_text(encoding="utf-8").splitlines() if maps.is_file() else []
    for path in sorted({line.split()[-1] for line in lines if "openblas" in line}):
        library = ctypes.CDLL(path)
        for name in NAMES_OF_THE_KERNEL:
            if hasattr(library, name):
                ask = getattr(library, name)
                ask.restype = ctypes.c_char_p
                return str(ask().decode())
    return ""


if __name__ == "__main__":
    main()
