"""One student's feedback folder, by nbgrader's own converter kept warm."""

from __future__ import annotations

import glob
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbgrader.preprocessors.getgrades as getgrades
from nbconvert.writers import FilesWriter
from nbgrader.converters import GenerateFeedback

from autograder.batch.feedback_grades import ClassGrades
from autograder.batch.feedback_problems import in_words, is_the_disks
from autograder.nbgrader.warm import swapped, warm_pages

ALL = "*"


@dataclass(frozen=True)
class Folder:
    """A student's autograded folder, whose pages are to be written."""

    student: str
    path: str
    notebooks: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What came of it: the number of pages, or what is wrong."""

    student: str
    pages: int = 0
    problem: str = ""


class Pages(GenerateFeedback):
    """nbgrader's converter, its exporter with all preprocessors made once.

    A folder is made beside the place where it goes, and takes that place when it is complete.
    """

    _place: str | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        # As nbgrader's `start` does it, for each command.
        self.writer = FilesWriter(parent=self, config=self.config)
        self.exporter = self.exporter_class(parent=self, config=self.config)
        for preprocessor in self.preprocessors:
            self.exporter.register_preprocessor(preprocessor)
        if self.preprocessors:
            self.exporter.optimistic_validation = True  # once, after all of them
        self.grades = ClassGrades(self.coursedir.db_url)

    def folders(self) -> list[Folder]:
        """The autograded folders that the command is about, by student."""
        wanted = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        found = [self._folder(path) for path in sorted(glob.glob(wanted)) if os.path.isdir(path)]
        left_out = self.coursedir.student_id_exclude.split(",")
        return [folder for folder in found if folder.student not in left_out]

    def _folder(self, path: str) -> Folder:
        pattern = self._format_source("(?P<assignment>.*)", "(?P<student>.*)", escape=True)
        match = re.match(pattern, path)
        assert match is not None, (pattern, path)  # the path was found by that very pattern
        names = glob.glob(os.path.join(glob.escape(path), f"{self.coursedir.notebook_id}.ipynb"))
        return Folder(match["student"], path, tuple(sorted(names)))

    def is_due(self, folder: Folder) -> bool:
        """nbgrader's rule: nothing is there, or `--force`, or what was graded is newer.

        Raises `ValueError` for a time stamp that can't be read.
        """
        target = super()._format_dest(self.coursedir.assignment_id, folder.student)
        if self.force or not all(map(os.path.exists, self._expected(folder, target))):
            return True
        new, old = _time_stamp(self.coursedir, folder.path), _time_stamp(self.coursedir, target)
        return new is not None and old is not None and new > old

    def _expected(self, folder: Folder, target: str) -> list[str]:
        if self.coursedir.notebook_id == ALL:
            return [target]
        names = [Path(name).stem + self.exporter.file_extension for name in folder.notebooks]
        return [os.path.join(target, name) for name in names]

    @contextmanager
    def warm(self) -> Iterator[None]:
        """In the course's folder, as nbgrader is, and quick."""
        before = os.getcwd()
        os.chdir(self.coursedir.root)
        try:
            with warm_pages(), swapped(getgrades, "Gradebook", self.grades):
                yield
        finally:
            os.chdir(before)

    def write(self, folder: Folder) -> Outcome:
        """Raises `OSError` where no other student's pages could be written either."""
        self._at = folder.path
        self.notebooks = list(folder.notebooks)
        try:
            self.run_pre_convert_hook()
            self._write(folder)
            self.run_post_convert_hook()
        except Exception as error:
            if is_the_disks(error):
                raise
            self._remove(folder)
            return Outcome(folder.student, problem=in_words(error, self._at, folder.student))
        return Outcome(folder.student, len(folder.notebooks))

    def _write(self, folder: Folder) -> None:
        assignment = self.coursedir.assignment_id
        target = Path(os.path.normpath(super()._format_dest(assignment, folder.student)))
        new = beside(target, "new")
        shutil.rmtree(new, ignore_errors=True)
        self._place = str(new)
        try:
            self.init_assignment(assignment, folder.student)
            for name in folder.notebooks:
                self._at = name
                self.convert_single_notebook(name)
            self.set_permissions(assignment, folder.student)
            put(new, target, whole=self.coursedir.notebook_id == ALL)
        finally:
            self._place = None
            shutil.rmtree(new, ignore_errors=True)

    def _format_dest(self, assignment_id: str, student_id: str, escape: bool = False) -> str:
        usual: str = super()._format_dest(assignment_id, student_id, escape=escape)
        return usual if self._place is None else self._place

    def _remove(self, folder: Folder) -> None:
        """No page stays that tells an old score."""
        target = super()._format_dest(self.coursedir.assignment_id, folder.student)
        for path in self._expected(folder, target):
            if os.path.isdir(path):
                shutil.rmtree(path, ignore_errors=True)
            elif os.path.exists(path):
                os.remove(path)


def _time_stamp(course: Any, folder: str) -> Any:
    try:
        return course.get_existing_timestamp(folder)
    except AttributeError:  # nbgrader's own complaint has a mistake in it
        raise ValueError(f"{folder}/timestamp.txt") from None


def beside(target: Path, kind: str) -> Path:
    """A place that no pattern of nbgrader's finds."""
    return target.with_name(f".{target.name}.{kind}")


def put(new: Path, target: Path, whole: bool) -> None:
    """Put a finished folder into its place; unless it is the `whole`, other files there stay."""
    if not whole and target.is_dir():
        for parent, _, names in os.walk(new):
            place = target / Path(parent).relative_to(new)
            place.mkdir(exist_ok=True)
            for name in names:
                os.replace(Path(parent, name), place / name)
        return
    old = beside(target, "old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
