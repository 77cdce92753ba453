"""What students handed in, as nbgrader finds it: folders, notebooks, files beside them."""

from __future__ import annotations

import datetime
import glob
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader import utils
from nbgrader.coursedir import CourseDirectory

from autograder.batch.jobs import SubmissionData
from autograder.nbgrader.folders import missing_notebooks
from autograder.nbgrader.submission import MIB, UnreadableSubmissionError, read_file
from autograder.sandbox.files import is_regular

MAX_FILES_BYTES = 64 * MIB
TIMESTAMP, MAX_TIMESTAMP_BYTES = "timestamp.txt", 1000
LINK = (
    "{}: found a link; expected a file. Whose work it leads to can't be known: put the student's "
    "own in its place"
)


class NoSubmissionsError(Exception):
    """There is nothing to grade where submissions are looked for."""


@dataclass(frozen=True)
class Submission:
    """A submitted folder. `notebooks` are those of the assignment by name, `missing` the names of
    those that are not there, `unknown` other notebooks, `links` what only looks like one; `files`
    go beside them, by path. `broken`: why nothing of it can be graded, though its notebooks are
    there."""

    student: str
    folder: Path
    notebooks: dict[str, Path]
    missing: tuple[str, ...]
    unknown: tuple[Path, ...]
    files: dict[str, Path]
    timestamp: datetime.datetime | None
    broken: UnreadableSubmissionError | None = None
    links: tuple[Path, ...] = ()

    @property
    def own(self) -> set[str]:
        """The files that are the student's: the others are the instructor's, put in their place."""
        return {name for name, path in self.files.items() if path.is_relative_to(self.folder)}

    @property
    def complaints(self) -> list[str]:
        """What is wrong with the folder, in words for the instructor."""
        missing = missing_notebooks(self.folder, [f"{name}.ipynb" for name in self.expected])
        return [*missing, *map(LINK.format, self.links)]

    @property
    def has_notebook(self) -> bool:
        """Whether there is any notebook at all: a folder without one is no submission."""
        return bool(self.notebooks or self.unknown)

    @property
    def expected(self) -> list[str]:
        return sorted([*self.notebooks, *self.missing])

    def read(self, most_bytes: int) -> SubmissionData:
        """The content. Raises `UnreadableSubmissionError`, with the file's name."""
        if self.broken is not None:
            raise self.broken
        notebooks = {name: read_file(path, most_bytes) for name, path in self.notebooks.items()}
        return SubmissionData(self.student, notebooks, dict(self._read_files()))

    def _read_files(self) -> Iterator[tuple[str, bytes]]:
        left = MAX_FILES_BYTES
        for name, path in sorted(self.files.items()):
            data = read_file(path, MAX_FILES_BYTES)
            left -= len(data)
            if left < 0:
                raise UnreadableSubmissionError(
                    f"more than {MAX_FILES_BYTES // MIB} MiB of files beside the notebooks",
                    f"at most {MAX_FILES_BYTES // MIB} MiB",
                    "Take out what grading does not need.",
                    self.folder,
                )
            yield name, data


def find_submissions(
    course: CourseDirectory, notebooks: list[str], excluded: list[str]
) -> list[Submission]:
    """All submissions of the course's current assignment, by student.

    `notebooks` are the assignment's, `excluded` files of the source folder that students may
    replace. Raises `NoSubmissionsError`.
    """
    wanted = course.format_path(course.submitted_directory, course.student_id, course.assignment_id)
    folders = sorted(path for path in map(Path, glob.glob(wanted)) if path.is_dir())
    names = {folder: _student(course, folder) for folder in folders}
    left_out = set(filter(None, course.student_id_exclude.split(",")))
    given = source_files(course, excluded)
    found = [
        _submission(course, folder, student, notebooks, given)
        for folder, student in names.items()
        if student is not None and student not in left_out
    ]
    if not found:
        raise NoSubmissionsError(_nothing_in(course, wanted))
    return found


def _nothing_in(course: CourseDirectory, wanted: str) -> str:
    others = course.format_path(course.submitted_directory, course.student_id, "*")
    have = sorted({Path(path).name for path in glob.glob(others) if Path(path).is_dir()})
    hint = f"There are submissions of: {', '.join(have[:10])}." if have else ""
    return (
        f"{wanted}: found no submission of {course.assignment_id!r}; expected a folder for each "
        f"student. Run `nbgrader collect {course.assignment_id}` first. {hint}"
    ).strip()


def _student(course: CourseDirectory, folder: Path) -> str | None:
    pattern = course.format_path(
        course.submitted_directory, "(?P<student>.*)", course.assignment_id, escape=True
    )
    match = re.fullmatch(pattern, str(folder))
    return match["student"] if match else None


def _submission(
    course: CourseDirectory,
    folder: Path,
    student: str,
    notebooks: list[str],
    given: dict[str, Path],
) -> Submission:
    found = sorted(folder.glob("*.ipynb"))
    here = {path.stem: path for path in found if is_regular(path)}
    own = dict(_files_below(folder, course.ignore))
    timestamp, broken = _timestamp(course, folder)
    return Submission(
        student=student,
        folder=folder,
        notebooks={name: here[name] for name in sorted(notebooks) if name in here},
        missing=tuple(name for name in sorted(notebooks) if name not in here),
        unknown=tuple(path for name, path in here.items() if name not in notebooks),
        files=own | given,
        timestamp=timestamp,
        broken=broken,
        links=tuple(path for path in found if path.is_symlink()),
    )


def _timestamp(
    course: CourseDirectory, folder: Path
) -> tuple[datetime.datetime | None, UnreadableSubmissionError | None]:
    """When it was handed in, or what is wrong with the file that should tell: students write it."""
    path = folder / TIMESTAMP
    try:
        if path.exists() and not is_regular(path):
            raise ValueError("no file")
        if path.is_file() and path.stat().st_size > MAX_TIMESTAMP_BYTES:
            raise ValueError("too long")
        return course.get_existing_timestamp(str(folder)), None
    # nbgrader's own complaint has a mistake in it: hence AttributeError.
    except (OSError, ValueError, OverflowError, AttributeError):
        return None, UnreadableSubmissionError(
            "no time in it that can be read",
            "one such as 2027-01-15 23:30:00 UTC",
            "Write there when it was handed in, or delete the file: then it counts as in time.",
            path,
        )


def source_files(course: CourseDirectory, excluded: list[str]) -> dict[str, Path]:
    """The instructor's files: they come in the place of what students made of them."""
    folder = Path(course.format_path(course.source_directory, ".", course.assignment_id))
    found = dict(_files_below(folder, course.ignore))
    return {name: path for name, path in found.items() if name not in excluded}


def _files_below(folder: Path, ignore: list[str]) -> Iterator[tuple[str, Path]]:
    """Files but notebooks, and nothing that is no regular file."""
    for name in utils.find_all_files(str(folder), [*ignore, "*.ipynb"]):
        path = Path(name)
        if is_regular(path):
            yield os.path.relpath(name, folder), path
