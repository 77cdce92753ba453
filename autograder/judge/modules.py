"""Modules in test cells: always the judge's own, from installed packages.

A name that the student's notebook binds to a module tells the judge only the module's name. Were
it imported from anywhere, a student could name the reference solution.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
import sysconfig
from pathlib import Path
from types import ModuleType

_OURS = "autograder"
_OURS_FOR_STUDENTS = "autograder.checks"


class StudentModule:
    """A name that the student's notebook binds to a module."""

    def __init__(self, name: str) -> None:
        self.name = name

    def load(self) -> ModuleType:
        """Import the module afresh. Raises `ImportError` if it is not an installed one."""
        if not is_installed(self.name):
            raise ImportError(
                f"found the module {self.name!r} in the student's notebook; expected a module of "
                "the standard library or of an installed package"
            )
        return importlib.import_module(self.name)


def is_installed(name: str) -> bool:
    """Whether the module comes with Python or from site-packages, and not from a course."""
    root = name.split(".")[0]
    if root == _OURS:
        return name == _OURS_FOR_STUDENTS or name.startswith(_OURS_FOR_STUDENTS + ".")
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
