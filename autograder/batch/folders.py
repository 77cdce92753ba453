"""`autograded/<student>/<assignment>`: the same files that nbgrader leaves there."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from nbgrader.coursedir import CourseDirectory

from autograder.batch.jobs import Graded
from autograder.batch.submissions import Submission

SETGID = 0o2770


@dataclass(frozen=True)
class AutogradedFolders:
    """Writes whole folders: another one, made beside it, takes the old one's place at once."""

    course: CourseDirectory
    permissions: int

    def path(self, student: str) -> Path:
        course = self.course
        return Path(course.format_path(course.autograded_directory, student, course.assignment_id))

    def write(self, submission: Submission, graded: Graded) -> None:
        """Raises `OSError` where the disk is full or the folder can't be written."""
        target = self.path(submission.student)
        new = self._beside(target, "new")
        try:
            self._fill(new, submission, graded)
            self._swap(new, target)
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise

    def remove(self, student: str) -> None:
        """What nbgrader does where a submission can't be graded."""
        target = self.path(student)
        old = self._beside(target, "old")
        shutil.rmtree(old, ignore_errors=True)  # left by a command that was killed
        if target.is_dir():
            target.rename(old)
            shutil.rmtree(old)

    def _beside(self, target: Path, kind: str) -> Path:
        return target.with_name(f".{target.name}.{kind}")

    def _fill(self, folder: Path, submission: Submission, graded: Graded) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, path in submission.files.items():
            self._make_parent(folder / name)
            shutil.copy(path, folder / name)
        for name, data in graded.files.items():
            self._make_parent(folder / name)
            (folder / name).write_bytes(data)
        for notebook in graded.notebooks:
            (folder / f"{notebook.name}.ipynb").write_text(notebook.text, encoding="utf-8")
        self._set_permissions(folder)

    def _make_parent(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)

    def _set_permissions(self, folder: Path) -> None:
        for parent, _, names in os.walk(folder):
            for name in names:
                os.chmod(Path(parent, name), self.permissions)
            if self.course.groupshared:
                os.chmod(parent, (os.stat(parent).st_mode | SETGID) & 0o2777)

    def _swap(self, new: Path, target: Path) -> None:
        old = self._beside(target, "old")
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.rename(old)
        new.rename(target)
        shutil.rmtree(old, ignore_errors=True)
