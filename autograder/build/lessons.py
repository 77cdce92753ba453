"""Prose and known mistakes → the lesson of an assignment, as JSON: see `checks.lessons`.

The kit's own course keeps its lessons in the package, so that they are in the wheel. Any other
course keeps them beside its notebooks, with which they are handed out: a set needs no other place.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.build.errors import BuildError
from autograder.build.fingerprints import Fingerprints, fingerprints_of
from autograder.build.hints import Hints
from autograder.build.slots import Kind, Prose
from autograder.checks.lessons import BESIDE
from autograder.judge.course import list_path, load_module
from autograder.judge.mistakes import Mistake, hint

OF_THE_KIT = Path("autograder") / "checks" / "lessons"


def lesson_paths(root: Path, assignment: str, proses: Sequence[Prose]) -> list[Path]:
    """Where the lesson of an assignment lies: once in the kit, else once for each language."""
    if (root / OF_THE_KIT).with_suffix(".py").is_file():
        return [root / OF_THE_KIT / f"{assignment}.json"]
    return [prose.path.with_name(f"{assignment}{BESIDE}") for prose in proses]


def lesson_text(root: Path, assignment: str, languages: dict[str, Prose], solution: str) -> str:
    """The text of the file. `languages`: language → prose. Raises `BuildError`."""
    prose = next(iter(languages.values()))
    mistakes = read_mistakes(root, assignment)
    prints = fingerprints_of(prose, solution, mistakes)
    record = {
        "assignment": assignment,
        "exercises": list(prose.of(Kind.EXERCISE)),
        "hints": {name: _rungs(name, languages) for name in prose.of(Kind.EXERCISE)},
        "sections": {name: _section(name, languages) for name in prose.of(Kind.EXERCISE)},
        "mistakes": _named(mistakes, prints),
        "fingerprints": {name: dict(sorted(found.items())) for name, found in prints.items()},
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def read_mistakes(root: Path, assignment: str) -> tuple[Mistake, ...]:
    """The known mistakes of an assignment; none where there is no list of them.

    Raises `BuildError` for a list that can't be read.
    """
    path = list_path(root, "mistakes", assignment)
    if not path.is_file():
        return ()
    try:
        return tuple(load_module(path, root).MISTAKES)
    except Exception as error:
        raise BuildError(
            path,
            "",
            found=f"{type(error).__name__}: {error}",
            expected="MISTAKES: the known mistakes, each a Mistake(…)",
            cure="mend what the error names",
        ) from error


def _named(mistakes: Sequence[Mistake], prints: Fingerprints) -> dict[str, Any]:
    """The hints of the mistakes that have a fingerprint; of others nothing is told."""
    known = {
        (name, key) for name, found in prints.items() for keys in found.values() for key in keys
    }
    told = [mistake for mistake in mistakes if (mistake.exercise, mistake.key) in known]
    return {mistake.key: dict(hint(mistake).values) for mistake in told}


def _rungs(name: str, languages: dict[str, Prose]) -> list[dict[str, str]]:
    hints = {language: prose.hints[name] for language, prose in languages.items()}
    first = next(iter(hints.values()))
    return [
        _both({language: each.rungs[number] for language, each in hints.items()})
        for number in range(len(first.rungs))
    ]


def _section(name: str, languages: dict[str, Prose]) -> dict[str, str]:
    hints: dict[str, Hints] = {language: prose.hints[name] for language, prose in languages.items()}
    return _both({language: each.section for language, each in hints.items()})


def _both(words: dict[str, str]) -> dict[str, str]:
    """A course in one language says the same in the other."""
    first = next(iter(words.values()))
    return {language: words.get(language, first) for language in ("en", "zh")}
