"""What students get holds no answer: no line of the solution, no number of a hidden test."""

from __future__ import annotations

import ast
import contextlib
import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.build.solution import read_solution
from autograder.course.complaint import Complaint
from autograder.doctor.folder import Assignment
from autograder.doctor.numbers import DIGITS

# An answer computes something; shorter lines and plain names (`return loss`) give nothing away.
SHORTEST = 12
COMPUTES = re.compile(r"[-+*/@(\[]")
# A line this long is an answer wherever it stands, in the middle of a sentence too.
LONG = 25
MARKS = ("BEGIN SOLUTION", "BEGIN HIDDEN TESTS", "hidden_tests(", "autograder.judge")
NUMBER = re.compile(r"(?<![\w.])(\d+\.\d+)(?:[eE]([-+]?\d+))?")


@dataclass(frozen=True)
class Answers:
    """Lines of the solution → their function; the numbers of the hidden tests, sorted."""

    lines: dict[str, str]
    numbers: Sequence[float]


def answers_of(assignment: Assignment, numbers: Sequence[float]) -> Answers:
    """Raises `BuildError` or `SyntaxError` if the solution can't be read."""
    lines: dict[str, str] = {}
    for function in read_solution(assignment.solution).functions.values():
        for line in sorted(_normal_lines(f"if True:\n{function.body}")):
            if len(line) >= SHORTEST and COMPUTES.search(line):
                lines[line] = function.name
    return Answers(lines, numbers)


def check_releases(assignment: Assignment, answers: Answers) -> Iterator[Complaint]:
    """Every file below assignments/<language>/<name>."""
    for folder in assignment.releases:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield from check_file(path, answers, "make the release again: `make build`")


def check_strays(root: Path, known: Sequence[Assignment], answers: Answers) -> Iterator[Complaint]:
    """Files below assignments/ that belong to no assignment."""
    releases = {folder for assignment in known for folder in assignment.releases}
    for path in sorted((root / "assignments").rglob("*")):
        if path.is_file() and not releases & set(path.parents):
            yield from check_file(path, answers, "delete this file")


def check_file(path: Path, answers: Answers, cure: str) -> Iterator[Complaint]:
    """One file that students get, now or at the next release."""
    for place, text in _pieces(path):
        for found in _leaks(text, answers):
            yield Complaint(
                path,
                place,
                found=found,
                expected="nothing of the solution or of hidden tests",
                cure=f"take it out where it comes from, then {cure}",
            )


def _leaks(text: str, answers: Answers) -> Iterator[str]:
    for mark in MARKS:
        if mark in text:
            yield f"`{mark}`"
    for function, line in _known_lines(text, answers.lines).items():
        yield f"a line of the solution of {function}: `{line}`"
    for shown in _known_numbers(text, answers.numbers):
        yield f"a number of a hidden test: {shown}"


def _known_lines(text: str, answers: dict[str, str]) -> dict[str, str]:
    """Function → the first line of its solution that stands in the text."""
    lines, squeezed = _normal_lines(text), " ".join(text.split())
    found: dict[str, str] = {}
    for line, function in answers.items():
        if line in lines or (len(line) >= LONG and line in squeezed):
            found.setdefault(function, line)
    return found


def _pieces(path: Path) -> Iterator[tuple[str, str]]:
    """Place and text of each part: the cells of a notebook, the words of JSON, the whole file."""
    text = path.read_bytes().decode("utf-8", "replace")
    if path.suffix == ".ipynb":
        with contextlib.suppress(ValueError, KeyError, TypeError):
            for number, cell in enumerate(json.loads(text)["cells"]):
                place = f"cell {cell.get('id') or number}"
                yield place, "".join(cell["source"])
                yield f"{place}, outputs", json.dumps(cell.get("outputs", []))
            return
    if path.suffix == ".json":
        with contextlib.suppress(ValueError):
            yield from (("", words) for words in _strings(json.loads(text)))
    yield "", text


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _strings([*value, *value.values()])
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _normal_lines(source: str) -> set[str]:
    """The lines as they stand, and as Python would write them."""
    lines = source.splitlines()
    with contextlib.suppress(SyntaxError, ValueError):
        lines += ast.unparse(ast.parse(source)).splitlines()
    return {line.strip() for line in lines}


def _known_numbers(text: str, numbers: Sequence[float]) -> Iterator[str]:
    """The long numbers of the text that round one of these, in the digits that are shown."""
    for found in NUMBER.finditer(text):
        mantissa, exponent = found[1], int(found[2] or 0)
        if abs(exponent) > 300 or len(mantissa.replace(".", "").lstrip("0")) < DIGITS:
            continue
        unit = 10.0 ** (exponent - len(mantissa.partition(".")[2]))
        value = float(found[0])
        first = bisect_left(numbers, value - unit)
        if first < len(numbers) and numbers[first] <= value + unit:
            yield found[0]
