"""An assignment of a course → its autograder's zip."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.batch.assignment import UnknownAssignmentError, read_assignment
from autograder.batch.config import FILE, CourseConfigError, course_directory, load_config
from autograder.batch.gradebook import open_gradebook
from autograder.batch.jobs import AssignmentData, pack_shared
from autograder.batch.submissions import source_files
from autograder.gradescope import kit_wheel
from autograder.gradescope.bundle import Settings, as_zip, bundle_files
from autograder.judge import kit
from autograder.nbgrader.exporter import SubmissionExporter
from autograder.nbgrader.submission import MIB

FILES = Path(__file__).parent / "files"
# Only what the zip brings can be imported there.
BROUGHT = ("autograder.", "nbgrader.", "nbconvert.")


@dataclass(frozen=True)
class Request:
    """What the zip is made of. `db_url` None means configured."""

    root: Path
    assignment: str
    visibility: str
    minimum_tier: str
    db_url: str | None = None


def make_zip(request: Request) -> bytes:
    """Raises `CourseConfigError`, `GradebookError`, `UnknownAssignmentError`: each says what was
    found, what was expected and what to do."""
    config = load_config(request.root)
    course = course_directory(config, request.root)
    course.assignment_id = request.assignment
    if request.db_url is not None:
        course.db_url = request.db_url
    data = _read(course, config)
    settings = Settings(
        request.assignment,
        request.visibility,
        request.minimum_tier,
        int(SubmissionExporter(config=config).max_mib * MIB),
    )
    payload = pack_shared(data, kit.fingerprint()).payload
    return as_zip({**bundle_files(settings, payload, _given(course, config)), **_fixed_files()})


def _read(course: CourseDirectory, config: Config) -> AssignmentData:
    name = course.assignment_id
    open_gradebook(course.db_url, course.course_id).dispose()
    with Gradebook(course.db_url, course.course_id) as gradebook:
        data = read_assignment(course, config, gradebook)
    if not any(notebook.cells for notebook in data.notebooks.values()):
        raise UnknownAssignmentError(
            f"found no released notebook of {name!r} in {course.db_url}; expected at least one. "
            f"Run `nbgrader generate_assignment {name}` first."
        )
    _check_brought([*data.sanitize, *data.autograde])
    return data


def _check_brought(preprocessors: Iterable[str]) -> None:
    """Raises `CourseConfigError`."""
    strange = [dotted for dotted in preprocessors if not dotted.startswith(BROUGHT)]
    if strange:
        raise CourseConfigError(
            f"{FILE}: found {', '.join(strange)} among Autograde's preprocessors; expected only "
            "those of nbgrader and of this kit, for nothing else is installed on Gradescope. "
            "Make the zip with a configuration without them."
        )


def _given(course: CourseDirectory, config: Config) -> dict[str, bytes]:
    converter = Autograde(coursedir=course, config=config)
    excluded = converter.exclude_overwriting.get(course.assignment_id, [])
    return {name: path.read_bytes() for name, path in source_files(course, excluded).items()}


def _fixed_files() -> dict[str, bytes]:
    """The scripts, the pinned packages, the kit. Bash takes no line that ends in a return."""
    texts = {path.name: path.read_bytes().replace(b"\r\n", b"\n") for path in FILES.iterdir()}
    return {**texts, kit_wheel.FILE: kit_wheel.kit_wheel()}
