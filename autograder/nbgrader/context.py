"""What nbgrader's plugs know about the course that they run in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

Resources = dict[str, Any]
Kept = dict[Any, Any]


def kept_for_batch(plug: Any) -> Kept:
    """What is read once for a whole batch. nbgrader makes its preprocessors anew for every
    notebook, and their owner, the exporter, once; another exporter keeps nothing."""
    kept: Kept = getattr(plug.parent, "kept", {})
    return kept


def course_directory(plug: Any) -> Any:
    """nbgrader's `CourseDirectory`, as one of the plug's owners holds it; None outside nbgrader."""
    owner = plug
    while owner is not None:
        found = getattr(owner, "coursedir", None)
        if found is not None:
            return found
        owner = getattr(owner, "parent", None)
    return None


def source_notebook(plug: Any, assignment: str, notebook: str) -> Path | None:
    """The instructor's notebook file, or None if it is not there."""
    folder = source_folder(plug, assignment)
    path = None if folder is None else folder / f"{notebook}.ipynb"
    return path if path is not None and path.is_file() else None


def source_folder(plug: Any, assignment: str) -> Path | None:
    """The folder of the instructor's notebooks; None outside nbgrader."""
    course = course_directory(plug)
    if course is None:
        return None
    return Path(course.format_path(course.source_directory, ".", assignment))


def submitted_file(resources: Resources) -> Path:
    """The notebook file that nbconvert is working on."""
    metadata = resources.get("metadata", {})
    return Path(metadata.get("path") or ".") / f"{metadata.get('name', 'notebook')}.ipynb"
