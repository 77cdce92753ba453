"""The fingerprint of everything that grades: the kit's own code, and what it stands on."""

from __future__ import annotations

import functools
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from autograder.judge.versions import hash_of

PACKAGE = Path(__file__).resolve().parent.parent
# What a result depends on; how it is written down, shown or released is another matter.
FOLDERS = ("checks", "sandbox", "diagnose", "judge", "nbgrader")
MODULES = (
    "batch/jobs.py",
    "batch/pipeline.py",
    "batch/serve.py",
    "batch/start.py",
    "batch/timeouts.py",
)
LIBRARIES = ("numpy", "ipython", "nbgrader", "nbconvert", "nbformat", "matplotlib")


@functools.cache
def fingerprint() -> str:
    """Changes with every file and every library that a result depends on."""
    return hash_of(environment().encode(), code().encode())


@functools.cache
def code() -> str:
    """The kit's own part of it."""
    files = [path for folder in FOLDERS for path in sorted((PACKAGE / folder).rglob("*.py"))]
    files += [PACKAGE / module for module in MODULES]
    parts = [part for path in files for part in (path.name.encode(), path.read_bytes())]
    return hash_of(*parts)


@functools.cache
def environment() -> str:
    """Python, machine and libraries in one line, as it is stored with every result."""
    found = [f"python {platform.python_version()}", platform.machine()]
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"no {name}")
    return ", ".join(found)
