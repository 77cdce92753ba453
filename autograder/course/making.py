"""A course in one go: made beside its place, and moved there when everything is right."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.course import assigning, database, origin, rights, settings
from autograder.course.errors import CourseError, refused
from autograder.course.wishes import Wishes
from autograder.judge.draws import make_secret

MOST_NAMES = 5
Say = Callable[[str], None]
Fill = Callable[[Path], None]


@dataclass(frozen=True)
class Step:
    """One thing that is done; `name` is said when it is."""

    name: str
    do: Callable[[], object]


def check_place(folder: Path) -> None:
    """Raises `CourseError` unless the folder is new, or empty."""
    if folder.is_dir():
        names = sorted(path.name for path in folder.iterdir())
        if not names:
            return
        more = f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
        found = f"a folder with {', '.join(names[:MOST_NAMES])}{more} in it"
    elif folder.exists():
        found = "a file"
    else:
        return
    raise refused(
        folder, found, "a new or an empty folder", "Name another one: nothing is overwritten"
    )


def make_course(wishes: Wishes, say: Say, fill: Fill | None = None) -> None:
    """Make it, and tell each step that is done. `fill` puts an assignment into an empty course.

    Raises `CourseError`, and leaves nothing.
    """
    check_place(wishes.folder)
    rights.check_exchange(wishes)
    if wishes.db_url is not None:
        database.check_empty(wishes.db_url)
    wishes.folder.parent.mkdir(parents=True, exist_ok=True)
    place = tempfile.mkdtemp(prefix=f".{wishes.folder.name}-", dir=wishes.folder.parent)
    staging, done, made_exchange = Path(place), list[str](), list[Path]()
    try:
        for step in _steps(staging, wishes, fill, made_exchange):
            step.do()
            done.append(step.name)
            say(step.name)
        os.rename(staging, wishes.folder)
    except BaseException as error:
        _take_back(staging, wishes, made_exchange)
        if isinstance(error, (CourseError, OSError)):
            raise CourseError(_halfway(error, done)) from error
        raise


def _take_back(staging: Path, wishes: Wishes, made_exchange: list[Path]) -> None:
    shutil.rmtree(staging, ignore_errors=True)
    for exchange in made_exchange:
        exchange.rmdir()
    if wishes.db_url is not None:
        database.clear(wishes.db_url)


def _steps(staging: Path, wishes: Wishes, fill: Fill | None, made: list[Path]) -> Iterator[Step]:
    yield Step("settings: nbgrader_config.py, .gitignore", lambda: _write(staging, wishes))
    yield from _content(staging, wishes, fill)
    if wishes.has_secret:
        yield Step("a secret of its own", lambda: make_secret(staging / "tests" / "hidden"))
    for name in wishes.assignments:
        yield _generating(staging, name, wishes)
    yield Step(_told(wishes), lambda: assigning.fill_gradebook(staging, wishes))
    yield Step("rights", lambda: rights.close_course(staging, wishes))
    if wishes.exchange is not None:
        yield Step(f"exchange {wishes.exchange}", lambda: _open(wishes, made))


def _content(staging: Path, wishes: Wishes, fill: Fill | None) -> Iterator[Step]:
    names = wishes.assignments
    if wishes.origin is not None:
        checkout = wishes.origin
        yield Step(
            f"assignments of {checkout}: {', '.join(names)}",
            lambda: origin.copy_assignments(checkout, staging, names, wishes.languages),
        )
    elif fill is not None:
        yield Step(f"an example to start from: {names[0]}", lambda: fill(staging))


def _write(staging: Path, wishes: Wishes) -> None:
    for name, text in settings.settings_of(wishes).items():
        path = staging / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    for name in ("tests/hidden", "solutions", *(f"source/{each}" for each in wishes.languages)):
        (staging / name).mkdir(parents=True, exist_ok=True)
    if wishes.is_by_mail:
        for name in wishes.assignments:
            (staging / "downloaded" / name / "archive").mkdir(parents=True)


def _generating(staging: Path, name: str, wishes: Wishes) -> Step:
    def generate() -> None:
        for number, language in enumerate(wishes.languages):
            assigning.generate(staging, name, language, has_gradebook=number == 0)

    return Step(f"nbgrader generate_assignment {name} ({', '.join(wishes.languages)})", generate)


def _told(wishes: Wishes) -> str:
    students = len(wishes.students)
    return (
        f"gradebook: {len(wishes.assignments)} assignments, {len(wishes.due)} deadlines, "
        f"{students} students"
    )


def _open(wishes: Wishes, made: list[Path]) -> None:
    if wishes.exchange is not None and rights.open_exchange(wishes.exchange):
        made.append(wishes.exchange)


def _halfway(error: CourseError | OSError, done: list[str]) -> str:
    return f"{error}\nDone before that, and taken back: {'; '.join(done) or 'nothing'}."
