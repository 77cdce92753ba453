"""An assignment as the gradebook and the configuration have it, ready for workers."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import (
    AssignLatePenalties,
    Execute,
    OverwriteCells,
    OverwriteKernelspec,
    SaveAutoGrades,
)
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from autograder.batch.config import CourseConfigError
from autograder.batch.jobs import AssignmentData, ReleasedNotebook
from autograder.judge.closure import course_files
from autograder.nbgrader.execute import TwoRooms
from autograder.nbgrader.grades import SaveGrades
from autograder.nbgrader.reference import reference_operators
from autograder.nbgrader.released import cells_in_order, kernel, released_cells
from autograder.nbgrader.restore import RestoreCells

# Classes that need the gradebook or a kernel, and what does their work in a batch.
_REPLACED = {
    Execute: TwoRooms,
    OverwriteCells: RestoreCells,
    OverwriteKernelspec: RestoreCells,
    SaveAutoGrades: SaveGrades,
}
_STAND_INS = (TwoRooms, RestoreCells, SaveGrades, AssignLatePenalties)


class UnknownAssignmentError(Exception):
    """The gradebook does not know the assignment."""


def read_assignment(
    course: CourseDirectory, config: Config, gradebook: Gradebook
) -> AssignmentData:
    """Everything that grading the course's current assignment needs.

    Raises `UnknownAssignmentError`, or `CourseConfigError` if the configured preprocessors can't
    run in a batch.
    """
    converter = Autograde(coursedir=course, config=config)
    sanitize, autograde = converter.sanitize_preprocessors, converter.autograde_preprocessors
    kinds = [_checked(kind) for kind in map(_as_class, [*sanitize, *autograde])]
    notebooks = _released(course, gradebook)
    locked = [cell["source"] for notebook in notebooks.values() for cell in notebook.cells]
    return AssignmentData(
        assignment=course.assignment_id,
        notebooks=notebooks,
        sanitize=tuple(map(_dotted, kinds[: len(sanitize)])),
        autograde=tuple(map(_dotted, kinds[len(sanitize) :])),
        config=_configured(kinds, config),
        limits=TwoRooms(config=config).limits(),
        fallback=TwoRooms(config=config).fallback,
        course_files=course_files(Path(course.root), locked),
    )


def _released(course: CourseDirectory, gradebook: Gradebook) -> dict[str, ReleasedNotebook]:
    name = course.assignment_id
    try:
        found = gradebook.find_assignment(name)
    except MissingEntry:
        known = ", ".join(sorted(each.name for each in gradebook.assignments)) or "none"
        raise UnknownAssignmentError(
            f"found no assignment {name!r} in {course.db_url}; expected one of: {known}. "
            f"Run `nbgrader generate_assignment {name}` first."
        ) from None
    source = Path(course.format_path(course.source_directory, ".", name))
    return {
        notebook.name: _notebook(gradebook, notebook.name, name, source / f"{notebook.name}.ipynb")
        for notebook in found.notebooks
    }


def _notebook(
    gradebook: Gradebook, notebook: str, assignment: str, source: Path
) -> ReleasedNotebook:
    found = source if source.is_file() else None
    cells = released_cells(gradebook, notebook, assignment, cells_in_order(found))
    return ReleasedNotebook(
        tuple(map(asdict, cells.values())),
        kernel(gradebook, notebook, assignment),
        reference_operators(found),
    )


def _as_class(preprocessor: Any) -> type:
    found: type = import_item(preprocessor) if isinstance(preprocessor, str) else preprocessor
    return found


def _checked(kind: type) -> type:
    """Raises `CourseConfigError` for one that would ask a gradebook or start a kernel."""
    for base, ours in _REPLACED.items():
        if issubclass(kind, base) and not issubclass(kind, ours):
            raise CourseConfigError(
                f"nbgrader_config.py: found {_dotted(kind)} among Autograde's preprocessors; "
                f"expected {_dotted(ours)} in its place. Call use_two_rooms(c) in "
                "nbgrader_config.py, or grade with `nbgrader autograde`."
            )
    return kind


def _dotted(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


def _configured(kinds: Iterable[type], config: Config) -> dict[str, Any]:
    """The sections of the configuration that the worker's preprocessors read, as plain JSON."""
    names = {base.__name__ for kind in kinds if not _has_stand_in(kind) for base in kind.__mro__}
    return {name: dict(_plain(name, config[name])) for name in sorted(names & set(config))}


def _has_stand_in(kind: type) -> bool:
    return issubclass(kind, _STAND_INS)


def _plain(section: str, values: Any) -> Iterator[tuple[str, Any]]:
    for name, value in sorted(values.items()):
        try:
            yield name, json.loads(json.dumps(value))
        except TypeError:
            raise CourseConfigError(
                f"nbgrader_config.py: found c.{section}.{name} = {value!r}, which can't be sent to "
                "a worker; expected plain data. Grade with `nbgrader autograde`, or change it."
            ) from None
