"""A course's nbgrader configuration, read as nbgrader reads it."""

from __future__ import annotations

import contextlib
import os
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path

from nbgrader.apps.baseapp import NbGrader
from nbgrader.coursedir import CourseDirectory
from traitlets import TraitError
from traitlets.config import Application, Config

FILE = "nbgrader_config.py"


class CourseConfigError(Exception):
    """A configuration can't be used: which file and line, what was found, what to do."""


def load_config(root: Path) -> Config:
    """What any nbgrader command finds when it is run in `root`: Jupyter's configuration path, the
    folder itself, and the course's folder, if that is another. The folder gets into `sys.path`,
    as nbgrader does it. Not for threads: it changes the working directory for a moment.

    Raises `CourseConfigError`.
    """
    return load_config_with_files(root)[0]


def load_config_with_files(root: Path) -> tuple[Config, list[str]]:
    """The same, and the files that it comes from. Raises `CourseConfigError`."""
    if not root.is_dir():
        raise CourseConfigError(
            f"{root}: found no folder; expected a course's. Name the folder with {FILE}."
        )
    with in_folder(root):
        reader = _Reader()
        try:
            return reader.read(), list(reader.loaded_config_files)
        except SystemExit as end:
            raise CourseConfigError(f"{FILE} of {root}: {end}") from end
        except Exception as error:
            raise config_error(error, reader.loaded_config_files) from error


def course_directory(config: Config, root: Path) -> CourseDirectory:
    """nbgrader's `CourseDirectory` for a command run in `root`. Raises `CourseConfigError`."""
    with in_folder(root):
        try:
            course = CourseDirectory(config=config)
            course.root = course.root  # the default is the working directory of this moment
        except TraitError as error:
            raise config_error(error, [str(root / FILE)]) from error
    return course


def config_error(error: Exception, files: Sequence[str]) -> CourseConfigError:
    """The error in words, with file and line: where it was raised, or, for a value of a wrong
    type, where one of the `files` sets it."""
    place = _raised_at(error, files) if not isinstance(error, TraitError) else _set_at(error, files)
    what = str(error) if isinstance(error, TraitError) else f"{type(error).__name__}: {error}"
    return CourseConfigError(
        f"{place}: found {what.rstrip('.')}; expected a configuration that nbgrader can load. "
        "Mend that line."
    )


class _Reader(NbGrader):
    """nbgrader's command without a command: reads the configuration, raises what is wrong in it."""

    raise_config_file_errors = True

    def read(self) -> Config:
        if os.getcwd() not in sys.path:
            self.init_syspath()
        self.coursedir = CourseDirectory(parent=self)
        self.load_config_file(suppress_errors=False)
        # As in `NbGrader.initialize`: the course's folder may be another one.
        Application.load_config_file(self, FILE, path=self.coursedir.root)
        return self.config

    def exit(self, exit_status: int | str | None = 0) -> None:
        """Traitlets ends the process at a bad value; here the error itself is wanted."""
        error = sys.exc_info()[1]
        if isinstance(error, TraitError):
            raise error
        super().exit(exit_status)


def _raised_at(error: Exception, files: Sequence[str]) -> str:
    if isinstance(error, SyntaxError) and error.filename:
        return f"{error.filename}, line {error.lineno}"
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if Path(frame.filename).name.endswith("_config.py") or frame.filename in files:
            return f"{frame.filename}, line {frame.lineno}"
    return FILE


def _set_at(error: TraitError, files: Sequence[str]) -> str:
    trait = re.search(r"'(\w+)' trait", str(error))
    for name in reversed(files):
        with contextlib.suppress(OSError):
            lines = Path(name).read_text(encoding="utf-8", errors="replace").splitlines()
            for number, line in enumerate(lines, start=1):
                if trait and re.search(rf"\b{trait[1]}\b", line):
                    return f"{name}, line {number}"
    return files[-1] if files else FILE


@contextlib.contextmanager
def in_folder(folder: Path) -> Iterator[None]:
    """Run with `folder` as the working directory."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
