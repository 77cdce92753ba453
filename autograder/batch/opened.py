"""A course opened for one assignment: everything that a batch command reads first."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.coursedir import CourseDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError
from traitlets.config import Config

from autograder.batch import rows
from autograder.batch.assignment import read_assignment
from autograder.batch.cache import Cache
from autograder.batch.config import course_directory, load_config
from autograder.batch.folders import AutogradedFolders
from autograder.batch.gradebook import open_gradebook, unusable
from autograder.batch.history import FILE as HISTORY
from autograder.batch.jobs import AssignmentData, Shared, pack_shared
from autograder.batch.late import LatePenalties
from autograder.batch.ledger import Ledger
from autograder.batch.lock import only_one
from autograder.batch.recorder import Recorder
from autograder.batch.submissions import Submission, find_submissions
from autograder.batch.writer import Writer
from autograder.judge import kit
from autograder.judge.store import FOLDER
from autograder.nbgrader.execute import TwoRooms
from autograder.nbgrader.exporter import SubmissionExporter
from autograder.nbgrader.submission import MIB
from autograder.sandbox.tiers import Walls

OWN_FOLDER = ".autograder"


class ReadOnlyError(Exception):
    """A folder of the course can't be written."""


@dataclass(frozen=True)
class Request:
    """What a command asks for. `students` is nbgrader's glob; `db_url` None means configured."""

    root: Path
    assignment: str
    students: str = "*"
    db_url: str | None = None
    cache: Path | None = None
    minimum_tier: str | None = None


@dataclass(frozen=True)
class OpenCourse:
    """An assignment's data, its submissions, and where results go. `store`: see `Worker`."""

    course: CourseDirectory
    config: Config
    data: AssignmentData
    shared: Shared
    submissions: list[Submission]
    absent: list[str]
    engine: Engine
    structure: rows.Structure
    cache: Cache
    store: Path
    ledger: Ledger
    folders: AutogradedFolders
    writer: Writer
    walls: Walls
    most_bytes: int

    def accepts(self, tier: str) -> bool:
        """Whether a result from this tier is good enough. nbgrader's own execution has none: it
        was asked for."""
        return tier <= self.walls.minimum


@contextlib.contextmanager
def open_course(request: Request) -> Iterator[OpenCourse]:
    """Nobody else writes to the course meanwhile.

    Raises `CourseConfigError`, `GradebookError`, `UnknownAssignmentError`, `NoSubmissionsError`,
    `ReadOnlyError`, `BusyError`: each says what was found, what was expected and what to do.
    """
    config = load_config(request.root)
    course = _directory(config, request)
    own = Path(course.root) / OWN_FOLDER
    _check_writable(Path(course.root), own)
    engine = open_gradebook(course.db_url, course.course_id)
    with contextlib.ExitStack() as stack:
        stack.callback(engine.dispose)
        stack.enter_context(only_one(own / "lock"))
        ledger = Ledger(own / "ledger.db")
        stack.callback(ledger.close)
        recorder = Recorder(Path(course.root) / HISTORY, course.assignment_id)
        stack.callback(recorder.close)
        try:
            yield _read(request, config, course, engine, (ledger, recorder), own)
        except SQLAlchemyError as error:
            raise unusable(course.db_url, error) from error


def _read(
    request: Request,
    config: Config,
    course: CourseDirectory,
    engine: Engine,
    records: tuple[Ledger, Recorder],
    own: Path,
) -> OpenCourse:
    with Gradebook(course.db_url, course.course_id) as gradebook:
        data = read_assignment(course, config, gradebook)
    with engine.connect() as connection:
        structure = rows.read_structure(connection, course.assignment_id)
        everybody = rows.students_of(connection)
    converter = Autograde(coursedir=course, config=config)
    excluded = converter.exclude_overwriting.get(course.assignment_id, [])
    submissions = find_submissions(course, list(data.notebooks), excluded)
    handed_in = {submission.student for submission in submissions}
    folders = AutogradedFolders(course, int(str(converter.permissions), 8))
    writer = Writer(
        engine,
        structure,
        folders,
        LatePenalties(data.autograde, config),
        *records,
        data.versions(),
        course.assignment_id,
    )
    return OpenCourse(
        course=course,
        config=config,
        data=data,
        shared=pack_shared(data, kit.fingerprint()),
        submissions=submissions,
        absent=[name for name in everybody if name not in handed_in and request.students == "*"],
        engine=engine,
        structure=structure,
        cache=Cache(request.cache or own / "cache"),
        store=Path(course.root) / FOLDER,
        ledger=writer.ledger,
        folders=folders,
        writer=writer,
        walls=_walls(TwoRooms(config=config), request),
        most_bytes=int(SubmissionExporter(config=config).max_mib * MIB),
    )


def _walls(plug: TwoRooms, request: Request) -> Walls:
    configured: Walls = plug.walls()
    if request.minimum_tier is None:
        return configured
    return replace(configured, minimum=request.minimum_tier)


def _directory(config: Config, request: Request) -> CourseDirectory:
    course = course_directory(config, request.root)
    course.assignment_id = request.assignment
    course.student_id = request.students
    if request.db_url is not None:
        course.db_url = request.db_url
    return course


def _check_writable(root: Path, own: Path) -> None:
    for folder in (root, own):
        if folder.is_dir() and not os.access(folder, os.W_OK):
            raise ReadOnlyError(
                f"{folder}: found a folder that can't be written; expected the course's, where "
                "results go. Run this as the user who owns the course, or change its rights."
            )
