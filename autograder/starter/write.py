"""Templates → the files of a new exercise set. All of them or none."""

from __future__ import annotations

import keyword
from pathlib import Path
from string import Template

TEMPLATES = Path(__file__).parent / "templates"
# Template → the file that it becomes, below the course's folder.
FILES = {
    "solution.py": "solutions/{name}.py",
    "prose.en.md": "source/en/{name}/{name}.md",
    "prose.zh.md": "source/zh/{name}/{name}.md",
    "tests.py": "tests/hidden/test_{name}.py",
    "mistakes.py": "tests/mistakes/{name}.py",
    "spellings.py": "tests/spellings/{name}.py",
}


class StarterError(Exception):
    """The set can't be made: its name is none, or something is there already."""


class _Text(Template):
    """`§{name}`: a dollar sign begins a formula in the prose."""

    delimiter = "§"


def write_set(course: Path, name: str) -> list[Path]:
    """Write the files of the set `name`; their paths. Raises `StarterError` and writes none."""
    _check_name(name)
    _check_course(course)
    texts = {course / where.format(name=name): _text(what, name) for what, where in FILES.items()}
    _check_free(list(texts))
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return list(texts)


def _text(template: str, name: str) -> str:
    path = TEMPLATES / f"{template}.template"
    return _Text(path.read_text(encoding="utf-8")).substitute(name=name)


def _check_name(name: str) -> None:
    if not (name.isidentifier() and name.isascii()) or keyword.iskeyword(name):
        raise StarterError(
            f"found the name {name!r}; expected a Python name in plain letters, digits and _ "
            "(solutions, tests and notebooks are called by it). Choose one such as birnn"
        )


def _check_course(course: Path) -> None:
    if not (course / "nbgrader_config.py").is_file():
        raise StarterError(
            f"{course.resolve()}: found no nbgrader_config.py; expected a course's folder. Run "
            "this from there, or name it with --course"
        )


def _check_free(paths: list[Path]) -> None:
    taken = [path for path in paths if path.exists()]
    if taken:
        raise StarterError(
            f"{taken[0]}: found a file; expected none of this set. Choose another name, or move "
            "the file away: nothing is overwritten, and nothing was written"
        )
