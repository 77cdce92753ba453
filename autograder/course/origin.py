"""Where answers and hidden tests come from: a checkout of the project. The wheel holds none."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.course.errors import refused
from autograder.judge.closure import course_files
from autograder.judge.course import assignments_of, list_path, solution_path
from autograder.sandbox.paths import PACKAGE_PARENT

# What the author's doctor asks for besides what grades.
LISTS = ("mistakes", "spellings", "equivalent")


def find_origin(named: Path | None) -> Path:
    """The checkout: the one that is named, the one this code lies in, or the current folder.

    Raises `CourseError`.
    """
    candidates = [PACKAGE_PARENT, Path.cwd()] if named is None else [named.resolve()]
    found = next((folder for folder in candidates if _assignments(folder)), None)
    if found is None:
        raise refused(
            candidates[-1],
            "no course to copy (no solutions/, tests/hidden/ and source/): the installed package "
            "holds no answers",
            "a checkout of the project",
            "Get one (git clone) and name it with --from; or make a course for exercises of your "
            "own with --empty",
        )
    return found


def _assignments(folder: Path) -> list[str]:
    """Those of which the folder has solution, hidden tests and a notebook."""
    return [
        name
        for name in assignments_of(folder)
        if solution_path(folder, name).is_file() and any(folder.glob(f"source/*/{name}"))
    ]


def chosen_assignments(origin: Path, wanted: Sequence[str]) -> tuple[str, ...]:
    """The wanted ones, or all. Raises `CourseError`."""
    known = _assignments(origin)
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise refused(
            "--assignments", ", ".join(unknown), f"some of {', '.join(known)}", "Correct the name"
        )
    return tuple(dict.fromkeys(wanted)) or tuple(sorted(known, key=_by_lecture))


def _by_lecture(name: str) -> tuple[int, str]:
    order = ("rnn", "gru", "lstm")
    return (order.index(name) if name in order else len(order), name)


def check_languages(origin: Path, assignments: Iterable[str], languages: Iterable[str]) -> None:
    """Raises `CourseError` for a notebook that there is not."""
    for language in languages:
        for name in assignments:
            path = notebook(origin, language, name)
            if not path.is_file():
                raise refused(
                    path,
                    "no such notebook",
                    f"{name} in {language}",
                    "Run `autograder build` in the checkout, or choose another --language",
                )


def notebook(root: Path, language: str, name: str) -> Path:
    return root / "source" / language / name / f"{name}.ipynb"


def copy_assignments(
    origin: Path, folder: Path, assignments: Sequence[str], languages: Sequence[str]
) -> None:
    """What grading, diagnosis and the doctor need of these assignments, and no secret."""
    for name in course_files(origin, assignments):
        if name.endswith(".py"):
            _copy(origin / name, origin, folder)
    for assignment in assignments:
        for kind in LISTS:
            _copy(list_path(origin, kind, assignment), origin, folder)
        for part in (*languages, "images"):
            _copy(origin / "source" / part / assignment, origin, folder)


def _copy(path: Path, origin: Path, folder: Path) -> None:
    """A file or a folder, to the same place below `folder`; nothing, if there is none."""
    target = folder / path.relative_to(origin)
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        ignored = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints")
        shutil.copytree(path, target, ignore=ignored)
    elif path.is_file():
        shutil.copyfile(path, target)
