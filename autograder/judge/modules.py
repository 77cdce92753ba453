"""Modules in test cells: always the judge's own, from installed packages.

A name that the student's notebook binds to a module tells the judge only the module's name. Were
it imported from anywhere, a student could name the reference solution.
"""

from __future__ import annotations

import importlib.util
import sys
import sysconfig
from pathlib import Path

_OURS = "autograder"
_OURS_FOR_STUDENTS = "autograder.checks"
# Of the standard library, but importing them opens a browser or a window, prints, or runs.
_NOT_FOR_IMPORT = ("antigravity", "this", "idlelib", "turtle", "turtledemo", "test", "ensurepip")


def is_installed(name: str) -> bool:
    """Whether the module comes with Python or from site-packages, and not from a course."""
    root, *rest = name.split(".")
    if root == _OURS:
        return name == _OURS_FOR_STUDENTS or name.startswith(_OURS_FOR_STUDENTS + ".")
    if root in _NOT_FOR_IMPORT or "__main__" in (root, *rest):
        return False
    if root in sys.builtin_module_names or root in sys.stdlib_module_names:
        return True
    try:
        spec = importlib.util.find_spec(root)
    except (ImportError, ValueError):
        return False
    return spec is not None and spec.origin is not None and _in_site_packages(Path(spec.origin))


def _in_site_packages(file: Path) -> bool:
    folders = {Path(sysconfig.get_path(kind)).resolve() for kind in ("purelib", "platlib")}
    folders |= {Path(entry).resolve() for entry in sys.path if entry.endswith("-packages")}
    return any(folder in file.resolve().parents for folder in folders)
