"""Import nbgrader without what a command line never uses.

`import nbgrader` loads four Jupyter server extensions, and nbformat loads jsonschema's checker of
international resource identifiers, which compiles a grammar: together two seconds, for nothing
that grading needs. Call this before anything else is imported.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from types import ModuleType


def import_lean() -> None:
    """From now on nbgrader's submodules are imported without its server extensions.

    Harmless where nbgrader is loaded already, or not installed.
    """
    # jsonschema does without it, and nbformat asks for no such check.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    if "nbgrader" not in sys.modules and (package := _unopened("nbgrader")) is not None:
        sys.modules["nbgrader"] = package
        version = importlib.import_module("nbgrader._version")
        package.__version__ = version.__version__  # type: ignore[attr-defined]


def _unopened(name: str) -> ModuleType | None:
    """The package with its search path, and without having run its `__init__`."""
    spec = importlib.util.find_spec(name)
    return None if spec is None else importlib.util.module_from_spec(spec)
