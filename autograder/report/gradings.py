"""The history of an assignment's gradings, for the terminal. Pure: the command prints it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from rich import box
from rich.console import Group, JustifyMethod, RenderableType
from rich.table import Table
from rich.text import Text

from autograder.batch.grading import Grading
from autograder.report.changes import line, score
from autograder.report.terminal import plain

HEAD = ("written, UTC", "tests", "secret", "kit", "libs", "tier", "total")
SHORT = 6
NARROWEST = 80  # columns that the tables need; a narrower terminal breaks the lines, and loses none


def class_table(assignment: str, gradings: Mapping[str, Sequence[Grading]]) -> RenderableType:
    """The newest grading of each student, and what it changed; `#`: how many there are."""
    drawn = _table(f"{assignment}: the newest grading of each", ("student", "#", *HEAD))
    drawn.add_column("", overflow="fold")
    for student, found in gradings.items():
        before = found[-2] if len(found) > 1 else None
        remark = Text("no result" if found[-1].problem else _summary(found[-1], before))
        drawn.add_row(Text(student), Text(str(len(found))), *_cells(found[-1]), remark)
    every = [grading for found in gradings.values() for grading in found[-1:]]
    return Group(drawn, *map(line, _problems(every)), *_dim(_libraries(every)))


def _problems(gradings: Sequence[Grading]) -> Iterator[str]:
    """Why there is no result, and of whom: a broken test is told once."""
    found: dict[str, list[str]] = {}
    for grading in gradings:
        if grading.problem:
            found.setdefault(_last_line(grading.problem), []).append(grading.student)
    for why, students in found.items():
        yield f"no result: {why}: {', '.join(students)}"


def _last_line(problem: str) -> str:
    return (problem.strip().splitlines() or ["?"])[-1].strip()


def student_table(assignment: str, student: str, gradings: Sequence[Grading]) -> RenderableType:
    """Every grading of one student, the oldest first, and each score that it changed."""
    drawn = _table(f"{assignment}: gradings of {student}", ("#", *HEAD))
    lines: list[str] = []
    before: Grading | None = None
    for number, grading in enumerate(gradings, start=1):
        drawn.add_row(Text(str(number)), *_cells(grading))
        told = _summary(grading, before)
        lines += [f"{number}: {told}"] if told else []
        lines += [f"   {each}" for each in changed_scores(before, grading)]
        before = grading
    return Group(drawn, *map(line, lines), *_dim(_libraries(gradings)))


def changed_scores(before: Grading | None, now: Grading) -> list[str]:
    """Cells whose automatic score is not the one before, one line for each."""
    if before is None or now.problem or before.problem:
        return []
    names = dict.fromkeys((*before.scores, *now.scores))
    pairs = [(name, before.scores.get(name), now.scores.get(name)) for name in names]
    return [f"{name}: {score(old)} → {score(new)}" for name, old, new in pairs if old != new]


def _summary(now: Grading, before: Grading | None) -> str:
    if now.problem:
        return f"no result: {_last_line(now.problem)}"
    if before is None or before.problem:
        return ""
    number = len(changed_scores(before, now))
    resent = "another hand-in, " if _is_resent(before, now) else ""
    scores = f"{number} score{'s' if number > 1 else ''} changed" if number else "no change"
    return resent + scores


def _is_resent(before: Grading, now: Grading) -> bool:
    return bool(before.hand_in and now.hand_in and before.hand_in != now.hand_in)


def _table(title: str, head: Sequence[str]) -> Table:
    drawn = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=0, pad_edge=False)
    for name in head:
        justify: JustifyMethod = "right" if name in ("#", "total") else "left"
        drawn.add_column(name, justify=justify, no_wrap=name != "student", overflow="fold")
    return drawn


def _dim(lines: Sequence[str]) -> list[Text]:
    return [Text(each, style="dim") for each in lines]


def _cells(grading: Grading) -> Iterator[Text]:
    versions = grading.versions
    yield Text(grading.written[:16].replace("T", " "))
    for name in (versions.tests, versions.secret, versions.kit, _short(versions.environment)):
        yield Text(name[:SHORT] or "–")
    yield Text(grading.tier or "–")
    yield Text("–" if grading.problem else plain(grading.total))


def _short(words: str) -> str:
    """Libraries are told in words; in a table a hash of these."""
    return hashlib.sha256(words.encode()).hexdigest() if words else ""


def _libraries(gradings: Sequence[Grading]) -> list[str]:
    found = dict.fromkeys(grading.versions.environment for grading in gradings)
    return [f"libs {_short(words)[:SHORT]}: {words}" for words in found if words]
