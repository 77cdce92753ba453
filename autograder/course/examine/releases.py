"""What students get: made from the notebooks as they are now, and the same in the exchange."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, ClearSolutions

from autograder.course.complaint import Complaint
from autograder.course.examine.look import Seen, doubtful, seen, wrong
from autograder.course.setup import Setup
from autograder.judge.course import hidden_tests_path, solution_path

CALL = "hidden_tests("
CLEAR = (ClearSolutions, ClearHiddenTests, ClearMarkScheme)


def releases(setup: Setup) -> Seen:
    names = setup.assignments
    looks = (_of_tests, _of_release)
    complaints = [each for name in names for look in looks for each in look(setup, name)]
    return seen(f"{len(names)} assignments, made from their sources as they are now", complaints)


def _of_tests(setup: Setup, name: str) -> Iterator[Complaint]:
    """Notebooks call hidden tests by the assignment's name; without them nothing has a score."""
    sources = [path.read_text(encoding="utf-8") for path in setup.source(name).glob("*.ipynb")]
    for path in (hidden_tests_path(setup.root, name), solution_path(setup.root, name)):
        if any(CALL in source for source in sources) and not path.is_file():
            yield wrong(
                path,
                "no such file",
                f"what the notebook {name} is graded with",
                "restore it from the backup, or copy it from the checkout that it came from",
            )


def _of_release(setup: Setup, name: str) -> Iterator[Complaint]:
    made = f"run `nbgrader generate_assignment {name} --force`"
    for source in sorted(setup.source(name).glob("*.ipynb")):
        release = setup.release(name) / source.name
        if not release.is_file():
            yield wrong(release, "no such notebook", "what students get", made)
        elif not _agree(setup, source, release):
            yield wrong(
                release,
                f"another notebook than {source.relative_to(setup.root)} makes",
                "a fresh one: students' work is graded by the source",
                made,
            )
        else:
            yield from _of_outbound(setup, name, release)


def _agree(setup: Setup, source: Path, release: Path) -> bool:
    try:
        before, after = (nbformat.read(path, as_version=4) for path in (source, release))
    except Exception:
        return False
    for kind in CLEAR:
        before, _ = kind(config=setup.config).preprocess(before, {})
    return _cells(before) == _cells(after)


def _cells(notebook: Any) -> list[tuple[str, str]]:
    return [(cell.cell_type, cell.source) for cell in notebook.cells]


def _of_outbound(setup: Setup, name: str, release: Path) -> Iterator[Complaint]:
    handed_out = setup.in_exchange / "outbound" / name / release.name
    if setup.is_by_mail or not handed_out.is_file():
        return
    if handed_out.read_bytes() != release.read_bytes():
        yield doubtful(
            handed_out,
            "an older notebook than the course's",
            f"that of {release.relative_to(setup.root)}",
            f"run `nbgrader release_assignment {name} --force`; who has fetched it keeps theirs",
        )
