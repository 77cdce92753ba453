"""Where a course keeps what only the judge may read: hidden tests and the reference."""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

from autograder.judge.source_only import SourceOnly, import_from_source

COURSE_VARIABLE = "AUTOGRADER_COURSE"
JUDGES_FOLDERS = ("solutions", "tests")

Stamp = tuple[tuple[str, int, int], ...]


class CourseNotFoundError(Exception):
    """No folder above this one holds the hidden tests of the assignment."""


def hidden_tests_path(root: Path, assignment: str) -> Path:
    return root / "tests" / "hidden" / f"test_{assignment}.py"


def assignments_of(root: Path) -> list[str]:
    """The assignments that have hidden tests, by name."""
    found = (root / "tests" / "hidden").glob("test_*.py")
    return sorted(path.stem.removeprefix("test_") for path in found)


def data_files(root: Path) -> list[Path]:
    """What lies beside the hidden tests and is no code: it may be read by them."""
    found = (root / "tests" / "hidden").rglob("*")
    return sorted(path for path in found if path.is_file() and path.suffix not in (".py", ".pyc"))


def solution_path(root: Path, assignment: str) -> Path:
    return root / "solutions" / f"{assignment}.py"


def list_path(root: Path, folder: str, assignment: str) -> Path:
    """Where a list of programs lies; `folder`: "mistakes", "spellings" or "equivalent"."""
    return root / "tests" / folder / f"{assignment}.py"


def find_course(assignment: str) -> Path:
    """The course's folder: `$AUTOGRADER_COURSE`, else the nearest one above that has the tests.

    nbgrader runs a notebook in `autograded/<student>/<assignment>`, below the course's folder.
    """
    named = os.environ.get(COURSE_VARIABLE)
    here = Path.cwd()
    candidates = [Path(named)] if named else [here, *here.parents]
    for folder in candidates:
        if hidden_tests_path(folder, assignment).is_file():
            return folder
    raise CourseNotFoundError(
        f"found no tests/hidden/test_{assignment}.py in {' or above '.join([str(candidates[0])])}; "
        f"run nbgrader from the course's folder, or set {COURSE_VARIABLE} to that folder"
    )


def load_module(path: Path, root: Path) -> ModuleType:
    """Import a file of the course; what it imports from `solutions` is found in `root`.

    Raises `FileNotFoundError` and whatever the file itself raises.
    """
    name = f"_course_{path.parent.name}_{path.stem}"
    loaded = sys.modules.get(name)
    if loaded is not None and loaded.__file__ == str(path):
        return loaded
    if str(root) not in sys.path:
        sys.path.insert(0, str(root))
    import_from_source([root / folder for folder in JUDGES_FOLDERS])
    loader = SourceOnly(name, str(path))
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def course_stamp(root: Path) -> Stamp:
    """What changes when a file changes that hidden tests may use: names, times, sizes."""
    files = sorted(path for folder in JUDGES_FOLDERS for path in (root / folder).rglob("*.py"))
    files += data_files(root)
    status = [(str(path), path.stat()) for path in files]
    return tuple((name, found.st_mtime_ns, found.st_size) for name, found in status)


def forget_modules(root: Path) -> None:
    """Forget what was imported from the course, so that the next import reads the files again."""
    folders = [(root / folder).resolve() for folder in JUDGES_FOLDERS]
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if not file or not _may_be_a_courses(file):
            continue
        if any(Path(file).resolve().is_relative_to(folder) for folder in folders):
            del sys.modules[name]
            _unbind(name, module)


def _may_be_a_courses(file: str) -> bool:
    """By its name alone: hundreds of modules are loaded, and to follow a path takes long."""
    return any(f"{os.sep}{folder}{os.sep}" in file for folder in JUDGES_FOLDERS)


def _unbind(name: str, module: ModuleType) -> None:
    """`from solutions import rnn` takes the package's attribute, if it has one.

    The package stays: without a file of its own it spans the same folder of other courses, too.
    """
    package, _, child = name.rpartition(".")
    if getattr(sys.modules.get(package), child, None) is module:
        delattr(sys.modules[package], child)
